/** Les pages en français. */
import type { LessonName } from "./lesson.ts";
import type { LessonText } from "./text.ts";

export const fr: Readonly<Record<LessonName, LessonText>> = {
	lo: {
		title: "lo, l'interface de bouclage",
		answers: [
			[
				"Qui crée lo, et qui s'en occupe ?",
				"Le noyau, et personne d'autre. Chaque espace de noms réseau naît avec une lo, numéro 1, désactivée et sans adresse. Aucun programme ne la crée, aucun ne peut la supprimer. Ce que fait un script de démarrage tient en une commande : ip link set lo up.",
			],
			[
				"D'où viennent 127.0.0.1 et ::1 ?",
				"Du noyau aussi : il les inscrit sur lo quand on l'active, et personne n'a à les configurer.",
			],
			[
				"Où se tient lo, entre un programme, le noyau et la carte ?",
				"Dans le noyau, là où serait un pilote, mais sans matériel dessous. Un programme envoie, le noyau décide par ses tables que le paquet est pour cette machine, lo le prend comme le ferait une carte et le rend aussitôt au côté qui reçoit. Il n'y a pas de câble à surveiller : lo est prête dès qu'on l'active.",
			],
			[
				"N'y a-t-il que 127.0.0.1 qui passe par elle ?",
				"Non. Tout ce que cette machine envoie à l'une de ses propres adresses passe par lo, celle d'eth0 comprise : voyez dev lo dans la réponse de route get, et les compteurs de lo. Un hôte dont lo est désactivée ne peut donc plus du tout se parler.",
			],
		],
		picture: `  ping 10.0.0.1 (à elle)           ping 10.0.0.7 (une autre machine)
        |                                 |
  +-----v---------------------------------v------------------+
  |  décision de routage : table local d'abord, puis main    |
  +-----+---------------------------------+------------------+
        | "local 10.0.0.1"                | "10.0.0.0/24 dev eth0"
   +----v----+                       +----v----+
   |   lo    |--+ retour : reçu      |  eth0   |--- câble ---->
   +---------+  |                    +---------+
        ^-------+`,
		experiment: [
			{ line: "ip netns add box" },
			{ line: "ip -n box link", note: "lo est là, éteinte" },
			{ line: "ip -n box link del lo", note: "refusé" },
			{ line: "ip -n box link set lo up" },
			{ line: "ip -n box addr", note: "127.0.0.1 et ::1 sont venues" },
			{ line: "ip -n box link add v0 type veth peer name v1" },
			{ line: "ip -n box link set v0 up" },
			{ line: "ip -n box link set v1 up" },
			{ line: "ip -n box addr add 10.0.0.1/24 dev v0" },
			{ line: "ip -n box route get 10.0.0.1", note: "dev lo" },
			{ line: "ip -n box link set lo down" },
			{ line: "ip netns exec box ping -c 1 -W 1 10.0.0.1", note: "sa propre adresse : silence" },
		],
	},
	scope: {
		title: "scope : jusqu'où va une adresse ou une route",
		answers: [
			[
				"Qu'est-ce qu'un scope ?",
				"Une promesse de distance, un nombre dans chaque adresse et chaque route. host (254) : dans cette machine seulement. link (253) : jusqu'au premier routeur. global (0, le noyau dit universe) : partout. Plus le nombre est grand, plus le monde est petit.",
			],
			[
				"À quoi sert-il ?",
				"À deux décisions. La source d'un paquet : pour une destination lointaine, le noyau passe sur les adresses de scope link ou host et en prend une globale, même d'une autre interface, de lo par exemple. Et une passerelle : il faut la joindre de plus près que ce vers quoi elle mène ; une route via X est donc refusée quand X lui-même ne se joint que par un routeur.",
			],
			[
				"Pourquoi 127.0.0.1 dit-elle scope host ?",
				"Parce que le noyau l'inscrit ainsi : l'adresse désigne la machine elle-même, et dehors elle en désignerait une autre. Une adresse à vous sur lo dit scope global, et en est une.",
			],
			[
				"Le scope est-il un pare-feu ?",
				"Non. Il choisit des sources et juge des passerelles. Une adresse de scope host sur v0 répond quand même à un ping du dehors. Ce qui retient 127.x hors du câble, ce sont d'autres règles (voyez 127).",
			],
		],
		picture: `  +----------------------------------------------------------+
  |  scope global (0, universe) : aussi derrière des routeurs|
  |   +---------------------------------------------------+  |
  |   |  scope link (253) : jusqu'au premier routeur      |  |
  |   |   +-------------------------------------------+   |  |
  |   |   |  scope host (254) : cette machine seule   |   |  |
  |   |   |     127.0.0.1/8                           |   |  |
  |   |   +-------------------------------------------+   |  |
  |   |     10.0.0.0/24 dev v0                            |  |
  |   +---------------------------------------------------+  |
  |     default via 10.0.0.254                               |
  +----------------------------------------------------------+`,
		experiment: [
			{ line: "ip link set lo up" },
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip link set v0 up" },
			{ line: "ip link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0 scope link" },
			{ line: "ip addr add 192.0.2.1/32 dev lo" },
			{ line: "ip route add default via 10.0.0.254" },
			{ line: "ip route get 10.0.0.7", note: "près : src 10.0.0.1" },
			{ line: "ip route get 198.51.100.1", note: "loin : src 192.0.2.1, de lo" },
			{ line: "ip route add 203.0.113.0/24 via 198.51.100.1", note: "pas un voisin : refusé" },
		],
	},
	"127": {
		title: "127.0.0.1 : ce qui la rend spéciale, et ce qui n'y est pour rien",
		answers: [
			[
				"Qu'est-ce qui la rend spéciale ?",
				"Trois choses. La plage 127.0.0.0/8 lui est réservée (RFC 1122), personne d'autre ne l'a donc. Le noyau donne la plage entière à la machine elle-même, par une route de la table local : 127.9.9.9 répond aussi. Et à la réception, le noyau jette les paquets de cette plage qui viennent d'un câble (martiens), sauf si route_localnet le permet sur l'interface.",
			],
			[
				"Qu'est-ce qui n'y est pour rien ?",
				"L'interface où elle est inscrite. Passée de lo à v0, 127.0.0.1 répond encore, et encore par lo : la table local sait que c'est cette machine, et ce qui est pour cette machine passe par lo.",
			],
			[
				"Une route peut-elle envoyer 127.0.0.1 ailleurs ?",
				"Pas une route de la table main : la table local est consultée avant, et dit local. Ajoutez 127.0.0.0/8 via 10.0.0.2 : rien ne change.",
			],
			[
				"Le trafic vers 127.0.0.1 peut-il donc quitter la machine ?",
				"Non, tant que la table local est telle que le noyau l'a faite. S'il y manque 127.0.0.0/8, parce que lo n'a jamais été activée, une route de main envoie bel et bien 127.0.0.1 sur le câble ; et qui le reçoit le jette à la porte, sauf si route_localnet y est mis.",
			],
		],
		picture: `  vers 127.0.0.1 --> table local : "local 127.0.0.0/8 dev lo" --> lo --> retour
                         |
                         x  main n'est pas consultée : ni passerelle, ni câble

  d'un câble, vers 127.0.0.1 --> martien : jeté (route_localnet 0)`,
		experiment: [
			{ line: "ip link set lo up" },
			{ line: "ip route get 127.9.9.9", note: "local, dev lo" },
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip netns add other" },
			{ line: "ip link set v1 netns other" },
			{ line: "ip link set v0 up" },
			{ line: "ip -n other link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip route add 127.0.0.0/8 via 10.0.0.2" },
			{ line: "ip route get 127.0.0.1", note: "toujours local" },
			{ line: "ip route del 127.0.0.0/8" },
			{ line: "ip addr del 127.0.0.1/8 dev lo" },
			{ line: "ip addr add 127.0.0.1/8 dev v0" },
			{ line: "ip route get 127.0.0.1", note: "toujours dev lo" },
		],
	},
	dummy: {
		title: "dummy : une interface qui avale, à côté de lo",
		answers: [
			[
				"lo est-elle une dummy ?",
				"Non. Toutes deux sont purement logicielles, sans câble, et la ressemblance s'arrête là. lo rend chaque paquet à cette machine. dummy le jette.",
			],
			[
				"Pourquoi alors un ping vers une adresse de dummy0 répond-il ?",
				"Parce que c'est une adresse de cette machine, et que ce qui est pour cette machine passe par lo, quelle que soit l'interface où est l'adresse. dummy0 n'est pas sollicitée : ces pings ne font pas bouger son compteur.",
			],
			[
				"Et l'un de ses voisins ?",
				"192.0.2.9 est cherchée derrière dummy0, et tout ce qu'on y envoie disparaît. Sans erreur : 100 % de pertes.",
			],
			[
				"À quoi bon une dummy, si lo peut avoir des adresses aussi ?",
				"Une dummy se crée, se nomme, se désactive et se supprime, une pour chaque usage ; il n'y a qu'une lo, et tout le reste en a besoin. Des adresses qui doivent aller et venir ensemble sont mieux sur une dummy.",
			],
		],
		picture: `            lo                          dummy0
     +-------------+              +-------------+
 --->|  émission   |          --->|  émission   |
     |      |      |              |      |      |
     |      v      |              |      v      |
 <---|  réception  |              |   (perdu)   |
     +-------------+              +-------------+
   faite par le noyau,          ip link add dummy0 type dummy,
   ne se supprime pas           ip link del dummy0`,
		experiment: [
			{ line: "ip link set lo up" },
			{ line: "ip link add dummy0 type dummy" },
			{ line: "ip link set dummy0 up" },
			{ line: "ip addr add 192.0.2.1/24 dev dummy0" },
			{ line: "ip route get 192.0.2.1", note: "à elle : dev lo" },
			{ line: "ip route get 192.0.2.9", note: "un voisin : dev dummy0" },
			{ line: "cat /sys/class/net/lo/statistics/tx_packets" },
			{ line: "ip link del dummy0", note: "marche" },
			{ line: "ip link del lo", note: "refusé" },
		],
	},
	netns: {
		title: "la lo d'un conteneur, et son 127.0.0.1 à lui",
		answers: [
			[
				"Pourquoi chaque conteneur a-t-il son propre 127.0.0.1 ?",
				"Parce qu'un conteneur tourne dans un espace de noms réseau à lui, et qu'un espace de noms est un second réseau entier : interfaces, adresses, routes, sockets. Le noyau fait une lo à chacun. 127.0.0.1 veut dire : cet espace de noms.",
			],
			[
				"Est-ce la même lo, montrée deux fois ?",
				"Non. Elles ont le même nom et le numéro 1, et rien d'autre en commun : l'une peut être activée et l'autre non, et ce qui passe par l'une ne fait bouger aucun compteur de l'autre.",
			],
			[
				"Pourquoi un conteneur ne joint-il pas un service du 127.0.0.1 de l'hôte ?",
				"Le service écoute dans l'espace de noms de l'hôte. Dans le conteneur, 127.0.0.1 est le conteneur. On passe de l'un à l'autre par une adresse vers laquelle les deux ont une route, sur une paire veth par exemple.",
			],
			[
				"Peut-on déplacer lo dans un espace de noms ?",
				"Non : le noyau refuse. Il y en a déjà une, qui n'attend que d'être activée.",
			],
		],
		picture: `  hôte                         espace a               espace b
  +----------------------+     +----------------+     +----------------+
  | lo  127.0.0.1        |     | lo 127.0.0.1   |     | lo désactivée  |
  | eth0 192.168.1.10    |     +----------------+     +----------------+
  +----------------------+      trois lo, trois 127.0.0.1, aucun chemin
                                entre elles avant qu'on y mette un veth`,
		experiment: [
			{ line: "ip netns add a" },
			{ line: "ip netns add b" },
			{ line: "ip -n a -br link" },
			{ line: "ip -n a link set lo up" },
			{ line: "ip netns exec b ping -c 1 -W 1 127.0.0.1", note: "la lo de b est éteinte" },
			{ line: "ip netns exec a cat /sys/class/net/lo/statistics/rx_packets" },
			{ line: "ip netns exec b cat /sys/class/net/lo/statistics/rx_packets", note: "0" },
			{ line: "ip link set lo netns a", note: "refusé" },
		],
	},
	"local-table": {
		title: "la table local : ce qui est cette machine",
		answers: [
			[
				"Comment le noyau sait-il qu'un paquet est pour lui ?",
				"Il consulte ses tables. La première règle (priorité 0) consulte la table local, et une entrée du type local y veut dire : à moi. Chaque adresse ajoutée y inscrit la sienne ; son retrait l'emporte.",
			],
			[
				"Pourquoi l'entrée dit-elle dev v0, si le paquet passe par lo ?",
				"dev nomme l'interface où est l'adresse. Le paquet, lui, ne va jamais à v0 : route get montre dev lo pour tout ce qui est local.",
			],
			[
				"Une route de main peut-elle l'emporter ?",
				"Non : main est consultée par la règle 32766, et local a déjà répondu. Ôtez l'entrée de la table local, et les paquets vers cette même adresse partent sur le câble : c'est cette entrée, et rien d'autre, qui fait qu'une adresse est à la machine.",
			],
			[
				"Faut-il que ce soient des adresses isolées ?",
				"Non. Une entrée pour un réseau entier fait répondre la machine pour chacune de ses adresses, sans qu'aucune soit configurée. C'est ainsi que marche 127.0.0.0/8.",
			],
		],
		picture: `  paquet vers 10.0.0.1
       |
       v
  règle 0      -> table local    local 10.0.0.1   --> à moi, par lo
       | rien ne convient
       v
  règle 32766  -> table main     10.0.0.0/24 dev v0  --> dehors par v0
       | rien ne convient
       v
  règle 32767  -> table default  (vide)  --> Network is unreachable`,
		experiment: [
			{ line: "ip link set lo up" },
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip link set v0 up" },
			{ line: "ip link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip rule" },
			{ line: "ip route show table local" },
			{ line: "ip route add 10.0.0.1/32 dev v1" },
			{ line: "ip route get 10.0.0.1", note: "toujours local" },
			{ line: "ip route del local 10.0.0.1 table local dev v0" },
			{ line: "ip route get 10.0.0.1", note: "dehors par v1" },
			{ line: "ip route add local 198.51.100.0/24 dev lo" },
			{ line: "ip route get 198.51.100.77", note: "un réseau entier à moi" },
		],
	},
	up: {
		title: "up : vers quel côté ?",
		answers: [
			["Que veut dire UP ?", "Le souhait de ce côté-ci : ip link set … up l'y met, et ne dit rien de l'autre bout."],
			[
				"Que veut dire LOWER_UP ?",
				"Que la couche du dessous a une porteuse : un câble avec quelqu'un au bout ; pour une paire veth, que l'autre bout est activé aussi. UP sans LOWER_UP s'affiche NO-CARRIER.",
			],
			[
				"Et state ?",
				"La somme des deux, pour les programmes : UP peut porter des paquets, LOWERLAYERDOWN est activée et attend l'autre bout, DOWN est désactivée ici. UNKNOWN est ce que disent les interfaces qui n'ont pas de porteuse à surveiller : lo et dummy. Pour lo, c'est l'état normal quand elle marche.",
			],
			[
				"Qu'advient-il des routes ?",
				"Désactivée ici : les routes de l'interface partent ; ses adresses IPv4 restent, ses adresses IPv6 partent aussi. Désactivée à l'autre bout : routes et adresses restent, et les routes sont marquées linkdown.",
			],
		],
		picture: `      cette machine                      l'autre bout
   +---------------+                  +---------------+
   |  v0           |==================|           v1  |
   +---------------+                  +---------------+
     UP : ip link set v0 up             LOWER_UP de v0 : v1 est activée

   UP   LOWER_UP   state
   non     -       DOWN
   oui     non     LOWERLAYERDOWN   (NO-CARRIER parmi les flags)
   oui     oui     UP
   oui     oui     UNKNOWN          (lo : pas de porteuse à surveiller)`,
		experiment: [
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip link set v0 up" },
			{ line: "ip -br link", note: "v0 LOWERLAYERDOWN" },
			{ line: "ip link set v1 up" },
			{ line: "ip -br link", note: "toutes deux UP" },
			{ line: "ip link set v1 down" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip route", note: "linkdown" },
			{ line: "ip link set v0 down" },
			{ line: "ip route", note: "partie" },
			{ line: "ip addr show v0", note: "l'adresse est restée" },
		],
	},
	bind: {
		title: "bind : qui peut joindre un service",
		answers: [
			[
				"Pourquoi cupsd écoute-t-il sur 127.0.0.1 et sshd sur 0.0.0.0 ?",
				"Parce que l'un est fait pour les programmes de cette machine et l'autre pour des gens ailleurs. L'adresse à laquelle un service se lie est celle à laquelle un paquet doit être envoyé ; 0.0.0.0 veut dire n'importe quelle adresse de cette machine, 127.0.0.1 et celles de lo comprises.",
			],
			[
				"Un service sur 127.0.0.1 est-il à l'abri du dehors ?",
				"Des paquets des autres machines, oui : ce qu'elles envoient à 10.0.0.1 ne convient pas à une socket liée à 127.0.0.1 (refusé), et ce qu'elles envoient à 127.0.0.1 reste chez elles. Pas des autres utilisateurs et programmes de cette machine.",
			],
			[
				"L'interface compte-t-elle ?",
				"Non, l'adresse. Un service sur 10.255.0.1, une adresse qui est sur lo, se joint du dehors comme un autre, pourvu que les autres aient une route vers elle.",
			],
		],
		picture: `  d'une autre machine                cette machine
  vers 10.0.0.1:2222   ----------->  0.0.0.0:2222      répond
  vers 10.0.0.1:6310   ----------->  127.0.0.1:6310    refusé (autre adresse)
  vers 10.255.0.1:1790 ----------->  10.255.0.1:1790   répond (sur lo)
  vers 127.0.0.1:6310  --+ reste là-bas : 127.0.0.1 est l'autre machine`,
		experiment: [
			{ line: "ip link set lo up" },
			{ line: "ip netns add other" },
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip link set v1 netns other" },
			{ line: "ip link set v0 up" },
			{ line: "ip -n other link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip -n other addr add 10.0.0.2/24 dev v1" },
			{ line: "ip addr add 10.255.0.1/32 dev lo" },
			{ line: "ip -n other route add 10.255.0.1 via 10.0.0.1" },
			{ line: "nc -l -k 127.0.0.1 6310 > /dev/null & sleep 0.3" },
			{ line: "nc -l -k 0.0.0.0 2222 > /dev/null & sleep 0.3" },
			{ line: "nc -l -k 10.255.0.1 1790 > /dev/null & sleep 0.3" },
			{ line: "ip netns exec other nc -z -v -w 1 10.0.0.1 2222", note: "répond" },
			{ line: "ip netns exec other nc -z -v -w 1 10.0.0.1 6310", note: "refusé" },
			{ line: "ip netns exec other nc -z -v -w 1 10.255.0.1 1790", note: "répond" },
			{ line: "ip netns exec other nc -z -v -w 1 127.0.0.1 6310", note: "son propre 127.0.0.1" },
		],
	},
	router: {
		title: "pourquoi les routeurs portent des adresses sur lo",
		answers: [
			[
				"Que fait une adresse sur lo pour un routeur ?",
				"Elle nomme le routeur, et non l'un de ses liens. Une adresse sur un lien se joint aussi bien que ce lien. Une adresse sur lo est là tant que le routeur l'est, et se joint par n'importe quel lien qui marche.",
			],
			[
				"Les paquets passent-ils alors par lo ?",
				"Pas ceux que le routeur fait suivre : les compteurs de lo restent à zéro. Ils y restent même pour un ping du dehors vers l'adresse sur lo : le paquet entre par un lien, la table local dit « à moi », et la réponse sort par un lien.",
			],
			[
				"Comment les autres connaissent-ils le chemin ?",
				"Par des routes vers cette seule adresse (/32), écrites à la main avec deux métriques comme ici, ou apprises d'un protocole de routage, qui porte l'adresse à tous et prend le meilleur chemin suivant quand un lien tombe.",
			],
			[
				"La même adresse est-elle sur plusieurs interfaces ?",
				"Non. Elle y est une fois, sur lo. C'est tout l'intérêt.",
			],
		],
		picture: `            +---- a1 ======== a2 ----+
   hôte ----|                        |---- r2   lo : 10.255.0.2
            +---- b1 ======== b2 ----+
     10.255.0.2 via a (metric 10)      a tombe : la route par b
     10.255.0.2 via b (metric 20)      reste, et r2 est encore r2`,
		experiment: [
			{ line: "ip link set lo up" },
			{ line: "ip netns add r2" },
			{ line: "ip link add a1 type veth peer name a2" },
			{ line: "ip link add b1 type veth peer name b2" },
			{ line: "ip link set a2 netns r2" },
			{ line: "ip link set b2 netns r2" },
			{ line: "ip link set a1 up" },
			{ line: "ip link set b1 up" },
			{ line: "ip -n r2 link set a2 up" },
			{ line: "ip -n r2 link set b2 up" },
			{ line: "ip -n r2 link set lo up" },
			{ line: "ip addr add 10.0.1.1/24 dev a1" },
			{ line: "ip addr add 10.0.2.1/24 dev b1" },
			{ line: "ip -n r2 addr add 10.0.1.2/24 dev a2" },
			{ line: "ip -n r2 addr add 10.0.2.2/24 dev b2" },
			{ line: "ip -n r2 addr add 10.255.0.2/32 dev lo" },
			{ line: "ip route add 10.255.0.2 via 10.0.1.2 metric 10" },
			{ line: "ip route add 10.255.0.2 via 10.0.2.2 metric 20" },
			{ line: "ip route get 10.255.0.2", note: "par a1" },
			{ line: "ip link set a1 down" },
			{ line: "ip route get 10.255.0.2", note: "par b1" },
			{ line: "ping -c 1 -W 1 10.0.1.2", note: "l'adresse du lien est perdue" },
			{ line: "ip -n r2 -s link show lo", note: "aucun paquet par lo" },
		],
	},
	default: {
		title: "la route par défaut, et ce que décide une métrique",
		answers: [
			[
				"Qu'est-ce qu'une route par défaut ?",
				"La route de tout ce qu'aucune autre route ne connaît : default, c'est 0.0.0.0/0, le préfixe qui contient toutes les adresses. Sans elle, une adresse hors de toutes les routes n'est cherchée nulle part : Network is unreachable, aussitôt ; et les voisins du lien se joignent quand même.",
			],
			[
				"Quand sert-elle ?",
				"En dernier. De toutes les routes qui contiennent la destination, c'est le préfixe le plus long qui décide, et /0 est le plus court. Une route 198.51.100.0/24 l'emporte, même avec une moins bonne métrique.",
			],
			[
				"Et s'il y a deux routes par défaut ?",
				"Celle dont la métrique est la plus petite. Une métrique ne départage que des routes de même préfixe. Deux routes de même préfixe et de même métrique ne peuvent pas coexister (File exists).",
			],
			[
				"L'autre prend-elle le relais quand un lien tombe ?",
				"Si l'interface est désactivée ici, oui : ses routes sont parties, et il reste la meilleure des autres. Si seul l'autre bout a disparu, non : la route reste, marquée linkdown, et sert toujours. S'en apercevoir est le travail d'un protocole de routage ou d'un gestionnaire de réseau.",
			],
		],
		picture: `  vers 10.0.1.9      10.0.1.0/24 dev a0        le préfixe le plus long
  vers 198.51.100.1  198.51.100.0/24 via ...   plus long que /0 : d'abord
  vers le reste      default via 10.0.2.1 dev b0 metric 100   la plus petite
                     default via 10.0.1.1 dev a0 metric 200   en réserve`,
		experiment: [
			{ line: "ip netns add gw" },
			{ line: "ip link add a0 type veth peer name a1 netns gw" },
			{ line: "ip link add b0 type veth peer name b1 netns gw" },
			{ line: "ip link set a0 up" },
			{ line: "ip link set b0 up" },
			{ line: "ip -n gw link set a1 up" },
			{ line: "ip -n gw link set b1 up" },
			{ line: "ip addr add 10.0.1.2/24 dev a0" },
			{ line: "ip addr add 10.0.2.2/24 dev b0" },
			{ line: "ip route get 198.51.100.1", note: "inaccessible" },
			{ line: "ip route add default via 10.0.1.1 metric 200" },
			{ line: "ip route add default via 10.0.2.1 metric 100" },
			{ line: "ip route get 198.51.100.1", note: "par b0 : 100 est plus petit" },
			{ line: "ip route get 10.0.1.9", note: "par a0 : préfixe plus long" },
			{ line: "ip route add 198.51.100.0/24 via 10.0.1.1 metric 500" },
			{ line: "ip route get 198.51.100.1", note: "par a0, malgré la métrique" },
			{ line: "ip -n gw link set b1 down" },
			{ line: "ip route get 203.0.113.1", note: "toujours par b0" },
			{ line: "ip link set b0 down" },
			{ line: "ip route get 203.0.113.1", note: "par a0" },
		],
	},
	neigh: {
		title: "les voisins : d'une adresse IP à une adresse MAC",
		answers: [
			[
				"Qu'est-ce qu'un voisin ?",
				"Quelqu'un du même lien. Pour lui remettre un paquet, le noyau a besoin de son adresse de lien (MAC) ; il la demande (ARP en IPv4, découverte de voisins en IPv6) et garde la réponse dans une table : ip neigh.",
			],
			[
				"Que disent les états ?",
				"À quel point le noyau croit l'entrée. INCOMPLETE : il a demandé et il attend. REACHABLE : elle vient d'être confirmée. STALE : connue, mais plus confirmée depuis un moment ; elle sert quand même. DELAY : elle sert dans le doute, et dans cinq secondes il posera la question ; PROBE : il la pose. FAILED : personne n'a répondu. PERMANENT : écrite à la main, jamais remise en question.",
			],
			[
				"STALE est-il une erreur ?",
				"Non : c'est ainsi que finit une entrée qui ne sert pas. Un paquet part aussitôt avec elle, et elle est confirmée ensuite.",
			],
			[
				"Et une entrée permanente fausse ?",
				"Elle est crue. Les paquets partent à jamais vers cette adresse MAC, et personne ne signale rien : 100 % de pertes.",
			],
		],
		picture: `  premier paquet       réponse           temps            paquet
  ---------> INCOMPLETE ----> REACHABLE ----> STALE ---------> DELAY
                 | silence        ^                              | 5 s
                 v                |       réponse                v
               FAILED             +---------------------------- PROBE`,
		experiment: [
			{ line: "ip netns add other" },
			{ line: "ip link add v0 type veth peer name v1 netns other" },
			{ line: "ip link set v0 up" },
			{ line: "ip -n other link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip -n other addr add 10.0.0.2/24 dev v1" },
			{ line: "ip neigh", note: "encore personne" },
			{ line: "ping -c 1 -q 10.0.0.2 | grep transmitted | sed 's/, time.*//'" },
			{ line: "ip -4 neigh", note: "REACHABLE" },
			{ line: "ip neigh change 10.0.0.2 dev v0 nud stale" },
			{ line: "ping -c 1 -q 10.0.0.2 | grep transmitted | sed 's/, time.*//'" },
			{ line: "ip -4 neigh", note: "une réponse, et DELAY" },
			{ line: "sleep 7" },
			{ line: "ip -4 neigh", note: "on a demandé : REACHABLE" },
			{ line: "ping -c 1 -W 1 -q 10.0.0.9 | grep transmitted | sed 's/, time.*//'" },
			{ line: "ip neigh show 10.0.0.9", note: "INCOMPLETE" },
			{ line: "sleep 4" },
			{ line: "ip neigh show 10.0.0.9", note: "FAILED" },
			{ line: "ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev v0" },
			{ line: "ip neigh show 10.0.0.7", note: "PERMANENT" },
		],
	},
	dad: {
		title: "tentative et dadfailed : l'adresse est-elle libre ?",
		answers: [
			[
				"Pourquoi une nouvelle adresse IPv6 est-elle tentative ?",
				"Parce que le noyau demande d'abord sur le lien si quelqu'un l'a déjà : c'est la détection d'adresses en double (DAD). Tant qu'une seconde ou deux ne sont pas passées sans objection, elle est tentative, et aucun programme ne peut s'en servir.",
			],
			[
				"Et si quelqu'un l'a ?",
				"Alors elle est marquée dadfailed et reste tentative : elle est inscrite là, mais n'est pas à cette machine. Cela ne se répare pas tout seul ; supprimez-la, et ajoutez-la de nouveau quand l'autre aura disparu.",
			],
			[
				"Peut-on s'en passer ?",
				"Oui : nodad, en l'ajoutant. Alors on ne demande à personne, et elle est là aussitôt. C'est ce qu'il faut là où il ne peut y avoir personne d'autre : sur lo, ou sur un lien entre deux routeurs.",
			],
			["Et en IPv4 ?", "Le noyau ne demande à personne : deux machines acceptent la même adresse sans un mot."],
		],
		picture: `  ip addr add fd00::5/64 dev v0
       |
       v
   tentative -- « qui a fd00::5 ? » --> une seconde de silence : à nous
       |
       +-- « moi ! » --> dadfailed tentative : pas à nous`,
		experiment: [
			{ line: "ip netns add other" },
			{ line: "ip link add v0 type veth peer name v1 netns other" },
			{ line: "ip link set v0 address 02:00:00:00:00:01" },
			{ line: "ip -n other link set v1 address 02:00:00:00:00:02" },
			{ line: "ip link set v0 up" },
			{ line: "ip -n other link set v1 up" },
			{ line: "ip -n other addr add fd00::1/64 dev v1 nodad" },
			{ line: "sleep 3" },
			{ line: "ip addr add fd00::5/64 dev v0" },
			{ line: "ip addr add fd00::6/64 dev v0 nodad" },
			{ line: "ip -6 addr show dev v0", note: "5 tentative, 6 non" },
			{ line: "ip addr add fd00::1/64 dev v0" },
			{ line: "sleep 3" },
			{ line: "ip -6 addr show dev v0", note: "5 est à nous, 1 dadfailed" },
			{ line: "ping -c 1 -W 1 -q -I fd00::1 fd00::6", note: "refusé" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip -n other addr add 10.0.0.1/24 dev v1", note: "IPv4 : aucune objection" },
		],
	},
	secondary: {
		title: "adresses primaires et secondaires",
		answers: [
			[
				"Que veut dire secondary ?",
				"C'est la deuxième adresse IPv4 du même réseau sur la même interface. La première est primaire : la route vers le réseau la nomme comme source, et les paquets vers les voisins partent avec elle.",
			],
			[
				"Qu'est-ce qui en décide ?",
				"Le réseau et la longueur ensemble. 10.0.0.1/24 et 10.0.0.2/24 sont du même réseau ; 10.0.0.3/32 est d'un autre, donc primaire, et 10.0.9.1/24 aussi.",
			],
			[
				"Pourquoi faut-il le savoir ?",
				"Supprimez l'adresse primaire : ses secondaires partent avec elle, et la route aussi. Avec promote_secondaries=1, la suivante devient primaire à sa place.",
			],
		],
		picture: `  v0   10.0.0.1/24   primaire     source vers 10.0.0.0/24
       10.0.0.2/24   secondaire   même réseau, même longueur : suit .1
       10.0.0.3/32   primaire     une autre longueur
       10.0.9.1/24   primaire     un autre réseau`,
		experiment: [
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip link set v0 up" },
			{ line: "ip link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip addr add 10.0.0.2/24 dev v0" },
			{ line: "ip addr add 10.0.0.3/32 dev v0" },
			{ line: "ip addr add 10.0.9.1/24 dev v0" },
			{ line: "ip -o -4 addr show dev v0", note: "seule .2 est secondary" },
			{ line: "ip route get 10.0.0.9", note: "src 10.0.0.1" },
			{ line: "ip addr del 10.0.0.1/24 dev v0" },
			{ line: "ip -o -4 addr show dev v0", note: ".2 est partie aussi" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip addr add 10.0.0.2/24 dev v0" },
			{ line: "sysctl -w net.ipv4.conf.v0.promote_secondaries=1" },
			{ line: "ip addr del 10.0.0.1/24 dev v0" },
			{ line: "ip -o -4 addr show dev v0", note: ".2 est primaire" },
		],
	},
	rp_filter: {
		title: "rp_filter : faut-il croire la source d'un paquet ?",
		answers: [
			[
				"Que vérifie-t-il ?",
				"Le chemin du retour. Un paquet est entré par v0, venant de 192.0.2.9 : par où irait une réponse à 192.0.2.9 ? 1 (strict) : elle doit sortir par v0, sinon le paquet est jeté. 2 (large) : il faut qu'il y ait un chemin, quel qu'il soit. 0 : on ne demande rien du retour.",
			],
			[
				"Pourquoi gêne-t-il ?",
				"Parce qu'un paquet peut, pour de bonnes raisons, venir par un lien et repartir par un autre : deux fournisseurs, un tunnel, une route à la main. Il est alors jeté sans que personne n'en sache rien. route get ADRESSE from SOURCE iif INTERFACE pose la même question, et se fait refuser aussi.",
			],
			[
				"Quelle valeur compte ?",
				"La plus grande de celle de all et de celle de l'interface. conf.v0.rp_filter=0 n'y change rien tant que conf.all.rp_filter vaut 1 ; 2 sur l'interface, si.",
			],
		],
		picture: `   other  --- v1 ======== v0 --->  cette machine
  192.0.2.9                        192.0.2.9 via 10.0.2.2 dev w0
          <-- w1 ======== w0 ----

  rp_filter 1 sur v0 : la réponse sortirait par w0 : jeté
  rp_filter 2 sur v0 : il y a un chemin de retour : accepté`,
		experiment: [
			{ line: "ip netns add other" },
			{ line: "ip link add v0 type veth peer name v1 netns other" },
			{ line: "ip link add w0 type veth peer name w1 netns other" },
			{ line: "ip link set v0 up" },
			{ line: "ip link set w0 up" },
			{ line: "ip -n other link set v1 up" },
			{ line: "ip -n other link set w1 up" },
			{ line: "ip -n other link set lo up" },
			{ line: "ip addr add 10.0.1.1/24 dev v0" },
			{ line: "ip addr add 10.0.2.1/24 dev w0" },
			{ line: "ip -n other addr add 10.0.1.2/24 dev v1" },
			{ line: "ip -n other addr add 10.0.2.2/24 dev w1" },
			{ line: "ip -n other addr add 192.0.2.9/32 dev lo" },
			{ line: "ip route add 192.0.2.9 via 10.0.2.2" },
			{ line: "sysctl -w net.ipv4.conf.v0.rp_filter=1" },
			{ line: "ip route get 10.0.1.1 from 192.0.2.9 iif v0", note: "refusé" },
			{ line: "ip route get 10.0.1.1 from 192.0.2.9 iif w0", note: "local" },
			{ line: "sysctl -w net.ipv4.conf.v0.rp_filter=2" },
			{ line: "sysctl -w net.ipv4.conf.v0.rp_filter=0 net.ipv4.conf.all.rp_filter=1" },
		],
	},
	bridge: {
		title: "bridge et veth : le commutateur et le câble",
		answers: [
			[
				"Quelle est la différence ?",
				"Une paire veth est un câble : ce qui entre par un bout sort par l'autre, le plus souvent dans un autre espace de noms. Un bridge est un commutateur : ce qui entre par un port sort là où est sa destination. Deux conteneurs qui ont chacun leur câble vers l'hôte ne se voient pas tant qu'un bridge ne relie pas ces câbles.",
			],
			[
				"Faut-il une adresse à un bridge ?",
				"Pas pour commuter : il relie les conteneurs même si l'hôte n'a ni adresse ni route. Avec une adresse sur br0, l'hôte lui-même se tient derrière le commutateur, comme une machine de plus.",
			],
			[
				"Où met-on l'adresse, sur le port ou sur le bridge ?",
				"Sur le bridge. Un port remet tout ce qu'il reçoit à son bridge, et ce que l'hôte émet par ce port n'atteint que celui qui est derrière : les autres n'ont pas de réponse.",
			],
			[
				"br0 est-il un routeur ?",
				"Non. Il connaît des adresses MAC, pas des routes. Mais désactivez-le, et les ports ne se transmettent plus rien.",
			],
		],
		picture: `  espace a                hôte                      espace b
   eth0 10.0.0.2          br0 10.0.0.1 (l'hôte)      eth0 10.0.0.3
     |                   +--+-------------+--+          |
     +====== veth ====== va | commutateur | vb == veth =+
                         +--+-------------+--+`,
		experiment: [
			{ line: "ip netns add a" },
			{ line: "ip netns add b" },
			{ line: "ip link add br0 type bridge" },
			{ line: "ip link set br0 up" },
			{ line: "ip link add va type veth peer name eth0 netns a" },
			{ line: "ip link add vb type veth peer name eth0 netns b" },
			{ line: "ip link set va up" },
			{ line: "ip link set vb up" },
			{ line: "ip -n a link set eth0 up" },
			{ line: "ip -n b link set eth0 up" },
			{ line: "ip -n a addr add 10.0.0.2/24 dev eth0" },
			{ line: "ip -n b addr add 10.0.0.3/24 dev eth0" },
			{ line: "ip netns exec a ping -c 1 -W 1 -q 10.0.0.3 | grep transmitted | sed 's/, time.*//'", note: "perdu" },
			{ line: "ip link set va master br0" },
			{ line: "ip link set vb master br0" },
			{
				line: "ip netns exec a ping -c 1 -W 1 -q 10.0.0.3 | grep transmitted | sed 's/, time.*//'",
				note: "ils se voient",
			},
			{ line: "ip route", note: "l'hôte n'en a pas" },
			{ line: "ip addr add 10.0.0.1/24 dev br0" },
			{ line: "ip route get 10.0.0.2", note: "dev br0" },
			{ line: "ip link set br0 down" },
			{ line: "ip netns exec a ping -c 1 -W 1 -q 10.0.0.3 | grep transmitted | sed 's/, time.*//'", note: "perdu" },
		],
	},
};

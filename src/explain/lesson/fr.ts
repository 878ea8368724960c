/** Les pages en français. */
import type { LessonName } from "./lesson.ts";
import type { LessonText } from "./text.ts";

export const fr: Readonly<Record<LessonName, LessonText>> = {
	lo: {
		title: "lo, l'interface de bouclage",
		answers: [
			[
				"Qui crée lo, et qui s'en occupe ?",
				"Le noyau, et personne d'autre. Chaque espace de noms réseau naît avec une lo, numéro 1, désactivée et sans adresse. Aucun programme ne la crée, aucun ne peut la supprimer. Tout ce que fait un script de démarrage tient en une commande : ip link set lo up.",
			],
			[
				"D'où viennent 127.0.0.1 et ::1 ?",
				"Du noyau aussi : il les met sur lo chaque fois qu'on l'active, à côté de ce qui s'y trouve déjà ; ::1 seulement là où IPv6 n'est pas désactivé, comme Docker le fait dans ses conteneurs. Personne n'a à les configurer.",
			],
			[
				"Où se trouve lo, entre le programme, le noyau et la carte ?",
				"Dans le noyau, à la place d'un pilote, mais sans matériel dessous. Un programme envoie ; le noyau lit dans ses tables que le paquet est pour cette machine ; lo le prend comme le ferait une carte, et le rend aussitôt du côté de la réception. Sans câble à surveiller, lo est prête dès qu'on l'active.",
			],
			[
				"Ne sert-elle qu'à 127.0.0.1 ?",
				"Non. Tout ce que cette machine envoie à l'une de ses propres adresses passe par lo, même vers celle d'eth0 : voyez dev lo dans la réponse de route get, et les compteurs de lo. Tant que lo est désactivée, un hôte ne joint donc même plus ses propres adresses.",
			],
		],
	},
	scope: {
		title: "scope : jusqu'où porte une adresse ou une route",
		answers: [
			[
				"Qu'est-ce qu'un scope ?",
				"Une indication de distance : chaque adresse et chaque route porte un nombre. host (254) : à l'intérieur de cette machine. link (253) : jusqu'au premier routeur. global (0 ; le noyau l'appelle universe) : partout. Plus le nombre est grand, plus le monde est petit.",
			],
			[
				"À quoi sert-il ?",
				"Il tranche deux questions. La source d'un paquet : pour une destination lointaine, le noyau écarte les adresses de scope link ou host et en prend une globale, même sur une autre interface, comme lo. Et ce qui peut servir de passerelle : elle doit être plus proche que ce vers quoi elle mène ; une route via X est donc refusée quand X ne se joint lui-même qu'à travers un routeur.",
			],
			[
				"Pourquoi 127.0.0.1 a-t-elle le scope host ?",
				"Parce que le noyau le lui donne : l'adresse désigne cette machine-ci, et sur une autre elle désignerait l'autre. lo n'y est pour rien : une adresse que vous ajoutez à lo, 192.0.2.1 par exemple, reçoit le scope global, et vaut partout.",
			],
			[
				"Le scope est-il un pare-feu ?",
				"Non. Il choisit les sources et juge les passerelles, rien de plus. Une adresse de scope host sur v0 répond quand même à un ping venu du dehors. Ce qui empêche 127.x de passer sur le câble, ce sont d'autres règles (voyez 127).",
			],
		],
	},
	"127": {
		title: "127.0.0.1 : ce qui la rend spéciale, et ce qui n'y est pour rien",
		answers: [
			[
				"Qu'est-ce qui la rend spéciale ?",
				"Trois choses. La plage 127.0.0.0/8 est réservée (RFC 1122) : personne d'autre n'a une telle adresse. Le noyau attribue toute la plage à la machine elle-même, par une seule route de la table local : 127.9.9.9 répond aussi. Et les paquets de cette plage qui arrivent par un câble sont jetés (« martiens »), sauf si route_localnet les autorise sur l'interface.",
			],
			[
				"Qu'est-ce qui n'y est pour rien ?",
				"L'interface qui la porte. Passée de lo à v0, 127.0.0.1 répond encore, et toujours par lo : la table local sait que c'est cette machine, et ce qui est pour cette machine passe par lo.",
			],
			[
				"Une route peut-elle envoyer 127.0.0.1 ailleurs ?",
				"Pas une route de la table main : la table local est consultée d'abord, et elle répond. Ajoutez 127.0.0.0/8 via 10.0.0.2 à main : rien ne change.",
			],
			[
				"Le trafic vers 127.0.0.1 peut-il donc quitter la machine ?",
				"Non, tant que la table local est telle que le noyau l'a faite. S'il y manque 127.0.0.0/8, parce que lo n'a jamais été activée, une route de main envoie bel et bien sur le câble les paquets pour 127.0.0.1 ; et celui qui les reçoit les jette à l'arrivée, sauf si route_localnet est activé chez lui.",
			],
		],
	},
	dummy: {
		title: "dummy : une interface qui avale, à côté de lo",
		answers: [
			[
				"lo est-elle une dummy ?",
				"Non. Toutes deux sont purement logicielles, sans câble, et la ressemblance s'arrête là. lo rend chaque paquet à cette machine ; dummy le jette.",
			],
			[
				"Pourquoi alors un ping vers une adresse de dummy0 répond-il ?",
				"Parce que c'est une adresse de cette machine, et que ce qui est pour cette machine passe par lo, quelle que soit l'interface qui porte l'adresse. dummy0 ne voit rien de ces pings : son compteur ne bouge pas.",
			],
			[
				"Et l'un de ses voisins ?",
				"192.0.2.9 est du réseau qui se trouve derrière dummy0 : ses paquets y vont, et disparaissent. Sans aucune erreur : seulement 100 % de pertes.",
			],
			[
				"À quoi bon une dummy, si lo peut aussi porter des adresses ?",
				"On peut en créer une pour chaque usage, la nommer, la désactiver, la supprimer ; il n'y a qu'une lo, et toute la machine en a besoin. Des adresses qui doivent apparaître et disparaître ensemble sont mieux sur une dummy.",
			],
		],
		sketch: `            lo                          dummy0
     +-------------+              +-------------+
 --->|  émission   |          --->|  émission   |
     |      |      |              |      |      |
     |      v      |              |      v      |
 <---|  réception  |              |   (perdu)   |
     +-------------+              +-------------+
   faite par le noyau,          ip link add dummy0 type dummy,
   ne se supprime pas           ip link del dummy0`,
	},
	netns: {
		title: "la lo d'un conteneur, et son 127.0.0.1 à lui",
		answers: [
			[
				"Pourquoi chaque conteneur a-t-il son propre 127.0.0.1 ?",
				"Parce qu'un conteneur tourne dans un espace de noms réseau à lui, et qu'un espace de noms est une pile réseau complète : interfaces, adresses, routes, sockets. Le noyau crée une lo dans chacun. 127.0.0.1 veut dire : cet espace de noms-ci.",
			],
			[
				"Est-ce la même lo, montrée deux fois ?",
				"Non. Elles n'ont en commun que le nom et le numéro 1 : l'une peut être activée et l'autre non, et ce qui passe par l'une ne fait bouger aucun compteur de l'autre.",
			],
			[
				"Pourquoi un conteneur ne joint-il pas un service qui écoute sur le 127.0.0.1 de l'hôte ?",
				"Ce service écoute dans l'espace de noms de l'hôte, et dans le conteneur, 127.0.0.1 est le conteneur lui-même. Faites-le écouter sur une adresse vers laquelle le conteneur a une route : par exemple le bout d'une paire veth qui est du côté de l'hôte.",
			],
			[
				"Peut-on déplacer lo dans un espace de noms ?",
				"Non : le noyau refuse. Il y en a déjà une : il suffit de l'activer.",
			],
		],
	},
	"local-table": {
		title: "la table local : ce qui est cette machine",
		answers: [
			[
				"Comment le noyau sait-il qu'un paquet est pour lui ?",
				"Il cherche la destination dans ses tables. La première règle (priorité 0) consulte la table local, et une entrée de type local y veut dire : à moi. Ajouter une adresse y inscrit une telle entrée ; retirer l'adresse l'en ôte.",
			],
			[
				"Pourquoi l'entrée dit-elle dev v0, si le paquet passe par lo ?",
				"dev nomme l'interface qui porte l'adresse. Le paquet, lui, ne va jamais à v0 : route get montre dev lo pour tout ce qui est local.",
			],
			[
				"Une route de main peut-elle l'emporter ?",
				"Non : main n'est consultée qu'à la règle 32766, et local a déjà répondu. Ôtez l'entrée de la table local, et les paquets vers cette même adresse partent sur le câble : c'est cette entrée, et elle seule, qui fait qu'une adresse est à la machine.",
			],
			[
				"Faut-il une entrée par adresse ?",
				"Non. Une seule entrée pour tout un réseau fait répondre la machine à chacune de ses adresses, sans qu'aucune soit configurée. C'est ainsi que marche 127.0.0.0/8.",
			],
		],
		sketch: `  paquet vers 10.0.0.1
       |
       v
  règle 0      -> table local    local 10.0.0.1   --> à moi, par lo
       | rien ne convient
       v
  règle 32766  -> table main     10.0.0.0/24 dev v0  --> dehors par v0
       | rien ne convient
       v
  règle 32767  -> table default  (vide)  --> Network is unreachable`,
	},
	up: {
		title: "up : vers quel côté ?",
		answers: [
			[
				"Que veut dire UP ?",
				"Ce que veut ce côté-ci : c'est ip link set … up qui le met. Il ne dit rien de l'autre bout.",
			],
			[
				"Que veut dire LOWER_UP ?",
				"Qu'il y a une porteuse : un câble avec un appareil allumé au bout ; pour une paire veth, que l'autre bout est activé aussi. Quand UP est là sans elle, ip affiche NO-CARRIER.",
			],
			[
				"Et state ?",
				"Les deux en un mot. UP : elle peut porter des paquets. DOWN : désactivée, ou bien activée mais sans porteuse, comme une carte sans câble ou un bridge dont tous les ports sont inactifs. Une interface posée sur une autre, comme un bout de paire veth, dit alors LOWERLAYERDOWN. UNKNOWN : elle n'a pas de porteuse à surveiller, comme lo et dummy. Pour lo, c'est l'état normal.",
			],
			[
				"Qu'advient-il des routes ?",
				"Désactivée ici : les routes de l'interface partent ; ses adresses IPv4 restent, ses adresses IPv6 partent aussi. Réactivée, elle retrouve les routes qui découlent de ses adresses, non celles qu'on avait ajoutées. Désactivée à l'autre bout : routes et adresses restent, et les routes sont marquées linkdown.",
			],
		],
		sketch: `  UP    LOWER_UP   state
  non   non        DOWN
  oui   non        DOWN             une carte sans câble (NO-CARRIER)
  oui   non        LOWERLAYERDOWN   un bout de paire veth (NO-CARRIER)
  oui   oui        UP
  oui   oui        UNKNOWN          lo, dummy : pas de porteuse à surveiller`,
	},
	bind: {
		title: "bind : qui peut joindre un service",
		answers: [
			[
				"Pourquoi cupsd écoute-t-il sur 127.0.0.1 et sshd sur 0.0.0.0 ?",
				"Parce que l'un est fait pour les programmes de cette machine et l'autre pour des gens au-dehors. L'adresse à laquelle un service se lie est celle à laquelle il faut envoyer les paquets ; 0.0.0.0 veut dire n'importe quelle adresse de cette machine, y compris celles de lo.",
			],
			[
				"Un service sur 127.0.0.1 est-il à l'abri du dehors ?",
				"Des paquets des autres machines, oui : ce qu'elles envoient à 10.0.0.1 ne correspond pas à une socket liée à 127.0.0.1 (refusé), et ce qu'elles envoient à 127.0.0.1 reste chez elles. Des autres utilisateurs et programmes de cette machine, non.",
			],
			[
				"L'interface compte-t-elle ?",
				"Non, c'est l'adresse qui compte. Un service sur 10.255.0.1, une adresse de lo, se joint du dehors comme un autre, pourvu que les autres aient une route vers elle.",
			],
		],
		sketch: `  d'une autre machine                cette machine
  vers 10.0.0.1:2222   ----------->  0.0.0.0:2222      répond
  vers 10.0.0.1:6310   ----------->  127.0.0.1:6310    refusé (autre adresse)
  vers 10.255.0.1:1790 ----------->  10.255.0.1:1790   répond (sur lo)
  vers 127.0.0.1:6310  --+ reste là-bas : 127.0.0.1 est l'autre machine`,
	},
	router: {
		title: "pourquoi les routeurs portent des adresses sur lo",
		answers: [
			[
				"À quoi sert à un routeur une adresse sur lo ?",
				"Elle désigne le routeur, et non l'un de ses liens. Une adresse sur un lien ne se joint que si ce lien marche. Une adresse sur lo est là tant que le routeur est là, et se joint par n'importe quel lien qui marche.",
			],
			[
				"Les paquets passent-ils alors par lo ?",
				"Pas ceux que le routeur fait suivre, ni même un ping du dehors vers l'adresse de lo : il entre par un lien, la table local dit « à moi », et la réponse sort par un lien. Les compteurs de lo restent à zéro.",
			],
			[
				"Comment les autres connaissent-ils le chemin ?",
				"Par des routes vers cette seule adresse (/32) : écrites à la main avec deux métriques, comme ici, ou apprises d'un protocole de routage, qui annonce l'adresse à tous et trouve un autre chemin quand un lien tombe.",
			],
			["L'adresse est-elle alors sur plusieurs interfaces ?", "Non, sur une seule : lo. C'est tout l'intérêt."],
		],
	},
	default: {
		title: "la route par défaut, et ce que décide une métrique",
		answers: [
			[
				"Qu'est-ce qu'une route par défaut ?",
				"La route de tout ce qu'aucune autre ne couvre : default, c'est 0.0.0.0/0, le préfixe qui contient toutes les adresses. Sans elle, une adresse qu'aucune route ne couvre échoue aussitôt, avec Network is unreachable ; les voisins du lien, eux, se joignent toujours.",
			],
			[
				"Quand sert-elle ?",
				"En dernier. De toutes les routes qui couvrent la destination, celle au préfixe le plus long l'emporte, et /0 est le plus court. Une route vers 198.51.100.0/24 passe devant, même avec une moins bonne métrique.",
			],
			[
				"Et s'il y a deux routes par défaut ?",
				"C'est celle dont la métrique est la plus petite qui sert. Une métrique ne départage que des routes de même préfixe. ip route add en refuse une seconde de même métrique (File exists).",
			],
			[
				"L'autre prend-elle le relais quand un lien tombe ?",
				"Si l'interface est désactivée ici, oui : ses routes sont parties, et il reste la meilleure des autres. Si seul l'autre bout a disparu, non : la route reste, marquée linkdown, et sert toujours, sauf si ignore_routes_with_linkdown est activé. S'en apercevoir est le travail d'un protocole de routage ou d'un gestionnaire de réseau.",
			],
		],
		sketch: `  vers 10.0.1.9      10.0.1.0/24 dev a0        le préfixe le plus long
  vers 198.51.100.1  198.51.100.0/24 via ...   plus long que /0 : d'abord
  vers le reste      default via 10.0.2.1 dev b0 metric 100   la plus petite
                     default via 10.0.1.1 dev a0 metric 200   en réserve`,
	},
	neigh: {
		title: "les voisins : d'une adresse IP à une adresse MAC",
		answers: [
			[
				"Qu'est-ce qu'un voisin ?",
				"Une autre machine du même lien. Pour lui remettre un paquet, le noyau a besoin de son adresse de lien (MAC) ; il la demande (ARP en IPv4, découverte des voisins en IPv6) et garde la réponse dans une table : ip neigh.",
			],
			[
				"Que disent les états ?",
				"Jusqu'où le noyau se fie à l'entrée. INCOMPLETE : il a demandé, et il attend. REACHABLE : elle vient d'être confirmée. STALE : connue, mais plus confirmée depuis un moment ; elle sert quand même. DELAY : elle vient de servir, et si rien ne la confirme, le noyau posera la question dans cinq secondes. PROBE : il la pose. FAILED : personne n'a répondu. PERMANENT : écrite à la main, jamais remise en question.",
			],
			[
				"STALE est-il le signe d'une erreur ?",
				"Non : toute entrée qui ne sert plus finit ainsi. Le paquet suivant part aussitôt avec elle, et elle est confirmée ensuite.",
			],
			[
				"Et si une entrée permanente est fausse ?",
				"Le noyau la croit. Les paquets partent indéfiniment vers cette adresse MAC, et personne ne signale rien : 100 % de pertes.",
			],
		],
		sketch: `  premier paquet       réponse           temps            paquet
  ---------> INCOMPLETE ----> REACHABLE ----> STALE ---------> DELAY
                 | silence        ^                              | 5 s
                 v                |       réponse                v
               FAILED             +---------------------------- PROBE`,
	},
	dad: {
		title: "tentative et dadfailed : l'adresse est-elle libre ?",
		answers: [
			[
				"Pourquoi une nouvelle adresse IPv6 est-elle tentative ?",
				"Parce que le noyau demande d'abord sur le lien si quelqu'un l'a déjà : c'est la détection d'adresses en double (DAD). Tant qu'une seconde ou deux ne se sont pas écoulées sans objection, elle est tentative, et aucun programme ne peut s'en servir.",
			],
			[
				"Et si quelqu'un l'a ?",
				"Alors elle est marquée dadfailed et reste tentative : ip la montre, mais la machine ne s'en sert pas. Cela ne s'arrange pas tout seul : supprimez-la, et ajoutez-la de nouveau quand l'autre aura disparu.",
			],
			[
				"Peut-on s'en passer ?",
				"Oui, avec nodad en l'ajoutant : le noyau ne demande rien à personne, et l'adresse est là aussitôt. C'est ce qu'il faut là où personne d'autre ne peut l'avoir, comme sur un lien entre deux routeurs.",
			],
			["Et en IPv4 ?", "Là, le noyau ne demande rien : deux machines acceptent la même adresse sans un mot."],
		],
		sketch: `  ip addr add fd00::5/64 dev v0
       |
       v
   tentative -- « qui a fd00::5 ? » --> une seconde de silence : à nous
       |
       +-- « moi ! » --> dadfailed tentative : pas à nous`,
	},
	secondary: {
		title: "adresses primaires et secondaires",
		answers: [
			[
				"Que veut dire secondary ?",
				"C'est toute nouvelle adresse IPv4 d'un réseau que l'interface a déjà. La première est primaire : la route vers le réseau la donne comme source, et les paquets vers les voisins partent avec elle.",
			],
			[
				"Qu'est-ce qui en décide ?",
				"Le réseau et sa longueur, ensemble. 10.0.0.1/24 et 10.0.0.2/24 sont du même réseau ; 10.0.0.3/32 est d'un autre, donc primaire, et 10.0.9.1/24 aussi.",
			],
			[
				"Pourquoi est-il bon de le savoir ?",
				"Supprimez l'adresse primaire : ses secondaires partent avec elle, et la route aussi. Avec promote_secondaries=1, la première d'entre elles devient primaire à sa place.",
			],
		],
	},
	rp_filter: {
		title: "rp_filter : peut-on croire la source d'un paquet ?",
		answers: [
			[
				"Que vérifie-t-il ?",
				"Le chemin du retour. Un paquet est entré par v0, venant de 192.0.2.9 : par où irait une réponse à 192.0.2.9 ? 1 (strict) : par v0, sinon le paquet est jeté. 2 (souple) : n'importe où, pourvu qu'il y ait un chemin. 0 : personne ne pose la question.",
			],
			[
				"Pourquoi gêne-t-il ?",
				"Parce que, pour de bonnes raisons, des paquets peuvent venir par un lien et repartir par un autre : deux accès à Internet, un tunnel, une route ajoutée à la main. Ils sont alors jetés sans que personne en sache rien. ip route get ADRESSE from SOURCE iif INTERFACE pose la même question, et reçoit le même refus.",
			],
			[
				"Quelle valeur compte ?",
				"La plus grande des deux : celle de all et celle de l'interface. conf.v0.rp_filter=0 n'y change rien tant que conf.all.rp_filter vaut 1 ; conf.v0.rp_filter=2, si.",
			],
		],
	},
	bridge: {
		title: "bridge et veth : le commutateur et le câble",
		answers: [
			[
				"Quelle est la différence ?",
				"Une paire veth est un câble : ce qui entre par un bout sort par l'autre, le plus souvent dans un autre espace de noms. Un bridge (un pont) est un commutateur : il apprend qui est derrière quel port, et ce qui entre par l'un sort par celui derrière lequel est sa destination. Deux conteneurs d'un même réseau, qui ont chacun leur câble vers l'hôte, ne se voient pas tant qu'un bridge ne relie pas ces câbles.",
			],
			[
				"Faut-il une adresse à un bridge ?",
				"Pas pour commuter : il relie les conteneurs même si l'hôte n'a ni adresse ni route. Avec une adresse sur br0, l'hôte se branche lui-même sur le commutateur, comme une machine de plus.",
			],
			[
				"Où met-on l'adresse, sur le port ou sur le bridge ?",
				"Sur le bridge. Un port remet tout ce qu'il reçoit à son bridge, et ce que l'hôte envoie par ce port n'atteint que celui qui est derrière : les autres n'ont pas de réponse.",
			],
			[
				"br0 est-il un routeur ?",
				"Non. Il connaît des adresses MAC, pas des routes. Mais désactivez-le, et plus rien ne passe entre ses ports.",
			],
		],
	},
};

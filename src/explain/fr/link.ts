/** Les lignes d'un lien, en français : noms, drapeaux, états, adresses matérielles. */
import { isLo } from "../context.ts";
import { hexLinkFlags } from "../fact.ts";
import type { Text } from "../text.ts";
import type { linkTopics } from "../topic/link.ts";
import { dev, number } from "./word.ts";

export const link: Record<keyof typeof linkTopics, Text> = {
	ifindex: {
		what: "Le numéro que le noyau donne à cette interface.",
		why: "Il reste quand l'interface change de nom ; routes et sockets s'y tiennent.",
	},
	name: {
		what: "Le nom de l'interface : c'est ainsi que ip, les routes et les programmes la désignent.",
		why: "15 caractères au plus, unique dans son espace de noms réseau, et il peut changer.",
	},
	"name.lo": {
		what: "L'interface de bouclage : la ligne de cette machine vers elle-même. Le noyau en crée une dans chaque espace de noms réseau ; un conteneur a donc la sienne.",
		why: "Tout ce que cette machine s'envoie passe par ici : vers 127.0.0.1, mais aussi vers toute autre adresse à elle, celles d'eth0 comprises.",
	},
	"link.name": {
		what: (c) => `Après le @ : l'interface à laquelle elle est liée, ${c.value}.`,
		why: "Pour un VLAN, celle du dessous ; pour un veth, l'autre bout de la paire.",
	},
	"link.ifN": {
		what: (c) =>
			`Après le @ : elle est liée à l'interface numéro ${c.value}, qui se trouve dans un autre espace de noms réseau.`,
		why: "L'eth0 d'un conteneur a cet air-là : un câble virtuel dont l'autre bout est dehors.",
	},
	"link.NONE": {
		what: "Après le @ : elle pourrait être liée à une autre interface, et ne l'est pas.",
		why: "Normal pour l'interface de base d'un tunnel, comme sit0 ou gre0.",
	},
	"flag.LOOPBACK": {
		what: "Ce qu'on envoie dans cette interface en ressort aussitôt comme reçu. Ni carte ni câble : son pilote ne fait rien d'autre.",
		why: "Il le fait de chaque paquet, quelle qu'en soit l'adresse. Jusqu'où une adresse est valable, c'est une autre question, à laquelle répond son scope.",
	},
	"flag.BROADCAST": {
		what: "Une trame peut être envoyée à tous ceux du lien.",
		why: "ARP en a besoin pour demander : qui a cette adresse ?",
	},
	"flag.POINTOPOINT": {
		what: "Une ligne qui n'a qu'un seul autre bout.",
		why: "Personne à chercher : tout ce qu'on envoie va à ce bout-là.",
	},
	"flag.MULTICAST": {
		what: "Une trame peut être envoyée à un groupe d'auditeurs.",
		why: "IPv6 trouve ainsi ses voisins, et mDNS ses imprimantes.",
	},
	"flag.RUNNING": { what: "macOS : son pilote est prêt à travailler." },
	"flag.SMART": { what: "macOS : elle gère elle-même ses drapeaux." },
	"flag.SIMPLEX": { what: "macOS : elle n'entend pas ce qu'elle émet." },
	"mac.secured": { what: "macOS : une adresse faite avec une clé, que d'autres ne peuvent usurper." },
	"mac.scopeid": { what: "macOS : le numéro de l'interface sur le lien de laquelle elle vaut." },
	"flag.NOARP": {
		what: "Ici, on ne cherche pas d'adresses matérielles.",
		why: "Tunnels et dummy s'en passent ; sur un vrai réseau, on ne trouverait pas ses voisins.",
	},
	"flag.ALLMULTI": {
		what: "Prend les trames de tous les groupes multicast.",
		why: "Les routeurs multicast en ont besoin.",
	},
	"flag.PROMISC": {
		what: "Prend toutes les trames, même celles destinées à d'autres.",
		why: "tcpdump le demande, un pont aussi.",
	},
	"flag.MASTER": {
		what: "D'autres interfaces sont, ou peuvent être, réunies sous celle-ci.",
		why: "Mis sur un bond, un team ou un VRF.",
	},
	"flag.SLAVE": { what: "Membre d'un bond ou d'un team.", why: "Les adresses vont sur le bond, pas ici." },
	"flag.DEBUG": { what: "On demande au pilote un journal plus bavard.", why: "Peu de pilotes en tiennent compte." },
	"flag.DYNAMIC": { what: "L'adresse se perd quand l'interface est désactivée.", why: "Un reste du temps des modems." },
	"flag.AUTOMEDIA": { what: "Elle peut choisir seule son type de câble.", why: "Un reste des cartes des années 1990." },
	"flag.PORTSEL": { what: "Son type de câble peut se choisir.", why: "Un reste des cartes des années 1990." },
	"flag.NOTRAILERS": { what: "Pas d'en-queue sur les trames.", why: "Un reste de BSD ; Linux n'en fait rien." },
	"flag.UP": {
		what: (c) => `Activée, comme le fait ip link set ${dev(c)} up.`,
		why: "Ce drapeau dit ce qu'on a demandé ; c'est LOWER_UP qui dit si la ligne marche.",
	},
	"flag.LOWER_UP": {
		what: (c) =>
			isLo(c.link) ? "La ligne du dessous marche ; lo n'en a pas qui puisse tomber." : "Il y a un signal sur la ligne.",
		why: "Le pilote annonce une porteuse : un câble, avec quelqu'un à l'autre bout.",
	},
	"flag.DORMANT": {
		what: "La ligne est là, mais elle attend quelque chose.",
		why: "Une identification auprès du réseau, comme en demandent 802.1X ou le Wi-Fi.",
	},
	"flag.ECHO": { what: "Ce qu'elle envoie est montré aussi aux auditeurs locaux.", why: "Les bus CAN font ainsi." },
	"flag.NO-CARRIER": {
		what: "Activée, mais sans signal : pas de câble, ou personne à l'autre bout.",
		why: "Ses adresses répondent encore à l'intérieur de cette machine ; par cette ligne, rien ne passe.",
	},
	"flag.M-DOWN": {
		what: "L'interface nommée après le @ n'est pas activée.",
		why: "Par celle-ci, rien ne va bien loin tant qu'il en est ainsi.",
		here: ({ link }) =>
			link.foreignPeer === true
				? "Après @ifN, c'est souvent une fausse alerte : busybox et les vieux ip cherchent le numéro dans le mauvais espace de noms."
				: undefined,
	},
	"flag.hex": {
		what: (c) => `Des drapeaux en nombre, faute de noms dans cet ip : ${hexLinkFlags(c.value)}.`,
		why: "Un ip plus récent écrirait les noms.",
	},
	"flag.none": { what: "Aucun drapeau : elle n'est pas activée.", why: "ip link set … up l'active." },
	mtu: {
		what: "Le plus gros paquet qu'elle prend d'un seul tenant, en octets.",
		why: "Au-delà, on découpe ou on refuse ; les deux bouts d'un lien devraient s'accorder.",
		here: (c) => {
			if (isLo(c.link)) return `${number(c.value)} : lo peut se le permettre, aucun câble ne la limite.`;
			return c.value === "1500" ? `${number(c.value)}, c'est la taille d'Ethernet.` : undefined;
		},
	},
	"qdisc.noqueue": {
		what: "Pas de file d'attente avant l'envoi.",
		why: "Les interfaces purement logicielles transmettent aussitôt.",
	},
	"qdisc.noop": {
		what: "Pas prête à envoyer : tout ce qu'on lui donne est jeté.",
		why: "Il en est ainsi jusqu'à ce qu'on l'active une première fois.",
	},
	"qdisc.fq_codel": {
		what: "La file d'attente avant l'envoi : équitable entre les flux, et brève.",
		why: "Le choix par défaut de bien des distributions.",
	},
	"qdisc.pfifo_fast": {
		what: "La file d'attente avant l'envoi : premier arrivé, premier parti, en trois couloirs par priorité.",
		why: "Le choix par défaut du noyau.",
	},
	"qdisc.mq": {
		what: "Une file d'attente par queue d'envoi de la carte.",
		why: "Chacune peut être servie par un autre processeur.",
	},
	"qdisc.fq": {
		what: "La file d'attente avant l'envoi : une par flux, à cadence égale.",
		why: "Courante sur les serveurs.",
	},
	"qdisc.other": {
		what: (c) => `La file d'attente avant l'envoi est de la sorte ${c.value}.`,
		why: "tc qdisc show en dit plus.",
	},
	master: {
		what: (c) => `Elle appartient à ${c.value} : un pont, un bond, un VRF ou autre.`,
		why: "Ce qui arrive ici est d'abord remis à celle-là.",
	},
	"state.UNKNOWN": {
		what: (c) =>
			isLo(c.link)
				? "Normal pour lo : elle n'a pas de câble dont donner des nouvelles."
				: "Son pilote n'a pas dit si la ligne marche.",
		why: (c) =>
			isLo(c.link)
				? "Elle marche tout de même ; c'est UP, parmi les drapeaux, qui compte."
				: "Ce n'est pas une panne en soi : bien des interfaces logicielles ne le disent jamais.",
	},
	"state.NOTPRESENT": { what: "Une partie du matériel manque.", why: "Rien ne marchera avant son retour." },
	"state.DOWN": {
		what: (c) =>
			c.link.flags?.has("UP")
				? "Elle ne marche pas, quoique activée : la ligne est morte."
				: "Elle ne marche pas : elle n'est pas activée.",
		why: (c) =>
			isLo(c.link)
				? "lo désactivée, cette machine n'atteint plus aucune de ses propres adresses : ni 127.0.0.1, ni même celles d'eth0. ip link set lo up y remédie."
				: "Aucun paquet ne passe par cette ligne, dans aucun sens.",
	},
	"state.LOWERLAYERDOWN": {
		what: "Elle ne marche pas, parce que ce sur quoi elle repose ne marche pas.",
		why: "Pour un veth : l'autre bout n'est pas activé.",
	},
	"state.TESTING": { what: "En cours d'essai ; elle ne transporte rien.", why: "Ne se voit presque jamais." },
	"state.DORMANT": {
		what: "Elle attend quelque chose, comme une identification auprès du réseau.",
		why: "Elle passera UP ensuite.",
	},
	"state.UP": { what: "Elle marche : les paquets peuvent passer.", why: "Activée, et la ligne est vivante." },
	"state.port": {
		what: (c) => `Ce n'est pas l'état d'un lien, mais d'un port de pont : ${c.value}. Ceci vient de bridge link.`,
		why: "Seul un port forwarding laisse passer les trames.",
	},
	"mode.DEFAULT": { what: "Elle passe UP dès qu'il y a un signal.", why: "L'autre mode est DORMANT." },
	"mode.DORMANT": {
		what: "Même avec un signal, elle s'arrête à DORMANT ; un programme doit avoir le dernier mot.",
		why: "Les programmes du Wi-Fi et de 802.1X s'en servent.",
	},
	group: {
		what: "Une étiquette pour manier plusieurs interfaces à la fois.",
		why: "ip link set group … agit sur toutes.",
		here: ({ value }) => (value === "default" ? "default : personne ne lui en a mis." : undefined),
	},
	txqlen: {
		what: "Combien de paquets peuvent attendre l'envoi.",
		why: "Une file trop longue fait attendre tout le monde.",
	},
	event: { what: "Ce qui a causé ce message.", why: "Se voit dans ip monitor." },
	xdp: {
		what: "Un petit programme (XDP) regarde d'abord chaque paquet.",
		why: "Il peut le jeter ou le détourner avant tout le reste.",
	},
	"type.loopback": {
		what: "Le matériel qu'elle dit être : aucun, les paquets reviennent.",
		why: "ether serait une carte réseau.",
	},
	"type.ether": {
		what: "Elle parle Ethernet : une carte, ou un logiciel qui fait la carte.",
		why: "D'où l'adresse matérielle qui suit.",
	},
	"type.none": { what: "Pas d'adresses matérielles : des paquets IP nus.", why: "Tunnels et VPN sont ainsi." },
	"type.infiniband": { what: "InfiniBand : des adresses de 20 octets.", why: "Se trouve dans les grappes de calcul." },
	"type.ppp": { what: "Une ligne point à point, comme par ADSL ou modem.", why: "Pas besoin d'adresses matérielles." },
	"type.ipip": { what: "Un tunnel : IPv4 dans IPv4.", why: "Ses deux adresses sont les bouts du tunnel." },
	"type.tunnel6": { what: "Un tunnel dans IPv6.", why: "Ses deux adresses sont les bouts du tunnel." },
	"type.sit": { what: "Un tunnel : IPv6 dans IPv4.", why: "Ses deux adresses sont les bouts du tunnel." },
	"type.gre": { what: "Un tunnel GRE sur IPv4.", why: "Ses deux adresses sont les bouts du tunnel." },
	"type.gre6": { what: "Un tunnel GRE sur IPv6.", why: "Ses deux adresses sont les bouts du tunnel." },
	"type.netlink": {
		what: "Une écoute sur netlink, la conversation du noyau avec ses outils.",
		why: "Pour la suivre avec tcpdump.",
	},
	"type.other": {
		what: (c) => `La sorte de matériel : ${c.value}.`,
		why: "La forme de ses adresses en dépend.",
	},
	lladdr: {
		what: "Son adresse matérielle (MAC) : par elle, les autres du même lien la trouvent.",
		why: "Elle ne se voit que sur ce lien ; les routeurs la remplacent.",
	},
	"lladdr.group": {
		what: "Ce n'est pas une adresse qu'une interface puisse avoir : un premier octet impair désigne un groupe. Elle a été modifiée, ou inventée.",
	},
	"lladdr.local": {
		what: "Son adresse matérielle (MAC), inventée par un logiciel : le deuxième chiffre le dit (2, 6, a ou e).",
		why: "Une carte d'usine en a une achetée par son fabricant.",
	},
	"lladdr.zero": {
		what: (c) =>
			isLo(c.link)
				? "lo n'a pas besoin d'adresse matérielle : personne n'a à la trouver."
				: "Aucune adresse matérielle n'est mise.",
		why: "Rien que des zéros veut dire : aucune.",
	},
	"lladdr.brd": {
		what: "L'adresse matérielle qui veut dire : tous ceux de ce lien.",
		why: "Les questions d'ARP y vont.",
	},
	"lladdr.brd.zero": {
		what: "Ni d'adresse matérielle pour tous : il n'y a personne d'autre.",
		why: "Rien que des zéros veut dire : aucune.",
	},
	"lladdr.peer": { what: "L'adresse matérielle de l'autre bout.", why: "Il n'y a que celui-là." },
	"lladdr.tunnel": {
		what: "Un bout du tunnel.",
		why: "Les paquets extérieurs vont d'un bout à l'autre.",
	},
	permaddr: {
		what: "L'adresse matérielle avec laquelle la carte a été fabriquée.",
		why: "Celle en service a été mise après.",
	},
	"link-netns": {
		what: (c) => `Ce qui est nommé après le @ se trouve dans l'espace de noms réseau ${c.value}.`,
		why: "ip netns exec … permet d'y jeter un œil.",
	},
	"link-netnsid": {
		what: (c) =>
			c.value === "unknown"
				? "Ce qui est nommé après le @ se trouve dans un espace de noms invisible d'ici."
				: `Ce qui est nommé après le @ se trouve dans un autre espace de noms réseau, qui pour celui-ci porte le numéro ${c.value}.`,
		why: "Un numéro seulement, parce qu'il n'a pas de nom ici sous /run/netns.",
	},
	protodown: { what: "Maintenue désactivée par un programme.", why: "Elle ne passera UP que s'il la lâche." },
	alias: { what: "Une remarque que quelqu'un a notée.", why: "Le noyau n'en fait rien." },
	altname: { what: "Un autre nom auquel elle répond.", why: "Il peut dépasser 15 caractères." },
	vf: {
		what: "Une carte virtuelle découpée dans celle-ci, pour un invité. Se règlent ici, sur l'hôte : son adresse ; spoof checking, qui l'empêche d'émettre sous une autre ; link-state, si sa ligne est celle de cette carte (auto) ; trust, si elle peut changer ses propres réglages.",
	},
};

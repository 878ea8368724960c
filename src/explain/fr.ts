/**
 * Les explications en français : les mêmes que dans en.ts, phrase pour phrase. Écrites avec des espaces et des apostrophes
 * simples ; typeset() y met les espaces insécables et l'apostrophe typographique. Les mots de `ip` ne se traduisent pas.
 */
import { scopes } from "../uapi/scope.ts";
import { isLo, isLoopbackAddr, isUp, rangeOf } from "./context.ts";
import { hexAddrFlags, hexLinkFlags, privateName } from "./fact.ts";
import type { Context, Language, Texts } from "./text.ts";

const dev = ({ link }: Context) => link.ifname ?? "cette interface";
const addr = ({ addr, value }: Context) => addr.local ?? value;

const reach: Readonly<Record<string, string>> = {
	global: "partout, derrière les routeurs aussi",
	link: "sur un seul lien, jusqu'au premier routeur",
	host: "à l'intérieur de cette machine seulement",
};

/** L'échelle des portées, avec le barreau de cette adresse. */
function ladder({ value }: Context): string {
	const rows = scopes.filter(({ name }) => name in reach || name === value);
	const lines = rows.map(({ name, number }) => {
		const mark = name === value ? " ◀" : "";
		return `  ${name.padEnd(7)}${String(number).padStart(4)}  ${reach[name] ?? ""}${mark}`;
	});
	return ["Jusqu'où le noyau tient cette adresse pour valable :", ...lines].join("\n");
}

function seconds(value: string): string {
	const total = Number.parseInt(value, 10);
	if (Number.isNaN(total)) return value;
	const days = Math.floor(total / 86400);
	const hours = Math.floor((total % 86400) / 3600);
	const minutes = Math.floor((total % 3600) / 60);
	if (days > 0) return `${days} j ${hours} h`;
	if (hours > 0) return `${hours} h ${minutes} min`;
	return minutes > 0 ? `${minutes} min ${total % 60} s` : `${total} s`;
}

/** 65 536, avec une espace fine insécable. */
const number = (value: string) => value.replace(/\B(?=(\d{3})+$)/g, "\u202f");
const zero = (value: string) => /^0*$/.test(value);

const texts: Texts = {
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
	"flag.DYNAMIC": { what: "L'adresse se perd quand l'interface s'éteint.", why: "Un reste du temps des modems." },
	"flag.AUTOMEDIA": { what: "Elle peut choisir seule son type de câble.", why: "Un reste des cartes des années 1990." },
	"flag.PORTSEL": { what: "Son type de câble peut se choisir.", why: "Un reste des cartes des années 1990." },
	"flag.NOTRAILERS": { what: "Pas d'en-queue sur les trames.", why: "Un reste de BSD ; Linux n'en fait rien." },
	"flag.UP": {
		what: (c) => `Allumée, comme le fait ip link set ${dev(c)} up.`,
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
		what: "Allumée, mais sans signal : pas de câble, ou personne à l'autre bout.",
		why: "Ses adresses répondent encore à l'intérieur de cette machine ; par cette ligne, rien ne passe.",
	},
	"flag.M-DOWN": {
		what: "L'interface nommée après le @ n'est pas allumée.",
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
	"flag.none": { what: "Aucun drapeau : elle n'est pas allumée.", why: "ip link set … up l'allume." },
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
		why: "Il en est ainsi jusqu'à ce qu'on l'allume une première fois.",
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
				? "Elle ne marche pas, quoique allumée : la ligne est morte."
				: "Elle ne marche pas : elle n'est pas allumée.",
		why: (c) =>
			isLo(c.link)
				? "lo éteinte, cette machine n'atteint plus aucune de ses propres adresses : ni 127.0.0.1, ni même celles d'eth0. ip link set lo up y remédie."
				: "Aucun paquet ne passe par cette ligne, dans aucun sens.",
	},
	"state.LOWERLAYERDOWN": {
		what: "Elle ne marche pas, parce que ce sur quoi elle repose ne marche pas.",
		why: "Pour un veth : l'autre bout n'est pas allumé.",
	},
	"state.TESTING": { what: "En cours d'essai ; elle ne transporte rien.", why: "Ne se voit presque jamais." },
	"state.DORMANT": {
		what: "Elle attend quelque chose, comme une identification auprès du réseau.",
		why: "Elle passera UP ensuite.",
	},
	"state.UP": { what: "Elle marche : les paquets peuvent passer.", why: "Allumée, et la ligne est vivante." },
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
	protodown: { what: "Maintenue éteinte par un programme.", why: "Elle ne passera UP que s'il la lâche." },
	alias: { what: "Une remarque que quelqu'un a notée.", why: "Le noyau n'en fait rien." },
	altname: { what: "Un autre nom auquel elle répond.", why: "Il peut dépasser 15 caractères." },
	vf: {
		what: "Une carte virtuelle découpée dans celle-ci, pour un invité.",
		why: "Réglée sur l'hôte : adresse, VLAN, confiance.",
	},
	"detail.promiscuity": {
		what: "Combien demandent à entendre toutes les trames, même celles des autres.",
		why: "tcpdump compte pour un, l'appartenance à un pont aussi.",
	},
	"detail.allmulti": {
		what: "Combien demandent les trames de tous les groupes.",
		why: "Les routeurs multicast le font.",
	},
	"detail.min_mtu": {
		what: "Le plus petit mtu qu'on puisse lui donner.",
		why: "68 est le minimum d'IPv4.",
		here: ({ value }) => (value === "0" ? "0 : sans limite." : undefined),
	},
	"detail.max_mtu": {
		what: "Le plus grand mtu qu'on puisse lui donner.",
		why: "Fixé par le pilote.",
		here: ({ value }) => (value === "0" ? "0 : sans limite." : undefined),
	},
	"detail.addrgenmode": {
		what: "Comment elle fabrique elle-même son adresse fe80::.",
		why: "eui64 la tire de la MAC, random la cache.",
	},
	"detail.num_tx_queues": {
		what: "Depuis combien de queues elle peut envoyer.",
		why: "À plusieurs, plusieurs processeurs envoient à la fois.",
	},
	"detail.num_rx_queues": {
		what: "Dans combien de queues elle peut recevoir.",
		why: "À plusieurs, plusieurs processeurs reçoivent à la fois.",
	},
	"detail.gso_max_size": {
		what: "Le plus gros paquet qu'on peut lui confier, à découper plus tard.",
		why: "Découper le plus tard possible épargne du travail.",
	},
	"detail.gso_max_segs": { what: "En combien de morceaux au plus.", why: "Une limite du pilote." },
	"detail.tso_max_size": {
		what: "Le plus gros que la carte sache découper elle-même.",
		why: "Une limite du matériel.",
	},
	"detail.tso_max_segs": { what: "En combien de morceaux au plus.", why: "Une limite du matériel." },
	"detail.gro_max_size": {
		what: "Le plus gros paquet recollé à partir de ceux reçus.",
		why: "Moins de paquets, plus gros : moins de travail.",
	},
	"detail.gso_ipv4_max_size": { what: "Comme gso_max_size, pour IPv4.", why: "IPv6 peut aller plus loin." },
	"detail.gro_ipv4_max_size": { what: "Comme gro_max_size, pour IPv4.", why: "IPv6 peut aller plus loin." },
	"detail.phys": { what: "De quel port de quel matériel il s'agit.", why: "Utile quand une carte en porte beaucoup." },
	"detail.parentbus": { what: "Comment le matériel est branché.", why: "pci, usb, virtio…" },
	"detail.parentdev": { what: "Quel matériel c'est, sur ce bus.", why: "lspci montre le même numéro." },
	"detail.netns-immutable": {
		what: "Elle ne peut pas passer dans un autre espace de noms réseau.",
		why: "Ainsi de lo.",
	},
	"kind.veth": { what: "Un câble virtuel à deux bouts.", why: "Ce qui entre par l'un sort par l'autre." },
	"kind.dummy": { what: "Une interface qui jette ce qu'on lui envoie.", why: "Un endroit où poser des adresses." },
	"kind.bridge": {
		what: "Un commutateur logiciel (un pont).",
		why: "Ses ports sont les interfaces dont il est le master.",
	},
	"kind.bond": {
		what: "Plusieurs cartes réunies en une.",
		why: "L'une peut tomber, ou elles se partagent la charge.",
	},
	"kind.vlan": {
		what: "Un réseau numéroté parmi plusieurs sur un même câble.",
		why: "Chaque trame porte le numéro.",
	},
	"kind.vxlan": {
		what: "Un réseau étendu par-dessus un autre, dans UDP.",
		why: "Réunit en un seul lien des machines éloignées.",
	},
	"kind.macvlan": {
		what: "Une deuxième carte, logicielle, sur le même câble.",
		why: "Elle a sa propre adresse matérielle.",
	},
	"kind.macvtap": {
		what: "Un macvlan que lit un programme, non le noyau.",
		why: "Les machines virtuelles s'en servent.",
	},
	"kind.ipvlan": {
		what: "Une deuxième interface à la même adresse matérielle.",
		why: "Seule l'adresse IP les distingue.",
	},
	"kind.tun": {
		what: "Une interface dont l'autre bout est un programme.",
		why: "VPN et machines virtuelles s'en servent.",
	},
	"kind.ifb": { what: "Un détour pour les paquets reçus.", why: "On peut y régler leur débit." },
	"kind.vrf": {
		what: "Une table de routage à part pour les interfaces qu'il réunit.",
		why: "La même adresse peut alors exister deux fois.",
	},
	"kind.wireguard": { what: "Un VPN WireGuard.", why: "Tout y est chiffré." },
	"kind.tunnel": {
		what: "Un tunnel : des paquets dans des paquets.",
		why: "Relie deux endroits à travers un autre réseau.",
	},
	"kind.other": { what: (c) => `La sorte d'interface : ${c.value}.`, why: "Suivent les réglages de son pilote." },
	"kind.port": { what: "Ses réglages comme membre de son master.", why: "C'est l'affaire de celui-ci." },
	"stats.rx": {
		what: "Reçu depuis sa création, selon les comptes du noyau.",
		why: "Sur lo, égal à TX : tout ce qui part revient.",
	},
	"stats.tx": { what: "Envoyé depuis sa création.", why: "Comparer deux fois dit si quelque chose bouge." },
	"stats.rx-errors": { what: "Les erreurs de réception, une par une.", why: "Elles désignent le câble ou la carte." },
	"stats.tx-errors": { what: "Les erreurs d'envoi, une par une.", why: "Elles désignent le câble ou la carte." },
	"stats.bytes": { what: "Combien d'octets.", why: "Le volume de tout cela." },
	"stats.packets": { what: "Combien de paquets.", why: "Chacun compté une fois." },
	"stats.errors": {
		what: "Paquets arrivés abîmés, ou qu'on n'a pas pu envoyer.",
		why: "Devrait être 0.",
		here: ({ value }) =>
			/^\d+$/.test(value) && !zero(value)
				? `${number(value)} : cela vaut un regard au câble et à la carte.`
				: undefined,
	},
	"stats.dropped": {
		what: "Paquets jetés.",
		why: "Faute de place, ou parce que personne n'en voulait.",
	},
	"stats.over_errors": { what: "Venus plus vite qu'on ne pouvait les prendre.", why: "Le tampon était plein." },
	"stats.missed_errors": { what: "Perdus par la carte, faute de place.", why: "La machine n'a pas suivi." },
	"stats.multicast": { what: "Paquets pour des groupes.", why: "Il est normal qu'il y en ait beaucoup." },
	"stats.broadcast": { what: "Paquets pour tous.", why: "En nombre, ils pèsent à tout le monde." },
	"stats.compressed": { what: "Paquets comprimés.", why: "Seulement sur de vieilles lignes, SLIP ou PPP." },
	"stats.carrier_errors": { what: "Le signal s'est perdu pendant l'envoi.", why: "Désigne le câble." },
	"stats.collisions": { what: "Deux ont émis à la fois.", why: "0 sur tout réseau d'aujourd'hui." },
	"stats.length_errors": { what: "D'une longueur impossible.", why: "Souvent un mauvais mtu." },
	"stats.crc_errors": { what: "Somme de contrôle fausse : abîmés en route.", why: "Désigne le câble." },
	"stats.frame_errors": { what: "Pas un nombre entier d'octets.", why: "Désigne le câble." },
	"stats.fifo_errors": {
		what: "Le tampon de la carte a débordé, ou s'est vidé.",
		why: "La machine n'a pas suivi.",
	},
	"stats.nohandler": { what: "Personne n'était là pour le prendre.", why: "Un membre inactif d'un bond, par exemple." },
	"stats.aborted_errors": { what: "Envoi interrompu.", why: "Rare sur les cartes d'aujourd'hui." },
	"stats.window_errors": { what: "Collisions tardives.", why: "Rare sur les cartes d'aujourd'hui." },
	"stats.heartbeat_errors": { what: "Un autotest de vieilles cartes a échoué.", why: "Toujours 0 aujourd'hui." },
	"stats.carrier_changes": {
		what: "Combien de fois le signal est venu ou parti.",
		why: "Un grand nombre : un câble mal mis.",
	},
	"stats.otherhost_dropped": {
		what: "Destinés à une autre machine, jetés.",
		why: "Se voit là où l'on entend toutes les trames.",
	},
	"family.inet": { what: "Suit une adresse IPv4.", why: "Une interface peut en porter beaucoup." },
	"family.inet6": { what: "Suit une adresse IPv6.", why: "La plupart des interfaces en portent plusieurs." },
	"addr.loopback": {
		what: "« Moi-même » : qui lui envoie un paquet atteint la machine même d'où il part. Tout 127.0.0.0/8 est réservé à cela.",
		why: "Elle ne passe jamais par un câble : sur toute carte, le noyau jette comme impossibles (« martiens ») les paquets venant de 127.x ou y allant. Un service qui écoute ici est fermé au dehors.",
		here: (c) =>
			isLo(c.link) && !isUp(c.link) ? "Pour l'heure, lo éteinte, même cette machine ne l'atteint pas." : undefined,
	},
	"addr.loopback.elsewhere": {
		what: (c) => `Une adresse de 127.0.0.0/8 sur ${dev(c)}, non sur lo : permis, et sans effet sur le câble.`,
		why: "Les paquets venant de 127.x ou y allant sont jetés sur toute carte, sauf si le sysctl route_localnet y est mis, aux deux bouts.",
	},
	"addr.loopback6": {
		what: "« Moi-même » en IPv6 : ce que 127.0.0.1 est en IPv4, une seule adresse au lieu de toute une plage.",
		why: "Le noyau ne l'admet que sur lo, et jette ce qui, par une carte, en vient ou y va.",
	},
	"addr.private": {
		what: (c) =>
			`Une adresse privée (de ${privateName(addr(c)) ?? "une plage privée"}) : bonne dans son propre réseau.`,
		why: "N'importe qui peut avoir la même ; Internet ne la transporte pas, un routeur doit la traduire (NAT).",
	},
	"addr.shared": {
		what: "Une adresse de 100.64.0.0/10, partagée derrière le NAT d'un opérateur.",
		why: "Des VPN comme Tailscale s'en servent aussi.",
	},
	"addr.linklocal": {
		what: "Une adresse de 169.254.0.0/16 : inventée pour ce seul lien.",
		why: "Souvent le signe qu'aucun serveur DHCP n'a répondu.",
	},
	"addr.linklocal6": {
		what: "L'adresse de lien qu'une interface IPv6 se fait elle-même.",
		why: "Voisins et routeurs se parlent par elle avant tout autre réglage.",
	},
	"addr.ula": {
		what: "Une adresse IPv6 privée (fc00::/7).",
		why: "Bonne dans son propre réseau, pas sur Internet.",
	},
	"addr.documentation": {
		what: "Une adresse d'une plage réservée aux exemples des livres.",
		why: "Aucun vrai réseau d'Internet ne la porte.",
	},
	"addr.multicast": {
		what: "L'adresse d'un groupe, non d'une machine.",
		why: "Ceux qui s'y joignent entendent ce qu'on y envoie.",
	},
	"addr.public": {
		what: "Une adresse de l'Internet public, à en juger par son numéro.",
		why: "Unique au monde ; d'autres peuvent l'atteindre.",
	},
	"addr.own": {
		what: (c) =>
			`Un paquet de cette machine vers ${addr(c)}, qui est à elle, ne touche pas ${dev(c)} : la table local le remet à lo.`,
		why: "ip route get le montre : local … dev lo.",
	},
	"addr.peer": {
		what: "L'adresse de l'autre bout.",
		why: "La longueur de préfixe qui suit vaut pour ce bout-là.",
	},
	prefixlen: {
		what: "Combien de bits nomment le sous-réseau ; les autres y distinguent les machines.",
		why: "À ceux du même sous-réseau on envoie directement, à tous les autres par un routeur.",
		here: (c) => {
			const range = rangeOf(c.addr);
			if (range === undefined || isLo(c.link) || !isUp(c.link) || c.addr.flags?.has("noprefixroute")) return undefined;
			return c.addr.family === "inet6"
				? `Tout ${range[0]}/${c.value} passe donc pour voisin sur ${dev(c)}.`
				: `${range[0]} – ${range[1]} passent donc pour voisins sur ${dev(c)}.`;
		},
	},
	"prefixlen.lo": {
		what: (c) => {
			const range = rangeOf(c.addr);
			const all = range === undefined ? "toute la plage" : `chaque adresse de ${range[0]} à ${range[1]}`;
			return `Sur lo, ${all} est cette machine même et répond, pas seulement ${addr(c)}.`;
		},
		why: "lo n'a pas de voisins : son préfixe IPv4 devient une route local. Sur une carte, il désignerait un sous-réseau.",
	},
	"prefixlen.host": {
		what: "Tous ses bits : cette seule adresse, sans sous-réseau.",
		why: "Aucun voisin ne vient avec.",
	},
	"prefixlen.31": {
		what: "Deux adresses, pas plus : les deux bouts d'une ligne.",
		why: "Une adresse de diffusion est inutile.",
	},
	metric: {
		what: "Le prix de la route faite pour son sous-réseau.",
		why: "De deux routes vers un même lieu, on prend la moins chère.",
	},
	brd: {
		what: "L'adresse qui veut dire : tous ceux de ce sous-réseau.",
		why: "Une simple mention ; le noyau ajoute la route de toute façon.",
	},
	anycast: { what: "Une adresse que plusieurs machines partagent.", why: "La plus proche répond." },
	scope: {
		what: ladder,
		why: "Cela compte quand le noyau doit choisir l'adresse de l'expéditeur : il ne prend qu'une adresse valable jusqu'à la destination. Cela n'arrête aucun paquet. (Une route a aussi le sien : à quelle distance est sa destination.)",
	},
	scope6: {
		what: "En IPv6, le scope se lit dans l'adresse même : ::1 est host, fe80:: link, presque tout le reste global.",
		why: "Qui la pose n'a pas le choix : ip addr add … scope reste sans effet.",
	},
	"scope.global": {
		what: "Valable partout : elle peut être l'expéditeur vers toute destination.",
		why: "Une adresse est global si l'on ne dit rien d'autre ; cela ne veut pas dire publique.",
		here: (c) => {
			if (c.addr.local === undefined) return undefined;
			if (isLoopbackAddr(c.addr))
				return "Le mauvais scope pour 127/8 : le noyau peut maintenant la choisir comme expéditeur de ce qui sort, puis refuse de l'envoyer.";
			if (isLo(c.link))
				return `${addr(c)} est sur lo, mais n'y est pas enfermée : qui a une route vers elle par cette machine l'atteint, par n'importe quelle carte. Et elle devient l'expéditeur sur les liens qui n'ont pas d'adresse global à eux. Les routeurs posent la leur ici, car lo ne tombe pas avec un câble.`;
			return `${addr(c)} peut être l'expéditeur de ce qui sort par ${dev(c)} ; et elle répond, par quelque lien que lui vienne un paquet.`;
		},
	},
	"scope.site": {
		what: "Entre link et global : valable dans un même site.",
		why: "Abandonné pour IPv6 ; pour IPv4, le noyau ne compare que le nombre.",
	},
	"scope.link": {
		what: (c) =>
			c.addr.family === "inet6"
				? "Valable sur ce seul lien : les routeurs ne la font pas suivre."
				: "Valable sur ce seul lien : choisie comme expéditeur pour les voisins, pas pour ce qui est derrière un routeur.",
		why: (c) =>
			c.addr.family === "inet6"
				? `Pour écrire à une telle adresse, il faut nommer aussi le lien : fe80::1%${dev(c)}.`
				: undefined,
		here: (c) =>
			c.addr.family === "inet6" || c.addr.local === undefined
				? undefined
				: `Qui a une route vers ${addr(c)} l'atteint tout de même : le scope n'arrête aucun paquet.`,
	},
	"scope.host": {
		what: (c) =>
			c.addr.family === "inet6"
				? "Valable à l'intérieur de cette machine seulement : jamais l'expéditeur de ce qui en sort."
				: "Valable à l'intérieur de cette machine seulement : le noyau ne la choisit pas comme expéditeur de ce qui en sort.",
		why: "Les adresses de 127/8 reçoivent ce scope d'elles-mêmes, les autres seulement sur demande.",
		here: (c) => {
			if (c.addr.local === undefined || c.addr.family === "inet6") return undefined;
			if (isLoopbackAddr(c.addr) && isLo(c.link))
				return [
					`Qui fait quoi pour ${addr(c)} :`,
					"  scope host   l'empêche d'être choisie comme expéditeur",
					"               de ce qui sort de la machine",
					"  lo           ramène chaque paquet comme reçu",
					"  127/8        ne passe sur aucun câble : voilà pourquoi",
					"               personne du dehors ne l'atteint",
					"  table local  dit que cette adresse est cette machine",
				].join("\n");
			return `Ce n'est pas un mur : un voisin qui a une route vers ${addr(c)} reçoit une réponse, et un programme qui la demande par son nom (bind) peut s'en servir pour envoyer, même au dehors.`;
		},
	},
	"scope.nowhere": {
		what: "Valable nulle part.",
		why: "Une simple marque à l'intérieur du noyau ; sur une adresse, elle n'a pas de sens.",
	},
	"scope.number": {
		what: (c) => `Un scope sans nom : ${c.value}.`,
		why: "Plus il est petit, plus il va loin : 0 est global, 200 site, 253 link, 254 host.",
	},
	"addrflag.secondary": {
		what: "Une adresse de plus dans le même sous-réseau.",
		why: "La première est l'expéditeur habituel ; si on la supprime, celle-ci part aussi, à moins que promote_secondaries soit mis.",
	},
	"addrflag.temporary": {
		what: "Une adresse IPv6 inventée, qui change souvent.",
		why: "Pour qu'on ne puisse pas suivre quelqu'un par elle.",
	},
	"addrflag.nodad": {
		what: "Mise en service sans demander si quelqu'un d'autre l'a.",
		why: "Gagne une seconde, risque un doublon.",
	},
	"addrflag.optimistic": { what: "Déjà en service, alors qu'on demande encore.", why: "Gagne une seconde." },
	"addrflag.dadfailed": {
		what: "Quelqu'un d'autre a la même adresse sur ce lien.",
		why: "Elle ne sert pas ; l'un des deux doit en changer.",
	},
	"addrflag.home": { what: "L'adresse d'attache d'un nœud mobile.", why: "Mobile IPv6 ; rare." },
	"addrflag.deprecated": {
		what: "Plus préférée : les vieilles connexions la gardent, les nouvelles en prennent une autre.",
		why: "Son preferred_lft est écoulé.",
	},
	"addrflag.tentative": {
		what: "Pas encore en service : le noyau demande si quelqu'un d'autre l'a.",
		why: "Dure une seconde ou deux ; plus longtemps sans signal.",
	},
	"addrflag.dynamic": {
		what: "Elle a une fin : voir valid_lft.",
		why: "Reçue de DHCP ou d'un routeur, qui la renouvellera.",
	},
	"addrflag.mngtmpaddr": {
		what: "Le noyau en tire des adresses temporaires.",
		why: "Par discrétion ; voir temporary.",
	},
	"addrflag.noprefixroute": {
		what: "Le noyau n'a pas ajouté de route pour son sous-réseau.",
		why: "NetworkManager et d'autres aiment le faire eux-mêmes.",
	},
	"addrflag.autojoin": {
		what: "Elle se joint au groupe multicast de cette adresse.",
		why: "Seulement pour des adresses multicast.",
	},
	"addrflag.stable-privacy": {
		what: "Tirée d'un secret, chaque fois la même sur ce réseau.",
		why: "Elle ne trahit pas la MAC.",
	},
	"addrflag.hex": {
		what: (c) =>
			`Des drapeaux en nombre, faute de noms dans cet ip : ${hexAddrFlags(c.value, c.addr.family === "inet6")}.`,
		why: "Un ip plus récent écrirait les noms.",
	},
	label: { what: "L'étiquette de l'adresse, ici le nom de l'interface.", why: "Un reste d'ifconfig ; IPv4 seulement." },
	"label.alias": {
		what: "L'étiquette de l'adresse.",
		why: "ifconfig montrait une telle adresse comme une interface à part.",
		here: "On dirait une interface, ce n'en est pas une : une adresse de plus, avec un nom.",
	},
	valid_lft: {
		what: ({ value }) =>
			value === "forever"
				? "Sans limite de temps."
				: `Elle sera supprimée dans ${seconds(value)}, sauf si on la renouvelle.`,
		why: "DHCP et les routeurs IPv6 donnent des adresses pour un temps.",
	},
	preferred_lft: {
		what: ({ value }) => {
			if (value === "forever") return "De même pour les nouvelles connexions.";
			return Number.parseInt(value, 10) <= 0
				? "Ne sert plus à de nouvelles connexions."
				: `Sert à de nouvelles connexions pendant encore ${seconds(value)}.`;
		},
		why: "Ensuite elle est deprecated.",
	},
	"proto.kernel_lo": { what: "Le noyau a posé cette adresse en allumant lo.", why: "Personne n'a eu à la régler." },
	"proto.kernel_ra": { what: "Le noyau l'a tirée de l'annonce d'un routeur.", why: "Elle va et vient avec celle-ci." },
	"proto.kernel_ll": { what: "Le noyau l'a faite : c'est l'adresse de lien.", why: "Personne n'a eu à la régler." },
	"proto.other": {
		what: "Qui a posé cette adresse.",
		why: "Une marque pour les programmes ; le noyau n'en fait rien.",
	},
	unreadable: { what: "Illisible : coupé ou masqué.", why: "On n'en devine rien." },
	unknown: { what: "Ce n'est pas un mot de ip qu'iplab connaisse.", why: "Il est peut-être plus récent, ou mal tapé." },
};

/** Espace fine insécable devant ; ! ?, espace insécable devant : et dans les guillemets, apostrophe typographique. */
export function typeset(text: string): string {
	return text
		.replace(/ ([;!?])(?=\s|\)|$)/g, "\u202f$1")
		.replace(/ :(?=\s|$)/g, "\u00a0:")
		.replace(/« /g, "«\u00a0")
		.replace(/ »/g, "\u00a0»")
		.replace(/'/g, "’");
}

export const fr: Language = {
	texts,
	page: {
		nothing: typeset("rien ici ne ressemble à ce qu'affichent ip addr ou ip link"),
		empty: typeset("rien à annoter : l'entrée est vide"),
		binary: typeset("ce n'est pas du texte : il s'y trouve des octets NUL"),
	},
	typeset,
};

/** Les sortes de liens, en français. */
import type { Entry } from "../text.ts";
import type { kindTopics } from "../topic/kind.ts";

export const kind: Record<keyof typeof kindTopics, Entry> = {
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
	"kind.team": {
		what: "Plusieurs cartes réunies en une, menées par un programme.",
		why: "Comme un bond, avec teamd à la place des règles du noyau.",
	},
	"kind.macsec": { what: "Une ligne chiffrée sur une carte (MACsec).", why: "Protège le lien lui-même, sous IP." },
	"kind.geneve": {
		what: "Un réseau tendu sur un autre, dans UDP.",
		why: "Comme VXLAN, avec de la place pour des options.",
	},
	"kind.gre": "Un tunnel GRE : des paquets IP dans IPv4.",
	"kind.gretap": "Un tunnel GRE qui transporte des trames Ethernet.",
	"kind.ip6gre": "Un tunnel GRE sur IPv6.",
	"kind.ip6gretap": "Un tunnel GRE sur IPv6 qui transporte des trames Ethernet.",
	"kind.erspan": "Un tunnel pour des copies du trafic d'un port.",
	"kind.ip6erspan": "Un tunnel sur IPv6 pour des copies du trafic d'un port.",
	"kind.ipip": "Un tunnel : IPv4 dans IPv4.",
	"kind.sit": "Un tunnel : IPv6 dans IPv4.",
	"kind.ip6tnl": "Un tunnel dans IPv6.",
	"kind.vti": "Un tunnel dont IPsec chiffre les paquets.",
	"kind.vti6": "Un tunnel sur IPv6 dont IPsec chiffre les paquets.",
	"kind.xfrm": "Une interface pour IPsec : ce qui y passe est chiffré.",
	"kind.nlmon": "Une écoute sur netlink, la conversation du noyau avec ses outils.",
	"kind.ipvtap": "Une ipvlan qu'un programme lit, et non le noyau.",
	"kind.netkit": "Un câble virtuel à deux bouts, fait pour des programmes dans le noyau (BPF).",
	"kind.openvswitch": "Un commutateur mené par Open vSwitch.",
	"kind.bareudp": "Un tunnel : des paquets nus dans UDP.",
	"kind.can": "Un bus CAN, comme dans les voitures.",
	"kind.vcan": "Un bus CAN logiciel.",
	"kind.vxcan": "Un câble virtuel entre deux bus CAN.",
	"kind.hsr": "Un anneau : chaque trame en fait le tour dans les deux sens.",
	"kind.batadv": "Un maillage de liens radio en un seul réseau.",
	"kind.rmnet": "La ligne de données du modem d'un téléphone.",
	"kind.gtp": "Un tunnel des réseaux mobiles.",
	"kind.other": { what: (c) => `La sorte d'interface : ${c.value}.`, why: "Suivent les réglages de son pilote." },
	"kind.port": { what: "Ses réglages comme membre de son master.", why: "C'est l'affaire de celui-ci." },
};

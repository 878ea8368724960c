/** Les sortes de liens, en français. */
import type { Text } from "../text.ts";
import type { kindTopics } from "../topic/kind.ts";

export const kind: Record<keyof typeof kindTopics, Text> = {
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
};

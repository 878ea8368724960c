/** The kinds of link, in English. */
import type { Text } from "../text.ts";
import type { kindTopics } from "../topic/kind.ts";

export const kind: Record<keyof typeof kindTopics, Text> = {
	"kind.veth": { what: "A virtual cable with two ends.", why: "What goes in at one end comes out at the other." },
	"kind.dummy": { what: "An interface that throws away what it is sent.", why: "A place to put addresses on." },
	"kind.bridge": { what: "A switch made of software.", why: "Its ports are the interfaces with master set to it." },
	"kind.bond": { what: "Several cards joined into one.", why: "One may fail, or they share the load." },
	"kind.vlan": { what: "One numbered network among several on a cable.", why: "Each frame carries the number." },
	"kind.vxlan": {
		what: "A network stretched over another one, inside UDP.",
		why: "Joins machines far apart into one link.",
	},
	"kind.macvlan": {
		what: "A second card on the same cable, made of software.",
		why: "It has a hardware address of its own.",
	},
	"kind.macvtap": { what: "A macvlan that a program reads, not the kernel.", why: "Virtual machines use it." },
	"kind.ipvlan": { what: "A second interface with the same hardware address.", why: "Told apart by IP address only." },
	"kind.tun": { what: "An interface whose other end is a program.", why: "VPNs and virtual machines use it." },
	"kind.ifb": { what: "A detour for received packets.", why: "There they can be queued and shaped." },
	"kind.vrf": {
		what: "A routing table of its own for the interfaces in it.",
		why: "The same address may then exist twice.",
	},
	"kind.wireguard": { what: "A WireGuard VPN.", why: "All in it is encrypted." },
	"kind.tunnel": { what: "A tunnel: packets inside packets.", why: "Joins two places over another network." },
	"kind.other": { what: (c) => `The kind of interface: ${c.value}.`, why: "Its driver's own settings follow." },
	"kind.port": { what: "Its settings as a member of its master.", why: "They are the master's business." },
};

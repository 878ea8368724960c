/** The lines of a link, in English: names, flags, states, hardware addresses. */
import { isLo } from "../context.ts";
import { hexLinkFlags } from "../fact.ts";
import type { Text } from "../text.ts";
import type { linkTopics } from "../topic/link.ts";
import { dev, number } from "./word.ts";

export const link: Record<keyof typeof linkTopics, Text> = {
	ifindex: {
		what: "The kernel's number for this interface.",
		why: "The number stays when the interface is renamed; routes and sockets hold on to it.",
	},
	name: {
		what: "The interface's name: how ip, routes and programs refer to it.",
		why: "At most 15 characters, unique in its network namespace, and it may be changed.",
	},
	"name.lo": {
		what: "The loopback interface: this machine's line to itself. The kernel makes one in every network namespace, so a container has a lo of its own.",
		why: "All that this machine sends to itself passes here: to 127.0.0.1, and to any other address of its own, eth0's too.",
	},
	"link.name": {
		what: (c) => `After the @: the interface it is tied to, ${c.value}.`,
		why: "For a VLAN the one below it, for a veth the other end of the pair.",
	},
	"link.ifN": {
		what: (c) => `After the @: it is tied to interface number ${c.value}, which is in another network namespace.`,
		why: "A container's eth0 looks like this: a virtual cable whose other end is outside.",
	},
	"link.NONE": {
		what: "After the @: it could be tied to another interface, and is not.",
		why: "Normal for the base device of a tunnel, such as sit0 or gre0.",
	},
	"flag.LOOPBACK": {
		what: "What is sent into this interface comes straight back in as received. No card, no cable: that is all the driver does.",
		why: "It does so with every packet, whatever the address. How far an address is good is another question, and its scope answers that.",
	},
	"flag.BROADCAST": {
		what: "One frame can be sent to everybody on the link.",
		why: "ARP needs it to ask: who has this address?",
	},
	"flag.POINTOPOINT": {
		what: "A line with exactly one other end.",
		why: "There is nobody to ask for: all that is sent goes to that end.",
	},
	"flag.MULTICAST": {
		what: "One frame can be sent to a group of listeners.",
		why: "IPv6 finds its neighbours this way, mDNS its printers.",
	},
	"flag.RUNNING": { what: "macOS: its driver is ready to work." },
	"flag.SMART": { what: "macOS: it keeps its own flags." },
	"flag.SIMPLEX": { what: "macOS: it does not hear what it sends." },
	"mac.secured": { what: "macOS: an address made with a key, so that others cannot pretend to have it." },
	"mac.scopeid": { what: "macOS: the number of the interface whose link it is good on." },
	"flag.NOARP": {
		what: "No asking for hardware addresses here.",
		why: "Tunnels and dummies need none; on a real network neighbours would not be found.",
	},
	"flag.ALLMULTI": { what: "Takes in the frames of all multicast groups.", why: "Multicast routers need this." },
	"flag.PROMISC": {
		what: "Takes in every frame, also those meant for others.",
		why: "tcpdump asks for it, and so does a bridge.",
	},
	"flag.MASTER": {
		what: "Other interfaces are, or may be, gathered under this one.",
		why: "Set on a bond, a team or a VRF.",
	},
	"flag.SLAVE": { what: "A member of a bond or a team.", why: "Addresses belong on the bond, not here." },
	"flag.DEBUG": { what: "The driver is asked to log more.", why: "Few drivers look at it." },
	"flag.DYNAMIC": { what: "The address is lost when it goes down.", why: "A relic of dial-up lines." },
	"flag.AUTOMEDIA": { what: "It may choose its kind of cable itself.", why: "A relic of 1990s cards." },
	"flag.PORTSEL": { what: "Its kind of cable can be chosen.", why: "A relic of 1990s cards." },
	"flag.NOTRAILERS": { what: "No trailers on frames.", why: "A relic of BSD; Linux does nothing with it." },
	"flag.UP": {
		what: (c) => `Switched on, as ip link set ${dev(c)} up does.`,
		why: "It says what was asked for; whether the line works is said by LOWER_UP.",
	},
	"flag.LOWER_UP": {
		what: (c) =>
			isLo(c.link) ? "The line below works; lo has none that could fail." : "There is a signal on the line.",
		why: "The driver reports a carrier: a cable with somebody at the other end.",
	},
	"flag.DORMANT": {
		what: "The line is there, but it waits for something.",
		why: "A log-in to the network, as 802.1X or Wi-Fi ask for.",
	},
	"flag.ECHO": { what: "What it sends is also shown to local listeners.", why: "CAN buses do so." },
	"flag.NO-CARRIER": {
		what: "Switched on, but there is no signal: no cable, or nobody at the other end.",
		why: "Its addresses still answer inside this machine; through this line nothing passes.",
	},
	"flag.M-DOWN": {
		what: "The interface after the @ is not switched on.",
		why: "Through this one nothing gets far until it is.",
		here: ({ link }) =>
			link.foreignPeer === true
				? "After @ifN it often is a false alarm: busybox and old versions of ip look the number up in the wrong namespace."
				: undefined,
	},
	"flag.hex": {
		what: (c) => `Flags as a number, because this ip had no names for them: ${hexLinkFlags(c.value)}.`,
		why: "A newer ip would print the names.",
	},
	"flag.none": { what: "No flag is set: it is not switched on.", why: "ip link set … up switches it on." },
	mtu: {
		what: "The largest packet it takes in one piece, in bytes.",
		why: "What is larger is cut up or refused; both ends of a link should agree.",
		here: (c) => {
			if (isLo(c.link)) return `${number(c.value)}: lo can afford it, no cable sets a limit.`;
			return c.value === "1500" ? "1,500 is the size of Ethernet." : undefined;
		},
	},
	"qdisc.noqueue": {
		what: "No waiting line before sending.",
		why: "Interfaces made of software pass packets on at once.",
	},
	"qdisc.noop": {
		what: "Not ready to send: all that is given to it is thrown away.",
		why: "It is so until the interface is first switched on.",
	},
	"qdisc.fq_codel": {
		what: "The waiting line before sending: fair between flows, with short waits.",
		why: "The default of many distributions.",
	},
	"qdisc.pfifo_fast": {
		what: "The waiting line before sending: first in, first out, in three lanes by priority.",
		why: "The kernel's own default.",
	},
	"qdisc.mq": { what: "One waiting line for each send queue of the card.", why: "Each may be served by another CPU." },
	"qdisc.fq": { what: "The waiting line before sending: one per flow, evenly paced.", why: "Common on servers." },
	"qdisc.other": {
		what: (c) => `The waiting line before sending is of the kind ${c.value}.`,
		why: "tc qdisc show tells more.",
	},
	master: {
		what: (c) => `It belongs to ${c.value}, a bridge, bond, VRF or the like.`,
		why: "What arrives here is given to that one first.",
	},
	"state.UNKNOWN": {
		what: (c) =>
			isLo(c.link)
				? "Normal for lo: it has no cable to report on."
				: "Its driver has not reported whether the line works.",
		why: (c) =>
			isLo(c.link)
				? "It works all the same; what counts is UP among the flags."
				: "No fault by itself: many interfaces made of software never do.",
	},
	"state.NOTPRESENT": { what: "Part of the hardware is missing.", why: "It cannot work until that is back." },
	"state.DOWN": {
		what: (c) =>
			c.link.flags?.has("UP")
				? "It does not work, though it is switched on: the line is dead."
				: "It does not work: it is not switched on.",
		why: (c) =>
			isLo(c.link)
				? "With lo down this machine cannot reach any of its own addresses: not 127.0.0.1, not even eth0's. ip link set lo up mends it."
				: "No packet passes this line in either direction.",
	},
	"state.LOWERLAYERDOWN": {
		what: "It does not work, because what it stands on does not.",
		why: "For a veth: the other end is not switched on.",
	},
	"state.TESTING": { what: "In a test; it carries no traffic.", why: "Hardly ever seen." },
	"state.DORMANT": {
		what: "It waits for something, such as a log-in to the network.",
		why: "It goes UP when that is done.",
	},
	"state.UP": { what: "It works: packets can pass.", why: "Switched on, and the line is alive." },
	"state.port": {
		what: (c) => `No state of a link but of a bridge's port: ${c.value}. This is output of bridge link.`,
		why: "Only a forwarding port passes frames on.",
	},
	"mode.DEFAULT": { what: "It goes UP as soon as there is a signal.", why: "The other mode is DORMANT." },
	"mode.DORMANT": {
		what: "With a signal it goes no further than DORMANT; a program must give the last word.",
		why: "Wi-Fi and 802.1X programs set it.",
	},
	group: {
		what: "A label to handle several interfaces at once.",
		why: "ip link set group … acts on all of them.",
		here: ({ value }) => (value === "default" ? "default: nobody gave it one." : undefined),
	},
	txqlen: {
		what: "How many packets may wait to be sent.",
		why: "A queue that is too long makes all wait.",
	},
	event: { what: "What caused this message.", why: "Seen in ip monitor." },
	xdp: {
		what: "A small program (XDP) looks at each packet first.",
		why: "It may drop or redirect it before all else.",
	},
	"type.loopback": {
		what: "The hardware it claims to be: none, packets come back.",
		why: "ether would be a network card.",
	},
	"type.ether": {
		what: "It speaks Ethernet: a card, or software that acts as one.",
		why: "So it has a hardware address, next.",
	},
	"type.none": { what: "No hardware addresses: bare IP packets.", why: "Tunnels and VPNs are like this." },
	"type.infiniband": { what: "InfiniBand: addresses of 20 bytes.", why: "Found in computing clusters." },
	"type.ppp": { what: "A point-to-point line, as over DSL or a modem.", why: "No hardware addresses are needed." },
	"type.ipip": { what: "A tunnel: IPv4 inside IPv4.", why: "Its two addresses are the ends of the tunnel." },
	"type.tunnel6": { what: "A tunnel inside IPv6.", why: "Its two addresses are the ends of the tunnel." },
	"type.sit": { what: "A tunnel: IPv6 inside IPv4.", why: "Its two addresses are the ends of the tunnel." },
	"type.gre": { what: "A GRE tunnel over IPv4.", why: "Its two addresses are the ends of the tunnel." },
	"type.gre6": { what: "A GRE tunnel over IPv6.", why: "Its two addresses are the ends of the tunnel." },
	"type.netlink": {
		what: "A tap on netlink, the kernel's talk with its tools.",
		why: "Used to watch it with tcpdump.",
	},
	"type.other": { what: (c) => `The kind of hardware: ${c.value}.`, why: "It decides what its addresses look like." },
	lladdr: {
		what: "Its hardware address (MAC): how the others on the same link find it.",
		why: "It is seen on this link only; routers replace it.",
	},
	"lladdr.group": {
		what: "Not an address that an interface can have: an odd first byte means a group. It has been changed, or made up.",
	},
	"lladdr.local": {
		what: "Its hardware address (MAC), made up by software: the second digit says so (2, 6, a or e).",
		why: "A card from a factory has one bought by its maker.",
	},
	"lladdr.zero": {
		what: (c) =>
			isLo(c.link) ? "lo needs no hardware address: nobody has to find it." : "No hardware address is set.",
		why: "All zeros mean: none.",
	},
	"lladdr.brd": {
		what: "The hardware address that means: everybody on this link.",
		why: "ARP questions go there.",
	},
	"lladdr.brd.zero": {
		what: "Nor a hardware address for everybody: there is nobody else.",
		why: "All zeros mean: none.",
	},
	"lladdr.peer": { what: "The hardware address of the other end.", why: "There is only that one." },
	"lladdr.tunnel": {
		what: "An end of the tunnel.",
		why: "The outer packets travel between the two ends.",
	},
	permaddr: { what: "The hardware address the card was made with.", why: "The one in use was set later." },
	"link-netns": {
		what: (c) => `What stands after the @ is in the network namespace ${c.value}.`,
		why: "ip netns exec … looks around there.",
	},
	"link-netnsid": {
		what: (c) =>
			c.value === "unknown"
				? "What stands after the @ is in a namespace that cannot be seen from here."
				: `What stands after the @ is in another network namespace, which is number ${c.value} for this one.`,
		why: "A number only because it has no name under /run/netns here.",
	},
	protodown: { what: "Held down by a program.", why: "It will not go UP until that program lets go." },
	alias: { what: "A remark somebody wrote down.", why: "The kernel does nothing with it." },
	altname: { what: "Another name it answers to.", why: "May be longer than 15 characters." },
	vf: {
		what: "A virtual card cut out of this one, for a guest. Set here, on the host: its address; spoof checking, which keeps it from sending under another one; link-state, whether its line is this card's (auto); trust, whether it may change its own settings.",
	},
};

/**
 * The explanations in English. One sentence of what it is, one of why it matters, for somebody who has never seen one;
 * `here` speaks of this very address or link. What is claimed here was tried on the real kernel; the sources are in the
 * topic rows. fr.ts says the same.
 */

import { scopes } from "../uapi/scope.ts";
import { isLo, isLoopbackAddr, isUp, rangeOf } from "./context.ts";
import { hexAddrFlags, hexLinkFlags, privateName } from "./fact.ts";
import type { Context, Language, Texts } from "./text.ts";

const dev = ({ link }: Context) => link.ifname ?? "this interface";
const addr = ({ addr, value }: Context) => addr.local ?? value;

const reach: Readonly<Record<string, string>> = {
	global: "everywhere, behind routers too",
	link: "on one link, as far as the first router",
	host: "inside this machine only",
};

/** The ladder of scopes with this address's step marked. */
function ladder({ value }: Context): string {
	const rows = scopes.filter(({ name }) => name in reach || name === value);
	const lines = rows.map(({ name, number }) => {
		const mark = name === value ? " ◀" : "";
		return `  ${name.padEnd(7)}${String(number).padStart(4)}  ${reach[name] ?? ""}${mark}`;
	});
	return ["How far the kernel holds this address to be good:", ...lines].join("\n");
}

function seconds(value: string): string {
	const total = Number.parseInt(value, 10);
	if (Number.isNaN(total)) return value;
	const days = Math.floor(total / 86400);
	const hours = Math.floor((total % 86400) / 3600);
	const minutes = Math.floor((total % 3600) / 60);
	if (days > 0) return `${days} d ${hours} h`;
	if (hours > 0) return `${hours} h ${minutes} min`;
	return minutes > 0 ? `${minutes} min ${total % 60} s` : `${total} s`;
}

const number = (value: string) => value.replace(/\B(?=(\d{3})+$)/g, ",");
const zero = (value: string) => /^0*$/.test(value);

const texts: Texts = {
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
	vf: { what: "A virtual card cut out of this one, for a guest.", why: "Set on the host: address, VLAN, trust." },
	"detail.promiscuity": {
		what: "How many ask to hear all frames, also those for others.",
		why: "tcpdump counts one, being in a bridge another.",
	},
	"detail.allmulti": { what: "How many ask for the frames of all groups.", why: "Multicast routers do." },
	"detail.min_mtu": {
		what: "The smallest mtu it may be given.",
		why: "68 is the least for IPv4.",
		here: ({ value }) => (value === "0" ? "0: no limit." : undefined),
	},
	"detail.max_mtu": {
		what: "The largest mtu it may be given.",
		why: "Set by the driver.",
		here: ({ value }) => (value === "0" ? "0: no limit." : undefined),
	},
	"detail.addrgenmode": {
		what: "How it makes its fe80:: address itself.",
		why: "eui64 takes it from the MAC, random hides that.",
	},
	"detail.num_tx_queues": { what: "How many queues it can send from.", why: "More let several CPUs send at once." },
	"detail.num_rx_queues": {
		what: "How many queues it can receive into.",
		why: "More let several CPUs receive at once.",
	},
	"detail.gso_max_size": {
		what: "The largest packet it may be handed, to be cut up late.",
		why: "Cutting as late as possible saves work.",
	},
	"detail.gso_max_segs": { what: "Into how many pieces at most.", why: "A limit of the driver." },
	"detail.tso_max_size": { what: "The largest one the card itself can cut up.", why: "A limit of the hardware." },
	"detail.tso_max_segs": { what: "Into how many pieces at most.", why: "A limit of the hardware." },
	"detail.gro_max_size": {
		what: "The largest packet glued together from received ones.",
		why: "Fewer, larger packets are less work.",
	},
	"detail.gso_ipv4_max_size": { what: "The same as gso_max_size, for IPv4.", why: "IPv6 may go further." },
	"detail.gro_ipv4_max_size": { what: "The same as gro_max_size, for IPv4.", why: "IPv6 may go further." },
	"detail.phys": { what: "Which port of which hardware it is.", why: "Needed where one card drives many." },
	"detail.parentbus": { what: "How the hardware is plugged in.", why: "pci, usb, virtio …" },
	"detail.parentdev": { what: "Which hardware it is, on that bus.", why: "lspci shows the same number." },
	"detail.netns-immutable": { what: "It cannot be moved to another network namespace.", why: "So it is with lo." },
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
	"stats.rx": {
		what: "Received since it was made, as the kernel counts.",
		why: "On lo equal to TX: all that is sent comes back.",
	},
	"stats.tx": { what: "Sent since it was made.", why: "Compare twice to see whether anything moves." },
	"stats.rx-errors": { what: "The receive errors, one by one.", why: "They hint at cable or card." },
	"stats.tx-errors": { what: "The send errors, one by one.", why: "They hint at cable or card." },
	"stats.bytes": { what: "How many bytes.", why: "The size of it all." },
	"stats.packets": { what: "How many packets.", why: "Each counted once." },
	"stats.errors": {
		what: "Packets that arrived broken or could not be sent.",
		why: "Should be 0.",
		here: ({ value }) =>
			/^\d+$/.test(value) && !zero(value) ? `${number(value)}: worth a look at cable and card.` : undefined,
	},
	"stats.dropped": {
		what: "Packets thrown away.",
		why: "For want of room, or because nobody wanted them.",
	},
	"stats.over_errors": { what: "Came faster than they could be fetched.", why: "The buffer was full." },
	"stats.missed_errors": { what: "Lost by the card for want of room.", why: "The machine did not keep up." },
	"stats.multicast": { what: "Packets for groups.", why: "Many of them are normal." },
	"stats.broadcast": { what: "Packets for everybody.", why: "Many of them are a burden to all." },
	"stats.compressed": { what: "Compressed packets.", why: "Only on old lines such as SLIP and PPP." },
	"stats.carrier_errors": { what: "The signal was lost while sending.", why: "Points at the cable." },
	"stats.collisions": { what: "Two sent at once.", why: "0 on any modern network." },
	"stats.length_errors": { what: "Of a length that cannot be.", why: "Often a wrong mtu." },
	"stats.crc_errors": { what: "Checksum wrong: damaged on the way.", why: "Points at the cable." },
	"stats.frame_errors": { what: "Not a whole number of bytes.", why: "Points at the cable." },
	"stats.fifo_errors": { what: "The card's own buffer ran over or dry.", why: "The machine did not keep up." },
	"stats.nohandler": { what: "Nobody was there to take it.", why: "An inactive bond member, for one." },
	"stats.aborted_errors": { what: "Sending was broken off.", why: "Rare on modern cards." },
	"stats.window_errors": { what: "Late collisions.", why: "Rare on modern cards." },
	"stats.heartbeat_errors": { what: "A self-test of old cards failed.", why: "Always 0 today." },
	"stats.carrier_changes": { what: "How often the signal came or went.", why: "A high number is a loose cable." },
	"stats.otherhost_dropped": {
		what: "Meant for another machine, thrown away.",
		why: "Seen where all frames are heard.",
	},
	"family.inet": { what: "An IPv4 address follows.", why: "One interface may carry many." },
	"family.inet6": { what: "An IPv6 address follows.", why: "Most interfaces carry several." },
	"addr.loopback": {
		what: "“Myself”: whoever sends to it reaches the very machine it is sent from. All of 127.0.0.0/8 is set aside for that.",
		why: "It never crosses a wire: on any card the kernel drops packets from or to 127.x as impossible (“martian”). A service that listens here is closed to the outside.",
		here: (c) => (isLo(c.link) && !isUp(c.link) ? "Now, with lo down, not even this machine reaches it." : undefined),
	},
	"addr.loopback.elsewhere": {
		what: (c) => `An address of 127.0.0.0/8 on ${dev(c)}, not on lo: allowed, and of no use on the wire.`,
		why: "Packets from or to 127.x are dropped on any card, unless the sysctl route_localnet is set there at both ends.",
	},
	"addr.loopback6": {
		what: "“Myself” in IPv6: what 127.0.0.1 is in IPv4, one address instead of a whole range.",
		why: "The kernel lets it on lo only, and drops what comes in by a card from or to it.",
	},
	"addr.private": {
		what: (c) => `A private address (of ${privateName(addr(c)) ?? "a private range"}): good inside one's own network.`,
		why: "Anybody may use the same; the Internet does not carry it, a router must translate it (NAT).",
	},
	"addr.shared": {
		what: "An address of 100.64.0.0/10, shared behind a provider's NAT.",
		why: "VPNs such as Tailscale use them as well.",
	},
	"addr.linklocal": {
		what: "An address of 169.254.0.0/16: made up for this link alone.",
		why: "Often a sign that no DHCP server answered.",
	},
	"addr.linklocal6": {
		what: "The link-local address that an IPv6 interface makes for itself.",
		why: "Neighbours and routers talk through it before anything else is set.",
	},
	"addr.ula": {
		what: "A private IPv6 address (fc00::/7).",
		why: "Good inside one's own network, not on the Internet.",
	},
	"addr.documentation": {
		what: "An address from a range kept for examples in books.",
		why: "No real network on the Internet has it.",
	},
	"addr.multicast": {
		what: "The address of a group, not of one machine.",
		why: "Those who join hear what is sent to it.",
	},
	"addr.public": {
		what: "An address of the public Internet, as far as its number tells.",
		why: "Unique in the world; others may be able to reach it.",
	},
	"addr.own": {
		what: (c) =>
			`A packet from this machine to its own ${addr(c)} does not touch ${dev(c)}: table local hands it to lo.`,
		why: "ip route get shows it: local … dev lo.",
	},
	"addr.peer": {
		what: "The address of the other end.",
		why: "The prefix length after it counts for that end.",
	},
	prefixlen: {
		what: "How many bits name the subnet; the rest tell the machines in it apart.",
		why: "Those in the same subnet are sent to directly, all others through a router.",
		here: (c) => {
			const range = rangeOf(c.addr);
			if (range === undefined || isLo(c.link) || !isUp(c.link) || c.addr.flags?.has("noprefixroute")) return undefined;
			const all =
				c.addr.family === "inet6" ? `all of ${range[0]}/${c.value} counts` : `${range[0]} – ${range[1]} count`;
			return `So ${all} as neighbours on ${dev(c)}.`;
		},
	},
	"prefixlen.lo": {
		what: (c) => {
			const range = rangeOf(c.addr);
			const all = range === undefined ? "the whole range" : `each of ${range[0]} – ${range[1]}`;
			return `On lo, ${all} is this machine itself and answers, not just ${addr(c)}.`;
		},
		why: "lo has no neighbours: its IPv4 prefix becomes a local route. On a card it would mean a subnet.",
	},
	"prefixlen.host": {
		what: "All its bits: this one address, without any subnet.",
		why: "No neighbours come with it.",
	},
	"prefixlen.31": { what: "Just two addresses: the two ends of a line.", why: "No broadcast address is needed." },
	metric: {
		what: "The price of the route made for its subnet.",
		why: "Of two routes to one place the cheaper is taken.",
	},
	brd: {
		what: "The address that means: everybody in this subnet.",
		why: "Only a note; the kernel adds the route for it anyway.",
	},
	anycast: { what: "An address that several machines share.", why: "The nearest one answers." },
	scope: {
		what: ladder,
		why: "It counts when the kernel must choose a sender's address: only one that is good as far as the destination lies is taken. It holds no packet back. (A route has one too: how far off its destination lies.)",
	},
	scope6: {
		what: "In IPv6 the scope is read off the address itself: ::1 is host, fe80:: link, nearly all others global.",
		why: "Whoever sets it cannot choose; ip addr add … scope is ignored.",
	},
	"scope.global": {
		what: "Good everywhere: it may be the sender towards any destination.",
		why: "An address is global unless something else is said; this does not mean public.",
		here: (c) => {
			if (c.addr.local === undefined) return undefined;
			if (isLoopbackAddr(c.addr))
				return "The wrong scope for 127/8: the kernel may now choose it as the sender of what leaves, and then refuses to send that.";
			if (isLo(c.link))
				return `${addr(c)} is on lo but not shut in: whoever has a route for it to this machine reaches it, by any card. And it becomes the sender on links that have no global address of their own. Routers carry theirs here, since lo does not fail with a cable.`;
			return `${addr(c)} may be the sender of what leaves by ${dev(c)}; and it answers whichever link a packet for it came in by.`;
		},
	},
	"scope.site": {
		what: "Between link and global: good within one site.",
		why: "Given up for IPv6; for IPv4 the kernel only compares the number.",
	},
	"scope.link": {
		what: (c) =>
			c.addr.family === "inet6"
				? "Good on this one link: routers do not pass it on."
				: "Good on this one link: chosen as the sender for neighbours, not for what lies behind a router.",
		why: (c) =>
			c.addr.family === "inet6" ? `To send to such an address, name the link too: fe80::1%${dev(c)}.` : undefined,
		here: (c) =>
			c.addr.family === "inet6" || c.addr.local === undefined
				? undefined
				: `Whoever has a route to ${addr(c)} still reaches it: the scope stops no packet.`,
	},
	"scope.host": {
		what: (c) =>
			c.addr.family === "inet6"
				? "Good inside this machine only: never the sender of what leaves it."
				: "Good inside this machine only: the kernel does not choose it as the sender of what leaves the machine.",
		why: "Addresses of 127/8 get it by themselves, any other only when it is asked for.",
		here: (c) => {
			if (c.addr.local === undefined || c.addr.family === "inet6") return undefined;
			if (isLoopbackAddr(c.addr) && isLo(c.link))
				return [
					`Who does what for ${addr(c)}:`,
					"  scope host   keeps it from being chosen as the sender",
					"               of anything that leaves the machine",
					"  lo           brings each packet back as received",
					"  127/8        is kept off every wire: that is why",
					"               nobody outside reaches it",
					"  table local  says that this address is this machine",
				].join("\n");
			return `It is no wall: a neighbour who has a route to ${addr(c)} gets an answer, and a program that asks for it by name (bind) may send from it, even to the outside.`;
		},
	},
	"scope.nowhere": { what: "Good nowhere.", why: "Only a mark inside the kernel; on an address it makes no sense." },
	"scope.number": {
		what: (c) => `A scope without a name: ${c.value}.`,
		why: "The smaller, the further: 0 is global, 200 site, 253 link, 254 host.",
	},
	"addrflag.secondary": {
		what: "A further address in the same subnet.",
		why: "The first one is the usual sender; when that is deleted, this one goes too, unless promote_secondaries is set.",
	},
	"addrflag.temporary": {
		what: "A made-up IPv6 address that changes often.",
		why: "So that one cannot be followed by it.",
	},
	"addrflag.nodad": {
		what: "Used without asking whether somebody else has it.",
		why: "Saves a second, risks a clash.",
	},
	"addrflag.optimistic": { what: "Used already, while the asking still goes on.", why: "Saves a second." },
	"addrflag.dadfailed": {
		what: "Somebody else on this link has the same address.",
		why: "It is not used; one of the two must change.",
	},
	"addrflag.home": { what: "The home address of a mobile node.", why: "Mobile IPv6; rare." },
	"addrflag.deprecated": {
		what: "No longer preferred: old connections may keep it, new ones take another.",
		why: "Its preferred_lft has run out.",
	},
	"addrflag.tentative": {
		what: "Not in use yet: the kernel is asking whether somebody else has it.",
		why: "Lasts a second or two; longer where there is no signal.",
	},
	"addrflag.dynamic": {
		what: "It has an end: see valid_lft.",
		why: "Got from DHCP or a router, which will renew it.",
	},
	"addrflag.mngtmpaddr": { what: "The kernel makes temporary addresses from it.", why: "For privacy; see temporary." },
	"addrflag.noprefixroute": {
		what: "The kernel added no route for its subnet.",
		why: "NetworkManager and others like to do so themselves.",
	},
	"addrflag.autojoin": { what: "It joins the multicast group of this address.", why: "Only for multicast addresses." },
	"addrflag.stable-privacy": {
		what: "Made from a secret, the same each time on this network.",
		why: "It does not betray the MAC.",
	},
	"addrflag.hex": {
		what: (c) =>
			`Flags as a number, because this ip had no names for them: ${hexAddrFlags(c.value, c.addr.family === "inet6")}.`,
		why: "A newer ip would print the names.",
	},
	label: { what: "The address's label, here the interface's name.", why: "A relic of ifconfig; IPv4 only." },
	"label.alias": {
		what: "The address's label.",
		why: "ifconfig showed such an address as an interface of its own.",
		here: "It looks like an interface and is none: a second address with a name.",
	},
	valid_lft: {
		what: ({ value }) =>
			value === "forever" ? "No time limit." : `It is deleted in ${seconds(value)}, unless it is renewed.`,
		why: "DHCP and IPv6 routers give addresses for a time.",
	},
	preferred_lft: {
		what: ({ value }) => {
			if (value === "forever") return "The same for its use in new connections.";
			return Number.parseInt(value, 10) <= 0
				? "No longer taken for new connections."
				: `Taken for new connections for another ${seconds(value)}.`;
		},
		why: "After that it is deprecated.",
	},
	"proto.kernel_lo": { what: "The kernel set this address when lo went up.", why: "Nobody had to configure it." },
	"proto.kernel_ra": { what: "The kernel made it from a router's announcement.", why: "It comes and goes with that." },
	"proto.kernel_ll": { what: "The kernel made it: the link-local address.", why: "Nobody had to configure it." },
	"proto.other": { what: "Who set this address.", why: "A mark for programs; the kernel does nothing with it." },
	unreadable: { what: "Cannot be read: cut off or masked.", why: "Nothing is guessed about it." },
	unknown: { what: "Not a word of ip that iplab knows.", why: "It may be newer, or mistyped." },
};

export const en: Language = {
	texts,
	page: {
		nothing: "nothing here looks like output of ip addr or ip link",
		empty: "nothing to annotate: the input is empty",
		binary: "this is not text: it holds NUL bytes",
	},
	typeset: (text) => text,
};

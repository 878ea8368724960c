/** The pages in English. */
import type { LessonName } from "./lesson.ts";
import type { LessonText } from "./text.ts";

export const en: Readonly<Record<LessonName, LessonText>> = {
	lo: {
		title: "lo, the loopback interface",
		answers: [
			[
				"Who makes lo, and who manages it?",
				"The kernel, and nobody else. Each network namespace is born with one, as number 1, down and without an address. No program makes it, and none can delete it. What a boot script does is one command: ip link set lo up.",
			],
			[
				"Where do 127.0.0.1 and ::1 come from?",
				"From the kernel, too: it puts them on lo whenever lo goes up, beside whatever else is there; ::1 only where IPv6 is not switched off, as Docker does it in its containers. Nobody has to configure them.",
			],
			[
				"Where does lo stand between a program, the kernel and the card?",
				"In the kernel, where a driver would stand, but with no hardware below it. A program sends; the kernel finds in its tables that the packet is for this machine; lo takes it as a card would, and hands it straight back to the receiving side. With no cable to watch, lo is ready as soon as it is up.",
			],
			[
				"Does only 127.0.0.1 use it?",
				"No. Whatever this machine sends to any address of its own goes through lo, eth0's address included: look at dev lo in the answer of route get, and at lo's counters. So while lo is down, a host cannot reach even its own addresses.",
			],
		],
	},
	scope: {
		title: "scope: how far an address or a route reaches",
		answers: [
			[
				"What is a scope?",
				"A statement about distance: each address and each route carries one number. host (254): inside this machine only. link (253): as far as the first router. global (0; the kernel calls it universe): everywhere. The greater the number, the smaller the world.",
			],
			[
				"What is it good for?",
				"It settles two things. The source of a packet: for a far destination the kernel skips addresses with scope link or host and takes a global one, even from another device, such as lo. And what may be a gateway: it has to be nearer than what it leads to, so a route via X is refused when X itself can only be reached through a router.",
			],
			[
				"Why does 127.0.0.1 say scope host?",
				"Because the kernel sets it so: the address means this very machine, and on any other machine it would mean that one. lo has nothing to do with it: an address that you add to lo, say 192.0.2.1, gets scope global, and is good everywhere.",
			],
			[
				"Is scope a firewall?",
				"No. It chooses sources and judges gateways, nothing else. An address with scope host on v0 still answers a ping from outside. What keeps 127.x off the wire is another set of rules (see 127).",
			],
		],
	},
	"127": {
		title: "127.0.0.1: what makes it special, and what does not",
		answers: [
			[
				"What makes it special?",
				"Three things. The range 127.0.0.0/8 is set aside (RFC 1122), so nobody else has such an address. The kernel gives the whole range to the machine itself, by one route in table local: 127.9.9.9 answers too. And packets of that range that come in from a wire are dropped (martians), unless route_localnet allows them on that device.",
			],
			[
				"And what has nothing to do with it?",
				"The device it is written on. Moved from lo to v0, 127.0.0.1 still answers, and still through lo: table local knows that it is this machine, and what is for this machine goes through lo.",
			],
			[
				"Can a route send 127.0.0.1 somewhere else?",
				"Not a route in table main: table local is asked first, and answers. Add 127.0.0.0/8 via 10.0.0.2 to main, and nothing changes.",
			],
			[
				"So can traffic to 127.0.0.1 leave the machine?",
				"No, as long as table local is what the kernel made it. Where it lacks 127.0.0.0/8, because lo was never up, a route in main does send packets for 127.0.0.1 out to the wire; and whoever receives them drops them on arrival, unless route_localnet is set there.",
			],
		],
	},
	dummy: {
		title: "dummy: a device that swallows, beside lo",
		answers: [
			[
				"Is lo a dummy?",
				"No. Both are made of software and have no wire, and there the likeness ends. lo hands every packet back to this machine. dummy drops it.",
			],
			[
				"Then why does ping to an address on dummy0 answer?",
				"Because it is an address of this machine, and what is for this machine goes through lo, whatever device the address stands on. dummy0 never sees those pings: its counter does not move.",
			],
			[
				"And a neighbour of it?",
				"192.0.2.9 belongs to the network behind dummy0, so packets for it go there, and are gone. There is no error, only 100% packet loss.",
			],
			[
				"What is dummy good for, when lo can have addresses too?",
				"You can make one for each purpose, name it, switch it off and delete it; there is only one lo, and everything on the machine needs it. Addresses that should come and go together are better off on a dummy.",
			],
		],
		sketch: `            lo                          dummy0
     +-------------+              +-------------+
 --->|  transmit   |          --->|  transmit   |
     |      |      |              |      |      |
     |      v      |              |      v      |
 <---|   receive   |              |    (gone)   |
     +-------------+              +-------------+
   made by the kernel,          ip link add dummy0 type dummy,
   cannot be deleted            ip link del dummy0`,
	},
	netns: {
		title: "a container's lo, and its own 127.0.0.1",
		answers: [
			[
				"Why does each container have its own 127.0.0.1?",
				"Because a container runs in a network namespace of its own, and a namespace is a complete network stack: devices, addresses, routes, sockets. The kernel makes a lo in each of them. 127.0.0.1 means: this namespace.",
			],
			[
				"Is it the same lo, shown twice?",
				"No. They share the name and the number 1, and nothing else: one can be up while the other is down, and what passes through one moves no counter of the other.",
			],
			[
				"Why can't I reach a service on the host's 127.0.0.1 from a container?",
				"It listens in the host's namespace, and in the container 127.0.0.1 is the container itself. Let the service listen on an address that the container has a route to: the host's end of a veth pair, for instance.",
			],
			[
				"Can lo be moved into a namespace?",
				"No: the kernel refuses. There is one in it already; all it needs is ip link set lo up.",
			],
		],
	},
	"local-table": {
		title: "table local: what is this machine",
		answers: [
			[
				"How does the kernel know that a packet is for itself?",
				"It looks the destination up. The first rule (priority 0) asks table local, and an entry of type local there means: mine. Adding an address writes such an entry; removing the address takes it out.",
			],
			[
				"Why does the entry say dev v0 when the packet goes through lo?",
				"dev names the device the address stands on. The packet itself never goes to v0: route get shows dev lo for everything local.",
			],
			[
				"Can a route in main overrule it?",
				"No: main is asked by rule 32766, and by then local has answered. Take the entry out of table local, and packets to that very address go out to the wire: this entry alone makes an address the machine's own.",
			],
			[
				"Does it have to be single addresses?",
				"No. One entry for a whole network makes the machine answer for every address in it, with none of them configured. That is how 127.0.0.0/8 works.",
			],
		],
		sketch: `  packet to 10.0.0.1
       |
       v
  rule 0      -> table local    local 10.0.0.1   --> mine, through lo
       | nothing fits
       v
  rule 32766  -> table main     10.0.0.0/24 dev v0  --> out by v0
       | nothing fits
       v
  rule 32767  -> table default  (empty)  --> Network is unreachable`,
	},
	up: {
		title: "up: towards which side?",
		answers: [
			["What does UP mean?", "What this side wants: ip link set … up sets it. It says nothing about the other end."],
			[
				"What does LOWER_UP mean?",
				"That there is carrier: a cable with something live at its other end; for a veth pair, that the other end is up too. Where UP is set and this is missing, ip shows NO-CARRIER.",
			],
			[
				"And state?",
				"Both in one word. UP: it can carry packets. DOWN: switched off, or switched on without carrier: a card with no cable, a bridge whose ports are all down. A device that stands on another one, as one end of a veth pair, then says LOWERLAYERDOWN instead. UNKNOWN: it has no carrier to watch, like lo and dummy. For lo that is the normal state.",
			],
			[
				"What does it do to routes?",
				"Switched off here: the routes by that device go; its IPv4 addresses stay, its IPv6 addresses go, too. Switched on again, it gets back the routes that follow from its addresses, not those that somebody added. Switched off at the other end: routes and addresses stay, and the routes are marked linkdown.",
			],
		],
		sketch: `  UP    LOWER_UP   state
  no    no         DOWN
  yes   no         DOWN             a card without cable (NO-CARRIER)
  yes   no         LOWERLAYERDOWN   one end of a veth pair (NO-CARRIER)
  yes   yes        UP
  yes   yes        UNKNOWN          lo, dummy: no carrier to watch`,
	},
	bind: {
		title: "bind: who can reach a service",
		answers: [
			[
				"Why does cupsd listen on 127.0.0.1 and sshd on 0.0.0.0?",
				"Because one is meant for programs on this machine and the other for people elsewhere. The address a service binds to is the one that packets have to be sent to; 0.0.0.0 means any address of this machine, those on lo included.",
			],
			[
				"Is a service on 127.0.0.1 safe from outside?",
				"From packets of other machines, yes: what they send to 10.0.0.1 does not match a socket bound to 127.0.0.1 (refused), and what they send to 127.0.0.1 goes to themselves. From other users and programs on this machine, no.",
			],
			[
				"Does the device matter?",
				"No, the address does. A service on 10.255.0.1, an address on lo, can be reached from outside like any other, as long as the others have a route to it.",
			],
		],
		sketch: `  from another machine               this machine
  to 10.0.0.1:2222   ------------->  0.0.0.0:2222      answered
  to 10.0.0.1:6310   ------------->  127.0.0.1:6310    refused (other address)
  to 10.255.0.1:1790 ------------->  10.255.0.1:1790   answered (stands on lo)
  to 127.0.0.1:6310  --+ stays there: 127.0.0.1 is the other machine itself`,
	},
	router: {
		title: "why routers carry addresses on lo",
		answers: [
			[
				"What does an address on lo do for a router?",
				"It stands for the router, not for one of its links. An address on a link is only as reachable as that link. An address on lo is there as long as the router is, and can be reached over whichever link works.",
			],
			[
				"Do packets then pass through lo?",
				"Not those that the router forwards, and not even a ping from outside to the address on lo: it comes in by a link, table local says mine, and the answer leaves by a link. lo's counters stay at zero.",
			],
			[
				"How do the others know the way?",
				"By routes to that one address (/32): written by hand with two metrics, as here, or learned from a routing protocol, which tells everybody of the address and finds the next best way when a link fails.",
			],
			["Does the address then stand on several devices?", "No, only once, on lo. That is the point."],
		],
	},
	default: {
		title: "the default route, and what a metric decides",
		answers: [
			[
				"What is a default route?",
				"The route for everything that no other route covers: default is 0.0.0.0/0, the prefix that contains every address. Without it, an address that no route covers fails at once, with Network is unreachable; neighbours on the link can still be reached.",
			],
			[
				"When is it used?",
				"Last. Of all routes that cover the destination the one with the longest prefix wins, and /0 is the shortest. A route to 198.51.100.0/24 beats it even with a worse metric.",
			],
			[
				"And if there are two default routes?",
				"The one with the smaller metric is used. A metric only compares routes to the same prefix. ip route add refuses a second one with the same metric (File exists).",
			],
			[
				"Does the other take over when a link fails?",
				"If the device is switched off here, yes: its routes are gone, and the next best is left. If only the other end is gone, no: the route stays, marked linkdown, and is still used, unless ignore_routes_with_linkdown is set. Noticing it is the work of a routing protocol or a network manager.",
			],
		],
		sketch: `  to 10.0.1.9       10.0.1.0/24 dev a0        the longest prefix
  to 198.51.100.1   198.51.100.0/24 via ...   longer than /0: first
  to anywhere else  default via 10.0.2.1 dev b0 metric 100   smaller: first
                    default via 10.0.1.1 dev a0 metric 200   in reserve`,
	},
	neigh: {
		title: "neighbours: from an IP address to a MAC address",
		answers: [
			[
				"What is a neighbour?",
				"Another machine on the same link. To hand it a packet the kernel needs its link address (MAC); it asks for it (ARP in IPv4, neighbour discovery in IPv6) and keeps the answer in a table: ip neigh.",
			],
			[
				"What do the states say?",
				"How far the kernel trusts the entry. INCOMPLETE: it has asked, and waits. REACHABLE: confirmed just now. STALE: known, but not confirmed for a while; it is used all the same. DELAY: it has been used since, and unless something confirms it, the kernel asks in five seconds. PROBE: it is asking. FAILED: nobody answered. PERMANENT: written by hand, never questioned.",
			],
			[
				"Is STALE an error?",
				"No: every entry that nobody uses ends up so. The next packet goes out with it at once, and it is confirmed afterwards.",
			],
			[
				"And if a permanent entry is wrong?",
				"It is believed. Packets go to that MAC address for ever, and nobody reports anything: 100% packet loss.",
			],
		],
		sketch: `  first packet         answer            time             packet
  ---------> INCOMPLETE ----> REACHABLE ----> STALE ---------> DELAY
                 | silence        ^                              | 5 s
                 v                |        answer                v
               FAILED             +---------------------------- PROBE`,
	},
	dad: {
		title: "tentative and dadfailed: is the address free?",
		answers: [
			[
				"Why is a new IPv6 address tentative?",
				"Because the kernel first asks on the link whether somebody has it already: duplicate address detection (DAD). Until a second or two have passed without an objection, the address is tentative, and no program can use it.",
			],
			[
				"And if somebody has it?",
				"Then it is marked dadfailed and stays tentative: ip shows it, but the machine does not use it. This does not mend itself: delete the address, and add it again once the other one is gone.",
			],
			[
				"Can one do without?",
				"Yes, with nodad when you add it: nobody is asked, and the address is there at once. That is right where nobody else can have it, as on a link between two routers.",
			],
			["And IPv4?", "There the kernel asks nobody: two machines accept the same address without a word."],
		],
		sketch: `  ip addr add fd00::5/64 dev v0
       |
       v
   tentative -- "who has fd00::5?" --> silence for a second: it is ours
       |
       +-- "I have!" --> dadfailed tentative: not ours`,
	},
	secondary: {
		title: "primary and secondary addresses",
		answers: [
			[
				"What is secondary?",
				"Any further IPv4 address of the same network on the same device. The first is primary: the route to the network names it as the source, and packets to neighbours leave with it.",
			],
			[
				"What decides it?",
				"The network and its length together. 10.0.0.1/24 and 10.0.0.2/24 are in one network; 10.0.0.3/32 is in another, hence primary, and so is 10.0.9.1/24.",
			],
			[
				"Why is it worth knowing?",
				"Delete the primary address, and its secondaries go with it, and so does the route. With promote_secondaries=1 the next of them becomes primary instead.",
			],
		],
	},
	rp_filter: {
		title: "rp_filter: can the source of a packet be believed?",
		answers: [
			[
				"What does it check?",
				"The way back. A packet has come in by v0 from 192.0.2.9: where would an answer to 192.0.2.9 go? 1 (strict): out by v0, or the packet is dropped. 2 (loose): anywhere, as long as there is a way. 0: nobody asks.",
			],
			[
				"Why does it bite?",
				"Because packets may come and go by different links for good reasons: two uplinks, a tunnel, a route added by hand. Then they are dropped, and nobody is told. ip route get ADDRESS from SOURCE iif DEVICE asks the same question, and is refused as well.",
			],
			[
				"Which value counts?",
				"The greater of two: that of all and that of the device. conf.v0.rp_filter=0 does not help while conf.all.rp_filter is 1; conf.v0.rp_filter=2 does.",
			],
		],
	},
	bridge: {
		title: "bridge and veth: the switch and the cable",
		answers: [
			[
				"What is the difference?",
				"A veth pair is a cable: what goes in at one end comes out at the other, usually in another namespace. A bridge is a switch: it learns who is behind which port, and what comes in at one goes out at the one behind which its destination is. Two containers on the same network, each with its own cable to the host, do not see each other until a bridge joins the cables.",
			],
			[
				"Does a bridge need an address?",
				"Not for switching: it joins the containers even where the host has neither address nor route. With an address on br0 the host itself is plugged into the switch, as one more machine.",
			],
			[
				"Where does the address go, on the port or on the bridge?",
				"On the bridge. A port hands everything it receives to its bridge, and what the host sends out by the port reaches only whoever is behind that port: the others get no answer.",
			],
			[
				"Is br0 a router?",
				"No. It knows MAC addresses, not routes. But switch it off, and nothing passes between its ports any more.",
			],
		],
	},
};

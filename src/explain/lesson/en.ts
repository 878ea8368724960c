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
				"Also from the kernel: it writes them on lo when lo goes up, and nobody has to configure them.",
			],
			[
				"Where does lo stand between a program, the kernel and the card?",
				"In the kernel, where a driver would stand, but with no hardware below it. A program sends, the kernel decides by its tables that the packet is for this machine, lo takes it as a card would and hands it straight back to the receiving side. There is no wire to watch: lo is ready as soon as it is up.",
			],
			[
				"Does only 127.0.0.1 use it?",
				"No. Whatever this machine sends to any address of its own goes through lo, the address of eth0 as well: look at dev lo in the answer of route get, and at lo's counters. So a host without lo up cannot talk to itself at all.",
			],
		],
		picture: `  ping 10.0.0.1 (its own)          ping 10.0.0.7 (another machine)
        |                                 |
  +-----v---------------------------------v------------------+
  |  routing decision: table local first, then main          |
  +-----+---------------------------------+------------------+
        | "local 10.0.0.1"                | "10.0.0.0/24 dev eth0"
   +----v----+                       +----v----+
   |   lo    |--+ back to receive    |  eth0   |---- wire ---->
   +---------+  |                    +---------+
        ^-------+`,
		experiment: [
			{ line: "ip netns add box" },
			{ line: "ip -n box link", note: "lo is there, down" },
			{ line: "ip -n box link del lo", note: "refused" },
			{ line: "ip -n box link set lo up" },
			{ line: "ip -n box addr", note: "127.0.0.1 and ::1 have come" },
			{ line: "ip -n box link add v0 type veth peer name v1" },
			{ line: "ip -n box link set v0 up" },
			{ line: "ip -n box link set v1 up" },
			{ line: "ip -n box addr add 10.0.0.1/24 dev v0" },
			{ line: "ip -n box route get 10.0.0.1", note: "dev lo" },
			{ line: "ip -n box link set lo down" },
			{ line: "ip netns exec box ping -c 1 -W 1 10.0.0.1", note: "its own address: silence" },
		],
	},
	scope: {
		title: "scope: how far an address or a route reaches",
		answers: [
			[
				"What is a scope?",
				"A promise about distance, one number in each address and each route. host (254): inside this machine only. link (253): as far as the first router. global (0, the kernel says universe): everywhere. A greater number is a smaller world.",
			],
			[
				"What is it good for?",
				"For two decisions. The source of a packet: for a far destination the kernel passes over addresses with scope link or host, and takes a global one even from another device, from lo for instance. And a gateway: it must be reachable at a smaller distance than what it leads to, so a route via X is refused when X itself is only reachable through a router.",
			],
			[
				"Why does 127.0.0.1 say scope host?",
				"Because the kernel writes it so: the address means the machine itself, and outside it would mean another machine. An address of your own on lo says scope global, and is one.",
			],
			[
				"Is scope a firewall?",
				"No. It chooses sources and judges gateways. An address with scope host on v0 still answers a ping from outside. What keeps 127.x off the wire are other rules (see 127).",
			],
		],
		picture: `  +----------------------------------------------------------+
  |  scope global (0, universe): behind routers too          |
  |   +---------------------------------------------------+  |
  |   |  scope link (253): as far as the first router     |  |
  |   |   +-------------------------------------------+   |  |
  |   |   |  scope host (254): this machine alone     |   |  |
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
			{ line: "ip route get 10.0.0.7", note: "near: src 10.0.0.1" },
			{ line: "ip route get 198.51.100.1", note: "far: src 192.0.2.1, from lo" },
			{ line: "ip route add 203.0.113.0/24 via 198.51.100.1", note: "no neighbour: refused" },
		],
	},
	"127": {
		title: "127.0.0.1: what makes it special, and what does not",
		answers: [
			[
				"What makes it special?",
				"Three things. The range 127.0.0.0/8 is reserved for it (RFC 1122), so nobody else has it. The kernel gives the whole range to the machine itself, by one route in table local: 127.9.9.9 answers too. And the kernel's receiving side drops packets of that range that come from a wire (martians), unless route_localnet allows them on that device.",
			],
			[
				"What does not?",
				"The device it is written on. Moved from lo to v0, 127.0.0.1 still answers, and still through lo: table local knows that it is this machine, and what is for this machine goes through lo.",
			],
			[
				"Can a route send 127.0.0.1 somewhere else?",
				"Not a route in table main: table local is asked before, and says local. You may add 127.0.0.0/8 via 10.0.0.2; nothing changes.",
			],
			[
				"So can traffic to 127.0.0.1 leave the machine?",
				"No, as long as table local is what the kernel made it. Where it lacks 127.0.0.0/8, because lo was never up, a route in main does send 127.0.0.1 to the wire; and whoever gets it drops it at the door, unless route_localnet is set there.",
			],
		],
		picture: `  to 127.0.0.1 --> table local: "local 127.0.0.0/8 dev lo" --> lo --> back
                       |
                       x  main is never asked: no gateway, no wire

  from a wire, to 127.0.0.1 --> martian: dropped (route_localnet 0)`,
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
			{ line: "ip route get 127.0.0.1", note: "still local" },
			{ line: "ip route del 127.0.0.0/8" },
			{ line: "ip addr del 127.0.0.1/8 dev lo" },
			{ line: "ip addr add 127.0.0.1/8 dev v0" },
			{ line: "ip route get 127.0.0.1", note: "still dev lo" },
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
				"Because it is an address of this machine, and what is for this machine goes through lo, whatever device the address stands on. dummy0 is not asked: its counter does not move with those pings.",
			],
			[
				"And a neighbour of it?",
				"192.0.2.9 is looked for behind dummy0, and everything sent there is gone. There is no error: 100% loss.",
			],
			[
				"What is dummy good for, when lo can have addresses too?",
				"A dummy can be made, named, set down and deleted, one for each purpose; there is one lo, and everything else needs it. Addresses that should come and go together are better off on a dummy.",
			],
		],
		picture: `            lo                          dummy0
     +-------------+              +-------------+
 --->|  transmit   |          --->|  transmit   |
     |      |      |              |      |      |
     |      v      |              |      v      |
 <---|   receive   |              |    (gone)   |
     +-------------+              +-------------+
   made by the kernel,          ip link add dummy0 type dummy,
   cannot be deleted            ip link del dummy0`,
		experiment: [
			{ line: "ip link set lo up" },
			{ line: "ip link add dummy0 type dummy" },
			{ line: "ip link set dummy0 up" },
			{ line: "ip addr add 192.0.2.1/24 dev dummy0" },
			{ line: "ip route get 192.0.2.1", note: "its own: dev lo" },
			{ line: "ip route get 192.0.2.9", note: "a neighbour: dev dummy0" },
			{ line: "cat /sys/class/net/lo/statistics/tx_packets" },
			{ line: "ip link del dummy0", note: "works" },
			{ line: "ip link del lo", note: "refused" },
		],
	},
	netns: {
		title: "a container's lo, and its own 127.0.0.1",
		answers: [
			[
				"Why has each container its own 127.0.0.1?",
				"Because a container runs in a network namespace of its own, and a namespace is a whole second network: devices, addresses, routes, sockets. The kernel makes each of them a lo. 127.0.0.1 means: this namespace.",
			],
			[
				"Is it the same lo, shown twice?",
				"No. They have the same name and number 1, and nothing else in common: one can be up and the other down, and what passes through one moves no counter of the other.",
			],
			[
				"Why can't I reach a service on the host's 127.0.0.1 from a container?",
				"It listens in the host's namespace. In the container 127.0.0.1 is the container. The way over is an address that both sides have a route to, on a veth pair for instance.",
			],
			[
				"Can lo be moved into a namespace?",
				"No: the kernel refuses. There is one there already, which only waits for up.",
			],
		],
		picture: `  host                         namespace a            namespace b
  +----------------------+     +----------------+     +----------------+
  | lo  127.0.0.1        |     | lo 127.0.0.1   |     | lo (down)      |
  | eth0 192.168.1.10    |     +----------------+     +----------------+
  +----------------------+      three lo, three 127.0.0.1, no way between
                                them until somebody puts a veth pair there`,
		experiment: [
			{ line: "ip netns add a" },
			{ line: "ip netns add b" },
			{ line: "ip -n a -br link" },
			{ line: "ip -n a link set lo up" },
			{ line: "ip netns exec b ping -c 1 -W 1 127.0.0.1", note: "b's lo is still down" },
			{ line: "ip netns exec a cat /sys/class/net/lo/statistics/rx_packets" },
			{ line: "ip netns exec b cat /sys/class/net/lo/statistics/rx_packets", note: "0" },
			{ line: "ip link set lo netns a", note: "refused" },
		],
	},
	"local-table": {
		title: "table local: what is this machine",
		answers: [
			[
				"How does the kernel know that a packet is for itself?",
				"It looks it up. The first rule (priority 0) asks table local, and an entry of type local there means: mine. Every address that is added writes such an entry; its removal takes it away.",
			],
			[
				"Why does the entry say dev v0 when the packet goes through lo?",
				"dev names the device the address stands on. The packet itself never goes to v0: route get shows dev lo for everything local.",
			],
			[
				"Can a route in main overrule it?",
				"No: main is asked by rule 32766, and local has answered. Take the entry out of table local, and the same address is sent out to the wire: nothing else makes an address one's own.",
			],
			[
				"Must it be single addresses?",
				"No. One entry for a whole network makes the machine answer for every address in it, with none of them configured. That is how 127.0.0.0/8 works.",
			],
		],
		picture: `  packet to 10.0.0.1
       |
       v
  rule 0      -> table local    local 10.0.0.1   --> mine, through lo
       | nothing fits
       v
  rule 32766  -> table main     10.0.0.0/24 dev v0  --> out by v0
       | nothing fits
       v
  rule 32767  -> table default  (empty)  --> Network is unreachable`,
		experiment: [
			{ line: "ip link set lo up" },
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip link set v0 up" },
			{ line: "ip link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip rule" },
			{ line: "ip route show table local" },
			{ line: "ip route add 10.0.0.1/32 dev v1" },
			{ line: "ip route get 10.0.0.1", note: "still local" },
			{ line: "ip route del local 10.0.0.1 table local dev v0" },
			{ line: "ip route get 10.0.0.1", note: "out by v1" },
			{ line: "ip route add local 198.51.100.0/24 dev lo" },
			{ line: "ip route get 198.51.100.77", note: "a whole network is mine" },
		],
	},
	up: {
		title: "up: towards which side?",
		answers: [
			[
				"What does UP mean?",
				"The wish of this side: ip link set … up puts it there, and says nothing about the other end.",
			],
			[
				"What does LOWER_UP mean?",
				"That the layer below has carrier: a cable with somebody at the other end; of a veth pair, that the other end is up too. UP without LOWER_UP is shown as NO-CARRIER.",
			],
			[
				"And state?",
				"The sum of both, for programs: UP can carry packets, LOWERLAYERDOWN is up and waits for the other end, DOWN is switched off here. UNKNOWN is what devices say that have no carrier to watch: lo and dummy. For lo it is the normal state of a working one.",
			],
			[
				"What does it do to routes?",
				"Switched off here: the routes of the device go; its IPv4 addresses stay, its IPv6 addresses go, too. Switched off at the other end: routes and addresses stay, and the routes are marked linkdown.",
			],
		],
		picture: `      this machine                       the other end
   +---------------+                  +---------------+
   |  v0           |==================|           v1  |
   +---------------+                  +---------------+
     UP: ip link set v0 up              LOWER_UP of v0: v1 is up

   UP   LOWER_UP   state
   no      -       DOWN
   yes     no      LOWERLAYERDOWN   (NO-CARRIER among the flags)
   yes     yes     UP
   yes     yes     UNKNOWN          (lo: no carrier to watch)`,
		experiment: [
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip link set v0 up" },
			{ line: "ip -br link", note: "v0 LOWERLAYERDOWN" },
			{ line: "ip link set v1 up" },
			{ line: "ip -br link", note: "both UP" },
			{ line: "ip link set v1 down" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip route", note: "linkdown" },
			{ line: "ip link set v0 down" },
			{ line: "ip route", note: "gone" },
			{ line: "ip addr show v0", note: "the address has stayed" },
		],
	},
	bind: {
		title: "bind: who can reach a service",
		answers: [
			[
				"Why does cupsd listen on 127.0.0.1 and sshd on 0.0.0.0?",
				"Because the one is meant for programs of this machine and the other for people elsewhere. The address a service binds to is the address a packet must be sent to; 0.0.0.0 means any address of this machine, 127.0.0.1 and those on lo among them.",
			],
			[
				"Is a service on 127.0.0.1 safe from outside?",
				"From packets of other machines, yes: what they send to 10.0.0.1 does not fit a socket bound to 127.0.0.1 (refused), and what they send to 127.0.0.1 goes to themselves. Not from other users and programs on this machine.",
			],
			[
				"Does the device matter?",
				"No, the address does. A service on 10.255.0.1, an address that stands on lo, is reached from outside like any other, as long as the others have a route to it.",
			],
		],
		picture: `  from another machine               this machine
  to 10.0.0.1:2222   ------------->  0.0.0.0:2222      answered
  to 10.0.0.1:6310   ------------->  127.0.0.1:6310    refused (other address)
  to 10.255.0.1:1790 ------------->  10.255.0.1:1790   answered (stands on lo)
  to 127.0.0.1:6310  --+ stays there: 127.0.0.1 is the other machine itself`,
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
			{ line: "ip netns exec other nc -z -v -w 1 10.0.0.1 2222", note: "answered" },
			{ line: "ip netns exec other nc -z -v -w 1 10.0.0.1 6310", note: "refused" },
			{ line: "ip netns exec other nc -z -v -w 1 10.255.0.1 1790", note: "answered" },
			{ line: "ip netns exec other nc -z -v -w 1 127.0.0.1 6310", note: "its own 127.0.0.1" },
		],
	},
	router: {
		title: "why routers carry addresses on lo",
		answers: [
			[
				"What does an address on lo do for a router?",
				"It names the router, and not one of its links. An address on a link is as reachable as that link. An address on lo is there as long as the router is, and is reached over whichever link works.",
			],
			[
				"Do packets then pass through lo?",
				"Not those that the router forwards: lo's counters stay at zero. They do so even for a ping from outside to the address on lo: the packet comes in by a link, table local says mine, and the answer leaves by a link.",
			],
			[
				"How do the others know the way?",
				"By routes to that one address (/32), written by hand with two metrics as here, or learned from a routing protocol, which carries the address to all and takes the next best way when a link fails.",
			],
			["Is the same address on several devices?", "No. It stands once, on lo. That is the point."],
		],
		picture: `            +---- a1 ======== a2 ----+
   host ----|                        |---- r2   lo: 10.255.0.2
            +---- b1 ======== b2 ----+
     10.255.0.2 via a (metric 10)      a fails: the route over b is
     10.255.0.2 via b (metric 20)      left, and r2 is still r2`,
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
			{ line: "ip route get 10.255.0.2", note: "over a1" },
			{ line: "ip link set a1 down" },
			{ line: "ip route get 10.255.0.2", note: "over b1" },
			{ line: "ping -c 1 -W 1 10.0.1.2", note: "the link's own address is lost" },
			{ line: "ip -n r2 -s link show lo", note: "no packet passed through lo" },
		],
	},
	default: {
		title: "the default route, and what a metric decides",
		answers: [
			[
				"What is a default route?",
				"The route for everything that no other route knows: default is 0.0.0.0/0, the prefix that contains every address. Without one, an address outside of all routes is not sought anywhere: Network is unreachable, at once, and neighbours on the link are reached all the same.",
			],
			[
				"When is it used?",
				"Last. Of all routes that contain the destination the longest prefix decides, and /0 is the shortest. A route 198.51.100.0/24 wins over it even with a worse metric.",
			],
			[
				"And of two default routes?",
				"The one with the smaller metric. A metric compares only routes of the same prefix. Two with the same prefix and the same metric cannot be there (File exists).",
			],
			[
				"Does the other take over when a link fails?",
				"When the device is switched off here, yes: its routes are gone, and the next best is left. When only the other end is gone, no: the route stays, marked linkdown, and is still taken. Noticing that is the work of a routing protocol or a network manager.",
			],
		],
		picture: `  to 10.0.1.9       10.0.1.0/24 dev a0        the longest prefix
  to 198.51.100.1   198.51.100.0/24 via ...   longer than /0: first
  to anywhere else  default via 10.0.2.1 dev b0 metric 100   smaller: first
                    default via 10.0.1.1 dev a0 metric 200   in reserve`,
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
			{ line: "ip route get 198.51.100.1", note: "unreachable" },
			{ line: "ip route add default via 10.0.1.1 metric 200" },
			{ line: "ip route add default via 10.0.2.1 metric 100" },
			{ line: "ip route get 198.51.100.1", note: "by b0: 100 is less" },
			{ line: "ip route get 10.0.1.9", note: "by a0: a longer prefix" },
			{ line: "ip route add 198.51.100.0/24 via 10.0.1.1 metric 500" },
			{ line: "ip route get 198.51.100.1", note: "by a0, metric 500 or not" },
			{ line: "ip -n gw link set b1 down" },
			{ line: "ip route get 203.0.113.1", note: "still by b0" },
			{ line: "ip link set b0 down" },
			{ line: "ip route get 203.0.113.1", note: "by a0" },
		],
	},
	neigh: {
		title: "neighbours: from an IP address to a MAC address",
		answers: [
			[
				"What is a neighbour?",
				"Somebody on the same link. To hand a packet to a neighbour the kernel needs that one's link address (MAC), asks for it (ARP for IPv4, neighbour discovery for IPv6), and keeps the answer in a table: ip neigh.",
			],
			[
				"What do the states say?",
				"How much the kernel believes the entry. INCOMPLETE: it has asked and waits. REACHABLE: it was confirmed just now. STALE: known, but not confirmed for a while; it is used all the same. DELAY: used while in doubt, in five seconds it will be asked about; PROBE: it is being asked about. FAILED: nobody answered. PERMANENT: written by hand, never asked about.",
			],
			[
				"Is STALE an error?",
				"No: it is how an unused entry ends up. A packet is sent with it at once, and afterwards it is confirmed.",
			],
			[
				"And a wrong permanent entry?",
				"Is believed. Packets are sent to that MAC address for ever, and nobody reports anything: 100% loss.",
			],
		],
		picture: `  first packet         answer            time             packet
  ---------> INCOMPLETE ----> REACHABLE ----> STALE ---------> DELAY
                 | silence        ^                              | 5 s
                 v                |        answer                v
               FAILED             +---------------------------- PROBE`,
		experiment: [
			{ line: "ip netns add other" },
			{ line: "ip link add v0 type veth peer name v1 netns other" },
			{ line: "ip link set v0 up" },
			{ line: "ip -n other link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip -n other addr add 10.0.0.2/24 dev v1" },
			{ line: "ip neigh", note: "nobody yet" },
			{ line: "ping -c 1 -q 10.0.0.2 | grep transmitted | sed 's/, time.*//'" },
			{ line: "ip -4 neigh", note: "REACHABLE" },
			{ line: "ip neigh change 10.0.0.2 dev v0 nud stale" },
			{ line: "ping -c 1 -q 10.0.0.2 | grep transmitted | sed 's/, time.*//'" },
			{ line: "ip -4 neigh", note: "answered, and DELAY" },
			{ line: "sleep 7" },
			{ line: "ip -4 neigh", note: "asked about: REACHABLE" },
			{ line: "ping -c 1 -W 1 -q 10.0.0.9 | grep transmitted | sed 's/, time.*//'" },
			{ line: "ip neigh show 10.0.0.9", note: "INCOMPLETE" },
			{ line: "sleep 4" },
			{ line: "ip neigh show 10.0.0.9", note: "FAILED" },
			{ line: "ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev v0" },
			{ line: "ip neigh show 10.0.0.7", note: "PERMANENT" },
		],
	},
	dad: {
		title: "tentative and dadfailed: is the address free?",
		answers: [
			[
				"Why is a new IPv6 address tentative?",
				"Because the kernel first asks on the link whether somebody has it already: duplicate address detection (DAD). Until a second or two have passed without an objection it is tentative, and no program can use it.",
			],
			[
				"And if somebody has it?",
				"Then it is marked dadfailed and stays tentative: it is written there, but is not this machine's. It does not mend itself; delete it, and add it anew when the other is gone.",
			],
			[
				"Can one do without?",
				"Yes: nodad when adding it. Then nobody is asked, and it is there at once. That is right where nobody else can be: on lo, or on a link between two routers.",
			],
			["And IPv4?", "The kernel asks nobody: the same address on two machines is accepted by both, without a word."],
		],
		picture: `  ip addr add fd00::5/64 dev v0
       |
       v
   tentative -- "who has fd00::5?" --> silence for a second: it is ours
       |
       +-- "I have!" --> dadfailed tentative: not ours`,
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
			{ line: "ip -6 addr show dev v0", note: "5 tentative, 6 not" },
			{ line: "ip addr add fd00::1/64 dev v0" },
			{ line: "sleep 3" },
			{ line: "ip -6 addr show dev v0", note: "5 is ours, 1 dadfailed" },
			{ line: "ping -c 1 -W 1 -q -I fd00::1 fd00::6", note: "refused" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip -n other addr add 10.0.0.1/24 dev v1", note: "IPv4: no objection" },
		],
	},
	secondary: {
		title: "primary and secondary addresses",
		answers: [
			[
				"What is secondary?",
				"The second IPv4 address of the same network on the same device. The first is primary: the route to the network names it as the source, and packets to neighbours leave with it.",
			],
			[
				"What decides it?",
				"Network and length together. 10.0.0.1/24 and 10.0.0.2/24 are of one network; 10.0.0.3/32 is another one, and primary, and so is 10.0.9.1/24.",
			],
			[
				"What is it worth knowing for?",
				"Delete the primary address, and its secondary ones go with it, and the route too. With promote_secondaries=1 the next of them becomes primary instead.",
			],
		],
		picture: `  v0   10.0.0.1/24   primary     source to 10.0.0.0/24
       10.0.0.2/24   secondary   same network, same length: hangs on .1
       10.0.0.3/32   primary     another length
       10.0.9.1/24   primary     another network`,
		experiment: [
			{ line: "ip link add v0 type veth peer name v1" },
			{ line: "ip link set v0 up" },
			{ line: "ip link set v1 up" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip addr add 10.0.0.2/24 dev v0" },
			{ line: "ip addr add 10.0.0.3/32 dev v0" },
			{ line: "ip addr add 10.0.9.1/24 dev v0" },
			{ line: "ip -o -4 addr show dev v0", note: "only .2 is secondary" },
			{ line: "ip route get 10.0.0.9", note: "src 10.0.0.1" },
			{ line: "ip addr del 10.0.0.1/24 dev v0" },
			{ line: "ip -o -4 addr show dev v0", note: ".2 is gone, too" },
			{ line: "ip addr add 10.0.0.1/24 dev v0" },
			{ line: "ip addr add 10.0.0.2/24 dev v0" },
			{ line: "sysctl -w net.ipv4.conf.v0.promote_secondaries=1" },
			{ line: "ip addr del 10.0.0.1/24 dev v0" },
			{ line: "ip -o -4 addr show dev v0", note: ".2 is primary" },
		],
	},
	rp_filter: {
		title: "rp_filter: is the source of a packet to be believed?",
		answers: [
			[
				"What does it check?",
				"The way back. A packet has come in by v0 from 192.0.2.9: where would an answer to 192.0.2.9 go? 1 (strict): it must leave by v0, else the packet is dropped. 2 (loose): there must be a way at all. 0: the way back is not asked about.",
			],
			[
				"Why does it bite?",
				"Because a packet may come and go by different links for good reasons: two uplinks, a tunnel, a route by hand. Then it is dropped without a word to anybody. route get ADDRESS from SOURCE iif DEVICE asks the same question, and is refused, too.",
			],
			[
				"Which value counts?",
				"The greater one of all and of the device. conf.v0.rp_filter=0 does not help while conf.all.rp_filter is 1; 2 on the device does.",
			],
		],
		picture: `   other  --- v1 ======== v0 --->  this machine
  192.0.2.9                        192.0.2.9 via 10.0.2.2 dev w0
          <-- w1 ======== w0 ----

  rp_filter 1 on v0: the answer would leave by w0: dropped
  rp_filter 2 on v0: there is a way back: accepted`,
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
			{ line: "ip route get 10.0.1.1 from 192.0.2.9 iif v0", note: "refused" },
			{ line: "ip route get 10.0.1.1 from 192.0.2.9 iif w0", note: "local" },
			{ line: "sysctl -w net.ipv4.conf.v0.rp_filter=2" },
			{ line: "sysctl -w net.ipv4.conf.v0.rp_filter=0 net.ipv4.conf.all.rp_filter=1" },
		],
	},
	bridge: {
		title: "bridge and veth: the switch and the cable",
		answers: [
			[
				"What is the difference?",
				"A veth pair is a cable: what goes in at one end comes out at the other, mostly in another namespace. A bridge is a switch: what comes in at one port goes out where its destination is. Two containers, each with its own cable to the host, do not see each other until a bridge joins the cables.",
			],
			[
				"Does a bridge need an address?",
				"Not to switch: it joins containers though the host has no address and no route. With an address on br0 the host itself stands behind the switch, too, as one more machine on it.",
			],
			[
				"Where does the address go, on the port or on the bridge?",
				"On the bridge. A port hands all that it gets to its bridge, and what the host sends by the port reaches only whoever is behind that one: the others get no answer.",
			],
			[
				"Is br0 a router?",
				"No. It knows MAC addresses, not routes. But switch it off, and the ports carry nothing more to each other.",
			],
		],
		picture: `  namespace a             host                      namespace b
   eth0 10.0.0.2          br0 10.0.0.1 (the host)    eth0 10.0.0.3
     |                   +--+-------------+--+          |
     +====== veth ====== va |   switch    | vb == veth =+
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
			{ line: "ip netns exec a ping -c 1 -W 1 -q 10.0.0.3 | grep transmitted | sed 's/, time.*//'", note: "lost" },
			{ line: "ip link set va master br0" },
			{ line: "ip link set vb master br0" },
			{
				line: "ip netns exec a ping -c 1 -W 1 -q 10.0.0.3 | grep transmitted | sed 's/, time.*//'",
				note: "they see each other",
			},
			{ line: "ip route", note: "the host has none" },
			{ line: "ip addr add 10.0.0.1/24 dev br0" },
			{ line: "ip route get 10.0.0.2", note: "dev br0" },
			{ line: "ip link set br0 down" },
			{ line: "ip netns exec a ping -c 1 -W 1 -q 10.0.0.3 | grep transmitted | sed 's/, time.*//'", note: "lost" },
		],
	},
};

/** What a message means when nothing is known but its words, in English. */
export const message = {
	batchTextMessage:
		"A line of the file (ip -batch) could not be read as a command: a quote without its like on the same line, a \\ at the end of the last line, or more than 511 words.",
	invalidGateway:
		"The gateway is not a neighbour: no address of this machine has it in its subnet (scope link), or the device to it is down. A gateway that is this machine's own address is refused as well.",
	nsidMessage:
		"The number stands for no namespace there: each namespace counts by itself those it has had to do with (ip netns list-id).",
	addressInUse:
		"A port on an address belongs to one socket (ss -tulnp tells whose); or, of a device, a link address or a UDP port that another device has.",
	refused:
		"The machine is reached, and no program waits on that port there, or only on another of its addresses (ss -tln).",
	timedOut:
		"Nothing came back in time: packets are lost on the way there or back, or somebody drops them without a word. iplab why SRC DST finds where.",
	couldNotConnect:
		"No connection came about: refused, no route, or the source that was asked for is not there. nc -v says which.",
	unreachableMessage:
		"A router, or this machine itself, sends word that it cannot pass the packet on: no neighbour answers, no route leads on, or a route or filter says no. The address in front of it says who.",
	ttlMessage:
		"The packet was passed on as often as it may be: its hop count (-t) was too small, or it goes in a circle.",
	tooBigMessage: "The packet is longer than the mtu on its way, and may not be cut. A smaller one (ping -s) passes.",
	noAnswerMessage:
		"Packets left, and no answer came. iplab why SRC DST follows one and says where it, or the answer, is lost.",
	arpingAnswer: "Somebody answered an ARP question. With -D (is this address taken?) an answer is the failure.",
	notArpableMessage: "The device has no neighbours that could be asked with ARP, or is not there.",
	broadcastMessage: "The address is a broadcast address (then -b), or a prohibit route says no to it.",
	sourceDevice:
		"-I asks for a device that does not have the source the kernel would choose; the answer may come in elsewhere.",
	keyMessage: "The way goes through WireGuard, and no peer there has the destination among its allowed addresses.",
	resolveMessage:
		"What was given is a name that nobody could resolve, or an address of the family that an option (-4, -6) excludes.",
	programWords:
		"The program itself refused its words: an option, a number out of range, a filter that is none, or a missing host or port.",
	bondMessage:
		"A bond refuses: the option is for another mode, the value names no port of its own or is out of range, or the setting changes only while it has no ports.",
	enslaveMessage:
		"A device cannot be a port there: it is up, is of a kind that cannot (lo, a bridge in a bridge, a VRF in a VRF), or is the master itself.",
	vlanMessage:
		"A VLAN needs a device to run on (link DEV, one that carries VLANs) and a number of 0 to 4094 (id N); a bridge that tells VLANs apart needs vlan_filtering.",
	vxlanMessage:
		"A VXLAN or GENEVE tunnel needs its number and the other end, each once on a UDP port; most of it cannot change once the tunnel is made.",
	vrfMessage:
		"A VRF is a device with a routing table of its own (table N, not 0), and is called by the name of that device.",
	mtuMessage: "The size is out of the range that the driver or the kernel allows; ip -d link shows minmtu and maxmtu.",
	tunMessage:
		"Of a tun or tap device, or of a tunnel: which mode is meant must be said, once, and be one that there is; ip tuntap makes tun and tap.",
	tunnelMessage:
		"A tunnel of this name is not there, or not of the kind that the command speaks to; or its ends, key, ttl or name do not go together.",
	kindMessage: "A setting that this kind of link does not have, or not with what else was said.",
	macsecMessage:
		"A MACsec association needs its key, and a packet number from 1; replay and window go together; of send_sci, end_station and scb there is one.",
	choiceMessage: "The keyword takes one of the words that the sentence names.",
	statsMessage:
		"ip stats and xstats know groups, subgroups and suites, each inside the one before; extra counts are kept for bridges and bonds.",
	netnsMessage:
		"A namespace is called by a name in /run/netns (no slash in it), exec wants a command behind it, and some devices (lo, bridges, bonds, VRFs) do not move.",
	saveMessage:
		"restore reads what save wrote, and this is something else; routes it reads from a file, not through a pipe.",
	fdbMessage:
		"Of the family bridge (-B) a neighbour is a forwarding entry: a link address of six bytes (lladdr) on an Ethernet device. bridge fdb get asks for one; ip neigh get cannot.",
	argumentMessage: "A word is missing that the command cannot do without, or there is one where none is taken.",
	allowedMessage:
		"The family does not go with the object: -4, -6, -0, -M or -B asks for addresses that it has nothing of, or the device has no IPv6.",
	gatewayMessage:
		"Something is wrong with the way of a route: a gateway is one neighbour's address of the route's family, with its device where that is not clear, and said in one place only.",
	nexthopMessage:
		"Something is wrong with a next hop object or a list of next hops: its number, family, kind (fdb, group, resilient) or device does not fit.",
	routeMessage:
		"A route or a lookup with a word that does not fit: a scope, a source that is not the machine's own, host bits behind the length, or something that a lookup does not take.",
	ruleMessage:
		"A rule with a selector that does not fit: tos without its two lowest bits, a range that begins behind its end, a table besides l3mdev, or an address of the other family.",
	addressMessage:
		"The address is none that this device can have: ::1 elsewhere than on lo, a group without autojoin, no address at all, a link address of another length or of a group; or IPv6, or what it needs, is off there.",
	indexMessage: "No device here has this number.",
	ioMessage:
		"The file holds nothing that could be read, or takes only what has the form it wants; stable_secret wants an IPv6 address.",
	crossDevice:
		"rp_filter does not believe that the packet came in there: the route back to its source leaves elsewhere.",
	roomMessage:
		"The kernel took nothing more: for a proxy entry the device is missing; for an address the mtu is too small.",
	peerMessage: "One end of a pair cannot come up before the other one is there.",
	ownerMessage: "A user, a group, a size or a word that does not hold, or a keyword that is said twice.",
	usageMessage: "The tool could not make sense of the words and answers with all that it knows to do.",
	exists:
		"What the command wants to make is there already: the same address, route, rule, name or entry. replace or change takes what is there; add wants it not to be.",
	netUnreachable:
		"No route fits the destination, or the gateway of a new route is not a neighbour. Look at ip route and ip addr; a default route is often what is missing.",
	noRouteToHost:
		"An unreachable route says no, or the neighbour did not answer: wrong address, other link, or a machine that is off.",
	addressNotThere:
		"The address is not on the device, or may not be: it is elsewhere, has another length, or is one that a device cannot own.",
	down: "The device is down. ip link set DEV up brings it up; its routes were gone and do not all come back by themselves.",
	noProcess:
		"Of a route or a label: there is none that fits all that was said. Of netns with a number: there is no such process.",
	noEntry:
		"What should be deleted or asked is not there: a rule, a neighbour, a next hop, a table, or the name of a namespace.",
	noDevice:
		"No device has this name or number in this namespace. It may be in another one: ip netns list, ip -all netns exec ip link.",
	notPermitted: "Changing needs the right to administer the network (root, or CAP_NET_ADMIN in this namespace).",
	denied: "A prohibit route or rule says no, or IPv6 is switched off on the device, or the right to do it is missing.",
	notSupported: "The device cannot do this, the kind is not known to the kernel, or its module is missing.",
	busy: "The thing is in use: it is up, is a port of something, or another one holds it.",
	outOfRange:
		"A value does not fit the field it is for: too long a name, a number beyond its bounds, an address of another length.",
	invalid:
		"The kernel understands the words and not their sense together: a prefix with host bits, a source that is not its own, an option of another kind.",
	toolStopped: "The tool itself stopped at a word it does not know or misses; the kernel never heard of it.",
};

/** `iplab why` in English. fr.ts says the same. What is claimed of the kernel has its source where the kernel's code says it. */
import type { DecisionTexts, ReachTexts } from "./text.ts";

const list = (names: readonly string[]) => names.join(" and ");

const tables = (names: readonly string[]) => `table${names.length > 1 ? "s" : ""} ${list(names)}`;

export const en: DecisionTexts = {
	title: "Why, step by step:",
	merged: {
		head: "Rules: none is asked",
		text: "Nobody has ever made a rule in this namespace. Until the first one, tables local and main are one trie, searched once; table default is asked after it.",
	},
	tables: (names) => tables(names).replace("t", "T"),
	rule: (rule) => `Rule ${rule}`,
	mismatch: {
		from: "Passed over: it is for packets from another source.",
		to: "Passed over: it is for other destinations.",
		iif: "Passed over: it is for packets that came in by that interface.",
		oif: "Passed over: it is for senders that are bound to that interface.",
		fwmark: "Passed over: the packet has another mark.",
		tos: "Passed over: the packet has another tos.",
		uidrange: "Passed over: the sender is another user.",
		ipproto: "Passed over: it is for another protocol.",
		sport: "Passed over: it is for other source ports.",
		dport: "Passed over: it is for other destination ports.",
		tun_id: "Passed over: the packet does not come out of that tunnel.",
		l3mdev: "Passed over: neither way in nor way out is in a VRF.",
		not: "Passed over: it is for all but packets like this one.",
	},
	noSourceYet: "Passed over: the packet has no source yet, and a rule with from asks for one.",
	table: {
		missing: (names) =>
			names.length > 1
				? `Tables ${list(names)} do not exist: no route was ever put into them.`
				: `Table ${list(names)} does not exist: no route was ever put into it.`,
		empty: (names, daddr) => `No route of ${tables(names)} contains ${daddr}.`,
		unfit: (names) => `None of them fits: ${tables(names)} ${names.length > 1 ? "have" : "has"} no answer.`,
	},
	chosen: {
		only: (daddr) => `Decides: the only route here that contains ${daddr}.`,
		longest: (daddr) => `Decides: the longest prefix that contains ${daddr}.`,
		fitting: (daddr) => `Decides: of those that fit, the longest prefix that contains ${daddr}.`,
		smallest: (metric) =>
			`Decides: of those that fit and have the longest prefix, the one with the smallest metric, ${metric}.`,
		local: "Decides: of two equally long prefixes that of table local is seen first.",
	},
	fate: {
		fits: () => "Fits.",
		tos: () => "Lost: it is for packets with this very tos.",
		source: () => "Lost: it is for packets from another source.",
		scope: () =>
			"Lost: it reaches further than is allowed here. A next hop must be found nearer than what is behind it.",
		dead: ({ dev }) => `Lost: its interface ${dev} is down, the route is dead.`,
		device: ({ oif, dev }) => `Lost: it leaves by ${dev}, and ${oif} was asked for.`,
		linkdown: ({ dev }) => `Lost: ${dev} has no carrier, and ignore_routes_with_linkdown is on.`,
		expired: () => "Lost: its time is over.",
		behind: ({ metric, best }) =>
			metric > best
				? `Lost: same prefix, but its metric ${metric} is more than ${best}.`
				: "Lost: same prefix, but another route of it comes first and fits.",
		shorter: () => "Not looked at: a longer prefix has answered.",
	},
	type: {
		blackhole: "Its type says: away with the packet, and not a word.",
		unreachable: "Its type says: refuse it as unreachable.",
		prohibit: "Its type says: refuse it as forbidden.",
		throw: "Its type says: end the search in this table and go on with the next rule.",
	},
	suppressed: {
		prefixlength: "But the rule says suppress_prefixlength: a route that short does not count. On to the next rule.",
		ifgroup: "But the rule says suppress_ifgroup, and the route leaves by that group. On to the next rule.",
	},
	nothing: {
		head: "No route",
		text: (errno) => `No table has an answer, so the packet is refused. ${errno}`,
		loopback: (daddr) =>
			`${daddr} comes into table local with the address of lo, which lo gets when it is first switched on.`,
	},
	way: {
		head: "The next hop",
		link: (daddr, dev) =>
			`No gateway: ${daddr} is taken to be on the link of ${dev}, and its own link address is asked for.`,
		gateway: (gateway, dev) =>
			`The packet goes to ${gateway} by ${dev}: the link address of ${gateway} is asked for, the packet stays addressed as it is.`,
		reach: (gateway) => `That ${gateway} is on that link was checked by its scope when the route was made, not now.`,
		several: (count) =>
			`The route has ${count} next hops. A hash of the flow chooses, so that all its packets go one way: of the addresses, unless fib_multipath_hash_policy says otherwise.`,
		share: (weight, total) => `Chosen: the hash falls into its share, ${weight} of ${total}.`,
		otherShare: (weight, total) => `Lost: other flows take this way, ${weight} of ${total}.`,
		dead: "Lost: its interface is down, it has no share.",
	},
	local: {
		head: "For this machine",
		text: (daddr, owner, dev) => {
			const whose =
				owner === dev
					? `${daddr} is an address on ${dev}.`
					: `${daddr} is an address on ${owner}, but no packet to oneself takes the wire.`;
			return `${whose} The type is local, so the packet is given to ${dev}, which hands it straight back as received. No card is asked.`;
		},
		down: (dev) => `But ${dev} is down: the packet is dropped there.`,
		longest: (daddr, length) =>
			`No route of main can send ${daddr} out: only a longer prefix would come first, and none is longer than /${length}; of an equal one that of table local comes first.`,
		first: (daddr) => `No route of main can send ${daddr} out: rule 0 asks table local first, which has answered.`,
	},
	leaves: (daddr) =>
		`Mind: nothing in table local stops ${daddr} here (has lo lost its address?), so the packet would leave; who receives it from a wire drops it as a martian.`,
	source: {
		head: "The source address",
		given: (addr, owner) => `${addr} was asked for, and it is an address of this machine (${owner}).`,
		prefsrc: (addr) => `The route itself says src ${addr}.`,
		itself: (addr) => `A packet to oneself has the destination ${addr} as its source too.`,
		select: (dev, scope) =>
			`Neither sender nor route names one, so the kernel looks through the addresses of ${dev}. The route goes as far as scope ${scope}; an address must be good for at least that far, one in the next hop's network is preferred.`,
		select6: (dev) =>
			`Neither sender nor route names one, so the addresses are compared two by two by the rules of RFC 6724; the packet leaves by ${dev}.`,
		none: "None can serve: the packet has no source.",
		fate: {
			chosen: () => "Chosen.",
			secondary: () => "Lost: a secondary address is chosen only by name.",
			narrow: ({ scope }) => `Lost: its own scope is narrower than ${scope}; outside of it nobody could answer.`,
			later: () => "Lost: a better one, or an earlier one that is as good.",
			tentative: () => "Lost: it is tentative, or a group.",
			itself: () => "Lost: the destination is itself an address of this machine.",
			scope6: () => "Lost by its scope: too narrow for the destination, or wider than need be.",
			deprecated: () => "Lost: it is deprecated.",
			interface: ({ out }) => `Lost: an address of ${out}, the interface the packet leaves by, comes first.`,
			label: () => "Lost: an address of the destination's own kind (label) comes first.",
			prefix: () => "Lost: another shares more leading bits with the destination.",
			order: () => "Lost: as good, but another comes before it.",
		},
		elsewhere: ({ out, dev }) => `Chosen, though it is on ${dev}: ${out} has none that reaches far enough.`,
	},
	assumed: {
		head: "Taken to be on the link",
		text: (dev, daddr) =>
			`The interface ${dev} was asked for by name, so ${daddr || "the destination"} is taken to be right on its link, whatever the tables say.`,
	},
	believe: {
		head: "Is the source believed?",
		cheap: (saddr) =>
			`rp_filter is off: the way back is not looked up. Only an address of this machine itself would not be believed; ${saddr} is looked for among them.`,
		asks: (saddr, dev, rpFilter) => `rp_filter is ${rpFilter} for ${dev}: the way back to ${saddr} is looked up.`,
		same: (dev) => `The way back leaves by ${dev}, where the packet came in: believed.`,
		loose: "There is a way back, by whatever interface; the loose rp_filter (2) asks for no more: believed.",
		off: "Nobody asks for more than that: believed.",
		refused: (dev, other, rpFilter) =>
			rpFilter === 1
				? `The way back leaves by ${other}, not by ${dev}: the strict rp_filter (1) drops the packet.`
				: "There is no way back: rp_filter drops the packet.",
	},
	refused: {
		head: "Refused",
		check: {
			"source.invalid": () => "No packet may have such a source.",
			"source.foreign": () => "The source that was asked for is no address of this machine.",
			"source.loopback": (dev) =>
				`The source is in 127.0.0.0/8, and such a packet leaves by no interface but lo, not by ${dev} (but for route_localnet).`,
			"source.own": (dev) => `It came in by ${dev} with an address of this very machine as its source: a martian.`,
			"source.martian": (dev) =>
				`It came in by ${dev} with a source in 127.0.0.0/8: a martian (but for route_localnet).`,
			"destination.zero": () => "Nothing is sent to 0.0.0.0/8.",
			"destination.loopback": (dev) =>
				`It came in by ${dev} for 127.0.0.0/8, which is not to be seen on any wire: a martian (but for route_localnet).`,
			"device.none": () => "There is no such interface.",
			"device.vrf": () => "A VRF has no link of its own: addresses of one link and groups need one of its ports.",
			"device.down": (dev) => `${dev} is down.`,
			"device.noAddress": (dev) => `IPv4 is not there on ${dev}.`,
			forwarding: (dev) => `The packet is for somebody else, and ${dev} does not forward (net.ipv4.ip_forward).`,
			group: (dev) => `${dev} is not in that group.`,
		},
	},
	errno: (errno, text) => `(${errno}: ${text})`,
};

export const reach: ReachTexts = {
	answered: "The answer comes back.",
	connected: (port) => `The connection to port ${port} is made.`,
	stops: "What stops it:",
	here: "Here,",
	namespace: (ns) => `In namespace ${ns},`,
	onTheWayBack: " on the way back,",
	mends: "What mends it:",
	whole: "Tried on a copy of this world: with it the answer comes.",
	part: "Tried on a copy of this world: it takes this obstacle away, and then another one stops the packet.",
	noMend: "No single command was found that mends it.",
	delivered: "for this namespace itself",
	stop: {
		source: (addr) => `${addr} is no address of any interface: nothing can be sent from it.`,
		sourceNarrow: (addr, dev, scope) =>
			`the only address of ${dev}, ${addr}, has scope ${scope}: it is not good for as far as the route goes, so the kernel chooses another source, or none.`,
		sourceLoopback: (addr, dev) =>
			`the source ${addr} is in 127.0.0.0/8: such a packet leaves by no interface but lo, not by ${dev}.`,
		routeNone: (daddr) => `no route leads to ${daddr}: Network is unreachable.`,
		routeType: (daddr, route, rule) =>
			`the route that decides about ${daddr} carries nothing: ${route}${rule === undefined ? "" : ` (by rule ${rule})`}.`,
		rule: (daddr, rule) => `a rule refuses packets to ${daddr} before any table is asked: ${rule}.`,
		forwarding: (dev, sysctl) =>
			`${sysctl} is 0: the packet came in by ${dev} for somebody else, and a host that does not forward drops it.`,
		arpOff: (dev) =>
			`${dev} has the flag NOARP: it asks nobody for link addresses and sends to its own, which nobody else takes for his.`,
		rpFilter: (dev, saddr, way, value) =>
			`rp_filter is ${value} on ${dev}: the packet came in there from ${saddr}, but ${
				way === undefined ? `no route leads back to ${saddr}` : `the route back leaves by ${way}`
			}, so it is not believed.`,
		martian: (dev, addr) =>
			`the packet came in by ${dev} with ${addr}, which is not to be seen on any wire: a martian.`,
		martianOwn: (dev, addr) =>
			`the packet came in by ${dev} with the source ${addr}, which is an address of this namespace too: a martian. The address exists twice.`,
		deviceDown: (dev) => `${dev} is down: it carries nothing, and the routes that lead out by it are gone.`,
		carrier: (dev, peer) =>
			`${dev} has no carrier${peer === undefined ? "" : `: the other end, ${peer}, is down`}. What is given to it is dropped.`,
		peerDown: (dev) => `${dev} is down and takes nothing in.`,
		neighbour: (dev, nexthop, direct, owner, heard) => {
			const asked = `nobody on the link of ${dev} answers for ${nexthop}`;
			const what = direct ? ", which a route holds to be on that link" : ", the gateway of the route";
			if (owner === undefined) return `${asked}${what}: no interface anywhere has this address.`;
			return heard
				? `${asked}${what}: ${owner} has the address and hears the question, but does not answer.`
				: `${asked}${what}: ${owner} has the address, and is not on this link.`;
		},
		lladdr: (dev, lladdr, sender, nexthop, permanent) =>
			`the frame reached ${dev}, but is for ${lladdr}, which is not its link address: it is dropped. ${sender} has ${
				permanent ? "a permanent entry" : "learnt"
			} ${nexthop} lladdr ${lladdr}${permanent ? ", and asks nobody" : " from another who has this address"}.`,
		mtu: (dev, length, mtu) => `the packet of ${length} bytes is longer than the mtu ${mtu} of ${dev}, which drops it.`,
		circle: "the packet is sent back to where it has been: it goes in a circle.",
		hijack: (daddr, rule, route) =>
			`a rule takes packets to ${daddr} out of the usual way: ${rule}. There ${route} decides, and that leads nowhere.`,
		swallowed: (dev) =>
			`${dev} takes the packet and throws it away: that is what a dummy does with all that is sent through it.`,
		ignored: (sysctl) => `the packet arrives, and ${sysctl} forbids to answer it.`,
		elsewhere: (addr, dev, meant) =>
			`${addr} is an address here too (on ${dev}): the packet ends here, and never gets to ${meant}.`,
		portClosed: (addr, port) =>
			`the packet arrives at ${addr}, but nothing listens on port ${port}: Connection refused.`,
		portBound: (addr, port, bound) =>
			`a program listens on port ${port}, but only on ${bound}: for ${addr} there is nobody, so Connection refused.`,
		unknown: (at, why) => `the packet is dropped in ${at}() (${why}).`,
	},
};

/** `ip route`: changes of every kind, listings, flushes, lookups, and what was saved restored. */
import fc, { type Arbitrary } from "fast-check";
import { route } from "../../../src/userland/ip/route.ts";
import {
	type Command,
	type Drawn,
	grammarOf,
	joined,
	lines,
	nothing,
	objectWord,
	perhaps,
	someRows,
	type Values,
	verbWord,
	weighted,
	words,
} from "../draw.ts";
import * as word from "./route-word.ts";
import { type FamilyWords, usually, v4, v6 } from "./route-word.ts";

const object = objectWord("route", "r", "ro", "rou");

const type = usually(
	["unicast", "blackhole", "unreachable", "prohibit", "throw", "local", "broadcast", "multicast", "anycast"],
	["nat", "xresolve", "brd", "black", "unspec", "0", "1", "11", "12", "255", "256", "uni"],
);

const number = usually(
	["1", "5", "1400"],
	["0", "lock 5", "lock", "255", "256", "-1", "4294967296", "0x10", "x", ""],
	2,
);
const time = usually(["1s", "200ms", "50"], ["1.5s", "0", "2m", "-1s", ".5s", "1e3", "0.1ms", "x", ""], 3);
const switched = lines("0", "1", "2", "x");

const metrics: Values = {
	mtu: usually(["1400", "lock 1300"], ["0", "67", "65536", "lock", "-1", "x"], 3),
	hoplimit: number,
	advmss: number,
	reordering: number,
	rtt: time,
	rto_min: time,
	window: number,
	cwnd: number,
	initcwnd: number,
	initrwnd: number,
	features: lines("ecn", "x"),
	quickack: switched,
	congctl: lines("cubic", "reno", "lock cubic", "nope", ""),
	rttvar: time,
	ssthresh: number,
	fastopen_no_cookie: switched,
};

function valuesOf({ gateway, addr, prefix }: FamilyWords): Values {
	return {
		...metrics,
		src: addr,
		via: gateway,
		from: prefix,
		tos: word.tos,
		expires: lines("1000", "0", "x"),
		metric: word.metric,
		scope: usually(["link", "global", "host"], ["site", "nowhere", "253", "254", "100", "256", "all", "x", ""], 3),
		realms: word.realms,
		nhid: usually(["1", "2", "10", "20"], ["0", "99", "x"]),
		protocol: word.protocol,
		table: word.table,
		vrf: lines("v0", "nope"),
		dev: word.dev,
		pref: lines("low", "medium", "high", "1", "x"),
		"ttl-propagate": lines("enabled", "disabled", "x"),
		encap: word.encap,
		as: usually(["203.0.113.9", "to 203.0.113.9", "2001:db8::9"], ["x", "any", "to"]),
	};
}

/** What a route is most often said to have; a route of IPv6 has no tos and no realms. */
const usual4 = "metric metric metric tos src src protocol table table scope realms mtu onlink nhid dev via".split(" ");
const usual6 = "metric metric metric src protocol table table mtu onlink nhid dev via from pref expires".split(" ");
const unusual = [
	...Object.keys(metrics),
	..."tos scope realms expires pref vrf ttl-propagate from encap encap as".split(" "),
];

/** Of whichever family, told by it. */
const otherGateway = lines("inet6 2001:db8::9", "inet6 fe80::9", "inet 192.0.2.9", "inet6 any", "inet any", "link any");

const hop = ({ gateway }: FamilyWords): Arbitrary<Command> =>
	joined(
		lines("nexthop"),
		perhaps(joined(lines("via"), gateway), 5),
		perhaps(joined(lines("via"), weighted([1, gateway], [1, otherGateway])), 1, 12),
		perhaps(joined(lines("dev"), word.dev), 2),
		perhaps(joined(lines("weight"), usually(["2", "1", "100"], ["0", "256", "257", "x"])), 1, 2),
		perhaps(lines("onlink"), 1, 6),
		perhaps(joined(lines("realms"), word.realms), 1, 15),
		perhaps(joined(lines("encap"), word.encap), 1, 25),
	);

function way(family: FamilyWords): Arbitrary<Command> {
	const { gateway } = family;
	return weighted(
		[5, joined(lines("via"), gateway)],
		[3, joined(lines("via"), gateway, lines("dev"), word.dev)],
		[4, joined(lines("dev"), word.dev)],
		[2, joined(lines("nhid"), usually(["1", "2", "3", "10", "20"], ["0", "99", "x"]))],
		[1, nothing],
	);
}

/** Words in any order, as the tool takes them. */
function change(family: FamilyWords, verb: string, withWay: number): Arbitrary<Command> {
	const grammar = grammarOf(route, verb);
	const values = valuesOf(family);
	const usual = family === v4 ? usual4 : usual6;
	const several = fc.array(hop(family), { minLength: 1, maxLength: 3 }).map((hops) => hops.flat());
	return joined(
		family.option,
		object,
		verbWord(route, verb),
		perhaps(lines("to"), 1, 9),
		perhaps(type, 2, 5),
		family.prefix,
		perhaps(way(family), withWay, 1),
		someRows(grammar, usual, values, 2),
		perhaps(someRows(grammar, unusual, values, 1), 1, 5),
		perhaps(several, 1, 4),
	);
}

/** What a list of next hops takes away; the rest of the words is for change(). */
function removeByHops(family: FamilyWords): Arbitrary<Command> {
	const hops = fc.array(hop(family), { minLength: 1, maxLength: 2 }).map((each) => each.flat());
	return joined(family.option, object, verbWord(route, "delete"), family.prefix, hops);
}

function filter({ gateway, addr, prefix }: FamilyWords): Values {
	const range = joined(perhaps(lines("root", "match", "exact"), 2), prefix);
	return {
		table: word.table,
		vrf: lines("v0", "nope"),
		tos: word.tos,
		protocol: word.protocol,
		scope: usually(["link", "global", "host"], ["all", "253", "256", "x"], 3),
		type,
		dev: word.dev,
		iif: word.dev,
		mark: word.mark,
		metric: word.metric,
		via: gateway,
		src: weighted([1, addr], [1, prefix]),
		realms: word.realms,
		from: range,
		to: range,
	};
}

const selectors =
	"table table table table cached tos protocol scope type dev dev iif mark metric via src realms from vrf".split(" ");

function selection(family: FamilyWords, most: number): Arbitrary<Command> {
	const range = joined(perhaps(lines("to"), 1, 2), perhaps(lines("root", "match", "exact"), 2), family.prefix);
	return joined(someRows(grammarOf(route, "show"), selectors, filter(family), most), perhaps(range, 1, 3));
}

const look = weighted([2, nothing], [1, lines("-d", "-j", "-o", "-s", "-d -j", "-N", "-p -j", "-4", "-6")]);

function read(family: FamilyWords): Arbitrary<Command> {
	return joined(
		look,
		family.option,
		object,
		perhaps(weighted([3, verbWord(route, "show")], [1, lines("list", "lst", "ls")]), 3),
		selection(family, 2),
	);
}

const asks: (family: FamilyWords) => Values = ({ addr }) => ({
	tos: word.tos,
	from: addr,
	iif: word.dev,
	mark: word.mark,
	oif: word.dev,
	vrf: lines("v0", "nope"),
	uid: word.uid,
	sport: word.port,
	dport: word.port,
	ipproto: word.ipproto,
	to: addr,
});

const askWords =
	"tos from from iif iif mark oif oif uid fibmatch fibmatch ipproto sport dport connected notify vrf".split(" ");

function get(family: FamilyWords): Arbitrary<Command> {
	const grammar = grammarOf(route, "get");
	return joined(
		look,
		family === v4 ? nothing : weighted([5, nothing], [1, lines("-6")]),
		object,
		verbWord(route, "get"),
		perhaps(lines("to"), 1, 9),
		family.addr,
		someRows(grammar, askWords, asks(family), 3),
	);
}

function flush(family: FamilyWords): Arbitrary<Command> {
	const some = perhaps(selection(family, 2), 9);
	return joined(lines("", "", "-s", "-s -s"), family.option, object, verbWord(route, "flush"), some);
}

function both(draw: (family: FamilyWords) => Arbitrary<Command>): Arbitrary<Command> {
	return weighted([1, draw(v4)], [1, draw(v6)]);
}

export const routes: Drawn = {
	name: "route",
	draws: [
		[12, both((family) => change(family, "add", 9))],
		[4, both((family) => change(family, "append", 9))],
		[2, both((family) => change(family, "prepend", 9))],
		[4, both((family) => change(family, "replace", 9))],
		[3, both((family) => change(family, "change", 9))],
		[1, both((family) => change(family, "test", 9))],
		[4, both((family) => change(family, "delete", 1))],
		[1, both(removeByHops)],
		[5, both(read)],
		[10, both(get)],
		[2, both(flush)],
	],
	pipes: [
		[
			1,
			joined(
				lines("ip route save"),
				both((family) => selection(family, 1)),
				lines("| ip route showdump"),
			),
		],
		[
			1,
			joined(
				lines("ip route save table 100", "ip route save", "ip -6 route save table 200"),
				lines("| ip route restore"),
			),
		],
	],
	opening: [
		"ip address add 198.51.100.1/24 dev v1",
		"ip address add 2001:db8:1::1/64 dev v1",
		"ip route add 10.0.0.0/8 via 192.0.2.9",
		"ip route add default via 192.0.2.10 metric 10",
		"ip route add 10.0.0.0/8 via 198.51.100.9 metric 5 table 100",
		"ip route add 2001:db8:a::/48 via 2001:db8::9",
		"ip route add default via 2001:db8::a",
	].map(words),
	closing: ["ip -d -4 route show table all", "ip -d -6 route show table all"].map(words),
};

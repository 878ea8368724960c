/** `ip link`: every kind that an ordinary kernel without modules has, made, changed, moved, removed and listed. */
import fc, { type Arbitrary } from "fast-check";
import { kindOf } from "../../../src/userland/ip/kind/kind.ts";
import { link } from "../../../src/userland/ip/link.ts";
import {
	type Command,
	type Drawn,
	device,
	devOrBare,
	grammarOf,
	joined,
	lines,
	nothing,
	objectWord,
	one,
	perhaps,
	rowsOf,
	show,
	verbWord,
	weighted,
	words,
} from "../draw.ts";

const object = objectWord("link", "l", "li");

/** What must be said of a kind, and what most often is. */
const needed: Readonly<Record<string, Arbitrary<Command>>> = {
	veth: perhaps(
		joined(
			lines("peer"),
			perhaps(lines("name v1", "v1", "name v2", "name", "name p%d"), 4),
			rowsOf(grammarOf(link, "add"), 1),
			perhaps(lines("address 02:00:00:00:00:b1"), 2),
		),
	),
	vxlan: perhaps(joined(lines("id 5", "id 6"), perhaps(lines("dstport 4789"), 3)), 4),
	macvlan: perhaps(lines("mode bridge", "mode private", "mode source")),
	macvtap: perhaps(lines("mode bridge", "mode vepa")),
};

const kindNames = ["veth", "bridge", "macvlan", "macvtap", "vxlan", "ifb"];

function kindWords(kind: string): Arbitrary<Command> {
	const grammar = kindOf(kind)?.grammar;
	const more = grammar === undefined ? nothing : rowsOf(grammar, 2);
	return joined(lines(`type ${kind}`), needed[kind] ?? nothing, more);
}

const add: Arbitrary<Command> = fc
	.constantFrom(...kindNames)
	.chain((kind) =>
		joined(
			object,
			weighted([11, verbWord(link, "add")], [1, verbWord(link, "replace")]),
			kind.startsWith("macv") ? perhaps(joined(lines("link"), device), 5) : nothing,
			perhaps(one("NAME"), 5),
			perhaps(lines("address 02:00:00:00:00:a1", "address 02:00:00:00:00:a2", "address 02:00:00:00:00:a3"), 3),
			rowsOf(grammarOf(link, "add"), 1),
			weighted([9, kindWords(kind)], [1, joined(lines("type"), one("KIND"))]),
		),
	);

const set: Arbitrary<Command> = joined(
	object,
	verbWord(link, "set"),
	devOrBare,
	weighted(
		[3, lines("up", "down")],
		[2, lines("master br0", "nomaster", "netns n1", "netns n2")],
		[5, rowsOf(grammarOf(link, "set"), 2)],
	),
	weighted(
		[8, nothing],
		[
			1,
			fc.constantFrom("bridge", "bridge_slave", "vxlan", "macvlan", "macvtap", "veth", "ifb", "tun").chain(kindWords),
		],
	),
);

const remove = joined(object, verbWord(link, "delete"), devOrBare, perhaps(rowsOf(grammarOf(link, "delete"), 1), 1, 4));

const altname = joined(lines("altname"), one("ALTNAME"));

const property = joined(
	object,
	lines("property", "prop"),
	lines("add", "del", "delete", "nope"),
	devOrBare,
	weighted([1, altname], [1, joined(altname, altname)]),
);

/** What other objects say of links. */
const more = lines(
	"netconf",
	"netconf show dev v0",
	"-6 netconf show dev v1",
	"-4 netconf",
	"-j netconf",
	"token",
	"token list dev v0",
	"token set ::5 dev v0",
	"stats show dev v0",
	"vrf show",
);

const stats = joined(
	object,
	weighted(
		[1, joined(verbWord(link, "xstats"), lines("type"), one("KIND"), perhaps(devOrBare))],
		[1, joined(verbWord(link, "afstats"), perhaps(devOrBare))],
	),
);

export const links: Drawn = {
	name: "link",
	draws: [
		[6, add],
		[8, set],
		[2, remove],
		[2, property],
		[3, show(link, object, perhaps(verbWord(link, "show"), 2), 2)],
		[1, stats],
		[1, more],
	],
	opening: [
		"ip link add m0 link v0 address 02:00:00:00:00:20 type macvlan mode bridge",
		"ip link set v0 up",
		"ip link set v1 up",
		"ip link set lo up",
		"ip link set v1 master br0",
		"ip link set br0 up",
		"ip link property add dev v0 altname alt0",
	].map(words),
};

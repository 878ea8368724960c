/** `ip nexthop`: next hops, groups of them, resilient ones and their buckets; how routes follow is seen in route.ts. */
import type { Arbitrary } from "fast-check";
import { nexthop } from "../../../src/userland/ip/nexthop.ts";
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

const object = objectWord("nexthop", "nex", "nexth");

const single = usually(["1", "2", "3", "1", "2"], ["10", "99", "0", "4294967295", "-1", "x", ""], 8);
const groupId = usually(["10", "20"], ["1", "30", "0"], 8);
const members = usually(
	["1", "1/2", "1/2", "1,2/2", "1/2/3", "3", "2,5/3,7"],
	["1/1", "10", "1/10", "99", "0", "1,0", "1,256", "1,257", "1,", "/1", "x", "1/x", "4", "1/4", "", "4294967295"],
	5,
);
const resilient = lines(
	"type resilient",
	"type resilient buckets 4",
	"type resilient buckets 8 idle_timer 60",
	"type resilient buckets 8 unbalanced_timer 100",
	"type resilient buckets 0",
	"type resilient buckets 1",
	"type resilient buckets x",
	"type resilient idle_timer 42949672",
	"type mpath",
	"type x",
	"type",
);

function way({ gateway }: FamilyWords): Arbitrary<Command> {
	return weighted(
		[6, joined(lines("via"), gateway, lines("dev"), word.dev)],
		[2, joined(lines("dev"), word.dev)],
		[1, joined(lines("via"), gateway)],
		[2, lines("blackhole")],
		[1, joined(lines("via"), gateway, lines("fdb"))],
		[1, lines("blackhole dev v0", "fdb", "fdb blackhole", "fdb dev v0", "")],
	);
}

function change(family: FamilyWords, verb: string): Arbitrary<Command> {
	const more = weighted<Command>(
		[6, nothing],
		[2, lines("onlink")],
		[1, joined(lines("protocol", "proto"), word.protocol)],
		[1, joined(lines("encap"), word.encap)],
	);
	return joined(
		family === v4 ? family.option : weighted([1, nothing], [1, lines("-6")]),
		object,
		verbWord(nexthop, verb),
		weighted([8, joined(lines("id"), single)], [1, nothing]),
		way(family),
		more,
	);
}

function group(verb: string): Arbitrary<Command> {
	return joined(
		weighted([6, nothing], [1, lines("-4", "-6")]),
		object,
		verbWord(nexthop, verb),
		joined(lines("id"), groupId),
		lines("group"),
		members,
		perhaps(resilient, 1, 2),
		weighted([8, nothing], [1, lines("dev v0", "via 192.0.2.9", "blackhole", "fdb", "proto static", "onlink")]),
	);
}

const remove = joined(object, verbWord(nexthop, "delete"), lines("id"), weighted([2, single], [1, groupId]));

const values: Values = {
	dev: word.dev,
	master: word.dev,
	vrf: lines("v0", "nope"),
	protocol: usually(["4", "99"], ["static", "0", "x"]),
	id: weighted([1, single], [1, groupId]),
};
const selection = someRows(grammarOf(nexthop, "list"), "dev dev groups master vrf protocol fdb".split(" "), values, 2);
const look = weighted([2, nothing], [1, lines("-d", "-j", "-o", "-d -j", "-N", "-p -j", "-4", "-6")]);
const read = joined(
	look,
	object,
	weighted(
		[3, nothing],
		[4, joined(verbWord(nexthop, "list"), selection)],
		[2, joined(verbWord(nexthop, "get"), lines("id", "id", ""), weighted([1, single], [1, groupId]))],
		[1, joined(lines("show id"), weighted([1, single], [1, groupId]))],
		[
			2,
			lines(
				"bucket",
				"bucket show",
				"bucket show id 10",
				"bucket show nhid 1",
				"bucket show dev v0",
				"bucket get id 10 index 0",
				"bucket get id 10 index 9",
				"bucket get id 10",
				"bucket nope",
				"bucket help",
				"bucket show x",
			),
		],
	),
);
const flush = joined(
	object,
	verbWord(nexthop, "flush"),
	weighted([1, selection], [1, nothing], [1, joined(lines("id"), single)]),
);

function both(draw: (family: FamilyWords) => Arbitrary<Command>): Arbitrary<Command> {
	return weighted([2, draw(v4)], [1, draw(v6)]);
}

export const nexthops: Drawn = {
	name: "nexthop",
	draws: [
		[7, both((family) => change(family, "add"))],
		[3, both((family) => change(family, "replace"))],
		[4, group("add")],
		[2, group("replace")],
		[3, remove],
		[4, read],
		[1, flush],
	],
	opening: [
		"ip nexthop add id 1 via 192.0.2.9 dev v0",
		"ip nexthop add id 2 via 198.51.100.9 dev v1",
		"ip nexthop add id 10 group 1/2",
		"ip nexthop add id 3 via 2001:db8::9 dev v0",
	].map(words),
	closing: ["ip -d nexthop", "ip nexthop bucket"].map(words),
};

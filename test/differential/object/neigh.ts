/** `ip neigh`: entries of states that stay as they are, of the proxy table, listings, flushes and questions. */
import type { Arbitrary } from "fast-check";
import { neigh } from "../../../src/userland/ip/neigh.ts";
import {
	type Command,
	type Drawn,
	grammarOf,
	joined,
	lines,
	nothing,
	objectWord,
	one,
	perhaps,
	someRows,
	type Values,
	verbWord,
	weighted,
	words,
} from "../draw.ts";
import * as word from "./route-word.ts";
import { usually } from "./route-word.ts";

const object = objectWord("neigh", "n", "nei", "neighbor", "neighbour");

const addr = usually(
	["192.0.2.9", "192.0.2.10", "198.51.100.9", "2001:db8::9", "2001:db8::a", "fe80::9"],
	[
		"192.0.2.1",
		"127.0.0.1",
		"0.0.0.0",
		"224.0.0.1",
		"255.255.255.255",
		"192.0.2.255",
		"2001:db8::1",
		"ff02::1",
		"::",
		"::1",
		"any",
		"192.0.2.0/24",
		"x",
		"",
	],
	5,
);

/** Those without a timer of their own, and one that outlives the test. */
const state = usually(
	["permanent", "stale", "noarp", "none"],
	["failed", "0x80", "all", "perm", "sta", "256", "x", ""],
	5,
);

const lladdr = weighted([5, one("LLADDR")], [1, lines("null")]);
const values: Values = { lladdr, nud: state, proxy: addr, dev: word.dev, protocol: word.protocol };
const often = "lladdr lladdr lladdr lladdr nud nud router extern_learn protocol".split(" ");

function change(verb: string): Arbitrary<Command> {
	return joined(
		weighted([8, nothing], [1, lines("-4", "-6")]),
		object,
		verbWord(neigh, verb),
		weighted([9, addr], [2, joined(lines("proxy"), addr)], [1, nothing]),
		perhaps(joined(lines("dev"), word.dev), 12),
		someRows(grammarOf(neigh, verb), often, values, 3),
	);
}

const selectors = "dev dev master nomaster unused nud nud nud proxy protocol vrf".split(" ");
const shownState = usually(
	["all", "permanent", "stale", "noarp", "none", "failed"],
	["reachable", "0", "0xff", "x", ""],
	4,
);
const filters: Values = {
	dev: word.dev,
	master: word.dev,
	vrf: lines("v0", "nope"),
	nud: shownState,
	protocol: word.protocol,
};
const selection = joined(
	someRows(grammarOf(neigh, "show"), selectors, filters, 2),
	weighted([4, nothing], [1, joined(lines("to", ""), addr)], [1, lines("192.0.2.0/24", "to 2001:db8::/64", "default")]),
);
const look = weighted([3, nothing], [1, lines("-d", "-j", "-o", "-j -d", "-N", "-p -j", "-4", "-6", "-br", "-br -j")]);
const read = joined(look, object, perhaps(lines("show", "list", "lst"), 3), selection);
const flush = joined(lines("", "", "-s", "-4", "-6"), object, verbWord(neigh, "flush"), selection);
const get = joined(
	look,
	object,
	verbWord(neigh, "get"),
	weighted([4, addr], [1, joined(lines("proxy"), addr)]),
	perhaps(joined(lines("dev"), word.dev), 6),
);

export const neighs: Drawn = {
	name: "neigh",
	draws: [
		[7, change("add")],
		[4, change("replace")],
		[3, change("change")],
		[3, change("delete")],
		[5, read],
		[2, flush],
		[3, get],
	],
	opening: [
		"ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 dev v0",
		"ip neigh add 2001:db8::9 lladdr 02:00:00:00:00:09 nud stale dev v0",
		"ip neigh add proxy 192.0.2.77 dev v0",
	].map(words),
	closing: ["ip neigh show nud all", "ip neigh show proxy"].map(words),
};

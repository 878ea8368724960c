/** `ip rule`: every selector and action, listings and flushes. */
import type { Arbitrary } from "fast-check";
import { rule } from "../../../src/userland/ip/rule.ts";
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

const object = objectWord("rule", "ru", "rul");

const priority = usually(["100", "200", "300", "32766"], ["0", "1", "32765", "4294967295", "-1", "0x10", "x", ""], 4);

function valuesOf({ prefix, addr }: FamilyWords): Values {
	return {
		from: prefix,
		to: prefix,
		preference: priority,
		tos: word.tos,
		fwmark: word.mark,
		realms: word.realms,
		protocol: word.protocol,
		tun_id: usually(["5"], ["0", "-1", "x", "18446744073709551615"]),
		table: word.table,
		suppress_prefixlength: usually(["0", "8", "24"], ["33", "-1", "129", "x"]),
		suppress_ifgroup: usually(["default", "7"], ["0", "-1", "x"]),
		iif: word.dev,
		oif: word.dev,
		uidrange: usually(["0-0", "1000-2000"], ["0", "5-1", "-", "1-", "x", "0-4294967295"]),
		nat: addr,
		ipproto: word.ipproto,
		sport: usually(["80", "80-90"], ["0", "90-80", "65536", "x", "80-", "80-90-100"]),
		dport: usually(["443", "1-65535"], ["0", "443-80", "0-5", "x"]),
	};
}

const action = usually(
	[
		"table 100",
		"lookup 200",
		"lookup main",
		"table local",
		"goto 300",
		"nop",
		"blackhole",
		"unreachable",
		"prohibit",
		"table 100 suppress_prefixlength 0",
		"lookup main suppress_prefixlength 0",
	],
	[
		"goto 1",
		"goto x",
		"go 32766",
		"unicast",
		"throw",
		"local",
		"nat",
		"type prohibit",
		"l3mdev",
		"l3mdev table 5",
		"type x",
		"0",
		"9",
	],
	6,
);

const selectors =
	"not from from from to to preference preference preference tos fwmark fwmark iif oif ipproto sport dport uidrange".split(
		" ",
	);
const unusual = "realms protocol tun_id suppress_prefixlength suppress_ifgroup l3mdev nat table uidrange".split(" ");

function change(family: FamilyWords, verb: string): Arbitrary<Command> {
	const values = valuesOf(family);
	const grammar = grammarOf(rule, verb);
	return joined(
		family === v4 ? family.option : lines("-6"),
		object,
		verbWord(rule, verb),
		someRows(grammar, selectors, values, 3),
		perhaps(action, verb === "add" ? 4 : 1),
		perhaps(someRows(grammar, unusual, values, 1), 1, 5),
	);
}

const shown =
	"preference not tos fwmark iif oif l3mdev uidrange tun_id table table from protocol ipproto sport dport".split(" ");

function selection(family: FamilyWords): Arbitrary<Command> {
	const values = valuesOf(family);
	const to = joined(lines("to", "dst", ""), family.prefix);
	return joined(someRows(grammarOf(rule, "show"), shown, values, 2), perhaps(to, 1, 4));
}

const look = weighted([2, nothing], [1, lines("-d", "-j", "-o", "-d -j", "-N", "-p -j")]);

function read(family: FamilyWords): Arbitrary<Command> {
	const option = family === v4 ? family.option : lines("-6");
	return joined(look, option, object, perhaps(lines("show", "list", "lst"), 3), perhaps(selection(family), 2));
}

function flush(family: FamilyWords): Arbitrary<Command> {
	const option = family === v4 ? family.option : lines("-6");
	return joined(option, object, verbWord(rule, "flush"), perhaps(selection(family), 2));
}

function both(draw: (family: FamilyWords) => Arbitrary<Command>): Arbitrary<Command> {
	return weighted([2, draw(v4)], [1, draw(v6)]);
}

export const rules: Drawn = {
	name: "rule",
	draws: [
		[9, both((family) => change(family, "add"))],
		[4, both((family) => change(family, "delete"))],
		[4, both(read)],
		[1, both(flush)],
	],
	pipes: [[1, joined(lines("ip rule save", "ip -6 rule save"), lines("| ip rule restore"))]],
	opening: ["ip rule add from 192.0.2.0/24 table 100 priority 100", "ip -6 rule add fwmark 5 table 200"].map(words),
	closing: ["ip -d rule", "ip -d -6 rule"].map(words),
};

/**
 * Random `ip` commands for fast-check, drawn from the rows of the tool's own grammar: an object, a verb, a few rows in any
 * order, and for each what it takes (pool.ts). Most are such as a person would type; a share has a word too many, one too
 * few or a wrong one. A command is its words.
 */
import fc, { type Arbitrary } from "fast-check";
import { address } from "../../src/userland/ip/address.ts";
import { find, type Grammar, type Keyword, type Row } from "../../src/userland/ip/grammar.ts";
import { kindOf } from "../../src/userland/ip/kind/kind.ts";
import { link } from "../../src/userland/ip/link.ts";
import type { IpObject, Verb } from "../../src/userland/ip/verb.ts";
import { poolOf, wrongWords } from "./pool.ts";

export type Command = readonly string[];

const nothing: Arbitrary<Command> = fc.constant([]);

function words(line: string): Command {
	return line.split(" ");
}

function weighted<T>(...rows: readonly (readonly [weight: number, arbitrary: Arbitrary<T>])[]): Arbitrary<T> {
	return fc.oneof(...rows.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

function joined(...parts: readonly Arbitrary<Command>[]): Arbitrary<Command> {
	return fc.tuple(...parts).map((lists) => lists.flat());
}

function perhaps(arbitrary: Arbitrary<Command>, often = 1, seldom = 1): Arbitrary<Command> {
	return weighted([seldom, nothing], [often, arbitrary]);
}

function someOf(takes: Parameters<typeof poolOf>[0]): Arbitrary<string> {
	const { good, odd } = poolOf(takes);
	if (good.length === 0) return fc.constantFrom(...odd);
	return weighted([11, fc.constantFrom(...good)], [2, fc.constantFrom(...odd)]);
}

/** The keyword, one of its other spellings, or a beginning of it that is still understood as this row. */
function spellings<K extends Keyword>(rows: readonly K[], row: K): Arbitrary<string> {
	const full = [row.word, ...(row.also ?? []), ...(row.alsoPrefix ?? [])];
	const starts = full.flatMap((word) => [...word].map((_, i) => word.slice(0, i + 1)));
	const understood = starts.filter((start) => find(rows, start) === row);
	return weighted([4, fc.constant(row.word)], [1, fc.constantFrom(...full, ...understood)]);
}

/** Values that a row reads behind its own. */
const further: Readonly<Record<string, Arbitrary<Command>>> = {
	protodown_reason: fc.constantFrom<Command>(["on"], ["off"], ["x"]),
	macaddr: perhaps(someOf("LLADDR").map((value): Command => [value])),
};

function rowWords(rows: readonly Row<never>[], row: Row<never>): Arbitrary<Command> {
	const keyword = spellings(rows, row).map((word): Command => [word]);
	const value = row.takes === undefined ? nothing : someOf(row.takes).map((word): Command => [word]);
	return joined(keyword, value, further[row.word] ?? nothing);
}

/** Up to `most` rows of a grammar, in any order; those that end it have their own arbitraries. */
function rowsOf(grammar: Grammar<never>, most: number, leaveOut: readonly string[] = []): Arbitrary<Command> {
	const rows = grammar.rows.filter((row) => !row.ends && !row.unmodelled && !leaveOut.includes(row.word));
	if (rows.length === 0) return nothing;
	const one: Arbitrary<Command> = fc.constantFrom(...rows).chain((row) => rowWords(grammar.rows, row));
	return fc.array(one, { maxLength: most }).map((lists) => lists.flat());
}

const usual = [
	"-4",
	"-6",
	"-0",
	"-o",
	"-br",
	"-j",
	"-d",
	"-s",
	"-N",
	"-j -d",
	"-p -j",
	"-details",
	"-oneline",
	"-brief",
];
const unusual = ["-d -d", "-s -s", "-iec -s", "-h -s", "-f inet", "-family inet6", "-B", "-M", "-c=never", "-x"];
const option = weighted([9, fc.constantFrom(...usual)], [1, fc.constantFrom(...unusual)]);
const options: Arbitrary<Command> = perhaps(
	fc.array(option, { minLength: 1, maxLength: 2 }).map((list) => list.flatMap(words)),
	1,
	2,
);

function objectWord(full: string, ...short: string[]): Arbitrary<Command> {
	return weighted<Command>([3, fc.constant([full])], [1, fc.constantFrom(...short.map((word) => [word]))]);
}

const addressWord = objectWord("address", "a", "addr", "ad");
const linkWord = objectWord("link", "l", "li");

function verb(object: IpObject, word: string): Verb {
	const found = object.verbs.find((row) => row.word === word);
	if (found === undefined) throw new Error(`${object.title} has no ${word}`);
	return found;
}

function verbWord(object: IpObject, word: string): Arbitrary<Command> {
	return spellings(object.verbs, verb(object, word)).map((typed) => [typed]);
}

function grammarOf(object: IpObject, word: string): Grammar<never> {
	return verb(object, word).grammar ?? { rows: [] };
}

const device: Arbitrary<Command> = someOf("DEV").map((name) => [name]);
const devOrBare: Arbitrary<Command> = joined(perhaps(fc.constant(["dev"])), device);

function addressChange(word: string): Arbitrary<Command> {
	const grammar = grammarOf(address, word);
	const prefix = someOf("PREFIX").map((value) => [value]);
	const dev = joined(fc.constant(["dev"]), device);
	return joined(addressWord, verbWord(address, word), prefix, dev, rowsOf(grammar, 2, ["dev"]));
}

function show(object: IpObject, word: Arbitrary<Command>, verbs: Arbitrary<Command>, most: number): Arbitrary<Command> {
	return joined(word, verbs, perhaps(devOrBare, 2), rowsOf(grammarOf(object, "show"), most));
}

/** What must be said of a kind, and what most often is. */
const needed: Readonly<Record<string, Arbitrary<Command>>> = {
	veth: perhaps(
		joined(
			fc.constant(["peer"]),
			perhaps(fc.constantFrom(["name", "v1"], ["v1"], ["name", "v2"], ["name"], ["name", "p%d"]), 4),
			rowsOf(grammarOf(link, "add"), 1),
			perhaps(fc.constant(["address", "02:00:00:00:00:b1"]), 2),
		),
	),
	vxlan: perhaps(joined(fc.constantFrom(["id", "5"], ["id", "6"]), perhaps(fc.constant(["dstport", "4789"]), 3)), 4),
	macvlan: perhaps(fc.constantFrom(["mode", "bridge"], ["mode", "private"], ["mode", "source"])),
};

const kindNames = ["veth", "bridge", "macvlan", "vxlan", "ifb"];

function kindWords(kind: string): Arbitrary<Command> {
	const grammar = kindOf(kind)?.grammar;
	const more = grammar === undefined ? nothing : rowsOf(grammar, 2);
	return joined(fc.constant(["type", kind]), needed[kind] ?? nothing, more);
}

const linkAdd: Arbitrary<Command> = fc.constantFrom(...kindNames).chain((kind) =>
	joined(
		linkWord,
		verbWord(link, "add"),
		kind === "macvlan" ? perhaps(joined(fc.constant(["link"]), device), 5) : nothing,
		perhaps(
			someOf("NAME").map((name) => [name]),
			5,
		),
		perhaps(
			fc.constantFrom("a1", "a2", "a3").map((last) => ["address", `02:00:00:00:00:${last}`]),
			3,
		),
		rowsOf(grammarOf(link, "add"), 1),
		weighted([9, kindWords(kind)], [1, someOf("KIND").map((name) => ["type", name])], [0, nothing]),
	),
);

const linkSet: Arbitrary<Command> = joined(
	linkWord,
	verbWord(link, "set"),
	devOrBare,
	weighted(
		[3, fc.constantFrom(["up"], ["down"])],
		[2, fc.constantFrom(["master", "br0"], ["nomaster"], ["netns", "n1"], ["netns", "n2"])],
		[5, rowsOf(grammarOf(link, "set"), 2)],
	),
	weighted(
		[8, nothing],
		[1, fc.constantFrom("bridge", "bridge_slave", "vxlan", "macvlan").chain((kind) => kindWords(kind))],
	),
);

const linkDelete = joined(
	linkWord,
	verbWord(link, "delete"),
	devOrBare,
	perhaps(rowsOf(grammarOf(link, "delete"), 1), 1, 4),
);

const property = joined(
	linkWord,
	fc.constantFrom(["property"], ["prop"]),
	fc.constantFrom(["add"], ["del"], ["delete"], ["nope"]),
	devOrBare,
	fc
		.array(someOf("ALTNAME"), { minLength: 1, maxLength: 2 })
		.map((names) => names.flatMap((name) => ["altname", name])),
);

const netnsName = someOf("NETNS").map((name) => [name]);
const netns: Arbitrary<Command> = joined(
	fc.constantFrom(["netns"], ["netn"]),
	weighted(
		[3, joined(fc.constantFrom(["add"], ["a"]), netnsName)],
		[2, joined(fc.constantFrom(["delete"], ["del"], ["d"]), netnsName)],
		[2, fc.constantFrom(["list"], ["show"], [], ["list-id"], ["ls"], ["nope"])],
		[1, joined(fc.constant(["set"]), netnsName, fc.constantFrom(["5"], ["auto"], ["-1"], ["x"], []))],
		[1, joined(fc.constant(["pids"]), netnsName)],
	),
);

const read: Arbitrary<Command> = weighted(
	[4, show(address, addressWord, perhaps(verbWord(address, "show"), 2), 2)],
	[3, show(link, linkWord, perhaps(verbWord(link, "show"), 2), 2)],
	[1, fc.constantFrom(...["route show table all", "-6 route show table all", "netns"].map(words))],
);

const object: Arbitrary<Command> = weighted(
	[8, addressChange("add")],
	[2, addressChange("change")],
	[3, addressChange("replace")],
	[4, addressChange("delete")],
	[2, joined(addressWord, verbWord(address, "flush"), perhaps(devOrBare, 3), rowsOf(grammarOf(address, "flush"), 2))],
	[7, read],
	[6, linkAdd],
	[8, linkSet],
	[2, linkDelete],
	[2, property],
	[4, netns],
);

/** One word too many, too few, or another in its place. */
function misspelled(command: Command): Arbitrary<Command> {
	const at = fc.nat(Math.max(0, command.length - 1));
	const edit = fc.constantFrom("leave out", "twice", "replace", "shorten");
	return fc.tuple(at, edit, fc.constantFrom(...wrongWords)).map(([i, how, other]) => {
		const word = command[i] ?? "";
		const instead = { "leave out": [], twice: [word, word], replace: [other], shorten: [word.slice(0, -1)] }[how];
		return [...command.slice(0, i), ...instead, ...command.slice(i + 1)];
	});
}

const plain: Arbitrary<Command> = weighted([11, object], [1, object.chain(misspelled)]);

const inside: Arbitrary<Command> = weighted(
	[16, nothing],
	[1, fc.constantFrom(["-n", "n1"], ["-netns", "n2"], ["-n", "nope"])],
	[1, fc.constantFrom(["netns", "exec", "n1", "ip"], ["netns", "exec", "n2", "ip"])],
);

const command: Arbitrary<Command> = joined(fc.constant(["ip"]), inside, options, plain).filter(isSafe);

/** A world with something in it. The first three are nearly always there. */
const first: readonly Command[] = [
	"ip netns add n1",
	"ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02",
	"ip link add br0 address 02:00:00:00:00:10 type bridge",
].map(words);

const then: readonly Command[] = [
	"ip link add m0 link v0 address 02:00:00:00:00:20 type macvlan mode bridge",
	"ip link set v0 up",
	"ip link set v1 up",
	"ip link set lo up",
	"ip link set v1 master br0",
	"ip link set br0 up",
	"ip link property add dev v0 altname alt0",
	"ip address add 192.0.2.1/24 dev v0",
	"ip address add 2001:db8::1/64 dev v0",
].map(words);

export const opening: readonly Command[] = [...first, ...then];

export function sequences(length: number): Arbitrary<readonly Command[]> {
	const before = fc.tuple(
		weighted([15, fc.constant(first)], [1, fc.subarray([...first])]),
		fc.subarray([...then]),
		fc.array(command, { minLength: 1, maxLength: length }),
	);
	return before.map((parts) => parts.flat());
}

/** What the last command of a sequence is followed by: whatever differs in the world is seen here. */
export const closing: readonly Command[] = [
	"ip -d addr",
	"ip route show table all",
	"ip -6 route show table all",
	"ip -n n1 addr",
	"ip netns",
].map(words);

/**
 * Nothing that could leave its world: no process number where a namespace is meant, no command but `ip` inside, not all
 * namespaces at once, nothing that waits for ever.
 */
export function isSafe(command: Command): boolean {
	// Inside, /run/netns is another mount, which the model does not tell apart.
	if (/ netn\w* ex.* netn/.test(command.join(" "))) return false;
	return command.every((word, i) => {
		const before = command[i - 1] ?? "";
		if (/^-{0,2}(?:link-)?n(?:e|et|etn|etns)?$/.test(before) && /^\s*[-+]?\d/.test(word)) return false;
		if (/^-{1,2}(?:a|ba|b$|t|rc|l)/.test(word)) return false;
		if (/^(?:at|id)/.test(word) && /^netn/.test(before)) return false;
		if (/^m/.test(word) && /^(?:netn|ip$|-)/.test(before)) return false;
		if (/^ex?e?c?$/.test(word) && /^netn/.test(before)) return [undefined, "ip"].includes(command[i + 2]);
		return true;
	});
}

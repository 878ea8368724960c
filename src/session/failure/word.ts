/**
 * Words that the tool itself refused, before the kernel heard of them: a mistyped object, verb, option or keyword, one too many or
 * one that is missing. The nearest one that exists is offered; the engine shows it only if the command works with it.
 */
import { objects } from "../../userland/ip/object.ts";
import type { IpObject } from "../../userland/ip/verb.ts";
import { nearest } from "./near.ts";
import { added, changed, find, type Row, type Situation, said, without } from "./situation.ts";

/** The words of each object: `ip`, perhaps options, the object, perhaps a verb. */
function objectAt({ argv }: Situation): { readonly object?: IpObject; readonly at: number } {
	const at = argv.findIndex(
		(word, i) =>
			i > 0 && !word.startsWith("-") && !/^-(?:n|netns|f|family|b|batch|rc|rcvbuf|l|loops)$/.test(argv[i - 1] ?? ""),
	);
	const row = objects.find(({ word }) => word.startsWith(argv[at] ?? "-"));
	return { at, ...(row?.object && { object: row.object }) };
}

function wordsOf(object: IpObject): string[] {
	const grammars = [
		...object.verbs.flatMap((verb) => (verb.grammar ? [verb.grammar] : [])),
		...(object.grammar ? [object.grammar] : []),
	];
	const rows = grammars.flatMap(({ rows, positional }) => [
		...rows,
		...(positional?.keyword ? [positional.keyword] : []),
	]);
	return rows.flatMap(({ word, also = [], alsoPrefix = [] }) => [word, ...also, ...alsoPrefix]);
}

const unknownObject: Row = (s) => {
	const word = said(s, /^Object "(.*)" is unknown/)?.[1];
	if (word === undefined) return undefined;
	// what people type of them: addr of address
	const short = objects.flatMap((row) => [row.word, row.word.slice(0, 4), row.word.slice(0, 5)]);
	const near = nearest(word, short);
	return find("unknownObject", { word, near: near[0] ?? "" }, ...near.map((other) => changed(s, word, other)));
};

const unknownVerb: Row = (s) => {
	const word = said(s, /^Command "(.*)" is unknown/)?.[1];
	const { object } = objectAt(s);
	if (word === undefined || !object) return undefined;
	const near = nearest(
		word,
		object.verbs.map((verb) => verb.word),
	);
	return find(
		"unknownVerb",
		{ word, object: object.title, near: near[0] ?? "" },
		...near.map((other) => changed(s, word, other)),
	);
};

/** Options may be shortened, so a letter too much matters and a missing end does not. */
const options = [
	"-brief",
	"-details",
	"-json",
	"-pretty",
	"-oneline",
	"-statistics",
	"-color",
	"-timestamp",
	"-tshort",
	"-human",
	"-family",
	"-resolve",
	"-netns",
	"-all",
	"-Numeric",
	"-batch",
	"-force",
	"-iec",
	"-loops",
	"-echo",
	"-help",
	"-Version",
];

const unknownOption: Row = (s) => {
	const word = said(s, /^Option "(.*)" is unknown/)?.[1];
	if (word === undefined) return undefined;
	const near = nearest(word, options);
	const typed = s.argv.find((other) => other === word || other === `-${word}`) ?? word;
	return find(
		"unknownOption",
		{ word: typed, near: near[0] ?? "" },
		...near.map((other) => changed(s, typed, other)),
		without(s, typed, 1),
	);
};

/** The word that no keyword of the object begins with. */
const garbage: Row = (s) => {
	const found = said(s, /^Error: either "(.*)" is duplicate, or "(.*)" is a garbage/);
	const { object } = objectAt(s);
	if (!found || !object) return undefined;
	const word = found[2] ?? "";
	const near = [...(habits[word] ? [habits[word] as string] : []), ...nearest(word, wordsOf(object), 5)];
	return find(
		"garbage",
		{ word, key: found[1] ?? "", near: near[0] ?? "" },
		...near.map((other) => changed(s, word, other)),
		without(s, word, 1),
		without(s, word),
	);
};

/** What other tools call it. */
const habits: Readonly<Record<string, string>> = {
	gw: "via",
	gateway: "via",
	netmask: "",
	device: "dev",
	interface: "dev",
	bcast: "brd",
};

const duplicate: Row = (s) => {
	const found = said(s, /^Error: duplicate "(.*)": "(.*)" is the second value/);
	if (!found) return undefined;
	const [, key = "", second = ""] = found;
	const at = s.argv.lastIndexOf(second);
	return find(
		"duplicate",
		{ key, second },
		at < 1 ? undefined : [s.argv.toSpliced(at - 1, 2)],
		at < 1 ? undefined : [s.argv.toSpliced(at, 1)],
	);
};

const notEnough: Row = (s) => {
	const key = said(s, /^Not enough (?:of )?information: "?(\w+)"? (?:argument )?is required/)?.[1];
	if (key === undefined) return undefined;
	const dev = (s.state.links.find(({ ifname }) => ifname !== "lo") ?? s.state.links[0])?.ifname ?? "lo";
	const value = key === "dev" ? dev : key === "type" ? "dummy" : undefined;
	return find(
		"notEnough",
		{ key, dev },
		value === undefined ? undefined : added(s, key, value),
		key === "dev" ? added(s, "dev", dev, "up") : undefined,
	);
};

const incomplete: Row = (s) => {
	if (!said(s, /^Command line is not complete/)) return undefined;
	const last = s.argv.at(-1) ?? "";
	const value = last === "dev" ? (s.state.links[0]?.ifname ?? "lo") : undefined;
	return find("incomplete", { last }, value === undefined ? undefined : added(s, value), [s.argv.slice(0, -1)]);
};

const flushAll: Row = (s) => {
	if (!said(s, /^Flush requires arguments|"ip .* flush" requires arguments/)) return undefined;
	const dev = (s.state.links.find(({ ifname }) => ifname !== "lo") ?? s.state.links[0])?.ifname ?? "lo";
	return find("flushAll", { dev }, added(s, "dev", dev), added(s, "table", "main"));
};

const routeGetNothing: Row = (s) => {
	if (!said(s, /^need at least a destination address/)) return undefined;
	return find("getNothing", {}, added(s, "127.0.0.1"));
};

const tunMode: Row = (s) => {
	if (!said(s, /^You failed to specify a tunnel mode/)) return undefined;
	return find("tunMode", {}, added(s, "mode", "tun"));
};

const neighIncomplete: Row = (s) => {
	if (!said(s, /^Device and destination are required arguments/)) return undefined;
	const dev = (s.state.links.find(({ ifname }) => ifname !== "lo") ?? s.state.links[0])?.ifname ?? "lo";
	return find("notEnough", { key: "dev", dev }, added(s, "dev", dev));
};

export const wordRows: readonly Row[] = [
	unknownObject,
	unknownVerb,
	unknownOption,
	garbage,
	duplicate,
	notEnough,
	incomplete,
	flushAll,
	routeGetNothing,
	tunMode,
	neighIncomplete,
];

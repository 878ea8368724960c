/**
 * What may stand next in an `ip` command: the grammar rows that parse it (userland/ip/grammar.ts), read the other way. Only
 * what is modelled is offered. Read complete.ts for the rest of a line.
 */
import { scopes } from "../uapi/scope.ts";
import { tables } from "../uapi/table.ts";
import { begins, find, type Grammar, type Keyword, type Takes } from "../userland/ip/grammar.ts";
import { kindOf } from "../userland/ip/kind/kind.ts";
import { findObject, objects } from "../userland/ip/object.ts";
import { optionRows } from "../userland/ip/option.ts";

/** What the world has names for. */
export interface Names {
	/** Devices, as `ip` with these options (`-n NAME`) sees them. */
	devices(options: readonly string[]): readonly string[];
	netns(): readonly string[];
	/** After `ip netns exec NAME`. */
	command(words: readonly string[]): readonly string[];
}

/** Candidates for the word after `words` (those between `ip` and the cursor), in the order of the grammar. */
export function completeIp(words: readonly string[], typed: string, names: Names): readonly string[] {
	const { at, wants } = passOptions(words);
	if (wants === "NETNS") return names.netns();
	if (wants !== undefined) return wants === "FAMILY" ? ["inet", "inet6", "link"] : [];
	const [object, verb, ...rest] = words.slice(at);
	if (object === undefined) return typed.startsWith("-") ? optionRows.map(({ option }) => option) : objectWords();
	const verbs = findObject(object)?.object?.verbs ?? [];
	if (verb === undefined) return spelled(verbs.filter(({ run }) => run !== undefined));
	const row = find(verbs, verb);
	if (findObject(object)?.word === "netns") return completeNetns(row?.word, rest, names);
	return row?.grammar === undefined ? [] : completeRows(row.grammar, rest, names, words.slice(0, at));
}

/** Where the object stands, or what the last option still wants. */
function passOptions(words: readonly string[]): { at: number; wants?: string } {
	let at = 0;
	for (; words[at]?.startsWith("-"); at++) {
		const typed = words[at]?.replace(/^--/, "-") ?? "";
		const row = optionRows.find(({ option, match }) => (match === "exact" ? option === typed : begins(typed, option)));
		if (row?.takes !== undefined && ++at === words.length) return { at, wants: row.takes };
	}
	return { at };
}

function objectWords(): readonly string[] {
	return objects.filter(({ object }) => object !== undefined).map(({ word }) => word);
}

function spelled(keywords: readonly Keyword[]): string[] {
	return keywords.map(({ word }) => word);
}

/** `ip netns` has no rows: its verbs take names. */
function completeNetns(verb: string | undefined, rest: readonly string[], names: Names): readonly string[] {
	if (verb === undefined || verb === "add" || verb === "help") return [];
	if (rest.length === 0) return names.netns();
	return verb === "exec" ? names.command(rest.slice(1)) : [];
}

/** Walks over what is there, then says what fits. The positional word may come where no row does. */
function completeRows(
	grammar: Grammar<never>,
	words: readonly string[],
	names: Names,
	options: readonly string[],
): readonly string[] {
	const { rows, positional } = grammar;
	const value = (takes: Takes) => values(takes, names, options);
	let placed = false;
	for (let i = 0; i < words.length; i++) {
		const row = find(rows, words[i] ?? "");
		const keyword = positional?.keyword !== undefined && find([positional.keyword], words[i] ?? "") !== undefined;
		if (row === undefined) placed = true;
		const takes = row === undefined ? (keyword ? positional?.takes : undefined) : row.takes;
		if (takes !== undefined && ++i === words.length) return value(takes);
		if (row?.word === "type" && row.ends) return completeKind(words.slice(i), names, options);
	}
	const own = spelled(rows.filter(({ unmodelled }) => !unmodelled));
	if (positional === undefined || placed) return own;
	return [...value(positional.takes), ...(positional.keyword ? [positional.keyword.word] : []), ...own];
}

/** After `type KIND`. */
function completeKind(
	[name = "", ...rest]: readonly string[],
	names: Names,
	options: readonly string[],
): readonly string[] {
	const grammar = kindOf(name)?.grammar;
	return grammar === undefined ? [] : completeRows(grammar, rest, names, options);
}

const kinds = ["bridge", "bridge_slave", "dummy", "ifb", "macvlan", "macvtap", "tun", "veth", "vlan", "vxlan"];

function values(takes: Takes, names: Names, options: readonly string[]): readonly string[] {
	switch (takes) {
		case "DEV":
			return names.devices(options);
		case "NETNS":
			return names.netns();
		case "KIND":
		case "TYPE":
			return kinds.filter((kind) => kindOf(kind) !== undefined);
		case "SCOPE":
			return scopes.map(({ name }) => name);
		case "TABLE":
			return tables.map(({ name }) => name);
		case "BOOL":
			return ["on", "off"];
		default:
			return typeof takes === "string" ? [] : takes;
	}
}

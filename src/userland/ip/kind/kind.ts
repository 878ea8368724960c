/**
 * Kinds of link as rows: what may be said after `type KIND`, and what -d says of such a link. One file beside this one for
 * each; link code asks this table and never a kind by name. Mirrors struct link_util of ip/ip_common.h. A kind that is not
 * here goes to the kernel by its name alone, and takes no words.
 */
import type { Field } from "../../../print/field.ts";
import type { Ifinfo, LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { exited, returned } from "../failure.ts";
import { type Grammar, parse, type Row } from "../grammar.ts";
import { describeGrammar } from "../help.ts";
import type { Words } from "../words.ts";
import { bridge } from "./bridge.ts";
import { bridgeSlave } from "./bridge-slave.ts";
import { macvlan, macvtap } from "./macvlan.ts";
import { tun } from "./tun.ts";
import { veth } from "./veth.ts";
import { vlan } from "./vlan.ts";
import { vxlan } from "./vxlan.ts";

export interface Kind {
	readonly name: string;
	/** Reads all words after `type KIND`. Missing: the real tool passes over them without a word (dummy, ifb). */
	readonly parse?: (ctx: Context, words: Words, creating: boolean) => LinkData;
	/** The options of the -d line. Missing: there is nothing to say. */
	readonly describe?: (ctx: Context, data: LinkData, link: Ifinfo) => Field[];
	readonly grammar?: Grammar<never>;
}

/** The options of a kind in the making. */
export interface KindDraft {
	readonly ctx: Context;
	readonly creating: boolean;
	readonly data: Record<string, unknown>;
}

// A function, not a constant: veth.ts needs link grammar, which needs this table.
function kinds(): readonly Kind[] {
	return [{ name: "dummy" }, { name: "ifb" }, veth, bridge, bridgeSlave, vlan, macvlan, macvtap, vxlan, tun];
}

export function kindOf(name: string): Kind | undefined {
	return kinds().find((kind) => kind.name === name);
}

/** What the options of a kind say to a word that fits nowhere: `bridge: unknown command "foo"?`, and their usage. */
export function parseKind<S extends KindDraft>(
	name: string,
	noun: "command" | "option",
	grammar: Grammar<S>,
	draft: S,
	words: Words,
): LinkData {
	const help = () => returned(kindUsage(name, grammar));
	const rows: Row<S>[] = [...grammar.rows, { word: "help", match: "prefix", to: () => raise(help()) }];
	parse({ ...grammar, rows }, words, draft, {
		help,
		unmodelled: (row) => exited(`iplab: 'ip link … type ${name} ${row.word}' is not modelled`, 3),
		unknown: (word) => returned(`${name}: unknown ${noun} "${word}"?\n${kindUsage(name, grammar)}`),
	});
	return draft.data;
}

function raise(error: Error): never {
	throw error;
}

export function kindUsage(name: string, grammar: Grammar<never> | undefined): string {
	return `Usage: ... ${name}${grammar === undefined ? "" : ` ${describeGrammar(grammar)}`}`;
}

/**
 * Kinds of link as rows: what may be said after `type KIND`, and what -d says of such a link. One file beside this one for
 * each; link code asks this table and never a kind by name. Mirrors struct link_util of ip/ip_common.h. A kind that is not
 * here goes to the kernel by its name alone, and takes no words.
 */
import type { Field } from "../../../print/field.ts";
import type { Ifinfo, LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { exited, type Failed, returned } from "../failure.ts";
import { type Grammar, parse, type Row } from "../grammar.ts";
import { describeGrammar } from "../help.ts";
import type { Words } from "../words.ts";
import { bond } from "./bond.ts";
import { bondSlave } from "./bond-slave.ts";
import { bridge } from "./bridge.ts";
import { bridgeSlave } from "./bridge-slave.ts";
import { geneve } from "./geneve.ts";
import { erspan, gre, gretap } from "./gre.ts";
import { gtp } from "./gtp.ts";
import { ip6erspan, ip6gre, ip6gretap } from "./ip6gre.ts";
import { ip6tnl } from "./ip6tnl.ts";
import { ipip, sit } from "./iptnl.ts";
import { ipvlan, ipvtap } from "./ipvlan.ts";
import { macsec } from "./macsec.ts";
import { macvlan, macvtap } from "./macvlan.ts";
import { tun } from "./tun.ts";
import { veth } from "./veth.ts";
import { vlan } from "./vlan.ts";
import { vrf, vrfSlave } from "./vrf.ts";
import { vti, vti6 } from "./vti.ts";
import { vxlan } from "./vxlan.ts";
import { xfrm } from "./xfrm.ts";

export interface Kind {
	readonly name: string;
	/**
	 * Reads all words after `type KIND`; `index` is the link that is changed, or 0. Missing: the real tool passes over them
	 * without a word (dummy, ifb).
	 */
	readonly parse?: (ctx: Context, words: Words, creating: boolean, index: number) => LinkData;
	/** The options of the -d line. Missing: there is nothing to say. */
	readonly describe?: (ctx: Context, data: LinkData, link: Ifinfo) => Field[];
	readonly grammar?: Grammar<never>;
	/** The real tool has no help for it, and gives that of `ip link` (link_util without print_help). */
	readonly helpless?: true;
}

/** The options of a kind in the making. */
export interface KindDraft {
	readonly ctx: Context;
	readonly creating: boolean;
	readonly data: Record<string, unknown>;
}

/** The real tool knows them and takes no words. */
const wordless = ["dummy", "ifb", "nlmon", "team", "team_slave", "vcan", "netdevsim", "virt_wifi"];

/** The real tool has options for them, which are not read: the kernel does not know the kind, and says so whatever they are. */
const foreign = ["amt", "bareudp", "batadv", "can", "dsa", "hsr", "ipoib", "rmnet", "vxcan", "wwan"];

// A function, not a constant: veth.ts needs link grammar, which needs this table.
function kinds(): readonly Kind[] {
	return [
		...[...wordless, ...foreign].map((name) => ({ name })),
		veth,
		bridge,
		bridgeSlave,
		vlan,
		macvlan,
		macvtap,
		vxlan,
		tun,
		bond,
		bondSlave,
		vrf,
		vrfSlave,
		ipvlan,
		ipvtap,
		geneve,
		gre,
		gretap,
		erspan,
		ip6gre,
		ip6gretap,
		ip6erspan,
		ipip,
		sit,
		ip6tnl,
		vti,
		vti6,
		xfrm,
		macsec,
		gtp,
	];
}

export function kindNames(): readonly string[] {
	return kinds().map(({ name }) => name);
}

export function kindOf(name: string): Kind | undefined {
	return kinds().find((kind) => kind.name === name);
}

/**
 * What the options of a kind say to a word that fits nowhere: `bridge: unknown command "foo"?`, and their usage; tunnels
 * have no noun for it, and say their usage only.
 */
export function parseKind<S extends KindDraft>(
	name: string,
	noun: "command" | "option" | undefined,
	grammar: Grammar<S>,
	draft: S,
	words: Words,
): LinkData {
	const help = () => returned(kindUsage(name, grammar));
	const rows: Row<S>[] = [...grammar.rows, { word: "help", match: "prefix", to: () => raise(help()) }];
	parse({ ...grammar, rows }, words, draft, {
		help,
		unmodelled: (row) => exited(`iplab: 'ip link … type ${name} ${row.word}' is not modelled`, 3),
		unknown: (word) => (noun === undefined ? help() : unknownWord(name, noun, grammar, word)),
	});
	return draft.data;
}

function unknownWord(name: string, noun: string, grammar: Grammar<never>, word: string): Failed {
	return returned(`${name}: unknown ${noun} "${word}"?\n${kindUsage(name, grammar)}`);
}

function raise(error: Error): never {
	throw error;
}

export function kindUsage(name: string, grammar: Grammar<never> | undefined): string {
	return `Usage: ... ${name}${grammar === undefined ? "" : ` ${describeGrammar(grammar)}`}`;
}

/**
 * `ip link xstats` and `afstats`: counters that only some kinds of link keep, and counters of address families. Nothing here
 * counts multicast or spanning tree packets: what is not counted in the real kernel either (the switch is off) is told as
 * zeros, the rest is not modelled. ip/iplink_xstats.c, ip/iplink_bridge.c bridge_print_xstats(), ip/iplink.c iplink_afstats().
 */
import { close, type Field, field, open, text } from "../../print/field.ts";
import { type BondData, type BridgeData, bondModes } from "../../uapi/link-data.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { exited, garbage, noDevice, returned, unknownCommand, unmodelled, wrong } from "./failure.ts";
import { begins } from "./grammar.ts";
import { usage } from "./help.ts";
import { kindOf } from "./kind/kind.ts";
import { dump } from "./talk.ts";
import type { Words } from "./words.ts";

type Suite = "multicast" | "stp" | "802.3ad";

interface XstatsKind {
	/** Words that choose one suite. */
	readonly words: Readonly<Record<string, Suite>>;
	readonly describe: (ctx: Context, link: Ifinfo, only: Suite | undefined) => Field[];
}

const bridgeWords: XstatsKind["words"] = { igmp: "multicast", mcast: "multicast", stp: "stp" };
const bondWords: XstatsKind["words"] = { lacp: "802.3ad", "802.3ad": "802.3ad" };

const kinds: Readonly<Record<string, XstatsKind>> = {
	bridge: { words: bridgeWords, describe: (ctx, link, only) => describeBridge(ctx, link, link, only) },
	bridge_slave: { words: bridgeWords, describe: describePort },
	bond: { words: bondWords, describe: (_, link) => describeBond(link) },
	bond_slave: { words: bondWords, describe: (ctx, link) => describeBond(ctx.links.find(link.master ?? 0)) },
};

export function showXstats(ctx: Context, words: Words): number {
	if (!words.more) throw returned("xstats: missing argument");
	const typed = words.need();
	if (begins(typed, "help")) return say(ctx, "Usage: ip link xstats type TYPE [ OPTION ]...");
	if (!begins(typed, "type")) throw wrong(typed, "unknown argument");
	const name = words.next();
	if (kindOf(name) === undefined) throw wrong(name, "invalid type");
	const kind = kinds[name];
	if (kind === undefined) throw returned(`xstats: link type ${name} doesn't support xstats`);
	words.skip();
	return list(ctx, words, name, kind);
}

function say(ctx: Context, line: string): number {
	ctx.process.stdout(`${line}\n`);
	return 0;
}

function list(ctx: Context, words: Words, name: string, kind: XstatsKind): number {
	let only: Suite | undefined;
	let index = 0;
	for (; words.more; words.skip()) {
		const word = words.need();
		if (Object.hasOwn(kind.words, word)) only = kind.words[word];
		else if (word === "dev") index = needIndex(ctx, words.next());
		else if (word === "help")
			throw exited("", say(ctx, `Usage: ... ${name} [ ${Object.keys(kind.words)[0]} ] [ dev DEVICE ]`));
		else throw wrong(word, "unknown attribute");
	}
	const slave = name.endsWith("_slave") ? name.slice(0, -"_slave".length) : undefined;
	ctx.print([open("array")]);
	for (const link of dumpLinks(ctx)) {
		if (index !== 0 && index !== link.index) continue;
		if (slave === undefined ? link.kind !== name : link.slaveKind !== slave) continue;
		const head = field("ifname", `${link.ifname.padEnd(16)}\n`, link.ifname);
		ctx.print([open("object"), head, ...kind.describe(ctx, link, only), close("object")]);
	}
	ctx.print([close("array")]);
	return 0;
}

function needIndex(ctx: Context, name: string): number {
	const index = ctx.links.indexOf(name);
	if (index === 0) throw noDevice(name);
	return index;
}

function dumpLinks(ctx: Context): Ifinfo[] {
	const links: Ifinfo[] = [];
	dump(
		ctx,
		{ type: "RTM_GETLINK", flags: 0, family: "unspec" },
		(message) => message.type === "RTM_NEWLINK" && links.push(message.link),
	);
	return links;
}

/** A bridge that counts, by its switches, counts what we do not. */
function describeBridge(_: Context, bridge: Ifinfo | undefined, link: Ifinfo, only: Suite | undefined): Field[] {
	const { mcastStatsEnabled } = (bridge?.data ?? {}) as BridgeData;
	if (mcastStatsEnabled) throw unmodelled(`link xstats of ${link.ifname} with mcast_stats_enabled`);
	return only === undefined || only === "multicast" ? describeMulticast() : [];
}

function describePort(ctx: Context, link: Ifinfo, only: Suite | undefined): Field[] {
	const bridge = ctx.links.find(link.master ?? 0);
	const { stpState } = (bridge?.data ?? {}) as BridgeData;
	const stp = only === undefined || only === "stp";
	if (stp && stpState) throw unmodelled(`link xstats of ${link.ifname} with stp_state`);
	return [...describeBridge(ctx, bridge, link, only), ...(stp ? describeStp() : [])];
}

/** Only a bond of 802.3ad counts. */
function describeBond(bond: Ifinfo | undefined): Field[] {
	const { mode = 0 } = (bond?.data ?? {}) as BondData;
	if (bondModes[mode] === "802.3ad") throw unmodelled("link xstats of a bond in mode 802.3ad");
	return [];
}

const indent = " ".repeat(20);

function zero(key: string, label: string, after: string): Field {
	return field(key, `${label}0${after}`, 0);
}

/** `RX: v1 0 v2 0` and the same of TX. */
function versions(key: string, title: string, count: number): Field[] {
	const ways = ["rx", "tx"].flatMap((way) =>
		Array.from({ length: count }, (_, i) => {
			const start = i === 0 ? `${indent}  ${way.toUpperCase()}: ` : "";
			return zero(`${way}_v${i + 1}`, `${start}v${i + 1} `, i === count - 1 ? "\n" : " ");
		}),
	);
	return [open("object", key), text(`${indent}${title}:\n`), ...ways, close("object")];
}

function leaves(key: string, title: string): Field[] {
	return [open("object", key), zero("rx", `${indent}${title}: RX: `, " "), zero("tx", "TX: ", "\n"), close("object")];
}

function describeMulticast(): Field[] {
	return [
		open("object", "multicast"),
		...versions("igmp_queries", "IGMP queries", 3),
		...versions("igmp_reports", "IGMP reports", 3),
		...leaves("igmp_leaves", "IGMP leaves"),
		zero("igmp_parse_errors", `${indent}IGMP parse errors: `, "\n"),
		...versions("mld_queries", "MLD queries", 2),
		...versions("mld_reports", "MLD reports", 2),
		...leaves("mld_leaves", "MLD leaves"),
		zero("mld_parse_errors", `${indent}MLD parse errors: `, "\n"),
		close("object"),
	];
}

function describeStp(): Field[] {
	return [
		open("object", "stp"),
		zero("rx_bpdu", `${indent}STP BPDU:  RX: `, " "),
		zero("tx_bpdu", "TX: ", "\n"),
		zero("rx_tcn", `${indent}STP TCN:   RX: `, " "),
		zero("tx_tcn", "TX: ", "\n"),
		zero("transition_blk", `${indent}STP Transitions: Blocked: `, " "),
		zero("transition_fwd", "Forwarding: ", "\n"),
		close("object"),
	];
}

/** No family has counters here: MPLS would, where it is switched on. A device that is missing is no failure. */
export function showAfstats(ctx: Context, words: Words): number {
	let dev: string | undefined;
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word !== "dev") throw begins(word, "help") ? usage(ctx.object) : unknownCommand(word, ctx.object.title);
		const value = words.next();
		if (dev !== undefined) throw garbage("dev", value);
		dev = value;
	}
	if (dev !== undefined && ctx.links.indexOf(dev) === 0) ctx.complain(`Device "${dev}" does not exist.`);
	else ctx.print([open("array"), close("array")]);
	return 0;
}

/** `bridge fdb show`: what bridges know of addresses, what tunnels know, and what devices listen to. bridge/fdb.c print_fdb(). */
import { close, element, type Field, field, hardLine, open, text } from "../../print/field.ts";
import type { FdbMessage } from "../../uapi/bridge.ts";
import { NLM_F_DUMP } from "../../uapi/message.ts";
import { NTF_EXT_LEARNED, NTF_MASTER, NTF_OFFLOADED, NTF_ROUTER, NTF_SELF, NTF_STICKY } from "../../uapi/neighbour.ts";
import { NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE, NUD_STALE } from "../../uapi/nud.ts";
import { duplicate, wrong } from "../ip/failure.ts";
import { begins } from "../ip/grammar.ts";
import { atoi, integer } from "../ip/number.ts";
import { talk } from "../ip/talk.ts";
import type { Words } from "../ip/words.ts";
import { type BridgeContext, deviceIndex } from "./device.ts";

interface Filter {
	master?: number;
	index?: number;
	/** 0 is none. */
	vlan: number;
	/** Bits; 0 is none. */
	state: number;
	dynamic: boolean;
}

export function showFdb(ctx: BridgeContext, words: Words): number {
	const filter: Filter = { vlan: 0, state: 0, dynamic: false };
	let [dev, br]: (string | undefined)[] = [];
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "br") br = words.next();
		else if (word === "dev" || word === "brport") dev = words.next();
		else if (word === "vlan") {
			const value = words.next();
			if (filter.vlan) throw duplicate("vlan", value);
			filter.vlan = atoi(value);
		} else if (word === "state") filter.state |= parseState(words.next());
		else if (word === "dynamic") filter.dynamic = true;
	}
	if (br !== undefined) filter.master = deviceIndex(ctx, br, "bridge device");
	if (dev !== undefined) filter.index = deviceIndex(ctx, dev);
	const { master, index } = filter;
	const query = { ...(master !== undefined && { master }), ...(index !== undefined && { index }) };
	ctx.print([open("array")]);
	for (const message of talk(ctx, { ...query, type: "PF_BRIDGE RTM_GETNEIGH", flags: NLM_F_DUMP }))
		if (message.type === "PF_BRIDGE RTM_NEWNEIGH" && accepts(filter, message.fdb))
			ctx.print(describeFdb(ctx, message.fdb, index === undefined));
	ctx.print([close("array")]);
	return 0;
}

const stateWords = [
	["permanent", NUD_PERMANENT],
	["static", NUD_NOARP],
	["temp", NUD_NOARP],
	["stale", NUD_STALE],
	["reachable", NUD_REACHABLE],
	["dynamic", NUD_REACHABLE],
] as const;

/** state_a2n() */
function parseState(word: string): number {
	const known = stateWords.find(([name]) => begins(word, name));
	if (known) return known[1];
	const number = word === "all" ? -1 : integer(word);
	if (number === undefined) throw wrong(word, "invalid state");
	return number;
}

function accepts({ vlan, dynamic, state }: Filter, fdb: FdbMessage): boolean {
	if (state && !(fdb.state & state)) return false;
	return (vlan === 0 || (fdb.vlan ?? 0) === vlan) && !(dynamic && fdb.state & NUD_PERMANENT);
}

/** state_n2a(): of one that was learned nothing is said. */
function stateText(state: number, json: boolean): string {
	if (state & NUD_PERMANENT) return "permanent";
	if (state & NUD_NOARP) return "static";
	if (state & NUD_STALE) return "stale";
	if (state & NUD_REACHABLE) return "";
	return `${json ? "" : "state="}${state === 0 ? "0" : `0x${state.toString(16)}`}`;
}

const flagWords = [
	[NTF_SELF, "self"],
	[NTF_ROUTER, "router"],
	[NTF_EXT_LEARNED, "extern_learn"],
	[NTF_OFFLOADED, "offload"],
	[NTF_MASTER, "master"],
	[NTF_STICKY, "sticky"],
] as const;

export function describeFdb(ctx: BridgeContext, fdb: FdbMessage, named: boolean): Field[] {
	const ifname = ctx.links.nameOf(fdb.ifindex);
	const master = fdb.master === undefined ? undefined : ctx.links.nameOf(fdb.master);
	const state = stateText(fdb.state, ctx.options.json);
	const { used, updated } = fdb;
	return [
		open("object"),
		field("mac", fdb.lladdr, fdb.lladdr, "mac"),
		text(" "),
		...(named ? [text("dev "), field("ifname", `${ifname} `, ifname, "ifname")] : []),
		...describeRemote(ctx, fdb),
		...(ctx.options.stats > 0 && used !== undefined && updated !== undefined
			? [field("used", `used ${used}/`, used), field("updated", `${updated} `, updated)]
			: []),
		open("array", "flags"),
		...flagWords.filter(([flag]) => fdb.flags & flag).map(([, word]) => element(`${word} `, word)),
		close("array"),
		...(master === undefined ? [] : [field("master", `master ${master} `, master)]),
		field("state", state, state),
		hardLine,
		close("object"),
	];
}

function describeRemote(ctx: BridgeContext, { dst, vlan, port, vni, srcVni, via, linkNetnsid }: FdbMessage): Field[] {
	const number = (key: string, word: string, value: number | undefined): Field[] =>
		value === undefined ? [] : [field(key, `${word} ${value} `, value)];
	const name = via === undefined ? "" : ctx.links.nameOf(via);
	const towards =
		linkNetnsid === undefined ? [field("viaIf", `via ${name} `, name)] : number("viaIfIndex", "via ifindex", via);
	return [
		...(dst === undefined ? [] : [text("dst "), field("dst", `${dst} `, dst, dst.includes(":") ? "inet6" : "inet")]),
		...number("vlan", "vlan", vlan),
		...number("port", "port", port),
		...number("vni", "vni", vni),
		...number("src_vni", "src_vni", srcVni),
		...(via === undefined ? [] : towards),
		...number("linkNetNsId", "link-netnsid", linkNetnsid),
	];
}

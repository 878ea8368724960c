/**
 * What one neighbour looks like: `10.0.0.2 dev eth0 lladdr 02:00:00:00:00:22 PERMANENT `. Mirrors ip/ipneigh.c print_neigh().
 */
import { familyOf } from "../../net/addr.ts";
import { close, element, type Field, field, hardLine, open, text } from "../../print/field.ts";
import type { FdbMessage } from "../../uapi/bridge.ts";
import {
	type Ndmsg,
	NTF_EXT_LEARNED,
	NTF_EXT_MANAGED,
	NTF_OFFLOADED,
	NTF_PROXY,
	NTF_ROUTER,
} from "../../uapi/neighbour.ts";
import { NUD_NONE, nudStates } from "../../uapi/nud.ts";
import type { Context } from "./context.ts";
import { hostText } from "./host.ts";
import { lladdrText } from "./lladdr-text.ts";

/** A listing of one device does not name it. */
export interface NeighView {
	readonly dev: boolean;
}

export function describeNeigh(ctx: Context, neigh: Ndmsg, view: NeighView): Field[] {
	if (ctx.options.brief) return describeBrief(ctx, neigh, view);
	return [
		field("dst", `${hostText(ctx, neigh.dst)} `, hostText(ctx, neigh.dst), familyOf(neigh.dst)),
		...describeDev(ctx, neigh, view),
		...describeLladdr(ctx, neigh),
		...describeFlags(neigh),
		...(ctx.options.stats > 0 ? describeStats(neigh) : []),
		...describeState(neigh),
		...describeProtocol(ctx, neigh),
		hardLine,
	];
}

/** An entry of a forwarding database (`ip -B neigh`): its address is that of the link, and of a vxlan the far end's. */
export function describeFdbNeigh(ctx: Context, fdb: FdbMessage, view: NeighView): Field[] {
	const { dst, used, updated = 0 } = fdb;
	const host = dst === undefined ? "" : hostText(ctx, dst);
	const name = ctx.links.nameOf(fdb.ifindex);
	if (ctx.options.brief)
		return [
			...(dst === undefined ? [] : [field("dst", `${host.padEnd(39)} `, host, familyOf(dst))]),
			...(view.dev ? [field("dev", `${name.padEnd(16)} `, name, "ifname")] : []),
			field("lladdr", fdb.lladdr, fdb.lladdr, "mac"),
			hardLine,
		];
	const ages = { refcnt: 0, used: (used ?? 0) * USER_HZ, confirmed: 0, updated: updated * USER_HZ };
	return [
		...(dst === undefined ? [] : [field("dst", `${host} `, host, familyOf(dst))]),
		...(view.dev ? [text("dev "), field("dev", `${name} `, name, "ifname")] : []),
		...describeLladdr(ctx, fdb),
		...describeFlags(fdb),
		...(ctx.options.stats > 0 && used !== undefined ? describeStats({ cacheinfo: ages }) : []),
		...describeState(fdb),
		hardLine,
	];
}

/** Columns; a long name pushes the next one. */
function describeBrief(ctx: Context, neigh: Ndmsg, view: NeighView): Field[] {
	const { dst, ifindex } = neigh;
	const lladdr = shownLladdr(ctx, neigh);
	const host = hostText(ctx, dst);
	const name = ctx.links.nameOf(ifindex);
	return [
		field("dst", `${host.padEnd(39)} `, host, familyOf(dst)),
		...(view.dev && ifindex !== 0 ? [field("dev", `${name.padEnd(16)} `, name, "ifname")] : []),
		...(lladdr === undefined ? [] : [field("lladdr", lladdr, lladdr, "mac")]),
		hardLine,
	];
}

function describeDev(ctx: Context, { ifindex }: Ndmsg, view: NeighView): Field[] {
	if (!view.dev || ifindex === 0) return [];
	const name = ctx.links.nameOf(ifindex);
	return [text("dev "), field("dev", `${name} `, name, "ifname")];
}

/** lib/ll_addr.c ll_addr_n2a() shows a first byte also of no address: that of the attribute behind it, NDA_PROBES, 8 long. */
function shownLladdr(ctx: Context, { lladdr, ifindex }: Pick<Ndmsg, "lladdr" | "ifindex">): string | undefined {
	if (lladdr === undefined) return undefined;
	if (lladdr === "") return "08";
	return lladdrText(lladdr, ctx.links.find(ifindex)?.type ?? 0);
}

function describeLladdr(ctx: Context, neigh: Pick<Ndmsg, "lladdr" | "ifindex">): Field[] {
	const lladdr = shownLladdr(ctx, neigh);
	return lladdr === undefined ? [] : [text("lladdr "), field("lladdr", `${lladdr} `, lladdr, "mac")];
}

function describeFlags({ flags, flagsExt = 0 }: Pick<Ndmsg, "flags" | "flagsExt">): Field[] {
	const words = [
		["router", flags & NTF_ROUTER],
		["proxy", flags & NTF_PROXY],
		["managed", flagsExt & NTF_EXT_MANAGED],
		["extern_learn", flags & NTF_EXT_LEARNED],
		["offload", flags & NTF_OFFLOADED],
	] as const;
	return words.flatMap(([word, set]) => (set === 0 ? [] : [{ key: word, text: `${word} `, value: null }]));
}

const USER_HZ = 100;

/** Ages in whole seconds. Between them and `probes` there is no space in 6.1. */
function describeStats({ cacheinfo, probes }: Pick<Ndmsg, "cacheinfo" | "probes">): Field[] {
	const fields: Field[] = [];
	if (cacheinfo !== undefined) {
		const { refcnt } = cacheinfo;
		const seconds = (ticks: number) => Math.floor(ticks / USER_HZ);
		const { used, confirmed, updated } = cacheinfo;
		if (refcnt !== 0) fields.push(field("refcnt", ` ref ${refcnt}`, refcnt));
		fields.push(field("used", ` used ${seconds(used)}`, seconds(used)));
		fields.push(field("confirmed", `/${seconds(confirmed)}`, seconds(confirmed)));
		fields.push(field("updated", `/${seconds(updated)}`, seconds(updated)));
	}
	if (probes !== undefined) fields.push(field("probes", `probes ${probes} `, probes));
	return fields;
}

function describeState({ state }: Pick<Ndmsg, "state">): Field[] {
	if (state === NUD_NONE) return [];
	const names = nudStates.filter(({ number }) => (state & number) !== 0).map(({ name }) => name.toUpperCase());
	return [open("array", "state"), ...names.map((name) => element(`${name} `, name)), close("array")];
}

function describeProtocol(ctx: Context, { protocol = 0 }: Ndmsg): Field[] {
	if (protocol === 0) return [];
	const name = ctx.names.nameOf("protocol", protocol);
	return [field("protocol", `proto ${name} `, name)];
}

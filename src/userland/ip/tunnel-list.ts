/**
 * The listing of `ip tunnel`: links of the right hardware type, and each is then asked by ioctl. Mirrors lib/tunnel.c
 * do_tunnels_list(), tnl_print_gre_flags(), tnl_print_stats().
 */
import { close, element, type Field, field, open, softLine, text } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import type { Family, Ifinfo, LinkStats } from "../../uapi/message.ts";
import type { TunnelAnswer } from "../../uapi/tunnel.ts";
import type { Context } from "./context.ts";
import { returned } from "./failure.ts";
import { GRE_CSUM, GRE_KEY, GRE_SEQ } from "./kind/tunnel.ts";
import { dump } from "./talk.ts";

export interface TunnelList {
	readonly family: Family;
	/** ARPHRD_* */
	readonly types: readonly number[];
	/** "" for all. */
	readonly ifname: string;
	readonly accepts: (tunnel: TunnelAnswer) => boolean;
	readonly describe: (tunnel: TunnelAnswer) => readonly Field[];
}

export function listTunnels(ctx: Context, wish: TunnelList): number {
	const links: Ifinfo[] = [];
	dump(
		ctx,
		{ type: "RTM_GETLINK", flags: 0, family: wish.family },
		(message) => message.type === "RTM_NEWLINK" && links.push(message.link),
		returned("Dump terminated"),
	);
	ctx.print([open("array")]);
	for (const link of links) if (wish.types.includes(link.type)) printTunnel(ctx, wish, link);
	ctx.print([close("array")]);
	return 0;
}

function printTunnel(ctx: Context, wish: TunnelList, { index, ifname, stats }: Ifinfo): void {
	if (wish.ifname !== "" && wish.ifname !== ifname) return;
	const answer = ctx.sys.tunnel({ op: "get", device: ifname, parm: { ifname, data: {} } });
	if ("errno" in answer) return ctx.complain(`get tunnel "${ifname}" failed: ${strerror(answer.errno)}`);
	if (!wish.accepts(answer.ok)) return;
	ctx.print([open("object"), ...wish.describe(answer.ok), close("object")]);
	// From here on the real tool forgets about JSON.
	// A dump through IPv6 has no counters; the kernel is asked again.
	const counters = ctx.options.stats > 0 ? (stats ?? ctx.links.find(index)?.stats) : undefined;
	ctx.printText([...(counters === undefined ? [] : describeCounters(counters)), text("\n")]);
}

/** Keys as numbers, once where both are the same; then what GRE does with sequence numbers and checksums. */
export function describeGre(ctx: Context, { kind, data }: TunnelAnswer): Field[] {
	const { iflags, oflags, ikey = 0, okey = 0 } = withVtiKeys(kind, data);
	const both = iflags & oflags & GRE_KEY && ikey === okey;
	const keys = both
		? [field("key", ` key ${ikey}`, ikey)]
		: [
				...(iflags & GRE_KEY ? [field("ikey", ` ikey ${ikey}`, ikey)] : []),
				...(oflags & GRE_KEY ? [field("okey", ` okey ${okey}`, okey)] : []),
			];
	return kind === "gre" || kind === "ip6gre" ? [...keys, ...describeFlags(ctx, iflags, oflags)] : keys;
}

/** A VTI always has keys; in IPv6 those that are not 0 count. */
function withVtiKeys(
	kind: string,
	data: TunnelAnswer["data"],
): Required<Pick<typeof data, "iflags" | "oflags">> & typeof data {
	const { iflags = 0, oflags = 0, ikey, okey } = data;
	if (kind === "vti") return { ...data, iflags: GRE_KEY, oflags: GRE_KEY };
	if (kind === "vti6") return { ...data, iflags: ikey ? GRE_KEY : 0, oflags: okey ? GRE_KEY : 0 };
	return { ...data, iflags, oflags };
}

function describeFlags(ctx: Context, iflags: number, oflags: number): Field[] {
	const rows: [boolean, name: string, sentence: string][] = [
		[(iflags & GRE_SEQ) !== 0, "rx_drop_ooseq", "Drop packets out of sequence."],
		[(iflags & GRE_CSUM) !== 0, "rx_csum", "Checksum in received packet is required."],
		[(oflags & GRE_SEQ) !== 0, "tx_seq", "Sequence packets on output."],
		[(oflags & GRE_CSUM) !== 0, "tx_csum", "Checksum output packets."],
	];
	const on = rows.filter(([isOn]) => isOn);
	if (ctx.options.json) return [open("array", "flags"), ...on.map(([, name]) => element("", name)), close("array")];
	return on.flatMap(([, , sentence]) => [softLine, text(`  ${sentence}`)]);
}

function describeCounters(stats: LinkStats): Field[] {
	const row = (counts: readonly number[], widths: readonly number[]) =>
		text(`    ${counts.map((count, i) => String(count).padEnd(widths[i] ?? 0)).join(" ")}`);
	const { rxPackets, rxBytes, rxErrors, multicast, txPackets, txBytes, txErrors, collisions, txDropped } = stats;
	const { txCarrierErrors } = stats;
	return [
		softLine,
		text("RX: Packets    Bytes        Errors CsumErrs OutOfSeq Mcasts"),
		softLine,
		row([rxPackets, rxBytes, rxErrors, 0, 0, multicast], [10, 12, 6, 8, 8, 8]),
		softLine,
		text("TX: Packets    Bytes        Errors DeadLoop NoRoute  NoBufs"),
		softLine,
		row([txPackets, txBytes, txErrors, collisions, txCarrierErrors, txDropped], [10, 12, 6, 8, 8, 6]),
	];
}

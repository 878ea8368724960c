/**
 * What -d adds to a link: promiscuity and MTU limits, its kind with the kind's own options (kind/kind.ts), queue numbers
 * and offload sizes. In 6.1 two spaces stand before allmulti. Mirrors the show_details part of print_linkinfo().
 */
import { close, type Field, field, open, softLine } from "../../print/field.ts";
import { addrGenModes } from "../../uapi/addr-gen-mode.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import { rowOf } from "../../uapi/row.ts";
import type { Context } from "./context.ts";
import { kindOf } from "./kind/kind.ts";

export function describeDetails(ctx: Context, link: Ifinfo, ipLink: boolean): Field[] {
	return [
		...number("promiscuity", link.promiscuity, " promiscuity"),
		...number("allmulti", link.allmulti, " allmulti"),
		...number("min_mtu", link.minMtu, "minmtu"),
		...number("max_mtu", link.maxMtu, "maxmtu"),
		...describeKind(ctx, link),
		...(ipLink ? describeAddrGenMode(link) : []),
		...number("num_tx_queues", link.numTxQueues, "numtxqueues"),
		...number("num_rx_queues", link.numRxQueues, "numrxqueues"),
		...number("gso_max_size", link.gsoMaxSize),
		...number("gso_max_segs", link.gsoMaxSegs),
		...number("tso_max_size", link.tsoMaxSize),
		...number("tso_max_segs", link.tsoMaxSegs),
		...number("gro_max_size", link.groMaxSize),
	];
}

function number(key: string, value: number | undefined, label: string = key): Field[] {
	return value === undefined ? [] : [field(key, `${label} ${value} `, value)];
}

/** print_linktype(): a kind that has nothing to say of itself (dummy) gets no info_data. */
function describeKind(ctx: Context, link: Ifinfo): Field[] {
	if (link.kind === undefined && link.slaveKind === undefined) return [];
	const own = link.kind === undefined ? [] : describeOwnKind(ctx, link, link.kind);
	const slave = link.slaveKind === undefined ? [] : describeSlaveKind(ctx, link, link.slaveKind);
	return [open("object", "linkinfo"), ...own, ...slave, close("object")];
}

function describeOwnKind(ctx: Context, link: Ifinfo, name: string): Field[] {
	const describe = kindOf(name)?.describe;
	const data = describe === undefined || link.data === undefined ? [] : describe(ctx, link.data, link);
	const body = describe === undefined ? [] : [open("object", "info_data"), ...data, close("object")];
	return [softLine, field("info_kind", `    ${name} `, name), ...body];
}

function describeSlaveKind(ctx: Context, link: Ifinfo, name: string): Field[] {
	const describe = kindOf(`${name}_slave`)?.describe;
	const data = describe === undefined || link.slaveData === undefined ? [] : describe(ctx, link.slaveData, link);
	const body = describe === undefined ? [] : [open("object", "info_slave_data"), ...data, close("object")];
	return [softLine, field("info_slave_kind", `    ${name}_slave `, name), ...body];
}

function describeAddrGenMode({ addrGenMode }: Ifinfo): Field[] {
	if (addrGenMode === undefined) return [];
	const mode = rowOf(addrGenModes, addrGenMode)?.name ?? `0x${addrGenMode.toString(16)}`;
	return [field("inet6_addr_gen_mode", `addrgenmode ${mode} `, mode)];
}

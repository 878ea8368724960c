/** What -d says of a VXLAN device: ip/iplink_vxlan.c vxlan_print_opt(). */
import { isMulticast } from "../../../net/addr.ts";
import { close, type Field, field, member, open, text } from "../../../print/field.ts";
import type { VxlanData } from "../../../uapi/link-data.ts";
import type { Context } from "../context.ts";

export function describe(ctx: Context, data: VxlanData): Field[] {
	return [
		...yes("external", data.external),
		// The space after it is missing in the real tool too.
		...(data.vnifilter ? [field("vnifilter", "vnifilter", true)] : []),
		...(data.id === undefined ? [] : [field("id", `id ${data.id} `, data.id)]),
		...describeEnds(ctx, data),
		...describePorts(data),
		...(data.learning === undefined
			? []
			: [{ key: "learning", text: data.learning ? "" : "nolearning ", value: data.learning }]),
		...yes("proxy", data.proxy),
		...yes("rsc", data.rsc),
		...yes("l2miss", data.l2miss),
		...yes("l3miss", data.l3miss),
		...describeHeader(data),
		...describeAgeing(data),
		...(data.udpCsum === undefined ? [] : [yesNo("udpcsum", "udp_csum", data.udpCsum)]),
		...(data.udpZeroCsum6Tx === undefined ? [] : [yesNo("udp6zerocsumtx", "udp_zero_csum6_tx", data.udpZeroCsum6Tx)]),
		...(data.udpZeroCsum6Rx === undefined ? [] : [yesNo("udp6zerocsumrx", "udp_zero_csum6_rx", data.udpZeroCsum6Rx)]),
		...yes("remcsumtx", data.remcsumTx, "remcsum_tx"),
		...yes("remcsumrx", data.remcsumRx, "remcsum_rx"),
		...yes("gbp", data.gbp),
		...yes("gpe", data.gpe),
	];
}

function yes(word: string, on: boolean | undefined, key = word): Field[] {
	return on ? [field(key, `${word} `, true)] : [];
}

function yesNo(word: string, key: string, on: boolean): Field {
	return field(key, on ? `${word} ` : `no${word} `, on);
}

function describeEnds(ctx: Context, { group, local, link }: VxlanData): Field[] {
	const six = (addr: string) => (addr.includes(":") ? "6" : "");
	const fields: Field[] = [];
	if (group !== undefined) {
		const word = isMulticast(group) ? "group" : "remote";
		fields.push(field(`${word}${six(group)}`, `${word} ${group} `, group));
	}
	if (local !== undefined) fields.push(field(`local${six(local)}`, `local ${local} `, local));
	if (link !== undefined && link !== 0) {
		const name = ctx.links.nameOf(link);
		fields.push(field("link", `dev ${name} `, name));
	}
	return fields;
}

function describePorts({ portLow, portHigh, port }: VxlanData): Field[] {
	const range: Field[] =
		portLow === undefined || portHigh === undefined
			? []
			: [
					open("object", "port_range"),
					field("low", `srcport ${portLow} `, portLow),
					field("high", `${portHigh} `, portHigh),
					close("object"),
				];
	return [...range, ...(port === undefined ? [] : [field("port", `dstport ${port} `, port)])];
}

function describeHeader({ tos, ttl, ttlInherit, df, label }: VxlanData): Field[] {
	const fields: Field[] = [];
	if (tos !== undefined && tos !== 0) {
		const hex = `0x${tos.toString(16)}`;
		fields.push(field("tos", `tos ${tos === 1 ? "inherit" : hex} `, hex));
	}
	if (ttlInherit) fields.push(text("ttl inherit "));
	else if (ttl !== undefined) fields.push(field("ttl", `ttl ${ttl === 0 ? "auto" : ttl} `, ttl));
	if (df !== undefined) fields.push(df === "unset" ? member("df", df) : field("df", `df ${df} `, df));
	if (label !== undefined && label !== 0) {
		const hex = `0x${label.toString(16)}`;
		fields.push(field("label", `flowlabel ${hex} `, hex));
	}
	return fields;
}

function describeAgeing({ ageing, limit }: VxlanData): Field[] {
	return [
		...(ageing === undefined ? [] : [field("ageing", ageing === 0 ? "ageing none " : `ageing ${ageing} `, ageing)]),
		...(limit === undefined || limit === 0 ? [] : [field("limit", `maxaddr ${limit} `, limit)]),
	];
}

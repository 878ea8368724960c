/**
 * What one next hop object looks like: `id 1 via 10.0.0.2 dev eth0 scope link `. Mirrors ip/ipnexthop.c
 * __print_nexthop_entry() and print_nexthop_bucket(). `fdb` is the one word without a space behind it.
 */
import { close, type Field, field, hardLine, open, text } from "../../print/field.ts";
import { NEXTHOP_GRP_TYPE_RES, type NexthopBucket, type Nhmsg, type ResGroup } from "../../uapi/nexthop.ts";
import { RTPROT_UNSPEC } from "../../uapi/protocol.ts";
import { RT_SCOPE_UNIVERSE } from "../../uapi/scope.ts";
import type { Context } from "./context.ts";
import { describeEncap } from "./encap.ts";
import { shortest } from "./number.ts";
import { describeDev, describeFlags, describeGateway } from "./way.ts";

/** The line, without its end: where that belongs in JSON differs. */
export function describeNexthop(ctx: Context, hop: Nhmsg): Field[] {
	const all = ctx.options.details > 0;
	const family = hop.family === "inet6" ? "inet6" : "inet";
	return [
		field("id", `id ${hop.id} `, hop.id),
		...describeGroup(hop),
		...(hop.resGroup === undefined ? [] : describeResilient(hop.resGroup)),
		...describeEncap(hop.encap),
		...(hop.gateway === undefined ? [] : describeGateway(ctx, hop.gateway, family)),
		...(hop.oif === undefined ? [] : describeDev(ctx, "dev", hop.oif)),
		...(hop.scope === RT_SCOPE_UNIVERSE && !all ? [] : named("scope", ctx.names.nameOf("scope", hop.scope))),
		...(hop.blackhole ? [{ key: "blackhole", text: "blackhole ", value: null }] : []),
		...(hop.protocol === RTPROT_UNSPEC && !all
			? []
			: named("protocol", ctx.names.nameOf("protocol", hop.protocol), "proto")),
		...describeFlags(hop.nhFlags),
		...(hop.fdb ? [{ key: "fdb", text: "fdb", value: null }] : []),
	];
}

function named(key: string, value: string, word = key): Field[] {
	return [field(key, `${word} ${value} `, value)];
}

/** `group 1/2,5 `: the weight is said where it is not 1. */
function describeGroup({ group, groupType }: Nhmsg): Field[] {
	const type = groupType === NEXTHOP_GRP_TYPE_RES ? named("type", "resilient") : [];
	if (group === undefined) return type;
	const members = group.flatMap(({ id, weight }, i) => [
		open("object"),
		...(i === 0 ? [] : [text("/")]),
		field("id", `${id}`, id),
		...(weight === 1 ? [] : [field("weight", `,${weight}`, weight)]),
		close("object"),
	]);
	return [open("array", "group", "group "), ...members, close("array", " "), ...type];
}

function describeResilient({ buckets = 0, idleTimer = 0, unbalancedTimer = 0, unbalancedTime = 0 }: ResGroup): Field[] {
	return [
		open("object", "resilient_args"),
		field("buckets", `buckets ${buckets} `, buckets),
		describeTime("idle_timer", idleTimer),
		describeTime("unbalanced_timer", unbalancedTimer),
		describeTime("unbalanced_time", unbalancedTime),
		close("object"),
	];
}

const USER_HZ = 100;

function describeTime(key: string, ticks: number): Field {
	const seconds = shortest(ticks / USER_HZ);
	return { key, text: `${key} ${seconds} `, raw: seconds };
}

export function describeBucket({ id, index, idleTime, nhid, nhFlags }: NexthopBucket): Field[] {
	return [
		field("id", `id ${id} `, id),
		open("object", "bucket"),
		field("index", `index ${index} `, index),
		describeTime("idle_time", idleTime),
		field("nhid", `nhid ${nhid} `, nhid),
		close("object"),
		...describeFlags(nhFlags),
		hardLine,
	];
}

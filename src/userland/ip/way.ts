/**
 * What routes and next hop objects say alike of the way they go: `via 10.0.0.1 dev eth0 onlink `. ip/iproute.c
 * __print_rta_gateway(), print_rta_ifidx() and print_rt_flags().
 */
import { type Addr, familyOf } from "../../net/addr.ts";
import { close, element, type Field, field, open, text } from "../../print/field.ts";
import {
	RTM_F_NOTIFY,
	RTM_F_OFFLOAD_FAILED,
	RTNH_F_DEAD,
	RTNH_F_LINKDOWN,
	RTNH_F_OFFLOAD,
	RTNH_F_ONLINK,
	RTNH_F_PERVASIVE,
	RTNH_F_TRAP,
	RTNH_F_UNRESOLVED,
	type Rtmsg,
} from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { hostText } from "./host.ts";

/** A gateway of the other family says which, and is an object in JSON. */
export function describeGateway(ctx: Context, addr: Addr, family: Rtmsg["family"]): Field[] {
	const own = familyOf(addr);
	const gateway = hostText(ctx, addr);
	if (own === family) return [text("via "), field("gateway", `${gateway} `, gateway, own)];
	return [
		open("object", "via"),
		field("family", `via ${own} `, own),
		field("host", `${gateway} `, gateway, own),
		close("object"),
	];
}

export function describeDev(ctx: Context, word: "dev" | "iif", index: number): Field[] {
	const name = ctx.links.nameOf(index);
	return [text(`${word} `), field(word, `${name} `, name, "ifname")];
}

/** print_rt_flags(). RTCF_MULTICAST of a cached answer is the same bit as the last one here. */
const flagNames: readonly (readonly [number, string])[] = [
	[RTNH_F_DEAD, "dead"],
	[RTNH_F_ONLINK, "onlink"],
	[RTNH_F_PERVASIVE, "pervasive"],
	[RTNH_F_OFFLOAD, "offload"],
	[RTNH_F_TRAP, "trap"],
	[RTM_F_NOTIFY, "notify"],
	[RTNH_F_LINKDOWN, "linkdown"],
	[RTNH_F_UNRESOLVED, "unresolved"],
	[0x4000, "rt_offload"],
	[0x8000, "rt_trap"],
	[RTM_F_OFFLOAD_FAILED, "rt_offload_failed"],
];

export function describeFlags(flags: number): Field[] {
	const set = flagNames.filter(([flag]) => (flags & flag) !== 0);
	return [open("array", "flags"), ...set.map(([, name]) => element(`${name} `, name)), close("array")];
}

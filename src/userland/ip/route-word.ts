/** Words that several commands of `ip route` read alike: types, families, realms, and the table of a vrf. */
import type { Family } from "../../uapi/message.ts";
import { routeTypes } from "../../uapi/route-type.ts";
import { numberOf } from "../../uapi/row.ts";
import type { Context } from "./context.ts";
import { wrong } from "./failure.ts";
import { begins } from "./grammar.ts";
import { u32 } from "./number.ts";
import { needVrf } from "./show-filter.ts";

/** The table of a vrf device. ip/ipvrf.c ipvrf_get_table(). */
export function vrfTable(ctx: Context, name: string): number {
	const table = ctx.links.find(needVrf(ctx, name, "Invalid VRF\n"))?.data?.table;
	if (typeof table !== "number") throw wrong(name, "Invalid VRF\n");
	return table;
}

/** ip/rtm_map.c rtnl_rtntype_a2n(): some types by any beginning, in this order, and numbers. */
export function parseRouteType(word: string): number | undefined {
	const whole = ["local", "nat", "throw"].find((name) => name === word) ?? (word === "brd" ? "broadcast" : undefined);
	const shortened = [
		"broadcast",
		"anycast",
		"multicast",
		"prohibit",
		"unreachable",
		"blackhole",
		"xresolve",
		"unicast",
	];
	const name = whole ?? shortened.find((each) => begins(word, each));
	if (name !== undefined) return numberOf(routeTypes, name);
	const number = u32(word);
	return number === undefined || number > 255 ? undefined : number;
}

const families = ["inet", "inet6", "link", "mpls", "bridge"] as const;

/** lib/utils.c read_family(): the family in front of an address. */
export function readFamily(word: string): Family | undefined {
	const family = families.find((name) => name === word);
	return family === "link" ? "packet" : family;
}

/** `TO`, `FROM/TO`, or both in one number; a `TO` that is empty is 0. ip/rtm_map.c get_rt_realms_or_raw(). */
export function parseRealms(ctx: Context, word: string): { from: number; to: number } | undefined {
	const realm = (name: string) => ctx.names.numberOf("realm", name);
	const slash = word.indexOf("/");
	const from = slash < 0 ? 0 : realm(word.slice(0, slash));
	const to = slash === word.length - 1 ? 0 : realm(word.slice(slash + 1));
	if (from !== undefined && to !== undefined) return { from, to };
	const number = u32(word);
	return number === undefined ? undefined : { from: number >>> 16, to: number & 0xffff };
}

/**
 * What a route through a next hop object holds of it, and which routes may use which: net/ipv4/nexthop.c fib_check_nexthop(),
 * fib6_check_nexthop(), include/net/nexthop.h nexthop_path_fib_result(). Read nexthop.ts first.
 */

import { RTNH_F_ONLINK } from "../uapi/message.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK } from "../uapi/scope.ts";
import type { FibInfo, Nexthop4 } from "./fib4.ts";
import type { Info6, Nexthop6 } from "./fib6.ts";
import { isGroup, type NexthopObject, nexthopById, type SingleNexthop } from "./nexthop.ts";
import { Refusal } from "./refusal.ts";
import type { Task } from "./task.ts";

/** The single next hops that an object comes to, with weights. */
function singles(t: Task, netns: number, id: number): { nexthop: SingleNexthop; weight: number }[] {
	const object = nexthopById(t, netns, id);
	if (!object) return [];
	if (!isGroup(object)) return [{ nexthop: object, weight: 1 }];
	return object.members.flatMap(({ id: member, weight }) => {
		const nexthop = nexthopById(t, netns, member);
		return nexthop && !isGroup(nexthop) ? [{ nexthop, weight }] : [];
	});
}

type Ways4 = Pick<FibInfo, "nexthops" | "blackhole">;

/** What an IPv4 route through the object holds of it. */
export function nexthops4(t: Task, netns: number, id: number): Ways4 {
	const object = nexthopById(t, netns, id);
	const known = object && ways4.get(object);
	if (known) return known;
	const made = makeWays4(singles(t, netns, id));
	// a group changes with its members
	if (object && !isGroup(object)) ways4.set(object, made);
	return made;
}

/** Those of single next hops: zebra makes hundreds of routes through one. */
const ways4 = new WeakMap<NexthopObject, Ways4>();

function makeWays4(all: ReturnType<typeof singles>): Ways4 {
	const nexthops = all.map(({ nexthop: { oif, gateway, scope, flags, encap }, weight }): Nexthop4 => {
		return { oif, scope, weight, flags, ...(gateway !== undefined && { gateway }), ...(encap && { encap }) };
	});
	return { nexthops, ...(all.some(({ nexthop }) => nexthop.blackhole) && { blackhole: true }) };
}

/** What an IPv6 route through the object holds of it. */
export function nexthops6(t: Task, netns: number, id: number): Pick<Info6, "nexthops" | "blackhole" | "group"> {
	const all = singles(t, netns, id);
	const nexthops = all.map(({ nexthop: { oif, gateway, flags, encap }, weight }): Nexthop6 => {
		return { oif, weight, flags, ...(gateway !== undefined && { gateway }), ...(encap && { encap }) };
	});
	const object = nexthopById(t, netns, id);
	return {
		nexthops,
		...(all.some(({ nexthop }) => nexthop.blackhole) && { blackhole: true }),
		...(object && isGroup(object) && { group: true }),
	};
}

/** fib_check_nexthop(): may an IPv4 route of this scope use the object? */
export function checkForRoute4(t: Task, netns: number, id: number, scope: number): void {
	const object = nexthopById(t, netns, id) as NexthopObject;
	checkObjectForRoute4(object, isGroup(object) ? singles(t, netns, id)[0]?.nexthop : object, scope);
}

export function checkObjectForRoute4(object: NexthopObject, first: SingleNexthop | undefined, scope: number): void {
	if (object.fdb) throw new Refusal("EINVAL", "Route cannot point to a fdb nexthop");
	if (isGroup(object) && scope === RT_SCOPE_HOST)
		throw new Refusal("EINVAL", "Route with host scope can not have multiple nexthops");
	if (scope === RT_SCOPE_HOST && first?.gateway !== undefined)
		throw new Refusal("EINVAL", "Route with host scope can not have a gateway");
	if (first && first.flags & RTNH_F_ONLINK && scope >= RT_SCOPE_LINK)
		throw new Refusal("EINVAL", "Scope mismatch with nexthop");
}

/** fib6_check_nexthop(): may an IPv6 route use the object? */
export function checkForRoute6(t: Task, netns: number, id: number, srcLen: number): void {
	const object = nexthopById(t, netns, id);
	if (!object) throw new Refusal("EINVAL", "Nexthop id does not exist");
	if (srcLen > 0) throw new Refusal("EINVAL", "IPv6 routes using source address can not use nexthop objects");
	checkObjectForRoute6(
		object,
		singles(t, netns, id).map(({ nexthop }) => nexthop),
	);
}

export function checkObjectForRoute6(object: NexthopObject, members: readonly SingleNexthop[]): void {
	if (members.some((nexthop) => nexthop.family === "inet"))
		throw new Refusal("EINVAL", "IPv6 routes can not use an IPv4 nexthop");
	if (object.fdb) throw new Refusal("EINVAL", "Route cannot point to a fdb nexthop");
}

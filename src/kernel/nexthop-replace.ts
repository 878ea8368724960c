/**
 * One next hop object in the place of another: net/ipv4/nexthop.c replace_nexthop(). The routes and groups of the old one must be
 * able to live with the new, and follow; nexthop_replace_notify() tells of those routes.
 */
import { toWords } from "../net/addr.ts";
import { type Route4, routesInOrder, tablesInOrder } from "./fib4.ts";
import { fillRoute4, tellsWay } from "./fib4-message.ts";
import { routes6InOrder, tables6InOrder } from "./fib6.ts";
import { fillRoute6 } from "./fib6-message.ts";
import {
	type GroupNexthop,
	groupsOf,
	isGroup,
	type NexthopObject,
	newestFirst,
	nexthopById,
	type SingleNexthop,
} from "./nexthop.ts";
import { refuse } from "./nexthop-request.ts";
import { checkObjectForRoute4, checkObjectForRoute6 } from "./nexthop-route.ts";
import { type Resilient, rebalance } from "./resilient.ts";
import { type Shared, sharedEntries } from "./shared.ts";
import { netnsOf, notify, type Task } from "./task.ts";

/** replace_nexthop(): the routes and groups of the old one must be able to live with the new. */
export function replacement(t: Task, old: NexthopObject, next: NexthopObject): NexthopObject {
	const members = membersOf(t, next);
	checkRoutes(t, old.id, next, members);
	for (const group of groupsOf(t, t.netns, old.id)) {
		if (!isGroup(next) && next.blackhole && group.members.length > 1)
			throw refuse("Blackhole nexthop can not be a member of a group with more than one path");
		checkRoutes(t, group.id, next, members);
	}
	if (!isGroup(old)) {
		if (isGroup(next)) throw refuse("Can not replace a nexthop with a nexthop group.");
		if (Boolean(old.fdb) !== Boolean(next.fdb) && groupsOf(t, t.netns, old.id).length > 0)
			throw refuse("Cannot change nexthop FDB status while in a group");
		return next;
	}
	if (!isGroup(next)) throw refuse("Can not replace a nexthop group with a nexthop.");
	if (Boolean(old.resilient) !== Boolean(next.resilient))
		throw refuse("Can not replace a nexthop group with one of a different type.");
	// replace_nexthop_grp(): only its members are new
	const group = { ...next, protocol: old.protocol };
	return next.resilient && old.resilient ? rebalanced(t, old.resilient, group) : group;
}

/** The buckets stay where they are as far as the new weights let them. */
function rebalanced(t: Task, old: Resilient, next: GroupNexthop): GroupNexthop {
	const wish = next.resilient as Resilient;
	if (wish.buckets.length !== old.buckets.length)
		throw refuse("Can not change number of buckets of a resilient nexthop group.");
	return rebalance(t, { ...next, resilient: { ...wish, buckets: old.buckets } });
}

function membersOf(t: Task, object: NexthopObject): SingleNexthop[] {
	if (!isGroup(object)) return [object];
	return object.members.flatMap(({ id }) => {
		const member = nexthopById(t, t.netns, id);
		return member && !isGroup(member) ? [member] : [];
	});
}

/** fib_check_nh_list(), fib6_check_nh_list() */
function checkRoutes(t: Task, id: number, next: NexthopObject, members: readonly SingleNexthop[]): void {
	const { fib4, fib6 } = netnsOf(t, t.netns);
	for (const [, info] of sharedEntries(fib4.infos))
		if (info.nhid === id) checkObjectForRoute4(next, members[0], info.scope);
	for (const [, info] of sharedEntries(fib6.infos)) if (info.nhid === id) checkObjectForRoute6(next, members);
}

/** nexthop_replace_notify(): routes of the object, then those of its groups, are told as if they were new. */
export function tellRoutes(t: Task, id: number): void {
	if (!tellsWay(t, t.netns, { nhid: id })) return;
	for (const nhid of [id, ...groupsOf(t, t.netns, id).map((group) => group.id)]) tellRoutesOf(t, nhid);
}

function tellRoutesOf(t: Task, nhid: number): void {
	const { fib4, fib6 } = netnsOf(t, t.netns);
	const isThrough = (route: { readonly nhid?: number | undefined }) => route.nhid === nhid;
	const isUsed = <I extends { readonly nhid?: number | undefined }>(infos: Shared<I>) =>
		[...sharedEntries(infos)].some(([, info]) => isThrough(info));
	if (isUsed(fib4.infos))
		for (const table of tablesInOrder(fib4))
			for (const route of downwards([...routesInOrder(fib4, table)].filter(isThrough)))
				notify(t, t.netns, { type: "RTM_NEWROUTE", route: fillRoute4(t, t.netns, route) });
	if (!isUsed(fib6.infos)) return;
	const routes = tables6InOrder(fib6).flatMap((table) => [...routes6InOrder(fib6, table)].filter(isThrough));
	for (const route of newestFirst(routes)) notify(t, t.netns, { type: "RTM_NEWROUTE", route: fillRoute6(t, route) });
}

/** __fib_info_notify_update() goes down from the highest address; what begins at one address stays in order. */
function downwards(routes: Route4[]): Route4[] {
	const address = ({ dst }: Route4) => toWords(dst.addr)[0] as number;
	return routes.sort((a, b) => address(b) - address(a));
}

/**
 * Next hop objects, as zebra keeps them in the kernel (zebra/zebra_nhg.c): one for each way out, and groups of them in order of their
 * ids. What nobody uses any more stays for three minutes. A key says what one is: `2` a link that a network is on, `o2` a link
 * that a protocol has a route to (a number alone where the kernel has another route: reserve), `2>10.0.0.1` a neighbour on it, `g5/7` a group, `k2>10.0.0.1` and `blackhole` those of routes that others made; `old` is from an earlier zebra.
 */
import { NLM_F_CREATE, NLM_F_REPLACE } from "../../uapi/message.ts";
import type { NexthopRequest, Nhmsg } from "../../uapi/nexthop.ts";
import { RTPROT_ZEBRA } from "../../uapi/protocol.ts";
import type { Path } from "../ospfd/spf.ts";
import { connectedOf } from "./connected.ts";
import { type KernelRoute, type Nexthop, patch, say, type Zebra, type ZebraTurn } from "./zebra.ts";

const keep = 180_000;

type Way = Pick<Path, "ifindex" | "via">;

/** zebra/rt_netlink.c netlink_nexthop_msg_encode(): of one that is to go only the id is said. */
function request(type: NexthopRequest["type"], id: number): NexthopRequest {
	const isNew = type === "RTM_NEWNEXTHOP";
	const flags = isNew ? NLM_F_CREATE | NLM_F_REPLACE : 0;
	return { type, flags, family: "unspec", protocol: isNew ? RTPROT_ZEBRA : 0, nhFlags: 0, id };
}

/** The object with this key: as it is, given to the kernel once more, or new. Undefined where the kernel does not take it. */
function object(
	turn: ZebraTurn,
	made: Pick<Nexthop, "key" | "ifindexes" | "members">,
	what: Partial<NexthopRequest>,
): Nexthop | undefined {
	const known = turn.zebra.nexthops.find(({ key }) => key === made.key);
	if (known?.installed) return known;
	const id = known?.id ?? turn.zebra.lastNexthop + 1;
	const { error } = say(turn, { ...request("RTM_NEWNEXTHOP", id), ...what });
	if (error) return undefined;
	const nexthop: Nexthop = { ...made, id, installed: true };
	const others = turn.zebra.nexthops.filter((each) => each !== known);
	patch(turn, { nexthops: [...others, nexthop], lastNexthop: Math.max(id, turn.zebra.lastNexthop) });
	return nexthop;
}

/** Of the networks that a link is in. */
export function linkNexthop(turn: ZebraTurn, ifindex: number): void {
	object(turn, { key: String(ifindex), ifindexes: [ifindex] }, { family: "inet", oif: ifindex });
}

/** A protocol's own: also to a link that has one already, as to an address on lo of a wider network (zebra_nhg_hash_equal()). */
function single(turn: ZebraTurn, { ifindex, via }: Way): Nexthop | undefined {
	const key = via === undefined ? `o${ifindex}` : `${ifindex}>${via}`;
	const what = { family: "inet", oif: ifindex, ...(via !== undefined && { gateway: via }) } as const;
	return object(turn, { key, ifindexes: [ifindex] }, what);
}

/** The object for these ways, made where there is none yet. */
export function nexthopFor(turn: ZebraTurn, paths: readonly Way[]): number | undefined {
	const singles = paths.flatMap((path) => single(turn, path) ?? []);
	if (singles.length < 2) return singles[0]?.id;
	// the same way may be there twice; a group has it once, and is a group then, too
	const members = [...new Set(singles.map(({ id }) => id))].sort((a, b) => a - b);
	const ifindexes = [...new Set(singles.flatMap((each) => each.ifindexes))];
	const group = members.map((id) => ({ id, weight: 1 }));
	return object(turn, { key: `g${members.join("/")}`, ifindexes, members }, { group })?.id;
}

export function foreignKey({ ifindex, via }: Partial<Way>, special: string | undefined): string {
	return special === undefined ? `k${ifindex}${via === undefined ? "" : `>${via}`}` : "blackhole";
}

/** The number of an object that zebra has for itself: that of a route which another one of the same network keeps from the kernel. */
export function reserve(turn: ZebraTurn, [path]: readonly Way[]): number | undefined {
	if (!path) return undefined;
	const key = `o${path.ifindex}`;
	const known = turn.zebra.nexthops.find((each) => each.key === key);
	if (known) return known.id;
	const id = turn.zebra.lastNexthop + 1;
	const made: Nexthop = { key, id, ifindexes: [path.ifindex], installed: false };
	patch(turn, { nexthops: [...turn.zebra.nexthops, made], lastNexthop: id });
	return id;
}

/**
 * What routes of others go through is an object of its own, though these routes do not use it. It is made once: when its link has
 * lost its carrier and is back, nobody asks for it (FRR 8.4.4; recorded: ospf-foreign-route).
 */
export function foreignNexthop(turn: ZebraTurn, { ways, special }: KernelRoute): void {
	for (const { ifindex, via } of ways) {
		const key = foreignKey({ ifindex, via }, special);
		if (special === undefined && ifindex === undefined) continue;
		if (turn.zebra.nexthops.some((each) => each.key === key)) continue;
		const way = { ...(ifindex !== undefined && { oif: ifindex }), ...(via !== undefined && { gateway: via }) };
		const what = { family: "inet", ...(special === undefined ? way : { blackhole: true }) } as const;
		object(turn, { key, ifindexes: ifindex === undefined ? [] : [ifindex] }, what);
	}
}

/** Those of an earlier zebra: what no route uses goes at once, the rest when it is not needed any more (zebra_nhg_sweep_table). */
export function sweepOld(turn: ZebraTurn, objects: readonly Nhmsg[], usedIds: ReadonlySet<number | undefined>): void {
	const own = objects.filter(({ protocol }) => protocol === RTPROT_ZEBRA);
	const members = own.flatMap(({ id, group = [] }) => (usedIds.has(id) ? group.map((member) => member.id) : []));
	const kept = own.filter(({ id }) => usedIds.has(id) || members.includes(id));
	for (const { id } of own.filter((each) => !kept.includes(each))) say(turn, request("RTM_DELNEXTHOP", id));
	const nexthops = kept.map(({ id, oif, group }) => ({
		id,
		key: `old${id}`,
		ifindexes: oif === undefined ? [] : [oif],
		installed: true,
		...(group && { members: group.map((member) => member.id) }),
		endsAt: turn.now + keep,
	}));
	const lastNexthop = Math.max(0, ...objects.map(({ id }) => id));
	patch(turn, { nexthops: [...turn.zebra.nexthops, ...nexthops], lastNexthop });
}

/**
 * The kernel has dropped all that goes through a link that is down, and groups of nothing else. Other groups have less members
 * now, and zebra does not look after them: when the link is back, what uses such a group goes on with what is left of it
 * (FRR 8.4.4; recorded: seven-routers-case4-R2-back-up). Gives the ids that are gone.
 */
export function forgetLink(turn: ZebraTurn, ifindex: number): Set<number> {
	const gone = new Set<number>();
	for (const { id, ifindexes, members } of turn.zebra.nexthops)
		if (!members && ifindexes.includes(ifindex)) gone.add(id);
	const alive = new Set(
		turn.zebra.nexthops.filter(({ id, installed }) => installed && !gone.has(id)).map(({ id }) => id),
	);
	for (const { id, members } of turn.zebra.nexthops)
		if (members && !members.some((member) => alive.has(member))) gone.add(id);
	const nexthops = turn.zebra.nexthops.map((each) => (gone.has(each.id) ? { ...each, installed: false } : each));
	patch(turn, { nexthops });
	return gone;
}

/** Notes who is used: by routes, by groups, by the networks of links that are up. What is not in the kernel goes at once. */
export function countUsers(turn: ZebraTurn): void {
	const used = new Set(turn.zebra.rib.flatMap(({ nhid, object }) => [nhid, object]));
	const keys = new Set<string>();
	for (const { up, ifindex } of connectedOf(turn.zebra)) if (up) keys.add(String(ifindex));
	for (const { ways, special } of turn.zebra.kernelRoutes) for (const way of ways) keys.add(foreignKey(way, special));
	const isUsed = ({ id, key }: Nexthop) => used.has(id) || keys.has(key);
	const groups = turn.zebra.nexthops.filter((each) => each.members && (each.installed || isUsed(each)));
	for (const { members = [] } of groups) for (const member of members) used.add(member);
	const nexthops = turn.zebra.nexthops.flatMap((each) => {
		const { endsAt, ...rest } = each;
		if (isUsed(each)) return endsAt === undefined ? each : rest;
		if (!each.installed) return [];
		return endsAt === undefined ? { ...each, endsAt: turn.now + keep } : each;
	});
	const same =
		nexthops.length === turn.zebra.nexthops.length && nexthops.every((each, i) => each === turn.zebra.nexthops[i]);
	if (!same) patch(turn, { nexthops });
}

/** Takes away what has been without use for long enough; a group before its members, which then have their own time. */
export function sweepNexthops(turn: ZebraTurn): void {
	if (sweepDue(turn.zebra) > turn.now) return;
	const over = turn.zebra.nexthops.filter(({ endsAt }) => endsAt !== undefined && endsAt <= turn.now);
	for (const { id } of over) say(turn, request("RTM_DELNEXTHOP", id));
	patch(turn, { nexthops: turn.zebra.nexthops.filter((each) => !over.includes(each)) });
	countUsers(turn);
}

/** When the first of them has been without use for long enough. Every turn asks, and few change the list. */
export function sweepDue({ nexthops }: Zebra): number {
	const known = sweeps.get(nexthops);
	if (known !== undefined) return known;
	let due = Number.POSITIVE_INFINITY;
	for (const { endsAt } of nexthops) if (endsAt !== undefined && endsAt < due) due = endsAt;
	sweeps.set(nexthops, due);
	return due;
}

const sweeps = new WeakMap<Zebra["nexthops"], number>();

/**
 * Decisions give their reasons, when someone asks (`ip route get … --explain`): Task.reasons is the list. `t.reasons?.push(…)`
 * where something is decided: while nobody asks, as in the way of a packet, the reason is not even made.
 */
import type { Addr } from "../net/addr.ts";
import type { Errno } from "../uapi/errno.ts";
import { RTNH_F_DEAD } from "../uapi/message.ts";
import type { Check, Reason, RouteFact, WayFact } from "../uapi/reason.ts";
import { type Device, isUp } from "./device.ts";
import type { Route4 } from "./fib4.ts";
import type { Route6 } from "./fib6.ts";
import { deviceByIndex, type Task } from "./task.ts";

/** The packet is for this machine, by an address of `owner`; `dev` carries it. */
export function forThisHost(t: Task, owner: Device, dev: Device): void {
	t.reasons?.push({ step: "local", owner: owner.name, dev: dev.name, ...(!isUp(dev) && { isDown: true }) });
}

/** A check ends the decision. */
export function refused(t: Task, check: Check, errno: Errno, dev?: string): Errno {
	t.reasons?.push({ step: "refused", check, errno, ...(dev !== undefined && { dev }) });
	return errno;
}

/** What is decided on the side, and is no step of the answer. */
export function quietly<T>(t: Task, body: () => T): T {
	const { reasons } = t;
	if (!reasons) return body();
	t.reasons = undefined;
	const answer = body();
	t.reasons = reasons;
	return answer;
}

export function deviceName(t: Task, netns: number, index: number): string | undefined {
	return index === 0 ? undefined : deviceByIndex(t, netns, index)?.name;
}

interface Flow {
	readonly daddr: Addr;
	readonly saddr?: Addr;
	readonly iif: number;
	readonly oif: number;
}

/** A lookup begins. What this host sends counts as come in by lo, which is no news. */
export function lookupFact(t: Task, netns: number, { daddr, saddr, iif, oif }: Flow): Reason {
	const [from, to] = [iif > 1 ? deviceName(t, netns, iif) : undefined, deviceName(t, netns, oif)];
	return {
		step: "lookup",
		daddr,
		...(saddr !== undefined && { saddr }),
		...(from !== undefined && { iif: from }),
		...(to !== undefined && { oif: to }),
	};
}

interface Hop {
	readonly oif: number;
	readonly gateway?: string;
	readonly scope?: number;
	readonly weight: number;
	readonly flags: number;
}

export function wayFact(t: Task, netns: number, { oif, gateway, scope, weight, flags }: Hop): WayFact {
	const dev = deviceName(t, netns, oif);
	return {
		...(dev !== undefined && { dev }),
		...(gateway !== undefined && { gateway }),
		...(scope !== undefined && { scope }),
		weight,
		...(flags & RTNH_F_DEAD && { dead: true }),
	};
}

/** The way that is taken, and all that the route has. */
export function sayWayOf(t: Task, netns: number, hop: Hop, hops: readonly Hop[]): void {
	t.reasons?.push({ step: "way", way: wayFact(t, netns, hop), among: hops.map((other) => wayFact(t, netns, other)) });
}

export function routeFact4(
	t: Task,
	netns: number,
	{ table, type, dst, tos, priority, prefsrc, nexthops }: Route4,
): RouteFact {
	const ways = nexthops.map((hop) => wayFact(t, netns, hop));
	return { table, type, dst, tos, metric: priority, ways, ...(prefsrc !== undefined && { prefsrc }) };
}

export function routeFact6(
	t: Task,
	netns: number,
	{ table, type, dst, src, priority, prefsrc, nexthops }: Route6,
): RouteFact {
	const ways = nexthops.map((hop) => wayFact(t, netns, hop));
	return {
		table,
		type,
		dst,
		tos: 0,
		metric: priority,
		ways,
		...(src && { src }),
		...(prefsrc !== undefined && { prefsrc }),
	};
}

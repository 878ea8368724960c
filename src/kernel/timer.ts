/**
 * Timers on the virtual clock. Nothing ever waits: clock.ts moves `now` forward and fires what has become due, in order
 * of time and then of starting. A timer is plain data; what it does is the row of its kind in clock.ts.
 */
import type { Addr } from "../net/addr.ts";
import { type TrieKey, trieDelete, trieSet } from "../net/trie.ts";
import type { Place6 } from "./fib6.ts";
import { ownKernel, type Task } from "./task.ts";

export type TimerJob =
	/** Duplicate address detection heard nothing (net/ipv6/addrconf.c addrconf_dad_completed). */
	| { readonly kind: "dad"; readonly device: number; readonly addr: Addr }
	/** An address reaches the end of its preferred or valid lifetime. */
	| { readonly kind: "lifetime4"; readonly device: number }
	| { readonly kind: "lifetime6"; readonly device: number }
	/** An IPv6 route of this place reaches its end (setroute6.ts). */
	| { readonly kind: "route6"; readonly netns: number; readonly place: Place6 }
	/** A neighbour changes its state by itself (neigh.ts). */
	| { readonly kind: "neigh"; readonly device: number; readonly dst: Addr }
	/** A connection is to be sent for again, or forgotten (tcp/timer.ts). */
	| { readonly kind: "tcp"; readonly socket: number }
	/** Link watch looks at what was not urgent (link-watch.ts). */
	| { readonly kind: "linkwatch" }
	/** A driver's own (alarm.ts). */
	| { readonly kind: "alarm"; readonly device: number; readonly name: string };

export type Timer = TimerJob & { readonly at: number; readonly number: number };

function timerKey(at: number, number: number): TrieKey {
	return { words: [Math.floor(at / 2 ** 32), at >>> 0, number], len: 96 };
}

/** net.ipv6.route.gc_interval */
const gcInterval = 30_000;

/** When an IPv6 route that ends in `ms` is taken away: the collector comes by every 30 s (fib6_run_gc); till then it is shown. */
export function untilCollected(ms: number): number {
	return Math.max(1, Math.ceil(ms / gcInterval)) * gcInterval;
}

/** Starts a timer that fires `ms` from now. */
export function startTimer(t: Task, ms: number, job: TimerJob): void {
	const lastTimer = t.kernel.lastTimer + 1;
	ownKernel(t).lastTimer = lastTimer;
	putTimer(t, ms, job, lastTimer);
}

/** Starts the only timer of its kind: it is number 0, and the dice that timers throw (chance) do not notice it. */
export function startOnlyTimer(t: Task, ms: number, job: TimerJob): void {
	putTimer(t, ms, job, 0);
}

function putTimer(t: Task, ms: number, job: TimerJob, number: number): void {
	const at = t.kernel.now + Math.max(0, Math.ceil(ms));
	const timers = trieSet(t.kernel.timers, timerKey(at, number), { at, number, ...job });
	ownKernel(t).timers = timers;
}

export function stopTimer(t: Task, timer: Timer): void {
	ownKernel(t).timers = trieDelete(t.kernel.timers, timerKey(timer.at, timer.number));
}

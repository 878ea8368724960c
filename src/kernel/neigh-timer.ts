/** What time does to a neighbour, and what somebody who wants to send there begins: net/core/neighbour.c neigh_timer_handler(), __neigh_event_send(). */
import type { Addr } from "../net/addr.ts";
import {
	NUD_CONNECTED,
	NUD_DELAY,
	NUD_FAILED,
	NUD_INCOMPLETE,
	NUD_PROBE,
	NUD_REACHABLE,
	NUD_STALE,
} from "../uapi/nud.ts";
import type { Device } from "./device.ts";
import { createNeighbour, findNeighbour, type Neighbour, put, setting } from "./neigh.ts";
import { announce } from "./neigh-message.ts";
import { reachableTime, withoutTimer } from "./neigh-update.ts";
import { solicit, unreachable } from "./path/solicit.ts";
import { deviceOf, type Task } from "./task.ts";
import { startTimer } from "./timer.ts";

/** What net.ipv{4,6}.neigh.DEV says, with times in milliseconds. */
const delayProbeTime = (device: Device, dst: Addr) => setting(device, dst, "delay_first_probe_time") * 1000;

const unicastProbes = (device: Device, dst: Addr) => setting(device, dst, "ucast_solicit");

/** neigh_max_probes() */
function maxProbes(device: Device, { dst, state }: Neighbour): number {
	const multicast = setting(device, dst, state & NUD_PROBE ? "mcast_resolicit" : "mcast_solicit");
	return unicastProbes(device, dst) + setting(device, dst, "app_solicit") + multicast;
}

export function arm(t: Task, device: Device, neighbour: Neighbour, ms: number): void {
	put(t, device, { ...neighbour, due: t.kernel.now + ms });
	startTimer(t, ms, { kind: "neigh", device: device.id, dst: neighbour.dst });
}

export function neighbourTimer(t: Task, id: number, dst: Addr): void {
	const device = deviceOf(t, id);
	const old = findNeighbour(t, device, dst);
	if (old?.due !== undefined && old.due <= t.kernel.now) expire(t, device, old);
}

/** neigh_timer_handler() */
export function expire(t: Task, device: Device, old: Neighbour): void {
	const { now } = t.kernel;
	const { dst } = old;
	const entry = withoutTimer(old);
	if (entry.state & NUD_REACHABLE) return aged(t, device, entry);
	if (entry.state & NUD_DELAY) {
		if (now <= entry.confirmed + delayProbeTime(device, entry.dst))
			return step(t, device, { ...entry, state: NUD_REACHABLE, updated: now }, reachableTime(t, device, dst), true);
		return probe(t, device, put(t, device, { ...entry, state: NUD_PROBE, updated: now, probes: 0 }), true);
	}
	if (entry.state & (NUD_INCOMPLETE | NUD_PROBE)) probe(t, device, entry, false);
}

/** A neighbour that was not confirmed for long: doubtful while it is in use, else stale. */
function aged(t: Task, device: Device, entry: Neighbour): void {
	const { now } = t.kernel;
	const left = entry.confirmed + setting(device, entry.dst, "base_reachable_time_ms") / 2 - now;
	if (left > 0) return step(t, device, entry, left, false);
	if (now <= entry.used + delayProbeTime(device, entry.dst))
		return step(t, device, { ...entry, state: NUD_DELAY, updated: now }, delayProbeTime(device, entry.dst), false);
	put(t, device, { ...entry, state: NUD_STALE, updated: now });
	announce(t, device, { ...entry, state: NUD_STALE });
}

function step(t: Task, device: Device, entry: Neighbour, ms: number, tell: boolean): void {
	arm(t, device, entry, ms);
	if (tell) announce(t, device, entry);
}

/**
 * Timers of the kernel's wheel ring a little late (kernel/time/timer.c calc_index()), those of programs do not: who waits three
 * seconds for an answer has gone before the third question is given up.
 */
const late = 1;

/** Asks once more, or gives up (neigh_max_probes). */
function probe(t: Task, device: Device, entry: Neighbour, tell: boolean): void {
	if (entry.probes >= maxProbes(device, entry)) {
		const failed = put(t, device, { ...entry, state: NUD_FAILED, updated: t.kernel.now });
		announce(t, device, failed);
		return unreachable(t, device, failed);
	}
	const next = { ...entry, probes: entry.probes + 1 };
	const isLast = next.probes >= maxProbes(device, next);
	arm(t, device, next, setting(device, entry.dst, "retrans_time_ms") + (isLast ? late : 0));
	if (tell) announce(t, device, next);
	solicit(t, device, next);
}

/**
 * neigh_event_send(): somebody wants to send there. Gives the entry: with NUD_VALID its link address can be used at once,
 * else the packet has to wait for an answer or unreachable().
 */
export function useNeighbour(t: Task, device: Device, wish: Addr): Neighbour {
	const old = createNeighbour(t, device, wish);
	const { now } = t.kernel;
	const entry = old.used === now ? old : put(t, device, { ...old, used: now });
	if (entry.state & (NUD_CONNECTED | NUD_DELAY | NUD_PROBE | NUD_INCOMPLETE)) return entry;
	if (entry.state & NUD_STALE) {
		arm(t, device, { ...entry, state: NUD_DELAY, updated: now }, delayProbeTime(device, entry.dst));
	} else {
		const asked = put(t, device, {
			...entry,
			state: NUD_INCOMPLETE,
			updated: now,
			probes: unicastProbes(device, entry.dst),
		});
		probe(t, device, asked, false);
	}
	return findNeighbour(t, device, entry.dst) as Neighbour;
}

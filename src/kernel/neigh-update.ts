/** A neighbour hears something new of itself: net/core/neighbour.c __neigh_update(). */
import type { Addr } from "../net/addr.ts";
import { bytesOf, type Lladdr } from "../net/lladdr.ts";
import { NTF_EXT_LEARNED, NTF_ROUTER } from "../uapi/neighbour.ts";
import {
	NUD_CONNECTED,
	NUD_FAILED,
	NUD_IN_TIMER,
	NUD_INCOMPLETE,
	NUD_NOARP,
	NUD_PERMANENT,
	NUD_PROBE,
	NUD_REACHABLE,
	NUD_STALE,
	NUD_VALID,
} from "../uapi/nud.ts";
import type { Device } from "./device.ts";
import { findNeighbour, type Neighbour, put, setting } from "./neigh.ts";
import { announce } from "./neigh-message.ts";
import { arm, expire } from "./neigh-timer.ts";
import { resolved } from "./path/resolve.ts";
import { unreachable } from "./path/solicit.ts";
import { Refusal } from "./refusal.ts";
import { keep, random, type Task } from "./task.ts";

/** What an update may do (NEIGH_UPDATE_F_*). */
export interface Update {
	/** A user's word: it also rules entries that are permanent. */
	readonly admin?: boolean;
	/** May replace a link address that is known. */
	readonly override?: boolean;
	/** May make it doubtful instead, where it was believed. */
	readonly weakOverride?: boolean;
	readonly overrideRouter?: boolean;
	readonly router?: boolean;
	readonly externLearned?: boolean;
	readonly managed?: boolean;
	/** Only use it (NTF_USE). */
	readonly use?: boolean;
}

/** __neigh_update(): a new state, and a link address where one is known. Throws EINVAL where one is missing. */
export function updateNeighbour(
	t: Task,
	device: Device,
	dst: Addr,
	lladdr: Lladdr | undefined,
	wish: number,
	how: Update,
): void {
	const old = findNeighbour(t, device, dst);
	if (!old || (!how.admin && old.state & (NUD_NOARP | NUD_PERMANENT))) return;
	const base = how.admin ? marked(old, how) : old;
	if (how.use || how.managed) {
		put(t, device, { ...base, state: old.state & ~NUD_PERMANENT });
		return;
	}
	if (!(wish & NUD_VALID)) return doubt(t, device, base, wish);
	const kept = lladdr === undefined || device.address === "" ? old.lladdr : cut(lladdr, device);
	if (kept === undefined || (lladdr === undefined && device.address !== "" && !(old.state & NUD_VALID))) {
		put(t, device, base);
		keep(t);
		throw new Refusal("EINVAL", "No link layer address given");
	}
	settle(t, device, base, kept, wish, how);
}

/** A device's address is as long as it is. */
function cut(lladdr: Lladdr, device: Device): Lladdr {
	return lladdr.split(":").slice(0, bytesOf(device.address).length).join(":");
}

/** neigh_update_flags() */
function marked({ managed: _, ...old }: Neighbour, how: Update): Neighbour {
	const flags = (old.flags & ~NTF_EXT_LEARNED) | (how.externLearned ? NTF_EXT_LEARNED : 0);
	return { ...old, flags, ...(how.managed && { managed: true }) };
}

export function withoutTimer({ due: _, ...rest }: Neighbour): Neighbour {
	return rest;
}

/** A state in which the link address is not believed. */
function doubt(t: Task, device: Device, old: Neighbour, state: number): void {
	const next = put(t, device, { ...withoutTimer(old), state });
	const failed = (old.state & (NUD_INCOMPLETE | NUD_PROBE)) !== 0 && (state & NUD_FAILED) !== 0;
	if (failed) unreachable(t, device, next);
	if (old.state & NUD_VALID || failed) announce(t, device, next);
}

function settle(t: Task, device: Device, old: Neighbour, lladdr: Lladdr, wish: number, how: Update): void {
	const { now } = t.kernel;
	const same = lladdr === old.lladdr && (old.state & NUD_VALID) !== 0;
	const confirmed = wish & NUD_CONNECTED ? now : old.confirmed;
	let state = wish;
	let kept = lladdr;
	if (old.state & NUD_VALID) {
		if (!same && !how.override) {
			if (!(how.weakOverride && old.state & NUD_CONNECTED)) return void put(t, device, { ...old, confirmed });
			kept = old.lladdr as Lladdr;
			state = NUD_STALE;
		} else if (same && wish === NUD_STALE && !how.admin) state = old.state;
	}
	const moved = kept !== old.lladdr || !(old.state & NUD_VALID);
	const changed = state !== old.state;
	const router = how.overrideRouter ? (old.flags & ~NTF_ROUTER) | (how.router ? NTF_ROUTER : 0) : old.flags;
	const next: Neighbour = {
		...(changed ? withoutTimer(old) : old),
		lladdr: kept,
		state,
		flags: router,
		confirmed:
			moved && !(state & NUD_CONNECTED) ? now - 2 * setting(device, old.dst, "base_reachable_time_ms") : confirmed,
		updated: changed || moved ? now : old.updated,
		used: changed && state & NUD_IN_TIMER ? Math.max(old.used, confirmed) : old.used, // neigh_add_timer()
		probes: changed && state & NUD_PROBE ? 0 : old.probes,
	};
	put(t, device, next);
	if (changed && state & NUD_REACHABLE) arm(t, device, next, reachableTime(t, device, next.dst));
	if (changed || moved || router !== old.flags) announce(t, device, next);
	if (!(old.state & NUD_VALID)) resolved(t, device, next);
	// The timer of other states is due at once. Recording: neigh-states-and-get.
	if (changed && state & NUD_IN_TIMER & ~NUD_REACHABLE) expire(t, device, next);
}

/** neigh_rand_reach_time(): between a half and one and a half of the base. */
export function reachableTime(t: Task, device: Device, dst: Addr): number {
	const base = setting(device, dst, "base_reachable_time_ms");
	return base / 2 + Math.floor(random(t) * base);
}

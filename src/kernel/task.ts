/**
 * A system call in progress: the one place where the kernel "changes". Handlers read and replace `kernel` here; when one
 * throws, the caller goes back to the last `keep()`, so a refused request leaves nothing behind unless it must
 * (net/core/rtnetlink.c do_setlink() keeps what it did before the step that failed).
 */

import type { Addr } from "../net/addr.ts";
import { idGet, idSet, idValues } from "../net/id-map.ts";
import { nameGet } from "../net/name-map.ts";
import { emptyTrie } from "../net/trie.ts";
import type { Whole } from "../net/whole.ts";
import type { Errno } from "../uapi/errno.ts";
import type { Message } from "../uapi/message.ts";
import type { Reason } from "../uapi/reason.ts";
import { copyDevice, copyKernel, copyNetns } from "./copy.ts";
import type { Device } from "./device.ts";
import type { Kernel } from "./kernel.ts";
import type { Counters, OwnCounters } from "./mib/counters.ts";
import type { Netns } from "./netns.ts";
import type { Arrival } from "./path/softirq.ts";
import type { Step } from "./path/step.ts";

/** A message to the listeners of a namespace. */
export interface Notification {
	readonly netns: number;
	readonly message: Message;
}

export interface Task {
	/** As it is now; ownKernel() changes it. */
	kernel: Kernel;
	/** The kernel is a copy of this task's own, made since the last keep(). */
	owns: boolean;
	/** Namespace of the process that called. */
	readonly netns: number;
	readonly notifications: Notification[];
	/** Devices whose carrier has changed: link watch looks at them when the call is over (link-watch.ts). */
	readonly watched: number[];
	/** IPv6 addresses whose detection of duplicates begins when the call is over (dad.ts). */
	readonly undetected: { readonly device: number; readonly addr: Addr }[];
	/** Frames that have arrived and wait for the receive path (path/softirq.ts). */
	readonly backlog: Arrival[];
	/** What a driver refused a packet with, for the program that sends it (socket-send.ts). */
	xmitError?: Errno;
	/** What was decided about packets, when someone asks (path/step.ts). */
	trace?: Step[];
	/** Counters of namespaces that have moved since the last foldCounters(), by id: a packet moves several (mib/mib.ts). */
	readonly counted: Map<number, OwnCounters>;
	/** Why the routing decisions were made, when someone asks (because.ts). */
	reasons?: Reason[] | undefined;
	/** Where a refusal goes back to. */
	kept: { kernel: Kernel; notifications: number; watched: number; undetected: number; backlog: number };
}

export function beginTask(kernel: Kernel, netns: number): Task {
	return {
		kernel,
		owns: false,
		netns,
		notifications: [],
		watched: [],
		undetected: [],
		backlog: [],
		counted: new Map(),
		kept: { kernel, notifications: 0, watched: 0, undetected: 0, backlog: 0 },
	};
}

/**
 * The kernel to be changed. Whoever called keeps the one that the task began with: the first change copies it, and the others,
 * of which one packet makes twenty, change the copy. All in it that is not a field of its own stays as immutable as ever.
 */
export function ownKernel(t: Task): Whole<Kernel> {
	if (!t.owns) t.kernel = copyKernel(t.kernel);
	t.owns = true;
	return t.kernel as Whole<Kernel>;
}

/** What was done so far stays done, whatever comes. */
export function keep(t: Task): void {
	foldCounters(t);
	t.owns = false;
	t.kept = {
		kernel: t.kernel,
		notifications: t.notifications.length,
		watched: t.watched.length,
		undetected: t.undetected.length,
		backlog: t.backlog.length,
	};
}

export function rollBack(t: Task): void {
	t.counted.clear();
	t.kernel = t.kept.kernel;
	t.owns = false;
	t.notifications.length = t.kept.notifications;
	t.watched.length = t.kept.watched;
	t.undetected.length = t.kept.undetected;
	t.backlog.length = t.kept.backlog;
}

/** The next kernel has what was counted; before a call is over, or kept. */
export function foldCounters(t: Task): void {
	if (t.counted.size === 0) return;
	let mib = t.kernel.mib ?? emptyTrie<Counters>();
	for (const [netns, { names, values }] of t.counted)
		if (idGet(t.kernel.netns, netns)) mib = idSet(mib, netns, { names, values });
	t.counted.clear();
	ownKernel(t).mib = mib;
}

export function notify(t: Task, netns: number, message: Message): void {
	t.notifications.push({ netns, message });
}

export function netnsOf(t: Task, id: number): Netns {
	const net = idGet(t.kernel.netns, id);
	if (!net) throw new RangeError(`no namespace ${id}`);
	return net;
}

export function setNetns(t: Task, id: number, patch: Partial<Netns>): void {
	ownKernel(t).netns = idSet(t.kernel.netns, id, Object.assign(copyNetns(netnsOf(t, id)), patch));
}

export function deviceOf(t: Task, id: number): Device {
	const device = idGet(t.kernel.devices, id);
	if (!device) throw new RangeError(`no device ${id}`);
	return device;
}

/** Gives the device as it is afterwards. A key that is undefined in the patch is taken away. */
export function setDevice(
	t: Task,
	id: number,
	patch: { readonly [K in keyof Device]?: Device[K] | undefined },
): Device {
	const device: Device = Object.assign(copyDevice(deviceOf(t, id)), patch);
	ownKernel(t).devices = idSet(t.kernel.devices, id, device);
	return device;
}

export function deviceByIndex(t: Task, netns: number, index: number): Device | undefined {
	const id = idGet(netnsOf(t, netns).devices, index);
	return id === undefined ? undefined : idGet(t.kernel.devices, id);
}

/** By name or alternative name. */
export function deviceByName(t: Task, netns: number, name: string): Device | undefined {
	const id = nameGet(netnsOf(t, netns).names, name);
	return id === undefined ? undefined : idGet(t.kernel.devices, id);
}

/** The devices of a namespace in index order (net/core/dev.c for_each_netdev_dump). */
export function* devicesOf(t: Task, netns: number): Generator<Device, undefined> {
	for (const id of idValues(netnsOf(t, netns).devices)) yield deviceOf(t, id);
	return undefined;
}

/** A number in [0, 1) from the kernel's dice (mulberry32). */
export function random(t: Task): number {
	const seed = (t.kernel.seed + 0x6d2b79f5) | 0;
	ownKernel(t).seed = seed;
	let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
	return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
}

/** A number in [0, 1) that leaves the dice alone: for delays that nothing else hangs on (prandom, as in timers). */
export function chance({ kernel }: Task): number {
	const x = Math.imul(kernel.seed ^ Math.imul(kernel.lastTimer + 1, 0x9e3779b1), 0x85ebca6b);
	const y = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
	return ((y ^ (y >>> 16)) >>> 0) / 2 ** 32;
}

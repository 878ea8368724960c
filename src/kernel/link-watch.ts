/**
 * Link watch: net/core/link_watch.c. It looks at a device whose carrier has changed: works out its operational state, starts or
 * stops its queue, and tells everybody. What is urgent it does as soon as the system call is over; the rest at most once a
 * second for all devices of the machine together, so that a cable that flaps does not flood the listeners. Recording: link-watch.
 */
import { idGet } from "../net/id-map.ts";
import { settleOperstate, stateChange } from "./carrier.ts";
import { type Device, isUp } from "./device.ts";
import { driverOf, iflinkOf } from "./drivers/kind.ts";
import { masterOf } from "./master.ts";
import { profiles } from "./profile.ts";
import { ownKernel, setDevice, type Task } from "./task.ts";
import { startOnlyTimer } from "./timer.ts";

export interface LinkWatch {
	/** Ids of devices it still has to look at, in the order of their events (lweventlist). */
	readonly list: readonly number[];
	/** When it may look at what is not urgent again (linkwatch_nextevent). */
	readonly next: number;
	/** A timer runs that will wake it. */
	readonly timer?: true;
}

/** A machine that has just booted has just looked at its links. */
const HZ = 1000;

function lags(t: Task): boolean {
	return profiles[t.kernel.profile].linkWatchLags;
}

function watchOf(t: Task): LinkWatch {
	return t.kernel.linkWatch ?? { list: [], next: HZ };
}

function setWatch(t: Task, linkWatch: LinkWatch): void {
	ownKernel(t).linkWatch = linkWatch;
}

/** linkwatch_fire_event() for what has piled up, and linkwatch_event() where it has nothing to wait for. */
export function runLinkWatch(t: Task): void {
	if (t.watched.length === 0) return;
	const watch = watchOf(t);
	const list = [...new Set([...watch.list, ...t.watched])];
	t.watched.length = 0;
	setWatch(t, { ...watch, list });
	runQueue(t, lags(t) && t.kernel.now >= watch.next);
}

/** Its timer rings. */
export function linkWatchTimer(t: Task): void {
	const { timer: _, ...watch } = watchOf(t);
	setWatch(t, watch);
	runQueue(t, !lags(t) || t.kernel.now >= watch.next);
}

/** __linkwatch_run_queue() */
function runQueue(t: Task, all: boolean): void {
	const watch = watchOf(t);
	const next = all ? t.kernel.now + HZ : watch.next;
	const there = watch.list.filter((id) => idGet(t.kernel.devices, id));
	const now = there.filter((id) => all || isUrgent(t, id));
	const list = there.filter((id) => !now.includes(id));
	const sleeps = list.length > 0 && !watch.timer;
	setWatch(t, { ...watch, list, next, ...(sleeps && { timer: true }) });
	if (sleeps) startOnlyTimer(t, lags(t) ? Math.max(0, next - t.kernel.now) : 1, { kind: "linkwatch" });
	for (const id of now) if (idGet(t.kernel.devices, id)) look(t, id);
}

/** Everything it still has to look at, as if its time had come. */
export function flushLinkWatch(t: Task): void {
	runQueue(t, true);
}

/** linkwatch_sync_dev(): who asks for one device gets what link watch will say of it. */
export function syncLinkWatch(t: Task, id: number): void {
	const watch = watchOf(t);
	if (!lags(t) || !watch.list.includes(id)) return;
	setWatch(t, { ...watch, list: watch.list.filter((other) => other !== id) });
	look(t, id);
}

/** A device is about to come up: where link watch has time between any two commands, it has looked at it while it was down. */
export function settleIdle(t: Task, id: number): void {
	if (!lags(t) && watchOf(t).list.includes(id)) settleOperstate(t, id);
}

/** A device has come up: what link watch still has to look at there is urgent now. */
export function wakeLinkWatch(t: Task, id: number): void {
	if (watchOf(t).list.includes(id)) t.watched.push(id);
}

/** linkwatch_do_dev() */
function look(t: Task, id: number): void {
	settleOperstate(t, id);
	const device = idGet(t.kernel.devices, id);
	if (!device || !isUp(device)) return;
	setDevice(t, id, { queueStopped: device.carrier ? undefined : true });
	stateChange(t, id);
}

/** linkwatch_urgent_event() */
function isUrgent(t: Task, id: number): boolean {
	const device = idGet(t.kernel.devices, id);
	if (!device || !isUp(device)) return false;
	if (!lags(t)) return true;
	return iflinkOf(t, device) !== device.index || isLag(t, device) || (device.carrier && device.queueStopped === true);
}

/** netif_is_lag_master(), netif_is_lag_port() */
function isLag(t: Task, device: Device): boolean {
	const master = masterOf(t, device);
	return driverOf(device).isLag === true || (master !== undefined && driverOf(master).isLag === true);
}

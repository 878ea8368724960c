/**
 * The system calls that are no messages: files of /run/netns, setns(), sysctls, time, sockets. Each takes the kernel and gives
 * the next one with its answer; session/machine.ts hands them to programs as the System of userland/process.ts.
 */
import { idGet } from "../net/id-map.ts";
import type { Errno } from "../uapi/errno.ts";
import { NO_NETNS } from "../uapi/message.ts";
import { listBonds } from "./bond/report.ts";
import { advance } from "./clock.ts";
import { tunDevices, tuntap } from "./drivers/tun.ts";
import type { Kernel } from "./kernel.ts";
import { readMib } from "./mib/mib.ts";
import { changeMembership, listMemberships } from "./multicast.ts";
import { listNetdevs } from "./net-sysfs.ts";
import { newNetns, releaseNetns } from "./netns-life.ts";
import { settle } from "./path/softirq.ts";
import type { Step } from "./path/step.ts";
import {
	cgroupMembers,
	cgroupOf,
	endProcess,
	joinCgroup,
	moveProcess,
	pidsIn,
	renameProcess,
	setUid,
	startProcess,
} from "./process.ts";
import { Refusal } from "./refusal.ts";
import { sitIoctl } from "./sit-ioctl.ts";
import { listSysctls, readSysctl, writeSysctl } from "./sysctl.ts";
import { beginTask, type Notification, ownKernel, rollBack, type Task } from "./task.ts";
import { tunnelIoctl } from "./tunnel-ioctl.ts";

export type Returned<T> = { readonly ok: T } | { readonly errno: Errno };

export interface Called<T> {
	readonly kernel: Kernel;
	readonly returned: Returned<T>;
	readonly notifications: readonly Notification[];
}

/** Runs one call; a Refusal becomes its errno and leaves the kernel as it was. What packets meet goes into `trace`. */
export function call<T>(kernel: Kernel, netns: number, body: (t: Task) => T, trace?: Step[]): Called<T> {
	const t = beginTask(kernel, netns);
	if (trace) t.trace = trace;
	try {
		const ok = body(t);
		settle(t);
		return { kernel: t.kernel, returned: { ok }, notifications: t.notifications };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		rollBack(t);
		settle(t);
		return { kernel: t.kernel, returned: { errno: error.errno }, notifications: t.notifications };
	}
}

export interface CalledAll<T> extends Omit<Called<T>, "returned"> {
	readonly returned: readonly Returned<T>[];
}

/**
 * Calls of one process one after the other. As long as none is refused they are one task, in which what all of them touch is
 * copied once; else that never was, and each is carried out for itself.
 */
export function callAll<T>(
	kernel: Kernel,
	netns: number,
	bodies: readonly ((t: Task) => T)[],
	trace?: Step[],
): CalledAll<T> {
	if (trace) return callEach(kernel, netns, bodies, trace);
	const { returned, ...done } = call(kernel, netns, (t) => bodies.map((body): Returned<T> => ({ ok: body(t) })));
	return "ok" in returned ? { ...done, returned: returned.ok } : callEach(kernel, netns, bodies);
}

function callEach<T>(kernel: Kernel, netns: number, bodies: readonly ((t: Task) => T)[], trace?: Step[]): CalledAll<T> {
	let at = kernel;
	const notifications: Notification[] = [];
	const returned = bodies.map((body) => {
		const called = call(at, netns, body, trace);
		at = called.kernel;
		notifications.push(...called.notifications);
		return called.returned;
	});
	return { kernel: at, returned, notifications };
}

/** open("/run/netns/NAME"). An empty name, or a dot, is the directory itself. */
export function openNetns(t: Task, name: string): number {
	if (t.kernel.mounts && ["", ".", ".."].includes(name)) return NO_NETNS;
	const mount = t.kernel.mounts?.find((m) => m.name === name);
	if (!mount) throw new Refusal("ENOENT");
	return mount.netns ?? NO_NETNS;
}

/** open("/proc/PID/ns/net") */
export function openNetnsOfPid(t: Task, pid: number): number {
	const task = idGet(t.kernel.tasks, pid);
	if (!task) throw new Refusal("ENOENT");
	return task.netns;
}

/** ip netns add: makes the file, a namespace, and binds one to the other. */
export function createNamed(t: Task, name: string): void {
	if (t.kernel.mounts?.some((m) => m.name === name)) throw new Refusal("EEXIST");
	mount(t, name, newNetns(t));
}

/** The same by a process with mounts of its own (netns_switch): they go with it, and so does the namespace; the file stays. */
export function createFile(t: Task, name: string): void {
	if (t.kernel.mounts?.some((m) => m.name === name)) throw new Refusal("EEXIST");
	mount(t, name);
}

/** EEXIST comes from making the file, ENOENT from binding it: then the file goes again. */
export function attachNamed(t: Task, name: string, pid: number): void {
	if (t.kernel.mounts?.some((m) => m.name === name)) throw new Refusal("EEXIST");
	mount(t, name, openNetnsOfPid(t, pid));
}

/** unlink() of a mere file in /run/netns. */
export function unlinkNamed(t: Task, name: string): void {
	const found = t.kernel.mounts?.find((m) => m.name === name);
	if (found?.netns !== undefined) throw new Refusal("EBUSY");
	removeNamed(t, name);
}

function mount(t: Task, name: string, netns?: number): void {
	const made = netns === undefined ? { name } : { name, netns };
	ownKernel(t).mounts = [...(t.kernel.mounts ?? []), made];
}

/** ip netns del: umount() and unlink(); the namespace goes when nobody else holds it. */
export function removeNamed(t: Task, name: string): void {
	const found = t.kernel.mounts?.find((m) => m.name === name);
	if (!found) throw new Refusal("ENOENT");
	ownKernel(t).mounts = (t.kernel.mounts ?? []).filter((m) => m !== found);
	if (found.netns !== undefined) releaseNetns(t, found.netns);
}

/** readdir() of tmpfs lists the newest first; undefined where the directory does not exist. */
export function listNamed(kernel: Kernel): readonly string[] | undefined {
	return kernel.mounts?.map((m) => m.name).reverse();
}

export { endService, listServices, nextRunnable, serviceOf, setService, startService } from "./service.ts";
export { countSockets, killSocket, listProtocols, listSockets, ownSockets } from "./sock-diag.ts";
export { closeSocket, createSocket, giveSocket, setFd } from "./socket.ts";
export { bindSocket } from "./socket-bind.ts";
export { connectSocket } from "./socket-connect.ts";
export { bindToDevice, joinMembership, leaveMembership, peerName, setOptions, socketName } from "./socket-option.ts";
export { isConnected, isReadable, receiveAll, receiveError, receiveFrame, receiveFrom } from "./socket-receive.ts";
export { indexOfName, nameOfIndex, sendFrame, sendOn } from "./socket-send.ts";
export { shutdownTcp, writeTcp } from "./tcp/close.ts";
export { acceptTcp, listenTcp, readTcp, takeError } from "./tcp/connect.ts";
export {
	advance,
	cgroupMembers,
	cgroupOf,
	changeMembership,
	endProcess,
	joinCgroup,
	listBonds,
	listMemberships,
	listNetdevs,
	listSysctls,
	moveProcess,
	pidsIn,
	readMib,
	readSysctl,
	renameProcess,
	setUid,
	sitIoctl,
	startProcess,
	tunDevices,
	tunnelIoctl,
	tuntap,
	writeSysctl,
};

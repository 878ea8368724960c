/**
 * The one mutable cell of the house: a machine whose world changes as its programs run. Everything in it is an immutable
 * value, so a door that wants undo keeps old worlds, and a library call (session.ts) makes a machine for one line and
 * throws it away. Read next: kernel/syscall.ts, which answers the system calls.
 */

import { initNetns } from "../kernel/boot.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Step } from "../kernel/path/step.ts";
import { rtnetlink, rtnetlinkAll } from "../kernel/rtnetlink.ts";
import * as syscall from "../kernel/syscall.ts";
import { idGet } from "../net/id-map.ts";
import { type Message, type NetnsFd, NO_NETNS, type Reply, type Request } from "../uapi/message.ts";
import type { Reason } from "../uapi/reason.ts";
import type { DaemonProcess } from "../userland/daemon.ts";
import { act } from "../userland/lab/service.ts";
import type { Result, System, Wait } from "../userland/process.ts";
import { daemonNamed } from "../userland/programs.ts";
import { dropPid, findDaemon, type News, nextDue, noNews, putDaemon, runDaemons, tell } from "./daemons.ts";
import { type Files, namesIn, readText, removeText, writeText } from "./file.ts";

/** All that a command can change: plain immutable data. */
export interface World {
	readonly kernel: Kernel;
	readonly files: Files;
	/** Missing where none runs. */
	readonly daemons?: readonly DaemonProcess[];
}

/** Told of every kernel notification in a namespace (`ip monitor`). */
export type Listener = (netns: number, messages: readonly Message[]) => void;

/** Who waits for something to happen to a socket. */
export interface Poller {
	readonly isReady: (kernel: Kernel) => boolean;
	wake(): void;
}

/** What a program that waits for sockets waits for. */
export type SocketWait = Extract<Wait, { readonly wait: "readable" | "connected" }>;

export function readiness(wait: SocketWait): Poller["isReady"] {
	switch (wait.wait) {
		case "readable":
			return (kernel) => [wait.socket].flat().some((socket) => syscall.isReadable(kernel, socket));
		case "connected":
			return (kernel) => syscall.isConnected(kernel, wait.socket);
		default:
			return wait satisfies never;
	}
}

export interface Machine {
	world: World;
	readonly listeners: Set<Listener>;
	/** Told when a name in /run/netns has come or gone. */
	readonly watchers: Set<() => void>;
	readonly pollers: Set<Poller>;
	/** Sees every message of a process and its answer (`npm run try`). */
	spy?: (request: Request, reply: Reply) => void;
	/** Is given what happens to packets, step by step (`iplab why A B`, `follow`). */
	trace?: Step[] | undefined;
	/** Asks every request why its decisions were made, and is told (`--explain`). */
	readonly why?: ((reasons: readonly Reason[]) => void) | undefined;
	readonly news: News;
}

/** Who makes the system calls. `netns` changes with setns(). */
export interface Caller {
	netns: number;
	readonly pid: number;
}

export function createMachine(world: World, why?: Machine["why"]): Machine {
	return { world, listeners: new Set(), watchers: new Set(), pollers: new Set(), why, news: noNews() };
}

export { initNetns };

/** One call into the kernel, carried out on the machine; listeners hear of it. */
function call<T>(machine: Machine, netns: number, body: Parameters<typeof syscall.call<T>>[2]): Result<T> {
	const { kernel, returned, notifications } = syscall.call(machine.world.kernel, netns, body, machine.trace);
	settle(machine, kernel, notifications);
	return returned;
}

/** Several calls into the kernel, one after the other. */
function callAll<T>(
	machine: Machine,
	netns: number,
	bodies: Parameters<typeof syscall.callAll<T>>[2],
): readonly Result<T>[] {
	const { kernel, returned, notifications } = syscall.callAll(machine.world.kernel, netns, bodies, machine.trace);
	settle(machine, kernel, notifications);
	return returned;
}

function withKernel({ files, daemons }: World, kernel: Kernel): World {
	return daemons ? { kernel, files, daemons } : { kernel, files };
}

function settle(machine: Machine, kernel: Kernel, notifications: readonly { netns: number; message: Message }[]): void {
	const { mounts } = machine.world.kernel;
	if (kernel !== machine.world.kernel) machine.world = withKernel(machine.world, kernel);
	if (kernel.mounts !== mounts) for (const look of machine.watchers) look();
	if (machine.world.daemons) for (const { netns, message } of notifications) tell(machine, netns, message);
	if (machine.listeners.size > 0)
		for (const { netns, message } of notifications) for (const listen of machine.listeners) listen(netns, [message]);
	if (kernel.runnable?.length) runServices(machine);
	for (const poller of [...machine.pollers]) if (poller.isReady(machine.world.kernel)) poller.wake();
}

/** Services act as soon as something has come for them; what they do may give others something to do. */
function runServices(machine: Machine): void {
	for (;;) {
		const { kernel, returned } = syscall.call(machine.world.kernel, initNetns, syscall.nextRunnable);
		machine.world = withKernel(machine.world, kernel);
		if ("errno" in returned || returned.ok === undefined) return;
		const pid = returned.ok;
		const task = idGet(kernel.tasks, pid);
		if (task) act(systemOf(machine, { netns: task.netns, pid }));
	}
}

/** What one namespace calls another, if it has an id for it. */
export function nsidOf(machine: Machine, netns: number, other: number): number | undefined {
	return idGet(machine.world.kernel.netns, netns)?.nsids.find((row) => row.netns === other)?.nsid;
}

/** The value of a call that cannot be refused. */
function sure<T>(result: Result<T>): T {
	if ("errno" in result) throw new Error(`refused: ${result.errno}`);
	return result.ok;
}

/** Lets virtual time pass: less than `ms` when something comes to a socket that someone waits for. */
export function advance(machine: Machine, ms: number): void {
	const isReady = (kernel: Kernel) => [...machine.pollers].some((poller) => poller.isReady(kernel));
	const end = machine.world.kernel.now + ms;
	do {
		wakeDaemons(machine);
		pass(machine, end, isReady);
		wakeDaemons(machine);
	} while (machine.world.kernel.now < end && !isReady(machine.world.kernel));
}

/** To the end, or to where a service, a daemon or someone who waits has something to do. */
function pass(machine: Machine, end: number, isReady: (kernel: Kernel) => boolean): void {
	const { daemons, kernel } = machine.world;
	const until = daemons ? Math.min(end, Math.max(kernel.now, nextDue(machine))) : end;
	const stop = (t: { kernel: Kernel; notifications: readonly unknown[] }) =>
		Boolean(t.kernel.runnable?.length) ||
		isReady(t.kernel) ||
		(daemons !== undefined && (t.kernel.sockets !== kernel.sockets || t.notifications.length > 0));
	sure(call(machine, initNetns, (t) => syscall.advance(t, until - kernel.now, stop)));
}

/** Lets daemons do what they can do at this moment. */
export function wakeDaemons(machine: Machine): void {
	if (machine.world.daemons) runDaemons(machine, (daemon) => systemOfDaemon(machine, daemon));
}

/** Made once: a daemon is woken again and again, and never leaves its namespace. */
function systemOfDaemon(machine: Machine, { netns, pids }: DaemonProcess): System {
	const { systems } = machine.news;
	const pid = pids.at(-1) ?? 0;
	const system = systems.get(`${netns} ${pid}`) ?? systemOf(machine, { netns, pid });
	systems.set(`${netns} ${pid}`, system);
	return system;
}

/** Lets time pass until what a program waits for has happened: whether it has. */
export function awaitSocket(machine: Machine, wait: SocketWait): boolean {
	const end = machine.world.kernel.now + wait.ms;
	const poller: Poller = { isReady: readiness(wait), wake: () => {} };
	machine.pollers.add(poller);
	while (!poller.isReady(machine.world.kernel) && machine.world.kernel.now < end)
		advance(machine, end - machine.world.kernel.now);
	machine.pollers.delete(poller);
	return poller.isReady(machine.world.kernel);
}

/** fork() and exec() of a program: gives its pid. */
export function startProcess(machine: Machine, netns: number, comm: string, parent = 0): number {
	const like = idGet(machine.world.kernel.tasks, parent);
	return sure(call(machine, netns, (t) => syscall.startProcess(t, netns, comm, like)));
}

export function renameProcess(machine: Machine, pid: number, comm: string): void {
	sure(call(machine, initNetns, (t) => syscall.renameProcess(t, pid, comm)));
}

export function endProcess(machine: Machine, pid: number): void {
	sure(call(machine, initNetns, (t) => syscall.endProcess(t, pid)));
	if (machine.world.daemons) dropPid(machine, pid);
}

function uidOf(machine: Machine, { pid }: Caller): number {
	return idGet(machine.world.kernel.tasks, pid)?.uid ?? 0;
}

/** The system calls of one process. */
export function systemOf(machine: Machine, caller: Caller): System {
	const fd = (netns: number) => netns as NetnsFd;
	let ownMounts = false;
	return {
		get uid() {
			return uidOf(machine, caller);
		},
		pid: caller.pid,
		netlink(request: Request) {
			const { why } = machine;
			const outcome = rtnetlink(machine.world.kernel, caller.netns, request, why && "why");
			const { kernel, reply, notifications, reasons = [] } = outcome;
			if (reasons.length > 0) why?.(reasons);
			settle(machine, kernel, notifications);
			machine.spy?.(request, reply);
			return reply;
		},
		netlinkAll(requests) {
			const { kernel, replies, notifications } = rtnetlinkAll(machine.world.kernel, caller.netns, requests);
			settle(machine, kernel, notifications);
			for (const [i, request] of requests.entries()) machine.spy?.(request, replies[i] as Reply);
			return replies;
		},
		openNetns: (name) => call(machine, caller.netns, (t) => fd(syscall.openNetns(t, name))),
		openNetnsOfPid: (pid) => call(machine, caller.netns, (t) => fd(syscall.openNetnsOfPid(t, pid))),
		setns(netns) {
			if (netns === NO_NETNS) return { errno: "EINVAL" };
			ownMounts = true;
			caller.netns = netns;
			return call(machine, netns, (t) => syscall.moveProcess(t, caller.pid, netns));
		},
		listNetns: () => syscall.listNamed(machine.world.kernel),
		createNetns: (name) =>
			call(machine, caller.netns, (t) => (ownMounts ? syscall.createFile : syscall.createNamed)(t, name)),
		createNetnsFile: (name) => call(machine, caller.netns, (t) => syscall.createFile(t, name)),
		unlinkNetns: (name) => call(machine, caller.netns, (t) => syscall.unlinkNamed(t, name)),
		removeNetns: (name) => call(machine, caller.netns, (t) => syscall.removeNamed(t, name)),
		attachNetns: (name, pid) => call(machine, caller.netns, (t) => syscall.attachNamed(t, name, pid)),
		sameNetns: (a, b) => a === b,
		pidsIn: (netns) => sure(call(machine, caller.netns, (t) => syscall.pidsIn(t, netns))),
		currentNetns: () => fd(caller.netns),
		cgroupOf(pid) {
			const answer = call(machine, caller.netns, (t) => {
				syscall.openNetnsOfPid(t, pid);
				return syscall.cgroupOf(t, pid) ?? { path: "/", device: 0 };
			});
			return answer;
		},
		cgroupMembers: (path) => sure(call(machine, caller.netns, (t) => syscall.cgroupMembers(t, path))),
		joinCgroup: (cgroup) => sure(call(machine, caller.netns, (t) => syscall.joinCgroup(t, caller.pid, cgroup))),
		now: () => machine.world.kernel.epoch + machine.world.kernel.now,
		readFile: (path) => readText(machine.world.files, path),
		listDirectory: (path) => namesIn(machine.world.files, path),
		writeFile: (path, text) => {
			const written = writeText(machine.world.files, path, text, machine.world.kernel.epoch + machine.world.kernel.now);
			if ("errno" in written) return written;
			machine.world = { ...machine.world, files: written.ok };
			return { ok: undefined };
		},
		removeFile: (path) => {
			const removed = removeText(machine.world.files, path);
			if ("errno" in removed) return removed;
			machine.world = { ...machine.world, files: removed.ok };
			return { ok: undefined };
		},
		readSysctl: (path) => call(machine, caller.netns, (t) => syscall.readSysctl(t, path)),
		writeSysctl: (path, value) => call(machine, caller.netns, (t) => syscall.writeSysctl(t, path, value)),
		bonds: () => sure(call(machine, caller.netns, (t) => syscall.listBonds(t))),
		memberships: () => sure(call(machine, caller.netns, (t) => syscall.listMemberships(t))),
		netdevs: () => sure(call(machine, caller.netns, (t) => syscall.listNetdevs(t))),
		mib: () => sure(call(machine, caller.netns, (t) => syscall.readMib(t, caller.netns))),
		changeMembership: (name, lladdr, add) =>
			uidOf(machine, caller) === 0
				? call(machine, caller.netns, (t) => syscall.changeMembership(t, name, lladdr, add))
				: { errno: "EPERM" },
		listSysctls: () => sure(call(machine, caller.netns, (t) => syscall.listSysctls(t))),
		tuntap: (request) => call(machine, caller.netns, (t) => syscall.tuntap(t, request)),
		sit: (request) => call(machine, caller.netns, (t) => syscall.sitIoctl(t, request)),
		tunnel: (request) => call(machine, caller.netns, (t) => syscall.tunnelIoctl(t, request)),
		tunDevices: () => sure(call(machine, caller.netns, (t) => syscall.tunDevices(t))),
		net: {
			socket: (family, type, protocol) =>
				call(machine, caller.netns, (t) => syscall.createSocket(t, caller.pid, family, type, protocol)),
			setOptions: (socket, options) => call(machine, caller.netns, (t) => syscall.setOptions(t, socket, options)),
			bindToDevice: (socket, name) => call(machine, caller.netns, (t) => syscall.bindToDevice(t, socket, name)),
			join: (socket, group, ifindex) =>
				call(machine, caller.netns, (t) => syscall.joinMembership(t, socket, group, ifindex)),
			leave: (socket, group, ifindex) =>
				call(machine, caller.netns, (t) => syscall.leaveMembership(t, socket, group, ifindex)),
			bind: (socket, addr) => call(machine, caller.netns, (t) => syscall.bindSocket(t, socket, addr)),
			connect: (socket, addr) => call(machine, caller.netns, (t) => syscall.connectSocket(t, socket, addr)),
			name: (socket) => call(machine, caller.netns, (t) => syscall.socketName(t, socket)),
			send: (socket, sending) => call(machine, caller.netns, (t) => syscall.sendOn(t, socket, sending)),
			sendAll: (socket, sendings) =>
				callAll(
					machine,
					caller.netns,
					sendings.map((sending) => (t) => syscall.sendOn(t, socket, sending)),
				),
			receiveAll: (socket) => sure(call(machine, caller.netns, (t) => syscall.receiveAll(t, socket))),
			receive: (socket) => call(machine, caller.netns, (t) => syscall.receiveFrom(t, socket)),
			receiveError: (socket) => call(machine, caller.netns, (t) => syscall.receiveError(t, socket)),
			sendFrame: (socket, ifindex, frame) =>
				call(machine, caller.netns, (t) => syscall.sendFrame(t, socket, ifindex, frame)),
			receiveFrame: (socket) => call(machine, caller.netns, (t) => syscall.receiveFrame(t, socket)),
			setFd: (socket, number) => sure(call(machine, caller.netns, (t) => syscall.setFd(t, socket, number))),
			peer: (socket) => call(machine, caller.netns, (t) => syscall.peerName(t, socket)),
			listen: (socket, backlog) => call(machine, caller.netns, (t) => syscall.listenTcp(t, socket, backlog)),
			accept: (socket) => call(machine, caller.netns, (t) => syscall.acceptTcp(t, socket)),
			error: (socket) => call(machine, caller.netns, (t) => syscall.takeError(t, socket)),
			read: (socket) => call(machine, caller.netns, (t) => syscall.readTcp(t, socket)),
			write: (socket, data) => call(machine, caller.netns, (t) => syscall.writeTcp(t, socket, data)),
			shutdown: (socket) => call(machine, caller.netns, (t) => syscall.shutdownTcp(t, socket)),
			own: () => sure(call(machine, caller.netns, (t) => syscall.ownSockets(t, caller.pid))),
			list: () => sure(call(machine, caller.netns, (t) => syscall.listSockets(t, caller.netns))),
			kill: (socket) => call(machine, caller.netns, (t) => syscall.killSocket(t, socket)),
			counts: () => sure(call(machine, caller.netns, (t) => syscall.countSockets(t, caller.netns))),
			protocols: () => sure(call(machine, caller.netns, (t) => syscall.listProtocols(t))),
			close: (socket) => sure(call(machine, caller.netns, (t) => syscall.closeSocket(t, socket))),
			indexOf: (name) => call(machine, caller.netns, (t) => syscall.indexOfName(t, caller.netns, name)),
			nameOf: (index) => call(machine, caller.netns, (t) => syscall.nameOfIndex(t, caller.netns, index)),
		},
		startService(service) {
			const { netns } = caller;
			const uid = uidOf(machine, caller);
			const pid = sure(call(machine, netns, (t) => syscall.startService(t, netns, uid, service)));
			return systemOf(machine, { netns, pid });
		},
		service: () => sure(call(machine, caller.netns, (t) => syscall.serviceOf(t, caller.pid))),
		setService: (service) => sure(call(machine, caller.netns, (t) => syscall.setService(t, caller.pid, service))),
		endService: (pid) => sure(call(machine, caller.netns, (t) => syscall.endService(t, pid))),
		services: () => sure(call(machine, caller.netns, (t) => syscall.listServices(t))),
		setUid: (uid) => sure(call(machine, caller.netns, (t) => syscall.setUid(t, caller.pid, uid))),
		daemons: {
			list: () => machine.world.daemons ?? [],
			put: (daemon) => putDaemon(machine, { ...daemon, netns: caller.netns }),
			spawn: (comm) => startProcess(machine, caller.netns, comm),
			give: (socket, pid) => sure(call(machine, caller.netns, (t) => syscall.giveSocket(t, socket, pid))),
			kill: (pid) => endProcess(machine, pid),
			ask: (program, name, line) => {
				const daemon = findDaemon(machine, program, name);
				const answer = daemon && daemonNamed(program)?.ask(systemOfDaemon(machine, daemon), daemon.state, line);
				if (daemon && answer?.state) putDaemon(machine, { ...daemon, state: answer.state });
				return answer;
			},
		},
	};
}

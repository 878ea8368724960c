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
import type { Message, Reply, Request } from "../uapi/message.ts";
import type { Reason } from "../uapi/reason.ts";
import type { DaemonProcess } from "../userland/daemon.ts";
import { act } from "../userland/lab/service.ts";
import type { Result, System, Wait } from "../userland/process.ts";
import { daemonNamed } from "../userland/programs.ts";
import { dropPid, findDaemon, type News, nextDue, noNews, putDaemon, runDaemons, tell } from "./daemons.ts";
import type { Files } from "./file.ts";
import type { Caller, Calls } from "./system/calls.ts";
import { deviceCalls } from "./system/device.ts";
import { fileCalls } from "./system/file.ts";
import { netnsCalls } from "./system/netns.ts";
import { socketCalls } from "./system/socket.ts";

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

function callsOf(machine: Machine, caller: Caller): Calls {
	return {
		caller,
		kernel: () => machine.world.kernel,
		uid: () => uidOf(machine, caller),
		ask: (body) => call(machine, caller.netns, body),
		askAll: (bodies) => callAll(machine, caller.netns, bodies),
		get: (body) => sure(call(machine, caller.netns, body)),
	};
}

/** The system calls of one process. */
export function systemOf(machine: Machine, caller: Caller): System {
	const calls = callsOf(machine, caller);
	return {
		pid: caller.pid,
		get uid() {
			return calls.uid();
		},
		setUid: (uid) => calls.get((t) => syscall.setUid(t, caller.pid, uid)),
		now: () => machine.world.kernel.epoch + machine.world.kernel.now,
		...netlinkCalls(machine, caller),
		...netnsCalls(calls),
		...deviceCalls(calls),
		...fileCalls(machine),
		...serviceCalls(machine, calls),
		net: socketCalls(calls),
		daemons: daemonCalls(machine, calls),
	};
}

function netlinkCalls(machine: Machine, caller: Caller): Pick<System, "netlink" | "netlinkAll"> {
	return {
		netlink(request) {
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
	};
}

type ServiceCalls = Pick<System, "startService" | "service" | "setService" | "endService" | "services">;

function serviceCalls(machine: Machine, { caller, uid, get }: Calls): ServiceCalls {
	return {
		startService(service) {
			const { netns } = caller;
			const pid = get((t) => syscall.startService(t, netns, uid(), service));
			return systemOf(machine, { netns, pid });
		},
		service: () => get((t) => syscall.serviceOf(t, caller.pid)),
		setService: (service) => get((t) => syscall.setService(t, caller.pid, service)),
		endService: (pid) => get((t) => syscall.endService(t, pid)),
		services: () => get((t) => syscall.listServices(t)),
	};
}

function daemonCalls(machine: Machine, { caller, get }: Calls): System["daemons"] {
	return {
		list: () => machine.world.daemons ?? [],
		put: (daemon) => putDaemon(machine, { ...daemon, netns: caller.netns }),
		spawn: (comm) => startProcess(machine, caller.netns, comm),
		give: (socket, pid) => get((t) => syscall.giveSocket(t, socket, pid)),
		kill: (pid) => endProcess(machine, pid),
		ask(program, name, line) {
			const daemon = findDaemon(machine, program, name);
			const answer = daemon && daemonNamed(program)?.ask(systemOfDaemon(machine, daemon), daemon.state, line);
			if (daemon && answer?.state) putDaemon(machine, { ...daemon, state: answer.state });
			return answer;
		},
	};
}

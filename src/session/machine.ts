/**
 * The one mutable cell of the house: a machine whose world changes as its programs run. Everything in it is an immutable
 * value, so a door that wants undo keeps old worlds, and a library call (session.ts) makes a machine for one line and
 * throws it away. Read next: kernel/syscall.ts, which answers the system calls.
 */
import { initNetns } from "../kernel/boot.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { rtnetlink } from "../kernel/rtnetlink.ts";
import * as syscall from "../kernel/syscall.ts";
import type { Message, NetnsFd, Request } from "../uapi/message.ts";
import type { EchoAsk, EchoPacket, Result, System } from "../userland/process.ts";
import { type Files, readText } from "./file.ts";

/** All that a command can change: plain immutable data. */
export interface World {
	readonly kernel: Kernel;
	readonly files: Files;
}

/** Told of every kernel notification in a namespace (`ip monitor`). */
export type Listener = (netns: number, messages: readonly Message[]) => void;

export interface Machine {
	world: World;
	readonly listeners: Set<Listener>;
}

/** Who makes the system calls. `netns` changes with setns(). */
export interface Caller {
	netns: number;
	readonly pid: number;
	readonly uid: number;
}

export function createMachine(world: World): Machine {
	return { world, listeners: new Set() };
}

export { initNetns };

/** One call into the kernel, carried out on the machine; listeners hear of it. */
function call<T>(machine: Machine, netns: number, body: Parameters<typeof syscall.call<T>>[2]): Result<T> {
	const { kernel, returned, notifications } = syscall.call(machine.world.kernel, netns, body);
	settle(machine, kernel, notifications);
	return returned;
}

function settle(machine: Machine, kernel: Kernel, notifications: readonly { netns: number; message: Message }[]): void {
	if (kernel !== machine.world.kernel) machine.world = { ...machine.world, kernel };
	if (machine.listeners.size === 0) return;
	for (const { netns, message } of notifications) for (const listen of machine.listeners) listen(netns, [message]);
}

/** The value of a call that cannot be refused. */
function sure<T>(result: Result<T>): T {
	if ("errno" in result) throw new Error(`refused: ${result.errno}`);
	return result.ok;
}

/** Lets virtual time pass. */
export function advance(machine: Machine, ms: number): void {
	sure(call(machine, initNetns, (t) => syscall.advance(t, ms)));
}

/** fork() and exec() of a program: gives its pid. */
export function startProcess(machine: Machine, netns: number, comm: string): number {
	return sure(call(machine, netns, (t) => syscall.startProcess(t, netns, comm)));
}

export function endProcess(machine: Machine, pid: number): void {
	sure(call(machine, initNetns, (t) => syscall.endProcess(t, pid)));
}

/** The system calls of one process. */
export function systemOf(machine: Machine, caller: Caller): System {
	const fd = (netns: number) => netns as NetnsFd;
	return {
		uid: caller.uid,
		pid: caller.pid,
		netlink(request: Request) {
			const { kernel, reply, notifications } = rtnetlink(machine.world.kernel, caller.netns, request);
			settle(machine, kernel, notifications);
			return reply;
		},
		openNetns: (name) => call(machine, caller.netns, (t) => fd(syscall.openNetns(t, name))),
		openNetnsOfPid: (pid) => call(machine, caller.netns, (t) => fd(syscall.openNetnsOfPid(t, pid))),
		setns(netns) {
			caller.netns = netns;
			sure(call(machine, netns, (t) => syscall.moveProcess(t, caller.pid, netns)));
		},
		listNetns: () => syscall.listNamed(machine.world.kernel),
		createNetns: (name) => call(machine, caller.netns, (t) => syscall.createNamed(t, name)),
		removeNetns: (name) => call(machine, caller.netns, (t) => syscall.removeNamed(t, name)),
		attachNetns: (name, pid) => call(machine, caller.netns, (t) => syscall.attachNamed(t, name, pid)),
		sameNetns: (a, b) => a === b,
		pidsIn: (netns) => sure(call(machine, caller.netns, (t) => syscall.pidsIn(t, netns))),
		currentNetns: () => fd(caller.netns),
		now: () => machine.world.kernel.epoch + machine.world.kernel.now,
		readFile: (path) => readText(machine.world.files, path),
		readSysctl: (path) => call(machine, caller.netns, (t) => syscall.readSysctl(t, path)),
		writeSysctl: (path, value) => call(machine, caller.netns, (t) => syscall.writeSysctl(t, path, value)),
		listSysctls: () => sure(call(machine, caller.netns, (t) => syscall.listSysctls(t))),
		tuntap: (request) => call(machine, caller.netns, (t) => syscall.tuntap(t, request)),
		tunDevices: () => sure(call(machine, caller.netns, (t) => syscall.tunDevices(t))),
		connectEcho: (ask: EchoAsk) => {
			const route = sure(call(machine, caller.netns, (t) => syscall.connectEcho(t, ask)));
			return typeof route === "string" ? { errno: route } : { ok: route };
		},
		sendEcho: (request: EchoAsk & EchoPacket) => {
			const outcome = sure(call(machine, caller.netns, (t) => syscall.sendEcho(t, request)));
			if (outcome === "unmodelled") return { unmodelled: "a packet that leaves this namespace" };
			if (typeof outcome === "string") return { errno: outcome };
			return { ok: outcome.reply ? { from: outcome.from, ttl: outcome.ttl } : undefined };
		},
	};
}

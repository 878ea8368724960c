/**
 * Wakes the daemons of a machine: when the kernel has said something in their namespace, when a packet has come for them, when
 * their time has come. All that can be done at one moment is done in rounds, each daemon once a round, so that what comes
 * together is heard together; then time goes on.
 */
import { isReadable } from "../kernel/syscall.ts";
import type { Message } from "../uapi/message.ts";
import type { Daemon, DaemonProcess } from "../userland/daemon.ts";
import type { System } from "../userland/process.ts";
import { daemonNamed } from "../userland/programs.ts";
import type { Machine } from "./machine.ts";

/** What a machine knows of its daemons besides their state. */
export interface News {
	/** Messages to listeners of each namespace that its daemons have not read yet. */
	readonly messages: Map<number, Message[]>;
	/** Where daemons listen, of that very list of daemons. */
	listening: { readonly daemons: readonly DaemonProcess[]; readonly netns: ReadonlySet<number> };
	/** The system calls of each daemon, by namespace and pid. */
	readonly systems: Map<string, System>;
	running: boolean;
}

export function noNews(): News {
	const listening = { daemons: [], netns: new Set<number>() };
	return { messages: new Map(), listening, systems: new Map(), running: false };
}

/** Bounds a moment in which daemons never come to rest. */
const mostRounds = 10_000;

function programOf({ program }: DaemonProcess): Daemon {
	const found = daemonNamed(program);
	if (!found) throw new Error(`the code of ${program} is not loaded`);
	return found;
}

/** The kernel has told listeners of something. */
export function tell(machine: Machine, netns: number, message: Message): void {
	const { world, news } = machine;
	if (!world.daemons) return;
	if (news.listening.daemons !== world.daemons)
		news.listening = { daemons: world.daemons, netns: new Set(world.daemons.map((each) => each.netns)) };
	if (!news.listening.netns.has(netns)) return;
	const { messages } = news;
	const waiting = messages.get(netns);
	if (waiting) waiting.push(message);
	else messages.set(netns, [message]);
}

const dues = new WeakMap<object, number>();

/** When it wants to be woken; worked out once for each state. */
function dueOf(daemon: DaemonProcess): number {
	const state = daemon.state as object;
	const known = dues.get(state);
	if (known !== undefined) return known;
	const due = programOf(daemon).due(state);
	dues.set(state, due);
	return due;
}

/** When the next daemon wants to be woken, in milliseconds since boot. */
export function nextDue({ world }: Machine): number {
	let due = Number.POSITIVE_INFINITY;
	for (const each of world.daemons ?? []) due = Math.min(due, dueOf(each));
	return due - world.kernel.epoch;
}

function wants(machine: Machine, daemon: DaemonProcess): boolean {
	const { kernel } = machine.world;
	const program = programOf(daemon);
	return (
		machine.news.messages.has(daemon.netns) ||
		dueOf(daemon) <= kernel.epoch + kernel.now ||
		program.sockets(daemon.state).some((socket) => isReadable(kernel, socket))
	);
}

/** Does whatever daemons have something to do at this very moment want it to be. */
export function runDaemons(machine: Machine, systemOf: (daemon: DaemonProcess) => System): void {
	if (machine.news.running) return;
	machine.news.running = true;
	try {
		for (let round = 0; round < mostRounds; round++) {
			const ready = (machine.world.daemons ?? []).filter((each) => wants(machine, each));
			if (ready.length === 0) return;
			const heard = new Map(machine.news.messages);
			machine.news.messages.clear();
			for (const { name, program } of ready) wake(machine, program, name, heard, systemOf);
		}
	} finally {
		machine.news.running = false;
	}
}

function wake(
	machine: Machine,
	program: string,
	name: string,
	heard: ReadonlyMap<number, readonly Message[]>,
	systemOf: (daemon: DaemonProcess) => System,
): void {
	const daemon = findDaemon(machine, program, name);
	if (!daemon) return;
	const state = programOf(daemon).wake(systemOf(daemon), daemon.state, heard.get(daemon.netns) ?? []);
	putDaemon(machine, { ...daemon, state });
}

export function findDaemon({ world }: Machine, program: string, name: string): DaemonProcess | undefined {
	return world.daemons?.find((each) => each.program === program && each.name === name);
}

/** Adds one, or replaces that of the same name. */
export function putDaemon(machine: Machine, daemon: DaemonProcess): void {
	const { daemons = [] } = machine.world;
	const known = daemons.findIndex((each) => each.program === daemon.program && each.name === daemon.name);
	const next = known < 0 ? [...daemons, daemon] : daemons.with(known, daemon);
	machine.world = { ...machine.world, daemons: next };
}

/** A process has ended: the daemon goes with its last one. */
export function dropPid(machine: Machine, pid: number): void {
	const { daemons = [] } = machine.world;
	const daemon = daemons.find(({ pids }) => pids.includes(pid));
	if (!daemon) return;
	const pids = daemon.pids.filter((each) => each !== pid);
	if (pids.length > 0)
		return putDaemon(machine, { ...daemon, pids, state: programOf(daemon).without(daemon.state, pid) });
	const { daemons: _, ...rest } = machine.world;
	const left = daemons.filter((each) => each !== daemon);
	machine.world = left.length > 0 ? { ...rest, daemons: left } : rest;
}

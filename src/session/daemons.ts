/**
 * Wakes the daemons of a machine: when the kernel has said something in their namespace, when a packet has come for them, when
 * their time has come. All that can be done at one moment is done in rounds, each daemon once a round, so that what comes
 * together is heard together; then time goes on.
 */
import type { Kernel } from "../kernel/kernel.ts";
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
	/** Sockets of the kernel in which there was nothing for any daemon. */
	quiet?: Kernel["sockets"];
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

/** What wakes a daemon in its present state. */
interface Wish {
	readonly due: number;
	readonly sockets: readonly number[];
}

const wishes = new WeakMap<DaemonProcess, Wish>();

/** Worked out once for each state: all are asked again and again, and few have changed. */
function wishOf(daemon: DaemonProcess): Wish {
	const known = wishes.get(daemon);
	if (known) return known;
	const program = programOf(daemon);
	const wish = { due: program.due(daemon.state), sockets: program.sockets(daemon.state) };
	wishes.set(daemon, wish);
	return wish;
}

/** When the next daemon wants to be woken, in milliseconds since boot. */
export function nextDue({ world }: Machine): number {
	let due = Number.POSITIVE_INFINITY;
	for (const each of world.daemons ?? []) due = Math.min(due, wishOf(each).due);
	return due - world.kernel.epoch;
}

function wants({ world: { kernel }, news }: Machine, daemon: DaemonProcess): boolean {
	const { due, sockets } = wishOf(daemon);
	if (due <= kernel.epoch + kernel.now || news.messages.has(daemon.netns)) return true;
	return kernel.sockets !== news.quiet && sockets.some((socket) => isReadable(kernel, socket));
}

/** Does whatever daemons have something to do at this very moment want it to be. */
export function runDaemons(machine: Machine, systemOf: (daemon: DaemonProcess) => System): void {
	if (machine.news.running) return;
	machine.news.running = true;
	try {
		for (let round = 0; round < mostRounds; round++) {
			const ready = (machine.world.daemons ?? []).filter((each) => wants(machine, each));
			if (ready.length === 0) {
				machine.news.quiet = machine.world.kernel.sockets;
				return;
			}
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
	const { pids, netns } = daemon;
	putDaemon(machine, { program, name, pids, netns, state });
}

export function findDaemon({ world }: Machine, program: string, name: string): DaemonProcess | undefined {
	return world.daemons?.find((each) => each.program === program && each.name === name);
}

/** Adds one, or replaces that of the same name. */
export function putDaemon(machine: Machine, daemon: DaemonProcess): void {
	const { daemons = [] } = machine.world;
	const known = daemons.findIndex((each) => each.program === daemon.program && each.name === daemon.name);
	const next = known < 0 ? [...daemons, daemon] : daemons.with(known, daemon);
	const { kernel, files } = machine.world;
	machine.world = { kernel, files, daemons: next };
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

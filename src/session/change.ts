/**
 * What did a line change, as a person sees it? A process that came and went, the exit status and bash's other memories of the
 * last line are nothing, so a look (`ip addr`) is nothing to undo and does not spoil a redo; what a `ping` leaves is a slight
 * thing. Whatever is not named here counts in full.
 */
import { initNetns } from "../kernel/boot.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { flushLinkWatch } from "../kernel/link-watch.ts";
import type { Neighbours } from "../kernel/neigh.ts";
import { call } from "../kernel/syscall.ts";
import { byAddress, idEntries } from "../net/trie.ts";
import { NUD_PERMANENT } from "../uapi/nud.ts";
import { advance, createMachine, type World } from "./machine.ts";

/** What the shell gives for undo (shell/shell.ts), as far as it matters here. */
export interface Snapshot {
	readonly world: World;
	/** The shell's variables, functions, directory, …: plain data, maps and sets. */
	readonly state: unknown;
	/** Pids of background jobs. */
	readonly jobs: readonly number[];
}

/** Parts of the kernel that every process touches, and its clock; jobs are compared on their own. */
const passing: ReadonlySet<string> = new Set<keyof Kernel>([
	"tasks",
	"lastPid",
	"now",
	"sockets",
	"lastSocket",
	"linkWatch",
]);

/** Names in the shell's state, at any depth, that hold what the last line was and how it ended. */
const memories: ReadonlySet<string> = new Set([
	"?",
	"_",
	"PIPESTATUS",
	"BASH_REMATCH",
	"commandCount",
	"currentLine",
	"errexitSafe",
	"expansionStderr",
	"hashTable",
	"lastArg",
	"lastExitCode",
	"nextVirtualPid",
	"startTime",
]);

/** What packets leave behind: counts at a device, what was learned of the way, drawn delays and timers for them. */
const counters: ReadonlySet<string> = new Set(["stats", "mib", "path", "timers", "lastTimer", "seed"]);

const none: ReadonlySet<string> = new Set();

/** `slight`: only time has passed, or packets were counted. */
export type Change = "nothing" | "slight" | "something";

export function changeOf(before: Snapshot, after: Snapshot): Change {
	if (before.world.files !== after.world.files || !equal(before.jobs, after.jobs, none)) return "something";
	if (!equal(before.state, after.state, memories)) return "something";
	return kernelChange(before.world, after.world.kernel);
}

/** Time alone does things too: a tentative address becomes valid, a lifetime ends. */
function kernelChange(before: World, after: Kernel): Change {
	const { now } = before.kernel;
	if (!kernelDiffers(before.kernel, after, none)) return after.now === now ? "nothing" : "slight";
	return kernelDiffers(waited(before, after.now - now), watched(after), counters) ? "something" : "slight";
}

/** What the kernel would be if nothing had been done meanwhile. */
function waited(world: World, ms: number): Kernel {
	const machine = createMachine(world);
	if (ms > 0) advance(machine, ms);
	return watched(machine.world.kernel);
}

/** Whether link watch comes before the line or after it is nothing that the line has done. */
function watched(kernel: Kernel): Kernel {
	return call(kernel, initNetns, flushLinkWatch).kernel;
}

/** Equal parts are mostly the same object: the kernel shares what it does not change. */
function kernelDiffers(a: Kernel, b: Kernel, skip: ReadonlySet<string>): boolean {
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Kernel>;
	return [...keys].some((key) => !passing.has(key) && !skip.has(key) && !equal(a[key], b[key], skip));
}

/** Deep equality of plain data, where something empty is as good as nothing. */
function equal(a: unknown, b: unknown, skip: ReadonlySet<string>): boolean {
	if (Object.is(a, b)) return true;
	const [left, right] = [members(a), members(b)];
	if (left === undefined || right === undefined) return isNothing(a, left) && isNothing(b, right);
	for (const key of new Set([...left.keys(), ...right.keys()])) {
		if (skip.has(String(key))) continue;
		const lasting = key === "neighbours" && skip === counters ? lastingNeighbours : (value: unknown) => value;
		if (!equal(lasting(left.get(key)), lasting(right.get(key)), skip)) return false;
	}
	return true;
}

/** Neighbours that somebody has written down; the others come and go with packets. */
function lastingNeighbours(value: unknown): unknown {
	const { tables, proxies } = value as Neighbours;
	const rows = [...idEntries(tables)].map(([device, { inet, inet6 }]) => [
		device,
		[...byAddress(inet), ...byAddress(inet6)].map((entry) => entry.value).filter(({ state }) => state & NUD_PERMANENT),
	]);
	return { proxies, rows: rows.filter(([, entries]) => (entries as unknown[]).length > 0) };
}

function members(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
	if (value instanceof Map) return value;
	if (value instanceof Set) return new Map([...value].map((item) => [item, true]));
	return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}

function isNothing(value: unknown, parts: ReadonlyMap<unknown, unknown> | undefined): boolean {
	return value === undefined || value === false || parts?.size === 0;
}

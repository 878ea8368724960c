/**
 * A session as an immutable value, and the function that every door comes down to: run(session, line). A line gives the next
 * session and what was printed; the old session stays as it was, so undo is keeping it.
 */
import { bootKernel, plugCard } from "../kernel/boot.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { ProfileName } from "../kernel/profile.ts";
import { type IdMap, idValues } from "../net/id-map.ts";
import type { Field } from "../print/field.ts";
import type { Reason } from "../uapi/reason.ts";
import { defaultFiles } from "./default-file.ts";
import { type Ran, runProgram, type Surroundings } from "./drive.ts";
import { advance, createMachine, initNetns, type World } from "./machine.ts";
import { splitWords } from "./words.ts";

export interface Session {
	readonly world: World;
	/** Namespace the commands are given in. */
	readonly netns: number;
}

export interface BootOptions {
	/** Version of the kernel that answers; 6.18 unless given. */
	readonly kernel?: ProfileName;
	/** `fresh`: only lo, down. `host`: lo up, an eth0 with an address and a default route. */
	readonly world?: "fresh" | "host";
	/** Seed of MAC addresses and delays. */
	readonly seed?: number;
	/** The tunnel modules are loaded: every namespace has tunl0, gre0, sit0 … */
	readonly fallbackTunnels?: boolean;
}

/** 2024-01-01 00:00:00 UTC: when every world begins, unless it is told otherwise. */
const epoch = Date.UTC(2024, 0, 1);

export function boot(options: BootOptions = {}): Session {
	const kernel = bootKernel({
		profile: options.kernel ?? "6.18",
		seed: options.seed ?? 1,
		epoch,
		fallbackTunnels: options.fallbackTunnels ?? false,
	});
	const session: Session = { world: { kernel, files: defaultFiles() }, netns: initNetns };
	return options.world === "host" ? furnish(session) : session;
}

/** What a machine has after its own start-up scripts ran. */
const hostSetup: readonly string[] = [
	"ip link set lo up",
	"ip link set eth0 up",
	"ip addr add 192.168.1.10/24 brd + dev eth0",
	"ip route add default via 192.168.1.1 dev eth0",
];

function furnish(session: Session): Session {
	const kernel = plugCard(session.world.kernel, "eth0", "52:54:00:12:34:56");
	const machine = createMachine({ ...session.world, kernel });
	for (const line of hostSetup) {
		const { stderr } = runProgram(machine, line.split(" "), { netns: initNetns });
		if (stderr) throw new Error(`${line}: ${stderr}`);
	}
	advance(machine, 3000);
	return { ...session, world: machine.world };
}

export interface RunOptions extends Omit<Surroundings, "netns"> {
	/** Is given every field stream just before its text (explanations). */
	readonly show?: (fields: readonly Field[]) => void;
	/** Is given the reasons of each routing decision that the kernel tells about (`ip route get`). */
	readonly why?: (reasons: readonly Reason[]) => void;
}

export interface Outcome extends Ran {
	readonly session: Session;
}

/**
 * One plain command, as a line or as its words: `ip …`, `ping …`, `sysctl …`. Exit status and streams are the program's own;
 * 127 for a program that is not there, 2 for a line that cannot be split into words.
 */
export function run(session: Session, line: string | readonly string[], options: RunOptions = {}): Outcome {
	const split = typeof line === "string" ? splitWords(line) : { words: line };
	if ("error" in split) return { session, stdout: "", stderr: `iplab: ${split.error}\n`, exit: 2 };
	if (split.words.length === 0) return { session, stdout: "", stderr: "", exit: 0 };
	const machine = createMachine(session.world, options.why);
	const ran = runProgram(machine, split.words, { ...options, netns: session.netns });
	return { ...ran, session: changed(session, machine.world) };
}

/** The very same session where nothing changed but that a process had run. */
function changed(session: Session, world: World): Session {
	return sameWorld(session.world, world) ? session : { ...session, world };
}

/** A socket that came and went leaves a new map with the same in it. */
function sameValues<T>(a: IdMap<T>, b: IdMap<T>): boolean {
	const values = new Set(idValues(a));
	return a.size === b.size && [...idValues(b)].every((value) => values.has(value));
}

/** Whether two worlds differ in nothing but in which processes have run. */
export function sameWorld(a: World, b: World): boolean {
	const { tasks: _a, lastPid: _b, sockets, lastSocket: _d, ...before } = a.kernel;
	const now: Partial<Kernel> = b.kernel;
	if (!sameValues(sockets, b.kernel.sockets)) return false;
	const keys = Object.keys(before) as (keyof typeof before)[];
	return a.files === b.files && a.daemons === b.daemons && keys.every((key) => before[key] === now[key]);
}

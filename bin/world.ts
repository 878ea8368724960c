/**
 * Where a command's world comes from and where it stays: `fresh` and `host` are made anew each time, anything else is a
 * file. Read transact() first, then Place. A command is a pure function of its world, so two at the same time need no lock
 * around their work: who finds at the end that another was faster runs again on what that one left.
 */
import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import type { World } from "../src/session/machine.ts";
import { boot, type Session, sameWorld } from "../src/session/session.ts";
import { decodeWorld, encodeWorld } from "../src/session/world-file.ts";
import { Failure, fileFailure } from "./failure.ts";
import type { KernelName } from "./option.ts";
import { locked, replaceFile } from "./replace-file.ts";

type Builtin = "fresh" | "host";

/** No world of a user is near it; what is larger was not written by iplab. */
const LARGEST = 512 * 1024 * 1024;

/** `--world`, else IPLAB_WORLD, else what the door prefers. */
export function worldName(given: string | undefined, otherwise: Builtin): string {
	return given ?? (process.env.IPLAB_WORLD || otherwise);
}

/** A world that a door works on. */
export interface Place {
	readonly session: Session;
	/** Writes the world to its file, if it changed: false where another command was faster. Throws a Failure. */
	keep(world: World): boolean;
}

/** A world by its name, as it is now. A file that is not there yet is a fresh world. */
export function openPlace(name: string, kernel: KernelName | undefined): Place {
	if (isBuiltin(name)) return { session: builtin(name, kernel ?? "6.18"), keep: () => true };
	let text = readText(name);
	const session = sessionOf(name, text, kernel);
	let kept = session.world;
	return {
		session,
		keep(world) {
			if (sameWorld(world, kept)) return true;
			const next = encodeWorld(world);
			if (next !== text && !replaceIfStill(name, text, next)) return false;
			text = next;
			kept = world;
			return true;
		},
	};
}

/** What a command leaves; `failure` is why its world could not be kept, when its output is still worth showing. */
export interface Kept<T> {
	readonly result: T;
	readonly failure?: unknown;
}

/** Runs a command on the world and keeps what it makes of it. */
export function transact<T extends { readonly session: Session }>(
	name: string,
	kernel: KernelName | undefined,
	command: (session: Session) => T,
): Kept<T> {
	for (;;) {
		const place = openPlace(name, kernel);
		const result = blaming(name, () => command(place.session));
		try {
			if (place.keep(result.session.world)) return { result };
		} catch (failure) {
			return { result, failure };
		}
	}
}

const slips: readonly unknown[] = [Error, TypeError, RangeError, ReferenceError];

/** A world that iplab has not made in this very process may be what it fails on: one line says so. */
export function blame(name: string, error: unknown): unknown {
	// classes of our own tell something else: what is to be loaded or drawn first, what the user can mend
	if (isBuiltin(name) || !slips.some((slip) => (error as Error).constructor === slip)) return error;
	const what = error instanceof Error ? error.message : String(error);
	const why = "it is damaged, another version of iplab saved it, or iplab has a bug: IPLAB_DEBUG=1 shows where";
	return new Failure(`${name}: iplab fails on this world (${what}): ${why}`, { cause: error });
}

function blaming<T>(name: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw blame(name, error);
	}
}

/** Compare and swap: false where the file is no longer what the command started from. */
function replaceIfStill(name: string, text: string | undefined, next: string): boolean {
	try {
		const file = text === undefined ? name : realpathSync(name);
		// A rename would replace a file that its owner has made read-only.
		if (text !== undefined) accessSync(file, constants.W_OK);
		return locked(file, () => {
			if (readText(name) !== text) return false;
			replaceFile(file, next);
			return true;
		});
	} catch (error) {
		throw error instanceof Failure
			? error
			: new Failure(`${fileFailure(name, error).message}; the world is as it was before`);
	}
}

export function isBuiltin(name: string): name is Builtin {
	return name === "fresh" || name === "host";
}

/** Kernels of `host` by version, as JSON: bin/build.mjs has booted them once, which is faster than each time. */
declare const HOST_KERNELS: Readonly<Record<KernelName, string>> | undefined;

function builtin(world: Builtin, kernel: KernelName): Session {
	if (world === "fresh" || typeof HOST_KERNELS === "undefined") return boot({ world, kernel });
	const session = boot({ kernel });
	return { ...session, world: { ...session.world, kernel: JSON.parse(HOST_KERNELS[kernel]) as World["kernel"] } };
}

function sessionOf(name: string, text: string | undefined, kernel: KernelName | undefined): Session {
	if (text === undefined) return boot({ world: "fresh", ...(kernel && { kernel }) });
	const world = decode(name, text);
	const own = world.kernel.profile;
	if (kernel && kernel !== own)
		throw new Failure(`${name}: this world has kernel ${own}; --kernel ${kernel} is for a new one`);
	return { ...boot({ kernel: own }), world };
}

function decode(name: string, text: string): World {
	try {
		return decodeWorld(text);
	} catch (error) {
		const { line, what } = error as { line?: number; what?: string };
		if (line === undefined || what === undefined) throw error;
		throw new Failure(`${name}: line ${line}: ${what}`);
	}
}

/** Undefined where there is no such file. */
function readText(name: string): string | undefined {
	try {
		const { size, isFile } = kindOf(name);
		if (!isFile) throw new Failure(`${name}: not a regular file`);
		if (size > LARGEST) throw new Failure(`${name}: line 1: not a world file of iplab (${size} bytes)`);
		return readFileSync(name, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error instanceof Failure ? error : fileFailure(name, error);
	}
}

function kindOf(name: string): { size: number; isFile: boolean } {
	const stat = statSync(name);
	return { size: stat.size, isFile: stat.isFile() };
}

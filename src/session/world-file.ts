/**
 * A world as text and back: one JSON document, written by iplab alone. A world is plain data throughout, so it is written as it
 * is, with a header that says what it is; reading checks the shape that everything else relies on. bin/world.ts keeps the files.
 */
import type { Kernel } from "../kernel/kernel.ts";
import { type ByName, type Counters, fromNames } from "../kernel/mib/counters.ts";
import { idEntries, idSet } from "../net/id-map.ts";
import type { World } from "./machine.ts";
import { areDaemons, areFiles, isKernel } from "./world-shape.ts";

/** A file that is not a world: where (a line, from 1) and what is wrong. */
export class WorldFileError extends Error {
	readonly line: number;
	readonly what: string;

	constructor(line: number, what: string) {
		super(`line ${line}: ${what}`);
		this.line = line;
		this.what = what;
	}
}

const version = 1;

/**
 * What daemons keep changes more often than the rest of a world, so it has a version of its own: test/session/world-file.test.ts
 * fails where it has to be raised. The first one was not written down.
 */
const daemonsVersion = 3;

/** One line of header, one for the kernel, one for the files: a damaged file can say which. */
export function encodeWorld(world: World): string {
	const daemons = world.daemons
		? `,\n"daemonsVersion":${daemonsVersion},"daemons":${JSON.stringify(world.daemons)}`
		: "";
	const body = `"kernel":${JSON.stringify(world.kernel)},\n"files":${JSON.stringify(world.files)}${daemons}}\n`;
	return `{"iplab":"world","version":${version},"sum":"${checksum(body, 0)}",\n${body}`;
}

/** FNV-1a, 32 bits, over UTF-16 units: says whether this is still the text that was written. */
function checksum(text: string, from: number): string {
	let sum = 0x811c9dc5;
	for (let i = from; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
	return (sum >>> 0).toString(16);
}

export function decodeWorld(text: string): World {
	const value = parse(text);
	if (!isObject(value) || value.iplab !== "world") throw new WorldFileError(1, "not a world file of iplab");
	if (value.version !== version)
		throw new WorldFileError(
			1,
			`a world file of version ${String(value.version)}, this iplab reads version ${version}`,
		);
	if (value.sum !== checksum(text, text.indexOf("\n") + 1))
		throw new WorldFileError(1, "the world was changed or damaged after it was written (its checksum does not match)");
	const { kernel, files, daemons } = value;
	if (!isKernel(kernel)) throw new WorldFileError(2, "the kernel is damaged, or was saved by another version of iplab");
	if (!areFiles(files)) throw new WorldFileError(3, "the files are damaged");
	const world = { kernel: withCounters(kernel), files } as World;
	if (daemons === undefined) return world;
	if (value.daemonsVersion !== daemonsVersion)
		throw new WorldFileError(4, "its routers were saved by another version of iplab: make this world anew");
	if (!areDaemons(daemons)) throw new WorldFileError(4, "the daemons are damaged");
	return { ...world, daemons } as World;
}

/** Worlds that were saved before counters had their names apart from their values are read, too. */
function withCounters(kernel: Kernel): Kernel {
	let { mib } = kernel;
	if (mib === undefined) return kernel;
	for (const [netns, counters] of idEntries<Counters | ByName>(mib))
		if (!Array.isArray(counters.names)) mib = idSet(mib, netns, fromNames(counters as ByName));
	return { ...kernel, mib };
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new WorldFileError(
			lineOf(text, error),
			text.trim() === "" ? "the file is empty" : "damaged or not a world file",
		);
	}
}

/** Where JSON.parse() stopped: where it says, at the end of a text that is cut off, else in the first line. */
function lineOf(text: string, error: unknown): number {
	const message = error instanceof Error ? error.message : "";
	const at = /position (\d+)/.exec(message)?.[1];
	if (at !== undefined) return text.slice(0, Number(at)).split("\n").length;
	return /end of JSON/.test(message) ? text.trimEnd().split("\n").length : 1;
}

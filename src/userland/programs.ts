/**
 * The programs of the model's userland by name, as a shell finds them in /usr/sbin. What one `ip` command seldom needs comes in
 * sets, which a door loads when it meets one of their names: less to read for all the others.
 */
import type { Daemon } from "./daemon.ts";
import { ip } from "./ip/ip.ts";
import { ping, ping4, ping6 } from "./ping.ts";
import type { Program } from "./process.ts";
import { namesOf, type SetName, setNames } from "./program-name.ts";
import { sleep } from "./sleep.ts";
import { sysctl } from "./sysctl.ts";

/** A program that only ends: waits for nothing, prints nothing. */
function ending(status: number): Program {
	// biome-ignore lint/correctness/useYield: there is nothing to wait for
	return function* () {
		return status;
	};
}

export const programs: Readonly<Record<string, Program>> = {
	ip,
	ping,
	ping4,
	ping6,
	sleep,
	sysctl,
	true: ending(0),
	false: ending(1),
};

/** Programs that are not always needed and come together, with the daemons that they start. */
export interface ProgramSet {
	readonly programs: Readonly<Record<string, Program>>;
	readonly daemons: Readonly<Record<string, Daemon>>;
}

/** What is asked for stands in a set that is not there yet. After addPrograms() the same will go well. */
export class NotLoaded extends Error {
	readonly set: SetName;

	constructor(set: SetName) {
		super(`programs of ${set} are not loaded`);
		this.set = set;
	}
}

const loaded: ProgramSet[] = [{ programs, daemons: {} }];

/** From now on these are there, too. */
export function addPrograms(set: ProgramSet): void {
	if (!loaded.includes(set)) loaded.push(set);
}

/** @throws {NotLoaded} */
export function programNamed(name: string): Program | undefined {
	return find((set) => set.programs, name) ?? missing("programs", name);
}

/** @throws {NotLoaded} */
export function daemonNamed(name: string): Daemon | undefined {
	return find((set) => set.daemons, name) ?? missing("daemons", name);
}

function find<T>(those: (set: ProgramSet) => Readonly<Record<string, T>>, name: string): T | undefined {
	const there = loaded.map(those).find((each) => Object.hasOwn(each, name));
	return there?.[name];
}

function missing(kind: keyof ProgramSet, name: string): undefined {
	const set = setNames.find((each) => namesOf(each)[kind].includes(name));
	if (set !== undefined) throw new NotLoaded(set);
}

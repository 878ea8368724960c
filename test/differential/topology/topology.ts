/**
 * `npm run differential -- --topologies N [--seed N --at-once N --only I]`: on random networks a ping succeeds in the model exactly
 * when the kernel's does. A difference is asked again by itself, and shrunk to the fewest lines that still show it.
 */
import { answerHere, answerThere } from "./answer.ts";
import { drawTopology, type Topology } from "./draw.ts";

export interface Request {
	readonly seed: number;
	readonly count: number;
	readonly atOnce: number;
	readonly only: number | undefined;
}

interface Difference {
	readonly topology: Topology;
	/** What was said there and here: the exit status of the ping, or whether the last line was refused. */
	readonly there: number | boolean;
	readonly here: number | boolean;
}

export async function compareTopologies({ seed, count, atOnce, only }: Request): Promise<number> {
	const waiting = Array.from({ length: count }, (_, i) => i).filter((i) => only === undefined || i === only);
	const total = { done: 0, pings: 0, succeeded: 0, differ: 0 };
	console.log(`differential: seed ${seed}, ${waiting.length} topologies`);
	const work = async () => {
		for (let i = waiting.shift(); i !== undefined; i = waiting.shift()) {
			const topology = drawTopology(seed * 10_000 + i);
			const found = await compare(topology, total);
			total.done++;
			if (total.done % 20 === 0) console.log(`differential: ${total.done} done, ${total.differ} differ so far`);
			if (!found) continue;
			total.differ++;
			console.log(`differential: topology ${i} differs: ${found.topology.pings[0] ?? found.topology.setup.at(-1)}`);
			console.log(report(seed, i, await shrink(found)));
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	console.log(
		`differential: seed ${seed}: ${total.done - total.differ} of ${total.done} topologies agree; ${total.pings} pings, ${total.succeeded} of them answered`,
	);
	return total.differ === 0 ? 0 : 1;
}

async function compare(
	topology: Topology,
	total: { pings: number; succeeded: number },
): Promise<Difference | undefined> {
	const there = await answerThere(topology);
	const here = answerHere(topology);
	total.pings += topology.pings.length;
	total.succeeded += there.pings.filter((exit) => exit === 0).length;
	const refused = there.setup.findIndex((bad, i) => bad !== here.setup[i]);
	if (refused >= 0) {
		const setup = topology.setup.slice(0, refused + 1);
		return {
			topology: { setup, pings: [] },
			there: there.setup[refused] as boolean,
			here: here.setup[refused] as boolean,
		};
	}
	for (const [i, ping] of topology.pings.entries()) {
		if (there.pings[i] === here.pings[i]) continue;
		const alone = await ask({ setup: topology.setup, pings: [ping] });
		if (alone) return alone;
	}
	return undefined;
}

/** One ping, or a setup whose last line is what differs. */
async function ask(topology: Topology): Promise<Difference | undefined> {
	const [there, here] = [await answerThere(topology), answerHere(topology)];
	const [a, b] = topology.pings.length > 0 ? [there.pings[0], here.pings[0]] : [there.setup.at(-1), here.setup.at(-1)];
	return a === b || a === undefined || b === undefined ? undefined : { topology, there: a, here: b };
}

/** Leaves out ever smaller parts of the setup as long as the answers differ. */
async function shrink(start: Difference): Promise<Difference> {
	let best = start;
	for (let size = Math.ceil(best.topology.setup.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let at = 0; at < best.topology.setup.length; ) {
			const { setup, pings } = best.topology;
			const end = pings.length > 0 ? setup.length : setup.length - 1;
			if (at >= end) break;
			const shorter = [...setup.slice(0, at), ...setup.slice(Math.min(at + size, end))];
			const found = await ask({ setup: shorter, pings });
			if (found && found.there === best.there && found.here === best.here) best = found;
			else at += size;
		}
	}
	return best;
}

function report(seed: number, i: number, { topology, there, here }: Difference): string {
	const lines = [...topology.setup, ...topology.pings].map((line) => `$ ${line}\n`).join("");
	return `\n== seed ${seed}, topology ${i}\n${lines}- ${there}\n+ ${here}\n`;
}

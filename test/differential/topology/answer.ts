/** What pings say in the model and on the real kernel, as their exit statuses; and what the lines of the setup said. */
import { boot, run } from "../../../src/index.ts";
import { runLines } from "../real.ts";
import type { Topology } from "./draw.ts";

export interface Answers {
	/** Of each line of the setup, whether it was refused. */
	readonly setup: readonly boolean[];
	readonly pings: readonly number[];
}

/** Till duplicate detection, reports and link watch are over. */
const settled = "sleep 3";

export function answerHere({ setup, pings }: Topology): Answers {
	let session = boot({ world: "fresh" });
	const exitOf = (line: string): number => {
		const ran = run(session, line);
		session = ran.session;
		if (ran.exit === 3 || ran.exit === 127) throw new Error(`${line}: ${ran.stderr}`);
		return ran.exit;
	};
	const done = setup.map((line) => exitOf(line) !== 0);
	exitOf(settled);
	// On a real machine they run side by side: none is to see what another has left.
	const before = session;
	const said = pings.map((line) => {
		session = before;
		return exitOf(line);
	});
	return { setup: done, pings: said };
}

export async function answerThere({ setup, pings }: Topology): Promise<Answers> {
	const all = pings.map((line, i) => `{ ${line} >/dev/null 2>&1; echo ${i} $?; } &`).join(" ");
	const steps = await runLines([...setup, settled, `${all} wait`]);
	const said: number[] = pings.map(() => -1);
	for (const row of (steps.at(-1)?.stdout ?? "").trim().split("\n")) {
		const [i, exit] = row.split(" ").map(Number) as [number, number];
		said[i] = exit;
	}
	return { setup: steps.slice(0, setup.length).map(({ exit }) => exit !== 0), pings: said };
}

/** A scenario on a world by its name: what `iplab run` and commands on standard input have in common. */
import type { Lang } from "../../src/explain/text.ts";
import { runScenario, type ScenarioResult } from "../../src/shell/scenario.ts";
import { report } from "../failure.ts";
import type { KernelName } from "../option.ts";
import { write } from "../stream.ts";
import { blame, isBuiltin, openPlace, type Place } from "../world.ts";

export interface Scene {
	readonly world: string;
	readonly kernel?: KernelName | undefined;
	/** What its messages call it. */
	readonly name: string;
	readonly transcript?: boolean | undefined;
	readonly lang?: Lang | undefined;
}

/** Shows its output and keeps its world; gives the exit status. */
export async function play(text: string, scene: Scene): Promise<number> {
	// Only a world that nobody else has can show output at once: on a file it may all have to run again.
	const direct = isBuiltin(scene.world);
	for (;;) {
		const place = openPlace(scene.world, scene.kernel);
		const late: [stream: "stdout" | "stderr", text: string][] = [];
		const { exit, world } = await runScenario(text, {
			...start(place, scene),
			write: (stream, more) => (direct ? show(stream, more) : late.push([stream, more])),
		}).catch((error: unknown) => {
			throw blame(scene.world, error);
		});
		const kept = tryKeep(place, world);
		if (kept === false) continue;
		for (const [stream, more] of late) show(stream, more);
		return kept === true ? exit : report(kept.failure);
	}
}

function tryKeep(place: Place, world: ScenarioResult["world"]): boolean | { failure: unknown } {
	try {
		return place.keep(world);
	} catch (failure) {
		return { failure };
	}
}

/** Runs it and keeps nothing. */
export function rehearse(text: string, scene: Scene): Promise<ScenarioResult> {
	return runScenario(text, start(openPlace(scene.world, scene.kernel), scene));
}

/** A built-in world is made by the scenario itself, whose first rows may say more of it (`# @fallback-tunnels`). */
function start({ session }: Place, { name, transcript, world, kernel, lang }: Scene) {
	const from = isBuiltin(world) ? { world, ...(kernel && { kernel }) } : { world: session.world };
	return { ...from, name, transcript: transcript ?? false, ...(lang && { lang }) };
}

function show(stream: "stdout" | "stderr", text: string): void {
	write(stream === "stdout" ? 1 : 2, text);
}

/** `iplab` alone without a terminal: the shell of the sandbox reads its commands from standard input. */
import { readInput } from "../input.ts";
import type { Options } from "../option.ts";
import { worldName } from "../world.ts";
import { play } from "./scenario.ts";

export function openPipe({ world, kernel, lang }: Options): Promise<number> {
	return play(readInput("-"), { world: worldName(world, "host"), kernel, lang, name: "bash" });
}

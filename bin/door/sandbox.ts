/** `iplab` alone: the sandbox terminal; without a terminal the same shell reads its commands from standard input. */
import { readInput } from "../input.ts";
import type { Options } from "../option.ts";
import { isTerminal, wantsColor } from "../terminal.ts";
import { openPlace, worldName } from "../world.ts";
import { play } from "./scenario.ts";

export async function openSandboxDoor(options: Options): Promise<number> {
	const world = worldName(options.world, "host");
	if (isTerminal(0) && isTerminal(1)) {
		const { openSandbox } = await import("../../src/ui/sandbox.tsx");
		const { session } = openPlace(world, options.kernel);
		return openSandbox({ session, lang: options.lang, color: wantsColor(options) });
	}
	return play(readInput("-"), { world, kernel: options.kernel, name: "bash" });
}

/** `iplab` alone: the sandbox terminal; without a terminal the same shell reads its commands from standard input. */

import type { World } from "../../src/session/machine.ts";
import { report } from "../failure.ts";
import { readInput } from "../input.ts";
import type { Options } from "../option.ts";
import { write } from "../stream.ts";
import { isTerminal, wantsColor } from "../terminal.ts";
import { openPlace, type Place, worldName } from "../world.ts";
import { play } from "./scenario.ts";

export async function openSandboxDoor(options: Options): Promise<number> {
	const world = worldName(options.world, "host");
	if (isTerminal(0) && isTerminal(1)) {
		const { openSandbox } = await import("../../src/ui/sandbox.tsx");
		const place = openPlace(world, options.kernel);
		return openSandbox({
			session: place.session,
			lang: options.lang,
			color: wantsColor(options),
			keep: keeper(world, place),
		});
	}
	return play(readInput("-"), { world, kernel: options.kernel, name: "bash" });
}

/** Keeps the world in its file after every command; a file that another command changed meanwhile is left to it. */
function keeper(name: string, place: Place): (world: World) => void {
	return (world) => {
		try {
			if (!place.keep(world)) write(2, `iplab: ${name}: changed by another command; this sandbox no longer keeps it\n`);
		} catch (failure) {
			report(failure);
		}
	};
}

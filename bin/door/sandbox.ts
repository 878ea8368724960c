/** `iplab` alone on a terminal: the sandbox. */
import type { World } from "../../src/session/machine.ts";
import { openSandbox } from "../../src/ui/sandbox.tsx";
import { report } from "../failure.ts";
import type { Options } from "../option.ts";
import { write } from "../stream.ts";
import { wantsColor } from "../terminal.ts";
import { openPlace, type Place, worldName } from "../world.ts";

export function openSandboxDoor(options: Options): Promise<number> {
	const world = worldName(options.world, "host");
	const place = openPlace(world, options.kernel);
	return openSandbox({
		session: place.session,
		lang: options.lang,
		color: wantsColor(options),
		keep: keeper(world, place),
	});
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

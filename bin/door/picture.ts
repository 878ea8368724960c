/**
 * `iplab picture`: the world as text for the terminal, or as SVG; with --diff, against an earlier one; with --path, the way of a
 * packet through it.
 */
import { difference, type Scene, sceneOf } from "../../src/picture/scene.ts";
import { drawText } from "../../src/picture/text.ts";
import { journey } from "../../src/session/why.ts";
import { withPrograms } from "../../src/userland/load.ts";
import { loaders } from "../../src/userland/set-loaders.ts";
import { Failure } from "../failure.ts";
import type { Options } from "../option.ts";
import { write } from "../stream.ts";
import { width } from "../terminal.ts";
import { openPlace, worldName } from "../world.ts";

export interface PictureOptions extends Options {
	readonly svg?: boolean | undefined;
	/** A world file: how it was. */
	readonly diff?: string | undefined;
}

export async function openPicture(options: PictureOptions): Promise<number> {
	const now = sceneIn(worldName(options.world, "host"), options);
	const scene = options.diff === undefined ? now : difference(sceneIn(options.diff, options), now);
	if (options.svg) {
		const { drawSvg } = await import("../../src/picture/svg.ts");
		write(1, drawSvg(scene));
	} else write(1, drawText(scene, width()));
	return 0;
}

/** `isAsked`: --path was there, too. */
export async function openPath(ends: readonly string[], isAsked: boolean, options: PictureOptions): Promise<number> {
	const [from, to] = ends;
	if (from === undefined || to === undefined || !isAsked || options.diff !== undefined)
		throw new Failure("picture: the way of a packet is --path SRC DST[:PORT], and goes without --diff");
	const { session } = openPlace(worldName(options.world, "host"), options.kernel);
	const found = await withPrograms(loaders, () => journey(session, from, to, options.lang));
	if ("stderr" in found) {
		write(2, found.stderr);
		return found.exit;
	}
	if (options.svg) write(1, (await import("../../src/picture/path/svg.ts")).pathSvg(found));
	else write(1, (await import("../../src/picture/path/text.ts")).pathText(found, width()));
	return 0;
}

function sceneIn(name: string, { kernel }: Options): Scene {
	return sceneOf(openPlace(name, kernel).session.world.kernel);
}

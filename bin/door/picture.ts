/** `iplab picture`: the world as text for the terminal, or as SVG; with --diff, against an earlier one. */
import { difference, type Scene, sceneOf } from "../../src/picture/scene.ts";
import { drawText } from "../../src/picture/text.ts";
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

function sceneIn(name: string, { kernel }: Options): Scene {
	return sceneOf(openPlace(name, kernel).session.world.kernel);
}

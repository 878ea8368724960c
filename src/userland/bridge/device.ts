/** The device that a word of `bridge` names. lib/utils.c nodev(), which exit()s here. */
import type { Context } from "../ip/context.ts";
import { exited } from "../ip/failure.ts";

export function deviceIndex(ctx: Context, name: string, noun = "device"): number {
	const index = ctx.links.indexOf(name);
	if (index === 0) throw exited(`Cannot find ${noun} "${name}"`);
	return index;
}

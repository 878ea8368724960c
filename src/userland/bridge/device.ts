/** What all commands of `bridge` share: their context, and the device that a word names. */
import type { Context } from "../ip/context.ts";
import { exited, returned } from "../ip/failure.ts";

export interface BridgeContext extends Context {
	/** -compressvlans: ranges instead of single VLANs. */
	readonly compressVlans: boolean;
}

const EXIT = 255;

/** lib/utils.c nodev(), whose -1 is the exit status, and its like with other nouns. */
export function deviceIndex(ctx: Context, name: string, noun = "device"): number {
	const index = ctx.links.indexOf(name);
	if (index === 0) throw returned(`Cannot find ${noun} "${name}"`, EXIT);
	return index;
}

/** A line that is said before the command returns -1. */
export function failed(sentence: string): Error {
	return returned(sentence, EXIT);
}

/** lib/utils.c duparg2() */
export function duplicated(key: string, word: string): Error {
	return exited(`Error: either "${key}" is duplicate, or "${word}" is a garbage.`);
}

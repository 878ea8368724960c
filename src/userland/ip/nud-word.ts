/** A neighbour's state as a word. ip/ipneigh.c nud_state_a2n(): three words by any beginning, or a number of one bit. */
import { NUD_FAILED, NUD_PERMANENT, NUD_REACHABLE, nudStates } from "../../uapi/nud.ts";
import { numberOf } from "../../uapi/row.ts";
import { begins } from "./grammar.ts";
import { u32 } from "./number.ts";

export function parseNud(word: string): number | undefined {
	if (begins(word, "permanent")) return NUD_PERMANENT;
	if (begins(word, "reachable")) return NUD_REACHABLE;
	const named = numberOf(nudStates, word);
	if (named !== undefined) return named;
	if (begins(word, "failed")) return NUD_FAILED;
	const state = u32(word);
	return state === undefined || state >= 0x100 || (state & (state - 1)) !== 0 ? undefined : state;
}

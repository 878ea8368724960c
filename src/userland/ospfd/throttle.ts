/** When routes are calculated: ospfd/ospf_spf.c ospf_spf_calculate_schedule(). In quiet times at once, in a storm ever more seldom. */
import { patch, type Turn } from "./ospf.ts";

export function scheduleSpf(turn: Turn): void {
	const { spf, config } = turn.ospf;
	if (spf.at !== undefined) return;
	const [delay, hold, most] = config.spf;
	const elapsed = spf.last === undefined ? Number.POSITIVE_INFINITY : turn.now - spf.last;
	const pause = Math.min(hold * spf.multiplier, most);
	const held = elapsed < pause;
	const wait = held ? Math.max(delay, pause - elapsed) : delay;
	const multiplier = held ? (pause < most ? spf.multiplier + 1 : spf.multiplier) : 1;
	patch(turn, { spf: { ...spf, at: turn.now + wait, multiplier } });
}

/** States of a neighbour (include/uapi/linux/neighbour.h, NUD_*); one bit each, so a filter is a sum. Names as `ip` has them. */
import type { Row } from "./row.ts";

export const NUD_NONE = 0x00;
export const NUD_INCOMPLETE = 0x01;
export const NUD_REACHABLE = 0x02;
export const NUD_STALE = 0x04;
export const NUD_DELAY = 0x08;
export const NUD_PROBE = 0x10;
export const NUD_FAILED = 0x20;
export const NUD_NOARP = 0x40;
export const NUD_PERMANENT = 0x80;

/** The link address is believed (net/core/neighbour.c). */
export const NUD_VALID = NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE | NUD_PROBE | NUD_STALE | NUD_DELAY;
/** Used without asking. */
export const NUD_CONNECTED = NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE;
/** A timer runs. */
export const NUD_IN_TIMER = NUD_INCOMPLETE | NUD_REACHABLE | NUD_DELAY | NUD_PROBE;

export const nudStates: readonly Row[] = [
	{ number: NUD_NONE, constant: "NUD_NONE", name: "none" },
	{ number: NUD_INCOMPLETE, constant: "NUD_INCOMPLETE", name: "incomplete" },
	{ number: NUD_REACHABLE, constant: "NUD_REACHABLE", name: "reachable" },
	{ number: NUD_STALE, constant: "NUD_STALE", name: "stale" },
	{ number: NUD_DELAY, constant: "NUD_DELAY", name: "delay" },
	{ number: NUD_PROBE, constant: "NUD_PROBE", name: "probe" },
	{ number: NUD_FAILED, constant: "NUD_FAILED", name: "failed" },
	{ number: NUD_NOARP, constant: "NUD_NOARP", name: "noarp" },
	{ number: NUD_PERMANENT, constant: "NUD_PERMANENT", name: "permanent" },
];

/** Whether and how wide a terminal is there. Colour of `ip -c` is not decided here: that is the real tool's own matter. */
import { isatty } from "node:tty";
import type { Options } from "./option.ts";

export function isTerminal(fd: 0 | 1 | 2): boolean {
	return isatty(fd);
}

/** https://no-color.org: any value that is not empty. */
export function wantsColor(options: Options): boolean {
	return options.color !== false && !process.env.NO_COLOR && process.env.TERM !== "dumb" && isTerminal(1);
}

/** Columns to fold texts at. */
export function width(): number {
	const given = Number(process.env.COLUMNS);
	return (isTerminal(1) && process.stdout.columns) || (given >= 20 ? given : 80);
}

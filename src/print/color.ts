/**
 * The colours of `ip -c`, as lib/color.c of iproute2 6.1 has them: two palettes, chosen by the terminal's background as
 * the variable COLORFGBG tells it. What is coloured is said by each field (field.ts FieldColor).
 */
import type { FieldColor } from "./field.ts";

export type Palette = Readonly<Record<FieldColor, string>>;

/** For a light background; the default of 6.1. */
export const light: Palette = {
	ifname: "36",
	mac: "33",
	inet: "35",
	inet6: "34",
	operstateUp: "32",
	operstateDown: "31",
};

export const dark: Palette = {
	ifname: "1;36",
	mac: "1;33",
	inet: "1;35",
	inet6: "1;34",
	operstateUp: "1;32",
	operstateDown: "1;31",
};

/** lib/color.c set_color_palette(): dark is a last field of exactly one digit, 0 to 6 or 8 (`15;0`). */
export function paletteFor(colorfgbg: string | undefined): Palette {
	const background = /;([0-68])$/.exec(colorfgbg ?? "")?.[1];
	return background === undefined ? light : dark;
}

/** The separator after a word belongs to the field, so the escape that ends the colour comes after it. */
export function paint(characters: string, color: FieldColor, palette: Palette): string {
	return `\u001b[${palette[color]}m${characters}\u001b[0m`;
}

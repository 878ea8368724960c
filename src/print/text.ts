/** The text fold: what a person sees, with -o and -c. Mirrors the PRINT_FP half of iproute2's lib/json_print.c. */
import { paint } from "./color.ts";
import type { Field } from "./field.ts";
import type { Style } from "./style.ts";

export function renderText(fields: readonly Field[], style: Style): string {
	let out = "";
	for (const field of fields) out += textOf(field, style);
	return out;
}

/** The characters of one field; a door that explains counts positions with it. */
export function textOf(field: Field, style: Style): string {
	if ("nl" in field) return field.nl === "soft" && style.oneline ? "\\" : "\n";
	const characters = field.text ?? "";
	if (!("color" in field) || field.color === undefined || style.palette === undefined || characters === "")
		return characters;
	return paint(characters, field.color, style.palette);
}

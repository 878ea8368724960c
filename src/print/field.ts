/**
 * The field stream: what an object says of itself, in the order the real tool prints it. Text, -o, -j, colour and the
 * explanations are folds over the same stream (print/text.ts, print/json.ts, explain/). Mirrors the shape of
 * iproute2's lib/json_print.c, where each call names the JSON key, the text format and the value.
 */

export type Json = string | number | boolean | null;

/** The palette of `ip -c` (lib/color.c); no colour for anything else. */
export type FieldColor = "ifname" | "mac" | "inet" | "inet6" | "operstateUp" | "operstateDown";

/** A printed thing. `text` without `key` is only in text output, `key` without `text` only in JSON. */
export interface Value {
	readonly key?: string;
	/** All the characters it prints, separators included. */
	readonly text?: string;
	/** What JSON says; `text` where it is missing. */
	readonly value?: Json;
	/** JSON text as it stands, for the few numbers that are printed with a format (`0.00`). */
	readonly raw?: string;
	readonly color?: FieldColor;
	/** What it is, for the explanations, where the key does not say (explain/topic.ts). */
	readonly topic?: string;
}

/** An object or array of JSON opens or closes; `text` is what text output prints at that place (`<` and `>` of flags). */
export interface Bracket {
	readonly open?: "object" | "array";
	readonly close?: "object" | "array";
	readonly key?: string;
	readonly text?: string;
}

/** A line ends: a newline, or a backslash under -o. `hard` ones stay newlines under -o. */
export interface Line {
	readonly nl: "soft" | "hard";
}

export type Field = Value | Bracket | Line;

/** A field with a key: `text` in text output, `value` (or the text) in JSON. */
export function field(key: string, text: string, value?: Json, color?: FieldColor): Value {
	return { key, text, ...(value === undefined ? {} : { value }), ...(color === undefined ? {} : { color }) };
}

/** Characters that only text output has. */
export function text(characters: string, color?: FieldColor): Value {
	return color === undefined ? { text: characters } : { text: characters, color };
}

/** A member that only JSON has. */
export function member(key: string, value: Json): Value {
	return { key, value };
}

/** An element of an array: JSON has no key for it. */
export function element(characters: string, value: Json, color?: FieldColor): Value {
	return color === undefined ? { text: characters, value } : { text: characters, value, color };
}

export function open(kind: "object" | "array", key?: string, characters?: string): Bracket {
	return {
		open: kind,
		...(key === undefined ? {} : { key }),
		...(characters === undefined ? {} : { text: characters }),
	};
}

export function close(kind: "object" | "array", characters?: string): Bracket {
	return characters === undefined ? { close: kind } : { close: kind, text: characters };
}

export const softLine: Line = { nl: "soft" };
export const hardLine: Line = { nl: "hard" };

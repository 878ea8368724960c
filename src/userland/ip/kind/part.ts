/**
 * The -d line of a kind as rows: each part says one thing of the data, or nothing where the message has no such member.
 * A field is `word value `, the separator its own, as iproute2's print_opt() functions print it.
 */
import { type Field, field } from "../../../print/field.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { hexText } from "./option.ts";

export type Part<D> = (data: D, ctx: Context) => readonly Field[];

export function describeParts<D>(parts: readonly Part<D>[]): (ctx: Context, data: LinkData) => Field[] {
	return (ctx, data) => parts.flatMap((part) => part(data as D, ctx));
}

/** Members of D that may be a V. */
type Of<D, V> = { [K in keyof D]-?: D[K] extends V | undefined ? K : never }[keyof D];

export function number<D>(word: string, member: Of<D, number>, key: string = word): Part<D> {
	return (data) => {
		const value = data[member] as number | undefined;
		return value === undefined ? [] : [field(key, `${word} ${value} `, value)];
	};
}

/** A place in a table of names. */
export function name<D>(
	word: string,
	member: Of<D, number>,
	names: readonly string[],
	key: string = word,
	unknown = "UNKNOWN",
): Part<D> {
	return (data) => {
		const value = data[member] as number | undefined;
		return value === undefined ? [] : [said(word, names[value] ?? unknown, key)];
	};
}

export function string<D>(word: string, member: Of<D, string>, key: string = word): Part<D> {
	return (data) => {
		const value = data[member] as string | undefined;
		return value === undefined ? [] : [said(word, value, key)];
	};
}

/** The index of a link; none is 0 and goes unsaid. */
export function device<D>(word: string, member: Of<D, number>, key: string = word): Part<D> {
	return (data, ctx) => {
		const index = data[member] as number | undefined;
		return index === undefined || index === 0 ? [] : [said(word, ctx.links.nameOf(index), key)];
	};
}

/** `0x5`; zero goes unsaid. */
export function hex<D>(word: string, member: Of<D, number>, key: string = word): Part<D> {
	return (data) => {
		const value = data[member] as number | undefined;
		return value === undefined || value === 0 ? [] : [said(word, hexText(value), key)];
	};
}

export function said(word: string, value: string, key: string = word): Field {
	return field(key, `${word} ${value} `, value);
}

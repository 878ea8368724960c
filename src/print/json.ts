/**
 * The JSON fold, compact (-j) and indented (-j -p), byte for byte as iproute2's lib/json_writer.c lays it out. It keeps
 * its place between calls, since a program prints a document piece by piece, and may die in the middle of one:
 * the real tool leaves `[` behind then, and so does this.
 */
import type { Field, Json, Value } from "./field.ts";
import type { Style } from "./style.ts";

const indent = "    ";

export class JsonWriter {
	readonly #pretty: boolean;
	readonly #open: ("object" | "array")[] = [];
	/** Something stands before, in the same brackets. */
	#follows = false;

	constructor(style: Style) {
		this.#pretty = style.pretty;
	}

	write(fields: readonly Field[]): string {
		let out = "";
		for (const field of fields) out += this.#field(field);
		return out;
	}

	#field(field: Field): string {
		if ("nl" in field) return "";
		if ("open" in field && field.open !== undefined) return this.#begin(field.open, field.key);
		if ("close" in field && field.close !== undefined) return this.#end(field.close);
		return this.#value(field as Value);
	}

	#value(value: Value): string {
		const inArray = this.#open.at(-1) === "array";
		if (inArray ? value.value === undefined : value.key === undefined) return "";
		const said = value.raw ?? jsonText(value.value === undefined ? (value.text ?? "") : value.value);
		const before = inArray ? this.#comma() : this.#name(value.key ?? "");
		this.#follows = true;
		return before + said;
	}

	#begin(kind: "object" | "array", key: string | undefined): string {
		const before = key === undefined ? this.#comma() : this.#name(key);
		this.#open.push(kind);
		this.#follows = false;
		if (kind === "object") return `${before}{`;
		return this.#pretty ? `${before}[ ` : `${before}[`;
	}

	#end(kind: "object" | "array"): string {
		const empty = !this.#follows;
		this.#open.pop();
		this.#follows = true;
		const last = this.#open.length === 0 ? "\n" : "";
		if (kind === "object") return `${empty ? "" : this.#newline()}}${last}`;
		return `${this.#pretty && !empty ? " " : ""}]${last}`;
	}

	#name(key: string): string {
		return `${this.#comma()}${this.#newline()}"${key}":${this.#pretty ? " " : ""}`;
	}

	#comma(): string {
		return this.#follows ? "," : "";
	}

	/** Each open bracket counts, arrays too. */
	#newline(): string {
		return this.#pretty ? `\n${indent.repeat(this.#open.length)}` : "";
	}
}

/** Only these seven characters are escaped in 6.1; other control characters go out as they are. */
function jsonText(value: Json): string {
	return typeof value === "string" ? `"${value.replace(/[\t\n\r\f\b\\"]/g, escaped)}"` : String(value);
}

const escapes: Readonly<Record<string, string>> = {
	"\t": "\\t",
	"\n": "\\n",
	"\r": "\\r",
	"\f": "\\f",
	"\b": "\\b",
	"\\": "\\\\",
	'"': '\\"',
};

function escaped(character: string): string {
	return escapes[character] ?? character;
}

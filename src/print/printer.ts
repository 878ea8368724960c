/** A program's standard output for field streams: chooses the fold, and keeps the JSON one's place between prints. */
import type { Field } from "./field.ts";
import { JsonWriter } from "./json.ts";
import type { Style } from "./style.ts";
import { renderText } from "./text.ts";

export class Printer {
	readonly style: Style;
	readonly #out: (text: string) => void;
	readonly #show: ((fields: readonly Field[]) => void) | undefined;
	#json: JsonWriter | undefined;

	constructor(style: Style, out: (text: string) => void, show?: (fields: readonly Field[]) => void) {
		this.style = style;
		this.#out = out;
		this.#show = show;
	}

	print(fields: readonly Field[]): void {
		this.#show?.(fields);
		const text = this.style.json ? this.#writer().write(fields) : renderText(fields, this.style);
		if (text !== "") this.#out(text);
	}

	#writer(): JsonWriter {
		this.#json ??= new JsonWriter(this.style);
		return this.#json;
	}
}

/** A whole stream at once. */
export function render(fields: readonly Field[], style: Style): string {
	return style.json ? new JsonWriter(style).write(fields) : renderText(fields, style);
}

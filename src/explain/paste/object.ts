/** What a reader of one object's lines is. */
import type { Field } from "../../print/field.ts";
import type { Rest } from "./line.ts";
import type { Words } from "./word.ts";

/** What came before the line. */
export interface Before {
	/** The object of the last command in the paste, if there was one. */
	readonly asked: string | undefined;
	/** The object of the line before. */
	readonly object: string | undefined;
	/** The line with its blanks. */
	readonly text: string;
}

export interface Reader {
	/** Topics of its words begin so. */
	readonly object: string;
	/** Whether the words that come are a line of this object; a line that goes on with the one before does not begin. */
	begins(words: Words, before: Before): boolean;
	read(words: Words): Rest;
	/** Whether they go on with the thing of the line before. */
	goesOn?(words: Words): boolean;
}

/** From here on the words speak of another thing. */
export const objectMark = (object: string): Field => ({ text: "", topic: "object", value: object });

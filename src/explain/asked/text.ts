/** What is said about a command before it runs: its words one by one, what it leaves unsaid, and what it would do. */
import type { en } from "./en.ts";

/** Words of a command that belong together, and what `ip` took them for. */
export interface Item {
	readonly as: "object" | "option" | "program" | "row" | "unread" | "value" | "verb" | "word";
	/** The keyword in full. */
	readonly key: string;
	readonly words: readonly string[];
	readonly object: string;
	readonly verb: string;
	/** Behind `type KIND`. */
	readonly kind?: string;
}

/** What is not said, and stands so all the same. */
export interface Default {
	readonly key: keyof (typeof en)["defaults"];
	readonly value?: string;
}

/** What is there before a command and not after it, and the other way round; of the first namespace without a name. */
export interface Change {
	readonly ns: string;
	readonly gone: readonly string[];
	readonly come: readonly string[];
}

export interface Effect {
	readonly changes: readonly Change[];
	/** Places that were reached, and would be no longer; the other way round; connections that would break. */
	readonly lost: readonly string[];
	readonly won: readonly string[];
	readonly broken: readonly string[];
	readonly noDefault: boolean;
}

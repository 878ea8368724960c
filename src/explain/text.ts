/**
 * The shape of a language: one Text for every topic, and the few words of the page itself. `what` and `why` are said
 * once on a page; `here` is about this very thing and is said whenever it has something new to say.
 */
import type { AddrContext, LinkContext } from "./context.ts";
import type { Topic } from "./topic.ts";

/** What a text may look at. */
export interface Context {
	/** The explained words, as they stand in the line. */
	readonly word: string;
	/** The bare value: `65536` of `mtu 65536`. */
	readonly value: string;
	readonly link: LinkContext;
	/** The address the word belongs to, or one that says nothing. */
	readonly addr: AddrContext;
}

export type Say = string | ((context: Context) => string | undefined);

export interface Text {
	/** What it is: one sentence. */
	readonly what: Say;
	/** Why it matters: one sentence; a mere setting needs none. */
	readonly why?: Say;
	/** What that means for this one. */
	readonly here?: Say;
}

/** A text of a single sentence may stand for itself. */
export type Entry = Say | Text;

export type Texts = Readonly<Record<Topic, Entry>>;

export type Lang = "en" | "fr";

/** What the page says itself. */
export interface PageWords {
	readonly nothing: string;
	readonly empty: string;
	readonly binary: string;
}

export interface Language {
	readonly texts: Texts;
	readonly page: PageWords;
	/** The last touch on a text: the spaces and quotes of the language. */
	typeset(text: string): string;
}

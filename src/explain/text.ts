/**
 * The shape of a language: one Text for every topic, and the few words of the page itself. `what` and `why` are said
 * once on a page; `here` is about this very thing and is said whenever it has something new to say.
 */
import type { AddrContext, LinkContext } from "./context.ts";
import type { Repair } from "./paste/repair.ts";
import type { Counted } from "./report.ts";
import type { Topic } from "./topic.ts";
import type { Facts, UnusualKind } from "./unusual/notice.ts";

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

/** What is said of something unusual. */
export interface UnusualText {
	/** What it is, with its names. */
	readonly what: (facts: Facts) => string;
	/** What follows from it. */
	readonly why: string | ((facts: Facts) => string);
	/** A command that shows more, or mends it, and what it is for. */
	readonly look: (facts: Facts) => string;
}

export type UnusualTexts = Readonly<Record<UnusualKind, UnusualText>>;

/** What is said of addresses gathered by their scope. */
export interface ScopeWords {
	readonly title: string;
	/** Heads of columns. */
	readonly addresses: string;
	readonly good: string;
	/** How far the kernel holds an address of that scope to be good, in a few words. */
	readonly reach: Readonly<Record<"global" | "site" | "link" | "host" | "nowhere", string>>;
	/** Of a scope that has no name. */
	readonly number: string;
	/** Of a word that is no scope. */
	readonly unknown: string;
	/** Of addresses whose scope the output leaves out. */
	readonly notShown: string;
	/** How many addresses are not listed. */
	readonly more: (count: number) => string;
}

/** What the page says itself. */
export interface PageWords {
	readonly nothing: string;
	/** The page is of macOS. */
	readonly mac: string;
	/** It is output of another tool, and the command of ip that shows the same. */
	readonly foreign: (tool: string, command: string) => string;
	readonly empty: string;
	readonly binary: string;
	/** Of a word that was asked for. */
	readonly absent: (word: string) => string;
	/** Above what is unusual. */
	readonly unusual: string;
	readonly ordinary: string;
	/** Where: the number of a line. */
	readonly line: (line: number) => string;
	/** Before a command that looks further. */
	readonly look: string;
	/** Before what was read: `3 links, 4 addresses`. */
	readonly summary: string;
	readonly repaired: string;
	/** Of a paste that is too long. */
	readonly cut: (lines: number) => string;
	/** Headings of Markdown and HTML. */
	readonly output: string;
	readonly words: string;
	readonly counts: Readonly<Record<Counted, (count: number) => string>>;
	readonly repairs: Readonly<Record<Repair, (count: number) => string>>;
	readonly scopes: ScopeWords;
}

export interface Language {
	readonly texts: Texts;
	readonly unusual: UnusualTexts;
	readonly page: PageWords;
	/** Between a heading and what it heads, on one line. */
	readonly colon: string;
	/** The last touch on a text: the spaces and quotes of the language. */
	typeset(text: string): string;
}

/** What is said about a failure, as lines of a page. */

import { wrap } from "../../print/wrap.ts";
import type { Lang } from "../text.ts";
import { typeset } from "../typeset.ts";
import { type Stop, stopSentence } from "../why/reach.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { messageKey } from "./message.ts";
import type { Facts, FailureKey } from "./text.ts";

/** Commands that were tried and work. `same`: the failed one follows, as it was. */
export interface Repair {
	readonly commands: readonly string[];
	readonly same: boolean;
}

export interface Explained {
	/** The message as it was printed. */
	readonly message: string;
	readonly key?: FailureKey;
	readonly facts?: Facts;
	/** What stops a packet, where that is the cause. */
	readonly stop?: Stop;
	readonly repair?: Repair;
}

export function failurePage({ message, key, facts = {}, stop, repair }: Explained, lang: Lang, width: number): string {
	const { failures, words } = lang === "fr" ? fr : en;
	const text = key === undefined ? aboutMessage(message, lang) : failures[key](facts);
	// nc says nothing of what it failed at
	const lines = message === "" ? [] : message.split("\n").slice(0, 3);
	const whole = [text ?? words.unknown, ...(stop ? [stopSentence(stop, lang)] : [])].join(" ");
	lines.push(...wrap(typeset(whole, lang), width - 2).map((line) => `  ${line}`));
	if (repair) lines.push("", ...repairLines(repair, lang));
	return `${lines.join("\n")}\n`;
}

function repairLines({ commands, same }: Repair, lang: Lang): string[] {
	const { words } = lang === "fr" ? fr : en;
	const indented = commands.map((command) => `    ${command}`);
	const says = (text: string) => `  ${typeset(text, lang)}`;
	return same ? [says(words.first), ...indented, says(words.again)] : [says(words.works), ...indented];
}

/** A message by itself; undefined where none of its words is known. */
export function aboutMessage(message: string, lang: Lang): string | undefined {
	const key = messageKey(message);
	return key && (lang === "fr" ? fr : en).messages[key];
}

export function failureWords(lang: Lang) {
	return (lang === "fr" ? fr : en).words;
}

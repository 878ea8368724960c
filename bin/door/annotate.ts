/** `iplab annotate [FILE]`: pasted output with notes; and the same notes for our own output (`iplab ip … --explain`). */
import { annotate, type Format, limits } from "../../src/explain/annotate.ts";
import type { Place } from "../../src/explain/place.ts";
import { scopeSummary } from "../../src/explain/scope.ts";
import { explainDecision } from "../../src/explain/why/decision.ts";
import type { Reason } from "../../src/uapi/reason.ts";
import { Failure } from "../failure.ts";
import { readBeginning } from "../input.ts";
import type { Options } from "../option.ts";
import { progressLine } from "../progress.ts";
import { write } from "../stream.ts";
import { isTerminal, wantsColor, width } from "../terminal.ts";

export interface AnnotateOptions extends Options {
	/** Also what ordinary words are for. */
	readonly full?: boolean;
	/** Only what is unusual. */
	readonly brief?: boolean;
	/** Only this word, in depth. */
	readonly ask?: string;
	readonly format?: Format;
}

const invitation = {
	en: "Paste the output here, then press Enter and Ctrl-D.\n",
	fr: "Collez la sortie ici, puis appuyez sur Entrée et Ctrl-D.\n",
} as const;

const reading = {
	en: (percent: number) => `reading … ${percent} %`,
	fr: (percent: number) => `lecture… ${percent}\u00a0%`,
} as const;

/** A character of UTF-8 has no more bytes. */
const mostBytes = 4;

export async function openAnnotate(file: string, options: AnnotateOptions): Promise<number> {
	if (file === "-" && isTerminal(0)) write(2, invitation[options.lang]);
	const paste = readBeginning(file, { bytes: limits.characters * mostBytes + 1, lines: limits.lines });
	const progress = progressLine(reading[options.lang]);
	const { text, problem, summary, places } = annotate(paste, { ...styleOf(options), progress: progress.tell });
	progress.end();
	write(1, text);
	if (isPage(options)) write(1, await tableBelow(places, options));
	if (isPage(options)) for (const line of summary) write(2, `${line}\n`);
	if (problem !== undefined) throw new Failure(`${file === "-" ? "standard input" : file}: ${problem}`);
	return 0;
}

/** The addresses by scope; a page with few of them loads no table. */
async function tableBelow(places: readonly Place[], options: AnnotateOptions): Promise<string> {
	const summary = scopeSummary(places, options.lang);
	if (summary === undefined) return "";
	const { scopeTable } = await import("../../src/ui/scope-table.ts");
	return `\n${scopeTable(summary, styleOf(options))}`;
}

export function explained(text: string, options: Options): string {
	return annotate(text, styleOf(options)).text;
}

/** Why the kernel decided so (`ip route get … --explain`). */
export function explainedDecision(reasons: readonly Reason[], options: Options): string {
	return explainDecision(reasons, options.lang, styleOf(options));
}

function styleOf(options: AnnotateOptions) {
	const { lang, full = false, brief = false, ask, format = "text" } = options;
	const form = { format, brief, ...(ask === undefined ? {} : { ask }) };
	return { lang, width: width(), color: wantsColor(options), full, ...form };
}

/** The whole page as text; the other forms have their summary within. */
function isPage({ format = "text", brief, ask }: AnnotateOptions): boolean {
	return format === "text" && brief !== true && ask === undefined;
}

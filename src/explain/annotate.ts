/**
 * `iplab annotate` and `iplab ip … --explain`: text or fields in, a page out. What a paste is read with is paste/; what
 * is said is note.ts and unusual/; how it looks is form/. The door prints `text`, or `problem` as one line and exits
 * non-zero.
 */
import type { Field } from "../print/field.ts";
import { absent, ask } from "./form/ask.ts";
import { head } from "./form/head.ts";
import { htmlForm } from "./form/html.ts";
import { jsonForm } from "./form/json.ts";
import { markdownForm } from "./form/markdown.ts";
import { page } from "./form/text.ts";
import { explain, languages, type Note } from "./note.ts";
import { lineEnd } from "./paste/clean.ts";
import { paste } from "./paste/paste.ts";
import type { Place } from "./place.ts";
import { type Remark, type Report, report, summaryLines } from "./report.ts";
import type { Lang, PageWords } from "./text.ts";

export const formats = ["text", "json", "markdown", "html"] as const;
export type Format = (typeof formats)[number];

export interface AnnotateOptions {
	readonly lang: Lang;
	/** Columns of the terminal; 80 if not given. */
	readonly width?: number;
	/** ANSI sequences; none if not given. */
	readonly color?: boolean;
	/** Also why ordinary words matter, and every constant and reference. */
	readonly full?: boolean;
	/** Text if not given. */
	readonly format?: Format;
	/** Only what is unusual. */
	readonly brief?: boolean;
	/** Only this word, in depth. */
	readonly ask?: string;
	/** Told how much is done, from 0 to 1, now and then. */
	readonly progress?: (share: number) => void;
}

export interface Annotation {
	/** The whole page, each line ended by a newline. */
	readonly text: string;
	/** How many lines were read as output of ip. */
	readonly recognised: number;
	/** The lines of the page that are the paste's, by which notes are placed. */
	readonly lines: readonly string[];
	readonly notes: readonly Note[];
	/** Every word that was read, silent ones too. */
	readonly places: readonly Place[];
	/** Words that stand where ip would have written something known. */
	readonly unknown: readonly string[];
	/** What is unusual, in the order of the page. */
	readonly unusual: readonly Remark[];
	/** What was read and what was repaired for it, told in a line each. */
	readonly summary: readonly string[];
	/** Why there is nothing to annotate: one line in the language of the page. */
	readonly problem?: string;
}

/** Notes for what somebody pasted; the lines of the paste come out as they went in, but for terminal escapes. */
export function annotate(text: string, options: AnnotateOptions): Annotation {
	const { page: words, colon } = languages[options.lang];
	if (text.trim() === "") return nothing(words.empty);
	if (text.includes("\0")) return nothing(words.binary);
	const { kept, isCut } = bounded(text);
	const { progress = () => {} } = options;
	const { fields, recognised, repairs } = paste(kept, (share) => progress(share / 2));
	const explained = explain(fields, options.lang, false, (share) => progress((1 + share) / 2));
	const all = report(explained, repairs, options.lang);
	const isForeign = recognised === 0 && (kept.length > mostForeign || options.brief === true);
	const shown = isForeign ? "" : form(all, options);
	const problem =
		recognised === 0
			? (foreign(kept, words) ?? words.nothing)
			: shown === undefined
				? absent(all, options.ask ?? "")
				: undefined;
	return {
		text: shown ?? "",
		recognised,
		lines: all.lines,
		notes: all.notes,
		places: all.places,
		unknown: all.notes.filter(({ topic }) => topic === "unknown").map(({ word }) => word),
		unusual: all.remarks,
		summary: [
			...summaryLines(all, words, colon),
			...(recognised > 0 && ofMac.test(kept) ? [words.mac] : []),
			...(isCut ? [words.cut(limits.lines)] : []),
		],
		...(problem === undefined ? {} : { problem }),
	};
}

/** The same notes for our own output: the fields that were printed, below the lines they were printed as. */
export function explainOutput(
	fields: Iterable<Field>,
	options: AnnotateOptions & { readonly oneline?: boolean },
): string {
	const explanation = explain(fields, options.lang, options.oneline === true);
	return form(report(explanation, new Map(), options.lang), options) ?? "";
}

/** Undefined where the word that was asked for is not there. */
function form(report: Report, options: AnnotateOptions): string | undefined {
	const { format = "text", brief = false } = options;
	const style = pageStyle(options);
	if (options.ask !== undefined) return ask(report, options.ask, style);
	if (format === "json") return jsonForm(report);
	if (format === "markdown") return markdownForm(report, brief);
	if (format === "html") return htmlForm(report, brief);
	const above = head(report, style);
	if (brief) return above === "" ? `${languages[report.lang].page.ordinary}\n` : above.replace(/\n$/, "");
	return `${above}${page(report, style)}`;
}

/** iproute2mac: `flags=8049<…>`, or a flag that only macOS has. */
const ofMac = /^\S+: flags=[0-9a-f]+<|[<,](?:SMART|SIMPLEX)[,>]/m;

/** What people paste that is of another tool, by a line that only it writes. */
const foreigners: readonly (readonly [line: RegExp, tool: string, command: string])[] = [
	[/^\S+: flags=\d+<[A-Z0-9_,]*>\s+mtu \d+\s*$|^\S+\s+Link encap:/m, "ifconfig", "ip addr"],
	[/^Kernel IP routing table|^Destination\s+Gateway\s+(?:Genmask|Flags)/m, "route", "ip route"],
	[/^Address\s+HWtype\s+HWaddress|^\? \([\d.]+\) at /m, "arp", "ip neigh"],
	[/^Windows IP Configuration|^Configuration IP de Windows/m, "ipconfig (Windows)", "ip addr"],
	[/^\s*IPv4 Route Table|^InterfaceIndex +InterfaceAlias|^ifIndex +DestinationPrefix/m, "Windows", "ip route"],
	[/^\S+: (?:connected to|disconnected|unmanaged)\b|^GENERAL\.DEVICE:|^DEVICE +TYPE +STATE/m, "nmcli", "ip addr"],
	[/^IDX +LINK +TYPE +OPERATIONAL/m, "networkctl", "ip link"],
	[/^Proto Recv-Q Send-Q Local Address/m, "netstat", "ss -tunl"],
];

function foreign(text: string, words: PageWords): string | undefined {
	const [, tool, command] = foreigners.find(([line]) => line.test(text)) ?? [];
	return tool === undefined || command === undefined ? undefined : words.foreign(tool, command);
}

/** A page holds a few hundred bytes for each word: what is longer would not fit in memory, nor be read. */
export const limits = { lines: 20_000, characters: 4_000_000 } as const;

/** A text without a line of ip's is shown again, but not if it has more characters. */
const mostForeign = 20_000;

function bounded(text: string): { readonly kept: string; readonly isCut: boolean } {
	const ending = lineEnd(text);
	let end = 0;
	for (let lines = 0; lines < limits.lines; lines++) {
		const next = text.indexOf(ending, end);
		if (next < 0) {
			end = text.length;
			break;
		}
		end = next + 1;
	}
	end = Math.min(end, limits.characters);
	return { kept: text.slice(0, end), isCut: end < text.length };
}

function pageStyle({ width = 80, color = false, full = false }: AnnotateOptions) {
	return { width, color, full };
}

function nothing(problem: string): Annotation {
	const none = { lines: [], notes: [], places: [], unknown: [], unusual: [], summary: [] };
	return { text: "", recognised: 0, ...none, problem };
}

/** TAB: what the word at the cursor may become. The words of `ip` are complete-ip.ts's; names come from the world itself. */
import { sandboxWords } from "../session/sandbox.ts";
import { run, type Session } from "../session/session.ts";
import { completeIp, type Names } from "./complete-ip.ts";

export interface Surroundings {
	readonly session: Session;
	/** Names of everything that the shell finds as a command. */
	readonly commands: readonly string[];
}

export interface Completion {
	/** Where the completed word begins. */
	readonly from: number;
	/** What all candidates begin with; with a blank behind it where there is only one. */
	readonly text: string;
	readonly candidates: readonly string[];
}

/** Words that a command may follow. */
const prefixes: ReadonlySet<string> = new Set([
	"sudo",
	"time",
	"command",
	"do",
	"then",
	"else",
	"if",
	"while",
	"until",
	"!",
	"{",
]);

/** `before` is the line up to the cursor. */
export function complete(before: string, around: Surroundings): Completion {
	const part = /(?:^|[|&;(`])([^|&;(`]*)$/.exec(before)?.[1] ?? "";
	const words = part.split(/\s+/);
	const typed = words.pop() ?? "";
	const whole = part === before ? words.filter((word) => word !== "") : [];
	while (words[0] === "" || prefixes.has(words[0] ?? "-") || /^\w+=/.test(words[0] ?? "")) words.shift();
	const found = [...candidates(words, typed, around), ...(whole.length === 0 && part === before ? sandboxWords : [])];
	const fitting = [...new Set(found)].filter((word) => word.startsWith(typed));
	const from = before.length - typed.length;
	if (fitting.length === 1) return { from, text: `${fitting[0]} `, candidates: fitting };
	return { from, text: fitting.length === 0 ? typed : commonStart(fitting), candidates: fitting };
}

function candidates(words: readonly string[], typed: string, around: Surroundings): readonly string[] {
	const [name, ...rest] = words;
	switch (name) {
		case undefined:
			// every Linux has hundreds; the empty line offers what this one is about
			return typed === "" ? ["ip", "ping", "sysctl"] : around.commands;
		case "ip":
			return completeIp(rest, typed, namesIn(around));
		case "undo":
		case "redo":
			return ["all"];
		case "world":
			return ["fresh", "host"];
		case "lang":
			return ["en", "fr"];
		case "explain":
			return rest.length > 0 ? candidates(rest, typed, around) : ["on", "off", "ip"];
		case "sysctl":
			return ask(around.session, ["sysctl", "-aN"]).split("\n");
		default:
			return [];
	}
}

function namesIn(around: Surroundings): Names {
	const { session } = around;
	return {
		devices: (options) => named(ask(session, ["ip", ...options, "-j", "link"]), "ifname"),
		netns: () => named(ask(session, ["ip", "-j", "netns"]), "name"),
		command: (words) => (words.length === 0 ? ["ip", "ping", "sysctl"] : candidates(words, "", around)),
	};
}

/** What a command says in this world; it runs on the side and changes nothing. */
function ask(session: Session, words: readonly string[]): string {
	const { stdout, exit } = run(session, words);
	return exit === 0 ? stdout : "";
}

function named(json: string, key: "ifname" | "name"): readonly string[] {
	if (!json.startsWith("[")) return [];
	const rows = JSON.parse(json) as { readonly [key: string]: unknown }[];
	return rows.flatMap((row) => (typeof row[key] === "string" ? [row[key]] : []));
}

function commonStart(words: readonly string[]): string {
	return words.reduce((start, word) => {
		let end = 0;
		while (end < start.length && start[end] === word[end]) end++;
		return start.slice(0, end);
	});
}

/** Columns as `ls` and bash make them: down, then right. */
export function columns(words: readonly string[], width: number): string {
	const cell = Math.max(...words.map((word) => word.length)) + 2;
	const across = Math.max(1, Math.floor(width / cell));
	const rows = Math.ceil(words.length / across);
	let text = "";
	for (let row = 0; row < rows; row++) {
		const line = words.filter((_, i) => i % rows === row).map((word) => word.padEnd(cell));
		text += `${line.join("").trimEnd()}\n`;
	}
	return text;
}

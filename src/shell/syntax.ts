/**
 * Is a text a whole command, and if it can be none, what does bash say? just-bash's parser decides; where it is more
 * lenient than bash (`true &&` at the end) or words its complaint otherwise, the rows here put it right.
 * bash's wording is parse.y's: report_syntax_error(), and "unexpected EOF" of parse_matched_pair().
 */
import type { Bash } from "just-bash";
import { openBash } from "./interpreter.ts";

export type Syntax =
	| { readonly is: "whole" }
	| { readonly is: "open"; readonly complaint: Complaint }
	| { readonly is: "wrong"; readonly complaint: Complaint };

/** Bash's words, and the line (from 1) that they name; `quote`: bash shows that line too. */
export interface Complaint {
	readonly line: number;
	readonly text: string;
	readonly quote: boolean;
}

let parser: Bash | undefined;

/** Whether a reader must ask for more lines: an open quote, `for` without `done`, a here-document. */
export function needsMore(text: string): boolean {
	return checkSyntax(text).is === "open";
}

export function checkSyntax(text: string): Syntax {
	parser ??= openBash({ commands: [] });
	const lines = text.split("\n");
	if (lines.at(-1) === "") lines.pop();
	try {
		parser.transform(text);
	} catch (error) {
		return judge(error as ParserError, lines);
	}
	return continues(lines.at(-1) ?? "") ? open(lines.length + 1, endOfFile) : { is: "whole" };
}

interface ParserError {
	readonly name: string;
	readonly message: string;
	readonly line?: number;
	readonly column?: number;
}

const endOfFile = "syntax error: unexpected end of file";

/** A line that says itself that another follows: a backslash at its end, or an operator that wants a right side. */
function continues(line: string): boolean {
	if (/(?:^|[^\\])(?:\\\\)*\\$/.test(line)) return true;
	return /(?:&&|\|\||\||\|&)[ \t]*(?:#.*)?$/.test(line.replace(/(^|\s)#.*$/, "$1"));
}

function judge(error: ParserError, lines: readonly string[]): Syntax {
	const message = error.message.replace(/^(?:Parse error at \d+:\d+|line \d+): /, "");
	if (/unterminated here-document/.test(message)) return open(lines.length, endOfFile);
	const pair = /^unexpected EOF while looking for matching [`'"](.*)['"]$/.exec(message)?.[1];
	if (pair !== undefined)
		return open(error.line || lines.length, `unexpected EOF while looking for matching \`${pair}'`);
	if (error.name !== "ParseException") return { is: "whole" };
	const line = error.line || 1;
	const token = /unexpected token `(.*)'$/s.exec(message)?.[1] ?? /, got (.*)$/.exec(message)?.[1];
	if (atEnd(error, lines) && !/redirection target|variable name|word after/.test(message))
		return open(lines.length + 1, endOfFile);
	return wrong(line, spelled(token, lines[line - 1] ?? "", error.column ?? 1));
}

/** The parser stopped behind the last character: it wanted more. */
function atEnd(error: ParserError, lines: readonly string[]): boolean {
	if (/got EOF$/.test(error.message)) return true;
	const line = error.line ?? 0;
	if (line > lines.length) return true;
	// the parser counts without the indentation of the line
	return line === lines.length && (error.column ?? 0) > (lines[line - 1] ?? "").trimStart().length;
}

/** The word bash would name. just-bash says SEMICOLON for `;`, and a missing `fi` where it saw something else. */
function spelled(token: string | undefined, line: string, column: number): string {
	const rest = line.trimStart().slice(column - 1);
	const seen = /^(?:;;&|;;|;&|&&|\|\||\|&|<<|>>|[;&|()<>])/.exec(rest)?.[0] ?? /^[^\s;&|()<>]+/.exec(rest)?.[0];
	return seen ?? (token === undefined || rest === "" ? "newline" : token);
}

function open(line: number, text: string): Syntax {
	return { is: "open", complaint: { line, text, quote: false } };
}

function wrong(line: number, token: string): Syntax {
	return { is: "wrong", complaint: { line, text: `syntax error near unexpected token \`${token}'`, quote: true } };
}

/** The here-document that the text does not end, if its only fault is that. */
export function unfinishedHeredoc(text: string): { line: number; delimiter: string } | undefined {
	const found = [...text.matchAll(/<<-?[ \t]*(['"]?)([^\s'"|&;<>()]+)\1/g)].at(-1);
	const delimiter = found?.[2]?.replaceAll("\\", "");
	if (found === undefined || delimiter === undefined || checkSyntax(text).is !== "open") return undefined;
	if (checkSyntax(`${text.replace(/\n?$/, "\n")}${delimiter}\n`).is !== "whole") return undefined;
	return { line: text.slice(0, found.index).split("\n").length, delimiter };
}

/** What bash prints: `name: line 3: syntax error near unexpected token …` and, in a second line, the line itself. */
export function complain(name: string, complaint: Complaint, text: string, firstLine: number | undefined): string {
	const where = `${name}: ${firstLine === undefined ? "" : `line ${complaint.line + firstLine - 1}: `}`;
	const quoted = complaint.quote ? `${where}\`${text.split("\n")[complaint.line - 1] ?? ""}'\n` : "";
	return `${where}${complaint.text}\n${quoted}`;
}

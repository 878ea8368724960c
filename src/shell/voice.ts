/**
 * How a shell says what is wrong: under its own name, and with the line's number where it runs a script. just-bash calls every
 * shell `bash` and counts no lines. Wording: bash 5.2's error.c, redir.c redirection_error(), make_cmd.c make_here_document(),
 * lib/sh/netopen.c.
 */
import type { SimpleCommandNode } from "just-bash";
import { type Errno, strerror } from "../uapi/errno.ts";
import type { FsError } from "./fs-error.ts";
import { type Complaint, complain, unfinishedHeredoc } from "./syntax.ts";

/** Where a shell is in its text; lines count from 1. */
export interface Place {
	readonly firstLine: number;
	readonly line: number;
}

export class Voice {
	private readonly name: string;
	/** Its messages name the line, as those of a script do. */
	private readonly numbered: boolean;
	private readonly place: Place;

	constructor(name: string, numbered: boolean, place: Place) {
		this.name = name;
		this.numbered = numbered;
		this.place = place;
	}

	/** A message of the shell itself. */
	say(text: string): string {
		return `${this.name}: ${this.numbered ? `line ${this.place.line}: ` : ""}${text}\n`;
	}

	/** What just-bash said, in this shell's name. */
	named(stderr: string, failures: ReadonlyMap<string, Errno>): string {
		const told = unconnected(stderr, failures);
		if (this.name === "bash" && !this.numbered) return told;
		return told.replace(/^bash: (?!line \d+: |connect: )/gm, this.say("").replace(/\n$/, ""));
	}

	/** A file of a redirection that cannot be opened or written. */
	trouble(error: FsError, node: SimpleCommandNode, cwd: string): string {
		const why = strerror(error.errno);
		if (error.call === "write") {
			const [part] = node.name?.parts ?? [];
			return this.say(`${part?.type === "Literal" ? part.value : ""}: write error: ${why}`);
		}
		const relative = error.path.startsWith(`${cwd}/`) ? error.path.slice(cwd.length + 1) : error.path;
		const written = node.redirections.some((r) => "sourceText" in r)
			? error.path
			: spelledAs(node, error.path, relative);
		// netopen.c complains first, without a line number
		const first = error.call === "connect" ? `${this.name}: connect: ${why}\n` : "";
		return `${first}${this.say(`${written}: ${why}`)}`;
	}

	/** A text that is no script. */
	complain(complaint: Complaint, source: string): string {
		return complain(this.name, complaint, source, this.numbered ? this.place.firstLine : undefined);
	}

	/** Of a here-document that the end of the text ends. */
	warning(source: string): string {
		const open = unfinishedHeredoc(source);
		if (open === undefined) return "";
		const { firstLine } = this.place;
		const last = source.replace(/\n$/, "").split("\n").length;
		const where = this.numbered ? `line ${firstLine + last - 1}: ` : "";
		return `${this.name}: ${where}warning: here-document at line ${firstLine + open.line - 1} delimited by end-of-file (wanted \`${open.delimiter}')\n`;
	}
}

/** A file that is read and does not open is not there, for just-bash; netopen.c knows better, and says it twice. */
function unconnected(stderr: string, failures: ReadonlyMap<string, Errno>): string {
	return stderr.replace(/^(bash): (\/dev\/(?:tcp|udp)\/.+): No such file or directory$/gm, (all, name, path) => {
		const errno = failures.get(path);
		const why = errno && strerror(errno);
		return why ? `${name}: connect: ${why}\n${name}: ${path}: ${why}` : all;
	});
}

/** The path as the redirection has it, if it stands there literally. */
function spelledAs(node: SimpleCommandNode, path: string, relative: string): string {
	const words = node.redirections.flatMap(({ target }) =>
		target.type === "Word" && target.parts.every((part) => part.type === "Literal")
			? [target.parts.map((part) => ("value" in part ? String(part.value) : "")).join("")]
			: [],
	);
	return words.includes(relative) ? relative : path;
}

/**
 * Pasted text into the field stream that our own `ip` would give: the other way round than describe. Line by line; each
 * is tried as it stands, then without what people and programs put before it (`> `, `// `, line numbers); a line that is
 * no output of ip passes through as text. The concatenated texts of a line's fields are always the line.
 * Read next: line.ts (the grammar of a line), row.ts (its words).
 */
import type { Field } from "../../print/field.ts";
import { isBrief, readBrief } from "./brief.ts";
import { clean, isTagged, linesOf } from "./clean.ts";
import { commandOf } from "./command.ts";
import { readJson } from "./json.ts";
import { goesOnCan, isKind, readCan, readKind } from "./kind.ts";
import { jsonOf, type Rest, readPending, readPieces, readRows, unknownWord } from "./line.ts";
import { numbering, starts, tailOf } from "./mark.ts";
import { readMarks, readTime } from "./monitor.ts";
import { objectMark } from "./object.ts";
import { readers } from "./reader.ts";
import { type Repair, RepairList, type Repairs, repairsOf } from "./repair.ts";
import { rowFor } from "./row.ts";
import { readHeading, readNumbers, type Table } from "./stats.ts";
import { Words } from "./word.ts";

export interface Pasted {
	readonly fields: readonly Field[];
	/** Lines that were read as output of ip. */
	readonly recognised: number;
	readonly repairs: Repairs;
}

/** What the lines before say about the next. */
interface State {
	/** The link the lines belong to; undefined outside of output. */
	device: string | undefined;
	inBlock: boolean;
	/** How the line before ended, if it was output and may have been wrapped. */
	rest: Rest | undefined;
	table: Table | undefined;
	/** The word the line before ended with, if nobody knows it: it may have been torn in two. */
	last: { readonly word: string; mend(): void } | undefined;
	/** The object of the last command in the paste. */
	asked: string | undefined;
	/** What this line needed. */
	mended: Repair[];
	/** ifconfig's netmasks are in the paste: its first lines look like iproute2mac's. */
	readonly ifconfig: boolean;
	/** What the last line that was read speaks of. */
	object: string | undefined;
}

/** Before the first line of output, and after a command. */
const outside = {
	device: undefined,
	inBlock: false,
	rest: undefined,
	table: undefined,
	object: undefined,
	last: undefined,
} satisfies Partial<State>;

export function paste(text: string, progress: (share: number) => void = () => {}): Pasted {
	const raw = linesOf(text);
	const tagged = isTagged(text);
	const lines = raw.map((line) => clean(line, tagged));
	const numbers = numbering(lines);
	const repairs = new RepairList();
	const fields: Field[] = [];
	const state: State = { ...outside, asked: undefined, mended: [], ifconfig: /\bnetmask\b/.test(text) };
	let recognised = 0;
	let attempts = 50;
	for (let i = 0; i < lines.length; i++) {
		if (i % 500 === 499) progress(i / lines.length);
		const line = lines[i] ?? "";
		const json = attempts > 0 && /[[{]/.test(line) ? readJson(lines, i) : undefined;
		if (json !== undefined) {
			fields.push({ text: "", topic: "command" });
			append(fields, json.fields);
			recognised += json.lines;
			if (json.lines !== json.count) repairs.add("layout");
			i += json.count - 1;
			Object.assign(state, outside);
			continue;
		}
		if (/^\s*[[{]/.test(line)) attempts--;
		const read = readLine(line, numbers[i] ?? 0, state);
		if (read === undefined) fields.push(passThrough(line, state));
		else {
			append(fields, read);
			state.last = lastUnknown(fields);
			recognised++;
			for (const repair of [...repairsOf(raw[i] ?? "", tagged), ...state.mended]) repairs.add(repair);
		}
		fields.push({ nl: "hard" });
	}
	return { fields, recognised, repairs: repairs.counts };
}

/** The word a line ended with, if it is unknown; it is no longer, once it turns out to be half of one that is known. */
function lastUnknown(fields: Field[]): State["last"] {
	const at = fields.length - 1;
	const field = fields[at];
	if (field === undefined || !("topic" in field)) return undefined;
	if (field.topic !== "unknown" && field.topic !== "unreadable") return undefined;
	const { text = "" } = field;
	return { word: text.trim(), mend: () => fields.splice(at, 1, { text, topic: "silent" }) };
}

/** push(...) of a line with a hundred thousand words would be more arguments than a call can have. */
function append(fields: Field[], more: readonly Field[]): void {
	for (const field of more) fields.push(field);
}

function passThrough(line: string, state: State): Field {
	state.rest = undefined;
	state.table = undefined;
	state.last = undefined;
	const asked = commandOf(line);
	if (asked === undefined) return { text: line };
	Object.assign(state, outside, { asked });
	return { text: line, topic: "command" };
}

function readLine(line: string, numbered: number, state: State): readonly Field[] | undefined {
	if (line.trim() === "" || commandOf(line) !== undefined) return undefined;
	const columns = starts(line, numbered).filter((at) => line.slice(at).trim() !== "");
	state.mended = [];
	for (const at of columns) {
		const fields = readFrom(line, at, state);
		if (fields === undefined) continue;
		if (at > 0) state.mended.push("marks");
		if (/^(inet6?|link\/|valid_lft)/.test(line)) state.mended.push("indent");
		return fields;
	}
	for (const at of columns) {
		const fields = readWrapped(line, at, state);
		if (fields !== undefined) return fields;
	}
	return undefined;
}

function readFrom(line: string, at: number, state: State): readonly Field[] | undefined {
	const fields: Field[] = [];
	let prefix = line.slice(0, at);
	const before = { ...state };
	const tail = tailOf(line, at);
	for (const [i, segment] of segments(line.slice(at, line.length - tail.length)).entries()) {
		const words = new Words(segment, prefix);
		prefix = "";
		if (!readSegment(words, segment, state)) {
			if (i === 0) {
				Object.assign(state, before);
				return undefined;
			}
			words.silent(words.left);
		}
		readLeft(words, state);
		append(fields, words.fields);
	}
	if (tail !== "") fields.push({ text: tail });
	learn(fields, state);
	return fields;
}

/** What stands behind the end of a line that has lost its break: the beginning of another, or words that nobody knows. */
function readLeft(words: Words, state: State): void {
	if (words.done) return;
	const mark = words.fields.length;
	const rest = readPieces(words, state.device);
	if (rest !== undefined) {
		state.rest = rest;
		state.inBlock = true;
		isLink(words, mark, state);
	}
	while (!words.done) unknownWord(words);
}

/** -o joins lines by backslashes. */
function segments(text: string): string[] {
	return text.split(/(?<=\\)(?=\s)|(?<=\\)(?=link\/|valid_lft)|(?=\\(?:\s|link\/|valid_lft))/);
}

function readSegment(words: Words, segment: string, state: State): boolean {
	const { table } = state;
	state.table = undefined;
	if (segment === "\\") {
		words.silent();
		state.table = table;
		return true;
	}
	if (words.done) return true;
	if (table !== undefined && readNumbers(words, table)) return true;
	state.table = readHeading(words);
	if (state.table !== undefined || readTime(words)) return true;
	if (state.ifconfig && words.peek(1).startsWith("flags=")) return false;
	readMarks(words);
	if (readObject(words, segment, state)) return true;
	const mark = words.fields.length;
	if (isBrief(words, segment)) {
		readBrief(words);
		state.rest = undefined;
		isLink(words, mark, state);
		return true;
	}
	const rest = readPieces(words, state.device);
	if (rest !== undefined) {
		state.rest = rest;
		state.inBlock = true;
		isLink(words, mark, state);
		return true;
	}
	return state.inBlock && readInBlock(words, words.peek(), state);
}

/** The words from `at` on speak of a link again. */
function isLink(words: Words, at: number, state: State): void {
	if (state.object !== undefined && state.object !== "link") words.fields.splice(at, 0, objectMark("link"));
	state.object = "link";
}

/** A route, a rule, a neighbour …: a line that begins one, or goes on with the one before. */
function readObject(words: Words, segment: string, state: State): boolean {
	const { asked, object } = state;
	const going = readers.find((reader) => reader.object === object && reader.goesOn?.(words) === true);
	const reader = going ?? readers.find((each) => each.begins(words, { asked, object, text: segment }));
	if (reader === undefined) return false;
	if (going === undefined) words.fields.push(objectMark(reader.object));
	state.rest = reader.read(words);
	state.object = reader.object;
	state.inBlock = false;
	state.device = undefined;
	return true;
}

/** Lines that are only believed below a link. */
function readInBlock(words: Words, first: string, state: State): boolean {
	if (first === "altname" && words.left === 2) words.field("altnames", words.peek(1), 2);
	else if (first === "alias" && words.left > 1) {
		const text = words.take(words.left);
		words.fields.push({ key: "ifalias", text, value: text.slice("alias ".length) });
	} else if (first === "vf" && /^\d+$/.test(words.peek(1))) words.topic("vf", words.left);
	else if (first === "prog/xdp") words.topic("xdp", words.left);
	else if (isKind(first)) {
		state.rest = readKind(words);
		return true;
	} else if (goesOnCan(words)) {
		state.rest = readCan(words);
		return true;
	} else return false;
	state.rest = undefined;
	return true;
}

/**
 * A line that a mail program broke in two: it must begin with the value that is missing, or with a word that may go on
 * there, and have nothing in it that would not belong there. Else it is left alone.
 */
function readWrapped(line: string, at: number, state: State): readonly Field[] | undefined {
	const { rest } = state;
	if (rest === undefined) return undefined;
	const words = new Words(line.slice(at), line.slice(0, at));
	const { rows, pending } = rest;
	const first = words.peek();
	const torn = state.last === undefined ? undefined : rowFor(rows, state.last.word + first);
	if (torn?.value?.(words.peek(1)) === true) {
		words.field(torn.key, jsonOf(torn, words.peek(1)), 2);
		state.last?.mend();
		state.mended.push("torn");
	} else if (pending?.value?.(first) === true) readPending(words, pending);
	else if (pending !== undefined || rowFor(rows, first) === undefined) return undefined;
	const next = readRows(words, rows, () => false);
	if (words.fields.some((field) => "topic" in field && field.topic === "unknown") || !words.done) return undefined;
	state.rest = next;
	state.mended.push("wrapped");
	return words.fields;
}

function learn(fields: readonly Field[], state: State): void {
	for (const field of fields)
		if ("key" in field && field.key === "ifname" && "value" in field) state.device = String(field.value);
}

/** od(1) of coreutils: scenarios look at saved routes and colours with it, and just-bash's own shows bytes in one way only. */

import { bytesOfLatin1 } from "../net/byte.ts";
import { strerror } from "../uapi/errno.ts";
import type { OwnCommand } from "./command.ts";
import type { FsError } from "./fs-error.ts";

interface Format {
	readonly size: number;
	/** Width of one item with the space before it. */
	readonly width: number;
	show(value: number): string;
}

const names = ["\\0", "", "", "", "", "", "", "\\a", "\\b", "\\t", "\\n", "\\v", "\\f", "\\r"];

function character(value: number): string {
	if (value >= 0x20 && value < 0x7f) return String.fromCharCode(value);
	return names[value] || value.toString(8).padStart(3, "0");
}

const padded = (radix: number, digits: number) => (value: number) => value.toString(radix).padStart(digits, "0");

const formats: Readonly<Record<string, Format>> = {
	a: { size: 1, width: 4, show: character },
	c: { size: 1, width: 4, show: character },
	o1: { size: 1, width: 4, show: padded(8, 3) },
	o2: { size: 2, width: 7, show: padded(8, 6) },
	o4: { size: 4, width: 12, show: padded(8, 11) },
	u1: { size: 1, width: 4, show: String },
	u2: { size: 2, width: 6, show: String },
	u4: { size: 4, width: 11, show: String },
	d1: { size: 1, width: 5, show: (value) => String((value << 24) >> 24) },
	d2: { size: 2, width: 7, show: (value) => String((value << 16) >> 16) },
	d4: { size: 4, width: 12, show: (value) => String(value | 0) },
	x1: { size: 1, width: 3, show: padded(16, 2) },
	x2: { size: 2, width: 5, show: padded(16, 4) },
	x4: { size: 4, width: 9, show: padded(16, 8) },
};

/** Old options, and `-t` types without a size. */
const spellings: Readonly<Record<string, string>> = { b: "o1", d: "u2", o: "o2", s: "d2", x: "x2" };
const types: Readonly<Record<string, string>> = { d: "d4", o: "o4", u: "u4", x: "x4" };

interface Options {
	radix: string;
	shown: Format[];
	limit: number;
	skip: number;
	all: boolean;
	files: string[];
}

export const od: OwnCommand = async (host, _task, { argv, cwd, stdin, out }) => {
	const options = parse(argv.slice(1));
	if (typeof options === "string") {
		out.stderr(`od: ${options}\nTry 'od --help' for more information.\n`);
		return 1;
	}
	let exit = 0;
	let data = "";
	for (const file of options.files.length === 0 ? ["-"] : options.files)
		try {
			data += file === "-" ? stdin : await host.fs.readFile(host.fs.resolvePath(cwd, file), "latin1");
		} catch (error) {
			out.stderr(`od: ${file}: ${strerror((error as FsError).errno)}\n`);
			exit = 1;
		}
	out.stdout(dump(bytesOfLatin1(data.slice(options.skip, options.skip + options.limit)), options));
	return exit;
};

function parse(words: readonly string[]): Options | string {
	const options: Options = { radix: "o", shown: [], limit: Number.POSITIVE_INFINITY, skip: 0, all: false, files: [] };
	for (let i = 0; i < words.length; i++) {
		const word = words[i] ?? "";
		if (!/^-./.test(word)) {
			options.files.push(word);
			continue;
		}
		for (let letters = word.slice(1); letters !== ""; ) {
			const letter = letters[0] ?? "";
			letters = letters.slice(1);
			if (letter === "v") options.all = true;
			else if (letter === "c" || letter === "a") options.shown.push(formats[letter] as Format);
			else if (spellings[letter] !== undefined) options.shown.push(formats[spellings[letter]] as Format);
			else if ("AtNjw".includes(letter)) {
				const value = letters || (words[++i] ?? "");
				letters = "";
				const bad = take(options, letter, value);
				if (bad !== undefined) return bad;
			} else return `invalid option -- '${letter}'`;
		}
	}
	if (options.shown.length === 0) options.shown.push(formats.o2 as Format);
	return options;
}

function take(options: Options, letter: string, value: string): string | undefined {
	if (letter === "A") options.radix = value;
	else if (letter === "N") options.limit = Number(value);
	else if (letter === "j") options.skip = Number(value);
	else if (letter === "t") {
		const format = formats[types[value] ?? value];
		if (format === undefined) return `invalid type string '${value}'`;
		options.shown.push(format);
	}
	return undefined;
}

function dump(bytes: Uint8Array, { radix, shown, all }: Options): string {
	// items of all formats share the widest column of their bytes
	const perByte = Math.max(...shown.map(({ size, width }) => width / size));
	let text = "";
	let before: string | undefined;
	let starred = false;
	for (let at = 0; at < bytes.length; at += 16) {
		const row = bytes.subarray(at, at + 16);
		const key = row.join();
		if (!all && key === before && row.length === 16) {
			if (!starred) text += "*\n";
			starred = true;
			continue;
		}
		[before, starred] = [key, false];
		for (const [i, format] of shown.entries())
			text += `${i === 0 ? offset(at, radix) : " ".repeat(offset(at, radix).length)}${items(row, format, perByte)}\n`;
	}
	return radix === "n" ? text : `${text}${offset(bytes.length, radix)}\n`;
}

function items(row: Uint8Array, { size, show }: Format, perByte: number): string {
	let text = "";
	for (let i = 0; i < row.length; i += size) {
		let value = 0;
		for (let j = size - 1; j >= 0; j--) value = value * 256 + (row[i + j] ?? 0);
		text += show(value).padStart(perByte * size);
	}
	return text;
}

function offset(at: number, radix: string): string {
	if (radix === "n") return "";
	if (radix === "x") return at.toString(16).padStart(6, "0");
	return at.toString(radix === "d" ? 10 : 8).padStart(7, "0");
}

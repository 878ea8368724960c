/** Texts that a user gives to a door: a file, or `-` for standard input. What is no text is refused with the line it fails in. */
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { Failure, fileFailure } from "./failure.ts";
import { readStdin, sleep } from "./stream.ts";

const LARGEST = 64 * 1024 * 1024;

export function readInput(file: string): string {
	return textOf(file === "-" ? "standard input" : file, read(file));
}

/** As much of a text as anybody may want of it; what is behind stays unread, however long it is. */
export function readBeginning(file: string, most: { readonly bytes: number; readonly lines: number }): string {
	const name = file === "-" ? "standard input" : file;
	try {
		const fd = file === "-" ? 0 : openSync(file, "r");
		const bytes = beginning(fd, most);
		if (fd !== 0) closeSync(fd);
		return textOf(name, bytes);
	} catch (error) {
		throw error instanceof Failure ? error : fileFailure(name, error);
	}
}

function beginning(fd: number, most: { readonly bytes: number; readonly lines: number }): Buffer {
	const chunks: Buffer[] = [];
	let [bytes, lines] = [0, 0];
	while (bytes < most.bytes && lines <= most.lines) {
		const chunk = Buffer.alloc(Math.min(1 << 20, most.bytes - bytes));
		const count = readSome(fd, chunk);
		if (count === 0) break;
		const part = chunk.subarray(0, count);
		chunks.push(part);
		bytes += count;
		for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) lines++;
	}
	return Buffer.concat(chunks);
}

/** Standard input may be non-blocking: another program has made it so. */
function readSome(fd: number, chunk: Buffer): number {
	for (;;) {
		try {
			return readSync(fd, chunk);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === "EOF") return 0;
			if (code !== "EAGAIN") throw error;
			sleep(10);
		}
	}
}

function read(file: string): Buffer {
	try {
		if (file === "-") return readStdin();
		if (statSync(file).size > LARGEST) throw new Failure(`${file}: larger than ${LARGEST} bytes`);
		return readFileSync(file);
	} catch (error) {
		throw error instanceof Failure ? error : fileFailure(file === "-" ? "standard input" : file, error);
	}
}

function textOf(name: string, bytes: Buffer): string {
	if (bytes.length > LARGEST) throw new Failure(`${name}: larger than ${LARGEST} bytes`);
	const zero = bytes.indexOf(0);
	if (zero >= 0)
		throw new Failure(`${name}: line ${bytes.subarray(0, zero).toString("latin1").split("\n").length}: not text`);
	return bytes.toString("utf8");
}

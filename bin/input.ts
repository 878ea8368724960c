/** Texts that a user gives to a door: a file, or `-` for standard input. What is no text is refused with the line it fails in. */
import { readFileSync, statSync } from "node:fs";
import { Failure, fileFailure } from "./failure.ts";
import { readStdin } from "./stream.ts";

const LARGEST = 64 * 1024 * 1024;

export function readInput(file: string): string {
	return textOf(file === "-" ? "standard input" : file, read(file));
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

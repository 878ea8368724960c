/**
 * The three streams of one command, at once and in order. node:fs and not process.stdout: opening that stream costs a
 * tenth of a cold start, and it may write after the process has decided how it ends.
 */
import { readFileSync, writeSync } from "node:fs";
import { fileFailure } from "./failure.ts";

/** 128 + SIGPIPE: what a shell sees of a real `ip` whose reader went away. */
const READER_GONE = 141;

/** Writes all of it. A reader that went away (`iplab ip a | head -0`) ends the process as it ends a real `ip`: silently. */
export function write(fd: 1 | 2, text: string | Buffer): void {
	const bytes = typeof text === "string" ? Buffer.from(text) : text;
	for (let at = 0; at < bytes.length; ) {
		try {
			at += writeSync(fd, bytes, at);
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code;
			// A pipe that another program made non-blocking and that is full.
			if (code === "EAGAIN") sleep(1);
			else if (code === "EPIPE") process.exit(READER_GONE);
			else if (fd === 2) return;
			else throw fileFailure("standard output", error);
		}
	}
}

/** All of standard input; empty where there is none. */
export function readStdin(): Buffer {
	for (;;) {
		try {
			return readFileSync(0);
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code;
			if (code !== "EAGAIN") throw error;
			sleep(10);
		}
	}
}

/** Nothing else can run meanwhile: only for waits of milliseconds. */
export function sleep(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

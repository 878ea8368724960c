/**
 * `iplab ip …`: one command, with the streams and the exit status of the real tool. All words are the tool's own. The other
 * programs of the model (`iplab ping …`, `iplab sleep 2`) come in by the same door, so that a real script can use them.
 */
import { readFileSync } from "node:fs";
import { run } from "../../src/session/session.ts";
import { report } from "../failure.ts";
import type { Options } from "../option.ts";
import { readStdin, write } from "../stream.ts";
import { transact, worldName } from "../world.ts";

/** Loads the door that explains: it is another bundle, and few commands need it. */
type Explainer = () => Promise<typeof import("./annotate.ts")>;

/** `words` begin with the program. As the last of them `--explain` is ours: the output gets its notes. */
export async function openIp(words: readonly string[], options: Options, explainer: Explainer): Promise<number> {
	const explain = words.at(-1) === "--explain";
	const line = explain ? words.slice(0, -1) : words;
	const stdin = once(() => readStdin().toString());
	let late: [fd: 1 | 2, text: string][] = [];
	const { result, failure } = transact(worldName(options.world, "host"), options.kernel, (session) => {
		late = [];
		return run(session, line, {
			stdin,
			readFile,
			write: (stream, text) => late.push([stream === "stdout" ? 1 : 2, text]),
		});
	});
	if (explain) {
		write(1, (await explainer()).explained(result.stdout, options));
		write(2, result.stderr);
	} else for (const [fd, text] of joined(late)) write(fd, text);
	return failure === undefined ? result.exit : report(failure);
}

/** Neighbours of one stream as one text: fewer writes. */
function joined(pieces: readonly [fd: 1 | 2, text: string][]): [fd: 1 | 2, text: string][] {
	const whole: [fd: 1 | 2, text: string][] = [];
	for (const [fd, text] of pieces) {
		const last = whole.at(-1);
		if (last?.[0] === fd) last[1] += text;
		else whole.push([fd, text]);
	}
	return whole;
}

function once<T>(make: () => T): () => T {
	let made: { value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}

/** A file of the real machine (`ip -batch FILE`); undefined where it cannot be read. */
function readFile(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return undefined;
	}
}

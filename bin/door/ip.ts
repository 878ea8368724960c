/**
 * `iplab ip …`: one command, with the streams and the exit status of the real tool. All words are the tool's own. The other
 * programs of the model (`iplab ping …`, `iplab sleep 2`) come in by the same door, so that a real script can use them.
 */
import { readFileSync } from "node:fs";
import { bytesOfText, textOfBytes } from "../../src/net/byte.ts";
import type { DrawNetwork } from "../../src/picture/network.ts";
import { languageEnv } from "../../src/session/locale.ts";
import { run } from "../../src/session/session.ts";
import type { Reason } from "../../src/uapi/reason.ts";
import { withPrograms } from "../../src/userland/load.ts";
import type { SetLoaders } from "../../src/userland/set-loaders.ts";
import { report } from "../failure.ts";
import type { Options } from "../option.ts";
import { readStdin, write } from "../stream.ts";
import { transact, worldName } from "../world.ts";

/** Loads what few commands need: it stands in another bundle. */
export interface Elsewhere {
	readonly programs: SetLoaders;
	annotate(): Promise<typeof import("./annotate.ts")>;
	network(): Promise<typeof import("../../src/picture/network.ts")>;
}

/** A command wants a picture. */
class NoDrawing extends Error {}

/** `words` begin with the program. As the last of them `--explain` is ours: the output gets its notes. */
export async function openIp(words: readonly string[], options: Options, elsewhere: Elsewhere): Promise<number> {
	const begin = (draw: DrawNetwork) =>
		withPrograms(elsewhere.programs, () => open(words, options, elsewhere.annotate, draw));
	try {
		return await begin(() => {
			throw new NoDrawing();
		});
	} catch (error) {
		if (!(error instanceof NoDrawing)) throw error;
		return begin((await elsewhere.network()).drawNetwork);
	}
}

async function open(
	words: readonly string[],
	options: Options,
	explainer: Elsewhere["annotate"],
	draw: DrawNetwork,
): Promise<number> {
	const explain = words.at(-1) === "--explain";
	const line = explain ? words.slice(0, -1) : words;
	const stdin = once(() => textOfBytes(readStdin()));
	let output: Piece[] = [];
	let reasons: Reason[] = [];
	const { result, failure } = transact(worldName(options.world, "host"), options.kernel, (session) => {
		output = [];
		reasons = [];
		return run(session, line, {
			stdin,
			readFile,
			env: languageEnv(options.lang),
			draw,
			write: (stream, text) => put(output, stream === "stdout" ? 1 : 2, text),
			...(explain && { why: (more: readonly Reason[]) => reasons.push(...more) }),
		});
	});
	if (explain) {
		const { explained, explainedDecision } = await explainer();
		write(1, explained(textOf(output, 1), options));
		write(2, textOf(output, 2));
		write(1, explainedDecision(reasons, options));
	} else
		for (const { fd, bytes, text } of output)
			for (const part of [...bytes, Buffer.from(bytesOfText(text))]) write(fd, part);
	return failure === undefined ? result.exit : report(failure);
}

/** What came on one stream without anything on the other in between: the older part as bytes, which weigh least. */
interface Piece {
	readonly fd: 1 | 2;
	readonly bytes: Buffer[];
	text: string;
}

const fullPiece = 1 << 16;

function put(output: Piece[], fd: 1 | 2, text: string): void {
	let last = output.at(-1);
	if (last?.fd !== fd) {
		last = { fd, bytes: [], text: "" };
		output.push(last);
	}
	last.text += text;
	if (last.text.length < fullPiece) return;
	last.bytes.push(Buffer.from(bytesOfText(last.text)));
	last.text = "";
}

function textOf(output: readonly Piece[], fd: 1 | 2): string {
	return output.map((piece) => (piece.fd === fd ? textOfBytes(Buffer.concat(piece.bytes)) + piece.text : "")).join("");
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
		return textOfBytes(readFileSync(path));
	} catch {
		return undefined;
	}
}

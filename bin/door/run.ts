/** `iplab run FILE…`: scenarios, each in a world of its own; their transcripts, shown or held against recorded ones. */
import { existsSync } from "node:fs";
import { normaliser } from "../../src/shell/normalise.ts";
import { checkTranscript } from "../../src/shell/transcript.ts";
import { Failure } from "../failure.ts";
import { readInput } from "../input.ts";
import type { KernelName, Options } from "../option.ts";
import { write } from "../stream.ts";
import { worldName } from "../world.ts";
import { play, rehearse } from "./scenario.ts";

export interface RunOptions extends Options {
	readonly transcript?: boolean;
	readonly check?: boolean;
}

/** Status of --check where a command answers otherwise than recorded, as diff(1) has it. */
const DIFFERENT = 1;

/** The status of the last scenario that failed, else 0. */
export async function openRun(files: readonly string[], options: RunOptions): Promise<number> {
	let exit = 0;
	for (const file of files) exit = (await (options.check ? check : runFile)(file, options)) || exit;
	return exit;
}

function runFile(file: string, options: RunOptions): Promise<number> {
	const { kernel, transcript, lang } = options;
	// a transcript is held against recordings: nobody's language changes it
	const spoken = transcript ? undefined : lang;
	const world = worldName(options.world, "fresh");
	return play(readInput(file), { world, kernel, transcript, lang: spoken, name: file });
}

async function check(file: string, options: RunOptions): Promise<number> {
	const text = readInput(file);
	const recorded = recordingOf(file, options.kernel);
	const kernel = options.kernel ?? recorded.kernel;
	const world = worldName(options.world, "fresh");
	const { stdout } = await rehearse(text, { world, kernel, transcript: true, name: file });
	const difference = checkTranscript(stdout, recorded.text, { normalise: normaliser(text) });
	if (difference === "") return 0;
	write(1, `${recorded.file}\n${difference}`);
	return DIFFERENT;
}

interface Recording {
	readonly file: string;
	readonly text: string;
	readonly kernel: KernelName | undefined;
}

/** NAME.transcript, or NAME.host.transcript where that one is of the kernel that is asked for. */
function recordingOf(file: string, kernel: KernelName | undefined): Recording {
	const base = file.replace(/\.[^./]*$/, "");
	const files = [`${base}.transcript`, `${base}.host.transcript`].filter((each) => existsSync(each));
	const all = files.map((each) => readRecording(each));
	const found = all.find((each) => kernel === undefined || (each.kernel ?? kernel) === kernel);
	if (found) return found;
	throw new Failure(
		all.length === 0 ? `${base}.transcript: No such file or directory` : `${files.join(", ")}: not of kernel ${kernel}`,
	);
}

function readRecording(file: string): Recording {
	const text = readInput(file);
	const kernel = /^# kernel: (6\.18|6\.1)\b/m.exec(text)?.[1] as KernelName | undefined;
	return { file, text, kernel };
}

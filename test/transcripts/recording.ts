/** The recordings of fixtures/oracle: scenarios with what the real tool and kernel answered. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProfileName } from "../../src/kernel/profile.ts";
import { normaliser } from "../../src/shell/normalise.ts";
import { checkTranscript, formatStep, parseTranscript, type Step } from "../../src/shell/transcript.ts";

const folder = join(import.meta.dirname, "../../fixtures/oracle");

export interface Recording {
	readonly name: string;
	readonly kernel: ProfileName;
	readonly cmds: string;
	readonly transcript: string;
	readonly steps: readonly Step[];
}

/** A NAME.transcript was made on 6.1, a NAME.host.transcript on 6.18. */
export function recordings(): Recording[] {
	const names = readdirSync(folder).filter((file) => file.endsWith(".cmds"));
	return names.sort().flatMap((file) => {
		const cmds = readFileSync(join(folder, file), "utf8");
		const name = file.replace(/\.cmds$/, "");
		const made = [
			[".transcript", "6.1"],
			[".host.transcript", "6.18"],
		] as const;
		return made.flatMap(([end, kernel]) => {
			const path = join(folder, name + end);
			if (!existsSync(path)) return [];
			const transcript = readFileSync(path, "utf8");
			const steps = parseTranscript(transcript).flatMap((row) => ("step" in row ? [row.step] : []));
			return [{ name, kernel, cmds, transcript, steps }];
		});
	});
}

/** The help of the real tool is its own prose: only that it is printed counts. */
function withoutHelp(text: string): string {
	return text.replace(/^([|!][ \\]Usage:)[^\n]*\n(?:[|!][^\n]*\n)*/gm, "$1\n");
}

/** Where an answer differs from the recording, as text; empty where it does not. */
export function difference(recording: Recording, got: string): string {
	return checkTranscript(withoutHelp(got), withoutHelp(recording.transcript), {
		normalise: normaliser(recording.cmds),
	});
}

export function transcriptOf(steps: readonly Step[]): string {
	return steps.map(formatStep).join("");
}

/** A command that needs no shell around it. */
export function isPlain(command: string): boolean {
	return !/[|&;<>()$`*?~{}]|^\w+=|^(?:set|cd|echo|cat|printf|ls|for|if|while|head)\b/.test(command);
}

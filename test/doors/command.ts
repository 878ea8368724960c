/** Runs the built command as a user does: bin/iplab.js, which `npm test` has built. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const program = join(import.meta.dirname, "../../bin/iplab.js");

export interface Ended {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number | null;
}

interface Given {
	readonly stdin?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
}

const { IPLAB_WORLD: _, IPLAB_DEBUG: __, FORCE_COLOR: ___, ...machine } = process.env;

/** The surroundings of a command in a test: nothing of the user's own settings. */
export const env = { ...machine, LC_ALL: "C.UTF-8", NO_COLOR: "1", COLUMNS: "80" };

export function iplab(words: readonly string[], { stdin = "", env: more, cwd }: Given = {}): Ended {
	const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...words], {
		input: stdin,
		encoding: "utf8",
		env: { ...env, ...more },
		...(cwd !== undefined && { cwd }),
	});
	return { stdout, stderr, exit: status };
}

/** A shell line in which `iplab` is the command. */
export function shell(line: string, cwd?: string): Ended {
	const { stdout, stderr, status } = spawnSync(
		"bash",
		["--norc", "-c", `iplab() { "$NODE" "$IPLAB" "$@"; }\n${line}`],
		{
			encoding: "utf8",
			env: { ...env, NODE: process.execPath, IPLAB: program },
			...(cwd !== undefined && { cwd }),
		},
	);
	return { stdout, stderr, exit: status };
}

export function emptyFolder(): string {
	return mkdtempSync(join(tmpdir(), "iplab-test-"));
}

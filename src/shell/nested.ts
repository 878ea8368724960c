/**
 * bash and sh as commands: a shell started by a shell, for `bash -c`, `sh file` and scripts that are executed. It inherits what
 * is exported, and nothing else.
 */
import { textOfLatin1 } from "../net/byte.ts";
import { strerror } from "../uapi/errno.ts";
import type { OwnCommand } from "./command.ts";
import type { Launch } from "./execute.ts";
import { FsError } from "./fs-error.ts";
import { type Host, searchPath } from "./host.ts";
import { firstState } from "./interpreter.ts";
import { Session } from "./session.ts";
import type { ShellState } from "./shell-state.ts";
import { SIGINT } from "./signal.ts";

/** bash and sh: a shell of its own. */
const runShell: OwnCommand = async (host, task, launch) => {
	const { out } = launch;
	const [name = "bash", ...words] = launch.argv;
	const given = await parseShell(host, launch, words);
	if ("text" in given) {
		out.stderr(`${name}: ${given.text}\n`);
		return given.exit;
	}
	if (!host.enter()) {
		host.stop(task, "since shells start shells without end");
		return 128 + SIGINT;
	}
	try {
		const state = freshState(host, {
			env: launch.env,
			cwd: launch.cwd,
			pid: task.pid,
			name: given.zero,
			args: given.args,
		});
		for (const option of given.options) state.options[option] = true;
		const options = { pid: task.pid, state, name: given.zero, numbered: given.numbered, out };
		const session = new Session(host, options);
		const end = await session.script(task, given.script, given.stdin);
		out.stdout(end.stdout);
		out.stderr(end.stderr);
		const last = await session.exitTrap(task);
		out.stdout(last.stdout);
		out.stderr(last.stderr);
		return task.signal === undefined ? end.exit : 128 + task.signal;
	} finally {
		host.depth--;
	}
};

export const shellCommands: Readonly<Record<string, OwnCommand>> = { bash: runShell, dash: runShell, sh: runShell };

interface ShellArgs {
	readonly script: string;
	readonly stdin: string;
	readonly zero: string;
	readonly args: readonly string[];
	readonly options: readonly string[];
	readonly numbered: boolean;
}

const optionLetters: Readonly<Record<string, string>> = {
	e: "errexit",
	u: "nounset",
	x: "xtrace",
	n: "noexec",
	f: "noglob",
	v: "verbose",
};

async function parseShell(
	host: Host,
	launch: Launch,
	words: readonly string[],
): Promise<ShellArgs | { text: string; exit: number }> {
	const options: string[] = [];
	let command = false;
	let i = 0;
	for (; /^-[^-]|^--./.test(words[i] ?? "") || words[i] === "-o"; i++) {
		const word = words[i] ?? "";
		if (word === "-o") options.push(words[++i] ?? "");
		else if (!word.startsWith("--"))
			for (const letter of word.slice(1)) {
				if (letter === "c") command = true;
				else if (optionLetters[letter] !== undefined) options.push(optionLetters[letter]);
			}
	}
	if (words[i] === "--" || words[i] === "-") i++;
	const rest = words.slice(i);
	const [first, ...args] = rest;
	const name = launch.argv[0] ?? "bash";
	if (command) {
		if (first === undefined) return { text: "-c: option requires an argument", exit: 2 };
		return { script: first, stdin: launch.stdin, zero: args[0] ?? name, args: args.slice(1), options, numbered: true };
	}
	if (first === undefined)
		return { script: textOfLatin1(launch.stdin), stdin: "", zero: name, args: [], options, numbered: true };
	const path = host.fs.resolvePath(launch.cwd, first);
	try {
		const script = await host.fs.readFile(path);
		return { script, stdin: launch.stdin, zero: first, args, options, numbered: true };
	} catch (error) {
		const errno = error instanceof FsError ? error.errno : "ENOENT";
		return { text: `${first}: ${strerror(errno)}`, exit: errno === "EISDIR" ? 126 : 127 };
	}
}

/** The state of a shell that has just been started. */
export function freshState(
	host: Host,
	options: {
		readonly env: Readonly<Record<string, string>>;
		readonly cwd: string;
		readonly pid: number;
		readonly name: string;
		readonly args: readonly string[];
	},
): ShellState {
	const state = firstState(host.bash);
	const env = { PATH: searchPath, ...options.env };
	for (const [name, value] of Object.entries(env)) state.env.set(name, value);
	state.env.set("PWD", options.cwd);
	state.env.set("0", options.name);
	state.env.set("#", String(options.args.length));
	state.env.set("@", options.args.join(" "));
	options.args.forEach((arg, i) => {
		state.env.set(String(i + 1), arg);
	});
	state.exportedVars = new Set(["PATH", "PWD", "OLDPWD", ...Object.keys(options.env)]);
	return Object.assign(state, {
		cwd: options.cwd,
		previousDir: options.cwd,
		hashTable: new Map(),
		virtualPid: options.pid,
		bashPid: options.pid,
		virtualPpid: options.pid > 1 ? 1 : 0,
		nextVirtualPid: 10_000,
	});
}

/**
 * Commands that just-bash lacks, or whose own ones know nothing of virtual time, namespaces and jobs. A row each. Programs
 * that talk to the kernel are not here but in userland/.
 */
import { profiles } from "../kernel/profile.ts";
import { textOfLatin1 } from "../net/byte.ts";
import { execute, type Launch, library } from "./execute.ts";
import type { Host } from "./host.ts";
import { diffLines, type LineStep } from "./line-diff.ts";
import { Task } from "./schedule.ts";
import { SIGTERM, signalNamed } from "./signal.ts";

/** Runs as the task's present process and gives its exit status. */
export type OwnCommand = (host: Host, task: Task, launch: Launch) => Promise<number>;

export const commands: Readonly<Record<string, OwnCommand>> = {
	date,
	diff,
	env,
	follow,
	id: async (_host, _task, { argv, out }) => {
		const [, option] = argv;
		const texts: Readonly<Record<string, string>> = { "-u": "0", "-g": "0", "-G": "0", "-un": "root", "-gn": "root" };
		out.stdout(`${option === undefined ? "uid=0(root) gid=0(root) groups=0(root)" : (texts[option] ?? "0")}\n`);
		return 0;
	},
	sudo: (host, task, launch) =>
		runOther(
			host,
			task,
			launch,
			launch.argv.slice(1).filter((word, i) => i > 0 || word !== "-n"),
			1,
		),
	mktemp,
	timeout,
	uname: async (host, _task, { argv, out }) => {
		const { release } = profiles[host.machine.world.kernel.profile];
		const all = ["Linux", "iplab", release, "#1 SMP", "x86_64", "GNU/Linux"];
		const [, option = "-s"] = argv;
		const one: Readonly<Record<string, number>> = { "-s": 0, "-n": 1, "-r": 2, "-v": 3, "-m": 4, "-o": 5 };
		out.stdout(`${option === "-a" ? all.join(" ") : (all[one[option] ?? 0] ?? "")}\n`);
		return 0;
	},
	whoami: async (_host, _task, { out }) => {
		out.stdout("root\n");
		return 0;
	},
	yes: async (_host, _task, { argv, out }) => {
		// no pipe can close on it here: as much as `head` may want
		out.stdout(`${argv.slice(1).join(" ") || "y"}\n`.repeat(10_000));
		return 0;
	},
};

/** `follow [--lang en|fr] COMMAND …`: what its packets met, behind what it prints itself. */
async function follow(host: Host, task: Task, launch: Launch): Promise<number> {
	const [, ...words] = launch.argv;
	const isTold = words[0] === "--lang" && (words[1] === "en" || words[1] === "fr");
	const lang = (isTold ? words[1] : (launch.env.LANG ?? "").slice(0, 2)) === "fr" ? "fr" : "en";
	const argv = isTold ? words.slice(2) : words;
	if (argv.length === 0) {
		launch.out.stderr("follow: usage: follow [--lang en|fr] COMMAND …\n");
		return 2;
	}
	const { beginFollow, endFollow } = await import("../session/follow.ts");
	const following = beginFollow(host.machine);
	const ended = await execute(host, task, { ...launch, argv });
	launch.out.stdout(`\n${endFollow(host.machine, following, { lang, width: 80 })}`);
	if ("exit" in ended) return ended.exit;
	launch.out.stderr(`follow: ${argv[0]}: command not found\n`);
	return 127;
}

/** `date` of the virtual clock; its own -d and -f stay. */
function date(host: Host, task: Task, launch: Launch): Promise<number> {
	const [name = "", ...args] = launch.argv;
	const given = args.some((arg) => /^(?:-[uIR]*[dfr]|--(?:date|file|reference))/.test(arg));
	const argv = given ? launch.argv : [name, "-d", `@${Math.floor(host.now() / 1000)}`, ...args];
	return library(host, task, name, { ...launch, argv });
}

/** `env [-i] [-u NAME] [NAME=VALUE…] [COMMAND…]` */
async function env(host: Host, task: Task, launch: Launch): Promise<number> {
	const words = launch.argv.slice(1);
	let given: Record<string, string> = { ...launch.env };
	for (let word = words[0]; word !== undefined; word = words[0]) {
		const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
		if (word === "-i" || word === "-" || word === "--ignore-environment") given = {};
		else if (word === "-u") delete given[words.splice(1, 1)[0] ?? ""];
		else if (name === undefined || value === undefined) break;
		else given[name] = value;
		words.shift();
	}
	if (words.length > 0) return runOther(host, task, { ...launch, env: given }, words, 127);
	for (const [name, value] of Object.entries(given)) launch.out.stdout(`${name}=${value}\n`);
	return 0;
}

/** Names without chance: the first free one. */
async function mktemp(host: Host, _task: Task, { argv, cwd, out }: Launch): Promise<number> {
	const template = argv.slice(1).find((word) => !word.startsWith("-")) ?? "/tmp/tmp.XXXXXXXXXX";
	const marks = /X{3,}$/.exec(template)?.[0];
	if (marks === undefined) {
		out.stderr(`mktemp: too few X's in template '${template}'\n`);
		return 1;
	}
	for (let number = 1; ; number++) {
		const name = template.slice(0, -marks.length) + String(number).padStart(marks.length, "0");
		const path = host.fs.resolvePath(cwd, name);
		if (await host.fs.exists(path)) continue;
		if (argv.includes("-d")) await host.fs.mkdir(path);
		else if (!argv.includes("-u")) await host.fs.writeFile(path, "");
		out.stdout(`${name}\n`);
		return 0;
	}
}

/** The plain form is ours; all options are just-bash's. */
async function diff(host: Host, task: Task, launch: Launch): Promise<number> {
	const [, ...words] = launch.argv;
	const [before, after] = words;
	if (words.length !== 2 || before === undefined || after === undefined || words.some((word) => /^-./.test(word)))
		return library(host, task, "diff", launch);
	const texts: string[][] = [];
	for (const file of [before, after])
		try {
			const text =
				file === "-" ? textOfLatin1(launch.stdin) : await host.fs.readFile(host.fs.resolvePath(launch.cwd, file));
			texts.push(text === "" ? [] : text.replace(/\n$/, "").split("\n"));
		} catch {
			launch.out.stderr(`diff: ${file}: No such file or directory\n`);
		}
	const [left, right] = texts;
	if (left === undefined || right === undefined) return 2;
	const text = normalDiff(diffLines(left, right));
	launch.out.stdout(text);
	return text === "" ? 0 : 1;
}

/** `2,3c2` and the lines, as POSIX has it. */
function normalDiff(steps: readonly LineStep[]): string {
	let text = "";
	let [left, right] = [0, 0];
	for (let i = 0; i < steps.length; ) {
		const chunk: LineStep[] = [];
		while (steps[i] !== undefined && steps[i]?.kind !== "same") chunk.push(steps[i++] as LineStep);
		const removed = chunk.filter(({ kind }) => kind === "removed").map(({ line }) => `< ${line}\n`);
		const added = chunk.filter(({ kind }) => kind === "added").map(({ line }) => `> ${line}\n`);
		if (chunk.length > 0) {
			const verb = removed.length === 0 ? "a" : added.length === 0 ? "d" : "c";
			const split = verb === "c" ? "---\n" : "";
			text += `${range(left, removed.length)}${verb}${range(right, added.length)}\n${removed.join("")}${split}${added.join("")}`;
		}
		[left, right] = [left + removed.length + 1, right + added.length + 1];
		i++;
	}
	return text;
}

function range(done: number, count: number): string {
	if (count === 0) return String(done);
	return count === 1 ? String(done + 1) : `${done + 1},${done + count}`;
}

async function runOther(
	host: Host,
	task: Task,
	launch: Launch,
	argv: readonly string[],
	lost: number,
): Promise<number> {
	const [name, command] = [launch.argv[0], argv[0]];
	if (command === undefined) {
		launch.out.stderr(`usage: ${name} command\n`);
		return 1;
	}
	const ended = await execute(host, task, { ...launch, argv });
	if ("exit" in ended) return ended.exit;
	const text = lost === 127 ? `'${command}': No such file or directory` : `${command}: command not found`;
	launch.out.stderr(`${name}: ${text}\n`);
	return lost;
}

interface Timeout {
	readonly ms: number;
	readonly signal: number;
	readonly keepStatus: boolean;
	readonly argv: readonly string[];
}

const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86400 };

/** coreutils timeout(1), on virtual time. */
async function timeout(host: Host, task: Task, launch: Launch): Promise<number> {
	const parsed = parseTimeout(launch.argv.slice(1));
	if (typeof parsed === "string") {
		launch.out.stderr(`timeout: ${parsed}\nTry 'timeout --help' for more information.\n`);
		return 125;
	}
	const child = new Task(host.fork(task.pid, parsed.argv[0] ?? ""));
	let ended: Awaited<ReturnType<typeof execute>> = { exit: 0 };
	task.children.add(child);
	await host.schedule.start(child, async () => {
		ended = await execute(host, child, { ...launch, argv: parsed.argv });
		host.exit(child.pid);
	});
	await host.schedule.join(task, child, parsed.ms > 0 ? host.now() + parsed.ms : undefined);
	const late = !child.done;
	if (late) host.schedule.kill(child, parsed.signal);
	await host.schedule.join(task, child);
	task.children.delete(child);
	if ("errno" in ended) {
		launch.out.stderr(`timeout: failed to run command '${parsed.argv[0]}': No such file or directory\n`);
		return 127;
	}
	return late && !parsed.keepStatus ? 124 : ended.exit;
}

function parseTimeout(words: readonly string[]): Timeout | string {
	let signal = SIGTERM;
	let keepStatus = false;
	let i = 0;
	for (; words[i]?.startsWith("-"); i++) {
		const word = words[i] ?? "";
		const value = /^(?:-[sk](.+)|--(?:signal|kill-after)=(.*))$/.exec(word);
		const given = value === null ? undefined : (value[1] ?? value[2] ?? "");
		if (word === "--preserve-status") keepStatus = true;
		else if (/^(?:-s|--signal)/.test(word)) {
			const name = given ?? words[++i] ?? "";
			const found = signalNamed(name);
			if (found === undefined) return `'${name}': invalid signal`;
			signal = found.number;
		} else if (word === "-k" || word === "--kill-after") i++;
		else if (given === undefined && word !== "--foreground" && word !== "-v" && word !== "--verbose")
			return `invalid option -- '${word.replace(/^-+/, "").slice(0, 1)}'`;
	}
	const duration = words[i];
	if (duration === undefined || words[i + 1] === undefined) return "missing operand";
	const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(duration);
	if (match === null) return `invalid time interval '${duration}'`;
	const ms = Number(match[1]) * 1000 * (units[match[2] ?? ""] ?? 1);
	return { ms, signal, keepStatus, argv: words.slice(i + 1) };
}

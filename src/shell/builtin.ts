/**
 * Builtins of bash that just-bash lacks or only stands in for: jobs, `wait`, `kill`, `trap`, `exec`. A row each; they
 * run in the shell process itself. bash: builtins/*.def
 */
import type { ExecResult } from "just-bash";
import { type Job, obituary } from "./job.ts";
import type { Call } from "./override.ts";
import type { Task } from "./schedule.ts";
import type { Session } from "./session.ts";
import { SIGINT, type Signal, signalNamed, signals } from "./signal.ts";

/** undefined: just-bash's own does it. */
type Builtin = (session: Session, task: Task, call: Call) => Promise<ExecResult | undefined>;

/** Files that scenarios read but need not, since what they define is built in here. */
const builtInScripts: ReadonlySet<string> = new Set(["frr-tools.sh", "socket-tools.sh"]);

export const builtins: Readonly<Record<string, Builtin>> = {
	".": source,
	bg: async (session) => failed(session, "bg: no job control"),
	disown,
	exec,
	fg: async (session) => failed(session, "fg: no job control"),
	jobs,
	kill,
	source,
	trap,
	umask: async (_session, _task, { args }) => ok(args.length === 0 ? "0022\n" : ""),
	wait,
};

function ok(stdout = "", exitCode = 0): ExecResult {
	return { stdout, stderr: "", exitCode };
}

function failed(session: Session, text: string, exitCode = 1): ExecResult {
	return { stdout: "", stderr: session.say(text), exitCode };
}

async function source(session: Session, _task: Task, call: Call): Promise<ExecResult | undefined> {
	const file = call.args.find((arg) => arg !== "--") ?? "";
	const name = file.split("/").at(-1) ?? "";
	if (!builtInScripts.has(name)) return undefined;
	const { host, pid } = session;
	if (await host.fs.exists(host.fs.resolvePath(call.state.cwd, file))) return undefined;
	// it makes a pipe to wait on, and with that takes a number of a process
	if (name === "socket-tools.sh") host.exit(host.fork(pid, "mkfifo"));
	return ok();
}

async function jobs(session: Session, _task: Task, { args }: Call): Promise<ExecResult> {
	const style = args.includes("-p") ? "pids" : args.includes("-l") ? "long" : "plain";
	const specs = args.filter((arg) => !arg.startsWith("-"));
	const lost = specs.find((spec) => session.jobs.find(spec) === undefined);
	if (lost !== undefined) return failed(session, `jobs: ${lost}: no such job`);
	return ok(session.jobs.show(style));
}

async function disown(session: Session, _task: Task, { args }: Call): Promise<ExecResult> {
	const specs = args.filter((arg) => !/^-[arh]+$/.test(arg));
	for (const spec of specs.length === 0 ? ["%+"] : specs) {
		const job = /^\d+$/.test(spec) ? session.jobs.withPid(Number(spec)) : session.jobs.find(spec);
		if (job === undefined) return failed(session, `disown: ${spec === "%+" ? "current" : spec}: no such job`);
		session.jobs.remove(job);
	}
	return ok();
}

async function wait(session: Session, task: Task, { args }: Call): Promise<ExecResult> {
	const words = args.filter((arg) => arg !== "-f");
	if (words[0] === "-n") return waitForNext(session, task);
	if (words.length === 0) {
		let stderr = "";
		for (const job of [...session.jobs.all]) stderr += (await join(session, task, job)).stderr;
		return { stdout: "", stderr, exitCode: task.signal === undefined ? 0 : 128 + task.signal };
	}
	let last = ok();
	let stderr = "";
	for (const word of words) {
		const job = word.startsWith("%") ? session.jobs.find(word) : session.jobs.withPid(Number(word));
		if (job !== undefined) last = await join(session, task, job);
		else if (session.ended.has(Number(word))) last = ok("", session.ended.get(Number(word)));
		else last = failed(session, `wait: ${unknown(word)}`, 127);
		stderr += last.stderr;
	}
	return { ...last, stderr };
}

function unknown(word: string): string {
	if (word.startsWith("%")) return `${word}: no such job`;
	return /^\d+$/.test(word) ? `pid ${word} is not a child of this shell` : `\`${word}': not a pid or valid job spec`;
}

async function waitForNext(session: Session, task: Task): Promise<ExecResult> {
	const running = session.jobs.all;
	if (running.length === 0) return ok("", 127);
	for (const job of running) job.task.watchers.add(task);
	let why = "ready";
	while (why === "ready" && !running.some((job) => job.task.done)) why = await session.host.schedule.wait(task);
	for (const job of running) job.task.watchers.delete(task);
	const ended = running.find((job) => job.task.done);
	return ended === undefined ? hangs(session, task, running[0]) : join(session, task, ended);
}

/** Waits for a job, forgets it, and gives its status. */
async function join(session: Session, task: Task, job: Job): Promise<ExecResult> {
	const why = await session.host.schedule.join(task, job.task);
	if (why === "never") return hangs(session, task, job);
	if (!job.task.done) return ok("", 128 + (task.signal ?? 0));
	session.jobs.remove(job);
	const text = obituary(job);
	return { stdout: "", stderr: text === "" ? "" : session.say(text.replace(/\n$/, "")), exitCode: job.exit ?? 0 };
}

function hangs(session: Session, task: Task, job: Job | undefined): ExecResult {
	session.host.stop(task, `"wait": "${job?.text ?? ""}" will never end`);
	return ok("", 128 + SIGINT);
}

const killUsage = "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]";

async function kill(session: Session, task: Task, call: Call): Promise<ExecResult> {
	const [first = "", ...rest] = call.args;
	if (first === "-l" || first === "-L") return ok(listSignals(rest));
	const named = /^-[sn]$/.test(first);
	const word = named ? (rest[0] ?? "") : first.startsWith("-") && first !== "--" ? first.slice(1) : "TERM";
	const targets = named ? rest.slice(1) : first.startsWith("-") ? rest : call.args;
	const signal = word === "0" ? undefined : signalNamed(word);
	if (signal === undefined && word !== "0") return failed(session, `kill: ${word}: invalid signal specification`);
	if (targets.length === 0) return { stdout: "", stderr: `${killUsage}\n`, exitCode: 2 };
	let stderr = "";
	for (const target of targets) stderr += await killOne(session, task, call, target, signal);
	await session.host.schedule.drain(task);
	return { stdout: "", stderr, exitCode: stderr === "" ? 0 : 1 };
}

async function killOne(
	session: Session,
	_task: Task,
	call: Call,
	target: string,
	signal: Signal | undefined,
): Promise<string> {
	const { host } = session;
	if (!target.startsWith("%") && !/^-?\d+$/.test(target))
		return session.say(`kill: ${target}: arguments must be process or job IDs`);
	const pid = Math.abs(Number(target));
	const job = target.startsWith("%") ? session.jobs.find(target) : session.jobs.withPid(pid);
	if (target.startsWith("%") && job === undefined) return session.say(`kill: ${target}: no such job`);
	const victim = job?.task ?? [...host.tasks].find((other) => other.pid === pid && !other.foreground);
	if (victim === undefined && host.systemOf(pid) === undefined) return session.say(`kill: (${pid}) - No such process`);
	if (victim?.done) return session.say(`kill: (${job?.pid ?? pid}) - No such process`);
	if (signal === undefined || signal.harmless) return "";
	const sys = host.systemOf(session.pid);
	if (victim !== undefined) host.schedule.kill(victim, signal.number);
	else if (sys?.services().some((service) => service.pid === pid)) sys.endService(pid);
	else if (pid === session.pid) await call.other("exit", [String(128 + signal.number)]);
	else if (host.isDaemon(pid)) host.exit(pid);
	return "";
}

function listSignals(words: readonly string[]): string {
	if (words.length > 0) return words.map(translateSignal).join("");
	const cells = signals.map(({ number, name }) => `${String(number).padStart(2)}) SIG${name}`);
	const rows = Array.from({ length: Math.ceil(cells.length / 5) }, (_, i) => cells.slice(5 * i, 5 * i + 5));
	return rows.map((row) => ` ${row.join("\t")}\n`).join("");
}

/** A number gives the name and a name the number; an exit status counts as its signal. */
function translateSignal(word: string): string {
	const found = signalNamed(Number(word) > 128 ? String(Number(word) - 128) : word);
	return found === undefined ? "" : `${/^\d/.test(word) ? found.name : found.number}\n`;
}

/** Only EXIT (0) ever fires here; of the others bash's silence is kept. */
async function trap(session: Session, _task: Task, { args }: Call): Promise<ExecResult> {
	const words = args[0] === "--" ? args.slice(1) : args;
	const [first, ...rest] = words;
	if (first === undefined || first === "-p") return ok(showTraps(session, rest));
	if (first === "-l") return ok(listSignals([]));
	const [action, names] = rest.length === 0 ? ["-", words] : [first, rest];
	for (const name of names) {
		const key = trapName(name);
		if (key === undefined) return failed(session, `trap: ${name}: invalid signal specification`);
		if (action === "-") session.traps.delete(key);
		else session.traps.set(key, action);
	}
	return ok();
}

function showTraps(session: Session, names: readonly string[]): string {
	const keys = names.map(trapName);
	return [...session.traps]
		.filter(([name]) => keys.length === 0 || keys.includes(name))
		.map(([name, action]) => `trap -- '${action.replaceAll("'", "'\\''")}' ${name}\n`)
		.join("");
}

function trapName(word: string): string | undefined {
	if (word === "0" || /^EXIT$/i.test(word)) return "EXIT";
	if (/^(?:ERR|DEBUG|RETURN)$/.test(word)) return word;
	const signal = signalNamed(word);
	return signal && `SIG${signal.name}`;
}

/** `exec command`: the shell is no more when the command ends. Without a command it is about redirections alone. */
async function exec(session: Session, task: Task, call: Call): Promise<ExecResult | undefined> {
	const words = call.args[0] === "--" ? call.args.slice(1) : [...call.args];
	while (words[0] === "-c" || words[0] === "-l" || words[0] === "-a") words.splice(0, words[0] === "-a" ? 2 : 1);
	const [name, ...args] = words;
	if (name === undefined) return undefined;
	const result = await session.run(task, {
		...call,
		name,
		args,
		skipFunctions: true,
		original: () => call.other(name, args),
	});
	const lost = result.exitCode === 127 && result.stderr.endsWith(`${name}: command not found\n`);
	const stderr = lost ? session.say(`exec: ${name}: not found`) : result.stderr;
	try {
		return await call.other("exit", [String(result.exitCode)]);
	} catch (error) {
		// just-bash ends a shell by throwing, and what was printed goes along
		throw Object.assign(error as Error, { stdout: result.stdout, stderr });
	}
}

/**
 * What all shells of one machine share: the machine itself, whose processes they start, the schedule, the file system and one
 * just-bash with its commands. A new just-bash costs a millisecond, so a nested `bash -c` uses this one too.
 * Read next: session.ts, one shell process; execute.ts, which starts a program.
 */
import { type Bash, defineCommand, type ExecResult, getCommandNames, type ResolvedCommandContext } from "just-bash";
import { profiles } from "../kernel/profile.ts";
import {
	advance,
	endProcess,
	initNetns,
	type Machine,
	startProcess,
	systemOf,
	wakeDaemons,
} from "../session/machine.ts";
import { withPrograms } from "../userland/load.ts";
import type { Program, System } from "../userland/process.ts";
import { programNames } from "../userland/program-name.ts";
import { daemonNamed, programNamed } from "../userland/programs.ts";
import { loaders } from "../userland/set-loaders.ts";
import type { OwnCommand } from "./command.ts";
import { DevNet } from "./dev-net.ts";
import { type Capture, capture, execute, resultOf } from "./execute.ts";
import { ShellFs } from "./fs.ts";
import { openBash, placeCommands } from "./interpreter.ts";
import { Schedule, type Task } from "./schedule.ts";
import { SIGINT, SIGKILL } from "./signal.ts";
import type { Asker } from "./view/view.ts";

/** What Debian has in /usr/sbin; the other programs are in /usr/bin. */
const inSbin: ReadonlySet<string> = new Set(["bridge", "devlink", "ip", "rtmon", "sysctl", "tc"]);

/** What one line may do before it is called endless. */
const limits = { programs: 10_000, waits: 10_000, depth: 30 };

export class Host {
	readonly machine: Machine;
	readonly programs: Readonly<Record<string, Program>>;
	readonly commands: Readonly<Record<string, OwnCommand>>;
	readonly schedule: Schedule;
	readonly fs: ShellFs;
	readonly bash: Bash;
	/** Tasks that have not ended. */
	readonly tasks = new Set<Task>();
	/** Commands whose next start means just-bash's own one. */
	readonly originals = new Set<string>();
	/** How deep shells are started from shells. */
	depth = 0;
	private readonly files: ReadonlySet<string>;
	private readonly systemFiles: ReadonlySet<string>;
	private left = { programs: 0, waits: 0 };
	private rested = 0;

	constructor(
		machine: Machine,
		programs: Readonly<Record<string, Program>>,
		commands: Readonly<Record<string, OwnCommand>>,
	) {
		this.machine = machine;
		this.programs = programs;
		this.commands = commands;
		this.schedule = new Schedule({ now: () => this.now(), advance: (ms) => advance(machine, ms) });
		const names = [...new Set([...Object.keys(programs), ...programNames, ...Object.keys(commands)])];
		this.systemFiles = new Set(names.filter((name) => inSbin.has(name)));
		this.files = new Set([...getCommandNames(), ...names.filter((name) => !inSbin.has(name)), "[", "kill"]);
		const network = new DevNet(this);
		this.fs = new ShellFs({
			machine,
			asker: () => this.asker(),
			now: () => this.now(),
			binaries: (directory) => this.names(directory),
			isHiddenBinary: (name) => this.systemFiles.has(name),
			readNet: (path) => network.read(path),
			writeNet: (path, text) => network.write(path, text),
			wrote: async () => {
				const task = this.schedule.current;
				if (task !== undefined) await this.schedule.drain(task);
			},
		});
		this.bash = openBash({
			fs: this.fs,
			cwd: "/root",
			env: {
				HOME: "/root",
				PATH: searchPath,
				USER: "root",
				LOGNAME: "root",
				SHELL: "/bin/bash",
				TERM: "dumb",
				HOSTNAME: "iplab",
			},
			processInfo: { pid: 1, ppid: 0, uid: 0, gid: 0 },
			executionLimits: { maxOutputSize: 16 * 2 ** 20, maxExecutionTimeMs: 10 * 60_000, maxLoopIterations: 100_000 },
			sleep: async (ms) => {
				const task = this.schedule.current;
				if (task !== undefined) await this.schedule.wait(task, this.now() + ms);
			},
			customCommands: names.map((name) => defineCommand(name, (args, ctx) => this.fromLibrary([name, ...args], ctx))),
		});
		placeCommands(this.bash, names);
	}

	now(): number {
		const { epoch, now } = this.machine.world.kernel;
		return epoch + now;
	}

	/** A process's own system calls; undefined when there is no such process. */
	systemOf(pid: number): System | undefined {
		const system = systemOf(this.machine, { netns: initNetns, pid });
		const netns = system.openNetnsOfPid(pid);
		if ("errno" in netns) return undefined;
		return systemOf(this.machine, { netns: netns.ok, pid });
	}

	/** fork(): a child lives in its parent's namespace. */
	fork(parent: number, comm: string): number {
		const netns = systemOf(this.machine, { netns: initNetns, pid: parent }).openNetnsOfPid(parent);
		return startProcess(this.machine, "ok" in netns ? netns.ok : initNetns, comm, parent);
	}

	/** A process ends, and what it has set off among daemons happens. */
	exit(pid: number): void {
		endProcess(this.machine, pid);
		wakeDaemons(this.machine);
	}

	isDaemon(pid: number): boolean {
		return this.machine.world.daemons?.some(({ pids }) => pids.includes(pid)) ?? false;
	}

	/** The program of a name; one that is not always needed is loaded now. */
	async programNamed(name: string): Promise<Program | undefined> {
		return Object.hasOwn(this.programs, name) ? this.programs[name] : withPrograms(loaders, () => programNamed(name));
	}

	/** The code of the daemons that run in this world. */
	async loadDaemons(): Promise<void> {
		for (const { program } of this.machine.world.daemons ?? []) await withPrograms(loaders, () => daemonNamed(program));
	}

	asker(): Asker {
		const pid = this.schedule.current?.pid ?? 1;
		const sys = this.systemOf(pid) ?? systemOf(this.machine, { netns: initNetns, pid });
		const { countsLookups } = profiles[this.machine.world.kernel.profile];
		return { sys, countsLookups, systemOf: (other) => this.systemOf(other) };
	}

	/** A name that stands for a program file, wherever it lies. */
	isCommand(name: string): boolean {
		return this.files.has(name) || this.systemFiles.has(name);
	}

	/** The program files of a directory. */
	names(directory: "bin" | "sbin"): ReadonlySet<string> {
		return directory === "bin" ? this.files : this.systemFiles;
	}

	/** A line begins: it may do so much. */
	refill(): void {
		this.left = { programs: limits.programs, waits: limits.waits };
	}

	/** Counts what a script without end does without end, and stops it. */
	spend(task: Task, what: "programs" | "waits"): void {
		if (this.left[what]-- > 0) return;
		const did = what === "programs" ? "programs were started" : "waits began";
		this.stop(task, `after ${limits[what]} ${did}: this seems to have no end`);
	}

	/** Ends a task as Ctrl-C would, and says why. */
	stop(task: Task, why: string): void {
		task.note += `iplab: stopped ${why}\n`;
		this.schedule.kill(task, task.foreground ? SIGINT : SIGKILL);
	}

	/** Goes deeper into shells started by shells, or says that this is too deep. */
	enter(): boolean {
		if (this.depth >= limits.depth) return false;
		this.depth++;
		return true;
	}

	/** Now and then lets the real world in (Ctrl-C, a terminal that draws). */
	async rest(): Promise<void> {
		const now = performance.now();
		if (now - this.rested < 40) return;
		await new Promise((done) => setTimeout(done, 0));
		this.rested = performance.now();
	}

	/** A program started by one of just-bash's own commands (xargs, env, find -exec). */
	private async fromLibrary(argv: readonly string[], ctx: ResolvedCommandContext): Promise<ExecResult> {
		const task = this.schedule.current;
		if (task === undefined) throw new Error("a command runs outside of any task");
		const [name = "", ...args] = argv;
		if (this.originals.delete(name) && ctx.origCommand !== undefined) return ctx.origCommand(args);
		const taken: Capture = capture();
		const outer = task.pid;
		task.pid = this.fork(outer, name);
		try {
			const env = { ...ctx.exportedEnv };
			const stdin = ctx.stdin as unknown as string;
			const ended = await execute(this, task, { argv, env, cwd: ctx.cwd, stdin, out: taken });
			return resultOf(taken, "exit" in ended ? ended.exit : 127);
		} finally {
			this.exit(task.pid);
			task.pid = outer;
		}
	}
}

export const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * A bash that lives on: lines go in one after another, and variables, functions, options, the directory and jobs stay. The
 * sandbox, scenarios and `ip netns exec … bash` all stand on this. Read next: session.ts, host.ts, schedule.ts.
 */
import { endProcess, initNetns, type Machine, startProcess, type World } from "../session/machine.ts";
import type { Program } from "../userland/process.ts";
import { addPrograms, programs } from "../userland/programs.ts";
import { tools } from "../userland/tools.ts";
import { amended } from "./amend.ts";
import { commands } from "./command.ts";
import type { Out } from "./execute.ts";
import { Host, searchPath } from "./host.ts";
import { freshState, shellCommands } from "./nested.ts";
import { od } from "./od.ts";
import type { End } from "./override.ts";
import { Task } from "./schedule.ts";
import { Session } from "./session.ts";
import { cloneState, type ShellState } from "./shell-state.ts";
import { SIGINT, SIGKILL } from "./signal.ts";

export { needsMore } from "./syntax.ts";

/** What is always there: only routing daemons are loaded when somebody asks for them. */
const userland: Readonly<Record<string, Program>> = { ...programs, ...tools.programs };
addPrograms(tools);

export interface ShellOptions {
	/** Programs by name; all of userland's if missing. */
	readonly programs?: Readonly<Record<string, Program>>;
	/** Number of the namespace it starts in: the first one if missing. */
	readonly netns?: number;
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	/** What its commands read when nobody redirects them. */
	readonly stdin?: string;
	/** `$0` and the name in its messages; with a name they tell the line, too, as those of a script. */
	readonly name?: string;
	/** A user types: aliases work, and what ends a script (a syntax error, an unset variable under `set -u`) does not end it. */
	readonly interactive?: boolean;
	/** Each line is evaluated by itself: a syntax error ends only its line. */
	readonly evaluated?: boolean;
	/** What jobs write after the line that started them has ended. Nobody hears it if missing. */
	readonly late?: (stream: "stdout" | "stderr", text: string) => void;
}

export interface LineResult {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
	/** The line ended the shell (`exit`, `set -e`); `close()` is still to be called. */
	readonly ended: boolean;
}

/** All that undo needs. Plain data, but jobs: one that has ended since does not come back. */
export interface Snapshot {
	readonly world: World;
	readonly state: ShellState;
	readonly jobs: readonly number[];
}

export interface LineOptions {
	/** Ctrl-C. */
	readonly signal?: AbortSignal;
	/** The line of the script at which this text begins. */
	readonly line?: number;
}

export interface Shell {
	exec(text: string, options?: LineOptions): Promise<LineResult>;
	/** Nobody types anything for so long: the world's time passes, and jobs do what they have to. */
	pass(ms: number): Promise<void>;
	/** The directory it is in, for a prompt. */
	readonly cwd: string;
	/** Names of everything that can be typed as a command, for completion. */
	readonly commands: readonly string[];
	snapshot(): Snapshot;
	restore(snapshot: Snapshot): Promise<void>;
	/** Runs what `trap … EXIT` left, and ends all jobs. */
	close(): Promise<LineResult>;
}

export function openShell(machine: Machine, options: ShellOptions = {}): Shell {
	return new LiveShell(machine, options);
}

/** Ends that are also the end of a bash in which a user types, of one that evaluates lines, and of one that reads a script. */
const typing: ReadonlySet<End> = new Set<End>(["exit", "errexit"]);
const evaluating: ReadonlySet<End> = new Set<End>([...typing, "fatal", "limit", "aborted"]);
const reading: ReadonlySet<End> = new Set<End>([...evaluating, "syntax"]);

class LiveShell implements Shell {
	private readonly host: Host;
	private readonly session: Session;
	private readonly options: ShellOptions;
	/** Lines wait for each other. */
	private busy: Promise<unknown> = Promise.resolve();

	constructor(machine: Machine, options: ShellOptions) {
		this.options = options;
		this.host = new Host(machine, options.programs ?? userland, { ...amended, ...commands, ...shellCommands, od });
		const netns = options.netns ?? initNetns;
		const pid = netns === initNetns ? 1 : startProcess(machine, netns, "bash");
		const cwd = options.cwd ?? "/root";
		const env = {
			HOME: "/root",
			PATH: searchPath,
			USER: "root",
			LOGNAME: "root",
			SHELL: "/bin/bash",
			TERM: "dumb",
			...options.env,
		};
		const name = options.name ?? "bash";
		const state = freshState(this.host, { env, cwd, pid, name, args: [] });
		state.shoptOptions.expand_aliases = options.interactive === true;
		const numbered = options.name !== undefined;
		const { interactive = false } = options;
		this.session = new Session(this.host, { pid, state, name, numbered, interactive, out: this.collector().out });
	}

	get cwd(): string {
		return this.session.state.cwd;
	}

	get commands(): readonly string[] {
		return [...new Set([...this.host.names("bin"), ...this.host.names("sbin")])].sort();
	}

	exec(text: string, options: LineOptions = {}): Promise<LineResult> {
		return this.inTurn(() => this.line(text, options));
	}

	pass(ms: number): Promise<void> {
		return this.inTurn(async () => {
			const { host } = this;
			const { text } = await this.foreground({}, async (task) => {
				await host.schedule.wait(task, host.now() + ms);
			});
			for (const stream of ["stdout", "stderr"] as const)
				if (text[stream] !== "") this.options.late?.(stream, text[stream]);
		});
	}

	snapshot(): Snapshot {
		const { jobs, state } = this.session;
		return { world: this.host.machine.world, state: cloneState(state), jobs: jobs.all.map((job) => job.pid) };
	}

	restore(snapshot: Snapshot): Promise<void> {
		return this.inTurn(async () => {
			const { jobs } = this.session;
			await this.killJobs((pid) => !snapshot.jobs.includes(pid));
			this.host.machine.world = snapshot.world;
			this.session.state = cloneState(snapshot.state);
			const alive = new Set(jobs.all.filter((job) => !job.task.done).map((job) => job.pid));
			for (const pid of snapshot.jobs)
				if (!alive.has(pid) && this.host.systemOf(pid)) endProcess(this.host.machine, pid);
		});
	}

	close(): Promise<LineResult> {
		return this.inTurn(async () => {
			const { text } = await this.foreground({}, async (task, out) => {
				const last = await this.session.exitTrap(task);
				out.stdout(last.stdout);
				out.stderr(last.stderr);
			});
			await this.killJobs(() => true);
			return { ...text, exit: this.session.state.lastExitCode, ended: true };
		});
	}

	private async line(source: string, options: LineOptions): Promise<LineResult> {
		const { session } = this;
		session.firstLine = options.line ?? 1;
		const how: { exit: number; end: End } = { exit: 0, end: "done" };
		const { text, task } = await this.foreground(options, async (own, out) => {
			const result = await session.script(own, source, this.options.stdin);
			out.stdout(result.stdout);
			out.stderr(result.stderr);
			how.exit = result.exit;
			how.end = result.end;
		});
		const exit = task.signal === undefined ? how.exit : 128 + task.signal;
		const { end } = how;
		if (end !== "done") {
			session.state.lastExitCode = exit;
			session.state.env.set("?", String(exit));
		}
		const { interactive, evaluated } = this.options;
		const endings = interactive ? typing : evaluated ? evaluating : reading;
		return { ...text, exit, ended: endings.has(end) };
	}

	/** A line's task: runs it, lets the jobs do what they can do now, and gives all that was written. */
	private async foreground(
		{ signal }: LineOptions,
		body: (task: Task, out: Out) => Promise<void>,
	): Promise<{ text: { stdout: string; stderr: string }; task: Task }> {
		const { host, session } = this;
		const task = new Task(session.pid, true);
		const collector = this.collector();
		session.out = collector.out;
		const interrupt = (): void => host.schedule.kill(task, SIGINT);
		signal?.addEventListener("abort", interrupt);
		if (signal?.aborted) interrupt();
		host.refill();
		host.tasks.add(task);
		await host.loadDaemons();
		try {
			await host.schedule.start(task, async () => {
				await body(task, collector.out);
				collector.out.stderr(task.note);
				await host.schedule.drain(task);
			});
		} finally {
			signal?.removeEventListener("abort", interrupt);
			host.tasks.delete(task);
		}
		if (host.schedule.mistakes.length > 0) throw host.schedule.mistakes.shift();
		return { text: collector.close(), task };
	}

	/** Takes what a line and its jobs write, until the line is over; then jobs write to `late`. */
	private collector(): { out: Out; close(): { stdout: string; stderr: string } } {
		const text = { stdout: "", stderr: "" };
		let open = true;
		const write = (stream: "stdout" | "stderr") => (more: string) => {
			if (open) text[stream] += more;
			else if (more !== "") this.options.late?.(stream, more);
		};
		return {
			out: { stdout: write("stdout"), stderr: write("stderr") },
			close: () => {
				open = false;
				return text;
			},
		};
	}

	private async killJobs(which: (pid: number) => boolean): Promise<void> {
		const { host, session } = this;
		const doomed = session.jobs.all.filter((job) => which(job.pid));
		if (doomed.length === 0) return;
		await this.foreground({}, async (task) => {
			for (const job of doomed) {
				host.schedule.kill(job.task, SIGKILL);
				await host.schedule.join(task, job.task);
				session.jobs.remove(job);
			}
		});
	}

	private inTurn<T>(body: () => Promise<T>): Promise<T> {
		const turn = this.busy.then(body);
		this.busy = turn.catch(() => undefined);
		return turn;
	}
}

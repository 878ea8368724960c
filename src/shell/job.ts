/** Background jobs of one shell: their numbers, `%1`-style names, and what `jobs` prints. bash: jobs.c */
import type { Task } from "./schedule.ts";
import { SIGINT, SIGTERM, signals } from "./signal.ts";

export interface Job {
	readonly number: number;
	readonly pid: number;
	readonly task: Task;
	/** As it was typed, without the `&`. */
	readonly text: string;
	/** Exit status, once it has ended. */
	exit?: number;
}

export class Jobs {
	private list: Job[] = [];

	get all(): readonly Job[] {
		return this.list;
	}

	add(pid: number, task: Task, text: string): Job {
		const job = { number: (this.list.at(-1)?.number ?? 0) + 1, pid, task, text };
		this.list.push(job);
		return job;
	}

	remove(job: Job): void {
		this.list = this.list.filter((other) => other !== job);
	}

	withPid(pid: number): Job | undefined {
		return this.list.find((job) => job.pid === pid);
	}

	/** `%1`, `%%`, `%+`, `%-`, `%name`, `%?part`; also `1` without the sign where that is allowed. */
	find(spec: string): Job | undefined {
		const word = spec.replace(/^%/, "");
		if (word === "" || word === "%" || word === "+") return this.current;
		if (word === "-") return this.previous;
		if (/^\d+$/.test(word)) return this.list.find((job) => job.number === Number(word));
		if (word.startsWith("?")) return this.list.findLast((job) => job.text.includes(word.slice(1)));
		return this.list.findLast((job) => job.text.startsWith(word));
	}

	/** What `jobs` prints; ended ones are shown once. */
	show(style: "plain" | "long" | "pids"): string {
		const lines = this.list.map((job) => (style === "pids" ? `${job.pid}\n` : this.line(job, style === "long")));
		this.list = this.list.filter((job) => job.exit === undefined);
		return lines.join("");
	}

	private get current(): Job | undefined {
		return this.list.at(-1);
	}

	private get previous(): Job | undefined {
		return this.list.at(-2) ?? this.current;
	}

	private line(job: Job, long: boolean): string {
		const mark = job === this.current ? "+" : job === this.list.at(-2) ? "-" : " ";
		const state = stateOf(job).padEnd(24);
		const pid = long ? `${job.pid} ` : " ";
		return `[${job.number}]${mark} ${pid}${state}${job.text}${job.exit === undefined ? " &" : ""}\n`;
	}
}

function stateOf(job: Job): string {
	if (job.exit === undefined) return "Running";
	if (job.task.signal !== undefined) return signalText(job.task.signal);
	return job.exit === 0 ? "Done" : `Exit ${job.exit}`;
}

function signalText(number: number): string {
	return signals.find((signal) => signal.number === number)?.text ?? `Signal ${number}`;
}

/** What a shell without job control says when it finds a job killed; of SIGINT and SIGTERM nothing (DONT_REPORT_SIGTERM). */
export function obituary(job: Job): string {
	const { signal } = job.task;
	if (signal === undefined || signal === SIGINT || signal === SIGTERM) return "";
	return `${job.pid} ${signalText(signal).padEnd(24)}${job.text}\n`;
}

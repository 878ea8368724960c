/**
 * Who runs now. The shell and its background jobs are tasks; exactly one of them runs at a time and keeps running until
 * it waits (sleep, wait, messages), so every run of a script goes the same way. When all wait, the virtual clock jumps to
 * the first sleeper: `sleep 30` costs nothing. Linux has kernel/sched/ here, bash its jobs.c.
 */

/** Why a waiting task goes on. "never": nothing can ever wake it; "killed": a signal did. */
export type Wake = "ready" | "killed" | "never";

export interface Clock {
	now(): number;
	/** Lets virtual time pass; what this causes may wake tasks. */
	advance(ms: number): void;
}

export class Task {
	/** The number of the signal that ends it. */
	signal: number | undefined;
	done = false;
	/** What is still to be said of it when it has been stopped. */
	note = "";
	/** The process that it is at this moment. */
	pid: number;
	/** The one that types, and that all others stand behind. */
	readonly foreground: boolean;
	readonly abort = new AbortController();
	/** Who waits for its end, and whom it takes along. */
	readonly watchers = new Set<Task>();
	readonly children = new Set<Task>();
	/** Goes on; set while it waits. */
	resume: ((why: Wake) => void) | undefined;
	until: number | undefined;
	idle = false;

	constructor(pid: number, foreground = false) {
		this.pid = pid;
		this.foreground = foreground;
	}
}

export class Schedule {
	current: Task | undefined;
	/** Errors of this program in tasks that ran beside the foreground. */
	readonly mistakes: unknown[] = [];
	private readonly clock: Clock;
	private ready: { task: Task; why: Wake }[] = [];
	/** In the order in which they began to wait. */
	private readonly waiting = new Set<Task>();

	constructor(clock: Clock) {
		this.clock = clock;
	}

	/** Runs a new task until it first waits; then the one that started it goes on. */
	start(task: Task, body: () => Promise<void>): Promise<void> {
		const parent = this.current;
		const back = parent === undefined ? Promise.resolve() : this.park(parent, true);
		this.current = task;
		const run = body().finally(() => this.finish(task));
		if (parent === undefined) return run;
		// nobody waits for this promise: a mistake of ours must still come out
		run.catch((error: unknown) => this.mistakes.push(error));
		return back.then(() => undefined);
	}

	/** Waits until woken, or until a time. A task with a signal waits no more. */
	async wait(task: Task, until?: number): Promise<Wake> {
		if (task.signal !== undefined) return "killed";
		task.until = until;
		const woken = this.park(task, false);
		this.next();
		const why = await woken;
		return task.signal === undefined ? why : "killed";
	}

	/** Waits until another has ended, signals or not; "never" when it cannot end. */
	async join(task: Task, other: Task, until?: number): Promise<Wake> {
		other.watchers.add(task);
		let why: Wake = "ready";
		while (!other.done && why === "ready" && (until === undefined || this.clock.now() < until)) {
			task.until = until;
			const woken = this.park(task, false);
			this.next();
			why = await woken;
			if (why === "killed" && task.signal !== undefined && other.signal !== undefined) why = "ready";
		}
		other.watchers.delete(task);
		return why;
	}

	/** Lets all others run that can run at this moment; time stands still. */
	async drain(task: Task): Promise<void> {
		if (this.ready.length === 0) return;
		task.idle = true;
		const woken = this.park(task, false);
		this.next();
		await woken;
		task.idle = false;
	}

	wake(task: Task, why: Wake = "ready"): void {
		if (!this.waiting.delete(task)) return;
		this.ready.push({ task, why });
	}

	/** Ends a task and all that it started. It unwinds when its turn comes. */
	kill(task: Task, signal: number): void {
		for (const child of task.children) this.kill(child, signal);
		if (task.done || task.signal !== undefined) return;
		task.signal = signal;
		task.abort.abort();
		this.wake(task, "killed");
	}

	private park(task: Task, first: boolean): Promise<Wake> {
		const { promise, resolve } = withResolver<Wake>();
		task.resume = resolve;
		if (first) this.ready.unshift({ task, why: "ready" });
		else this.waiting.add(task);
		return promise;
	}

	private finish(task: Task): void {
		task.done = true;
		for (const watcher of task.watchers) this.wake(watcher);
		// when the foreground has nothing more to do, time stands still
		if (task.foreground) this.current = undefined;
		else if (this.current === task) this.next();
	}

	private next(): void {
		this.current = undefined;
		const turn = this.ready.shift() ?? this.idler() ?? this.sleeper() ?? this.stuck();
		if (turn === undefined) return;
		const { task, why } = turn;
		this.waiting.delete(task);
		task.until = undefined;
		this.current = task;
		task.resume?.(why);
	}

	private idler(): { task: Task; why: Wake } | undefined {
		for (const task of this.waiting) if (task.idle) return { task, why: "ready" };
		return undefined;
	}

	private sleeper(): { task: Task; why: Wake } | undefined {
		let first: Task | undefined;
		for (const task of this.waiting)
			if (task.until !== undefined && task.until < (first?.until ?? Number.POSITIVE_INFINITY)) first = task;
		if (first?.until === undefined) return undefined;
		this.clock.advance(Math.max(0, first.until - this.clock.now()));
		// what the passing time caused comes before what waited for this very moment, and may have stopped the clock before it
		if (this.clock.now() >= first.until) this.wake(first);
		return this.ready.shift() ?? this.sleeper();
	}

	/** Everyone waits for something that nobody will do: the foreground, which started all, gives up. */
	private stuck(): { task: Task; why: Wake } | undefined {
		for (const task of this.waiting) if (task.foreground) return { task, why: "never" };
		return undefined;
	}
}

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
	let resolve: (value: T) => void = () => {};
	const promise = new Promise<T>((done) => {
		resolve = done;
	});
	return { promise, resolve };
}

/** System calls of one process, in the namespace where it is. machine.ts makes it. */
import type { Kernel } from "../../kernel/kernel.ts";
import type { Task } from "../../kernel/task.ts";
import type { Result } from "../../userland/process.ts";

/** Who makes the system calls. `netns` changes with setns(). */
export interface Caller {
	netns: number;
	readonly pid: number;
}

export interface Calls {
	readonly caller: Caller;
	/** As it is at this moment. */
	kernel(): Kernel;
	uid(): number;
	/** A call that the kernel may refuse. */
	ask<T>(body: (t: Task) => T): Result<T>;
	/** Several, one after the other. */
	askAll<T>(bodies: readonly ((t: Task) => T)[]): readonly Result<T>[];
	/** A call that cannot be refused. */
	get<T>(body: (t: Task) => T): T;
}

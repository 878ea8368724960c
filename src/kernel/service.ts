/**
 * Services: processes that live on between commands and act when something comes to one of their sockets. What they are is plain
 * data, so that a world with servers in it can be kept, undone and saved; what they do is a program of userland, which whoever
 * drives the machine runs when `runnable` names them.
 */
import { idDelete, idEntries, idGet, idSet } from "../net/id-map.ts";
import { emptyTrie } from "../net/trie.ts";
import type { Service } from "../uapi/service.ts";
import { endProcess, startProcess } from "./process.ts";
import { ownKernel, type Task } from "./task.ts";

/** fork() of a process that stays: gives its pid. */
export function startService(t: Task, netns: number, uid: number, service: Service): number {
	const pid = startProcess(t, netns, service.name.slice(0, 15), { uid });
	setService(t, pid, service);
	return pid;
}

export function setService(t: Task, pid: number, service: Service): void {
	ownKernel(t).services = idSet(t.kernel.services ?? emptyTrie(), pid, service);
}

export function listServices(t: Task): { pid: number; comm: string }[] {
	const { services, tasks } = t.kernel;
	return [...idEntries(services ?? emptyTrie<Service>())].map(([pid]) => ({
		pid,
		comm: idGet(tasks, pid)?.comm ?? "",
	}));
}

export function serviceOf(t: Task, pid: number): Service | undefined {
	return t.kernel.services && idGet(t.kernel.services, pid);
}

/** kill(): with it go its sockets. */
export function endService(t: Task, pid: number): void {
	const { services, runnable } = t.kernel;
	if (!services || !idGet(services, pid)) return;
	ownKernel(t).services = idDelete(services, pid);
	if (runnable) ownKernel(t).runnable = runnable.filter((other) => other !== pid);
	endProcess(t, pid);
}

/** Whose turn it is; undefined when nobody has anything to do. */
export function nextRunnable(t: Task): number | undefined {
	const [pid, ...runnable] = t.kernel.runnable ?? [];
	if (pid !== undefined) ownKernel(t).runnable = runnable;
	return pid;
}

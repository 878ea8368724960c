/** Processes, as far as anyone can see: a pid, a namespace, a name (`ip netns pids`, `/proc/PID/ns/net`). */
import { idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import { releaseNetns } from "./netns-life.ts";
import { closeSocketsOf } from "./socket.ts";
import type { Task } from "./task.ts";

/** fork(): gives the new pid. */
export function startProcess(t: Task, netns: number, comm: string, uid = 0): number {
	const pid = t.kernel.lastPid + 1;
	t.kernel = {
		...t.kernel,
		lastPid: pid,
		tasks: idSet(t.kernel.tasks, pid, { pid, netns, comm, ...(uid && { uid }) }),
	};
	return pid;
}

/** setns() of a process. */
export function moveProcess(t: Task, pid: number, netns: number): void {
	const task = idGet(t.kernel.tasks, pid);
	if (task) t.kernel = { ...t.kernel, tasks: idSet(t.kernel.tasks, pid, { ...task, netns }) };
}

/** setresuid() */
export function setUid(t: Task, pid: number, uid: number): void {
	const task = idGet(t.kernel.tasks, pid);
	if (task) t.kernel = { ...t.kernel, tasks: idSet(t.kernel.tasks, pid, { ...task, uid }) };
}

/** exit(): the last one out takes an unnamed namespace along. */
export function endProcess(t: Task, pid: number): void {
	const task = idGet(t.kernel.tasks, pid);
	if (!task) return;
	closeSocketsOf(t, pid);
	t.kernel = { ...t.kernel, tasks: idDelete(t.kernel.tasks, pid) };
	releaseNetns(t, task.netns);
}

export function pidsIn(t: Task, netns: number): number[] {
	return [...idValues(t.kernel.tasks)].filter((task) => task.netns === netns).map((task) => task.pid);
}

/** Processes, as far as anyone can see: a pid, a namespace, a name, a control group (`ip netns pids`, `/proc/PID/ns/net`). */
import { idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import type { Cgroup, TaskStruct } from "./kernel.ts";
import { releaseNetns } from "./netns-life.ts";
import { closeSocketsOf } from "./socket.ts";
import { ownKernel, type Task } from "./task.ts";

/** fork(): gives the new pid. A child is who its parent is, in the same control group. */
export function startProcess(
	t: Task,
	netns: number,
	comm: string,
	{ uid, cgroup }: Pick<TaskStruct, "uid" | "cgroup"> = {},
): number {
	const pid = t.kernel.lastPid + 1;
	const task: TaskStruct = { pid, netns, comm, ...(uid && { uid }), ...(cgroup && { cgroup }) };
	const kernel = ownKernel(t);
	kernel.lastPid = pid;
	kernel.tasks = idSet(kernel.tasks, pid, task);
	return pid;
}

function change(t: Task, pid: number, patch: Partial<TaskStruct>): void {
	const task = idGet(t.kernel.tasks, pid);
	if (task) ownKernel(t).tasks = idSet(t.kernel.tasks, pid, { ...task, ...patch });
}

/** setns() of a process. */
export function moveProcess(t: Task, pid: number, netns: number): void {
	change(t, pid, { netns });
}

/** execve(): another program, and so another name. */
export function renameProcess(t: Task, pid: number, comm: string): void {
	change(t, pid, { comm });
}

/** A pid is written to the group's cgroup.procs. */
export function joinCgroup(t: Task, pid: number, cgroup: Cgroup): void {
	change(t, pid, { cgroup });
}

export function cgroupOf(t: Task, pid: number): Cgroup | undefined {
	return idGet(t.kernel.tasks, pid)?.cgroup;
}

export function cgroupMembers(t: Task, path: string): TaskStruct[] {
	return [...idValues(t.kernel.tasks)].filter(({ cgroup }) => cgroup?.path === path);
}

/** setresuid() */
export function setUid(t: Task, pid: number, uid: number): void {
	change(t, pid, { uid });
}

/** exit(): the last one out takes an unnamed namespace along. */
export function endProcess(t: Task, pid: number): void {
	const task = idGet(t.kernel.tasks, pid);
	if (!task) return;
	closeSocketsOf(t, pid);
	ownKernel(t).tasks = idDelete(t.kernel.tasks, pid);
	releaseNetns(t, task.netns);
}

export function pidsIn(t: Task, netns: number): number[] {
	return [...idValues(t.kernel.tasks)].filter((task) => task.netns === netns).map((task) => task.pid);
}

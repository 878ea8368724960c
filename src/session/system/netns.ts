/** What a process does with network namespaces, their names and control groups: kernel/netns.ts and its neighbours. */
import * as syscall from "../../kernel/syscall.ts";
import { type NetnsFd, NO_NETNS } from "../../uapi/message.ts";
import type { System } from "../../userland/process.ts";
import type { Calls } from "./calls.ts";

type NetnsCalls = Pick<
	System,
	| "openNetns"
	| "openNetnsOfPid"
	| "setns"
	| "listNetns"
	| "createNetns"
	| "createNetnsFile"
	| "unlinkNetns"
	| "removeNetns"
	| "attachNetns"
	| "sameNetns"
	| "pidsIn"
	| "currentNetns"
	| "cgroupOf"
	| "cgroupMembers"
	| "joinCgroup"
>;

export function netnsCalls({ caller, kernel, ask, get }: Calls): NetnsCalls {
	const fd = (netns: number) => netns as NetnsFd;
	let ownMounts = false;
	return {
		openNetns: (name) => ask((t) => fd(syscall.openNetns(t, name))),
		openNetnsOfPid: (pid) => ask((t) => fd(syscall.openNetnsOfPid(t, pid))),
		setns(netns) {
			if (netns === NO_NETNS) return { errno: "EINVAL" };
			ownMounts = true;
			caller.netns = netns;
			return ask((t) => syscall.moveProcess(t, caller.pid, netns));
		},
		listNetns: () => syscall.listNamed(kernel()),
		createNetns: (name) => ask((t) => (ownMounts ? syscall.createFile : syscall.createNamed)(t, name)),
		createNetnsFile: (name) => ask((t) => syscall.createFile(t, name)),
		unlinkNetns: (name) => ask((t) => syscall.unlinkNamed(t, name)),
		removeNetns: (name) => ask((t) => syscall.removeNamed(t, name)),
		attachNetns: (name, pid) => ask((t) => syscall.attachNamed(t, name, pid)),
		sameNetns: (a, b) => a === b,
		pidsIn: (netns) => get((t) => syscall.pidsIn(t, netns)),
		currentNetns: () => fd(caller.netns),
		cgroupOf: (pid) =>
			ask((t) => {
				syscall.openNetnsOfPid(t, pid);
				return syscall.cgroupOf(t, pid) ?? { path: "/", device: 0 };
			}),
		cgroupMembers: (path) => get((t) => syscall.cgroupMembers(t, path)),
		joinCgroup: (cgroup) => get((t) => syscall.joinCgroup(t, caller.pid, cgroup)),
	};
}

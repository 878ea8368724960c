/** What a process asks of devices and settings beside rtnetlink: ioctl(2), /proc/sys and what files of /proc and /sys tell. */
import * as syscall from "../../kernel/syscall.ts";
import type { System } from "../../userland/process.ts";
import type { Calls } from "./calls.ts";

type DeviceCalls = Pick<
	System,
	| "readSysctl"
	| "writeSysctl"
	| "listSysctls"
	| "bonds"
	| "memberships"
	| "netdevs"
	| "mib"
	| "changeMembership"
	| "tuntap"
	| "sit"
	| "tunnel"
	| "tunDevices"
>;

export function deviceCalls({ caller, uid, ask, get }: Calls): DeviceCalls {
	return {
		readSysctl: (path) => ask((t) => syscall.readSysctl(t, path)),
		writeSysctl: (path, value) => ask((t) => syscall.writeSysctl(t, path, value)),
		bonds: () => get((t) => syscall.listBonds(t)),
		memberships: () => get((t) => syscall.listMemberships(t)),
		netdevs: () => get((t) => syscall.listNetdevs(t)),
		mib: () => get((t) => syscall.readMib(t, caller.netns)),
		changeMembership: (name, lladdr, add) =>
			uid() === 0 ? ask((t) => syscall.changeMembership(t, name, lladdr, add)) : { errno: "EPERM" },
		listSysctls: () => get((t) => syscall.listSysctls(t)),
		tuntap: (request) => ask((t) => syscall.tuntap(t, request)),
		sit: (request) => ask((t) => syscall.sitIoctl(t, request)),
		tunnel: (request) => ask((t) => syscall.tunnelIoctl(t, request)),
		tunDevices: () => get((t) => syscall.tunDevices(t)),
	};
}

/**
 * The kernel as one immutable value: namespaces, devices, timers, the clock and the dice. A system call gives the next
 * value and leaves the old one alone (task.ts). All maps that grow with the user's data are persistent tries.
 */

import type { IdMap } from "../net/id-map.ts";
import { emptyTrie, type Trie } from "../net/trie.ts";
import type { LinkStats } from "../uapi/message.ts";
import type { Service } from "../uapi/service.ts";
import type { Device } from "./device.ts";
import type { LinkWatch } from "./link-watch.ts";
import type { Counters } from "./mib/counters.ts";
import type { Netns } from "./netns.ts";
import type { PathState } from "./path/state.ts";
import type { ProfileName } from "./profile.ts";
import type { Socket } from "./socket.ts";
import type { Timer } from "./timer.ts";

export interface Kernel {
	readonly profile: ProfileName;
	/** The tunnel modules are loaded, and namespaces have their fallback devices (net.core.fb_tunnels_only_for_init_net 0). */
	readonly fallbackTunnels?: true;
	/** Milliseconds since boot. */
	readonly now: number;
	/** Milliseconds from 1970 to boot. */
	readonly epoch: number;
	/** State of the dice: MAC addresses, DAD delays. */
	readonly seed: number;
	readonly netns: IdMap<Netns>;
	readonly lastNetns: number;
	readonly devices: IdMap<Device>;
	readonly lastDevice: number;
	/** What has gone through devices, by id; missing until there is something (counter.ts). */
	readonly stats?: IdMap<LinkStats>;
	/** Ids of those that stand on a device, oldest first; missing while nothing stands on anything. */
	readonly uppers?: IdMap<readonly number[]>;
	/** What link watch has to do; missing until there was something. */
	readonly linkWatch?: LinkWatch;
	/** What namespaces have counted of packets, by id; missing until there was one (mib/mib.ts). */
	readonly mib?: IdMap<Counters>;
	/** What namespaces remember of packets, by id; missing until there is something (path/state.ts). */
	readonly path?: IdMap<PathState>;
	/** By time and number (timer.ts). */
	readonly timers: Trie<Timer>;
	readonly lastTimer: number;
	/** Names bound in /run/netns, oldest first; missing until the first is made. */
	readonly mounts?: readonly NetnsMount[];
	/** Processes by pid; pid 1 is the one that was there first. */
	readonly tasks: IdMap<TaskStruct>;
	readonly lastPid: number;
	/** Sockets by number; a process's own are closed when it ends (socket.ts). */
	readonly sockets: IdMap<Socket>;
	readonly lastSocket: number;
	/** Processes that stay between commands, and those of them that have something to do; missing until there is one (service.ts). */
	readonly services?: IdMap<Service>;
	readonly runnable?: readonly number[];
}

/** A file of /run/netns. */
export interface NetnsMount {
	readonly name: string;
	/** Missing where the mount was one process's own, and went with it; or where somebody made a mere file. */
	readonly netns?: number;
}

/** struct task_struct, as far as anyone can see. */
export interface TaskStruct {
	readonly pid: number;
	readonly netns: number;
	readonly comm: string;
	/** Missing for root. */
	readonly uid?: number;
	readonly cgroup?: Cgroup;
}

/** The control group of a process, where it is not the root: all that is made of it is `ip vrf exec`. */
export interface Cgroup {
	readonly path: string;
	/** Index of the device that new sockets are bound to (the group's program for BPF_CGROUP_INET_SOCK_CREATE). */
	readonly device: number;
}

/** A kernel with nothing in it; boot.ts puts in the first namespace. */
export function emptyKernel(profile: ProfileName, seed: number, epoch: number): Kernel {
	return {
		profile,
		now: 0,
		epoch,
		seed,
		netns: emptyTrie(),
		lastNetns: 0,
		devices: emptyTrie(),
		lastDevice: 0,
		timers: emptyTrie(),
		lastTimer: 0,
		tasks: emptyTrie(),
		lastPid: 0,
		sockets: emptyTrie(),
		lastSocket: 0,
	};
}

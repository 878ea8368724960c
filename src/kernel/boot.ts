/** A kernel that has just started: one namespace with lo in it, and process 1; plugCard() gives it a network card. */
import { createDevice } from "./create.ts";
import { virtio } from "./drivers/virtio.ts";
import { emptyKernel, type Kernel } from "./kernel.ts";
import { newNetns } from "./netns-life.ts";
import { startProcess } from "./process.ts";
import type { ProfileName } from "./profile.ts";
import { beginTask } from "./task.ts";

export interface BootOptions {
	readonly profile: ProfileName;
	/** Seed of the dice: the same seed replays the same MAC addresses. */
	readonly seed: number;
	/** Milliseconds from 1970 to boot. */
	readonly epoch: number;
	/** The tunnel modules are loaded: every namespace has tunl0, gre0, sit0 … */
	readonly fallbackTunnels?: boolean;
}

/** Pids that have been given out before anyone types: that of the shell, and those of what set the machine up. */
const bootPids = 7;

/** The id of the namespace that is there at boot. */
export const initNetns = 1;

export function bootKernel({ profile, seed, epoch, fallbackTunnels }: BootOptions): Kernel {
	const empty = emptyKernel(profile, seed, epoch);
	const t = beginTask(fallbackTunnels ? { ...empty, fallbackTunnels } : empty, initNetns);
	newNetns(t);
	startProcess(t, initNetns, "bash");
	return { ...t.kernel, lastPid: bootPids };
}

/** Finds a card at boot, down, as udev would name it. */
export function plugCard(kernel: Kernel, ifname: string, address: string): Kernel {
	const t = beginTask(kernel, initNetns);
	createDevice(t, virtio, { netns: initNetns, index: 0, ifiFlags: 0, ifiChange: 0, attrs: { ifname, address } });
	return t.kernel;
}

/**
 * `follow COMMAND`: runs a command and tells which way its packets took, from the kernel's own steps (kernel/path/step.ts) and
 * from the counters before and after.
 */
import { type Followed, followPage, type Moved, type Passage } from "../explain/follow/page.ts";
import type { Lang } from "../explain/text.ts";
import { statsOf } from "../kernel/counter.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Step } from "../kernel/path/step.ts";
import { idGet, idValues } from "../net/id-map.ts";
import { initNetns, type Machine } from "./machine.ts";

/** What was seen so far: what the packets met, and how the world was before. */
export interface Following {
	readonly before: Kernel;
	readonly steps: Step[];
	readonly outer: Step[] | undefined;
}

export function beginFollow(machine: Machine): Following {
	const following = { before: machine.world.kernel, steps: [], outer: machine.trace };
	machine.trace = following.steps;
	return following;
}

export function endFollow(
	machine: Machine,
	{ before, steps, outer }: Following,
	style: { lang: Lang; width: number },
): string {
	machine.trace = outer;
	const after = machine.world.kernel;
	const followed: Followed = {
		passages: steps.map((step) => passageOf(after, step)),
		moved: movedBetween(before, after),
	};
	return followPage(followed, style);
}

function nameOf({ mounts = [] }: Kernel, netns: number): string {
	return netns === initNetns ? "" : (mounts.find((mount) => mount.netns === netns)?.name ?? `netns ${netns}`);
}

function passageOf(kernel: Kernel, { netns, device: id, at, what, why, packet }: Step): Passage {
	const device = id === undefined ? undefined : idGet(kernel.devices, id);
	return { netns: nameOf(kernel, netns), device: device?.name, kind: device?.kind, at, what, why, packet };
}

const counted = ["rxPackets", "rxBytes", "txPackets", "txBytes"] as const;

function movedBetween(before: Kernel, after: Kernel): Moved[] {
	return [...idValues(after.devices)].flatMap(({ id, netns, name }) => {
		const [stats, old] = [statsOf(after, id), statsOf(before, id)];
		const grown = Object.fromEntries(counted.map((key) => [key, stats[key] - old[key]])) as Record<
			(typeof counted)[number],
			number
		>;
		return counted.some((key) => grown[key] > 0) ? [{ netns: nameOf(after, netns), device: name, ...grown }] : [];
	});
}

/** A neighbour as a message: net/core/neighbour.c neigh_fill_info(). */
import { familyOf } from "../net/addr.ts";
import { type Ndmsg, NTF_EXT_MANAGED } from "../uapi/neighbour.ts";
import { NUD_VALID } from "../uapi/nud.ts";
import type { Device } from "./device.ts";
import type { Neighbour } from "./neigh.ts";
import { notify, type Task } from "./task.ts";

export function announce(t: Task, device: Device, neighbour: Neighbour): void {
	notify(t, device.netns, { type: "RTM_NEWNEIGH", neigh: fillNeighbour(t, device, neighbour) });
}

/** neigh_fill_info() */
export function fillNeighbour(t: Task, device: Device, neighbour: Neighbour): Ndmsg {
	const { dst, state, flags, managed, type, lladdr, probes, protocol, due } = neighbour;
	const age = (since: number) => Math.floor((t.kernel.now - since) / 10);
	return {
		family: familyOf(dst),
		ifindex: device.index,
		state,
		flags,
		...(managed && { flagsExt: NTF_EXT_MANAGED }),
		ndmType: type,
		dst,
		...(state & NUD_VALID && lladdr !== undefined && { lladdr }),
		probes,
		cacheinfo: {
			confirmed: age(neighbour.confirmed),
			used: age(neighbour.used),
			updated: age(neighbour.updated),
			refcnt: due === undefined ? 0 : 1,
		},
		...(protocol && { protocol }),
	};
}

/**
 * What happened to a packet, as data: at which function of the kernel, what was decided, and by which rule. `iplab why` reads
 * the list; when nobody asks, a step costs one comparison.
 */
import type { What } from "../../uapi/packet.ts";
import type { Task } from "../task.ts";
import type { Packet } from "./packet.ts";

export interface Step {
	readonly netns: number;
	/** Id of the device it happened on. */
	readonly device?: number;
	/** The kernel's function, e.g. `ip_forward`. */
	readonly at: string;
	readonly what: What;
	/** The rule, in the field's own words: `rp_filter`, `ttl`, a route type, an errno. */
	readonly why?: string;
	readonly packet: Packet;
}

export function note(t: Task, step: Step): void {
	t.trace?.push(step);
}

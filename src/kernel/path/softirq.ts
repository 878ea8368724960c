/**
 * The worklist of the model's network: frames that have arrived and wait to be received (net/core/dev.c netif_rx(),
 * process_backlog()). Sending only queues, so a chain of routers, a loop of bridges or a host talking to itself is a loop
 * here and never a recursion. Everything on the list is over before the system call or timer that began it.
 */
import { beginDetections } from "../dad.ts";
import { runLinkWatch } from "../link-watch.ts";
import { foldCounters, type Task } from "../task.ts";
import type { Frame } from "./packet.ts";
import { receive } from "./receive.ts";

export interface Arrival {
	/** Id of the device. */
	readonly device: number;
	readonly frame: Frame;
	/** A copy of what the device sends to a group that this host is in (dev_loopback_xmit). */
	readonly looped?: true;
	readonly forHost?: true;
}

export function netifRx(t: Task, arrival: Arrival): void {
	t.backlog.push(arrival);
}

/** Bridges in a ring without STP, say: a real machine would be busy for ever. */
const storm = 20_000;

function runBacklog(t: Task): void {
	for (let n = 0; n < storm; n++) {
		const arrival = t.backlog.shift();
		if (!arrival) return;
		receive(t, arrival);
	}
	t.backlog.length = 0;
}

/** What a call or a timer has set off comes to its end: new addresses, carriers, then packets, until nothing moves. */
export function settle(t: Task): void {
	while (t.undetected.length > 0 || t.watched.length > 0 || t.backlog.length > 0) {
		beginDetections(t);
		runLinkWatch(t);
		runBacklog(t);
	}
	foldCounters(t);
}

/** The virtual clock: moves time on and fires what has become due, in order. `sleep 2` costs nothing, and DAD is over. */

import { idGet } from "../net/id-map.ts";
import { byAddress } from "../net/trie.ts";
import { checkLifetime4 } from "./address4.ts";
import { checkLifetime6 } from "./address6-life.ts";
import { ringAlarm } from "./alarm.ts";
import { dadTimeout } from "./dad.ts";
import { linkWatchTimer } from "./link-watch.ts";
import { neighbourTimer } from "./neigh-timer.ts";
import { settle } from "./path/softirq.ts";
import { expireRoutes6 } from "./setroute6.ts";
import { ownKernel, type Task } from "./task.ts";
import { ringTcp } from "./tcp/timer.ts";
import { stopTimer, type Timer } from "./timer.ts";

function nextTimer(t: Task): Timer | undefined {
	for (const { value } of byAddress(t.kernel.timers)) return value;
	return undefined;
}

function fire(t: Task, timer: Timer): void {
	if ("device" in timer && !idGet(t.kernel.devices, timer.device)) return;
	switch (timer.kind) {
		case "dad":
			return dadTimeout(t, timer.device, timer.addr);
		case "lifetime4":
			return checkLifetime4(t, timer.device);
		case "lifetime6":
			return checkLifetime6(t, timer.device);
		case "route6":
			if (idGet(t.kernel.netns, timer.netns)) expireRoutes6(t, timer.netns, timer.place);
			return;
		case "neigh":
			return neighbourTimer(t, timer.device, timer.dst);
		case "tcp":
			return ringTcp(t, timer);
		case "linkwatch":
			return linkWatchTimer(t);
		case "alarm":
			return ringAlarm(t, timer);
		default:
			timer satisfies never;
	}
}

/** Lets `ms` pass, or less when `stop` says so after something has happened. */
export function advance(t: Task, ms: number, stop?: (t: Task) => boolean): void {
	const end = t.kernel.now + ms;
	settle(t);
	for (let timer = nextTimer(t); timer && timer.at <= end; timer = nextTimer(t)) {
		ownKernel(t).now = Math.max(t.kernel.now, timer.at);
		stopTimer(t, timer);
		fire(t, timer);
		settle(t);
		if (stop?.(t)) return;
	}
	ownKernel(t).now = end;
}

/** What routes, next hop objects and neighbours do when something happens to a device: the notifiers of the C, in its order. */
import type { Device } from "./device.ts";
import type { NetdevEvent } from "./drivers/driver.ts";
import { syncCarrier4 } from "./fib4-state.ts";
import { carrierNeighbours, forgetNeighbours } from "./neigh-event.ts";
import { flushNexthops } from "./nexthop.ts";
import { collectRoutes6 } from "./setroute6.ts";
import type { Task } from "./task.ts";

/** Up and down of routes stand where the event is made (link.ts), between what addresses do. */
export function noticeDevice(t: Task, device: Device, event: NetdevEvent): void {
	switch (event) {
		case "change":
			carrierNeighbours(t, device);
			syncCarrier4(t, device);
			if (!device.carrier) flushNexthops(t, device, "change");
			return;
		case "changeAddress":
			forgetNeighbours(t, device);
			return collectRoutes6(t, device.netns);
		case "down":
			flushNexthops(t, device, "down");
			return collectRoutes6(t, device.netns);
		case "unregister":
		case "move":
			forgetNeighbours(t, device);
			return flushNexthops(t, device, "unregister");
		default:
	}
}

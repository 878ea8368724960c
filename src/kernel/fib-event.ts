/** What routes, next hop objects and neighbours do when something happens to a device: the notifiers of the C, in its order. */
import type { Device } from "./device.ts";
import { syncCarrier4 } from "./fib4-state.ts";
import { syncCarrier6 } from "./fib6-state.ts";
import { carrierNeighbours } from "./neigh.ts";
import { flushNexthops } from "./nexthop.ts";
import type { Task } from "./task.ts";

/** NETDEV_CHANGE of a device that is up: its carrier may have come or gone. */
export function changedDevice(t: Task, device: Device): void {
	carrierNeighbours(t, device);
	syncCarrier4(t, device);
	syncCarrier6(t, device);
	if (!device.carrier) flushNexthops(t, device, "change");
}

/**
 * Which of its addresses a host puts into a packet as the source, when neither program nor route says: net/ipv4/devinet.c
 * inet_select_addr(). Here a scope decides: an address may serve for routes that reach no further than it does.
 */
import type { Addr } from "../net/addr.ts";
import { contains } from "../net/prefix.ts";
import type { SourceFate } from "../uapi/reason.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK } from "../uapi/scope.ts";
import { addrs4, type Ifa4, isSecondary, network } from "./address4.ts";
import type { Device } from "./device.ts";
import { l3mdevMaster } from "./l3mdev.ts";
import { devicesOf, netnsOf, type Task } from "./task.ts";

/** The device's first primary that is wide enough, and in the destination's network if one is; then any other device's. */
export function selectAddr4(t: Task, device: Device, dst: Addr | undefined, scope: number): Addr | undefined {
	const net = netnsOf(t, device.netns);
	const routesLocalnet = Boolean(net.conf4.all.routeLocalnet || device.inet?.conf.routeLocalnet);
	const own = pick(addrs4(device), dst, scope, routesLocalnet);
	const chosen = own ?? elsewhere(t, device, scope);
	t.reasons?.push({
		step: "select",
		dev: device.name,
		scope,
		...(dst !== undefined && { toward: dst }),
		sources: [...devicesOf(t, device.netns)].flatMap((other) =>
			addrs4(other)
				.filter((ifa) => ifa === chosen || other.id === device.id || !own)
				.map((ifa) => ({ addr: ifa.local, dev: other.name, fate: fateOf(ifa, chosen, scope) })),
		),
	});
	return chosen?.local;
}

/** Of the same layer 3 domain, whose VRF device stands for lo and goes first. */
function elsewhere(t: Task, device: Device, scope: number): Ifa4 | undefined {
	const master = l3mdevMaster(t, device);
	const others = [...devicesOf(t, device.netns)].filter((other) => l3mdevMaster(t, other)?.id === master?.id);
	for (const other of master ? [master, ...others] : others) {
		const found = addrs4(other).find((ifa) => !isSecondary(ifa) && ifa.scope !== RT_SCOPE_LINK && ifa.scope <= scope);
		if (found) return found;
	}
	return undefined;
}

function fateOf(ifa: Ifa4, chosen: Ifa4 | undefined, scope: number): SourceFate {
	if (ifa === chosen) return "chosen";
	if (isSecondary(ifa)) return "secondary";
	return ifa.scope > scope ? "narrow" : "later";
}

function pick(list: readonly Ifa4[], dst: Addr | undefined, scope: number, routesLocalnet: boolean): Ifa4 | undefined {
	// route_localnet lets a host address stand for its link.
	const reach = (ifa: Ifa4) => (routesLocalnet && ifa.scope === RT_SCOPE_HOST ? RT_SCOPE_LINK : ifa.scope);
	const fit = list.filter((ifa) => !isSecondary(ifa) && reach(ifa) <= scope);
	return (dst !== undefined && fit.find((ifa) => contains(network(ifa), dst))) || fit[0];
}

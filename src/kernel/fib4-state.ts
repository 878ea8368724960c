/**
 * What happens to IPv4 routes when a device or an address goes away or comes back: net/ipv4/fib_frontend.c
 * fib_disable_ip(), net/ipv4/fib_semantics.c fib_sync_down_dev(), fib_sync_up() and fib_sync_down_addr(). Next hops are
 * marked; then the tables are walked once, and only if some route has lost its last one.
 */
import type { Addr } from "../net/addr.ts";
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { RT_SCOPE_NOWHERE } from "../uapi/scope.ts";
import { RT_TABLE_MAIN } from "../uapi/table.ts";
import { type Device, isUp } from "./device.ts";
import { changeInfos4, type FibInfo, type Nexthop4 } from "./fib4.ts";
import { flushDead4 } from "./fib4-insert.ts";
import { fillRoute4 } from "./fib4-message.ts";
import { l3mdevTable } from "./l3mdev.ts";
import { ifdownNeighbours } from "./neigh-event.ts";
import { dealt4 } from "./share.ts";
import { netnsOf, notify, setNetns, type Task } from "./task.ts";

type Why = "down" | "unregister" | "change";

/** fib_sync_down_dev(): `everything` takes next hops of scope nowhere (those of local addresses) along. */
function syncDown(info: FibInfo, index: number, why: Why, everything: boolean): FibInfo {
	const state = why === "change" ? RTNH_F_LINKDOWN : RTNH_F_DEAD | RTNH_F_LINKDOWN;
	const hit = (hop: Nexthop4) => hop.oif === index && (everything || hop.scope !== RT_SCOPE_NOWHERE);
	if (!info.nexthops.some(hit)) return info;
	let down = 0;
	const nexthops = info.nexthops.map((hop) => {
		if (hop.flags & RTNH_F_DEAD) down++;
		else if (hit(hop)) {
			down++;
			return { ...hop, flags: hop.flags | state };
		}
		return hop;
	});
	// A multipath route that has lost one of its devices for good is gone as a whole.
	const all = down === nexthops.length || (why === "unregister" && nexthops.some((hop) => hop.oif === index));
	return { ...info, nexthops, flags: all ? info.flags | state : info.flags };
}

/** fib_sync_up(): what `state` took away comes back. */
function syncUp(info: FibInfo, device: Device, state: number): FibInfo {
	const revives = (hop: Nexthop4) => hop.oif === device.index && (hop.flags & state) !== 0 && device.inet !== undefined;
	if (!info.nexthops.some(revives)) return info;
	const nexthops = info.nexthops.map((hop) => (revives(hop) ? { ...hop, flags: hop.flags & ~state } : hop));
	return { ...info, nexthops, flags: info.flags & ~state };
}

/** Routes with a next hop there, and the shares of each dealt anew, whether or not anything else is different now. */
function changeThrough(t: Task, { netns, index }: Device, next: (info: FibInfo) => FibInfo): void {
	change(t, netns, (info) =>
		info.nhid === undefined && info.nexthops.some(({ oif }) => oif === index) ? dealt4(t, netns, next(info)) : info,
	);
}

function change(t: Task, netns: number, next: (info: FibInfo) => FibInfo): void {
	const { fib4 } = netnsOf(t, netns);
	const changed = changeInfos4(fib4, next);
	if (changed !== fib4) setNetns(t, netns, { fib4: changed });
}

/** fib_flush(): routes that have become dead are gone; nobody is told, unless they died with their source address. */
export function flushRoutes4(t: Task, netns: number, tell: "tell" | "silently" = "silently"): void {
	const { fib4 } = netnsOf(t, netns);
	const next = flushDead4(fib4, (route) => {
		if (tell === "tell") notify(t, netns, { type: "RTM_DELROUTE", route: fillRoute4(t, netns, route) });
	});
	if (next !== fib4) setNetns(t, netns, { fib4: next });
}

/**
 * A device is down (or has lost its last address, or is going away: `force`): its next hops are dead, and a route without a
 * living one is gone. Local addresses, whose next hop has scope nowhere, outlive a mere down.
 */
export function disableIp(t: Task, device: Device, force: "force" | "down" | "unregister"): void {
	let lost = false;
	changeThrough(t, device, (info) => {
		const next = syncDown(info, device.index, force === "unregister" ? "unregister" : "down", force !== "down");
		lost ||= next !== info && (next.flags & RTNH_F_DEAD) !== 0;
		return next;
	});
	if (lost) flushRoutes4(t, device.netns);
	ifdownNeighbours(t, device, "inet");
}

/** An address has come (fib_inetaddr_event). */
export function reviveByAddress(t: Task, device: Device): void {
	if (netnsOf(t, device.netns).multipath4) reviveNexthops(t, device);
}

/** A device is up again, or has an address again: the dead next hops of multipath routes live. */
export function reviveNexthops(t: Task, device: Device): void {
	if (!isUp(device)) return;
	const state = device.carrier ? RTNH_F_DEAD | RTNH_F_LINKDOWN : RTNH_F_DEAD;
	changeThrough(t, device, (info) => syncUp(info, device, state));
}

/** The carrier of a device that is up has come or gone (fib_netdev_event, NETDEV_CHANGE). */
export function syncCarrier4(t: Task, device: Device): void {
	if (!isUp(device)) return;
	changeThrough(t, device, (info) =>
		device.carrier ? syncUp(info, device, RTNH_F_LINKDOWN) : syncDown(info, device.index, "change", false),
	);
}

/** An address is no longer local: the routes that prefer it as their source are gone (fib_sync_down_addr). */
export function dropPrefsrc(t: Task, device: Device, addr: Addr): void {
	const table = l3mdevTable(t, device) ?? RT_TABLE_MAIN;
	let lost = false;
	change(t, device.netns, (info) => {
		if (info.prefsrc !== addr || info.table !== table) return info;
		lost = true;
		return { ...info, flags: info.flags | RTNH_F_DEAD };
	});
	if (lost) flushRoutes4(t, device.netns, "tell");
}

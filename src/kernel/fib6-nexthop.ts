/**
 * Whether an IPv6 next hop can be one: net/ipv6/route.c fib6_nh_init(), ip6_validate_gw(). IPv4 routes through an IPv6
 * gateway and next hop objects are checked here too.
 */
import { type Addr, isLinkLocal, isMulticast } from "../net/addr.ts";
import { RTNH_F_ONLINK } from "../uapi/message.ts";
import { RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_TABLE_MAIN } from "../uapi/table.ts";
import { isOwnGateway6 } from "./check-address6.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { type Found6, fibLookup6, tableLookup6 } from "./fib6-lookup.ts";
import { carriesNothing } from "./fib6-type.ts";
import { l3mdevTable } from "./l3mdev.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, netnsOf, type Task } from "./task.ts";

export interface Way6 {
	readonly oif?: number;
	readonly gateway?: Addr;
}

/** What the next hop is for: a route in this table, asked for with these RTNH_F_*. */
export interface Purpose6 {
	readonly table: number;
	readonly flags: number;
}

/** What fib6_nh_init() asks of any device that is named, even for a route that carries nothing. */
export function checkGiven6(t: Task, flags: number, oif: number | undefined): Device | undefined {
	const given = oif ? deviceByIndex(t, t.netns, oif) : undefined;
	if (oif && !given?.inet6) throw new Refusal("ENODEV");
	if (flags & RTNH_F_ONLINK) {
		if (!given) throw new Refusal("ENODEV", "Nexthop device required for onlink");
		if (!isUp(given)) throw new Refusal("ENETDOWN", "Nexthop device is not up");
	}
	return given;
}

/** The device that the way leaves by. Throws what the kernel refuses. */
export function checkNexthop6(t: Task, purpose: Purpose6, { oif, gateway }: Way6): Device {
	const given = checkGiven6(t, purpose.flags, oif);
	const device = gateway === undefined ? given : throughGateway(t, purpose, gateway, given);
	if (!device) throw new Refusal("ENODEV");
	if (!device.inet6 || device.inet6.conf.disableIpv6) throw new Refusal("EACCES", "IPv6 is disabled on nexthop device");
	if (!isUp(device)) throw new Refusal("ENETDOWN", "Nexthop device is not up");
	return device;
}

/** ip6_validate_gw() */
function throughGateway(t: Task, purpose: Purpose6, gateway: Addr, given: Device | undefined): Device {
	if (given && isOwnGateway6(t, t.netns, gateway, given)) throw ownGateway();
	const device = isLinkLocal(gateway) ? given : search(t, purpose, gateway, given);
	if (!device) throw new Refusal("EINVAL", "Egress device not specified");
	if (isLoopbackDevice(device)) throw new Refusal("EINVAL", "Egress device can not be loopback device for this route");
	if (!given && isOwnGateway6(t, t.netns, gateway, device)) throw ownGateway();
	return device;
}

function ownGateway(): Refusal {
	return new Refusal("EINVAL", "Gateway can not be a local address");
}

function search(t: Task, purpose: Purpose6, gateway: Addr, given: Device | undefined): Device {
	if (gateway === "::" || isMulticast(gateway)) throw new Refusal("EINVAL", "Invalid gateway address");
	return purpose.flags & RTNH_F_ONLINK && given ? asserted(t, gateway, given) : reachable(t, purpose, gateway, given);
}

/** ip6_route_check_nh_onlink(): no route may say that it is elsewhere; one by the same device is preferred. */
function asserted(t: Task, gateway: Addr, device: Device): Device {
	const table = l3mdevTable(t, device) ?? RT_TABLE_MAIN;
	const flow = { ...flowTo(gateway, device.index), strict: false, ignoreLinkstate: true };
	const found = tableLookup6(t, netnsOf(t, t.netns), table, flow);
	const contradicts =
		found &&
		!carriesNothing(found.route, found.hop.oif) &&
		found.route.dst.addr !== "::" &&
		(found.route.type !== RTN_UNICAST || found.hop.oif !== device.index);
	if (contradicts) throw new Refusal("EINVAL", "Nexthop has invalid gateway or device mismatch");
	return device;
}

/** Nothing is sent yet: a rule that wants packets of lo does not match. */
function flowTo(daddr: Addr, oif: number) {
	return { daddr, oif, iif: 0, tos: 0, strict: oif !== 0 };
}

/** ip6_route_check_nh(): the gateway must be on a link: in the route's own table, else anywhere. */
function reachable(t: Task, { table }: Purpose6, gateway: Addr, given: Device | undefined): Device {
	const flow = { ...flowTo(gateway, given?.index ?? 0), ignoreLinkstate: true };
	const isDirect = (found: Found6) => !carriesNothing(found.route, found.hop.oif) && found.hop.gateway === undefined;
	const own = tableLookup6(t, netnsOf(t, t.netns), table, flow);
	const first = own && isDirect(own) && (!given || own.hop.oif === given.index) ? own : undefined;
	const found = first ?? fibLookup6(t, t.netns, flow);
	if (typeof found === "string" || !isDirect(found)) throw new Refusal("EHOSTUNREACH");
	const device = deviceByIndex(t, t.netns, found.hop.oif);
	if (!device || (given && device.id !== given.id)) throw new Refusal("EHOSTUNREACH");
	return device;
}

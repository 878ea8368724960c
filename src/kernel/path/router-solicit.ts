/**
 * A host asks for routers: net/ipv6/addrconf.c addrconf_dad_completed(), addrconf_rs_timer(). It goes on asking, ever more
 * rarely, until one answers, and here none does (RFC 7559). What a router learns from the question is in ndisc.ts.
 */
import { IFF_LOOPBACK } from "../../uapi/link-flags.ts";
import { RT_SCOPE_LINK } from "../../uapi/scope.ts";
import { addrs6, isTentative } from "../address6.ts";
import { clearAlarm, setAlarm } from "../alarm.ts";
import { type Device, isUp } from "../device.ts";
import { chance, deviceOf, setDevice, type Task } from "../task.ts";
import { sendRouterSolicitation } from "./ndisc.ts";

/** RTR_SOLICITATION_INTERVAL, router_solicitation_max_interval */
const first = 4000;
const longest = 3_600_000;
const name = "inet6.router";

/** rfc3315_s14_backoff_init(): give or take a tenth. */
function about(t: Task, ms: number): number {
	return ms * (0.9 + chance(t) * 0.2);
}

/** ipv6_accept_ra(): routers do not ask for routers, unless they are told to (accept_ra 2). */
function asks({ inet6 }: Device): boolean {
	if (!inet6) return false;
	const { forwarding, acceptRa } = inet6.conf;
	return forwarding ? acceptRa === 2 : acceptRa > 0;
}

/** router_solicitations: less than none is no end. */
function most({ inet6 }: Device): number {
	return inet6?.conf.rtrSolicits ?? 0;
}

export function beginRouterSolicitation(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (device.flags & IFF_LOOPBACK || device.port?.noAddrconf || most(device) === 0 || !asks(device)) return;
	send(t, device);
	wait(t, id, about(t, first), 1);
}

/** addrconf_rs_timer() */
export function routerTimeout(t: Task, id: number): void {
	const device = deviceOf(t, id);
	const { interval = first, sent = 0 } = device.routerSolicitation ?? {};
	const over = most(device) >= 0 && sent >= most(device);
	if (!isUp(device) || !device.carrier || !asks(device) || over) return;
	if (!send(t, device)) return;
	const next = interval * (1.9 + chance(t) * 0.2);
	wait(t, id, next > longest ? about(t, longest) : next, sent + 1);
}

function wait(t: Task, id: number, ms: number, sent: number): void {
	setDevice(t, id, { routerSolicitation: { interval: ms, sent } });
	setAlarm(t, id, name, ms);
}

function send(t: Task, device: Device): boolean {
	const from = addrs6(device).find((ifa) => ifa.scope === RT_SCOPE_LINK && !isTentative(ifa));
	if (from) sendRouterSolicitation(t, device, from.addr);
	return from !== undefined;
}

/** addrconf_del_rs_timer() */
export function endRouterSolicitation(t: Task, id: number): void {
	clearAlarm(t, id, name);
}

/**
 * Duplicate address detection (RFC 4862): an IPv6 address is tentative until nobody has answered for it. Mirrors net/ipv6/addrconf.c
 * addrconf_dad_begin(), addrconf_dad_work(), addrconf_dad_completed(). Who asks and answers on the wire is path/ndisc.ts.
 */
import type { Addr } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import {
	IFA_F_DADFAILED,
	IFA_F_NODAD,
	IFA_F_OPTIMISTIC,
	IFA_F_STABLE_PRIVACY,
	IFA_F_TENTATIVE,
} from "../uapi/addr-flags.ts";
import { IFF_NOARP } from "../uapi/link-flags.ts";
import { RT_SCOPE_LINK } from "../uapi/scope.ts";
import { addrs6, announce6, find6, type Ifa6, isTentative, list6, replace6 } from "./address6.ts";
import { addHostRoute, addPeerRoute } from "./address6-route.ts";
import { joinAnycast } from "./anycast6.ts";
import { type Device, isLoopbackDevice } from "./device.ts";
import { joinSolicited } from "./multicast.ts";
import { reportAll } from "./path/listener.ts";
import { sendDadProbe } from "./path/ndisc.ts";
import { beginRouterSolicitation } from "./path/router-solicit.ts";
import { retries, stableAddress } from "./stable-secret.ts";
import { sysctlNumber } from "./sysctl.ts";
import { deviceOf, netnsOf, random, type Task } from "./task.ts";
import { startTimer } from "./timer.ts";

/** addrconf_dad_start(): a worker begins when the call is over, unless that call puts it off (runDad). */
export function beginDad(t: Task, id: number, ifa: Ifa6): void {
	if (!ifa.predad) replace6(t, id, { ...ifa, predad: true });
	t.undetected.push({ device: id, addr: ifa.addr });
}

/** What beginDad() has put off. */
export function beginDetections(t: Task): void {
	for (let next = t.undetected.shift(); next; next = t.undetected.shift()) {
		const { device, addr } = next;
		const ifa = idGet(t.kernel.devices, device) && find6(t, device, addr);
		if (ifa?.predad && ifa.dadEnds === undefined) detect(t, device, ifa);
	}
}

/** addrconf_dad_begin(): who needs no detection is done at once; who cannot detect yet stays tentative. */
function detect(t: Task, id: number, { predad: _, ...ifa }: Ifa6): void {
	joinSolicited(t, id, ifa.addr);
	const device = deviceOf(t, id);
	if (isNeedless(t, device, ifa)) return completeDad(t, id, ifa);
	// addrconf_dad_stop()
	if (!device.inet6?.ready) return replace6(t, id, ifa);
	if (ifa.flags & IFA_F_OPTIMISTIC) addHostRoute(t, id, ifa.addr);
	kickDad(t, id, ifa);
}

function isNeedless(t: Task, device: Device, { flags }: Ifa6): boolean {
	const accepts = Math.max(netnsOf(t, device.netns).conf6.all.acceptDad, device.inet6?.conf.acceptDad ?? 0) > 0;
	const asks = (device.flags & IFF_NOARP) === 0 && !isLoopbackDevice(device) && accepts;
	return !asks || (flags & IFA_F_TENTATIVE) === 0 || (flags & IFA_F_NODAD) !== 0;
}

/** addrconf_dad_kick(): a random delay of up to a second, then one second for each probe. */
function kickDad(t: Task, id: number, ifa: Ifa6): void {
	const dadProbes = deviceOf(t, id).inet6?.conf.dadTransmits ?? 1;
	waitForDad(t, id, { ...ifa, dadProbes }, Math.ceil(random(t) * 1000));
}

/** addrconf_dad_run(): addresses that have waited for the link to be ready; all of them when it asks for addresses again. */
export function runDad(t: Task, id: number, restart: boolean): void {
	for (const ifa of addrs6(deviceOf(t, id))) {
		if (restart) kickDad(t, id, { ...ifa, predad: true });
		else if (isWaiting(ifa)) kickDad(t, id, ifa);
	}
}

/** INET6_IFADDR_STATE_DAD: it began, and the link was not ready. */
function isWaiting(ifa: Ifa6): boolean {
	return isTentative(ifa) && !ifa.predad && ifa.dadEnds === undefined && !(ifa.flags & IFA_F_DADFAILED);
}

function waitForDad(t: Task, id: number, next: Ifa6, ms: number): void {
	replace6(t, id, { ...next, dadEnds: t.kernel.now + ms });
	startTimer(t, ms, { kind: "dad", device: id, addr: next.addr });
}

/** What is over when detection is. */
export function settled({ dadEnds: _, dadProbes: __, predad: ___, ...ifa }: Ifa6): Ifa6 {
	return ifa;
}

/** addrconf_dad_completed(): the address works, and everybody hears of it (ipv6_ifa_notify of RTM_NEWADDR). */
export function completeDad(t: Task, id: number, ifa: Ifa6): void {
	const flags = ifa.flags & ~(IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED);
	const next: Ifa6 = { ...settled(ifa), flags };
	replace6(t, id, next);
	announce6(t, id, "RTM_NEWADDR", next);
	addHostRoute(t, id, next.addr);
	joinAnycast(t, id, next);
	addPeerRoute(t, id, next);
	if (!isTentative(ifa) || !isLonely(deviceOf(t, id), next)) return;
	reportAll(t, id);
	beginRouterSolicitation(t, id);
}

/** ipv6_lonely_lladdr(): the first address on the link by which the device can speak. */
function isLonely(device: Device, { scope }: Ifa6): boolean {
	const working = addrs6(device).filter((each) => each.scope === RT_SCOPE_LINK && !isTentative(each));
	return scope === RT_SCOPE_LINK && working.length === 1;
}

/** addrconf_dad_work(): it begins (again), asks once more, or nobody has answered the last question. */
export function dadTimeout(t: Task, id: number, addr: Addr): void {
	const ifa = find6(t, id, addr);
	if (ifa?.dadEnds === undefined || ifa.dadEnds > t.kernel.now) return;
	if (ifa.predad) return detect(t, id, settled(ifa));
	const { dadProbes = 0 } = ifa;
	if (dadProbes === 0) return completeDad(t, id, ifa);
	waitForDad(t, id, { ...ifa, dadProbes: dadProbes - 1 }, 1000);
	sendDadProbe(t, deviceOf(t, id), addr);
}

/** addrconf_dad_failure(): somebody else on the link has the address. */
export function dadFailure(t: Task, id: number, addr: Addr): void {
	const ifa = find6(t, id, addr);
	if (ifa?.dadEnds === undefined) return;
	if (ifa.flags & IFA_F_STABLE_PRIVACY) tryNext(t, id, ifa);
	const failed: Ifa6 = { ...settled(ifa), flags: ifa.flags | IFA_F_DADFAILED };
	replace6(t, id, failed);
	announce6(t, id, "RTM_NEWADDR", failed);
}

/** Of a secret there are more addresses: after a while (idgen_delay) the next one is looked for. */
function tryNext(t: Task, id: number, { privacyRetry = 0, ...ifa }: Ifa6): void {
	const device = deviceOf(t, id);
	const count = privacyRetry + 1;
	const addr = count > retries(t, device) ? undefined : stableAddress(t, device, ifa.addr, count);
	if (addr === undefined || find6(t, id, addr)) return;
	list6(t, id, { ...settled(ifa), addr, privacyRetry: count });
	const delay = sysctlNumber(t, device.netns, "net/ipv6/idgen_delay") * 1000;
	waitForDad(t, id, { ...(find6(t, id, addr) as Ifa6), predad: true }, delay);
}

/** Requests about neighbours (net/core/neighbour.c neigh_add(), neigh_delete(), neigh_dump_info(), neigh_get()). */
import { type Addr, type AddrFamily, familyOf } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import { bytesOf } from "../net/lladdr.ts";
import type { FdbRequest } from "../uapi/bridge.ts";
import { type Message, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from "../uapi/message.ts";
import {
	type Ndmsg,
	type NeighQuery,
	type NeighRequest,
	NTF_EXT_LEARNED,
	NTF_EXT_MANAGED,
	NTF_PROXY,
	NTF_ROUTER,
	NTF_USE,
} from "../uapi/neighbour.ts";
import { NUD_FAILED, NUD_PERMANENT } from "../uapi/nud.ts";
import type { Device } from "./device.ts";
import { delFdb, newFdb } from "./fdb.ts";
import { createNeighbour, devicesWithNeighbours, findNeighbour, markProtocol, neighboursOf } from "./neigh.ts";
import { removeNeighbour } from "./neigh-event.ts";
import { fillNeighbour } from "./neigh-message.ts";
import { useNeighbour } from "./neigh-timer.ts";
import { updateNeighbour } from "./neigh-update.ts";
import { fillProxy, findProxy, type ProxyNeighbour, proxiesInOrder, putProxy, removeProxies } from "./pneigh.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, keep, netnsOf, type Task } from "./task.ts";

/** NTF_* that an entry keeps as a proxy. */
const proxyFlags = ~(NTF_PROXY | NTF_USE);

/** PF_BRIDGE has a table of its own (net/core/rtnetlink.c rtnl_fdb_add(), rtnl_fdb_del()): of an entry only the link address counts. */
function fdbRequest({ type, flags, ifindex, state, ndmFlags, lladdr }: NeighRequest): FdbRequest {
	if (lladdr?.split(":").length !== 6) throw new Refusal("EINVAL", "invalid address");
	return { type: `PF_BRIDGE ${type}`, flags, index: ifindex, state, ndmFlags, lladdr };
}

function checkDst(request: NeighRequest): Addr {
	const { dst, family } = request;
	if (dst === undefined) throw new Refusal("EINVAL", "Network address not specified");
	if (family !== "inet" && family !== "inet6") throw new Refusal("EAFNOSUPPORT");
	if (dst === "" || familyOf(dst) !== family) throw new Refusal("EINVAL", "Invalid network address");
	return dst;
}

function deviceFor(t: Task, ifindex: number | undefined): Device | undefined {
	if (!ifindex) return undefined;
	const device = deviceByIndex(t, t.netns, ifindex);
	if (!device) throw new Refusal("ENODEV");
	return device;
}

export function newNeigh(t: Task, request: NeighRequest): void {
	if (request.family === "bridge") return newFdb(t, fdbRequest(request));
	if (request.dst === undefined) throw new Refusal("EINVAL", "Network address not specified");
	const device = deviceFor(t, request.ifindex);
	const { lladdr } = request;
	if (device && lladdr !== undefined && bytesOf(lladdr).length < bytesOf(device.address).length)
		throw new Refusal("EINVAL", "Invalid link address");
	const dst = checkDst(request);
	if (request.ndmFlags & NTF_PROXY) return putProxy(t, device, proxyOf(dst, request));
	if (!device) throw new Refusal("EINVAL", "Device not specified");
	if (request.family === "inet6" && (!device.inet6 || device.inet6.conf.disableIpv6))
		throw new Refusal("EINVAL", "IPv6 is disabled on this device");
	add(t, device, dst, request);
}

function add(t: Task, device: Device, dst: Addr, request: NeighRequest): void {
	const { flags, ndmFlags, protocol } = request;
	const known = findNeighbour(t, device, dst);
	const managed = ((request.flagsExt ?? 0) & NTF_EXT_MANAGED) !== 0;
	if (known && flags & NLM_F_EXCL) throw new Refusal("EEXIST");
	if (!known && !(flags & NLM_F_CREATE)) throw new Refusal("ENOENT");
	if (!known && managed && request.state & NUD_PERMANENT)
		throw new Refusal("EINVAL", "Invalid NTF_* flag for permanent entry");
	const entry = known ?? createNeighbour(t, device, dst);
	if (protocol) markProtocol(t, device, entry, protocol);
	// What was made stays, even if the link address is missing.
	keep(t);
	const override = !known || (flags & NLM_F_REPLACE) !== 0;
	const use = (ndmFlags & NTF_USE) !== 0;
	updateNeighbour(t, device, entry.dst, request.lladdr, request.state, {
		admin: true,
		override,
		overrideRouter: override,
		router: (ndmFlags & NTF_ROUTER) !== 0,
		externLearned: (ndmFlags & NTF_EXT_LEARNED) !== 0,
		managed,
		use,
	});
	if (use || managed) useNeighbour(t, device, entry.dst);
}

function proxyOf(dst: Addr, { ndmFlags, protocol = 0, state }: NeighRequest): Omit<ProxyNeighbour, "device"> {
	return { dst, flags: ndmFlags & proxyFlags, protocol, ...(state & NUD_PERMANENT && { permanent: true }) };
}

export function delNeigh(t: Task, request: NeighRequest): void {
	if (request.family === "bridge") return delFdb(t, fdbRequest(request));
	if (request.dst === undefined) throw new Refusal("EINVAL", "Network address not specified");
	const device = deviceFor(t, request.ifindex);
	const dst = checkDst(request);
	if (request.ndmFlags & NTF_PROXY) return delProxy(t, device, dst);
	if (!device) throw new Refusal("EINVAL");
	const known = findNeighbour(t, device, dst);
	if (!known) throw new Refusal("ENOENT");
	updateNeighbour(t, device, dst, undefined, NUD_FAILED, { admin: true, override: true });
	removeNeighbour(t, device, findNeighbour(t, device, dst) ?? known);
}

/** pneigh_delete() looks for the device as it is said, none for none. */
function delProxy(t: Task, device: Device | undefined, dst: Addr): void {
	const goes = (proxy: ProxyNeighbour) => proxy.dst === dst && proxy.device === device?.id;
	if (!netnsOf(t, t.netns).neighbours.proxies.some(goes)) throw new Refusal("ENOENT");
	removeProxies(t, t.netns, goes);
}

export function getNeigh(t: Task, query: NeighQuery): Message[] {
	const all = (query.flags & NLM_F_DUMP) === NLM_F_DUMP ? dump(t, query) : [get(t, query)];
	return all.map((neigh) => ({ type: "RTM_NEWNEIGH", neigh }));
}

/** valid_fdb_get_strict(): who asks for a neighbour names what a forwarding entry is not found by. */
function noFdbLookup(ndmFlags: number): Refusal {
	const what = ndmFlags ? "Invalid flags in header for" : "Unsupported attribute in";
	return new Refusal("EINVAL", `${what} fdb get request`);
}

function get(t: Task, query: NeighQuery): Ndmsg {
	const { dst, family, ndmFlags } = query;
	if (family === "bridge") throw noFdbLookup(ndmFlags);
	if (dst === undefined) throw new Refusal("EINVAL", "Network address not specified");
	if (family !== "inet" && family !== "inet6")
		throw new Refusal("EAFNOSUPPORT", "Unsupported family in header for neighbor get request");
	if (dst === "" || familyOf(dst) !== family)
		throw new Refusal("EINVAL", "Invalid network address in neighbor get request");
	const device = query.ifindex ? deviceByIndex(t, t.netns, query.ifindex) : undefined;
	if (query.ifindex && !device) throw new Refusal("ENODEV", "Unknown device ifindex");
	if (ndmFlags & NTF_PROXY) {
		const proxy = findProxy(t, device, dst);
		if (!proxy) throw new Refusal("ENOENT", "Proxy neighbour entry not found");
		return fillProxy(t, proxy);
	}
	if (!device) throw new Refusal("EINVAL", "No device specified");
	const found = findNeighbour(t, device, dst);
	if (!found) throw new Refusal("ENOENT", "Neighbour entry not found");
	const message = fillNeighbour(t, device, found);
	// Who asks holds it meanwhile (neigh_lookup()).
	const { cacheinfo } = message;
	return cacheinfo ? { ...message, cacheinfo: { ...cacheinfo, refcnt: cacheinfo.refcnt + 1 } } : message;
}

/** neigh_dump_info(): IPv4 before IPv6, or the proxy entries. */
function dump(t: Task, query: NeighQuery): Ndmsg[] {
	const families: readonly AddrFamily[] =
		query.family === "inet" || query.family === "inet6" ? [query.family] : ["inet", "inet6"];
	if (query.ndmFlags & NTF_PROXY) return families.flatMap((family) => dumpProxies(t, query, family));
	const devices = devicesWithNeighbours(t, t.netns).filter((device) => passes(t, query, device));
	return families.flatMap((family) =>
		devices.flatMap((device) => [...neighboursOf(t, device, family)].map((entry) => fillNeighbour(t, device, entry))),
	);
}

function dumpProxies(t: Task, query: NeighQuery, family: AddrFamily): Ndmsg[] {
	return proxiesInOrder(t, family)
		.filter(({ device }) => passes(t, query, device === undefined ? undefined : idGet(t.kernel.devices, device)))
		.map((proxy) => fillProxy(t, proxy));
}

/** neigh_ifindex_filtered(), neigh_master_filtered() */
function passes(t: Task, { ifindex, master }: NeighQuery, device: Device | undefined): boolean {
	if (ifindex && device?.index !== ifindex) return false;
	if (master === undefined) return true;
	const above = device?.master === undefined ? undefined : idGet(t.kernel.devices, device.master);
	return (above?.index ?? 0) === master;
}

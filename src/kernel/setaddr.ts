/**
 * Requests about addresses: net/ipv4/devinet.c inet_rtm_newaddr(), inet_rtm_deladdr(), inet_dump_ifaddr() and their
 * likes in net/ipv6/addrconf.c.
 */
import { type Addr, isMulticast } from "../net/addr.ts";
import { byteLength } from "../net/byte.ts";
import { contains } from "../net/prefix.ts";
import {
	IFA_F_HOMEADDRESS,
	IFA_F_MANAGETEMPADDR,
	IFA_F_MCAUTOJOIN,
	IFA_F_NODAD,
	IFA_F_NOPREFIXROUTE,
	IFA_F_OPTIMISTIC,
} from "../uapi/addr-flags.ts";
import {
	type AddrQuery,
	type AddrRequest,
	INFINITY_LIFE_TIME,
	type Message,
	NLM_F_EXCL,
	NLM_F_REPLACE,
} from "../uapi/message.ts";
import {
	addrs4,
	changeAddr4,
	fillAddr4,
	type Ifa4,
	insertAddr4,
	lifetimeFlags,
	network,
	removeAddr4,
	sameSubnet,
} from "./address4.ts";
import { addrs6, fillAddr6, find6, lifetimeFlags6 } from "./address6.ts";
import { changeAddr6, configureInet6, insertAddr6, listenInet6, peerOf, removeAddr6 } from "./address6-life.ts";
import type { Device } from "./device.ts";
import { joinGroup, leaveGroup } from "./multicast.ts";
import { IFNAMSIZ } from "./name.ts";
import { checkAddrBytes, policyError } from "./policy.ts";
import { has } from "./profile.ts";
import { Refusal, refusal } from "./refusal.ts";
import { deviceByIndex, deviceOf, devicesOf, netnsOf, type Task } from "./task.ts";

function deviceFor(t: Task, index: number, missing: "address4NoDevice" | "address6NoDevice"): Device {
	const device = deviceByIndex(t, t.netns, index);
	if (!device) throw refusal(t.kernel.profile, missing);
	return device;
}

/** ifa_ipv4_policy, ifa_ipv6_policy; what a family has no use for it does not judge. */
function checkAddresses({ family, local, address, broadcast }: AddrRequest): void {
	checkAddrBytes(local, address, ...(family === "inet" ? [broadcast] : []));
}

/** IFA_CACHEINFO, with the checks of set_ifa_lifetime() and inet6_rtm_newaddr(). */
function lifetimesOf(request: AddrRequest): { validLft: number; preferredLft: number } {
	const given = request.lifetimes ?? { validLft: INFINITY_LIFE_TIME, preferredLft: INFINITY_LIFE_TIME };
	if (given.validLft === 0 || given.preferredLft > given.validLft) throw new Refusal("EINVAL");
	return given;
}

export function newAddr(t: Task, request: AddrRequest): void {
	if (request.family === "inet") return newAddr4(t, request);
	if (request.family === "inet6") return newAddr6(t, request);
	throw new Refusal("EOPNOTSUPP");
}

function checkLabel({ label }: AddrRequest): void {
	if (label !== undefined && byteLength(label) >= IFNAMSIZ) throw policyError();
}

/** rtm_to_ifaddr(). IFA_ANYCAST is passed over. */
function toIfa4(t: Task, request: AddrRequest): { device: Device; ifa: Ifa4 } {
	const { local } = request;
	if (request.prefixlen > 32) throw new Refusal("EINVAL");
	if (local === undefined) throw refusal(t.kernel.profile, "address4NoLocal");
	const device = deviceFor(t, request.index, "address4NoDevice");
	if (!device.inet) throw new Refusal("ENOBUFS");
	const { validLft, preferredLft } = lifetimesOf(request);
	const ifa: Ifa4 = {
		local,
		address: request.address ?? local,
		prefixlen: request.prefixlen,
		// inet_fill_ifaddr() tells of no broadcast that is all zeros.
		...(request.broadcast !== undefined && request.broadcast !== "0.0.0.0" && { broadcast: request.broadcast }),
		scope: request.scope,
		flags: lifetimeFlags(request.ifaFlags, validLft, preferredLft),
		label: request.label ?? device.name,
		metric: request.metric ?? 0,
		validLft,
		preferredLft,
		since: t.kernel.now,
	};
	return { device, ifa };
}

function newAddr4(t: Task, request: AddrRequest): void {
	checkAddresses(request);
	checkLabel(request);
	if (request.local === "0.0.0.0" && has(t.kernel.profile, "earlyZeroAddress")) return void lifetimesOf(request);
	const { device, ifa } = toIfa4(t, request);
	const old = addrs4(device).find((other) => sameSubnet(other, ifa) && other.local === ifa.local);
	if (!old) {
		autojoin(t, device.id, request, "inet", ifa.address);
		return insertAddr4(t, device.id, ifa);
	}
	if (request.flags & NLM_F_EXCL || !(request.flags & NLM_F_REPLACE)) throw refusal(t.kernel.profile, "address4Exists");
	const { validLft, preferredLft, metric } = ifa;
	const flags = lifetimeFlags(old.flags, validLft, preferredLft);
	changeAddr4(t, device.id, old, { validLft, preferredLft, metric, flags });
}

/** ip_mc_autojoin_config(), ipv6_mc_config(): an address of a group may ask to be heard. */
function autojoin(t: Task, id: number, { ifaFlags }: AddrRequest, family: "inet" | "inet6", addr: Addr): void {
	if ((ifaFlags & IFA_F_MCAUTOJOIN) === 0) return;
	if (!isMulticast(addr))
		throw new Refusal("EINVAL", `${family === "inet" ? "ipv4" : "ipv6"}: Multicast auto join failed`);
	joinGroup(t, id, family, addr);
}

const userFlags6 =
	IFA_F_NODAD | IFA_F_OPTIMISTIC | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN;

/** ipv6_allow_optimistic_dad(): without the sysctl the wish is forgotten; with it, nodad beside it is refused. */
function flagsFor(t: Task, device: Device, { ifaFlags }: AddrRequest): number {
	const allowed = netnsOf(t, device.netns).conf6.all.optimisticDad || device.inet6?.conf.optimisticDad;
	const flags = ifaFlags & userFlags6 & (allowed ? -1 : ~IFA_F_OPTIMISTIC);
	if (flags & IFA_F_NODAD && flags & IFA_F_OPTIMISTIC)
		throw new Refusal("EINVAL", "IFA_F_NODAD and IFA_F_OPTIMISTIC are mutually exclusive");
	return flags;
}

/** inet6_rtm_newaddr() */
function newAddr6(t: Task, request: AddrRequest): void {
	checkAddresses(request);
	const addr = request.local ?? request.address;
	if (addr === undefined) throw new Refusal("EINVAL");
	const { validLft, preferredLft } = lifetimesOf(request);
	const device = deviceFor(t, request.index, "address6NoDevice");
	if (!device.inet6) throw new Refusal("EINVAL");
	listenInet6(t, device.id);
	const named: Addr | undefined = request.address !== addr ? request.address : undefined;
	const flags = lifetimeFlags6(flagsFor(t, device, request), validLft, preferredLft);
	const old = find6(t, device.id, addr);
	if (!old) {
		// Without NLM_F_CREATE too: "userspace already relies on not having to provide this".
		checkManaged(request, request.prefixlen);
		configureInet6(t, device.id);
		autojoin(t, device.id, request, "inet6", addr);
		const peer = peerOf(named);
		return insertAddr6(t, device.id, {
			addr,
			...(peer !== undefined && { peer }),
			prefixlen: request.prefixlen,
			flags,
			metric: request.metric ?? 0,
			validLft,
			preferredLft,
			since: t.kernel.now,
		});
	}
	if (request.flags & NLM_F_EXCL || !(request.flags & NLM_F_REPLACE)) throw refusal(t.kernel.profile, "address6Exists");
	checkManaged(request, old.prefixlen);
	const wish = { flags, validLft, preferredLft, metric: request.metric ?? 0 };
	changeAddr6(t, device.id, old, named === undefined ? wish : { ...wish, peer: named });
}

/** inet6_addr_add(), inet6_addr_modify(): temporary addresses are made of 64 bits. */
function checkManaged({ ifaFlags }: AddrRequest, prefixlen: number): void {
	if (ifaFlags & IFA_F_MANAGETEMPADDR && prefixlen !== 64)
		throw new Refusal("EINVAL", 'ipv6: address with "mngtmpaddr" flag must have a prefix length of 64');
}

export function delAddr(t: Task, request: AddrRequest): void {
	if (request.family === "inet") return delAddr4(t, request);
	if (request.family === "inet6") return delAddr6(t, request);
	throw new Refusal("EOPNOTSUPP");
}

/** inet_rtm_deladdr(): the first address that has all that was given. */
function delAddr4(t: Task, request: AddrRequest): void {
	checkAddresses(request);
	checkLabel(request);
	const device = deviceFor(t, request.index, "address4NoDevice");
	if (!device.inet) throw refusal(t.kernel.profile, "address4NoDevice");
	const found = addrs4(device).find(
		(ifa) =>
			(request.local === undefined || request.local === ifa.local) &&
			(request.label === undefined || request.label === ifa.label) &&
			(request.address === undefined ||
				(request.prefixlen === ifa.prefixlen && contains(network(ifa), request.address))),
	);
	if (!found) throw refusal(t.kernel.profile, "address4Missing");
	if (isMulticast(found.address)) leaveGroup(t, device.id, "inet", found.address);
	removeAddr4(t, device.id, found);
}

function delAddr6(t: Task, request: AddrRequest): void {
	checkAddresses(request);
	const addr = request.local ?? request.address;
	if (addr === undefined) throw new Refusal("EINVAL");
	const device = deviceFor(t, request.index, "address6NoDevice");
	if (!device.inet6) throw refusal(t.kernel.profile, "address6DisabledDelete");
	const found = find6(t, device.id, addr);
	if (!found || found.prefixlen !== request.prefixlen) throw refusal(t.kernel.profile, "address6Missing");
	if (isMulticast(addr)) leaveGroup(t, device.id, "inet6", addr);
	removeAddr6(t, device.id, found);
}

/** The device that a dump is to be of. */
function asked(t: Task, index: number): Device {
	const device = deviceByIndex(t, t.netns, index);
	if (!device) throw new Refusal("ENODEV");
	return device;
}

/** A dump lists all of IPv4 and then all of IPv6, device by device (rtnl_dump_all). */
export function getAddr(t: Task, query: AddrQuery): Message[] {
	const devices = query.index ? [asked(t, query.index)] : [...devicesOf(t, t.netns)];
	const messages: Message[] = [];
	if (query.family === "inet" || query.family === "unspec")
		for (const device of devices)
			for (const ifa of addrs4(deviceOf(t, device.id)))
				messages.push({ type: "RTM_NEWADDR", addr: fillAddr4(t, device, ifa) });
	if (query.family === "inet6" || query.family === "unspec")
		for (const device of devices)
			for (const ifa of addrs6(device)) messages.push({ type: "RTM_NEWADDR", addr: fillAddr6(t, device, ifa) });
	return messages;
}

/**
 * Settings of devices as messages: net/ipv4/devinet.c inet_netconf_fill_devconf(), inet_netconf_notify_devconf(), and their
 * likes in net/ipv6/addrconf.c. A device that comes or goes, and a setting that changes, is told to listeners.
 */
import type { AddrFamily } from "../net/addr.ts";
import type { Message } from "../uapi/message.ts";
import { NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT, type Netconf, type NetconfQuery } from "../uapi/netconf.ts";
import type { Conf4, Conf6 } from "./conf.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, deviceOf, devicesOf, netnsOf, notify, type Task } from "./task.ts";

/** The members of a message that come from a setting. */
const members: Readonly<Record<string, keyof Netconf>> = {
	forwarding: "forwarding",
	rpFilter: "rpFilter",
	proxyArp: "proxyNeigh",
	proxyNdp: "proxyNeigh",
	ignoreRoutesWithLinkdown: "ignoreRoutesWithLinkdown",
};

/** `all`, `default`, or a device's index. */
type Who = "all" | "default" | number;

function indexOf(who: Who): number {
	if (who === "all") return NETCONFA_IFINDEX_ALL;
	return who === "default" ? NETCONFA_IFINDEX_DEFAULT : who;
}

function confOf(t: Task, netns: number, family: AddrFamily, who: Who): Readonly<Record<string, number>> | undefined {
	const { conf4, conf6 } = netnsOf(t, netns);
	if (who === "all" || who === "default") return numbersOf((family === "inet" ? conf4 : conf6)[who]);
	const device = deviceByIndex(t, netns, who);
	const conf = family === "inet" ? device?.inet?.conf : device?.inet6?.conf;
	return conf && numbersOf(conf);
}

function numbersOf(conf: Conf4 | Conf6): Readonly<Record<string, number>> {
	const numbers = Object.entries(conf).filter(([, value]) => typeof value === "number");
	return Object.fromEntries(numbers);
}

/** NETCONFA_ALL: what a family has. */
function fill(t: Task, netns: number, family: AddrFamily, who: Who): Netconf | undefined {
	const conf = confOf(t, netns, family, who);
	if (!conf) return undefined;
	return {
		family,
		ifindex: indexOf(who),
		forwarding: conf.forwarding ?? 0,
		...(family === "inet" && { rpFilter: conf.rpFilter ?? 0 }),
		mcForwarding: 0,
		proxyNeigh: conf.proxyArp ?? conf.proxyNdp ?? 0,
		ignoreRoutesWithLinkdown: conf.ignoreRoutesWithLinkdown ?? 0,
	};
}

/** A device has got settings of a family. */
export function netconfAdded(t: Task, id: number, family: AddrFamily): void {
	const { netns, index } = deviceOf(t, id);
	const netconf = fill(t, netns, family, index);
	if (netconf) notify(t, netns, { type: "RTM_NEWNETCONF", netconf });
}

/** A device has lost them; nothing more is said. */
export function netconfRemoved(t: Task, id: number, family: AddrFamily): void {
	const { netns, index } = deviceOf(t, id);
	notify(t, netns, { type: "RTM_DELNETCONF", netconf: { family, ifindex: index } });
}

/** The sysctl files of a renamed device are made anew (inetdev_event(), addrconf_notify(): NETDEV_CHANGENAME). */
export function netconfRenamed(t: Task, id: number): void {
	const { inet, inet6 } = deviceOf(t, id);
	for (const family of [...(inet ? (["inet"] as const) : []), ...(inet6 ? (["inet6"] as const) : [])]) {
		netconfRemoved(t, id, family);
		netconfAdded(t, id, family);
	}
}

/** A sysctl of `all`, `default` or a device has another value now. Forwarding of all is that of each (inet_forward_change()). */
export function netconfWritten(t: Task, family: AddrFamily, who: string, key: string): void {
	const everybody = who === "all" && key === "forwarding";
	const indexes = indexesOf(t, family, everybody ? undefined : who);
	const all: Who[] = everybody ? ["all", "default", ...indexes] : who === "all" || who === "default" ? [who] : indexes;
	for (const each of all) changed(t, family, each, key);
}

function indexesOf(t: Task, family: AddrFamily, name: string | undefined): number[] {
	const devices = [...devicesOf(t, t.netns)].filter(
		(device) => device[family] && (name ?? device.name) === device.name,
	);
	return devices.map((device) => device.index);
}

/** Who has a setting of IPv6 on. */
type Switches = ReadonlyMap<Who, boolean>;

/** Of these IPv6 tells only when they are switched on or off, and `all` is that of each. */
export function isSwitch6(key: string): key is "forwarding" | "ignoreRoutesWithLinkdown" {
	return key === "forwarding" || key === "ignoreRoutesWithLinkdown";
}

export function switches6(t: Task, key: string): Switches {
	const whos: Who[] = ["all", "default", ...indexesOf(t, "inet6", undefined)];
	return new Map(whos.map((who) => [who, Boolean(confOf(t, t.netns, "inet6", who)?.[key])]));
}

/** addrconf_fixup_forwarding(), addrconf_fixup_linkdown(). Recording: sysctl-forwarding-told. */
export function netconfSwitched(t: Task, who: string, key: string, before: Switches): void {
	const isDevice = who !== "all" && who !== "default";
	if (isDevice && key !== "forwarding" && !has(t.kernel.profile, "linkdownOfDeviceTold")) return;
	const now = switches6(t, key);
	for (const each of askedOf(t, who, key)) if (now.get(each) !== before.get(each)) changed(t, "inet6", each, key);
}

function askedOf(t: Task, who: string, key: string): Who[] {
	if (who === "default") return ["default"];
	const indexes = indexesOf(t, "inet6", who === "all" ? undefined : who);
	if (who !== "all") return indexes;
	return key === "forwarding" ? ["default", ...indexes, "all"] : [...indexes, "all"];
}

/** Most settings are nobody's business. */
function changed(t: Task, family: AddrFamily, who: Who, key: string): void {
	const member = members[key];
	const value = confOf(t, t.netns, family, who)?.[key];
	if (member === undefined || value === undefined || (family === "inet6" && key === "rpFilter")) return;
	notify(t, t.netns, { type: "RTM_NEWNETCONF", netconf: { family, ifindex: indexOf(who), [member]: value } });
}

/** A dump lists the devices, then all, then default. */
export function getNetconf(t: Task, { family, ifindex, flags }: NetconfQuery): Message[] {
	// Of another family nobody has settings; that its dump is refused, the tool keeps to itself.
	if (family !== "unspec" && family !== "inet" && family !== "inet6") return [];
	const families = family === "unspec" ? (["inet", "inet6"] as const) : ([family] as const);
	if (flags === 0 && ifindex !== undefined) {
		const netconf = fill(t, t.netns, families[0], whoOf(ifindex));
		if (!netconf) throw new Refusal("EINVAL");
		return [{ type: "RTM_NEWNETCONF", netconf }];
	}
	const whos: Who[] = [...[...devicesOf(t, t.netns)].map((device) => device.index), "all", "default"];
	const all = families.flatMap((each) => whos.map((who) => fill(t, t.netns, each, who)));
	return all.flatMap((netconf) => (netconf ? [{ type: "RTM_NEWNETCONF", netconf } as const] : []));
}

function whoOf(ifindex: number): Who {
	if (ifindex === NETCONFA_IFINDEX_ALL) return "all";
	return ifindex === NETCONFA_IFINDEX_DEFAULT ? "default" : ifindex;
}

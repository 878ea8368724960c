/**
 * Requests about links: net/core/rtnetlink.c rtnl_newlink(), do_setlink(), rtnl_dellink(), rtnl_getlink() and the alternative
 * names. A request with several wishes is carried out in the kernel's order, and what came before a refusal stays done.
 */

import { byteLength } from "../net/byte.ts";
import { idGet } from "../net/id-map.ts";
import { bytesOf } from "../net/lladdr.ts";
import { nameDelete, nameGet, nameSet } from "../net/name-map.ts";
import {
	type LinkAttrs,
	type LinkQuery,
	type LinkRequest,
	type Message,
	NLM_F_CREATE,
	NLM_F_DUMP,
	NLM_F_EXCL,
	NLM_F_REPLACE,
} from "../uapi/message.ts";
import { setCarrier, stateChange, wishOperstate } from "./carrier.ts";
import { checkNewLink, keepIndexes } from "./create.ts";
import { type Device, isUp } from "./device.ts";
import type { Driver } from "./drivers/driver.ts";
import { driverByInfoKind, driverOf } from "./drivers/kind.ts";
import {
	changeAddress,
	changeFlags,
	changeMtu,
	configureLink,
	deleteDevice,
	moveDevice,
	renameDevice,
} from "./link.ts";
import { announceLink, fillLink, fillLink6 } from "./link-message.ts";
import { checkPolicy, validateLink } from "./link-policy.ts";
import { masterOf, setMaster } from "./master.ts";
import { ALTIFNAMSIZ } from "./name.ts";
import { openNetnsRef } from "./netns-ref.ts";
import { callNotifiers } from "./notifier.ts";
import { policyError } from "./policy.ts";
import { has, profiles } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import {
	deviceByIndex,
	deviceByName,
	deviceOf,
	devicesOf,
	keep,
	netnsOf,
	setDevice,
	setNetns,
	type Task,
} from "./task.ts";
import { setToken } from "./token.ts";

/** The device a request means, by index or by name. */
function target(t: Task, request: { index: number; attrs: LinkAttrs }): Device | undefined {
	const { ifname } = request.attrs;
	if (request.index > 0) return deviceByIndex(t, t.netns, request.index);
	return ifname === undefined ? undefined : deviceByName(t, t.netns, ifname);
}

export function newLink(t: Task, request: LinkRequest): void {
	const { attrs } = request;
	checkPolicy(t.kernel.profile, attrs);
	const device = target(t, request);
	checkKind(t, attrs);
	if (has(t.kernel.profile, "earlyNetnsCheck")) checkNetns(t, attrs);
	if (!device && !(request.flags & NLM_F_CREATE)) return changeGroup(t, request);
	if (!device) return createLink(t, request);
	if (request.flags & NLM_F_EXCL) throw new Refusal("EEXIST");
	if (request.flags & NLM_F_REPLACE) throw new Refusal("EOPNOTSUPP");
	validateLink(t.kernel.profile, device, attrs);
	changeKind(t, device, attrs);
	setLinkOf(t, device.id, request);
}

/** What the kind has to say, of the link and (rtnl_get_peer_net) of its other end. */
function checkKind(t: Task, attrs: LinkAttrs): void {
	const { profile } = t.kernel;
	const driver = attrs.kind === undefined ? undefined : driverByInfoKind(attrs.kind);
	driver?.validate?.(attrs, profiles[profile]);
	const peer = has(profile, "earlyPeerCheck") ? driver?.peerOf?.(attrs) : undefined;
	if (!peer) return;
	checkPolicy(profile, peer);
	driver?.validate?.(peer, profiles[profile]);
	openNetnsRef(t, peer);
}

/** rtnl_changelink(): what the kind, and the kind of the master, make of their own options comes before all else. */
function changeKind(t: Task, device: Device, attrs: LinkAttrs): void {
	if (attrs.data) {
		const driver = driverOf(device);
		if (!driver.changelink || driver.infoKind !== attrs.kind) throw new Refusal("EOPNOTSUPP");
		driver.changelink(t, device, attrs.data, attrs);
		keep(t);
		announceLink(t, device.id);
	}
	if (!attrs.slaveData) return;
	const master = masterOf(t, deviceOf(t, device.id));
	const slaveChangelink = master && driverOf(master).slaveChangelink;
	if (!master || !slaveChangelink) throw new Refusal("EOPNOTSUPP");
	slaveChangelink(t, master, deviceOf(t, device.id), attrs.slaveData);
	keep(t);
	announceLink(t, device.id);
}

/** rtnl_newlink_create(). What was registered before the refusal has used up its index. */
function createLink(t: Task, request: LinkRequest): void {
	const { attrs } = request;
	const driver = attrs.kind === undefined ? undefined : driverByInfoKind(attrs.kind);
	if (!driver?.newlink) throw new Refusal("EOPNOTSUPP", "Unknown device type");
	const target = openNetnsRef(t, attrs) ?? t.netns;
	checkNewLink(t, driver, attrs);
	const linkNetns = attrs.linkNetnsid === undefined ? undefined : netnsOfId(t, attrs.linkNetnsid);
	try {
		create(t, driver.newlink, request, target, linkNetns);
	} catch (error) {
		keepIndexes(t);
		throw error;
	}
}

function create(
	t: Task,
	newlink: NonNullable<Driver["newlink"]>,
	{ attrs, index, ifiFlags, ifiChange }: LinkRequest,
	netns: number,
	linkNetns: number | undefined,
): void {
	const made = { netns: linkNetns ?? netns, linkNetns: linkNetns ?? t.netns, index, ifiFlags, ifiChange, attrs };
	const id = newlink(t, made);
	configureLink(t, id, ifiFlags, ifiChange);
	if (linkNetns !== undefined) moveDevice(t, id, { netns, name: attrs.ifname, index: 0 });
	if (attrs.master !== undefined) setMaster(t, id, attrs.master);
}

/** rtnl_group_changelink(): a request without a device changes every one of the group. */
function changeGroup(t: Task, request: LinkRequest): void {
	if (request.index !== 0 || request.attrs.group === undefined) throw new Refusal("ENODEV");
	const members = [...devicesOf(t, t.netns)].filter((device) => device.group === request.attrs.group);
	for (const device of members) setLinkOf(t, device.id, request);
}

export function setLink(t: Task, request: LinkRequest): void {
	checkPolicy(t.kernel.profile, request.attrs);
	const device = target(t, request);
	if (!device) throw new Refusal("ENODEV");
	setLinkOf(t, device.id, request);
}

/** One wish of a request: done when it is there. In the order of do_setlink(). */
type Step = (t: Task, id: number, request: LinkRequest) => unknown;

const steps: readonly Step[] = [
	(t, id, { attrs }) => {
		const netns = openNetnsRef(t, attrs);
		if (netns !== undefined) moveDevice(t, id, { netns, name: attrs.ifname, index: attrs.newIfindex ?? 0 });
	},
	(t, id, { attrs }) => attrs.address !== undefined && changeAddress(t, id, attrs.address),
	(t, id, { attrs }) => attrs.mtu !== undefined && changeMtu(t, id, attrs.mtu),
	(t, id, { attrs }) => attrs.group !== undefined && patch(t, id, { group: attrs.group }),
	(t, id, { attrs, index }) => index > 0 && attrs.ifname !== undefined && renameDevice(t, id, attrs.ifname),
	(t, id, { attrs }) => attrs.alias !== undefined && patch(t, id, { alias: attrs.alias }),
	(t, id, { attrs }) => attrs.broadcast !== undefined && setBroadcast(t, id, attrs.broadcast),
	(t, id, { attrs }) => attrs.master !== undefined && moveToMaster(t, id, attrs.master),
	(t, id, { ifiFlags, ifiChange }) => (ifiFlags || ifiChange) && changeFlags(t, id, ifiFlags, ifiChange),
	(t, id, { attrs }) => attrs.carrier !== undefined && setUserCarrier(t, id, attrs.carrier),
	(t, id, { attrs }) => attrs.txqlen !== undefined && setTxqlen(t, id, attrs.txqlen),
	(t, id, { attrs }) => attrs.gsoMaxSize !== undefined && setGsoMaxSize(t, id, attrs.gsoMaxSize),
	(t, id, { attrs }) => attrs.gsoMaxSegs !== undefined && setGsoMaxSegs(t, id, attrs.gsoMaxSegs),
	(t, id, { attrs }) => attrs.groMaxSize !== undefined && patch(t, id, { groMaxSize: attrs.groMaxSize }),
	(t, id, { attrs }) => attrs.operstate !== undefined && setOperstate(t, id, attrs.operstate),
	(t, id, { attrs }) => attrs.linkmode !== undefined && patch(t, id, { linkmode: attrs.linkmode }),
	(_t, _id, { attrs }) => attrs.vfinfo?.some(refuseVf),
	(t, id, { attrs }) => attrs.addrGenMode !== undefined && setAddrGenMode(t, id, attrs.addrGenMode),
	(t, id, { attrs }) => attrs.inet6Token !== undefined && setToken(t, id, attrs.inet6Token),
	(t, id, { attrs }) => (attrs.protoDown ?? attrs.protoDownReason) !== undefined && setProtoDown(t, id, attrs),
	(t, id, { attrs }) => notifying.some((name) => attrs[name] !== undefined) && tellChange(t, id),
];

/** DO_SETLINK_NOTIFY: after these the notifiers hear of a change, whatever the value was. */
const notifying = ["group", "alias", "addrGenMode", "protoDown", "protoDownReason"] as const;

function tellChange(t: Task, id: number): void {
	if (isUp(deviceOf(t, id))) callNotifiers(t, id, "change");
}

/** do_setvfinfo(): no kind of link here has virtual functions (ndo_set_vf_mac and its kin). */
function refuseVf(number: number): never {
	throw new Refusal(number < 0 || number >= 0x7fffffff ? "EINVAL" : "EOPNOTSUPP");
}

function setLinkOf(t: Task, id: number, request: LinkRequest): void {
	validateLink(t.kernel.profile, deviceOf(t, id), request.attrs);
	for (const step of steps) {
		step(t, id, request);
		keep(t);
	}
}

function netnsOfId(t: Task, nsid: number): number {
	const row = netnsOf(t, t.netns).nsids.find((other) => other.nsid === nsid);
	if (!row) throw new Refusal("EINVAL", "Unknown network namespace id");
	return row.netns;
}

function checkNetns(t: Task, attrs: LinkAttrs): void {
	openNetnsRef(t, attrs);
	if (attrs.linkNetnsid !== undefined) netnsOfId(t, attrs.linkNetnsid);
}

function patch(t: Task, id: number, change: Partial<Device>): void {
	setDevice(t, id, change);
	announceLink(t, id);
}

function setBroadcast(t: Task, id: number, broadcast: string): void {
	const length = bytesOf(deviceOf(t, id).broadcast).length;
	patch(t, id, { broadcast: broadcast.split(":").slice(0, length).join(":") });
}

function moveToMaster(t: Task, id: number, master: number): void {
	setMaster(t, id, master);
	announceLink(t, id);
}

/** dev_change_carrier() */
function setUserCarrier(t: Task, id: number, carrier: number): void {
	const device = deviceOf(t, id);
	const { changeCarrier } = driverOf(device);
	if (!changeCarrier) throw new Refusal("EOPNOTSUPP");
	changeCarrier(t, device, carrier !== 0);
}

function setTxqlen(t: Task, id: number, txqlen: number): void {
	if (txqlen > 0x7fffffff && !has(t.kernel.profile, "unboundedTxqlen")) throw new Refusal("ERANGE");
	patch(t, id, { txqlen });
}

function setGsoMaxSize(t: Task, id: number, gsoMaxSize: number): void {
	if (gsoMaxSize > deviceOf(t, id).tsoMaxSize) throw new Refusal("EINVAL");
	patch(t, id, { gsoMaxSize });
}

function setGsoMaxSegs(t: Task, id: number, gsoMaxSegs: number): void {
	if (gsoMaxSegs > deviceOf(t, id).tsoMaxSegs) throw new Refusal("EINVAL");
	patch(t, id, { gsoMaxSegs });
}

function setOperstate(t: Task, id: number, wish: number): void {
	const before = deviceOf(t, id);
	const operstate = wishOperstate(before, wish);
	if (operstate === before.operstate) return;
	setDevice(t, id, { operstate });
	stateChange(t, before, id);
}

function setAddrGenMode(t: Task, id: number, addrGenMode: number): void {
	const { inet6 } = deviceOf(t, id);
	if (inet6) setDevice(t, id, { inet6: { ...inet6, conf: { ...inet6.conf, addrGenMode } } });
}

/** do_set_proto_down(): reasons are bits, and as long as one is set it cannot be cleared. */
function setProtoDown(t: Task, id: number, { protoDown, protoDownReason }: LinkAttrs): void {
	const device = deviceOf(t, id);
	if (!driverOf(device).protoDown) throw new Refusal("EOPNOTSUPP", "Protodown not supported by device");
	if (protoDownReason) {
		const kept = (device.protoDownReason ?? 0) & ~protoDownReason.mask;
		setDevice(t, id, { protoDownReason: kept | (protoDownReason.value & protoDownReason.mask) });
	}
	if (protoDown !== undefined) {
		if (!protoDown && deviceOf(t, id).protoDownReason)
			throw new Refusal("EBUSY", "Cannot clear protodown, active reasons");
		setCarrier(t, id, !protoDown);
		setDevice(t, id, { protoDown });
	}
	announceLink(t, id);
}

/** rtnl_bridge_dellink(): of a port it takes away what was asked for, which is nothing. */
function checkBridgePort(t: Task, device: Device | undefined): void {
	if (!device) throw new Refusal("ENODEV", "unknown ifindex");
	const master = masterOf(t, device);
	if (!master || !driverOf(master).bridge) throw new Refusal("EOPNOTSUPP");
}

/** rtnl_dellink() */
export function delLink(t: Task, request: LinkRequest): void {
	checkPolicy(t.kernel.profile, request.attrs);
	const device = target(t, request);
	if (request.family === "bridge") return checkBridgePort(t, device);
	if (device) return deleteDevice(t, device.id);
	const { group } = request.attrs;
	if (request.index > 0 || request.attrs.ifname !== undefined || group === undefined) throw new Refusal("ENODEV");
	deleteGroup(t, group);
}

function deleteGroup(t: Task, group: number): void {
	if (group === 0) throw new Refusal("EPERM");
	const members = [...devicesOf(t, t.netns)].filter((device) => device.group === group);
	if (members.length === 0) throw new Refusal("ENODEV");
	if (members.some((device) => driverOf(device).infoKind === undefined)) throw new Refusal("EOPNOTSUPP");
	for (const device of members) if (idGet(t.kernel.devices, device.id)) deleteDevice(t, device.id);
}

/** rtnl_linkprop(): alternative names are added or taken away one by one. */
export function linkProp(t: Task, request: LinkRequest): void {
	const device = target(t, request);
	if (!device) throw new Refusal("ENODEV");
	for (const name of request.attrs.altnames ?? []) {
		if (byteLength(name) >= ALTIFNAMSIZ) throw policyError();
		if (request.type === "RTM_NEWLINKPROP") addAltname(t, device.id, name);
		else deleteAltname(t, device.id, name);
		// One after the other: those before a refused one stay done (rtnl_linkprop).
		keep(t);
	}
	announceLink(t, device.id);
}

function addAltname(t: Task, id: number, name: string): void {
	const device = deviceOf(t, id);
	const { names } = netnsOf(t, device.netns);
	if (nameGet(names, name) !== undefined) throw new Refusal("EEXIST");
	setNetns(t, device.netns, { names: nameSet(names, name, id) });
	setDevice(t, id, { altnames: [...device.altnames, name] });
}

function deleteAltname(t: Task, id: number, name: string): void {
	const device = deviceOf(t, id);
	if (!device.altnames.includes(name)) {
		// rtnl_alt_ifname(): a name of somebody else, or the device's first one, is no name to take from this device.
		const taken = nameGet(netnsOf(t, device.netns).names, name) !== undefined;
		throw new Refusal(taken ? "EINVAL" : "ENOENT");
	}
	setNetns(t, device.netns, { names: nameDelete(netnsOf(t, device.netns).names, name) });
	setDevice(t, id, { altnames: device.altnames.filter((other) => other !== name) });
}

/** rtnl_getlink() for one, rtnl_dump_ifinfo() and inet6_dump_ifinfo() for all. */
export function getLink(t: Task, query: LinkQuery): Message[] {
	if ((query.flags & NLM_F_DUMP) !== NLM_F_DUMP) return [getOneLink(t, query)];
	const messages: Message[] = [];
	for (const { id } of [...devicesOf(t, t.netns)]) {
		const device = deviceOf(t, id);
		if (!passes(t, device, query)) continue;
		const link = query.family === "inet6" ? fillLink6(t, device) : fillLink(t, device);
		if (link) messages.push({ type: "RTM_NEWLINK", link });
	}
	return messages;
}

function getOneLink(t: Task, { index, ifname }: LinkQuery): Message {
	if (ifname !== undefined && byteLength(ifname) >= ALTIFNAMSIZ) throw policyError();
	const named = ifname === undefined ? undefined : deviceByName(t, t.netns, ifname);
	const device = index ? deviceByIndex(t, t.netns, index) : named;
	if (!device) throw new Refusal("ENODEV");
	return { type: "RTM_NEWLINK", link: fillLink(t, device) };
}

/** link_dump_filtered(): a kind that the kernel does not know filters nothing; master -1 is none. */
function passes(t: Task, device: Device, { master, kind }: LinkQuery): boolean {
	const masterIndex = masterOf(t, device)?.index;
	if (master && master !== (masterIndex ?? -1)) return false;
	const driver = kind === undefined ? undefined : driverByInfoKind(kind);
	return !driver || driverOf(device) === driver;
}

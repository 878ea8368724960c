/**
 * Requests for new links, and what comes before the changes of an old one: net/core/rtnetlink.c rtnl_newlink(). The wishes
 * themselves are carried out in setlink.ts.
 */
import {
	type Ifinfo,
	type LinkAttrs,
	type LinkRequest,
	type Message,
	NLM_F_CREATE,
	NLM_F_ECHO,
	NLM_F_EXCL,
	NLM_F_REPLACE,
} from "../uapi/message.ts";
import { checkNewLink, keepIndexes } from "./create.ts";
import type { Device } from "./device.ts";
import type { Driver } from "./drivers/driver.ts";
import { driverByInfoKind, driverOf } from "./drivers/kind.ts";
import { configureLink, moveDevice } from "./link.ts";
import { fillLink } from "./link-message.ts";
import { checkPolicy, validateLink } from "./link-policy.ts";
import { masterOf, setMaster } from "./master.ts";
import { openNetnsRef } from "./netns-ref.ts";
import { has, profiles } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { setLinkOf, targetOf } from "./setlink.ts";
import { secretOf } from "./stable-secret.ts";
import { deviceOf, devicesOf, keep, netnsOf, type Task } from "./task.ts";

export function newLink(t: Task, request: LinkRequest): Message[] {
	const { attrs, flags } = request;
	const { profile } = t.kernel;
	checkPolicy(profile, attrs);
	checkKind(t, attrs);
	if (has(profile, "earlyNetnsCheck")) linkNetnsOf(t, attrs);
	const device = targetOf(t, request, netnsSearched(t, request));
	if (!device && flags & NLM_F_CREATE) return createLink(t, request);
	if (!device) return changeGroup(t, request);
	if (flags & NLM_F_EXCL) throw new Refusal("EEXIST");
	if (flags & NLM_F_REPLACE) throw new Refusal("EOPNOTSUPP");
	if (!has(profile, "lateLinkCheck")) validateLink(profile, device, attrs, secretOf(t, device) !== undefined);
	setLinkOf(t, device.id, request, changeKind(t, device, attrs));
	return [];
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

/** rtnl_changelink(): what the kind, and the kind of the master, make of their own options comes before all else; if any. */
function changeKind(t: Task, device: Device, attrs: LinkAttrs): boolean {
	if (attrs.data) {
		const driver = driverOf(device);
		if (!driver.changelink || driver.infoKind !== attrs.kind) throw new Refusal("EOPNOTSUPP");
		driver.changelink(t, device, attrs.data, attrs);
		keep(t);
	}
	if (!attrs.slaveData) return attrs.data !== undefined;
	const master = masterOf(t, deviceOf(t, device.id));
	const slaveChangelink = master && driverOf(master).slaveChangelink;
	if (!master || !slaveChangelink) throw new Refusal("EOPNOTSUPP");
	slaveChangelink(t, master, deviceOf(t, device.id), attrs.slaveData);
	keep(t);
	return true;
}

/** Where a link that must be new is sought. */
function netnsSearched(t: Task, { attrs, flags }: LinkRequest): number {
	const isNew = (flags & NLM_F_CREATE) !== 0 && (flags & NLM_F_EXCL) !== 0;
	return isNew && has(t.kernel.profile, "madeInTarget") ? netnsWanted(t, attrs) : t.netns;
}

/** rtnl_newlink_create(). What was registered before the refusal has used up its index. */
function createLink(t: Task, request: LinkRequest): Message[] {
	const { attrs } = request;
	const driver = attrs.kind === undefined ? undefined : driverByInfoKind(attrs.kind);
	if (!driver?.newlink) throw new Refusal("EOPNOTSUPP", "Unknown device type");
	const netns = netnsWanted(t, attrs);
	checkNewLink(t, driver, attrs);
	const linkNetns = linkNetnsOf(t, attrs);
	try {
		const made = create(t, driver.newlink, request, netns, linkNetns);
		// rtnl_configure_link(): who asks with NLM_F_ECHO hears what the listeners are told.
		const echoes = request.flags & NLM_F_ECHO && has(t.kernel.profile, "linkAddEcho");
		return echoes ? [{ type: "RTM_NEWLINK", link: made }] : [];
	} catch (error) {
		keepIndexes(t);
		throw error;
	}
}

/** An older kernel makes the link beside what it stands on, and then moves it. */
function create(
	t: Task,
	newlink: NonNullable<Driver["newlink"]>,
	{ attrs, index, ifiFlags, ifiChange }: LinkRequest,
	netns: number,
	linkNetns: number | undefined,
): Ifinfo {
	const moves = linkNetns !== undefined && !has(t.kernel.profile, "madeInTarget");
	const where = moves ? linkNetns : netns;
	const id = newlink(t, {
		netns: where,
		...(linkNetns !== undefined && { linkNetns }),
		index,
		ifiFlags,
		ifiChange,
		attrs,
	});
	configureLink(t, id, ifiFlags, ifiChange);
	driverOf(deviceOf(t, id)).configured?.(t, deviceOf(t, id));
	const made = fillLink(t, deviceOf(t, id));
	if (moves) moveDevice(t, id, { netns, name: attrs.ifname, index: 0 });
	if (attrs.master !== undefined) setMaster(t, id, attrs.master);
	return made;
}

/** rtnl_group_changelink(): a request without a device changes every one of the group. */
function changeGroup(t: Task, request: LinkRequest): Message[] {
	if (request.index !== 0 || request.attrs.group === undefined) throw new Refusal("ENODEV");
	const members = [...devicesOf(t, t.netns)].filter((device) => device.group === request.attrs.group);
	for (const device of members) setLinkOf(t, device.id, request);
	return [];
}

function netnsWanted(t: Task, attrs: LinkAttrs): number {
	return openNetnsRef(t, attrs) ?? t.netns;
}

/** Whom `link-netns` means: the number is that of the namespace where the link is to be. */
function linkNetnsOf(t: Task, attrs: LinkAttrs): number | undefined {
	const { nsids } = netnsOf(t, netnsWanted(t, attrs));
	if (attrs.linkNetnsid === undefined) return undefined;
	const row = nsids.find(({ nsid }) => nsid === attrs.linkNetnsid);
	if (!row) throw new Refusal("EINVAL", "Unknown network namespace id");
	return row.netns;
}

/**
 * Namespaces come and go: net/core/net_namespace.c. A new one gets its lo; when one dies its virtual devices die with it, also
 * the other ends of its pairs. ip(8) binds one to a name by mounting it on a file of /run/netns.
 */
import { idDelete, idGet, idValues } from "../net/id-map.ts";
import { type Message, type NetnsFd, NLM_F_DUMP, NO_NETNS, type NsidQuery, type NsidRequest } from "../uapi/message.ts";
import { createDevice } from "./create.ts";
import type { Device } from "./device.ts";
import { driverOf, fallbackKinds } from "./drivers/kind.ts";
import { loopback } from "./drivers/loopback.ts";
import { unregister } from "./link.ts";
import { createNetns } from "./netns.ts";
import { findNetnsId, giveNetnsId } from "./nsid.ts";
import { forgetPathState } from "./path/state.ts";
import { Refusal } from "./refusal.ts";
import { devicesOf, netnsOf, notify, ownKernel, setNetns, type Task } from "./task.ts";

/** copy_net_ns(): a namespace with lo in it, down. */
export function newNetns(t: Task): number {
	const id = createNetns(t);
	createDevice(t, loopback, {
		netns: id,
		index: 1,
		ifiFlags: 0,
		ifiChange: 0,
		nameFrom: "predictable",
		attrs: { ifname: "lo" },
	});
	setNetns(t, id, { lastIndex: 1 });
	if (t.kernel.fallbackTunnels) for (const driver of fallbackKinds()) driver.addFallback?.(t, id);
	return id;
}

/** cleanup_net(), when neither a process nor a name holds it any longer. */
export function releaseNetns(t: Task, id: number): void {
	if (!idGet(t.kernel.netns, id)) return;
	const held = [...idValues(t.kernel.tasks)].some((task) => task.netns === id);
	// a connection that still has something to say holds its namespace, one that is only remembered does not
	if ([...idValues(t.kernel.sockets)].some((socket) => socket.netns === id && !socket.tcp?.mini)) return;
	if (held || t.kernel.mounts?.some((mount) => mount.netns === id)) return;
	for (const device of [...devicesOf(t, id)].reverse()) release(t, device);
	// ip_tunnel_delete_nets(), vxlan_exit_batch_net(): what lives elsewhere and sends through it
	for (const device of [...idValues(t.kernel.devices)]) if (homeOf(t, device) === id) release(t, device);
	for (const socket of [...idValues(t.kernel.sockets)])
		if (socket.netns === id) ownKernel(t).sockets = idDelete(t.kernel.sockets, socket.id);
	forgetPathState(t, id);
	ownKernel(t).netns = idDelete(t.kernel.netns, id);
	for (const net of [...idValues(t.kernel.netns)]) forget(t, net.id, id);
}

function homeOf(t: Task, device: Device): number | undefined {
	const { sendsIn, linkNetns } = driverOf(device);
	return sendsIn ? sendsIn(device) : linkNetns?.(t, device);
}

function release(t: Task, { id }: Device): void {
	const device = idGet(t.kernel.devices, id);
	if (!device) return;
	const { dellink } = driverOf(device);
	if (dellink) dellink(t, device);
	else unregister(t, id);
}

function forget(t: Task, netns: number, dead: number): void {
	const nsid = findNetnsId(t, netns, dead);
	if (nsid === undefined) return;
	setNetns(t, netns, { nsids: netnsOf(t, netns).nsids.filter((row) => row.netns !== dead) });
	notify(t, netns, { type: "RTM_DELNSID", nsid: { nsid } });
}

/** get_net_ns_by_fd() */
function checkPeer(fd: NetnsFd): void {
	if (fd === NO_NETNS) throw new Refusal("EINVAL", "Peer netns reference is invalid");
}

/** rtnl_net_newid() */
export function newNsid(t: Task, request: NsidRequest): void {
	checkPeer(request.fd);
	if (findNetnsId(t, t.netns, request.fd) !== undefined)
		throw new Refusal("EEXIST", "Peer netns already has a nsid assigned");
	giveNetnsId(t, t.netns, request.fd, request.nsid);
}

/** rtnl_net_getid(), rtnl_net_dumpid(): -1 is a namespace without an id there. */
export function getNsid(t: Task, query: NsidQuery): Message[] {
	const { targetNsid, fd } = query;
	const asksAll = (query.flags & NLM_F_DUMP) === NLM_F_DUMP;
	const peer = asksAll ? undefined : peerOf(t, query);
	const target = targetNsid === undefined ? t.netns : byNsid(t, targetNsid);
	if (target === undefined)
		throw new Refusal("EINVAL", asksAll ? "Invalid target network namespace id" : "Target netns reference is invalid");
	const told = (netns: number): Message => {
		const current = targetNsid === undefined ? {} : { currentNsid: findNetnsId(t, t.netns, netns) ?? -1 };
		const nsid = findNetnsId(t, target, netns) ?? -1;
		return { type: "RTM_NEWNSID", nsid: { nsid, ...(fd !== undefined && { fd }), ...current } };
	};
	return peer === undefined ? netnsOf(t, target).nsids.map(({ netns }) => told(netns)) : [told(peer)];
}

function byNsid(t: Task, nsid: number | undefined): number | undefined {
	return netnsOf(t, t.netns).nsids.find((row) => row.nsid === nsid)?.netns;
}

function peerOf(t: Task, { fd, nsid }: NsidQuery): number {
	if (fd !== undefined) {
		checkPeer(fd);
		return fd;
	}
	const known = byNsid(t, nsid);
	if (known === undefined) throw new Refusal("ENOENT", "Peer netns reference is invalid");
	return known;
}

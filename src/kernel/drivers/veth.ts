/**
 * A pair of virtual Ethernet devices: drivers/net/veth.c. What one end sends the other receives. Both ends have a carrier only
 * while both are up. The peer is registered first, so it has the lower index.
 */
import { idGet } from "../../net/id-map.ts";
import type { VethData } from "../../uapi/link-data.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { setCarrier } from "../carrier.ts";
import { checkNewLink, createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { configureLink, unregisterAll } from "../link.ts";
import { openNetnsRef } from "../netns-ref.ts";
import { Refusal } from "../refusal.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";
import type { Driver, NewLink } from "./driver.ts";
import { bigTcp, etherSetup, setEtherAddress, validateEther } from "./ether.ts";

function peerOf(t: Task, device: Device): Device | undefined {
	return device.data.peer === undefined ? undefined : idGet(t.kernel.devices, device.data.peer as number);
}

/** veth_validate(): here a wrong mtu is refused without a word. */
function validate(attrs: LinkAttrs): void {
	validateEther(attrs);
	if (attrs.mtu !== undefined && (attrs.mtu < 68 || attrs.mtu > 65535)) throw new Refusal("EINVAL");
}

/** veth_newlink(): without a peer section the peer is made from the same attributes, in the same place, but for the name. */
function newlink(t: Task, request: NewLink): number {
	const given = (request.attrs.data as VethData | undefined)?.peer;
	const { ifname: _name, address: _address, ...shared } = request.attrs;
	const peerAttrs = given?.attrs ?? shared;
	validate(peerAttrs);
	const netns = openNetnsRef(t, peerAttrs) ?? request.linkNetns ?? t.netns;
	checkNewLink(t, veth, peerAttrs);
	// The peer's number counts only beside one for the device itself.
	const index = request.index === 0 ? 0 : (given?.index ?? 0);
	const peer = createDevice(t, veth, { netns, index, ifiFlags: 0, ifiChange: 0, attrs: peerAttrs });
	setCarrier(t, peer, false);
	if (given) configureLink(t, peer, given.ifiFlags, given.ifiChange);
	const id = createDevice(t, veth, request);
	setCarrier(t, id, false);
	setDevice(t, peer, { data: { peer: id } });
	setDevice(t, id, { data: { peer } });
	return id;
}

/** veth_open() */
function open(t: Task, device: Device): void {
	const peer = peerOf(t, device);
	if (!peer) throw new Refusal("ENOTCONN");
	if (!isUp(peer)) return;
	setCarrier(t, device.id, true);
	setCarrier(t, peer.id, true);
}

function stop(t: Task, device: Device): void {
	setCarrier(t, device.id, false);
	const peer = peerOf(t, device);
	if (peer) setCarrier(t, peer.id, false);
}

export const veth: Driver = {
	kind: "veth",
	infoKind: "veth",
	setup: ({ cpus }) => ({ ...etherSetup, maxMtu: 65535, tsoMaxSize: bigTcp, numQueues: cpus, liveAddress: true }),
	validate,
	peerOf: ({ data }) => (data as VethData | undefined)?.peer?.attrs,
	newlink,
	dellink: (t, device) => {
		const peer = peerOf(t, device);
		const both = peer ? [device.id, peer.id] : [device.id];
		for (const id of both) setDevice(t, id, { data: {} });
		unregisterAll(t, both);
	},
	setAddress: setEtherAddress,
	open,
	stop,
	speed: () => 10000,
	linkNetns: (t, device) => peerOf(t, device)?.netns,
	iflink: (t, device) => peerOf(t, device)?.index ?? 0,
	xmit: (t, device) => {
		const peer = peerOf(t, device);
		return peer && isUp(deviceOf(t, peer.id)) ? { to: "receive", device: peer.id } : { to: "nowhere", dropped: true };
	},
};

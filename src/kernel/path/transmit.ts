/**
 * A frame is given to a device: net/core/dev.c __dev_queue_xmit(), dev_hard_start_xmit(). The driver says where it goes; this
 * file carries that out, and counts. A device that is down or has no carrier has the noop queue, which drops (qdisc
 * noop_enqueue).
 */
import { idGet } from "../../net/id-map.ts";
import type { Errno } from "../../uapi/errno.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import { type Counts, count } from "../counter.ts";
import { type Device, isUp } from "../device.ts";
import type { Lost, Receive, Xmit } from "../drivers/driver.ts";
import { driverOf } from "../drivers/kind.ts";
import { packetDeliver } from "../socket-receive.ts";
import { deviceOf, type Task } from "../task.ts";
import { linkFailure } from "./link-failure.ts";
import { finish, outputPacket } from "./output.ts";
import { type Frame, isIp } from "./packet.ts";
import { type Arrival, netifRx } from "./softirq.ts";
import { note } from "./step.ts";

const etherHeader = 14;
const vlanHeader = 4;

/** Bytes as counters have them: lo counts without the Ethernet header, and the outermost tag travels beside the data (skb->vlan_tci). */
export function frameLength(device: Device, { packet, tags }: Frame): number {
	const header = device.type === ARPHRD_ETHER ? etherHeader : 0;
	const counted = (tags?.length ?? 0) - (driverOf(device).tagsInData ? 0 : 1);
	return packet.length + header + vlanHeader * Math.max(0, counted);
}

export function transmit(t: Task, id: number, frame: Frame): void {
	const device = idGet(t.kernel.devices, id);
	if (!device) return;
	if (!isUp(device) || !device.carrier) return drop(t, device, frame, isUp(device) ? "no carrier" : "down");
	const driver = driverOf(device);
	const sent = driver.keepsRoute || !frame.route ? frame : { ...frame, route: undefined };
	// dev_queue_xmit_nit()
	packetDeliver(t, device, sent, "outgoing");
	const way = driver.xmit(t, device, sent);
	if (way.to === "nowhere" && way.errno) return refuse(t, device, frame, way.errno);
	if (way.to === "nowhere" && way.lost) {
		lose(t, device, frame, way.lost, way.dropped);
		if (way.unreachable && isIp(frame.packet)) linkFailure(t, device, frame.packet, frame.route);
		return;
	}
	if (way.to === "nowhere" && way.dropped) return drop(t, device, frame, device.kind);
	if (way.to === "receive" && !takes(t, device, way.device, way.frame ?? sent)) return full(t, device);
	note(t, { netns: device.netns, device: id, at: "dev_hard_start_xmit", what: "sent", packet: frame.packet });
	const bytes = driver.sendsPayload ? frame.packet.length : frameLength(device, frame);
	count(t, id, { txPackets: 1, txBytes: bytes });
	follow(t, deviceOf(t, id), way, sent);
}

function drop(t: Task, device: Device, { packet }: Frame, why: string): void {
	note(t, { netns: device.netns, device: device.id, at: "__dev_queue_xmit", what: "dropped", why, packet });
	count(t, device.id, { txDropped: 1 });
}

/** An errno of ndo_start_xmit() goes back to the program that sends. */
function refuse(t: Task, device: Device, { packet }: Frame, errno: Errno): void {
	note(t, { netns: device.netns, device: device.id, at: "dev_hard_start_xmit", what: "refused", why: errno, packet });
	count(t, device.id, { txErrors: 1 });
	t.xmitError = errno;
}

/** net_xmit_errno(NET_XMIT_DROP): the other end of a pair did not take it. */
function full(t: Task, { id }: Device): void {
	count(t, id, { txDropped: 1 });
	t.xmitError = "ENOBUFS";
}

/** dev->stats.tx_errors, and what kind of error it was. */
const losses: Readonly<Record<Lost, Counts>> = {
	carrier: { txErrors: 1, txCarrierErrors: 1 },
	collision: { txErrors: 1, collisions: 1 },
	end: { txErrors: 1 },
	counted: {},
};

function lose(t: Task, device: Device, { packet }: Frame, lost: Lost, dropped: boolean): void {
	note(t, {
		netns: device.netns,
		device: device.id,
		at: "dev_hard_start_xmit",
		what: "dropped",
		why: "no route",
		packet,
	});
	count(t, device.id, { ...losses[lost], ...(dropped && { txDropped: 1 }) });
}

/** Does what a driver answered. `pass` is for receive.ts, which asks for it. */
export function follow(t: Task, device: Device, way: Receive, frame: Frame, pass?: (frame: Frame) => void): void {
	switch (way.to) {
		case "receive":
			return cross(t, device, { device: way.device, frame: way.frame ?? frame, ...(way.forHost && { forHost: true }) });
		case "transmit":
			return transmit(t, way.device, way.frame);
		case "output":
			return outputPacket(t, way.netns, way.packet, way.oif ?? 0);
		case "next hop":
			return finish(t, way.packet, way.way);
		case "each":
			for (const each of way.ways as readonly (Receive | Xmit)[]) follow(t, device, each, frame, pass);
			return;
		case "pass":
			return pass?.(way.frame ?? frame);
		case "nowhere":
			return;
		default:
			way satisfies never;
	}
}

function cross(t: Task, from: Device, arrival: Arrival): void {
	if (takes(t, from, arrival.device, arrival.frame)) netifRx(t, arrival);
}

/** ____dev_forward_skb(): another device takes it if it is up and the frame is not longer than its mtu and a tag. */
function takes(t: Task, from: Device, to: number, { packet }: Frame): boolean {
	const there = idGet(t.kernel.devices, to);
	if (!there || there.id === from.id || there.lower === from.id) return there !== undefined;
	if (isUp(there) && packet.length <= there.mtu + vlanHeader) return true;
	const why = isUp(there) ? "mtu" : "down";
	note(t, { netns: there.netns, device: to, at: "____dev_forward_skb", what: "dropped", why, packet });
	count(t, to, { rxDropped: 1 });
	return false;
}

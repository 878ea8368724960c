/**
 * A frame has arrived: net/core/dev.c __netif_receive_skb_core(). First whoever stands on the device (a VLAN, by its tag) or has
 * taken it over (a bridge, a macvlan) may have it; then it goes to its protocol.
 */
import { idGet } from "../../net/id-map.ts";
import { isBroadcastLladdr, isMulticastLladdr } from "../../net/lladdr.ts";
import { count } from "../counter.ts";
import { type Device, isUp } from "../device.ts";
import type { Receive } from "../drivers/driver.ts";
import { driverOf } from "../drivers/kind.ts";
import { uppersOf } from "../notifier.ts";
import { packetDeliver } from "../socket-receive.ts";
import { deviceOf, type Task } from "../task.ts";
import { arpRcv } from "./arp.ts";
import { ipRcv } from "./input.ts";
import type { Frame } from "./packet.ts";
import type { Arrival } from "./softirq.ts";
import { note } from "./step.ts";
import { follow, frameLength } from "./transmit.ts";

/** PACKET_*: for whom it was on the link. */
export type PacketType = "host" | "broadcast" | "multicast" | "otherhost" | "loopback";

export function receive(t: Task, { device: id, frame, looped, forHost }: Arrival): void {
	const device = idGet(t.kernel.devices, id);
	if (!device || !isUp(device)) return;
	if (looped) return protocol(t, device, "loopback", frame);
	const bytes = driverOf(device).countsPayload ? frame.packet.length : frameLength(device, frame);
	count(t, id, { rxPackets: 1, rxBytes: bytes });
	packetDeliver(t, device, frame, packetType(device, frame));
	const taken = taggedWay(t, device, frame) ?? handlerWay(t, device, frame);
	if (taken) follow(t, device, taken, frame, (passed) => upward(t, id, passed));
	else upward(t, id, frame, forHost);
}

/** vlan_do_receive() */
function taggedWay(t: Task, device: Device, frame: Frame): Receive | undefined {
	if (!frame.tags?.length) return undefined;
	for (const upper of uppersOf(t, device.id)) {
		const way = isUp(upper) ? driverOf(upper).receiveTagged?.(t, upper, device, frame) : undefined;
		if (way) return way;
	}
	return undefined;
}

/** The rx_handler of the device: its master's, or that of those that stand on it. */
function handlerWay(t: Task, device: Device, frame: Frame): Receive | undefined {
	const master = device.master === undefined ? undefined : idGet(t.kernel.devices, device.master);
	const byMaster = master && driverOf(master).receivePort?.(t, master, device, frame);
	if (byMaster) return byMaster;
	for (const upper of uppersOf(t, device.id)) {
		const way = driverOf(upper).receiveLower?.(t, upper, device, frame);
		if (way) return way;
	}
	return undefined;
}

/** What still has a tag is nobody's. */
function upward(t: Task, id: number, frame: Frame, forHost?: true): void {
	const device = deviceOf(t, id);
	if (frame.tags?.length) return;
	protocol(t, device, forHost ? "host" : packetType(device, frame), frame);
}

/** eth_type_trans() */
export function packetType(device: Device, { dst }: Frame): PacketType {
	if (dst === "" || dst === device.address) return "host";
	if (isMulticastLladdr(dst)) return isBroadcastLladdr(dst) ? "broadcast" : "multicast";
	return "otherhost";
}

function protocol(t: Task, device: Device, type: PacketType, frame: Frame): void {
	const { packet } = frame;
	note(t, {
		netns: device.netns,
		device: device.id,
		at: "__netif_receive_skb_core",
		what: "received",
		why: type,
		packet,
	});
	if (type === "otherhost") return;
	if (packet.family === "arp") arpRcv(t, device, frame);
	// Nobody's protocol.
	else if (packet.family === "lacp") count(t, device.id, { rxDropped: 1 });
	else ipRcv(t, { packet, device, type, lladdr: frame.src, route: frame.route, kind: 0 });
}

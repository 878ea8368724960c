/**
 * Messages between bridges: net/bridge/br_stp_bpdu.c. They go out of a port, and arrive at whatever is at the other end of its
 * wire; a bridge without STP passes them on like any frame.
 */
import type { BridgeId } from "../../uapi/link-data.ts";
import { isUp } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import type { Frame } from "../path/packet.ts";
import { deviceOf, type Task } from "../task.ts";
import { BR_STATE_DISABLED, BR_STATE_FORWARDING, bridgeOf, bridgePortOf, bridgePorts, countStp } from "./bridge.ts";
import { disablePort } from "./stp.ts";
import { receiveConfig, receiveTcn } from "./stp-message.ts";

export interface ConfigBpdu {
	readonly topologyChange: boolean;
	readonly topologyChangeAck: boolean;
	readonly root: BridgeId;
	readonly rootPathCost: number;
	readonly bridgeId: BridgeId;
	readonly portId: number;
	/** Jiffies. */
	readonly messageAge: number;
	readonly maxAge: number;
	readonly helloTime: number;
	readonly forwardDelay: number;
}

type Bpdu = ConfigBpdu | "tcn";

export function sendConfig(t: Task, port: number, bpdu: ConfigBpdu): void {
	countStp(t, port, "txBpdu");
	send(t, port, bpdu, new Set());
}

export function sendTcn(t: Task, port: number): void {
	countStp(t, port, "txTcn");
	send(t, port, "tcn", new Set());
}

/** A frame as drivers see it: they only ask where it goes. */
const frame = { family: "inet", src: "0.0.0.0", dst: "0.0.0.0", ttl: 1, length: 35 } as unknown as Frame;

function send(t: Task, port: number, bpdu: Bpdu, seen: Set<number>): void {
	const device = deviceOf(t, port);
	if (!isUp(device) || !device.carrier) return;
	const way = driverOf(device).xmit(t, device, frame);
	if (way.to === "receive") receive(t, way.device, bpdu, seen);
}

/** br_stp_rcv(), and br_handle_frame() of a bridge that has no STP. */
function receive(t: Task, id: number, bpdu: Bpdu, seen: Set<number>): void {
	const device = deviceOf(t, id);
	const master = device.master === undefined ? undefined : deviceOf(t, device.master);
	if (!isUp(device) || !master || !driverOf(master).bridge || seen.has(id)) return;
	seen.add(id);
	const port = bridgePortOf(device);
	if (!isUp(master) || port.state === BR_STATE_DISABLED) return;
	if (!bridgeOf(master).stp) return flood(t, master.id, id, bpdu, seen);
	if (port.options.guard) return disablePort(t, master.id, id);
	countStp(t, id, bpdu === "tcn" ? "rxTcn" : "rxBpdu");
	if (bpdu === "tcn") receiveTcn(t, master.id, id);
	else receiveConfig(t, master.id, id, bpdu);
}

function flood(t: Task, bridge: number, from: number, bpdu: Bpdu, seen: Set<number>): void {
	for (const { id } of bridgePorts(t, bridge))
		if (id !== from && bridgePortOf(deviceOf(t, id)).state === BR_STATE_FORWARDING) send(t, id, bpdu, seen);
}

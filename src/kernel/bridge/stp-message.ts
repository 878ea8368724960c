/**
 * What bridges of a spanning tree tell each other: net/bridge/br_stp.c, IEEE 802.1D-1998. Who is root, and what follows for ports:
 * stp.ts; the frames: bpdu.ts.
 */
import { clearAlarm, isPending, setAlarm } from "../alarm.ts";
import { deviceOf, type Task } from "../task.ts";
import { type ConfigBpdu, sendConfig, sendTcn } from "./bpdu.ts";
import {
	type Bridge,
	type BridgePort,
	bridgePortOf,
	bridgePorts,
	compareIds,
	HZ,
	portId,
	setBridge,
	setBridgePort,
	toMs,
} from "./bridge.ts";
import {
	br,
	configurationUpdate,
	detectTopologyChange,
	isDesignated,
	isRootBridge,
	livePorts,
	selectStates,
	setTopologyChange,
} from "./stp.ts";

/** br_config_bpdu_generation() */
export function generateConfig(t: Task, bridge: number): void {
	for (const { id } of livePorts(t, bridge)) {
		const port = deviceOf(t, id);
		if (port.master === bridge && isDesignated(br(t, bridge), bridgePortOf(port))) transmitConfig(t, bridge, id);
	}
}

/** br_transmit_config(): at most once a second on a port. */
export function transmitConfig(t: Task, bridge: number, port: number): void {
	if (isPending(t, port, "port.hold")) return setBridgePort(t, port, { configPending: true });
	const own = br(t, bridge);
	if (!own.stp) return;
	const messageAge = isRootBridge(own) ? 0 : ageOfRootNews(t, bridge) + 1;
	if (messageAge >= own.maxAge) return;
	const { topologyChangeAck } = bridgePortOf(deviceOf(t, port));
	setBridgePort(t, port, { topologyChangeAck: false, configPending: false });
	setAlarm(t, port, "port.hold", 1000);
	sendConfig(t, port, {
		topologyChange: own.topologyChange,
		topologyChangeAck,
		root: own.designatedRoot,
		rootPathCost: own.rootPathCost,
		bridgeId: own.id,
		portId: portId(bridgePortOf(deviceOf(t, port))),
		messageAge,
		maxAge: own.maxAge,
		helloTime: own.helloTime,
		forwardDelay: own.forwardDelay,
	});
}

/** Jiffies since what the root port said was new. */
function ageOfRootNews(t: Task, bridge: number): number {
	const { rootPort } = br(t, bridge);
	const root = bridgePorts(t, bridge)
		.map(bridgePortOf)
		.find((port) => port.portNo === rootPort);
	return root ? Math.floor(((t.kernel.now - root.designatedAge) * HZ) / 1000) : 0;
}

export function transmitTcn(t: Task, bridge: number): void {
	const { rootPort, stp } = br(t, bridge);
	const root = bridgePorts(t, bridge).find((port) => bridgePortOf(port).portNo === rootPort);
	if (root && stp) sendTcn(t, root.id);
}

/** br_received_config_bpdu() */
export function receiveConfig(t: Task, bridge: number, port: number, bpdu: ConfigBpdu): void {
	const before = br(t, bridge);
	if (!supersedes(before, bridgePortOf(deviceOf(t, port)), bpdu)) {
		if (isDesignated(before, bridgePortOf(deviceOf(t, port)))) transmitConfig(t, bridge, port);
		return;
	}
	const wasRoot = isRootBridge(before);
	record(t, port, bpdu);
	configurationUpdate(t, bridge);
	selectStates(t, bridge);
	if (wasRoot && !isRootBridge(br(t, bridge))) abdicate(t, bridge);
	if (bridgePortOf(deviceOf(t, port)).portNo !== br(t, bridge).rootPort) return;
	const { maxAge, helloTime, forwardDelay } = bpdu;
	setBridge(t, bridge, { maxAge, helloTime, forwardDelay });
	setTopologyChange(t, bridge, bpdu.topologyChange);
	generateConfig(t, bridge);
	if (!bpdu.topologyChangeAck) return;
	setBridge(t, bridge, { topologyChangeDetected: false });
	clearAlarm(t, bridge, "tcn");
}

function abdicate(t: Task, bridge: number): void {
	const own = br(t, bridge);
	clearAlarm(t, bridge, "hello");
	if (!own.topologyChangeDetected) return;
	clearAlarm(t, bridge, "topology_change");
	transmitTcn(t, bridge);
	setAlarm(t, bridge, "tcn", toMs(own.ownHelloTime));
}

/** br_supersedes_port_info() */
function supersedes(bridge: Bridge, port: BridgePort, bpdu: ConfigBpdu): boolean {
	const order =
		compareIds(bpdu.root, port.designatedRoot) ||
		bpdu.rootPathCost - port.designatedCost ||
		compareIds(bpdu.bridgeId, port.designatedBridge);
	if (order !== 0) return order < 0;
	return compareIds(bpdu.bridgeId, bridge.id) !== 0 || bpdu.portId <= port.designatedPort;
}

/** br_record_config_information() */
function record(t: Task, port: number, bpdu: ConfigBpdu): void {
	setBridgePort(t, port, {
		designatedRoot: bpdu.root,
		designatedCost: bpdu.rootPathCost,
		designatedBridge: bpdu.bridgeId,
		designatedPort: bpdu.portId,
		designatedAge: t.kernel.now - toMs(bpdu.messageAge),
	});
	setAlarm(t, port, "port.message_age", toMs(bpdu.maxAge - bpdu.messageAge));
}

/** br_received_tcn_bpdu() */
export function receiveTcn(t: Task, bridge: number, port: number): void {
	if (!isDesignated(br(t, bridge), bridgePortOf(deviceOf(t, port)))) return;
	detectTopologyChange(t, bridge);
	setBridgePort(t, port, { topologyChangeAck: true });
	transmitConfig(t, bridge, port);
}

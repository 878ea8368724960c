/** What users and devices change of a spanning tree: net/bridge/br_stp_if.c. */
import { clearAlarm, setAlarm } from "../alarm.ts";
import { isUp } from "../device.ts";
import { deviceOf, type Task } from "../task.ts";
import {
	bridgeOf,
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
	becomeDesignated,
	br,
	configurationUpdate,
	disablePort,
	isDesignated,
	isRootBridge,
	livePorts,
	selectStates,
	setTopologyChange,
	update,
} from "./stp.ts";
import { generateConfig } from "./stp-message.ts";

/** br_stp_change_bridge_id(): the bridge is known by another address. */
export function changeBridgeAddress(t: Task, bridge: number, address: string): void {
	const { id } = br(t, bridge);
	const wasRoot = isRootBridge(br(t, bridge));
	setBridge(t, bridge, { id: { ...id, address } });
	for (const device of bridgePorts(t, bridge)) {
		const { designatedBridge, designatedRoot } = bridgePortOf(device);
		if (designatedBridge.address === id.address)
			setBridgePort(t, device.id, { designatedBridge: { ...designatedBridge, address } });
		if (designatedRoot.address === id.address)
			setBridgePort(t, device.id, { designatedRoot: { ...designatedRoot, address } });
	}
	update(t, bridge, wasRoot);
}

/** br_stp_set_bridge_priority() */
export function changeBridgePriority(t: Task, bridge: number, priority: number): void {
	const own = br(t, bridge);
	const wasRoot = isRootBridge(own);
	for (const device of livePorts(t, bridge)) {
		const port = bridgePortOf(device);
		if (isDesignated(own, port))
			setBridgePort(t, device.id, { designatedBridge: { ...port.designatedBridge, priority } });
	}
	setBridge(t, bridge, { id: { ...own.id, priority } });
	update(t, bridge, wasRoot);
}

/** br_stp_set_port_priority() */
export function changePortPriority(t: Task, bridge: number, port: number, priority: number): void {
	const designated = isDesignated(br(t, bridge), bridgePortOf(deviceOf(t, port)));
	setBridgePort(t, port, { priority });
	const now = bridgePortOf(deviceOf(t, port));
	if (designated) setBridgePort(t, port, { designatedPort: portId(now) });
	const own = br(t, bridge);
	if (compareIds(own.id, now.designatedBridge) === 0 && portId(now) < now.designatedPort) {
		becomeDesignated(t, bridge, port);
		selectStates(t, bridge);
	}
}

/** br_stp_set_path_cost() */
export function changePathCost(t: Task, bridge: number, port: number, pathCost: number): void {
	setBridgePort(t, port, { adminCost: true, pathCost });
	configurationUpdate(t, bridge);
	selectStates(t, bridge);
}

/** br_stp_set_enabled() */
export function setStp(t: Task, bridge: number, stp: boolean): void {
	const own = br(t, bridge);
	if (own.stp === stp) return;
	if (!stp) {
		selectStates(t, bridge);
		return setBridge(t, bridge, { stp: false });
	}
	setForwardDelay(t, bridge, Math.min(Math.max(own.ownForwardDelay, 2 * HZ), 30 * HZ));
	setBridge(t, bridge, { stp: true });
	if (isUp(deviceOf(t, bridge))) setAlarm(t, bridge, "hello", toMs(br(t, bridge).helloTime));
	selectStates(t, bridge);
}

/** __br_set_forward_delay(): in use at once if this bridge is the root. */
export function setForwardDelay(t: Task, bridge: number, forwardDelay: number): void {
	setBridge(t, bridge, { ownForwardDelay: forwardDelay });
	if (isRootBridge(br(t, bridge))) setBridge(t, bridge, { forwardDelay });
}

/** br_stp_enable_bridge() */
export function enableBridge(t: Task, bridge: number): void {
	const own = br(t, bridge);
	if (own.stp) setAlarm(t, bridge, "hello", toMs(own.helloTime));
	setBridge(t, bridge, { upSince: t.kernel.now });
	generateConfig(t, bridge);
}

/** br_stp_disable_bridge() */
export function disableBridge(t: Task, bridge: number): void {
	for (const { id } of livePorts(t, bridge)) disablePort(t, bridge, id);
	setTopologyChange(t, bridge, false);
	const { upSince: _, ...rest } = bridgeOf(deviceOf(t, bridge));
	setBridge(t, bridge, { ...rest, topologyChangeDetected: false });
	for (const name of ["hello", "topology_change", "tcn"]) clearAlarm(t, bridge, name);
}

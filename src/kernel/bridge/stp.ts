/**
 * The spanning tree: net/bridge/br_stp.c and br_stp_timer.c, IEEE 802.1D-1998 (the clause numbers there). Who is root, which
 * port leads there, which ports forward. Without STP the same code runs and finds that every live port forwards.
 * Messages to other bridges go out and come in by bpdu.ts.
 */
import { clearAlarm, isPending, setAlarm } from "../alarm.ts";
import { setCarrier } from "../carrier.ts";
import { type Device, isUp } from "../device.ts";
import { announceLink } from "../link-message.ts";
import { deviceOf, type Task } from "../task.ts";
import { type ConfigBpdu, sendConfig, sendTcn } from "./bpdu.ts";
import {
	BR_STATE_BLOCKING,
	BR_STATE_DISABLED,
	BR_STATE_FORWARDING,
	BR_STATE_LEARNING,
	BR_STATE_LISTENING,
	type Bridge,
	type BridgePort,
	bridgeOf,
	bridgePortOf,
	bridgePorts,
	compareIds,
	countStp,
	HZ,
	portId,
	setBridge,
	setBridgePort,
	toMs,
} from "./bridge.ts";
import { forgetPort } from "./fdb.ts";

function br(t: Task, id: number): Bridge {
	return bridgeOf(deviceOf(t, id));
}

function livePorts(t: Task, bridge: number): Device[] {
	return bridgePorts(t, bridge).filter((port) => bridgePortOf(port).state !== BR_STATE_DISABLED);
}

export function isRootBridge(bridge: Bridge): boolean {
	return compareIds(bridge.id, bridge.designatedRoot) === 0;
}

function isDesignated(bridge: Bridge, port: BridgePort): boolean {
	return compareIds(port.designatedBridge, bridge.id) === 0 && port.designatedPort === portId(port);
}

/** br_become_designated_port() */
export function becomeDesignated(t: Task, bridge: number, port: number): void {
	const { designatedRoot, rootPathCost, id } = br(t, bridge);
	const designatedPort = portId(bridgePortOf(deviceOf(t, port)));
	setBridgePort(t, port, { designatedRoot, designatedCost: rootPathCost, designatedBridge: id, designatedPort });
}

/** br_set_state(); listeners hear of the port (br_ifinfo_notify). */
function setState(t: Task, port: number, state: number): void {
	changeState(t, port, state);
	announceLink(t, port);
}

/** With STP it is counted how often a port blocks and forwards. */
function changeState(t: Task, port: number, state: number): void {
	setBridgePort(t, port, { state });
	const { master } = deviceOf(t, port);
	if (master === undefined || !br(t, master).stp) return;
	if (state === BR_STATE_BLOCKING) countStp(t, port, "transitionBlk");
	if (state === BR_STATE_FORWARDING) countStp(t, port, "transitionFwd");
}

/** br_init_port() */
export function initPort(t: Task, bridge: number, port: number): void {
	becomeDesignated(t, bridge, port);
	changeState(t, port, BR_STATE_BLOCKING);
	setBridgePort(t, port, { topologyChangeAck: false, configPending: false });
}

/** br_stp_enable_port() */
export function enablePort(t: Task, bridge: number, port: number): void {
	initPort(t, bridge, port);
	selectStates(t, bridge);
	announceLink(t, port);
}

/** br_stp_disable_port() */
export function disablePort(t: Task, bridge: number, port: number): void {
	const wasRoot = isRootBridge(br(t, bridge));
	becomeDesignated(t, bridge, port);
	setBridgePort(t, port, { topologyChangeAck: false, configPending: false });
	setState(t, port, BR_STATE_DISABLED);
	for (const name of ["message_age", "forward_delay", "hold"]) clearAlarm(t, port, `port.${name}`);
	if (bridgePortOf(deviceOf(t, port)).backupPort === undefined) forgetPort(t, bridge, port, "learned");
	update(t, bridge, wasRoot);
}

/** What follows every change of what the bridge knows: br_configuration_update(), br_port_state_selection(). */
function update(t: Task, bridge: number, wasRoot: boolean): void {
	configurationUpdate(t, bridge);
	selectStates(t, bridge);
	if (isRootBridge(br(t, bridge)) && !wasRoot) becomeRoot(t, bridge);
}

export function configurationUpdate(t: Task, bridge: number): void {
	selectRoot(t, bridge);
	for (const port of livePorts(t, bridge))
		if (shouldBeDesignated(br(t, bridge), bridgePortOf(port))) becomeDesignated(t, bridge, port.id);
}

/** br_root_selection() */
function selectRoot(t: Task, bridge: number): void {
	const own = br(t, bridge);
	let root: BridgePort | undefined;
	for (const device of livePorts(t, bridge)) {
		const port = bridgePortOf(device);
		if (!port.options.rootBlock && shouldBeRootPort(own, port, root)) root = port;
	}
	if (!root) return setBridge(t, bridge, { rootPort: 0, designatedRoot: own.id, rootPathCost: 0 });
	const { portNo, designatedRoot, designatedCost, pathCost } = root;
	setBridge(t, bridge, { rootPort: portNo, designatedRoot, rootPathCost: designatedCost + pathCost });
}

/** br_should_become_root_port(): nearer to a better root, than the best so far. */
function shouldBeRootPort(bridge: Bridge, port: BridgePort, best: BridgePort | undefined): boolean {
	if (isDesignated(bridge, port) || compareIds(bridge.id, port.designatedRoot) <= 0) return false;
	if (!best) return true;
	const order =
		compareIds(port.designatedRoot, best.designatedRoot) ||
		port.designatedCost + port.pathCost - (best.designatedCost + best.pathCost) ||
		compareIds(port.designatedBridge, best.designatedBridge) ||
		port.designatedPort - best.designatedPort ||
		portId(port) - portId(best);
	return order < 0;
}

/** br_should_become_designated_port(): whether this bridge is the better way to the root for the port's segment. */
function shouldBeDesignated(bridge: Bridge, port: BridgePort): boolean {
	if (isDesignated(bridge, port) || compareIds(port.designatedRoot, bridge.designatedRoot) !== 0) return true;
	const order =
		bridge.rootPathCost - port.designatedCost ||
		compareIds(bridge.id, port.designatedBridge) ||
		portId(port) - port.designatedPort;
	return order < 0;
}

/** br_port_state_selection(): the bridge has a carrier while a port forwards. */
export function selectStates(t: Task, bridge: number): void {
	for (const { id } of livePorts(t, bridge)) {
		const port = bridgePortOf(deviceOf(t, id));
		const own = br(t, bridge);
		if (port.portNo === own.rootPort) {
			setBridgePort(t, id, { configPending: false, topologyChangeAck: false });
			makeForwarding(t, bridge, id);
		} else if (isDesignated(own, port)) {
			clearAlarm(t, id, "port.message_age");
			makeForwarding(t, bridge, id);
		} else {
			setBridgePort(t, id, { configPending: false, topologyChangeAck: false });
			makeBlocking(t, bridge, id);
		}
	}
	setCarrier(
		t,
		bridge,
		livePorts(t, bridge).some((port) => bridgePortOf(port).state === BR_STATE_FORWARDING),
	);
}

function makeForwarding(t: Task, bridge: number, port: number): void {
	if (bridgePortOf(deviceOf(t, port)).state !== BR_STATE_BLOCKING) return;
	const { stp, forwardDelay } = br(t, bridge);
	if (!stp || forwardDelay === 0) {
		setState(t, port, BR_STATE_FORWARDING);
		detectTopologyChange(t, bridge);
	} else setState(t, port, BR_STATE_LISTENING);
	if (forwardDelay !== 0) setAlarm(t, port, "port.forward_delay", toMs(forwardDelay));
}

function makeBlocking(t: Task, bridge: number, port: number): void {
	const { state } = bridgePortOf(deviceOf(t, port));
	if (state === BR_STATE_DISABLED || state === BR_STATE_BLOCKING) return;
	if (state === BR_STATE_FORWARDING || state === BR_STATE_LEARNING) detectTopologyChange(t, bridge);
	setState(t, port, BR_STATE_BLOCKING);
	clearAlarm(t, port, "port.forward_delay");
}

/** br_topology_change_detection() */
function detectTopologyChange(t: Task, bridge: number): void {
	const own = br(t, bridge);
	if (!own.stp) return;
	if (isRootBridge(own)) {
		setTopologyChange(t, bridge, true);
		setAlarm(t, bridge, "topology_change", toMs(own.ownForwardDelay + own.ownMaxAge));
	} else if (!own.topologyChangeDetected) {
		transmitTcn(t, bridge);
		setAlarm(t, bridge, "tcn", toMs(own.ownHelloTime));
	}
	setBridge(t, bridge, { topologyChangeDetected: true });
}

/** __br_set_topology_change(): meanwhile learned addresses are forgotten faster. */
export function setTopologyChange(t: Task, bridge: number, topologyChange: boolean): void {
	const own = br(t, bridge);
	if (own.stp && own.topologyChange !== topologyChange)
		setBridge(t, bridge, { ageingTime: topologyChange ? 2 * own.forwardDelay : own.ownAgeingTime });
	setBridge(t, bridge, { topologyChange });
}

/** br_become_root_bridge() */
function becomeRoot(t: Task, bridge: number): void {
	const { ownMaxAge: maxAge, ownHelloTime: helloTime, ownForwardDelay: forwardDelay } = br(t, bridge);
	setBridge(t, bridge, { maxAge, helloTime, forwardDelay });
	detectTopologyChange(t, bridge);
	clearAlarm(t, bridge, "tcn");
	if (!isUp(deviceOf(t, bridge))) return;
	generateConfig(t, bridge);
	setAlarm(t, bridge, "hello", toMs(helloTime));
}

/** br_config_bpdu_generation() */
export function generateConfig(t: Task, bridge: number): void {
	for (const { id } of livePorts(t, bridge)) {
		const port = deviceOf(t, id);
		if (port.master === bridge && isDesignated(br(t, bridge), bridgePortOf(port))) transmitConfig(t, bridge, id);
	}
}

/** br_transmit_config(): at most once a second on a port. */
function transmitConfig(t: Task, bridge: number, port: number): void {
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

function transmitTcn(t: Task, bridge: number): void {
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

/** Timers of the bridge (br_stp_timer.c). */
export function ringBridge(t: Task, bridge: number, name: string): void {
	const own = br(t, bridge);
	const up = isUp(deviceOf(t, bridge));
	switch (name) {
		case "hello":
			if (!up) return;
			generateConfig(t, bridge);
			if (own.stp) setAlarm(t, bridge, "hello", toMs(own.helloTime));
			return;
		case "tcn":
			if (isRootBridge(own) || !up) return;
			transmitTcn(t, bridge);
			return setAlarm(t, bridge, "tcn", toMs(own.ownHelloTime));
		case "topology_change":
			setBridge(t, bridge, { topologyChangeDetected: false });
			return setTopologyChange(t, bridge, false);
		default:
	}
}

/** Timers of a port. */
export function ringPort(t: Task, bridge: number, port: number, name: string): void {
	const { state, configPending } = bridgePortOf(deviceOf(t, port));
	switch (name) {
		case "hold":
			if (configPending) transmitConfig(t, bridge, port);
			return;
		case "message_age": {
			if (state === BR_STATE_DISABLED) return;
			const wasRoot = isRootBridge(br(t, bridge));
			becomeDesignated(t, bridge, port);
			return update(t, bridge, wasRoot);
		}
		case "forward_delay":
			return advanceState(t, bridge, port, state);
		default:
	}
}

/** br_forward_delay_timer_expired() */
function advanceState(t: Task, bridge: number, port: number, state: number): void {
	if (state === BR_STATE_LISTENING) {
		setState(t, port, BR_STATE_LEARNING);
		setAlarm(t, port, "port.forward_delay", toMs(br(t, bridge).forwardDelay));
	} else if (state === BR_STATE_LEARNING) {
		setState(t, port, BR_STATE_FORWARDING);
		const own = br(t, bridge);
		const leads = livePorts(t, bridge).some((other) => isDesignated(own, bridgePortOf(other)));
		if (leads) detectTopologyChange(t, bridge);
		setCarrier(t, bridge, true);
	}
}

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

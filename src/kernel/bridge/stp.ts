/**
 * The spanning tree: net/bridge/br_stp.c and br_stp_timer.c, IEEE 802.1D-1998 (the clause numbers there). Who is root, which
 * port leads there, which ports forward. Without STP the same code runs and finds that every live port forwards.
 * Messages to other bridges go out and come in by bpdu.ts.
 */
import { clearAlarm, setAlarm } from "../alarm.ts";
import { setCarrier } from "../carrier.ts";
import { type Device, isUp } from "../device.ts";
import { deviceOf, type Task } from "../task.ts";
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
	portId,
	setBridge,
	setBridgePort,
	toMs,
} from "./bridge.ts";
import { forgetPort } from "./fdb.ts";
import { announcePort } from "./netlink.ts";
import { generateConfig, transmitTcn } from "./stp-message.ts";

export function br(t: Task, id: number): Bridge {
	return bridgeOf(deviceOf(t, id));
}

export function livePorts(t: Task, bridge: number): Device[] {
	return bridgePorts(t, bridge).filter((port) => bridgePortOf(port).state !== BR_STATE_DISABLED);
}

export function isRootBridge(bridge: Bridge): boolean {
	return compareIds(bridge.id, bridge.designatedRoot) === 0;
}

export function isDesignated(bridge: Bridge, port: BridgePort): boolean {
	return compareIds(port.designatedBridge, bridge.id) === 0 && port.designatedPort === portId(port);
}

/** br_become_designated_port() */
export function becomeDesignated(t: Task, bridge: number, port: number): void {
	const { designatedRoot, rootPathCost, id } = br(t, bridge);
	const designatedPort = portId(bridgePortOf(deviceOf(t, port)));
	setBridgePort(t, port, { designatedRoot, designatedCost: rootPathCost, designatedBridge: id, designatedPort });
}

/** br_set_state(); listeners hear of the port (br_ifinfo_notify). */
export function setState(t: Task, port: number, state: number): void {
	changeState(t, port, state);
	announcePort(t, port);
}

/** With STP it is counted how often a port blocks and forwards. */
export function changeState(t: Task, port: number, state: number): void {
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
	announcePort(t, port);
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
export function update(t: Task, bridge: number, wasRoot: boolean): void {
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
export function detectTopologyChange(t: Task, bridge: number): void {
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

/** The options of a bridge's port: net/bridge/br_netlink.c br_setport(), br_port_fill_attrs(). */
import type { BridgePortData } from "../../uapi/link-data.ts";
import { ticksLeft } from "../alarm.ts";
import { isOperUp } from "../carrier.ts";
import { type Device, isUp } from "../device.ts";
import { Refusal } from "../refusal.ts";
import { deviceOf, keep, setDevice, type Task } from "../task.ts";
import {
	BR_STATE_BLOCKING,
	BR_STATE_DISABLED,
	bridgeOf,
	bridgePortOf,
	bridgePorts,
	portId,
	setBridgePort,
} from "./bridge.ts";
import { forgetPort } from "./fdb.ts";
import { need } from "./option.ts";
import { managePromisc, withoutBackup } from "./port.ts";
import { selectStates } from "./stp.ts";
import { changePathCost, changePortPriority } from "./stp-option.ts";

/** br_setport(): switches first, then numbers, in its order; what is accepted stays. */
export function changeBridgePort(t: Task, bridge: Device, device: Device, data: BridgePortData): void {
	const options = { ...bridgePortOf(device).options };
	for (const [name, value] of Object.entries(data))
		if (typeof value === "boolean" && name !== "flush") options[name] = value;
	setBridgePort(t, device.id, { options });
	managePromisc(t, bridge.id);
	for (const [name, set] of portSetters) {
		keep(t);
		const value = data[name] as number | undefined;
		if (value !== undefined) set(t, bridge, device.id, Number(value));
	}
}

type PortSetter = (t: Task, bridge: Device, port: number, value: number) => void;

/** BR_GROUPFWD_MACPAUSE: frames that ask for a pause never go on (br_setport). */
const groupFwdMacPause = 2;

const portSetters: readonly (readonly [keyof BridgePortData, PortSetter])[] = [
	["cost", changeCost],
	["priority", changePriority],
	["state", changeState],
	["flush", (t, bridge, port) => forgetPort(t, bridge.id, port, "learned")],
	["multicastRouter", (t, _bridge, port, value) => setOption(t, port, "multicastRouter", value, value <= 3)],
	[
		"groupFwdMask",
		(t, _bridge, port, value) => setOption(t, port, "groupFwdMask", value, (value & groupFwdMacPause) === 0),
	],
	["backupPort", changeBackup],
];

function changeCost(t: Task, bridge: Device, port: number, cost: number): void {
	need(cost >= 1 && cost <= 65535, "ERANGE");
	changePathCost(t, bridge.id, port, cost);
}

function changePriority(t: Task, bridge: Device, port: number, priority: number): void {
	need(priority <= 63, "ERANGE");
	changePortPriority(t, bridge.id, port, priority);
}

function setOption(t: Task, port: number, name: string, value: number, fits: boolean): void {
	need(fits, "EINVAL");
	setBridgePort(t, port, { options: { ...bridgePortOf(deviceOf(t, port)).options, [name]: value } });
}

/** br_set_port_state(): by hand, only without the kernel's STP. */
function changeState(t: Task, bridge: Device, port: number, state: number): void {
	need(state <= BR_STATE_BLOCKING, "EINVAL");
	if (bridgeOf(bridge).stp) throw new Refusal("EBUSY");
	const device = deviceOf(t, port);
	if (!isUp(device) || (!isOperUp(device) && state !== BR_STATE_DISABLED)) throw new Refusal("ENETDOWN");
	setBridgePort(t, port, { state });
	selectStates(t, bridge.id);
}

/** nbp_backup_change() */
function changeBackup(t: Task, bridge: Device, port: number, index: number): void {
	const device = deviceOf(t, port);
	if (index === 0) return void setDevice(t, port, { port: withoutBackup(device) });
	if (index === device.index) throw new Refusal("EINVAL");
	const other = bridgePorts(t, bridge.id).find((candidate) => candidate.index === index);
	if (!other) throw new Refusal("ENOENT");
	setBridgePort(t, port, { backupPort: other.id });
}

/** What a port is told to be unless a user says otherwise. */
const portDefaults: BridgePortData = {
	hairpinMode: false,
	guard: false,
	rootBlock: false,
	fastLeave: false,
	learning: true,
	unicastFlood: true,
	proxyarp: false,
	proxyarpWifi: false,
	multicastRouter: 1,
	mcastFlood: true,
	bcastFlood: true,
	mcastToUcast: false,
	neighSuppress: false,
	groupFwdMask: 0,
	vlanTunnel: false,
	isolated: false,
	locked: false,
};

/** A switch of a port as it is now. */
export function portOption(device: Device, name: keyof typeof portDefaults): boolean {
	return Boolean(bridgePortOf(device).options[name] ?? portDefaults[name]);
}

export function bridgePortInfo(t: Task, device: Device): BridgePortData {
	const port = bridgePortOf(device);
	const backup = port.backupPort === undefined ? undefined : deviceOf(t, port.backupPort);
	return {
		...portDefaults,
		...port.options,
		state: port.state,
		priority: port.priority,
		cost: port.pathCost,
		id: portId(port),
		no: port.portNo,
		designatedPort: port.designatedPort,
		designatedCost: port.designatedCost,
		bridgeId: port.designatedBridge,
		rootId: port.designatedRoot,
		holdTimer: ticksLeft(t, device.id, "port.hold"),
		messageAgeTimer: ticksLeft(t, device.id, "port.message_age"),
		forwardDelayTimer: ticksLeft(t, device.id, "port.forward_delay"),
		topologyChangeAck: Number(port.topologyChangeAck),
		configPending: Number(port.configPending),
		...(backup && { backupPort: backup.index }),
	};
}

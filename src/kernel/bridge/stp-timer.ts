/** The clocks of a spanning tree: net/bridge/br_stp_timer.c. */
import { setAlarm } from "../alarm.ts";
import { setCarrier } from "../carrier.ts";
import { isUp } from "../device.ts";
import { deviceOf, type Task } from "../task.ts";
import {
	BR_STATE_DISABLED,
	BR_STATE_FORWARDING,
	BR_STATE_LEARNING,
	BR_STATE_LISTENING,
	bridgePortOf,
	setBridge,
	toMs,
} from "./bridge.ts";
import { announcePort } from "./netlink.ts";
import {
	becomeDesignated,
	br,
	changeState,
	detectTopologyChange,
	isDesignated,
	isRootBridge,
	livePorts,
	setTopologyChange,
	update,
} from "./stp.ts";
import { generateConfig, transmitConfig, transmitTcn } from "./stp-message.ts";

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
		changeState(t, port, BR_STATE_LEARNING);
		setAlarm(t, port, "port.forward_delay", toMs(br(t, bridge).forwardDelay));
	} else if (state === BR_STATE_LEARNING) {
		changeState(t, port, BR_STATE_FORWARDING);
		const own = br(t, bridge);
		const leads = livePorts(t, bridge).some((other) => isDesignated(own, bridgePortOf(other)));
		if (leads) detectTopologyChange(t, bridge);
		setCarrier(t, bridge, true);
	}
	announcePort(t, port);
}

/**
 * What happens to the ports of a bond in mode 802.3ad besides the passing of time: they come and go, lose their link, are told of the
 * other end, get other settings (drivers/net/bonding/bond_3ad.c, the functions that bond_main.c and bond_options.c call).
 */
import { LACP_AGGREGATION, LACP_COLLECTING, LACP_DISTRIBUTING, LACP_SYNCHRONIZATION } from "../../uapi/bonding.ts";
import type { Lacp } from "../../uapi/packet.ts";
import { deviceOf, type Task } from "../task.ts";
import { portAt, selectAggregator, unbind } from "./aggregator.ts";
import { bondAt, setBond, setOption, setSlave, slaveOf, slaves } from "./bond.ts";
import { updateLacpCarrier } from "./bundle.ts";
import { freshPort, type LacpState, restated, systemOf, updateKeys } from "./lacp.ts";
import { rxMessage } from "./lacp-machine.ts";
import { change, countMessage, tickAt, wake } from "./lag.ts";

/** AD_AGGREGATOR_SELECTION_TIMER */
const firstSelection = 80;

/** bond_3ad_lacpdu_recv() */
export function receiveLacp(t: Task, bond: number, port: number, message: Lacp): void {
	countMessage(t, bond, "received");
	change(t, bond, (lag) => {
		const receiver = portAt(lag, port);
		if (receiver) rxMessage(lag, receiver, message);
	});
	wake(t, bond);
}

/** bond_3ad_initialize(), bond_3ad_bind_slave(): numbers go on from the last port's. */
export function bindPort(t: Task, bond: number, port: number): void {
	const others = slaves(t, bond).filter(({ id }) => id !== port);
	if (others.length === 0) {
		const selectUntil = tickAt(t, bond) + firstSelection;
		setBond(t, bond, { system: systemOf(t, bond), lastAggregator: 0, selectUntil });
	}
	const last = others.at(-1);
	const own = bondAt(t, bond);
	const identifier = (own.lastAggregator ?? 0) + 1;
	setBond(t, bond, { lastAggregator: identifier });
	const number = ((last && slaveOf(last).lacp?.actor.port) ?? 0) + 1;
	const fresh = freshPort(own, number, identifier, own.system ?? systemOf(t, bond));
	setSlave(t, port, { lacp: fresh });
	setSlave(t, port, { lacp: updateKeys(t, port, fresh, false), backup: true });
	wake(t, bond);
}

/** bond_3ad_unbind_slave(): the partner is told that this end is not for bundling any more. */
export function unbindPort(t: Task, bond: number, id: number): void {
	const gone = LACP_SYNCHRONIZATION | LACP_COLLECTING | LACP_DISTRIBUTING | LACP_AGGREGATION;
	change(t, bond, (lag) => {
		const port = portAt(lag, id);
		if (!port) return;
		port.actor = { ...port.actor, state: port.actor.state & ~gone };
		lag.send(port);
		unbind(lag, port);
	});
	wake(t, bond);
}

/** bond_3ad_handle_link_change() */
export function changeLacpLink(t: Task, bond: number, id: number, up: boolean): void {
	const { lacp } = slaveOf(deviceOf(t, id));
	if (!lacp) return;
	setSlave(t, id, { lacp: { ...updateKeys(t, id, lacp, !up), enabled: up } });
	change(t, bond, selectAggregator);
	updateLacpCarrier(t, bond);
	wake(t, bond);
}

/** bond_3ad_update_ad_actor_settings(): what the system is called, from now on. */
export function updateSystem(t: Task, bond: number): void {
	if (!bondAt(t, bond).system) return;
	const system = systemOf(t, bond);
	setBond(t, bond, { system });
	changeActors(t, bond, (lacp) => ({ ...lacp, actor: { ...lacp.actor, system }, ntt: true }));
	wake(t, bond);
}

/** bond_option_lacp_rate_set(), bond_option_lacp_active_set() */
export function setLacpOption(t: Task, bond: number, value: number, name: "adLacpRate" | "adLacpActive"): void {
	setOption(t, bond, name, value);
	const own = bondAt(t, bond);
	changeActors(t, bond, (lacp) => ({ ...lacp, actor: { ...lacp.actor, state: restated(own, lacp.actor.state) } }));
}

function changeActors(t: Task, bond: number, patch: (lacp: LacpState) => LacpState): void {
	for (const port of slaves(t, bond)) {
		const { lacp } = slaveOf(port);
		if (lacp) setSlave(t, port.id, { lacp: patch(lacp) });
	}
}

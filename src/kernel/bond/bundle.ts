/** The bundle of ports that a bond in mode 802.3ad uses, as the bond and those who ask see it (drivers/net/bonding/bond_3ad.c). */
import type { BondData } from "../../uapi/link-data.ts";
import { setCarrier } from "../carrier.ts";
import { deviceOf, type Task } from "../task.ts";
import { bondAt, option, slaveOf, slaves } from "./bond.ts";
import type { Aggregator, LacpState } from "./lacp.ts";

function usedAggregator(t: Task, bond: number): Aggregator | undefined {
	return slaves(t, bond)
		.map((port) => slaveOf(port).lacp?.own)
		.find((own) => own?.active);
}

function countEnabled(t: Task, { ports }: Aggregator): number {
	return ports.filter((id) => slaveOf(deviceOf(t, id)).lacp?.enabled).length;
}

/** bond_3ad_set_carrier(): as many ports of the bundle in use as are asked for. */
export function updateLacpCarrier(t: Task, bond: number): void {
	const used = usedAggregator(t, bond);
	setCarrier(t, bond, used !== undefined && countEnabled(t, used) >= option(bondAt(t, bond), "minLinks"));
}

/** bond_3ad_get_active_agg_info() */
export function aggregatorInfo(t: Task, bond: number): BondData["adInfo"] {
	const used = usedAggregator(t, bond);
	if (!used || used.ports.length === 0) return undefined;
	return {
		aggregator: used.identifier,
		numPorts: countEnabled(t, used),
		actorKey: used.actorKey,
		partnerKey: used.partnerKey,
		partnerMac: used.partnerSystem.mac,
	};
}

/** The number of the aggregator that a port is in. */
export function aggregatorId(t: Task, { joined }: LacpState): number | undefined {
	return joined === undefined ? undefined : slaveOf(deviceOf(t, joined)).lacp?.own.identifier;
}

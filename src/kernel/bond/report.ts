/** /proc/net/bonding as data: drivers/net/bonding/bond_procfs.c. */
import type { Bonding, BondingSlave, LacpPort } from "../../uapi/bonding.ts";
import type { Device } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { profiles } from "../profile.ts";
import { devicesOf, type Task } from "../task.ts";
import { BOND_MODE_8023AD, bondOf, primarySlave, slaveOf, slaves, usesPrimary } from "./bond.ts";
import { aggregatorId } from "./bundle.ts";
import { bondInfo } from "./option.ts";

export function listBonds(t: Task): Bonding[] {
	return [...devicesOf(t, t.netns)].filter((device) => driverOf(device).bond).map((device) => report(t, device));
}

function report(t: Task, device: Device): Bonding {
	const own = bondOf(device);
	const ports = slaves(t, device.id);
	const active = usesPrimary(own) ? ports.find(({ id }) => id === own.active) : undefined;
	const primary = primarySlave(t, device.id);
	return {
		release: profiles[t.kernel.profile].release,
		name: device.name,
		data: bondInfo(t, device),
		carrier: device.carrier,
		...(primary && { primary: primary.name }),
		...(active && { active: active.name }),
		system: own.system ?? { priority: 0, mac: "00:00:00:00:00:00" },
		slaves: ports.map((port) => reportSlave(t, device, port)),
	};
}

function reportSlave(t: Task, bond: Device, port: Device): BondingSlave {
	const { link, failures, permHwaddr, queueId } = slaveOf(port);
	const speed = driverOf(port).speed?.(t, port);
	const lacp = bondOf(bond).mode === BOND_MODE_8023AD ? reportLacp(t, port) : undefined;
	return {
		name: port.name,
		link,
		...(speed !== undefined && { speed }),
		failures,
		permHwaddr,
		queueId,
		...(lacp && { lacp }),
	};
}

function reportLacp(t: Task, port: Device): LacpPort | undefined {
	const { lacp } = slaveOf(port);
	const aggregator = lacp && aggregatorId(t, lacp);
	if (!lacp || aggregator === undefined) return undefined;
	const { actor, partner, actorChurn, partnerChurn } = lacp;
	return {
		aggregator,
		actor,
		partner,
		actorChurn: actorChurn.state,
		partnerChurn: partnerChurn.state,
		actorChurned: actorChurn.count,
		partnerChurned: partnerChurn.count,
	};
}

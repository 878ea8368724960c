/** /proc/net/bonding as data: drivers/net/bonding/bond_procfs.c. */
import { type Bonding, type BondingSlave, LACP_SYNCHRONIZATION, type LacpPort } from "../../uapi/bonding.ts";
import type { Device } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { profiles } from "../profile.ts";
import { devicesOf, type Task } from "../task.ts";
import { BOND_MODE_8023AD, bondOf, primarySlave, slaveOf, slaves, usesPrimary } from "./bond.ts";
import { portKey, portState } from "./lacp.ts";
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
	const lacp = bondOf(bond).mode === BOND_MODE_8023AD ? reportLacp(t, bond, port) : undefined;
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

/** AD_CHURN_DETECTION_TIME */
const churnDetection = 60_000;

/** ad_churn_machine(): after a minute each end has come to agree, or not. */
function reportLacp(t: Task, bond: Device, port: Device): LacpPort | undefined {
	const { lacp } = slaveOf(port);
	if (lacp?.since === undefined) return undefined;
	const { aggregator, number, since } = lacp;
	const state = portState(t, bond.id, port);
	const watching = t.kernel.now - since < churnDetection;
	const agreed = (state & LACP_SYNCHRONIZATION) !== 0;
	return {
		aggregator,
		number,
		key: portKey(t, port),
		state,
		actorChurn: watching ? "monitoring" : agreed ? "none" : "churned",
		partnerChurn: watching ? "monitoring" : "churned",
		actorChurned: watching || agreed ? 0 : 1,
		partnerChurned: watching ? 0 : 1,
	};
}

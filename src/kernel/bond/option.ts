/**
 * The options of a bond: drivers/net/bonding/bond_options.c. Each is a row: in which modes it may be set, whether only without
 * ports or while down, and which values it takes. bond_netlink.c bond_changelink() gives their order.
 */
import { type Addr, isMulticast } from "../../net/addr.ts";
import { isMulticastLladdr } from "../../net/lladdr.ts";
import type { BondData, BondSlaveData } from "../../uapi/link-data.ts";
import { type Device, isUp } from "../device.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, deviceOf, keep, type Task } from "../task.ts";
import { beginArpMonitor } from "./arp-monitor.ts";
import {
	BOND_LINK_UP,
	BOND_MODE_8023AD,
	BOND_MODE_ACTIVEBACKUP,
	BOND_MODE_ALB,
	BOND_MODE_ROUNDROBIN,
	BOND_MODE_TLB,
	bondAt,
	bondOf,
	isBalancing,
	option,
	primarySlave,
	setBond,
	setOption,
	setSlave,
	slaveOf,
	slaves,
	usesPrimary,
} from "./bond.ts";
import { aggregatorId, aggregatorInfo } from "./bundle.ts";
import { setLacpOption, updateSystem } from "./lacp-port.ts";
import { changeActive, linkWorks, selectActive, updateCarrier, wakeMonitor } from "./monitor.ts";

const onlyLacp = [BOND_MODE_8023AD];
const withPrimary = [BOND_MODE_ACTIVEBACKUP, BOND_MODE_TLB, BOND_MODE_ALB];
const withArp = [0, 1, 2, 3];
const huge = 0x7fffffff;

interface OptionRow {
	readonly name: keyof BondData;
	readonly modes?: readonly number[];
	readonly noSlaves?: true;
	readonly ifDown?: true;
	readonly min?: number;
	readonly max?: number;
	/** What it does besides being kept. */
	readonly set?: (t: Task, bond: number, value: number) => void;
}

const rows: readonly OptionRow[] = [
	{ name: "mode", noSlaves: true, ifDown: true, max: 6, set: setMode },
	{ name: "activeSlave", modes: withPrimary, set: setActiveSlave },
	{ name: "miimon", max: huge, set: setMiimon },
	{ name: "updelay", max: huge, set: (t, bond, value) => setDelay(t, bond, "updelay", value) },
	{ name: "downdelay", max: huge, set: (t, bond, value) => setDelay(t, bond, "downdelay", value) },
	{ name: "peerNotifDelay", max: huge, set: (t, bond, value) => setDelay(t, bond, "peerNotifDelay", value) },
	{ name: "useCarrier", max: 1 },
	{ name: "arpInterval", modes: withArp, max: huge, set: setArpInterval },
	{ name: "arpValidate", modes: withArp, max: 6 },
	{ name: "arpAllTargets", max: 1 },
	{ name: "primary", modes: withPrimary, set: setPrimary },
	{ name: "primaryReselect", modes: withPrimary, max: 2, set: setPrimaryReselect },
	{ name: "failOverMac", noSlaves: true, max: 2 },
	{ name: "xmitHashPolicy", max: 5 },
	{ name: "resendIgmp", max: 255 },
	{ name: "numPeerNotif", max: 255 },
	{ name: "allSlavesActive", max: 1 },
	{ name: "minLinks", max: huge, set: setMinLinks },
	{ name: "lpInterval", min: 1, max: huge },
	{ name: "packetsPerSlave", modes: [BOND_MODE_ROUNDROBIN], max: 65535 },
	{ name: "adLacpActive", modes: onlyLacp, ifDown: true, max: 1, set: (...to) => setLacpOption(...to, "adLacpActive") },
	{ name: "adLacpRate", modes: onlyLacp, ifDown: true, max: 1, set: (...to) => setLacpOption(...to, "adLacpRate") },
	{ name: "adSelect", ifDown: true, max: 2 },
	{ name: "adActorSysPrio", modes: onlyLacp, min: 1, max: 65535, set: setActorPriority },
	{ name: "adUserPortKey", modes: onlyLacp, ifDown: true, max: 1023 },
	{ name: "tlbDynamicLb", modes: [BOND_MODE_TLB, BOND_MODE_ALB], ifDown: true, max: 1 },
	{ name: "missedMax", modes: withArp, min: 1, max: 255 },
];

function invalid(): Refusal {
	return new Refusal("EINVAL", "invalid option value");
}

/** __bond_opt_set(), bond_opt_error_interpret() */
function apply(t: Task, bond: number, row: OptionRow, value: number): void {
	checkPlace(t, bond, row);
	if (row.max !== undefined && (value > row.max || value < (row.min ?? 0))) throw invalid();
	if (row.set) row.set(t, bond, value);
	else setOption(t, bond, row.name, value);
}

function checkPlace(
	t: Task,
	bond: number,
	{ modes, noSlaves, ifDown }: Pick<OptionRow, "modes" | "noSlaves" | "ifDown">,
): void {
	if (modes && !modes.includes(bondAt(t, bond).mode)) throw new Refusal("EACCES", "option not supported in mode");
	if (noSlaves && slaves(t, bond).length > 0)
		throw new Refusal("ENOTEMPTY", "unable to set option because the bond device has slaves");
	if (ifDown && isUp(deviceOf(t, bond))) throw new Refusal("EBUSY", "unable to set option because the bond is up");
}

/** bond_option_mode_set(): 802.3ad and the balancing modes need MII monitoring. */
function setMode(t: Task, bond: number, mode: number): void {
	if (mode === BOND_MODE_8023AD || isBalancing(mode)) {
		setOption(t, bond, "arpInterval", 0);
		if (option(bondAt(t, bond), "miimon") === 0) setOption(t, bond, "miimon", 100);
	}
	if (mode === BOND_MODE_ALB) setOption(t, bond, "tlbDynamicLb", 1);
	setOption(t, bond, "arpValidate", 0);
	setBond(t, bond, { mode });
}

function setActorPriority(t: Task, bond: number, priority: number): void {
	setOption(t, bond, "adActorSysPrio", priority);
	updateSystem(t, bond);
}

/** bond_option_min_links_set() */
function setMinLinks(t: Task, bond: number, links: number): void {
	setOption(t, bond, "minLinks", links);
	updateCarrier(t, bond);
}

/** The two monitors exclude each other; the later one wins. */
function setMiimon(t: Task, bond: number, miimon: number): void {
	setOption(t, bond, "miimon", miimon);
	if (miimon > 0 && option(bondAt(t, bond), "arpInterval") > 0) {
		setOption(t, bond, "arpInterval", 0);
		setOption(t, bond, "arpValidate", 0);
	}
	wakeMonitor(t, bond);
}

function setArpInterval(t: Task, bond: number, interval: number): void {
	setOption(t, bond, "arpInterval", interval);
	if (interval > 0) setOption(t, bond, "miimon", 0);
	if (isUp(deviceOf(t, bond))) beginArpMonitor(t, bond);
}

/** _bond_option_delay_set(): in rounds of the monitor. */
function setDelay(t: Task, bond: number, name: string, value: number): void {
	const miimon = option(bondAt(t, bond), "miimon");
	if (miimon === 0) throw new Refusal("EPERM");
	setOption(t, bond, name, Math.floor(value / miimon));
}

/** bond_option_active_slave_set() */
function setActiveSlave(t: Task, bond: number, index: number): void {
	if (index === 0) {
		changeActive(t, bond, undefined);
		return selectActive(t, bond);
	}
	const port = slaves(t, bond).find((candidate) => candidate.index === index);
	if (!port) throw invalid();
	if (port.id === bondAt(t, bond).active) return;
	if (!linkWorks(port) || slaveOf(port).link !== BOND_LINK_UP) throw invalid();
	changeActive(t, bond, port.id);
}

/** bond_option_primary_set(): kept by name, for when a port of that name comes. */
function setPrimary(t: Task, bond: number, index: number): void {
	const device = index === 0 ? undefined : deviceByIndex(t, deviceOf(t, bond).netns, index);
	setBond(t, bond, { primary: device?.name ?? "", forcePrimary: primaryNamed(t, bond, device) });
	selectActive(t, bond);
}

function primaryNamed(t: Task, bond: number, device: Device | undefined): boolean {
	return slaves(t, bond).some((port) => port.id === device?.id);
}

function setPrimaryReselect(t: Task, bond: number, value: number): void {
	setOption(t, bond, "primaryReselect", value);
	selectActive(t, bond);
}

/** bond_changelink(). What is accepted stays, whatever becomes of the next; not so while the bond is being made. */
export function changeBond(t: Task, bond: number, data: BondData, making: boolean): void {
	const miimon = data.miimon ?? 0;
	for (const row of rows) {
		if (row.name === "arpInterval" && data.arpInterval && miimon)
			throw new Refusal("EINVAL", "ARP monitoring cannot be used with MII monitoring");
		if (row.name === "arpValidate" && data.arpValidate && miimon)
			throw new Refusal("EINVAL", "ARP validating cannot be used with MII monitoring");
		const value = data[row.name] as number | undefined;
		if (value !== undefined) apply(t, bond, row, value);
		if (row.name === "arpInterval") setTargets(t, bond, data, making);
		if (row.name === "adUserPortKey" && data.adActorSystem !== undefined) setActorSystem(t, bond, data.adActorSystem);
		if (!making) keep(t);
	}
}

/** The old ones are gone, and what came before a refusal is there. */
function setTargets(t: Task, bond: number, { arpIpTarget, nsIp6Target }: BondData, making: boolean): void {
	if (arpIpTarget) {
		// bond_is_ip_target_ok()
		const good = goodTargets(arpIpTarget, (target) => target !== "255.255.255.255" && !target.startsWith("0."));
		setBond(t, bond, { arpIpTarget: good });
		for (const { id } of slaves(t, bond)) setSlave(t, id, { targetRx: heardNow(t, bond) });
		if (!making) keep(t);
		if (good.length < arpIpTarget.length) throw invalid();
	}
	if (nsIp6Target) {
		// bond_is_ip6_target_ok()
		const good = goodTargets(nsIp6Target, (target) => target !== "::" && target !== "::1" && !isMulticast(target));
		setBond(t, bond, { nsIp6Target: good });
		if (!making) keep(t);
		if (good.length < nsIp6Target.length) throw invalid();
	}
}

/** _bond_option_arp_ip_target_add(): one after the other, up to the first that is unsuitable, there already, or one too many. */
function goodTargets(targets: readonly Addr[], fits: (target: Addr) => boolean): readonly Addr[] {
	const wrong = targets.findIndex((target, at) => at >= 16 || !fits(target) || targets.indexOf(target) < at);
	return wrong < 0 ? targets : targets.slice(0, wrong);
}

/** _bond_options_arp_ip_target_set(): a new target has an interval to answer. */
function heardNow(t: Task, bond: number): Readonly<Record<Addr, number>> {
	return Object.fromEntries(bondAt(t, bond).arpIpTarget.map((target) => [target, t.kernel.now]));
}

function setActorSystem(t: Task, bond: number, address: string): void {
	checkPlace(t, bond, { modes: onlyLacp });
	if (isMulticastLladdr(address)) throw invalid();
	setBond(t, bond, { adActorSystem: address });
	updateSystem(t, bond);
}

/** Kept as rounds of the monitor, told as milliseconds. */
const delays = new Set(["updelay", "downdelay", "peerNotifDelay"]);

/** Members that only 802.3ad tells. */
const lacpMembers = new Set(["adActorSysPrio", "adUserPortKey"]);

/** bond_fill_info() */
export function bondInfo(t: Task, device: Device): BondData {
	const own = bondOf(device);
	const active = usesPrimary(own) && own.active !== undefined ? deviceOf(t, own.active) : undefined;
	const primary = primarySlave(t, device.id);
	const lacp = own.mode === BOND_MODE_8023AD;
	const adInfo = lacp ? aggregatorInfo(t, device.id) : undefined;
	const miimon = option(own, "miimon");
	const shown = Object.entries(own.options)
		.filter(([name]) => lacp || !lacpMembers.has(name))
		.map(([name, value]) => [name, delays.has(name) ? value * miimon : value] as const);
	return {
		mode: own.mode,
		...Object.fromEntries(shown),
		...(active && { activeSlave: active.index }),
		...(own.arpIpTarget.length > 0 && { arpIpTarget: own.arpIpTarget }),
		...(own.nsIp6Target.length > 0 && { nsIp6Target: own.nsIp6Target }),
		...(primary && { primary: primary.index }),
		...(lacp && { ...(adInfo && { adInfo }), adActorSystem: own.adActorSystem }),
	};
}

/** bond_fill_slave_info() */
export function slaveInfo(t: Task, bond: Device, port: Device): BondSlaveData {
	const slave = slaveOf(port);
	const lacp = bondOf(bond).mode === BOND_MODE_8023AD ? slave.lacp : undefined;
	return {
		state: Number(slave.backup),
		miiStatus: slave.link,
		linkFailureCount: slave.failures,
		permHwaddr: slave.permHwaddr,
		queueId: slave.queueId,
		prio: slave.prio,
		...(lacp?.joined !== undefined && {
			adAggregatorId: aggregatorId(t, lacp),
			adActorOperPortState: lacp.actor.state,
			adPartnerOperPortState: lacp.partner.state,
		}),
	};
}

/** bond_slave_changelink() */
export function changeSlave(t: Task, bond: Device, port: Device, { queueId, prio }: BondSlaveData): void {
	if (queueId !== undefined) {
		if (queueId > bond.numTxQueues) throw new Refusal("EPERM");
		setSlave(t, port.id, { queueId });
	}
	if (prio === undefined) return;
	checkPlace(t, bond.id, { modes: withPrimary });
	setSlave(t, port.id, { prio });
	selectActive(t, bond.id);
}

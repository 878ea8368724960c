/**
 * The options of a bridge and of its ports: what `type bridge` and `type bridge_slave` may set, and what -d shows.
 * net/bridge/br_netlink.c br_changelink(), br_fill_info(), br_setport(), br_port_fill_attrs().
 */
import { ETH_P_8021AD, ETH_P_8021Q } from "../../uapi/ether-type.ts";
import type { BridgeData } from "../../uapi/link-data.ts";
import { ticksLeft } from "../alarm.ts";
import type { Device } from "../device.ts";
import { profiles } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { deviceOf, keep, type Task } from "../task.ts";
import { bridgeOf, bridgePortOf, bridgePorts, HZ, setBridge, toJiffies, toTicks } from "./bridge.ts";
import { removeFdb } from "./fdb.ts";
import { isRootBridge } from "./stp.ts";
import { changeBridgePriority, setForwardDelay, setStp } from "./stp-option.ts";
import { setDefaultPvid, setVlanFiltering } from "./vlan.ts";

/** One option that was asked for. */
type Setter = (t: Task, bridge: number, value: number) => void;

export function need(test: boolean, errno: "EINVAL" | "ERANGE"): void {
	if (!test) throw new Refusal(errno);
}

function setTime(own: "ownHelloTime" | "ownMaxAge", used: "helloTime" | "maxAge", min: number, max: number): Setter {
	return (t, bridge, ticks) => {
		const jiffies = toJiffies(ticks);
		need(jiffies >= min * HZ && jiffies <= max * HZ, "ERANGE");
		setBridge(t, bridge, { [own]: jiffies });
		if (isRootBridge(bridgeOf(deviceOf(t, bridge)))) setBridge(t, bridge, { [used]: jiffies });
	};
}

/** Is kept as a number; what fits is for `judge` to say, and what is kept for `shape`. */
function kept(name: string, judge: (value: number) => boolean = () => true, shape = (value: number) => value): Setter {
	return (t, bridge, value) => {
		need(judge(value), "EINVAL");
		const { options } = bridgeOf(deviceOf(t, bridge));
		setBridge(t, bridge, { options: { ...options, [name]: shape(value) } });
	};
}

/** What only CONFIG_BRIDGE_VLAN_FILTERING compiles in is passed over without it. */
function withVlans(setter: Setter): Setter {
	return (t, bridge, value) => {
		if (profiles[t.kernel.profile].bridgeVlans) setter(t, bridge, value);
	};
}

const flag = (value: number) => Number(value !== 0);
const roundTicks = (value: number) => toTicks(toJiffies(value));
/** BR_MULTICAST_QUERY_INTVL_MIN, BR_MULTICAST_QUERY_INTVL_MAX: from a second to a day. */
const queryTicks = (value: number) => Math.min(Math.max(100, roundTicks(value)), 24 * 60 * 60 * 100);

/** In the order of br_changelink(). */
const setters: readonly (readonly [keyof BridgeData, Setter])[] = [
	["forwardDelay", changeForwardDelay],
	["helloTime", setTime("ownHelloTime", "helloTime", 1, 10)],
	["maxAge", setTime("ownMaxAge", "maxAge", 6, 40)],
	[
		"ageingTime",
		(t, bridge, ticks) => setBridge(t, bridge, { ageingTime: toJiffies(ticks), ownAgeingTime: toJiffies(ticks) }),
	],
	["stpState", (t, bridge, value) => setStp(t, bridge, value !== 0)],
	["priority", changeBridgePriority],
	["vlanFiltering", (t, bridge, value) => setVlanFiltering(t, bridge, value !== 0)],
	["vlanProtocol", withVlans(changeVlanProtocol)],
	["vlanDefaultPvid", withVlans(setDefaultPvid)],
	["vlanStatsEnabled", withVlans(kept("vlanStatsEnabled", (value) => value <= 1))],
	["vlanStatsPerPort", withVlans(changeStatsPerPort)],
	["groupFwdMask", changeGroupFwdMask],
	["mcastRouter", kept("mcastRouter", (value) => value <= 2)],
	["mcastSnooping", kept("mcastSnooping", undefined, flag)],
	["mcastQueryUseIfaddr", kept("mcastQueryUseIfaddr", undefined, flag)],
	["mcastQuerier", kept("mcastQuerier", undefined, flag)],
	["mcastHashMax", kept("mcastHashMax")],
	["mcastLastMemberCnt", kept("mcastLastMemberCnt")],
	["mcastStartupQueryCnt", kept("mcastStartupQueryCnt")],
	["mcastLastMemberIntvl", kept("mcastLastMemberIntvl", undefined, roundTicks)],
	["mcastMembershipIntvl", kept("mcastMembershipIntvl", undefined, roundTicks)],
	["mcastQuerierIntvl", kept("mcastQuerierIntvl", undefined, roundTicks)],
	["mcastQueryIntvl", kept("mcastQueryIntvl", undefined, queryTicks)],
	["mcastQueryResponseIntvl", kept("mcastQueryResponseIntvl", undefined, roundTicks)],
	["mcastStartupQueryIntvl", kept("mcastStartupQueryIntvl", undefined, queryTicks)],
	["mcastStatsEnabled", kept("mcastStatsEnabled", undefined, flag)],
	["mcastIgmpVersion", kept("mcastIgmpVersion", (value) => value === 2 || value === 3)],
	["mcastMldVersion", kept("mcastMldVersion", (value) => value === 1 || value === 2)],
	["nfCallIptables", kept("nfCallIptables", undefined, flag)],
	["nfCallIp6tables", kept("nfCallIp6tables", undefined, flag)],
	["nfCallArptables", kept("nfCallArptables", undefined, flag)],
	["noLinklocalLearn", kept("noLinklocalLearn", undefined, flag)],
	["mcastVlanSnooping", changeVlanSnooping],
];

/** br_vlan_set_proto() */
function changeVlanProtocol(t: Task, bridge: number, vlanProtocol: number): void {
	if (vlanProtocol !== ETH_P_8021Q && vlanProtocol !== ETH_P_8021AD) throw new Refusal("EPROTONOSUPPORT");
	setBridge(t, bridge, { vlanProtocol });
}

function changeForwardDelay(t: Task, bridge: number, ticks: number): void {
	const jiffies = toJiffies(ticks);
	const { stp } = bridgeOf(deviceOf(t, bridge));
	need(!stp || (jiffies >= 2 * HZ && jiffies <= 30 * HZ), "ERANGE");
	setForwardDelay(t, bridge, jiffies);
}

function changeStatsPerPort(t: Task, bridge: number, value: number): void {
	need(value <= 1, "EINVAL");
	// With a VLAN on a port the counters cannot be moved any more (br_vlan_set_stats_per_port).
	if (bridgePorts(t, bridge).some((port) => bridgePortOf(port).vlans.length > 0)) throw new Refusal("EBUSY");
	kept("vlanStatsPerPort")(t, bridge, value);
}

/** BR_GROUPFWD_RESTRICTED: STP, MAC pause, LACP. */
function changeGroupFwdMask(t: Task, bridge: number, groupFwdMask: number): void {
	need((groupFwdMask & 7) === 0, "EINVAL");
	setBridge(t, bridge, { groupFwdMask });
}

/** 01:80:c2:00:00:0X, but not those of other protocols. */
function changeGroupAddr(t: Task, bridge: number, groupAddr: string): void {
	const last = /^01:80:c2:00:00:0([0-9a-f])$/.exec(groupAddr)?.[1];
	need(last !== undefined && !"123".includes(last), "EINVAL");
	setBridge(t, bridge, { groupAddr });
}

function changeVlanSnooping(t: Task, bridge: number, value: number): void {
	const { vlanFiltering, options } = bridgeOf(deviceOf(t, bridge));
	if (flag(value) === (options.mcastVlanSnooping ?? 0)) return;
	if (value && !vlanFiltering)
		throw new Refusal("EINVAL", "bridge: Cannot enable multicast vlan snooping with vlan filtering disabled");
	kept("mcastVlanSnooping", undefined, flag)(t, bridge, value);
}

/** Each option that is accepted stays, whatever becomes of the next; not so while the bridge is being made. */
export function changeBridge(t: Task, bridge: number, data: BridgeData, making: boolean): void {
	for (const [name, set] of setters) {
		const value = data[name] as number | undefined;
		if (value !== undefined) set(t, bridge, value);
		if (name === "groupFwdMask" && data.groupAddr !== undefined) changeGroupAddr(t, bridge, data.groupAddr);
		if (name === "groupFwdMask" && data.fdbFlush) removeFdb(t, bridge, ({ kind }) => kind === "learned");
		if (value !== undefined && !making) keep(t);
	}
}

/** Defaults of what is only kept (br_multicast_init). */
const defaults: Readonly<Record<string, number>> = {
	vlanStatsEnabled: 0,
	vlanStatsPerPort: 0,
	mcastSnooping: 1,
	noLinklocalLearn: 0,
	mcastVlanSnooping: 0,
	mcastRouter: 1,
	mcastQueryUseIfaddr: 0,
	mcastQuerier: 0,
	mcastHashElasticity: 16,
	mcastHashMax: 4096,
	mcastLastMemberCnt: 2,
	mcastStartupQueryCnt: 2,
	mcastLastMemberIntvl: 100,
	mcastMembershipIntvl: 26000,
	mcastQuerierIntvl: 25500,
	mcastQueryIntvl: 12500,
	mcastQueryResponseIntvl: 1000,
	mcastStartupQueryIntvl: 3124,
	mcastStatsEnabled: 0,
	mcastIgmpVersion: 2,
	mcastMldVersion: 1,
	nfCallIptables: 0,
	nfCallIp6tables: 0,
	nfCallArptables: 0,
};

/** Which of them a kernel without VLANs in its bridge does not tell. */
const vlanStats = new Set(["vlanStatsEnabled", "vlanStatsPerPort"]);

export function bridgeInfo(t: Task, device: Device): BridgeData {
	const own = bridgeOf(device);
	const { bridgeVlans } = profiles[t.kernel.profile];
	const plain = Object.entries({ ...defaults, ...own.options }).filter(([name]) => bridgeVlans || !vlanStats.has(name));
	return {
		forwardDelay: toTicks(own.forwardDelay),
		helloTime: toTicks(own.helloTime),
		maxAge: toTicks(own.maxAge),
		ageingTime: toTicks(own.ageingTime),
		stpState: Number(own.stp),
		priority: own.id.priority,
		vlanFiltering: Number(own.vlanFiltering),
		...(bridgeVlans && { vlanProtocol: own.vlanProtocol, vlanDefaultPvid: own.defaultPvid }),
		bridgeId: own.id,
		rootId: own.designatedRoot,
		rootPort: own.rootPort,
		rootPathCost: own.rootPathCost,
		topologyChange: Number(own.topologyChange),
		topologyChangeDetected: Number(own.topologyChangeDetected),
		helloTimer: ticksLeft(t, device.id, "hello"),
		tcnTimer: ticksLeft(t, device.id, "tcn"),
		topologyChangeTimer: ticksLeft(t, device.id, "topology_change"),
		gcTimer: collectorTimer(t, device),
		groupFwdMask: own.groupFwdMask,
		groupAddr: own.groupAddr,
		...Object.fromEntries(plain),
	};
}

/** The collector of old entries works a tenth of a second after the bridge came up, then once in an ageing time. */
function collectorTimer(t: Task, device: Device): number {
	const { upSince, ownAgeingTime } = bridgeOf(device);
	if (upSince === undefined) return 0;
	const since = t.kernel.now - upSince;
	const period = Math.max(10, (ownAgeingTime * 1000) / HZ);
	return Math.floor((since < 100 ? 100 - since : period - ((since - 100) % period)) / 10);
}

/**
 * What a host tells routers of the groups that it listens to: MLDv2 (net/ipv6/mcast.c mld_ifc_event(), mld_send_cr(),
 * ipv6_mc_dad_complete()) and IGMPv3 (net/ipv4/igmp.c). A change is reported at once and once more within a second; what has
 * changed meanwhile is in the same report. RFC 3810, RFC 3376.
 */
import type { Addr } from "../../net/addr.ts";
import { RTN_MULTICAST } from "../../uapi/route-type.ts";
import { RT_SCOPE_LINK } from "../../uapi/scope.ts";
import { addrs6, isTentative } from "../address6.ts";
import { clearAlarm, setAlarm } from "../alarm.ts";
import { type Device, isUp } from "../device.ts";
import { selectAddr4 } from "../source4.ts";
import { chance, deviceOf, setDevice, type Task } from "../task.ts";
import { countOut, countRequest, countWhole } from "./count.ts";
import type { GroupRecord, Ip, ListenerReport } from "./packet.ts";
import { sendTo } from "./resolve.ts";

type Family = "inet" | "inet6";

/** A change that is still to be told, and how often (mca_crcount, im->crcount). */
interface Change {
	readonly addr: Addr;
	readonly joined: boolean;
	readonly left: number;
}

/** What a device has to tell; missing where there is nothing. */
export interface Listener {
	readonly changes: { readonly inet: readonly Change[]; readonly inet6: readonly Change[] };
	/** mc_ifc_count, mr_ifc_count */
	readonly rounds: { readonly inet: number; readonly inet6: number };
	/** mc_dad_count */
	readonly dadRounds: number;
}

const silent: Listener = { changes: { inet: [], inet6: [] }, rounds: { inet: 0, inet6: 0 }, dadRounds: 0 };

/** The robustness variable (MLD_QRV_DEFAULT, IGMP_QUERY_ROBUSTNESS_VARIABLE). */
const robustness = 2;
/** mldv2_unsolicited_report_interval, igmpv3_unsolicited_report_interval */
const interval = 1000;
/** Two ticks of a kernel that ticks 250 times a second. */
const atOnce = 8;

function listenerOf(t: Task, id: number): Listener {
	return deviceOf(t, id).listener ?? silent;
}

function patch(t: Task, id: number, change: Partial<Listener>): void {
	setDevice(t, id, { listener: { ...listenerOf(t, id), ...change } });
}

/** MAF_NOREPORT: all nodes are in these, and nobody outside hears of those of one node; in IPv4 224.0.0.1. */
function isReported(addr: Addr): boolean {
	return addr !== "224.0.0.1" && addr !== "ff02::1" && !/^ff[0-9a-f][01]:/.test(addr);
}

/** igmp6_group_added(), igmp6_group_dropped() and their like: the device has joined a group, or left it. */
export function groupChanged(t: Task, id: number, family: Family, addr: Addr, joined: boolean): void {
	// IPv4 does not ask: a bridge joins while it is being opened (igmp_group_added).
	if (!isReported(addr) || (family === "inet6" && !isUp(deviceOf(t, id)))) return;
	const { changes, rounds } = listenerOf(t, id);
	const others = changes[family].filter((change) => change.addr !== addr);
	const change: Change = { addr, joined, left: robustness };
	patch(t, id, {
		changes: { ...changes, [family]: [change, ...others] },
		rounds: { ...rounds, [family]: robustness },
	});
	setAlarm(t, id, `${family}.report`, atOnce);
}

/** mld_ifc_work(), igmp_ifc_timer_expire() */
export function reportChanges(t: Task, id: number, family: Family): void {
	const device = deviceOf(t, id);
	const { changes, rounds } = listenerOf(t, id);
	if (!isUp(device)) return patch(t, id, { changes: { ...changes, [family]: [] }, rounds: { ...rounds, [family]: 0 } });
	sendReport(t, device, family, recordsOf(device, family, changes[family]));
	const next = changes[family].map((change) => ({ ...change, left: change.left - 1 })).filter(({ left }) => left > 0);
	const round = rounds[family];
	patch(t, id, {
		changes: { ...changes, [family]: next },
		rounds: { ...rounds, [family]: Math.max(0, round - 1) },
	});
	if (round > 0) setAlarm(t, id, `${family}.report`, atOnce + chance(t) * interval);
}

/** Groups that were left come first, then those that it is in, in their order. */
function recordsOf(device: Device, family: Family, changes: readonly Change[]): GroupRecord[] {
	const joined = new Set(changes.filter((change) => change.joined).map(({ addr }) => addr));
	const left = changes.filter((change) => !change.joined);
	const groups = (device.multicast?.[family] ?? []).filter(({ addr }) => joined.has(addr));
	return [
		...left.map(({ addr }): GroupRecord => ({ type: "to_in", group: addr })),
		...groups.map(({ addr }): GroupRecord => ({ type: "to_ex", group: addr })),
	];
}

/** ipv6_mc_dad_complete(): reports so far had no address to come from; now there is one. */
export function reportAll(t: Task, id: number): void {
	patch(t, id, { dadRounds: robustness });
	dadReport(t, id);
}

/** mld_dad_work() */
export function dadReport(t: Task, id: number): void {
	const device = deviceOf(t, id);
	const groups = (device.multicast?.inet6 ?? []).filter(({ addr }) => isReported(addr));
	sendReport(
		t,
		device,
		"inet6",
		groups.map(({ addr }): GroupRecord => ({ type: "to_ex", group: addr })),
	);
	const dadRounds = listenerOf(t, id).dadRounds - 1;
	patch(t, id, { dadRounds });
	if (dadRounds > 0) setAlarm(t, id, "inet6.dad-report", atOnce + chance(t) * interval);
}

/** ipv6_mc_down(), ip_mc_down(): nothing more is sent; what was left in silence is told when it comes up. */
export function quiet(t: Task, id: number, family: Family): void {
	for (const name of family === "inet6" ? ["inet6.report", "inet6.dad-report"] : ["inet.report"])
		clearAlarm(t, id, name);
}

/** ip6_mc_destroy_dev() */
export function forget(t: Task, id: number, family: Family): void {
	quiet(t, id, family);
	const { changes, rounds } = listenerOf(t, id);
	if (deviceOf(t, id).listener)
		patch(t, id, { changes: { ...changes, [family]: [] }, rounds: { ...rounds, [family]: 0 } });
}

const allRouters = { inet: "224.0.0.22", inet6: "ff02::16" } as const;
/** IP header with the router alert option, and the report's own; bytes of a record without sources. */
const lengths = { inet: { header: 24 + 8, record: 8 }, inet6: { header: 40 + 8 + 8, record: 20 } } as const;
/** IPTOS_PREC_INTERNETCONTROL */
const internetControl = 0xc0;

function sendReport(t: Task, device: Device, family: Family, records: readonly GroupRecord[]): void {
	if (records.length === 0) return;
	const dst = allRouters[family];
	const src = family === "inet6" ? source6(device) : selectAddr4(t, device, dst, RT_SCOPE_LINK);
	const { header, record } = lengths[family];
	const payload: ListenerReport = { proto: family === "inet" ? "igmp" : "icmp", type: "listener-report", records };
	const packet: Ip = {
		family,
		src: src ?? (family === "inet" ? "0.0.0.0" : "::"),
		dst,
		ttl: 1,
		tos: family === "inet" ? internetControl : 0,
		df: family === "inet",
		length: header + record * records.length,
		payload,
	};
	countRequest(t, device.netns, packet);
	countWhole(t, device.netns, packet);
	countOut(t, device.netns, packet, RTN_MULTICAST);
	sendTo(t, device.id, dst, packet, { type: RTN_MULTICAST, local: false, oif: device.index });
}

/** ipv6_get_lladdr(): a link-local address that works, else none. */
function source6(device: Device): Addr | undefined {
	return addrs6(device).find((ifa) => ifa.scope === RT_SCOPE_LINK && !isTentative(ifa))?.addr;
}

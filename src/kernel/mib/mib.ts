/**
 * What a namespace counts of its packets: struct netns_mib, shown by net/ipv4/proc.c snmp_seq_show(), netstat_seq_show(), net/ipv6/
 * proc.c snmp6_seq_show(). Each place on the way of a packet counts for itself; path/count.ts has what many of them share.
 */
import { idGet } from "../../net/id-map.ts";
import type { Mib, MibGroup, MibRow } from "../../uapi/mib.ts";
import { profiles } from "../profile.ts";
import { sysctlNumber } from "../sysctl.ts";
import { foldCounters, netnsOf, type Task } from "../task.ts";
import { addTo, type ByName, byName, type Counters, copyCounters } from "./counters.ts";
import * as names from "./name.ts";

/** SNMP_ADD_STATS() */
export function countMib(t: Task, netns: number, name: string, by = 1): void {
	let counters = t.counted.get(netns);
	if (!counters) {
		counters = copyCounters(countersOf(t, netns));
		t.counted.set(netns, counters);
	}
	addTo(counters, name, by);
}

function countersOf({ kernel }: Task, netns: number): Counters | undefined {
	return kernel.mib && idGet(kernel.mib, netns);
}

export function readMib(t: Task, netns: number): Mib {
	foldCounters(t);
	const counters = byName(countersOf(t, netns));
	const group = (name: string, list: string): MibGroup => ({
		name,
		rows: namesIn(t, list).map((each) => [each, counterOf(counters, `${name}${each}`)]),
	});
	const flat = (prefix: string, list: string) =>
		group(prefix, list).rows.map(([name, value]): MibRow => [`${prefix}${name}`, value]);
	return {
		snmp: [
			{ name: "Ip", rows: [...ipSettings(t, netns), ...group("Ip", names.ip).rows] },
			{ name: "Icmp", rows: icmpRows(counters, group("Icmp", names.icmpIn), group("Icmp", names.icmpOut)) },
			...icmpMsgGroups(counters),
			group("Tcp", names.tcp),
			group("Udp", names.udp),
			group("UdpLite", names.udp),
		],
		netstat: [group("TcpExt", names.tcpExt), group("IpExt", names.ipExt), group("MPTcpExt", names.mptcpExt)],
		snmp6: [
			...flat("Ip6", names.ip6),
			...flat("Icmp6", names.icmp6),
			...icmp6Rows(counters),
			...flat("Udp6", names.udp),
			...flat("UdpLite6", names.udpLite6),
		],
		spokeTcp: counterOf(counters, "TcpInSegs") + counterOf(counters, "TcpOutSegs") > 0,
	};
}

function counterOf(counters: ByName, name: string): number {
	return counters[name] ?? names.tcpConstants[name] ?? 0;
}

/** Those of a list that this kernel has. */
function namesIn(t: Task, list: string): string[] {
	const { version } = profiles[t.kernel.profile];
	return list.split(" ").flatMap((row) => {
		const [name = "", since = "0"] = row.split("@");
		const bound = Number(since);
		return (bound < 0 ? version < -bound : version >= bound) ? [name] : [];
	});
}

function ipSettings(t: Task, netns: number): MibRow[] {
	return [
		["Forwarding", netnsOf(t, netns).conf4.all.forwarding ? 1 : 2],
		["DefaultTTL", sysctlNumber(t, netns, "net/ipv4/ip_default_ttl")],
	];
}

/** icmp_put() */
function icmpRows(counters: ByName, into: MibGroup, out: MibGroup): MibRow[] {
	const byType = (way: "In" | "Out") =>
		names.icmpTypes.map(([name, type]): MibRow => [`${way}${name}`, counters[`IcmpMsg${way}Type${type}`] ?? 0]);
	return [...into.rows, ...byType("In"), ...out.rows, ...byType("Out")];
}

/** icmpmsg_put(): only types that were seen, sixteen in a line. */
function icmpMsgGroups(counters: ByName): MibGroup[] {
	const rows = typeRows(counters, "IcmpMsg");
	const lines = Math.ceil(rows.length / 16);
	return Array.from({ length: lines }, (_, i) => ({ name: "IcmpMsg", rows: rows.slice(i * 16, i * 16 + 16) }));
}

/** `InType0`, `OutType8`: what has come in first, by type. */
function typeRows(counters: ByName, prefix: string): MibRow[] {
	return ["In", "Out"].flatMap((way) => {
		const stem = `${prefix}${way}Type`;
		const types = Object.keys(counters).flatMap((name) =>
			name.startsWith(stem) ? [Number(name.slice(stem.length))] : [],
		);
		return types.sort((a, b) => a - b).map((type): MibRow => [`${way}Type${type}`, counters[`${stem}${type}`] ?? 0]);
	});
}

/** snmp6_seq_show_icmpv6msg(): the types that have a name, then those that were seen. */
function icmp6Rows(counters: ByName): MibRow[] {
	const named = ["In", "Out"].flatMap((way) =>
		names.icmp6Types.map(([name, type]): MibRow => [`Icmp6${way}${name}`, counters[`Icmp6${way}Type${type}`] ?? 0]),
	);
	return [...named, ...typeRows(counters, "Icmp6").map(([name, value]): MibRow => [`Icmp6${name}`, value])];
}

/** /proc/net/snmp, netstat and snmp6: what a namespace has counted of its packets. net/ipv4/proc.c, net/ipv6/proc.c. */
import type { MibGroup, MibRow } from "../../uapi/mib.ts";
import type { System } from "../../userland/process.ts";
import { netFile } from "./net-file.ts";
import type { View } from "./view.ts";

export const snmpViews: readonly View[] = [
	netFile("snmp", (sys) => groups(sys, sys.mib().snmp)),
	netFile("netstat", (sys) => groups(sys, sys.mib().netstat)),
	netFile("snmp6", (sys) => rows(sys.mib().snmp6)),
];

/** What TCP counts of itself is not modelled, so it is not told either. */
function groups(sys: System, list: readonly MibGroup[]): string | undefined {
	if (sys.mib().spokeTcp) return undefined;
	return list.map(({ name, rows: all }) => pair(name, all)).join("");
}

/** Names above, numbers below. */
function pair(name: string, all: readonly MibRow[]): string {
	const names = all.map(([each]) => ` ${each}`).join("");
	return `${name}:${names}\n${name}:${all.map(([, value]) => ` ${value}`).join("")}\n`;
}

function rows(all: readonly MibRow[]): string {
	return all.map(([name, value]) => `${name.padEnd(32)}\t${value}\n`).join("");
}

/**
 * /proc/net: the same state as `ip` shows, in the older formats. It is a link to self/net, so each process sees its own
 * namespace. What the model does not hold has no file here.
 */
import { hexDigits } from "../../net/addr.ts";
import { netmask } from "../../net/prefix.ts";
import type { VlanData } from "../../uapi/link-data.ts";
import { type LinkStats, NLM_F_DUMP, type Rtmsg } from "../../uapi/message.ts";
import type { System } from "../../userland/process.ts";
import { arpTable } from "./arp.ts";
import { fibTrie } from "./fib-trie.ts";
import { fibTriestat } from "./fib-triestat.ts";
import { igmpViews } from "./igmp.ts";
import { ipv6Route } from "./ipv6-route.ts";
import { linksOf } from "./link.ts";
import { littleEndian, netFile } from "./net-file.ts";
import { procSocket } from "./proc-socket.ts";
import { snmpViews } from "./snmp.ts";
import type { View } from "./view.ts";

export const procNet: readonly View[] = [
	{
		path: "/proc",
		names: ({ sys }) => sys.pidsIn(sys.currentNetns()).map(String),
		hides: ({ systemOf }, name) => /^[1-9]\d*$/.test(name) && systemOf(Number(name)) !== undefined,
	},
	{ path: "/proc/self", link: ({ sys }) => String(sys.pid) },
	{ path: "/proc/net", link: () => "self/net" },
	{ path: "/proc/*/ns/net", link: ({ systemOf }, [pid = ""]) => nsLink(systemOf(Number(pid))) },
	netFile("dev", dev),
	netFile("route", route),
	netFile("arp", arpTable),
	netFile("fib_trie", fibTrie),
	{
		...netFile("fib_triestat", fibTriestat),
		// Lookups are not counted here, so a kernel that tells of them has no such file.
		isThere: ({ countsLookups }) => !countsLookups,
	},
	netFile("dev_mcast", devMcast),
	netFile("vlan/config", vlanConfig),
	netFile("if_inet6", ifInet6),
	netFile("ipv6_route", ipv6Route),
	...snmpViews,
	...igmpViews,
	...procSocket,
];

/** The inode of a namespace; the first one's is PROC_NET_INIT_INO (include/linux/proc_ns.h), the others follow from a base. */
function nsLink(sys: System | undefined): string | undefined {
	if (sys === undefined) return undefined;
	const id = Number(sys.currentNetns());
	return `net:[${id <= 1 ? 4026531840 : 4026532100 + id}]`;
}

const right = (value: number, width: number): string => String(value).padStart(width);

/** net/core/net-procfs.c dev_seq_printf_stats() */
function dev(sys: System): string {
	const header =
		"Inter-|   Receive                                                |  Transmit\n" +
		" face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";
	return (
		header +
		linksOf(sys)
			.map((link) => `${link.ifname.padStart(6)}: ${counters(link.stats)}\n`)
			.join("")
	);
}

function counters(s: LinkStats | undefined): string {
	if (s === undefined)
		return [7, 7, 4, 4, 4, 5, 10, 9, 8, 7, 4, 4, 4, 5, 7, 10].map((width) => right(0, width)).join(" ");
	return [
		right(s.rxBytes, 7),
		right(s.rxPackets, 7),
		right(s.rxErrors, 4),
		right(s.rxDropped + s.rxMissedErrors, 4),
		right(s.rxFifoErrors, 4),
		right(s.rxLengthErrors + s.rxOverErrors + s.rxCrcErrors + s.rxFrameErrors, 5),
		right(0, 10),
		right(s.multicast, 9),
		right(s.txBytes, 8),
		right(s.txPackets, 7),
		right(s.txErrors, 4),
		right(s.txDropped, 4),
		right(s.txFifoErrors, 4),
		right(s.collisions, 5),
		right(s.txCarrierErrors + s.txAbortedErrors + s.txWindowErrors + s.txHeartbeatErrors, 7),
		right(0, 10),
	].join(" ");
}

/** net/8021q/vlanproc.c vlan_seq_show(): how devices are named could be told to it once (vconfig). */
function vlanConfig(sys: System): string {
	const links = linksOf(sys);
	const rows = links.flatMap(({ kind, ifname, data, link }) => {
		const lower = links.find(({ index }) => index === link)?.ifname ?? "";
		const id = (data as VlanData | undefined)?.id ?? 0;
		return kind === "vlan" ? [`${ifname.padEnd(15)}| ${String(id).padEnd(4)}| ${lower}\n`] : [];
	});
	return `VLAN Dev name\t | VLAN ID\nName-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\n${rows.join("")}`;
}

/** net/core/dev_addr_lists.c dev_mc_seq_show() */
function devMcast(sys: System): string {
	return sys
		.memberships()
		.filter(({ family }) => family === "packet")
		.map(({ ifindex, ifname, users, addr, static: byHand }) => {
			const columns = [
				String(ifindex).padEnd(4),
				ifname.padEnd(15),
				String(users).padEnd(5),
				byHand ? "1    " : "0    ",
			];
			return `${columns.join(" ")} ${addr.replaceAll(":", "")}\n`;
		})
		.join("");
}

const RT_TABLE_MAIN = 254;
const [RTN_BROADCAST, RTN_MULTICAST, RTN_UNREACHABLE, RTN_PROHIBIT] = [3, 5, 7, 8];
const [RTF_UP, RTF_GATEWAY, RTF_HOST, RTF_REJECT] = [0x1, 0x2, 0x4, 0x200];

/** net/ipv4/fib_trie.c fib_route_seq_show(): addresses as the words of a little-endian machine, every line 127 wide. */
function route(sys: System): string {
	const header = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
	const names = new Map(linksOf(sys).map((link) => [link.index, link.ifname]));
	const reply = sys.netlink({ type: "RTM_GETROUTE", flags: NLM_F_DUMP, family: "inet", table: RT_TABLE_MAIN });
	// fib_route_seq_start(): without the table there is not even a head
	if (reply.error) return "";
	const routes = [...(reply.more ?? [])].flatMap((message) => ("route" in message ? [message.route] : []));
	const shown = routes.filter(({ type }) => type !== RTN_BROADCAST && type !== RTN_MULTICAST);
	return [header, ...shown.map((r) => routeLine(r, names))].map((line) => `${line.padEnd(127)}\n`).join("");
}

function routeLine(r: Rtmsg, names: ReadonlyMap<number, string>): string {
	const hop = r.multipath?.[0] ?? r;
	const gateway = hop.gateway?.includes(".") ? hop.gateway : "0.0.0.0";
	const flags =
		(r.type === RTN_UNREACHABLE || r.type === RTN_PROHIBIT ? RTF_REJECT : 0) |
		(gateway === "0.0.0.0" ? 0 : RTF_GATEWAY) |
		(r.dst.len === 32 ? RTF_HOST : 0) |
		RTF_UP;
	const advmss = Number(r.metrics?.advmss ?? 0);
	return [
		names.get(hop.oif ?? 0) ?? "*",
		littleEndian(r.dst.addr),
		littleEndian(gateway),
		flags.toString(16).toUpperCase().padStart(4, "0"),
		0,
		0,
		r.priority ?? 0,
		littleEndian(netmask(r.dst.len)),
		advmss === 0 ? 0 : advmss + 40,
		Number(r.metrics?.window ?? 0),
		Number(r.metrics?.rtt ?? 0) >> 3,
	].join("\t");
}

/** The scope as net/ipv6/addrconf.c keeps it (IPV6_ADDR_LOOPBACK, _LINKLOCAL, _SITELOCAL), by RT_SCOPE_*. */
const scopes: Readonly<Record<number, number>> = { 254: 0x10, 253: 0x20, 200: 0x40 };

/** net/ipv6/addrconf.c if6_seq_show() */
function ifInet6(sys: System): string {
	const names = new Map(linksOf(sys).map((link) => [link.index, link.ifname]));
	const reply = sys.netlink({ type: "RTM_GETADDR", flags: NLM_F_DUMP, family: "inet6" });
	const hex = (value: number): string => value.toString(16).padStart(2, "0");
	return reply.messages
		.flatMap((message) => ("addr" in message ? [message.addr] : []))
		.map((a) => {
			const digits = hexDigits(a.local ?? a.address ?? "::");
			const name = (names.get(a.index) ?? "").padStart(8);
			return `${digits} ${hex(a.index)} ${hex(a.prefixlen)} ${hex(scopes[a.scope] ?? 0)} ${hex(a.flags & 0xff)} ${name}\n`;
		})
		.join("");
}

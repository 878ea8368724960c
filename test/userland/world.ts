/** A few messages as a kernel sends them: lo, a veth pair, their addresses. */
import { noStats } from "../../src/kernel/counter.ts";
import { IFA_F_NODAD, IFA_F_PERMANENT, IFA_F_SECONDARY } from "../../src/uapi/addr-flags.ts";
import {
	IFF_BROADCAST,
	IFF_LOOPBACK,
	IFF_LOWER_UP,
	IFF_MULTICAST,
	IFF_RUNNING,
	IFF_UP,
} from "../../src/uapi/link-flags.ts";
import { ARPHRD_ETHER, ARPHRD_LOOPBACK } from "../../src/uapi/link-type.ts";
import { type Ifaddr, type Ifinfo, INFINITY_LIFE_TIME, type Rtmsg } from "../../src/uapi/message.ts";
import { IF_OPER_UNKNOWN, IF_OPER_UP } from "../../src/uapi/operstate.ts";
import { RTPROT_BOOT, RTPROT_KERNEL } from "../../src/uapi/protocol.ts";
import { RTN_UNICAST } from "../../src/uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_UNIVERSE } from "../../src/uapi/scope.ts";
import { RT_TABLE_MAIN } from "../../src/uapi/table.ts";

const common = {
	family: "unspec",
	operstate: IF_OPER_UP,
	linkmode: 0,
	group: 0,
	txqlen: 1000,
	promiscuity: 0,
	allmulti: 0,
	numTxQueues: 1,
	numRxQueues: 1,
	gsoMaxSize: 65536,
	gsoMaxSegs: 65535,
	tsoMaxSize: 524280,
	tsoMaxSegs: 65535,
	groMaxSize: 65536,
	addrGenMode: 0,
	protoDown: false,
	stats: noStats,
	carrierChanges: 0,
} as const;

export const lo: Ifinfo = {
	...common,
	index: 1,
	type: ARPHRD_LOOPBACK,
	flags: IFF_LOOPBACK | IFF_UP | IFF_RUNNING | IFF_LOWER_UP,
	ifname: "lo",
	mtu: 65536,
	qdisc: "noqueue",
	operstate: IF_OPER_UNKNOWN,
	address: "00:00:00:00:00:00",
	broadcast: "00:00:00:00:00:00",
	minMtu: 0,
	maxMtu: 0,
};

export const eth0: Ifinfo = {
	...common,
	index: 2,
	type: ARPHRD_ETHER,
	flags: IFF_BROADCAST | IFF_MULTICAST | IFF_UP | IFF_RUNNING | IFF_LOWER_UP,
	ifname: "eth0",
	mtu: 1500,
	qdisc: "noqueue",
	link: 2,
	linkNetnsid: 0,
	address: "02:00:00:00:00:01",
	broadcast: "ff:ff:ff:ff:ff:ff",
	minMtu: 68,
	maxMtu: 65535,
	kind: "veth",
};

const { linkNetnsid: _, ...near } = eth0;

/** A pair in one namespace: v1 is up, with names of all sorts; v0 is down. */
export const v1: Ifinfo = {
	...near,
	index: 3,
	ifname: "v1",
	flags: IFF_BROADCAST | IFF_MULTICAST | IFF_UP,
	link: 4,
	operstate: 3,
	address: "02:00:00:00:00:02",
	altnames: ["lan", "uplink"],
	alias: "to v0",
};

export const v0: Ifinfo = {
	...near,
	index: 4,
	ifname: "v0",
	flags: IFF_BROADCAST | IFF_MULTICAST,
	link: 3,
	operstate: 2,
};

const forever = { validLft: INFINITY_LIFE_TIME, preferredLft: INFINITY_LIFE_TIME } as const;

export const loAddrs: readonly Ifaddr[] = [
	{
		family: "inet",
		index: 1,
		prefixlen: 8,
		flags: IFA_F_PERMANENT,
		scope: RT_SCOPE_HOST,
		local: "127.0.0.1",
		address: "127.0.0.1",
		label: "lo",
		...forever,
	},
	{
		family: "inet6",
		index: 1,
		prefixlen: 128,
		flags: IFA_F_PERMANENT,
		scope: RT_SCOPE_HOST,
		address: "::1",
		...forever,
	},
];

export const eth0Addrs: readonly Ifaddr[] = [
	{
		family: "inet",
		index: 2,
		prefixlen: 24,
		flags: IFA_F_PERMANENT,
		scope: RT_SCOPE_UNIVERSE,
		local: "10.0.0.1",
		address: "10.0.0.1",
		broadcast: "10.0.0.255",
		label: "eth0",
		metric: 5,
		...forever,
	},
	{
		family: "inet",
		index: 2,
		prefixlen: 24,
		flags: IFA_F_SECONDARY,
		scope: RT_SCOPE_LINK,
		local: "10.0.0.2",
		address: "10.0.0.9",
		label: "eth0:x",
		validLft: 100,
		preferredLft: 50,
	},
	{
		family: "inet6",
		index: 2,
		prefixlen: 64,
		flags: IFA_F_PERMANENT | IFA_F_NODAD,
		scope: RT_SCOPE_UNIVERSE,
		address: "2001:db8::1",
		...forever,
	},
];

/** The kernel's route of 10.0.0.1/24, and a default route. */
export const routes: readonly Rtmsg[] = [
	{
		family: "inet",
		dst: { addr: "0.0.0.0", len: 0 },
		tos: 0,
		table: RT_TABLE_MAIN,
		protocol: RTPROT_BOOT,
		scope: RT_SCOPE_UNIVERSE,
		type: RTN_UNICAST,
		flags: 0,
		oif: 2,
		gateway: "10.0.0.254",
		priority: 100,
	},
	{
		family: "inet",
		dst: { addr: "10.0.0.0", len: 24 },
		tos: 0,
		table: RT_TABLE_MAIN,
		protocol: RTPROT_KERNEL,
		scope: RT_SCOPE_LINK,
		type: RTN_UNICAST,
		flags: 0,
		oif: 2,
		prefsrc: "10.0.0.1",
	},
];

/** /sys/class/net/DEV/…: net/core/net-sysfs.c. One row for each file; a value that needs a running device is EINVAL on a dead one. */

import { IFF_DORMANT, IFF_LOWER_UP, IFF_RUNNING, IFF_UP } from "../../uapi/link-flags.ts";
import type { Ifinfo, LinkAttrs, LinkStats } from "../../uapi/message.ts";
import type { Netdev } from "../../uapi/netdev.ts";
import { IF_OPER_DORMANT, IF_OPER_TESTING, IF_OPER_UNKNOWN, operstates } from "../../uapi/operstate.ts";
import { rowOf } from "../../uapi/row.ts";
import type { Result } from "../../userland/process.ts";
import { sysBonding } from "./bonding-options.ts";
import { sysBridge } from "./bridge.ts";
import { linkNamed, linksOf, setLink, wholeNumber } from "./link.ts";
import { errno, type View } from "./view.ts";

type Value = string | number | typeof nothing | undefined;

/** What makes a file empty, without even the end of a line. */
const nothing = Symbol("nothing");

function value(of: Value): Result<string> {
	if (of === nothing) return { ok: "" };
	return of === undefined ? errno("EINVAL") : { ok: `${of}\n` };
}

/** Flags that the kernel keeps elsewhere than in dev->flags (net/core/dev.c dev_get_flags). */
const volatile = IFF_RUNNING | IFF_LOWER_UP | IFF_DORMANT;

const isUp = (link: Ifinfo): boolean => (link.flags & IFF_UP) !== 0;

/** Changes go to and fro: the last one led to where it is now. */
function changesTo(carrier: boolean, { carrierChanges = 0, flags }: Ifinfo): number {
	const isLast = carrier === ((flags & IFF_LOWER_UP) !== 0);
	return isLast ? Math.ceil(carrierChanges / 2) : Math.floor(carrierChanges / 2);
}

const files: Readonly<Record<string, (link: Ifinfo) => Value>> = {
	addr_len: (link) => (link.address === undefined || link.address === "" ? 0 : link.address.split(":").length),
	address: (link) => link.address ?? "",
	broadcast: (link) => link.broadcast ?? "",
	carrier: (link) => (isUp(link) ? Number((link.flags & IFF_LOWER_UP) !== 0) : undefined),
	carrier_changes: (link) => link.carrierChanges ?? 0,
	carrier_down_count: (link) => changesTo(false, link),
	carrier_up_count: (link) => changesTo(true, link),
	dev_id: () => "0x0",
	dev_port: () => 0,
	dormant: (link) => (isUp(link) ? Number(link.operstate === IF_OPER_DORMANT) : undefined),
	gro_flush_timeout: () => 0,
	ifalias: (link) => link.alias || nothing,
	ifindex: (link) => link.index,
	iflink: (link) => link.link ?? link.index,
	link_mode: (link) => link.linkmode ?? 0,
	mtu: (link) => link.mtu ?? 0,
	napi_defer_hard_irqs: () => 0,
	netdev_group: (link) => link.group ?? 0,
	operstate: (link) => rowOf(operstates, link.operstate ?? IF_OPER_UNKNOWN)?.name.toLowerCase() ?? "unknown",
	proto_down: (link) => Number(link.protoDown ?? false),
	testing: (link) => (isUp(link) ? Number(link.operstate === IF_OPER_TESTING) : undefined),
	tx_queue_len: (link) => link.txqlen ?? 0,
	type: (link) => link.type,
	uevent: (link) =>
		`${link.kind === undefined || link.kind === "veth" ? "" : `DEVTYPE=${link.kind}\n`}INTERFACE=${link.ifname}\nIFINDEX=${link.index}`,
};

/** What rtnetlink does not tell. */
const more: Readonly<Record<string, (netdev: Netdev, link: Ifinfo) => Value>> = {
	addr_assign_type: ({ addrAssignType }) => addrAssignType,
	duplex: ({ duplex }, link) => (isUp(link) ? duplex : undefined),
	name_assign_type: ({ nameAssignType }) => nameAssignType,
	speed: ({ speed }, link) => (isUp(link) ? speed : undefined),
};

/** net/core/net-sysfs.c NETSTAT_ENTRY(): the file and the counter of rtnl_link_stats64. */
const statistics: Readonly<Record<string, keyof LinkStats | undefined>> = {
	collisions: "collisions",
	multicast: "multicast",
	rx_bytes: "rxBytes",
	rx_compressed: undefined,
	rx_crc_errors: "rxCrcErrors",
	rx_dropped: "rxDropped",
	rx_errors: "rxErrors",
	rx_fifo_errors: "rxFifoErrors",
	rx_frame_errors: "rxFrameErrors",
	rx_length_errors: "rxLengthErrors",
	rx_missed_errors: "rxMissedErrors",
	rx_nohandler: "rxNohandler",
	rx_over_errors: "rxOverErrors",
	rx_packets: "rxPackets",
	tx_aborted_errors: "txAbortedErrors",
	tx_bytes: "txBytes",
	tx_carrier_errors: "txCarrierErrors",
	tx_compressed: undefined,
	tx_dropped: "txDropped",
	tx_errors: "txErrors",
	tx_fifo_errors: "txFifoErrors",
	tx_heartbeat_errors: "txHeartbeatErrors",
	tx_packets: "txPackets",
	tx_window_errors: "txWindowErrors",
};

/** The files that can be written, and the attribute that this sets. */
const writable: Readonly<Record<string, (text: string) => LinkAttrs | undefined>> = {
	mtu: (text) => number(text, (mtu) => ({ mtu })),
	tx_queue_len: (text) => number(text, (txqlen) => ({ txqlen })),
	netdev_group: (text) => number(text, (group) => ({ group })),
	ifalias: (text) => ({ alias: text.replace(/\n$/, "") }),
};

function number(text: string, attrs: (value: number) => LinkAttrs): LinkAttrs | undefined {
	const value = wholeNumber(text);
	return value === undefined ? undefined : attrs(value);
}

const root = "/sys/class/net";

/** change_flags(): all of them at once. */
const flags: View = {
	path: `${root}/*/flags`,
	read: ({ sys }, [device = ""]) => {
		const link = linkNamed(sys, device);
		return link ? { ok: `0x${((link.flags & ~volatile) >>> 0).toString(16)}\n` } : errno("ENOENT");
	},
	write: ({ sys }, text, [device = ""]) => {
		const link = linkNamed(sys, device);
		const wanted = wholeNumber(text);
		if (wanted === undefined) return errno("EINVAL");
		return link ? setLink(sys, link, {}, wanted >>> 0) : errno("ENODEV");
	},
};

export const classNet: readonly View[] = [
	...sysBonding,
	...sysBridge,
	flags,
	{ path: root, names: ({ sys }) => linksOf(sys).map((link) => link.ifname) },
	...Object.entries(files).map(([name, of]): View => {
		const attrs = writable[name];
		return {
			path: `${root}/*/${name}`,
			read: ({ sys }, [device = ""]) => {
				const link = linkNamed(sys, device);
				return link === undefined ? errno("ENOENT") : value(of(link));
			},
			...(attrs && {
				write: ({ sys }, text, [device = ""]) => {
					const link = linkNamed(sys, device);
					const wanted = attrs(text);
					return link === undefined ? errno("ENODEV") : wanted ? setLink(sys, link, wanted) : errno("EINVAL");
				},
			}),
		};
	}),
	...Object.entries(more).map(
		([name, of]): View => ({
			path: `${root}/*/${name}`,
			read: ({ sys }, [device = ""]) => {
				const link = linkNamed(sys, device);
				const netdev = sys.netdevs().find(({ index }) => index === link?.index);
				return link === undefined || netdev === undefined ? errno("ENOENT") : value(of(netdev, link));
			},
		}),
	),
	...Object.entries(statistics).map(
		([name, counter]): View => ({
			path: `${root}/*/statistics/${name}`,
			read: ({ sys }, [device = ""]) => {
				const stats = linkNamed(sys, device)?.stats;
				return { ok: `${counter === undefined ? 0 : (stats?.[counter] ?? 0)}\n` };
			},
		}),
	),
];

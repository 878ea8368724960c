/**
 * A network device as the kernel keeps it (struct net_device), as immutable data. Its identity is `id`, never its index
 * or name: those change when it moves or is renamed. link.ts changes devices; drivers/ say how the kinds differ.
 */
import type { Lladdr } from "../net/lladdr.ts";
import { IFF_LOOPBACK, IFF_UP } from "../uapi/link-flags.ts";
import type { Inet } from "./address4.ts";
import type { Inet6 } from "./address6.ts";
import type { Multicast } from "./multicast.ts";
import type { Listener } from "./path/listener.ts";

/** NET_NAME_*: numbered by the kernel, always the same, renamed; not told. */
export type NameFrom = "number" | "predictable" | "renamed" | "unknown";

export interface Device {
	readonly id: number;
	readonly netns: number;
	/** ifindex, unique in its namespace. */
	readonly index: number;
	readonly name: string;
	/** Who chose the name (name_assign_type); missing: whoever made it. */
	readonly nameFrom?: NameFrom;
	readonly altnames: readonly string[];
	readonly alias: string;
	/** Row of drivers/driver.ts. */
	readonly kind: string;
	/** What its driver keeps. */
	readonly data: Readonly<Record<string, unknown>>;
	/** ARPHRD_* */
	readonly type: number;
	/** IFF_* without those that are worked out (RUNNING, LOWER_UP, DORMANT). */
	readonly flags: number;
	readonly carrier: boolean;
	/** How often the carrier changed; also: whether the driver ever managed it. */
	readonly carrierChanges: number;
	readonly operstate: number;
	readonly linkmode: number;
	readonly mtu: number;
	readonly minMtu: number;
	readonly maxMtu: number;
	readonly address: Lladdr;
	/** Which of several devices with one MAC address it is (dev_id); 0 where there is one. */
	readonly devId?: number;
	/** How it came by its address (addr_assign_type): decides who follows a lower device or takes over a port's. */
	readonly addressFrom: "kind" | "random" | "lower" | "user";
	readonly broadcast: Lladdr;
	readonly permaddr: Lladdr;
	/** `noop` before the device was ever up. */
	readonly qdisc: string;
	/** Nothing leaves by its queue until link watch has seen a carrier (qdisc_tx_changing). */
	readonly queueStopped?: true;
	readonly txqlen: number;
	readonly group: number;
	/** IFF_NO_QUEUE: a packet never waits, so its qdisc is noqueue; else the namespace's default. */
	readonly noQueue: boolean;
	/** May not leave its namespace. */
	readonly netnsImmutable: boolean;
	/** Its address may change while it is up (IFF_LIVE_ADDR_CHANGE). */
	readonly liveAddress: boolean;
	/** Told by a lower device that is dormant or under test (netif_stacked_transfer_operstate). */
	readonly dormant?: boolean;
	readonly testing?: boolean;
	/** Ids of other devices. */
	readonly master?: number;
	readonly lower?: number;
	/** When the timers of its driver, and of its master for it (`port.…`), ring: alarm.ts. */
	readonly alarms?: Readonly<Record<string, number>>;
	/** What its master keeps of it as its port. */
	readonly port?: Readonly<Record<string, unknown>>;
	readonly promiscuity: number;
	readonly allmulti: number;
	/** Unicast addresses that those above want to receive; a device that cannot filter is promiscuous for them. */
	readonly unicast?: readonly Lladdr[];
	readonly unicastPromisc?: boolean;
	/** Groups it belongs to; missing where there never was one. */
	readonly multicast?: Multicast;
	/** What it has to tell of its groups (path/listener.ts). */
	readonly listener?: Listener;
	/** How often it has asked for routers, and how long it waits, ms (path/router-solicit.ts). */
	readonly routerSolicitation?: { readonly interval: number; readonly sent: number };
	readonly protoDown: boolean;
	/** It is being unregistered. */
	readonly going?: true;
	/** Why it is held down: bits of protodown_reasons. */
	readonly protoDownReason?: number;
	readonly numTxQueues: number;
	readonly numRxQueues: number;
	readonly gsoMaxSize: number;
	readonly gsoMaxSegs: number;
	readonly tsoMaxSize: number;
	readonly tsoMaxSegs: number;
	readonly groMaxSize: number;
	/** A user wants counters that only hardware could keep (struct net_device offload_xstats_l3). */
	readonly l3Stats?: boolean;
	/** Missing while the mtu is below 68 (net/ipv4/devinet.c inetdev_valid_mtu). */
	readonly inet?: Inet;
	/** Missing while the mtu is below 1280. */
	readonly inet6?: Inet6;
}

export function isUp(device: Device): boolean {
	return (device.flags & IFF_UP) !== 0;
}

export function isLoopbackDevice(device: Device): boolean {
	return (device.flags & IFF_LOOPBACK) !== 0;
}

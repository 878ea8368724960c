/**
 * The grammar of ip's text output as rows: a key word, the JSON key of what follows it, and what may follow. The mirror
 * of ip/ipaddress.c print_linkinfo() and print_addrinfo(), but the order does not matter, since versions differ in it.
 */

import { inetPton } from "../../net/addr.ts";
import { addrFlags } from "../../uapi/addr-flags.ts";
import { linkModes, operstates } from "../../uapi/operstate.ts";
import type { Words } from "./word.ts";

export interface PasteRow {
	readonly word: string;
	readonly key: string;
	/** Whether this can be its value; no value at all where it is missing. */
	readonly value?: (word: string) => boolean;
	/** Its value is text in JSON too, though it may look like a number. */
	readonly text?: true;
	/** A number in JSON too where it is written in hex. */
	readonly hex?: true;
	/** `on` and `off` are true and false in JSON. */
	readonly onOff?: true;
	/** What JSON says of a word that has no value; true where nothing else is said. */
	readonly is?: boolean | string | null;
	/** Shapes of their own, such as `realms 1/2`. It says whether it could read it. */
	readonly read?: (words: Words) => boolean;
}

export const anyWord = (word: string) => word !== "";
export const isNumber = (word: string) => /^-?\d+$/.test(word);
export const isAddr = (word: string) => inetPton(word, "inet") !== undefined || inetPton(word, "inet6") !== undefined;
/** Six bytes, or twenty of InfiniBand, or the IP address a tunnel has in that place. */
export const isLladdr = (word: string) => /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){2,31}$/i.test(word) || isAddr(word);
const isLifetime = (word: string) => word === "forever" || /^-?\d+sec$/.test(word);
const oneOf = (names: readonly { readonly name: string }[]) => (word: string) =>
	names.some(({ name }) => name === word);

export const number = (word: string, key = word): PasteRow => ({ word, key, value: isNumber });
export const name = (word: string, key = word): PasteRow => ({ word, key, value: anyWord, text: true });
export const lladdr = (word: string, key: string): PasteRow => ({ word, key, value: isLladdr });

const netns: readonly PasteRow[] = [
	name("link-netns", "link_netns"),
	{ word: "link-netnsid", key: "link_netnsid", value: (word) => isNumber(word) || word === "unknown" },
];

/** After the flags of a link. */
export const headerRows: readonly PasteRow[] = [
	number("mtu"),
	name("qdisc"),
	name("master"),
	{ word: "state", key: "operstate", value: oneOf(operstates) },
	// iproute2mac
	{ word: "status", key: "operstate", value: oneOf(operstates) },
	{ word: "mode", key: "linkmode", value: oneOf(linkModes) },
	name("group"),
	number("qlen", "txqlen"),
	name("event"),
	// of `bridge link`, which looks like `ip link`
	number("priority"),
	number("cost"),
	...netns,
];

/** What -d adds to a link, wherever it stands. */
export const detailRows: readonly PasteRow[] = [
	number("promiscuity"),
	number("allmulti"),
	number("minmtu", "min_mtu"),
	number("maxmtu", "max_mtu"),
	name("addrgenmode", "inet6_addr_gen_mode"),
	number("numtxqueues", "num_tx_queues"),
	number("numrxqueues", "num_rx_queues"),
	number("gso_max_size"),
	number("gso_max_segs"),
	number("tso_max_size"),
	number("tso_max_segs"),
	number("gro_max_size"),
	number("gso_ipv4_max_size"),
	number("gro_ipv4_max_size"),
	name("portname", "phys_port_name"),
	name("portid", "phys_port_id"),
	name("switchid", "phys_switch_id"),
	name("parentbus"),
	name("parentdev"),
	{ word: "netns-immutable", key: "netns_immutable" },
];

/** After `link/TYPE` and its address. */
export const linkRows: readonly PasteRow[] = [
	lladdr("brd", "broadcast"),
	lladdr("peer", "broadcast"),
	lladdr("permaddr", "permaddr"),
	...netns,
	{ word: "protodown", key: "proto_down", value: (word) => word === "on" || word === "off" },
	...detailRows,
];

export const lifeRows: readonly PasteRow[] = [
	{ word: "valid_lft", key: "valid_life_time", value: isLifetime },
	{ word: "preferred_lft", key: "preferred_life_time", value: isLifetime },
];

/** After `inet ADDRESS`. */
export const addrRows: readonly PasteRow[] = [
	number("metric"),
	{ word: "brd", key: "broadcast", value: isAddr },
	{ word: "any", key: "anycast", value: isAddr },
	{ word: "scope", key: "scope", value: anyWord, text: true },
	name("proto", "protocol"),
	...addrFlags.map(({ name: word }) => ({ word, key: word })),
	// iproute2mac
	{ word: "secured", key: "secured" },
	{ word: "scopeid", key: "scopeid", value: anyWord, text: true },
	{ word: "dynamic", key: "dynamic" },
	...lifeRows,
];

export function rowFor(rows: readonly PasteRow[], word: string): PasteRow | undefined {
	return rows.find((row) => row.word === word);
}

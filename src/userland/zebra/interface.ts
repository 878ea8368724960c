/**
 * What zebra knows of an interface (struct interface, struct zebra_if), put together for those who print it: show-interface.ts,
 * show-interface-json.ts. Links of kinds that have lines of their own which are not modelled give nothing.
 */
import { idGet, idValues } from "../../net/id-map.ts";
import type { BridgeData, VlanData } from "../../uapi/link-data.ts";
import * as flag from "../../uapi/link-flags.ts";
import { ARPHRD_ETHER, ARPHRD_LOOPBACK } from "../../uapi/link-type.ts";
import { type Ifinfo, NLM_F_DUMP } from "../../uapi/message.ts";
import type { System } from "../process.ts";
import { byNetwork } from "./address.ts";
import { speedOf } from "./speed.ts";
import type { Link, LinkAddr, Turns, Zebra } from "./zebra.ts";

export interface Interface {
	readonly link: Link;
	readonly type: "Loopback" | "Ethernet";
	readonly hwaddr?: string | undefined;
	readonly flags: string;
	readonly speed: number;
	/** zebra_ziftype_2str() */
	readonly kind: string;
	readonly vlanAware?: boolean;
	readonly vlan?: number;
	/** The bridge that it is a port of. */
	readonly master?: string;
	readonly parent?: string | number;
	readonly description?: string | undefined;
	readonly alias?: string | undefined;
	readonly linkdown4: boolean;
	readonly linkdown6: boolean;
}

/** By name. */
export function linksOf(zebra: Zebra): Link[] {
	return [...idValues(zebra.links)].sort(byName);
}

/** Those that are asked for; undefined where one of them is not modelled. */
export function interfacesOf(sys: System, zebra: Zebra, links: readonly Link[]): Interface[] | undefined {
	const infos = dump(sys);
	const found = links.map((link) => interfaceOf(sys, zebra, link, infos));
	return found.includes(undefined) ? undefined : (found as Interface[]);
}

function dump(sys: System): Ifinfo[] {
	const { messages, more = [] } = sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
	return [...messages, ...more].flatMap((message) => (message.type === "RTM_NEWLINK" ? [message.link] : []));
}

/** By index. */
export function aliasesOf(sys: System): ReadonlyMap<number, string | undefined> {
	return new Map(dump(sys).map(({ index, alias }) => [index, alias]));
}

const types: Readonly<Record<number, Interface["type"]>> = {
	[ARPHRD_LOOPBACK]: "Loopback",
	[ARPHRD_ETHER]: "Ethernet",
};

const kinds: Readonly<Record<string, string>> = {
	"": "Other",
	dummy: "Other",
	veth: "VETH",
	bridge: "Bridge",
	vlan: "Vlan",
};

function interfaceOf(sys: System, zebra: Zebra, link: Link, infos: readonly Ifinfo[]): Interface | undefined {
	const info = infos.find(({ index }) => index === link.index);
	const type = info && types[info.type];
	const kind = info && kinds[info.kind ?? ""];
	const speed = info && speedOf(link, info, infos, sys.now());
	const place = info && placeOf(zebra, link, info);
	if (!info || !type || kind === undefined || speed === undefined || !place || info.protoDown) return undefined;
	const ignores = (ip: string) => isSet(sys, `net/${ip}/conf/${link.name}/ignore_routes_with_linkdown`);
	return {
		link,
		type,
		hwaddr: type === "Loopback" ? undefined : info.address,
		flags: flagsText(info.flags),
		speed,
		kind,
		...place,
		...(info.kind === "bridge" && { vlanAware: (info.data as BridgeData | undefined)?.vlanFiltering === 1 }),
		...(info.kind === "vlan" && { vlan: (info.data as VlanData).id ?? 0 }),
		description: zebra.descriptions?.[link.name],
		alias: info.alias,
		linkdown4: ignores("ipv4"),
		linkdown6: ignores("ipv6"),
	};
}

/** Its master and its parent; undefined where zebra's own answer is not modelled. */
function placeOf(zebra: Zebra, link: Link, info: Ifinfo): Pick<Interface, "master" | "parent"> | undefined {
	const named = (index: number) => idGet(zebra.links, index)?.name;
	const master = info.master === undefined ? undefined : named(info.master);
	if (info.master !== undefined && (info.slaveKind !== "bridge" || master === undefined)) return undefined;
	const own = info.kind === "veth" ? link.parent : info.link && (named(info.link) ?? info.link);
	// what zebra says of a parent that has gone is whatever stands where it was
	if (typeof own === "string" && !linksOf(zebra).some(({ name }) => name === own)) return undefined;
	if (info.kind === "vlan" && info.linkNetnsid !== undefined) return undefined;
	return { ...(master !== undefined && { master }), ...(own && { parent: own }) };
}

function isSet(sys: System, path: string): boolean {
	const value = sys.readSysctl(path);
	return "ok" in value && String(value.ok).trim() === "1";
}

export function addrsOf(addrs: readonly LinkAddr[] = [], { index }: Link): LinkAddr[] {
	return addrs.filter(({ ifindex }) => ifindex === index);
}

/** Of IPv4 by network, of IPv6 as they came. */
export function shownAddrs(zebra: Zebra, link: Link): LinkAddr[] {
	return [...byNetwork(addrsOf(zebra.addrs, link)).flat(), ...addrsOf(zebra.addrs6, link)];
}

export function labelOf({ label }: LinkAddr, { name }: Link): string | undefined {
	return label === name ? undefined : label;
}

/** frr_timestamp() */
export function timeText({ last }: Turns): string {
	const [day = "", time = ""] = new Date(last).toISOString().replaceAll("-", "/").split("T");
	return `${day} ${time.slice(0, 11)}`;
}

/** lib/if.c if_flag_dump() */
const flagNames: readonly (readonly [number, string])[] = [
	[flag.IFF_UP, "UP"],
	[flag.IFF_BROADCAST, "BROADCAST"],
	[flag.IFF_DEBUG, "DEBUG"],
	[flag.IFF_LOOPBACK, "LOOPBACK"],
	[flag.IFF_POINTOPOINT, "POINTOPOINT"],
	[flag.IFF_NOTRAILERS, "NOTRAILERS"],
	[flag.IFF_RUNNING, "RUNNING"],
	[flag.IFF_NOARP, "NOARP"],
	[flag.IFF_PROMISC, "PROMISC"],
	[flag.IFF_ALLMULTI, "ALLMULTI"],
	[flag.IFF_MULTICAST, "MULTICAST"],
];

function flagsText(flags: number): string {
	return `<${flagNames.flatMap(([bit, name]) => (flags & bit ? [name] : [])).join(",")}>`;
}

/** Interfaces are named in this order: by letters, then by the number at the end (lib/if.c if_cmp_name_func). */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
	const split = ({ name }: { readonly name: string }) => /^(.*?)(\d*)$/.exec(name) ?? ["", name, ""];
	const [, textA = "", numberA = ""] = split(a);
	const [, textB = "", numberB = ""] = split(b);
	if (textA !== textB) return textA < textB ? -1 : 1;
	return Number(numberA) - Number(numberB);
}

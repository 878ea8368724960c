/**
 * Neighbours (net/core/neighbour.c): the link addresses of other hosts, and how sure we are of them. States and their timers
 * work by themselves on the virtual clock; questions go out through solicit() of path/solicit.ts, and answers come back
 * by updateNeighbour(). setneigh.ts reads the requests of users.
 */
import { type Addr, type AddrFamily, familyOf, isMulticast, toWords } from "../net/addr.ts";
import { type IdMap, idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import { formatLladdr, isZeroLladdr, type Lladdr } from "../net/lladdr.ts";
import { byAddress, emptyTrie, type Trie, type TrieKey, trieGet, trieSet } from "../net/trie.ts";
import { IFF_BROADCAST, IFF_NOARP, IFF_POINTOPOINT } from "../uapi/link-flags.ts";
import { ARPHRD_IP6GRE, ARPHRD_IPGRE } from "../uapi/link-type.ts";
import { NUD_NOARP, NUD_NONE } from "../uapi/nud.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_TABLE_LOCAL } from "../uapi/table.ts";
import { type Device, isLoopbackDevice } from "./device.ts";
import { addrType4 } from "./fib4-lookup.ts";
import { l3mdevTable } from "./l3mdev.ts";
import type { ProxyNeighbour } from "./pneigh.ts";
import { Refusal } from "./refusal.ts";
import { neighSetting } from "./sysctl/neigh.ts";
import { deviceOf, netnsOf, setNetns, type Task } from "./task.ts";

/** struct neighbour; times in kernel ms. */
export interface Neighbour {
	readonly dst: Addr;
	readonly lladdr?: Lladdr;
	/** NUD_* */
	readonly state: number;
	/** NTF_* */
	readonly flags: number;
	readonly managed?: true;
	readonly protocol: number;
	/** RTN_* of the address. */
	readonly type: number;
	readonly used: number;
	readonly confirmed: number;
	readonly updated: number;
	/** Questions asked since it became doubtful. */
	readonly probes: number;
	/** When its timer fires. */
	readonly due?: number;
}

interface Tables {
	readonly inet: Trie<Neighbour>;
	readonly inet6: Trie<Neighbour>;
}

export interface Neighbours {
	/** By id of the device. */
	readonly tables: IdMap<Tables>;
	readonly proxies: readonly ProxyNeighbour[];
}

export const noNeighbours: Neighbours = { tables: emptyTrie(), proxies: [] };

export function setting(device: Device, dst: Addr, name: string): number {
	return neighSetting(device, familyOf(dst), name);
}

export function keyOf(dst: Addr): TrieKey {
	const words = toWords(dst);
	return { words, len: 32 * words.length };
}

/** The key of IPv4 neighbours on a loopback or point-to-point link is always 0.0.0.0 (net/ipv4/arp.c arp_constructor). */
function keyAddr(device: Device, dst: Addr): Addr {
	const one = isLoopbackDevice(device) || (device.flags & IFF_POINTOPOINT) !== 0;
	return one && familyOf(dst) === "inet" ? "0.0.0.0" : dst;
}

const noTables: Tables = { inet: emptyTrie(), inet6: emptyTrie() };

export function tablesOf(t: Task, device: Device): Tables {
	return idGet(netnsOf(t, device.netns).neighbours.tables, device.id) ?? noTables;
}

export function setTables(t: Task, device: Device, tables: Tables): void {
	const { neighbours } = netnsOf(t, device.netns);
	const empty = tables.inet.size + tables.inet6.size === 0;
	const next = empty ? idDelete(neighbours.tables, device.id) : idSet(neighbours.tables, device.id, tables);
	setNetns(t, device.netns, { neighbours: { tables: next, proxies: neighbours.proxies } });
}

/** neigh_lookup(): the entry under this very address. */
export function findNeighbour(t: Task, device: Device, dst: Addr): Neighbour | undefined {
	return trieGet(tablesOf(t, device)[familyOf(dst)], keyOf(dst));
}

export function* neighboursOf(t: Task, device: Device, family: AddrFamily): Generator<Neighbour, undefined> {
	for (const { value } of byAddress(tablesOf(t, device)[family])) yield value;
	return undefined;
}

export function put(t: Task, device: Device, neighbour: Neighbour): Neighbour {
	const family = familyOf(neighbour.dst);
	const tables = tablesOf(t, device);
	const next = trieSet(tables[family], keyOf(neighbour.dst), neighbour);
	const { inet, inet6 } = tables;
	setTables(t, device, family === "inet" ? { inet: next, inet6 } : { inet, inet6: next });
	return neighbour;
}

/**
 * neigh_create(): an entry that knows nothing yet, unless the address says it all (multicast, broadcast) or the link asks
 * nobody. Gives the one that is there. Throws EINVAL where the device does not speak the protocol.
 */
export function createNeighbour(t: Task, device: Device, wish: Addr): Neighbour {
	const dst = keyAddr(device, wish);
	const known = findNeighbour(t, device, dst);
	if (known) return known;
	const family = familyOf(dst);
	if (!(family === "inet" ? device.inet : device.inet6)) throw new Refusal("EINVAL");
	const { now } = t.kernel;
	const type = typeOf(t, device, dst);
	const lladdr = knownLladdr(device, dst, type);
	return put(t, device, {
		dst,
		...(lladdr !== undefined && { lladdr }),
		state: lladdr === undefined ? NUD_NONE : NUD_NOARP,
		flags: 0,
		protocol: 0,
		type,
		used: now,
		confirmed: now - 2 * setting(device, dst, "base_reachable_time_ms"),
		updated: now,
		probes: 0,
	});
}

function typeOf(t: Task, device: Device, dst: Addr): number {
	if (familyOf(dst) === "inet")
		return addrType4(t, netnsOf(t, device.netns), dst, l3mdevTable(t, device) ?? RT_TABLE_LOCAL);
	if (isMulticast(dst)) return RTN_MULTICAST;
	return isLoopbackDevice(device) ? RTN_LOCAL : RTN_UNICAST;
}

/** arp_constructor(), ndisc_constructor(): addresses that nobody has to be asked for. */
function knownLladdr(device: Device, dst: Addr, type: number): Lladdr | undefined {
	if (device.address === "") return "";
	if (!hasHeader(device)) return device.address.replaceAll(/[0-9a-f]/g, "0");
	if (isMulticast(dst)) return multicastLladdr(device, dst);
	if (device.flags & IFF_NOARP || isLoopbackDevice(device)) return device.address;
	if (type === RTN_BROADCAST || device.flags & IFF_POINTOPOINT) return device.broadcast;
	return undefined;
}

/** header_ops: GRE to one other end writes no address of a neighbour anywhere (ipgre_tunnel_init, ip6gre_tunnel_init). */
function hasHeader({ type, flags, broadcast }: Device): boolean {
	if (type === ARPHRD_IPGRE) return (flags & IFF_POINTOPOINT) === 0 || (flags & IFF_BROADCAST) !== 0;
	if (type === ARPHRD_IP6GRE) return isZeroLladdr(broadcast);
	return true;
}

/** ip_eth_mc_map(), ipv6_eth_mc_map(); ip_ipgre_mc_map(), ipv6_ipgre_mc_map(): the other end, or an IPv4 group itself. */
function multicastLladdr({ type, broadcast }: Device, dst: Addr): Lladdr {
	const last = toWords(dst).at(-1) as number;
	if (type === ARPHRD_IPGRE && !isZeroLladdr(broadcast)) return broadcast;
	if (type === ARPHRD_IPGRE && familyOf(dst) === "inet6") return broadcast;
	if (type === ARPHRD_IPGRE) return formatLladdr([last >>> 24, (last >>> 16) & 0xff, (last >>> 8) & 0xff, last & 0xff]);
	const bytes =
		familyOf(dst) === "inet"
			? [0x01, 0x00, 0x5e, (last >>> 16) & 0x7f, (last >>> 8) & 0xff, last & 0xff]
			: [0x33, 0x33, last >>> 24, (last >>> 16) & 0xff, (last >>> 8) & 0xff, last & 0xff];
	return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** Who made the entry (NDA_PROTOCOL). */
export function markProtocol(t: Task, device: Device, neighbour: Neighbour, protocol: number): void {
	put(t, device, { ...neighbour, protocol });
}

/** Every device of a namespace that has neighbours. */
export function devicesWithNeighbours(t: Task, netns: number): Device[] {
	const found: Device[] = [];
	for (const id of idValues(netnsOf(t, netns).devices))
		if (idGet(netnsOf(t, netns).neighbours.tables, id)) found.push(deviceOf(t, id));
	return found;
}

/**
 * Neighbours (net/core/neighbour.c): the link addresses of other hosts, and how sure we are of them. States and their timers
 * work by themselves on the virtual clock; questions go out through solicit() of path/solicit.ts, and answers come back
 * by updateNeighbour(). setneigh.ts reads the requests of users.
 */
import { type Addr, type AddrFamily, familyOf, isMulticast, toWords } from "../net/addr.ts";
import { type IdMap, idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import { bytesOf, type Lladdr } from "../net/lladdr.ts";
import { byAddress, emptyTrie, type Trie, type TrieKey, trieDelete, trieGet, trieSet } from "../net/trie.ts";
import { IFF_NOARP, IFF_POINTOPOINT } from "../uapi/link-flags.ts";
import { type Ndmsg, NTF_EXT_LEARNED, NTF_EXT_MANAGED, NTF_ROUTER } from "../uapi/neighbour.ts";
import {
	NUD_CONNECTED,
	NUD_DELAY,
	NUD_FAILED,
	NUD_IN_TIMER,
	NUD_INCOMPLETE,
	NUD_NOARP,
	NUD_NONE,
	NUD_PERMANENT,
	NUD_PROBE,
	NUD_REACHABLE,
	NUD_STALE,
	NUD_VALID,
} from "../uapi/nud.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_TABLE_LOCAL } from "../uapi/table.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { addrType4 } from "./fib4-lookup.ts";
import { l3mdevTable } from "./l3mdev.ts";
import { resolved } from "./path/resolve.ts";
import { solicit, unreachable } from "./path/solicit.ts";
import { ifdownProxies, type ProxyNeighbour } from "./pneigh.ts";
import { Refusal } from "./refusal.ts";
import { neighSetting } from "./sysctl/neigh.ts";
import { deviceOf, keep, netnsOf, notify, random, setNetns, type Task } from "./task.ts";
import { startTimer } from "./timer.ts";

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

/** What net.ipv{4,6}.neigh.DEV says, with times in milliseconds. */
const delayProbeTime = (device: Device, dst: Addr) => setting(device, dst, "delay_first_probe_time") * 1000;
const unicastProbes = (device: Device, dst: Addr) => setting(device, dst, "ucast_solicit");

function setting(device: Device, dst: Addr, name: string): number {
	return neighSetting(device, familyOf(dst), name);
}

/** neigh_max_probes() */
function maxProbes(device: Device, { dst, state }: Neighbour): number {
	const multicast = setting(device, dst, state & NUD_PROBE ? "mcast_resolicit" : "mcast_solicit");
	return unicastProbes(device, dst) + setting(device, dst, "app_solicit") + multicast;
}

function keyOf(dst: Addr): TrieKey {
	const words = toWords(dst);
	return { words, len: 32 * words.length };
}

/** The key of IPv4 neighbours on a loopback or point-to-point link is always 0.0.0.0 (net/ipv4/arp.c arp_constructor). */
function keyAddr(device: Device, dst: Addr): Addr {
	const one = isLoopbackDevice(device) || (device.flags & IFF_POINTOPOINT) !== 0;
	return one && familyOf(dst) === "inet" ? "0.0.0.0" : dst;
}

const noTables: Tables = { inet: emptyTrie(), inet6: emptyTrie() };

function tablesOf(t: Task, device: Device): Tables {
	return idGet(netnsOf(t, device.netns).neighbours.tables, device.id) ?? noTables;
}

function setTables(t: Task, device: Device, tables: Tables): void {
	const { neighbours } = netnsOf(t, device.netns);
	const empty = tables.inet.size + tables.inet6.size === 0;
	const next = empty ? idDelete(neighbours.tables, device.id) : idSet(neighbours.tables, device.id, tables);
	setNetns(t, device.netns, { neighbours: { ...neighbours, tables: next } });
}

/** neigh_lookup(): the entry under this very address. */
export function findNeighbour(t: Task, device: Device, dst: Addr): Neighbour | undefined {
	return trieGet(tablesOf(t, device)[familyOf(dst)], keyOf(dst));
}

export function* neighboursOf(t: Task, device: Device, family: AddrFamily): Generator<Neighbour, undefined> {
	for (const { value } of byAddress(tablesOf(t, device)[family])) yield value;
	return undefined;
}

function put(t: Task, device: Device, neighbour: Neighbour): Neighbour {
	const family = familyOf(neighbour.dst);
	const tables = tablesOf(t, device);
	setTables(t, device, { ...tables, [family]: trieSet(tables[family], keyOf(neighbour.dst), neighbour) });
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
	if (isMulticast(dst)) return multicastLladdr(dst);
	if (device.flags & IFF_NOARP || isLoopbackDevice(device)) return device.address;
	if (type === RTN_BROADCAST || device.flags & IFF_POINTOPOINT) return device.broadcast;
	return undefined;
}

/** ip_eth_mc_map(), ipv6_eth_mc_map() */
function multicastLladdr(dst: Addr): Lladdr {
	const last = toWords(dst).at(-1) as number;
	const bytes =
		familyOf(dst) === "inet"
			? [0x01, 0x00, 0x5e, (last >>> 16) & 0x7f, (last >>> 8) & 0xff, last & 0xff]
			: [0x33, 0x33, last >>> 24, (last >>> 16) & 0xff, (last >>> 8) & 0xff, last & 0xff];
	return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** What an update may do (NEIGH_UPDATE_F_*). */
export interface Update {
	/** A user's word: it also rules entries that are permanent. */
	readonly admin?: boolean;
	/** May replace a link address that is known. */
	readonly override?: boolean;
	/** May make it doubtful instead, where it was believed. */
	readonly weakOverride?: boolean;
	readonly overrideRouter?: boolean;
	readonly router?: boolean;
	readonly externLearned?: boolean;
	readonly managed?: boolean;
	/** Only use it (NTF_USE). */
	readonly use?: boolean;
}

/** __neigh_update(): a new state, and a link address where one is known. Throws EINVAL where one is missing. */
export function updateNeighbour(
	t: Task,
	device: Device,
	dst: Addr,
	lladdr: Lladdr | undefined,
	wish: number,
	how: Update,
): void {
	const old = findNeighbour(t, device, dst);
	if (!old || (!how.admin && old.state & (NUD_NOARP | NUD_PERMANENT))) return;
	const base = how.admin ? marked(old, how) : old;
	if (how.use || how.managed) {
		put(t, device, { ...base, state: old.state & ~NUD_PERMANENT });
		return;
	}
	if (!(wish & NUD_VALID)) return doubt(t, device, base, wish);
	const kept = lladdr === undefined || device.address === "" ? old.lladdr : cut(lladdr, device);
	if (kept === undefined || (lladdr === undefined && device.address !== "" && !(old.state & NUD_VALID))) {
		put(t, device, base);
		keep(t);
		throw new Refusal("EINVAL", "No link layer address given");
	}
	settle(t, device, base, kept, wish, how);
}

/** A device's address is as long as it is. */
function cut(lladdr: Lladdr, device: Device): Lladdr {
	return lladdr.split(":").slice(0, bytesOf(device.address).length).join(":");
}

/** neigh_update_flags() */
function marked({ managed: _, ...old }: Neighbour, how: Update): Neighbour {
	const flags = (old.flags & ~NTF_EXT_LEARNED) | (how.externLearned ? NTF_EXT_LEARNED : 0);
	return { ...old, flags, ...(how.managed && { managed: true }) };
}

function withoutTimer({ due: _, ...rest }: Neighbour): Neighbour {
	return rest;
}

/** A state in which the link address is not believed. */
function doubt(t: Task, device: Device, old: Neighbour, state: number): void {
	const next = put(t, device, { ...withoutTimer(old), state });
	const failed = (old.state & (NUD_INCOMPLETE | NUD_PROBE)) !== 0 && (state & NUD_FAILED) !== 0;
	if (failed) unreachable(t, device, next);
	if (old.state & NUD_VALID || failed) announce(t, device, next);
}

function settle(t: Task, device: Device, old: Neighbour, lladdr: Lladdr, wish: number, how: Update): void {
	const { now } = t.kernel;
	const same = lladdr === old.lladdr && (old.state & NUD_VALID) !== 0;
	const confirmed = wish & NUD_CONNECTED ? now : old.confirmed;
	let state = wish;
	let kept = lladdr;
	if (old.state & NUD_VALID) {
		if (!same && !how.override) {
			if (!(how.weakOverride && old.state & NUD_CONNECTED)) return void put(t, device, { ...old, confirmed });
			kept = old.lladdr as Lladdr;
			state = NUD_STALE;
		} else if (same && wish === NUD_STALE && !how.admin) state = old.state;
	}
	const moved = kept !== old.lladdr || !(old.state & NUD_VALID);
	const changed = state !== old.state;
	const router = how.overrideRouter ? (old.flags & ~NTF_ROUTER) | (how.router ? NTF_ROUTER : 0) : old.flags;
	const next: Neighbour = {
		...(changed ? withoutTimer(old) : old),
		lladdr: kept,
		state,
		flags: router,
		confirmed:
			moved && !(state & NUD_CONNECTED) ? now - 2 * setting(device, old.dst, "base_reachable_time_ms") : confirmed,
		updated: changed || moved ? now : old.updated,
		probes: changed && state & NUD_PROBE ? 0 : old.probes,
	};
	put(t, device, next);
	if (changed && state & NUD_IN_TIMER)
		arm(t, device, next, state & NUD_REACHABLE ? reachableTime(t, device, next.dst) : 0);
	if (changed || moved || router !== old.flags) announce(t, device, next);
	if (!(old.state & NUD_VALID)) resolved(t, device, next);
}

/** neigh_rand_reach_time(): between a half and one and a half of the base. */
function reachableTime(t: Task, device: Device, dst: Addr): number {
	const base = setting(device, dst, "base_reachable_time_ms");
	return base / 2 + Math.floor(random(t) * base);
}

function arm(t: Task, device: Device, neighbour: Neighbour, ms: number): void {
	put(t, device, { ...neighbour, due: t.kernel.now + ms });
	startTimer(t, ms, { kind: "neigh", device: device.id, dst: neighbour.dst });
}

/** neigh_timer_handler() */
export function neighbourTimer(t: Task, id: number, dst: Addr): void {
	const device = deviceOf(t, id);
	const old = findNeighbour(t, device, dst);
	if (old?.due === undefined || old.due > t.kernel.now) return;
	const { now } = t.kernel;
	const entry = withoutTimer(old);
	if (entry.state & NUD_REACHABLE) return aged(t, device, entry);
	if (entry.state & NUD_DELAY) {
		if (now <= entry.confirmed + delayProbeTime(device, entry.dst))
			return step(t, device, { ...entry, state: NUD_REACHABLE, updated: now }, reachableTime(t, device, dst), true);
		return probe(t, device, put(t, device, { ...entry, state: NUD_PROBE, updated: now, probes: 0 }), true);
	}
	if (entry.state & (NUD_INCOMPLETE | NUD_PROBE)) probe(t, device, entry, false);
}

/** A neighbour that was not confirmed for long: doubtful while it is in use, else stale. */
function aged(t: Task, device: Device, entry: Neighbour): void {
	const { now } = t.kernel;
	const left = entry.confirmed + setting(device, entry.dst, "base_reachable_time_ms") / 2 - now;
	if (left > 0) return step(t, device, entry, left, false);
	if (now <= entry.used + delayProbeTime(device, entry.dst))
		return step(t, device, { ...entry, state: NUD_DELAY, updated: now }, delayProbeTime(device, entry.dst), false);
	put(t, device, { ...entry, state: NUD_STALE, updated: now });
	announce(t, device, { ...entry, state: NUD_STALE });
}

function step(t: Task, device: Device, entry: Neighbour, ms: number, tell: boolean): void {
	arm(t, device, entry, ms);
	if (tell) announce(t, device, entry);
}

/** Asks once more, or gives up (neigh_max_probes). */
function probe(t: Task, device: Device, entry: Neighbour, tell: boolean): void {
	if (entry.probes >= maxProbes(device, entry)) {
		const failed = put(t, device, { ...entry, state: NUD_FAILED, updated: t.kernel.now });
		announce(t, device, failed);
		return unreachable(t, device, failed);
	}
	const next = { ...entry, probes: entry.probes + 1 };
	arm(t, device, next, setting(device, entry.dst, "retrans_time_ms"));
	if (tell) announce(t, device, next);
	solicit(t, device, next);
}

/**
 * neigh_event_send(): somebody wants to send there. Gives the entry: with NUD_VALID its link address can be used at once,
 * else the packet has to wait for an answer or unreachable().
 */
export function useNeighbour(t: Task, device: Device, wish: Addr): Neighbour {
	const old = createNeighbour(t, device, wish);
	const { now } = t.kernel;
	const entry = old.used === now ? old : put(t, device, { ...old, used: now });
	if (entry.state & (NUD_CONNECTED | NUD_DELAY | NUD_PROBE | NUD_INCOMPLETE)) return entry;
	if (entry.state & NUD_STALE) {
		arm(t, device, { ...entry, state: NUD_DELAY, updated: now }, delayProbeTime(device, entry.dst));
	} else {
		const asked = put(t, device, {
			...entry,
			state: NUD_INCOMPLETE,
			updated: now,
			probes: unicastProbes(device, entry.dst),
		});
		probe(t, device, asked, false);
	}
	return findNeighbour(t, device, entry.dst) as Neighbour;
}

/** Who made the entry (NDA_PROTOCOL). */
export function markProtocol(t: Task, device: Device, neighbour: Neighbour, protocol: number): void {
	put(t, device, { ...neighbour, protocol });
}

/** neigh_remove_one() */
export function removeNeighbour(t: Task, device: Device, neighbour: Neighbour): void {
	const family = familyOf(neighbour.dst);
	const tables = tablesOf(t, device);
	setTables(t, device, { ...tables, [family]: trieDelete(tables[family], keyOf(neighbour.dst)) });
	unreachable(t, device, neighbour);
	notify(t, device.netns, { type: "RTM_DELNEIGH", neigh: fillNeighbour(t, device, neighbour) });
}

function flush(t: Task, device: Device, family: AddrFamily, goes: (neighbour: Neighbour) => boolean): void {
	for (const neighbour of [...neighboursOf(t, device, family)])
		if (goes(neighbour)) removeNeighbour(t, device, neighbour);
}

/** neigh_ifdown(): the device is down, or has lost the protocol; what it answers for is forgotten too. */
export function ifdownNeighbours(t: Task, device: Device, family: AddrFamily): void {
	flush(t, device, family, () => true);
	ifdownProxies(t, device, family, "down");
}

/** NETDEV_CHANGE: without carrier only permanent entries stay (neigh_carrier_down). */
export function carrierNeighbours(t: Task, device: Device): void {
	if (device.carrier || !isUp(device)) return;
	for (const family of ["inet", "inet6"] as const) {
		if (!evicts(t, device, family)) continue;
		flush(t, device, family, ({ state }) => !(state & NUD_PERMANENT));
		ifdownProxies(t, device, family, "carrier");
	}
}

/** net.ipv4.conf.{all,DEV}.arp_evict_nocarrier, net.ipv6.conf.{all,DEV}.ndisc_evict_nocarrier: either switches it off. */
function evicts(t: Task, device: Device, family: AddrFamily): boolean {
	const { conf4, conf6 } = netnsOf(t, device.netns);
	const name = family === "inet" ? "arp_evict_nocarrier" : "ndisc_evict_nocarrier";
	const confs = family === "inet" ? [conf4.all, device.inet?.conf] : [conf6.all, device.inet6?.conf];
	return confs.every((conf) => conf?.kept?.[name] !== 0);
}

/** neigh_changeaddr(): the device has another address, or has begun or ceased to ask: nothing known holds. */
export function forgetNeighbours(t: Task, device: Device): void {
	for (const family of ["inet", "inet6"] as const) flush(t, device, family, () => true);
}

function announce(t: Task, device: Device, neighbour: Neighbour): void {
	notify(t, device.netns, { type: "RTM_NEWNEIGH", neigh: fillNeighbour(t, device, neighbour) });
}

/** neigh_fill_info() */
export function fillNeighbour(t: Task, device: Device, neighbour: Neighbour): Ndmsg {
	const { dst, state, flags, managed, type, lladdr, probes, protocol, due } = neighbour;
	const age = (since: number) => Math.floor((t.kernel.now - since) / 10);
	return {
		family: familyOf(dst),
		ifindex: device.index,
		state,
		flags,
		...(managed && { flagsExt: NTF_EXT_MANAGED }),
		ndmType: type,
		dst,
		...(state & NUD_VALID && lladdr !== undefined && { lladdr }),
		probes,
		cacheinfo: {
			confirmed: age(neighbour.confirmed),
			used: age(neighbour.used),
			updated: age(neighbour.updated),
			refcnt: due === undefined ? 0 : 1,
		},
		...(protocol && { protocol }),
	};
}

/** Every device of a namespace that has neighbours. */
export function devicesWithNeighbours(t: Task, netns: number): Device[] {
	const found: Device[] = [];
	for (const id of idValues(netnsOf(t, netns).devices))
		if (idGet(netnsOf(t, netns).neighbours.tables, id)) found.push(deviceOf(t, id));
	return found;
}

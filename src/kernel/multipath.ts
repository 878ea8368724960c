/**
 * Which of several next hops a flow takes: net/ipv4/route.c fib_multipath_hash(), net/ipv6/route.c rt6_multipath_hash(). A hash of
 * the addresses decides (fib_multipath_hash_policy 0), or of ports and protocol too (1), so a flow keeps its way; weights
 * divide the range of the hash. Two routers with one seed divide the same way.
 */
import { type Addr, toWords } from "../net/addr.ts";
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { NUD_VALID } from "../uapi/nud.ts";
import type { Ip } from "../uapi/packet.ts";
import { RT_SCOPE_LINK } from "../uapi/scope.ts";
import type { Nexthop4 } from "./fib4.ts";
import { type Found4, ignoresLinkdown } from "./fib4-lookup.ts";
import type { Nexthop6 } from "./fib6.ts";
import { type Found6, ignoresLinkdown6 } from "./fib6-lookup.ts";
import { findNeighbour } from "./neigh.ts";
import { isGroup, nexthopById, storeNexthop } from "./nexthop.ts";
import { has } from "./profile.ts";
import { takeBucket } from "./resilient.ts";
import { type SipKey, siphash32 } from "./siphash.ts";
import { selectAddr4 } from "./source4.ts";
import { sysctlNumber } from "./sysctl.ts";
import { deviceByIndex, netnsOf, type Task } from "./task.ts";

interface Flow {
	readonly daddr: Addr;
	readonly saddr?: Addr;
	readonly ipProto?: number;
	readonly sport?: number;
	readonly dport?: number;
	/** The packet that the decision is about, if there is one: of an ICMP error its own subject counts. */
	readonly hashed?: Ip;
	/** It is about a packet of this host. */
	readonly prefersSource?: true;
}

interface Way {
	readonly weight: number;
}

/** The first way whose share of 0 … 2^31-1 the hash is in (fib_rebalance(), nh_hthr_group_rebalance()); those that are no good are skipped. */
function choose<W extends Way>(
	ways: readonly W[],
	hash: number,
	isGood: (way: W) => boolean = () => true,
): W | undefined {
	const total = ways.reduce((sum, { weight }) => sum + weight, 0);
	let weight = 0;
	let first: W | undefined;
	for (const way of ways) {
		weight += way.weight;
		if (!isGood(way)) continue;
		first ??= way;
		if (hash < Math.round((weight * 2 ** 31) / total)) return way;
	}
	return first;
}

export function selectWay4(t: Task, netns: number, found: Found4, flow: Flow): Found4 {
	const { nexthops, nhid } = found.route;
	if (nexthops.length < 2) return found;
	const hash = flowHash(t, netns, "ipv4", flow);
	const hop = nhid === undefined ? ownWay(t, netns, found, flow, hash) : wayOfGroup(t, netns, found.route, nhid, hash);
	return hop ? { ...found, hop, hopIndex: nexthops.indexOf(hop) } : found;
}

/** fib_select_multipath() */
function ownWay(t: Task, netns: number, found: Found4, flow: Flow, hash: number): Nexthop4 | undefined {
	const net = netnsOf(t, netns);
	const lives = found.route.nexthops.filter(
		(hop) => !(hop.flags & RTNH_F_DEAD) && !(hop.flags & RTNH_F_LINKDOWN && ignoresLinkdown(t, net, hop.oif)),
	);
	const asks = sysctlNumber(t, netns, "net/ipv4/fib_multipath_use_neigh") !== 0;
	const isGood = (hop: Nexthop4) => !asks || hop.scope !== RT_SCOPE_LINK || isGoodWay(t, netns, hop);
	const hashed = choose(lives, hash, isGood);
	return hashed && flow.prefersSource ? bySource(t, netns, found, lives.filter(isGood), hashed, flow) : hashed;
}

/** nexthop_select_path(): a group never takes a way to a neighbour that is known not to answer, while it has others. */
function wayOfGroup<H extends Nexthop4 | Nexthop6>(
	t: Task,
	netns: number,
	{ nexthops }: { readonly nexthops: readonly H[] },
	nhid: number,
	hash: number,
): H | undefined {
	const group = nexthopById(t, netns, nhid);
	const taken = group && isGroup(group) ? takeBucket(t.kernel.now, group, hash) : undefined;
	if (!taken) return choose(nexthops, hash, (hop) => isGoodWay(t, netns, hop)) ?? nexthops[0];
	storeNexthop(t, netns, taken.group);
	return nexthops[taken.group.members.findIndex(({ id }) => id === taken.nhid)];
}

/** fib_good_nh(), nexthop_is_good_nh(): nothing is known against its neighbour. */
function isGoodWay(t: Task, netns: number, { oif, gateway }: Nexthop4 | Nexthop6): boolean {
	const device = deviceByIndex(t, netns, oif);
	const neighbour = device && gateway !== undefined ? findNeighbour(t, device, gateway) : undefined;
	return !neighbour || (neighbour.state & NUD_VALID) !== 0;
}

/** fib_select_multipath(): a packet of this host that has its source leaves, of plain next hops, by one that has this address. */
function bySource(
	t: Task,
	netns: number,
	{ route }: Found4,
	ways: readonly Nexthop4[],
	hashed: Nexthop4,
	{ saddr }: Flow,
): Nexthop4 {
	if (saddr === undefined || route.nhid !== undefined || !has(t.kernel.profile, "multipathPrefersSource"))
		return hashed;
	const owns = ({ oif, gateway }: Nexthop4) => {
		const device = deviceByIndex(t, netns, oif);
		const via = gateway?.includes(":") ? undefined : gateway;
		return device !== undefined && selectAddr4(t, device, via, route.scope) === saddr;
	};
	return owns(hashed) ? hashed : (ways.find(owns) ?? hashed);
}

/** With a device given, the lookup has chosen already. */
export function selectWay6(t: Task, netns: number, found: Found6, flow: Flow & { readonly oif: number }): Found6 {
	const { nexthops } = found.route;
	if (nexthops.length < 2 || flow.oif) return found;
	const hash = flowHash(t, netns, "ipv6", flow);
	const { nhid } = found.route;
	const lives = nexthops.filter(
		(way) => !(way.flags & RTNH_F_DEAD) && !(way.flags & RTNH_F_LINKDOWN && ignoresLinkdown6(t, netns, way.oif)),
	);
	const hop = nhid === undefined ? choose(lives, hash) : wayOfGroup(t, netns, found.route, nhid, hash);
	return hop ? { ...found, hop } : found;
}

/** struct flow_keys, as far as the hash looks: addresses and ports lie in it as on the wire. */
interface Keys {
	readonly ends: readonly [Uint8Array, Uint8Array];
	readonly ports: readonly [Uint8Array, Uint8Array];
	readonly ipProto: number;
}

/** fib_multipath_hash(): 31 bits. */
function flowHash(t: Task, netns: number, family: "ipv4" | "ipv6", flow: Flow): number {
	const policy = sysctlNumber(t, netns, `net/${family}/fib_multipath_hash_policy`);
	const seed = sysctlNumber(t, netns, "net/ipv4/fib_multipath_hash_seed");
	const fields = policy === 1 ? l4Keys(family, flow) : l3Keys(family, flow);
	return siphash32(seed === 0 ? drawn : keyOf(seed), bytesOf(fields)) >>> 1;
}

/** fib_multipath_hash_construct_key() */
function keyOf(seed: number): SipKey {
	return { k0: [seed, seed], k1: [seed, seed] };
}

/** What a kernel draws at boot, and nobody can see. */
const drawn = keyOf(0x2545f491);

/** ip_multipath_l3_keys(), ip6_multipath_l3_keys(): the answer to a packet that was lost goes the way of that packet. */
function l3Keys(family: "ipv4" | "ipv6", { hashed, ...flow }: Flow): Keys {
	const packet = hashed?.payload.proto === "icmp" && hashed.payload.type === "error" ? hashed.payload.about : hashed;
	const { src = flow.saddr, dst = flow.daddr } = packet ?? {};
	const ipProto = family === "ipv6" ? (flow.ipProto ?? 0) : 0;
	return keys(family, src, dst, { ipProto });
}

function l4Keys(family: "ipv4" | "ipv6", { hashed, ...flow }: Flow): Keys {
	const { src = flow.saddr, dst = flow.daddr } = hashed ?? {};
	return keys(family, src, dst, flow);
}

type Ports = Pick<Flow, "ipProto" | "sport" | "dport">;

/** __flow_hash_consistentify(): both directions have one hash. */
function keys(family: "ipv4" | "ipv6", src: Addr | undefined, dst: Addr, { ipProto = 0, sport, dport }: Ports): Keys {
	const none = family === "ipv4" ? "0.0.0.0" : "::";
	const order = family === "ipv4" ? littleEndian : fromTheFront;
	return {
		ends: ordered(addrBytes(src || none), addrBytes(dst), order),
		ports: ordered(portBytes(sport), portBytes(dport), littleEndian),
		ipProto,
	};
}

type Order = (a: Uint8Array, b: Uint8Array) => number;

function ordered(a: Uint8Array, b: Uint8Array, order: Order): [Uint8Array, Uint8Array] {
	return order(b, a) < 0 ? [b, a] : [a, b];
}

/** Numbers of the network's byte order, compared as an x86 reads them. */
function littleEndian(a: Uint8Array, b: Uint8Array): number {
	return fromTheFront(a.toReversed(), b.toReversed());
}

/** memcmp() */
function fromTheFront(a: Uint8Array, b: Uint8Array): number {
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
	return 0;
}

function addrBytes(addr: Addr): Uint8Array {
	const words = toWords(addr);
	const bytes = new Uint8Array(4 * words.length);
	const view = new DataView(bytes.buffer);
	for (const [i, word] of words.entries()) view.setUint32(4 * i, word);
	return bytes;
}

function portBytes(port = 0): Uint8Array {
	return Uint8Array.of(port >> 8, port & 0xff);
}

/**
 * From `basic` to the end of struct flow_keys (include/net/flow_dissector.h): the protocol is byte 2, ports are at 28, addresses at
 * 36, and four bytes of nothing are at the end. Recorded: seven-routers-case1-cut-R2-End with seeds 12345 and 54321.
 */
function bytesOf({ ends: [low, high], ports: [first, second], ipProto }: Keys): Uint8Array {
	const bytes = new Uint8Array(36 + 2 * low.length + 4);
	bytes[2] = ipProto;
	bytes.set(first, 28);
	bytes.set(second, 30);
	bytes.set(low, 36);
	bytes.set(high, 36 + low.length);
	return bytes;
}

/**
 * Which of several next hops a flow takes: net/ipv4/route.c fib_multipath_hash(), net/ipv6/route.c rt6_multipath_hash(). A hash of
 * the addresses decides (fib_multipath_hash_policy 0), or of ports and protocol too (1), so a flow keeps its way; each way has a
 * share of the range of the hash (share.ts). Two routers with one seed divide the same way.
 */
import { type Addr, toWords } from "../net/addr.ts";
import { NUD_VALID } from "../uapi/nud.ts";
import type { Ip } from "../uapi/packet.ts";
import { RT_SCOPE_LINK } from "../uapi/scope.ts";
import type { Nexthop4 } from "./fib4.ts";
import type { Found4 } from "./fib4-lookup.ts";
import { type Nexthop6, routeOf6 } from "./fib6.ts";
import { type Found6, mayTake6, type Wish6 } from "./fib6-lookup.ts";
import { findNeighbour } from "./neigh.ts";
import { isGroup, nexthopById, storeNexthop } from "./nexthop.ts";
import { has } from "./profile.ts";
import { takeBucket } from "./resilient.ts";
import { noShare, upperBounds } from "./share.ts";
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

export function selectWay4(t: Task, netns: number, found: Found4, flow: Flow): Found4 {
	const { nexthops, nhid } = found.route;
	if (nexthops.length < 2) return found;
	const hash = flowHash(t, netns, "ipv4", flow);
	const hop = nhid === undefined ? ownWay(t, netns, found, flow, hash) : wayOfGroup(t, netns, found.route, nhid, hash);
	return hop ? { ...found, hop, hopIndex: nexthops.indexOf(hop) } : found;
}

/**
 * fib_select_multipath(): the first whose share the hash is in. A packet of this host that has its source leaves rather by one that
 * has this address; where the hash meets none, whatever can be taken does.
 */
function ownWay(t: Task, netns: number, found: Found4, flow: Flow, hash: number): Nexthop4 | undefined {
	const asks = sysctlNumber(t, netns, "net/ipv4/fib_multipath_use_neigh") !== 0;
	const isGood = (hop: Nexthop4) => !asks || hop.scope !== RT_SCOPE_LINK || isGoodWay(t, netns, hop);
	const owns = ownsSource(t, netns, found, flow);
	let best: Nexthop4 | undefined;
	let most = -1;
	for (const hop of found.route.nexthops) {
		const { upperBound = noShare } = hop;
		if (upperBound === noShare || !isGood(hop)) continue;
		const score = (owns(hop) ? 2 : 0) + (hash <= upperBound ? 1 : 0);
		if (score <= most) continue;
		best = hop;
		most = score;
	}
	return best;
}

/** The next hops that leave with the address that the packet has. */
function ownsSource(
	t: Task,
	netns: number,
	{ route }: Found4,
	{ prefersSource, saddr }: Flow,
): (hop: Nexthop4) => boolean {
	if (!prefersSource || saddr === undefined || !has(t.kernel.profile, "multipathPrefersSource")) return () => false;
	return ({ oif, gateway }) => {
		const device = deviceByIndex(t, netns, oif);
		const via = gateway?.includes(":") ? undefined : gateway;
		return device !== undefined && selectAddr4(t, device, via, route.scope) === saddr;
	};
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
	if (!taken) return chooseByWeight(nexthops, hash, (hop) => isGoodWay(t, netns, hop)) ?? nexthops[0];
	storeNexthop(t, netns, taken.group);
	return nexthops[taken.group.members.findIndex(({ id }) => id === taken.nhid)];
}

/** nexthop_select_path_hthr(): the first good one whose share the hash is in, else the first good one. */
function chooseByWeight<H extends Nexthop4 | Nexthop6>(
	ways: readonly H[],
	hash: number,
	isGood: (way: H) => boolean,
): H | undefined {
	const bounds = upperBounds(ways);
	return ways.find((way, i) => hash <= (bounds[i] as number) && isGood(way)) ?? ways.find(isGood);
}

/** fib_good_nh(), nexthop_is_good_nh(): nothing is known against its neighbour. */
function isGoodWay(t: Task, netns: number, { oif, gateway }: Nexthop4 | Nexthop6): boolean {
	const device = deviceByIndex(t, netns, oif);
	const neighbour = device && gateway !== undefined ? findNeighbour(t, device, gateway) : undefined;
	return !neighbour || (neighbour.state & NUD_VALID) !== 0;
}

/**
 * fib6_select_path(): where a device is a must, and the hash meets another one, the lookup's choice stands. With a device given it
 * once stood in any case.
 */
export function selectWay6(t: Task, netns: number, found: Found6, flow: Flow & Wish6): Found6 {
	const { nexthops, nhid } = found.route;
	if (nexthops.length < 2 || (flow.oif && !has(t.kernel.profile, "hashesPastDevice6"))) return found;
	const hash = flowHash(t, netns, "ipv6", flow);
	if (nhid !== undefined) return { ...found, hop: wayOfGroup(t, netns, found.route, nhid, hash) ?? found.hop };
	const at = found.siblings?.findIndex(({ upperBound = noShare }) => hash <= upperBound) ?? -1;
	const [hop, sibling] = [nexthops[at], found.siblings?.[at]];
	if (!hop || !sibling || !mayTake6(hop, flow)) return found;
	const route = routeOf6(netnsOf(t, netns).fib6, sibling, found.table, found.route.dst);
	return { ...found, route: { ...route, nexthops }, hop, info: sibling.info };
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

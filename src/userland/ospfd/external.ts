/**
 * Networks outside of the AS that a router tells the others of: `redistribute` and `default-information originate`
 * (ospfd/ospf_zebra.c, ospf_asbr.c). What zebra has decides; each network gets an LSA of its own. Recordings: ospf-redistribute,
 * ospf-default-route, ospf-external.
 */
import type { Addr } from "../../net/addr.ts";
import { contains, lastAddr, maskAddr, type Prefix } from "../../net/prefix.ts";
import type { Connected, KernelRoute } from "../zebra/zebra.ts";
import { type ImportConfig, isAsbr, type OspfConfig } from "./config.ts";
import { flush } from "./flood.ts";
import { type External, externalKey, MaxAge, sameExternal } from "./lsa.ts";
import { originateExternal } from "./originate.ts";
import { ageOf, entryOf, type OspfInterface, patch, type Turn } from "./ospf.ts";

/** What zebra has of others than OSPF. */
export interface Offered {
	readonly connected: readonly Connected[];
	readonly kernelRoutes: readonly KernelRoute[];
}

/** Makes what the router tells of outside what there is now. */
export function followImports(turn: Turn, offered: Offered): void {
	const { imported: before = {}, routerId, config, interfaces } = turn.ospf;
	if (!turn.ospf.imported && !isAsbr(config)) return;
	const imported = numbered(wanted(config, interfaces, offered));
	patch(turn, { imported: Object.keys(imported).length > 0 ? imported : undefined });
	for (const [id, what] of Object.entries(imported)) {
		const old = before[id];
		if (!old || !sameExternal(old, what)) originateExternal(turn, id, what);
	}
	for (const id of Object.keys(before)) {
		const entry = imported[id] ? undefined : entryOf(turn, externalKey(id, routerId));
		if (entry && ageOf(entry, turn.now) < MaxAge) flush(turn, entry.lsa);
	}
}

interface Network extends External {
	readonly addr: Addr;
}

function wanted(config: OspfConfig, interfaces: readonly OspfInterface[], offered: Offered): Network[] {
	const { redistribute, defaultRoute, defaultMetric = 20 } = config;
	const tell = (own: ImportConfig | undefined, all: readonly Way[]) =>
		own ? all.map((way) => network(way, own, defaultMetric, interfaces)) : [];
	const kernel = offered.kernelRoutes.map(({ dst, ways }) => ({ dst, via: ways[0]?.via }));
	const isDefault = ({ dst }: Way) => dst.len === 0;
	const own = kernel.filter(isDefault).slice(0, 1);
	const always = defaultRoute?.always === true;
	// ospf_lsa.c metric_value(): DEFAULT_DEFAULT_ALWAYS_METRIC, DEFAULT_DEFAULT_ORIGINATE_METRIC
	const known = always ? [{ dst: { addr: "0.0.0.0", len: 0 } }] : own;
	return [
		...(defaultRoute ? known.map((way) => network(way, defaultRoute, always ? 1 : 10, interfaces)) : []),
		...tell(
			redistribute.kernel,
			kernel.filter((way) => !isDefault(way)),
		),
		...tell(redistribute.connected, outside(interfaces, offered.connected)),
	];
}

interface Way {
	readonly dst: Prefix;
	readonly via?: Addr | undefined;
}

/** ospf_distribute_check_connected(): networks on which OSPF does not run. */
function outside(interfaces: readonly OspfInterface[], connected: readonly Connected[]): Way[] {
	const inside = (addr: Addr) => interfaces.some((one) => contains({ addr: one.addr, len: one.prefixlen }, addr));
	return connected
		.filter(({ up, addr }) => up && !addr.startsWith("127."))
		.map(({ addr, prefixlen: len }) => ({ dst: { addr: maskAddr(addr, len), len } }))
		.filter(({ dst }) => dst.len > 0 && !inside(dst.addr));
}

/** ospf_external_lsa_nexthop_get(): a next hop in one of OSPF's own networks is told to the others. */
function network(
	{ dst, via }: Way,
	{ metric, metricType = 2 }: ImportConfig,
	usual: number,
	interfaces: readonly OspfInterface[],
): Network {
	const inside = ({ addr, prefixlen }: OspfInterface) => via !== undefined && contains({ addr, len: prefixlen }, via);
	const forward = via !== undefined && interfaces.some(inside) ? via : "0.0.0.0";
	return { addr: dst.addr, len: dst.len, metric: metric ?? usual, metricType, forward };
}

/** Appendix E: where networks begin with the same address, the longer ones have the bits behind them set. */
function numbered(networks: readonly Network[]): Record<Addr, External> {
	const made: Record<Addr, External> = {};
	for (const { addr, ...what } of networks.toSorted((a, b) => a.len - b.len)) {
		const taken = made[addr];
		if (!taken) made[addr] = what;
		else if (taken.len !== what.len) made[lastAddr({ addr, len: what.len })] = what;
	}
	return made;
}

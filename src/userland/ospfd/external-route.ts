/**
 * Ways to networks outside of the AS (RFC 2328, 16.4; ospfd/ospf_ase.c): through the router that tells of one, or straight to the
 * address that it names. One with metrics of type 1 is preferred; with type 2 the metric counts first, then the way to the border.
 */
import type { Addr } from "../../net/addr.ts";
import { nameValues } from "../../net/name-map.ts";
import { contains, maskAddr } from "../../net/prefix.ts";
import { type ExternalLsa, MaxAge } from "./lsa.ts";
import { ageOf, type Ospf, patch, type Turn } from "./ospf.ts";
import { inOrder, metricOf, type OspfRoute, type Path, routeKey } from "./spf.ts";

/** OSPF_ASE_CALC_INTERVAL: so long after a calculation of the rest these follow. */
export const externalDelay = 1000;

/** The routes to networks inside stay as they are. */
export function calculateExternals(turn: Turn): void {
	const { ospf, now } = turn;
	const inside = ospf.routes.filter(({ external }) => !external);
	const routes = new Map(inside.map((route) => [route.key, route]));
	for (const entry of nameValues(ospf.database.externals)) {
		const { lsa } = entry;
		if (lsa.type !== "external" || lsa.router === ospf.routerId || ageOf(entry, now) >= MaxAge) continue;
		const found = routeBy(ospf, inside, lsa);
		const known = found && routes.get(found.key);
		if (found && (!known || known.external)) routes.set(found.key, known ? better(known, found) : found);
	}
	patch(turn, { externalAt: undefined, routes: inOrder(routes) });
}

function routeBy(ospf: Ospf, inside: readonly OspfRoute[], lsa: ExternalLsa): OspfRoute | undefined {
	const border = ospf.borderRouters.find(({ id }) => id === lsa.router);
	if (!border) return undefined;
	const way = lsa.forward === "0.0.0.0" ? border : wayTo(ospf, inside, lsa.forward);
	if (!way) return undefined;
	const dst = { addr: maskAddr(lsa.id, lsa.len), len: lsa.len };
	const { metric, metricType } = lsa;
	const known = { dst, key: routeKey(dst), paths: way.paths };
	return metricType === 1
		? { ...known, cost: way.cost + metric, external: { type: 1 } }
		: { ...known, cost: way.cost, external: { type: 2, metric } };
}

/** To an address that is not our own; on a link of our own, it is the next hop itself. */
function wayTo(
	{ interfaces }: Ospf,
	inside: readonly OspfRoute[],
	addr: Addr,
): Pick<OspfRoute, "cost" | "paths"> | undefined {
	if (interfaces.some((one) => one.addr === addr)) return undefined;
	let found: OspfRoute | undefined;
	for (const route of inside) if (contains(route.dst, addr) && (!found || route.dst.len > found.dst.len)) found = route;
	return found && { cost: found.cost, paths: found.paths.map((path): Path => ({ ...path, via: path.via ?? addr })) };
}

/** 16.4 (6). Ways of equal cost are all kept, even the same way twice: two routers may stand behind one neighbour. */
function better(a: OspfRoute, b: OspfRoute): OspfRoute {
	const order = (a.external?.type ?? 0) - (b.external?.type ?? 0) || metricOf(a) - metricOf(b) || a.cost - b.cost;
	if (order !== 0) return order < 0 ? a : b;
	return { ...a, paths: [...a.paths, ...b.paths] };
}

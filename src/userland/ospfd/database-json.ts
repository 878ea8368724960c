/** `show ip ospf database … json` (ospfd/ospf_vty.c, ospf_dump.c). Recordings: ospf-max-metric, ospf-external, ospf-border. */
import { spaced } from "./json.ts";
import type { ExternalLsa, Link, Lsa, RouterLsa } from "./lsa.ts";
import { ageOf, type Entry, type Ospf } from "./ospf.ts";
import { areasOf } from "./show.ts";
import { type EntryOf, entriesOf, flagsOf, networkOf, type Which } from "./show-database.ts";

const seqOf = ({ seq }: Lsa) => (seq >>> 0).toString(16);

/** One line of each; those of other routers leave an empty place where only the own ones are asked for (FRR 8.4.4). */
export function databaseJson(ospf: Ospf, now: number, own = false): string {
	const shown = <L extends Lsa>(entries: readonly EntryOf<L>[], more: (lsa: L) => object) =>
		entries.map((entry) =>
			own && entry.lsa.router !== ospf.routerId ? {} : { ...summary(entry, now), ...more(entry.lsa) },
		);
	const routers = entriesOf(ospf, "router");
	const externals = entriesOf(ospf, "external");
	const links = ({ links: all }: RouterLsa) => ({ numOfRouterLinks: all.length });
	const route = (lsa: ExternalLsa) => ({ metricType: `E${lsa.metricType}`, route: networkOf(lsa), tag: 0 });
	const area = { routerLinkStates: shown(routers, links), routerLinkStatesCount: routers.length };
	return spaced({
		routerId: ospf.routerId,
		areas: Object.fromEntries(areasOf(ospf).map((name) => [name, area])),
		...(externals.length > 0 && {
			asExternalLinkStates: shown(externals, route),
			asExternalLinkStatesCount: externals.length,
		}),
	});
}

function summary(entry: Entry, now: number): object {
	const { lsa } = entry;
	return {
		lsId: lsa.id,
		advertisedRouter: lsa.router,
		lsaAge: ageOf(entry, now),
		sequenceNumber: seqOf(lsa),
		checksum: lsa.checksum.toString(16),
	};
}

/** Those of one router stand under other names (FRR 8.4.4). */
export function routerLsasJson(ospf: Ospf, now: number, which: Which = {}): string {
	const entries = entriesOf(ospf, "router", which);
	const lsas = entries.map((entry) => routerJson(ospf, entry, now));
	if (which.router === undefined) return kindJson(ospf, "routerLinkStates", lsas);
	const byId = Object.fromEntries(entries.map(({ lsa }, i) => [lsa.id, lsas[i]]));
	return spaced({ routerId: ospf.routerId, "Router Link States": inAreas(ospf, byId) });
}

export function externalLsasJson(ospf: Ospf, now: number, which: Which = {}): string {
	const entries = entriesOf(ospf, "external", which);
	const lsas = entries.map((entry) => externalJson(ospf, entry, now));
	if (which.router === undefined) return spaced({ routerId: ospf.routerId, asExternalLinkStates: lsas });
	const byId = Object.fromEntries(entries.map(({ lsa }, i) => [lsa.id, lsas[i]]));
	return spaced({ routerId: ospf.routerId, "AS External Link States": byId });
}

/** Of a kind that areas have; there are none of any but routers'. */
export function kindJson(ospf: Ospf, kind: string, lsas: readonly unknown[] = []): string {
	return spaced({ routerId: ospf.routerId, [kind]: { areas: inAreas(ospf, lsas) } });
}

function inAreas(ospf: Ospf, value: unknown): unknown {
	return Object.fromEntries(areasOf(ospf).map((area) => [area, value]));
}

function header(ospf: Ospf, entry: Entry, now: number, more: object = {}): object {
	const { lsa } = entry;
	return {
		lsaAge: ageOf(entry, now),
		options: "*|-|-|-|-|-|E|-",
		lsaFlags: flagsOf(ospf, entry, now),
		...more,
		lsaType: lsa.type === "router" ? "router-LSA" : "AS-external-LSA",
		linkStateId: lsa.id,
		advertisingRouter: lsa.router,
		lsaSeqNumber: seqOf(lsa),
		checksum: lsa.checksum.toString(16),
		length: lsa.length,
	};
}

function routerJson(ospf: Ospf, entry: EntryOf<RouterLsa>, now: number): object {
	const { asbr, links } = entry.lsa;
	return {
		...header(ospf, entry, now, asbr ? { flags: 2, asbr: true } : { flags: 0 }),
		numOfLinks: links.length,
		routerLinks: Object.fromEntries(links.map((link, i) => [`link${i}`, linkJson(link)])),
	};
}

function linkJson({ type, id, data, metric }: Link): object {
	return {
		...(type === "stub"
			? { linkType: "Stub Network", networkAddress: id, networkMask: data }
			: { linkType: "another Router (point-to-point)", neighborRouterId: id, routerInterfaceAddress: data }),
		numOfTosMetrics: 0,
		tos0Metric: metric,
	};
}

function externalJson(ospf: Ospf, entry: EntryOf<ExternalLsa>, now: number): object {
	const { len, metric, metricType, forward } = entry.lsa;
	return {
		...header(ospf, entry, now),
		networkMask: len,
		metricType: metricType === 2 ? "E2 (Larger than any link state path)" : "E1",
		tos: 0,
		metric,
		forwardAddress: forward,
		externalRouteTag: 0,
	};
}

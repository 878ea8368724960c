/** What ospfd says of itself as JSON: `show ip ospf … json` (ospfd/ospf_vty.c, lib/json.c). Recording: ospf-json. */
import type { Addr } from "../../net/addr.ts";
import { lastAddr, maskAddr } from "../../net/prefix.ts";
import { timeval } from "../zebra/uptime.ts";
import { isAsbr } from "./config.ts";
import { lsaCount } from "./lsa-map.ts";
import { intervals, type Neighbour, type Ospf, type OspfInterface } from "./ospf.ts";
import { areasOf, flagsOf, isFull, type LinkHead, lsasOf, named, networkTypeOf, sumOf } from "./show.ts";
import type { Path } from "./spf.ts";

/** json-c's JSON_C_TO_STRING_PRETTY; JSON_C_TO_STRING_NOSLASHESCAPE leaves slashes as they are. */
export function pretty(value: unknown, slash: "/" | "\\/" = "\\/"): string {
	return `${JSON.stringify(value, undefined, 2)
		.replace(/^( *"[^"]*"): /gm, "$1:")
		.replaceAll("/", slash)
		.replace(/^( *)(.*)\{\}/gm, "$1$2{\n$1}")
		.replace(/^( *)(.*)\[\]/gm, "$1$2[\n$1]")}\n`;
}

/** json-c's JSON_C_TO_STRING_SPACED: on one line, with blanks. */
export function spaced(value: unknown): string {
	const text = JSON.stringify(value, undefined, 1)
		.replace(/\n */g, " ")
		.replaceAll("{}", "{ }")
		.replaceAll("[]", "[ ]");
	return `${text.replaceAll("/", "\\/")}\n`;
}

type Neighbours = Readonly<Record<Addr, readonly unknown[]>>;

/** By router; it may be met on several interfaces. */
function byRouter(ospf: Ospf, describe: (one: OspfInterface, neighbour: Neighbour) => unknown): Neighbours {
	const found: Record<Addr, unknown[]> = {};
	for (const one of ospf.interfaces) {
		const { neighbour } = one;
		if (neighbour) found[neighbour.id] = [...(found[neighbour.id] ?? []), describe(one, neighbour)];
	}
	return found;
}

export function neighboursJson(ospf: Ospf, now: number): string {
	return pretty({ neighbors: neighboursByRouter(ospf, now) });
}

/** All, whose slashes json-c escapes, or one router's, whose it leaves; undefined where it is no neighbour: not recorded. */
export function neighboursOfJson(ospf: Ospf, now: number, which?: string): string | undefined {
	const all = neighboursByRouter(ospf, now);
	if (which === undefined) return pretty(all);
	return all[which] && pretty({ [which]: all[which] }, "/");
}

function neighboursByRouter(ospf: Ospf, now: number): Neighbours {
	return byRouter(ospf, ({ name, addr: own }, neighbour) => {
		const { priority, state, changed, deadAt, addr, unacknowledged, requests, summary } = neighbour;
		const [up, dead] = [now - changed, deadAt - now];
		return {
			priority,
			state: `${state}/-`,
			nbrPriority: priority,
			nbrState: `${state}/-`,
			converged: state,
			role: "DROther",
			upTimeInMsec: up,
			deadTimeMsecs: dead,
			routerDeadIntervalTimerDueMsec: dead,
			upTime: timeval(up),
			deadTime: timeval(dead),
			address: addr,
			ifaceAddress: addr,
			ifaceName: `${name}:${own}`,
			retransmitCounter: unacknowledged.length,
			linkStateRetransmissionListCounter: unacknowledged.length,
			requestCounter: lsaCount(requests),
			linkStateRequestListCounter: lsaCount(requests),
			dbSummaryCounter: summary.length,
			databaseSummaryListCounter: summary.length,
		};
	});
}

export function neighbourDetailsJson(ospf: Ospf, now: number): string {
	const neighbours = byRouter(ospf, ({ name, config }, neighbour) => {
		const { priority, state, changes, changed, deadAt, addr, unacknowledged, requests, summary, ddAt, asked } =
			neighbour;
		const loads = state === "Loading" || state === "Full";
		return {
			ifaceAddress: addr,
			areaId: config.area,
			ifaceName: name,
			nbrPriority: priority,
			nbrState: `${state}/-`,
			stateChangeCounter: changes,
			lastPrgrsvChangeMsec: now - changed,
			routerDesignatedId: "0.0.0.0",
			routerDesignatedBackupId: "0.0.0.0",
			optionsCounter: 2,
			optionsList: "*|-|-|-|-|-|E|-",
			routerDeadIntervalTimerDueMsec: deadAt - now,
			databaseSummaryListCounter: summary.length,
			linkStateRequestListCounter: lsaCount(requests),
			linkStateRetransmissionListCounter: unacknowledged.length,
			threadInactivityTimer: "on",
			...(ddAt !== undefined && { threadDatabaseDescriptionRetransmission: "on" }),
			...(asked && { threadLinkStateRequestRetransmission: "on" }),
			...((loads || state === "Exchange") && { threadLinkStateUpdateRetransmission: "on" }),
			grHelperStatus: "None",
		};
	});
	return pretty({ neighbors: neighbours });
}

/** As showInterface() of show.ts; undefined where the router is designated: what FRR says then is not recorded. */
export function interfacesJson(ospf: Ospf, now: number, name?: string, off?: LinkHead): string | undefined {
	const wanted = named(ospf).filter((one) => name === undefined || one.name === name);
	if (name !== undefined && wanted.length === 0)
		return pretty(off ? { interfaces: { [name]: offJson(off) } } : { noSuchIface: true });
	if (wanted.length === 0 || wanted.some(({ state }) => state === "DR")) return undefined;
	return pretty({ interfaces: Object.fromEntries(wanted.map((one) => [one.name, interfaceJson(ospf, one, now)])) });
}

function offJson({ up, ifindex, mtu, speed, flags }: LinkHead): unknown {
	return {
		...(up ? { ifUp: true } : { ifDown: false }),
		ifIndex: ifindex,
		mtuBytes: mtu,
		bandwidthMbit: speed,
		ifFlags: flags,
		ospfEnabled: false,
	};
}

function interfaceJson(ospf: Ospf, one: OspfInterface, now: number): unknown {
	const { name, ifindex, mtu, addr, prefixlen, state, cost, config, helloAt, neighbour } = one;
	const { hello, dead, retransmit, transmitDelay } = intervals(one);
	return {
		ifUp: true,
		ifIndex: ifindex,
		mtuBytes: mtu,
		bandwidthMbit: name === "lo" ? 0 : 10000,
		ifFlags: flagsOf(one),
		ospfEnabled: true,
		ipAddress: addr,
		ipAddressPrefixlen: prefixlen,
		ospfIfType: "Broadcast",
		localIfUsed: lastAddr({ addr: maskAddr(addr, prefixlen), len: prefixlen }),
		area: config.area,
		routerId: ospf.routerId,
		networkType: networkTypeOf(one),
		cost,
		transmitDelaySecs: transmitDelay,
		state,
		priority: config.priority ?? 1,
		...(helloAt !== undefined && { mcastMemberOspfAllRouters: true }),
		timerMsecs: 1000 * hello,
		timerDeadSecs: dead,
		timerWaitSecs: dead,
		timerRetransmitSecs: retransmit,
		...(helloAt === undefined ? { timerPassiveIface: true } : { timerHelloInMsecs: helloAt - now }),
		nbrCount: Number(neighbour !== undefined),
		nbrAdjacentCount: Number(isFull(one)),
	};
}

/** On one line: nobody has made this one pretty. */
export function routesJson(ospf: Ospf): string {
	const area = areasOf(ospf)[0] ?? "0.0.0.0";
	const inside = ospf.routes.flatMap(({ dst, cost, paths, external }) =>
		external ? [] : [[`${dst.addr}/${dst.len}`, { routeType: "N", cost, area, nexthops: nexthopsJson(paths) }]],
	);
	const routers = ospf.borderRouters.map(({ id, cost, paths }) => [
		id,
		{ routeType: "R ", cost, area, routerType: "asbr", nexthops: nexthopsJson(paths) },
	]);
	const outside = ospf.routes.flatMap(({ dst, cost, paths, external }) => {
		if (!external) return [];
		const costs = { cost, ...(external.type === 2 && { type2cost: external.metric }), tag: 0 };
		return [[`${dst.addr}/${dst.len}`, { routeType: `N E${external.type}`, ...costs, nexthops: nexthopsJson(paths) }]];
	});
	return `${JSON.stringify(Object.fromEntries([...inside, ...routers, ...outside]))}\n`;
}

function nexthopsJson(paths: readonly Path[]): unknown {
	return paths.map(({ via, ifname }) =>
		via === undefined
			? { ip: " ", "directly attached to": ifname, directlyAttachedTo: ifname }
			: { ip: via, via: ifname },
	);
}

export function ospfJson(ospf: Ospf, now: number): string | undefined {
	const { spf, config } = ospf;
	if (spf.last === undefined || spf.at !== undefined) return undefined;
	const [delay, hold, most] = config.spf;
	return pretty({
		routerId: ospf.routerId,
		tosRoutesOnly: true,
		rfc2328Conform: true,
		spfScheduleDelayMsecs: delay,
		holdtimeMinMsecs: hold,
		holdtimeMaxMsecs: most,
		holdtimeMultplier: spf.multiplier,
		spfLastExecutedMsecs: now - spf.last,
		spfLastDurationMsecs: 0,
		lsaMinIntervalMsecs: config.lsaInterval,
		lsaMinArrivalMsecs: config.lsaArrival,
		writeMultiplier: 20,
		refreshTimerMsecs: 10000,
		maximumPaths: config.maximumPaths,
		preference: 110,
		...(isAsbr(config) && { asbrRouter: "injectingExternalRoutingInformation" }),
		lsaExternalCounter: lsasOf(ospf, "external").length,
		lsaExternalChecksum: sumOf(lsasOf(ospf, "external")),
		lsaAsopaqueCounter: 0,
		lsaAsOpaqueChecksum: 0,
		attachedAreaCounter: areasOf(ospf).length,
		areas: Object.fromEntries(areasOf(ospf).map((area) => [area, areaJson(ospf, area)])),
	});
}

const countedLsas = ["Network", "Summary", "Asbr", "Nssa", "OpaqueLink", "OpaqueArea"];

function areaJson(ospf: Ospf, area: Addr): unknown {
	const own = ospf.interfaces.filter(({ config }) => config.area === area);
	const lsas = lsasOf(ospf, "router");
	const none = countedLsas.flatMap((kind) => [
		[`lsa${kind}Number`, 0],
		[`lsa${kind}Checksum`, 0],
	]);
	return {
		...(area === "0.0.0.0" && { backbone: true }),
		areaIfTotalCounter: own.length,
		areaIfActiveCounter: own.length,
		...(ospf.config.maxMetric && { originStubMaxDistRouterLsa: true, indefiniteActiveAdmin: true }),
		nbrFullAdjacentCounter: own.filter(isFull).length,
		authentication: "authenticationNone",
		spfExecutedCounter: ospf.spf.runs,
		lsaNumber: lsas.length,
		lsaRouterNumber: lsas.length,
		lsaRouterChecksum: sumOf(lsas),
		...Object.fromEntries(none),
	};
}

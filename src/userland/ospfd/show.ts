/** What ospfd says of itself: `show ip ospf …` (ospfd/ospf_vty.c, ospf_dump.c). Recordings: ospf-vty, seven-routers-*. */
import { type Addr, compareAddr, inetPton } from "../../net/addr.ts";
import { lastAddr, maskAddr } from "../../net/prefix.ts";
import { byName } from "../zebra/interface.ts";
import { timeval } from "../zebra/uptime.ts";
import { isAsbr } from "./config.ts";
import type { Lsa } from "./lsa.ts";
import { lsaCount, lsaValues } from "./lsa-map.ts";
import { intervals, type Neighbour, type Ospf, type OspfInterface } from "./ospf.ts";
import type { Path } from "./spf.ts";

export const hex = (n: number, digits = 0) => `0x${n.toString(16).padStart(digits, "0")}`;
export const isFull = ({ neighbour }: OspfInterface) => neighbour?.state === "Full";
/** By name, those of one link by address (IF_OIFS()). */
export const named = (ospf: Ospf) => ospf.interfaces.toSorted((a, b) => byName(a, b) || compareAddr(a.addr, b.addr));
const areaName = (area: Addr) => (area === "0.0.0.0" ? "0.0.0.0 (Backbone)" : area);
export const lsasOf = (ospf: Ospf, type: Lsa["type"]) =>
	lsaValues(ospf.database).flatMap(({ lsa }) => (lsa.type === type ? [lsa] : []));
export const sumOf = (lsas: readonly Lsa[]) => lsas.reduce((total, { checksum }) => total + checksum, 0);
export const areasOf = (ospf: Ospf) => [...new Set(ospf.interfaces.flatMap(({ config }) => config.area ?? []))];

export function showOspf(ospf: Ospf, now: number): string {
	const [delay, hold, most] = ospf.config.spf;
	const { spf } = ospf;
	const last = spf.last === undefined ? "has not been run" : `last executed ${timeval(now - spf.last)} ago`;
	const timer = spf.at === undefined ? "is inactive" : `due in ${timeval(spf.at - now)}`;
	const areas = areasOf(ospf);
	const externals = lsasOf(ospf, "external");
	const border = isAsbr(ospf.config) ? " This router is an ASBR (injecting external routing information)\n" : "";
	return ` OSPF Routing Process, Router ID: ${ospf.routerId}
 Supports only single TOS (TOS0) routes
 This implementation conforms to RFC2328
 RFC1583Compatibility flag is disabled
 OpaqueCapability flag is disabled
 Initial SPF scheduling delay ${delay} millisec(s)
 Minimum hold time between consecutive SPFs ${hold} millisec(s)
 Maximum hold time between consecutive SPFs ${most} millisec(s)
 Hold time multiplier is currently ${spf.multiplier}
 SPF algorithm ${last}
${spf.last === undefined ? "" : " Last SPF duration 0 usecs\n"} SPF timer ${timer}
 LSA minimum interval ${ospf.config.lsaInterval} msecs
 LSA minimum arrival ${ospf.config.lsaArrival} msecs
 Write Multiplier set to 20 
 Refresh timer 10 secs
 Maximum multiple paths(ECMP) supported ${ospf.config.maximumPaths}
 Administrative distance 110
${border} Number of external LSA ${externals.length}. Checksum Sum ${hex(sumOf(externals), 8)}
 Number of opaque AS LSA 0. Checksum Sum 0x00000000
 Number of areas attached to this router: ${areas.length}
${areas.map((area) => showArea(ospf, area)).join("")}
`;
}

function showArea(ospf: Ospf, area: Addr): string {
	const own = ospf.interfaces.filter(({ config }) => config.area === area);
	const lsas = lsasOf(ospf, "router");
	const stub = ospf.config.maxMetric
		? "   Originating stub / maximum-distance Router-LSA\n     Administratively activated (indefinitely)\n"
		: "";
	return ` Area ID: ${areaName(area)}
   Number of interfaces in this area: Total: ${own.length}, Active: ${own.length}
${stub}   Number of fully adjacent neighbors in this area: ${own.filter(isFull).length}
   Area has no authentication
   SPF algorithm executed ${ospf.spf.runs} times
   Number of LSA ${lsas.length}
   Number of router LSA ${lsas.length}. Checksum Sum ${hex(sumOf(lsas), 8)}
   Number of network LSA 0. Checksum Sum 0x00000000
   Number of summary LSA 0. Checksum Sum 0x00000000
   Number of ASBR summary LSA 0. Checksum Sum 0x00000000
   Number of NSSA LSA 0. Checksum Sum 0x00000000
   Number of opaque link LSA 0. Checksum Sum 0x00000000
   Number of opaque area LSA 0. Checksum Sum 0x00000000

`;
}

/** All, or those of one link; `off` is what there is to say of a link without OSPF. */
export function showInterface(ospf: Ospf, now: number, name?: string, off?: LinkHead): string {
	const wanted = named(ospf).filter((each) => name === undefined || each.name === name);
	if (name !== undefined && wanted.length === 0)
		return off ? `${headOf(off)}  OSPF not enabled on this interface\n\n` : "No such interface name\n\n";
	const isFurther = ({ name: link }: OspfInterface, i: number) => wanted[i - 1]?.name === link;
	const texts = wanted.map((each, i) => {
		const text = oneInterface(ospf, each, now);
		// of a link with several addresses the first two lines are said once
		return isFurther(each, i) ? text.split("\n").slice(2).join("\n") : text;
	});
	return `${texts.join("")}\n`;
}

function oneInterface(ospf: Ospf, each: OspfInterface, now: number): string {
	const { name, ifindex, mtu, addr, prefixlen, state, cost, config } = each;
	const head = headOf({ name, up: true, ifindex, mtu, speed: name === "lo" ? 0 : 10000, flags: flagsOf(each) });
	const { hello, dead, retransmit, transmitDelay } = intervals(each);
	const type = networkTypeOf(each);
	const broadcast = lastAddr({ addr: maskAddr(addr, prefixlen), len: prefixlen });
	const silent = each.helloAt === undefined;
	const count = Number(each.neighbour !== undefined);
	return `${head}  Internet Address ${addr}/${prefixlen}, ${prefixlen === 31 ? "" : `Broadcast ${broadcast}, `}Area ${config.area}
  MTU mismatch detection: enabled
  Router ID ${ospf.routerId}, Network Type ${type}, Cost: ${cost}
  Transmit Delay is ${transmitDelay} sec, State ${state}, Priority ${config.priority ?? 1}
${designated(ospf, each)}  Multicast group memberships: ${silent ? "<None>" : "OSPFAllRouters"}
  Timer intervals configured, Hello ${hello}s, Dead ${dead}s, Wait ${dead}s, Retransmit ${retransmit}
    ${silent ? "No Hellos (Passive interface)" : `Hello due in ${timeval((each.helloAt ?? now) - now)}`}
  Neighbor Count is ${count}, Adjacent neighbor count is ${Number(isFull(each))}
`;
}

/** What is said of every link, with OSPF on it or without. */
export interface LinkHead {
	readonly name: string;
	readonly up: boolean;
	readonly ifindex: number;
	readonly mtu: number;
	/** In Mbit/s. */
	readonly speed: number;
	readonly flags: string;
}

function headOf({ name, up, ifindex, mtu, speed, flags }: LinkHead): string {
	return `${name} is ${up ? "up" : "down"}
  ifindex ${ifindex}, MTU ${mtu} bytes, BW ${speed} Mbit ${flags}
`;
}

export function flagsOf({ name }: OspfInterface): string {
	return name === "lo" ? "<UP,LOOPBACK,RUNNING>" : "<UP,BROADCAST,RUNNING,MULTICAST>";
}

export function networkTypeOf({ name, config }: OspfInterface): string {
	if (name === "lo") return "LOOPBACK";
	return config.network === "point-to-point" ? "POINTOPOINT" : "BROADCAST";
}

function designated(ospf: Ospf, { state, addr }: OspfInterface): string {
	if (state !== "DR") return "  No backup designated router on this network\n";
	return `  Designated Router (ID) ${ospf.routerId} Interface Address ${addr}
  No backup designated router on this network
`;
}

const neighbourHead = `
Neighbor ID     Pri State           Up Time         Dead Time Address         Interface                        RXmtL RqstL DBsmL
`;

export function showNeighbours(ospf: Ospf, now: number): string {
	const rows = ospf.interfaces.flatMap((one) => (one.neighbour ? [neighbourRow(one, one.neighbour, now)] : []));
	return `${neighbourHead}${rows.join("")}\n`;
}

function neighbourRow({ name, addr: own }: OspfInterface, neighbour: Neighbour, now: number): string {
	const { id, priority, state, changed, deadAt, addr, unacknowledged, requests, summary } = neighbour;
	const counts = [unacknowledged.length, lsaCount(requests), summary.length]
		.map((n) => String(n).padStart(5))
		.join(" ");
	const times = `${timeval(now - changed).padEnd(15)} ${timeval(deadAt - now).padStart(9)}`;
	const place = `${addr.padEnd(15)} ${`${name}:${own}`.padEnd(32)}`;
	return `${id.padEnd(15)} ${String(priority).padStart(3)} ${`${state}/-`.padEnd(15)} ${times} ${place} ${counts}\n`;
}

/** Of one router, by its id: rows without a head; of one interface: with it. `isLink`: zebra knows a link of that name. */
export function showNeighboursOf(ospf: Ospf, now: number, which: string, isLink: boolean): string {
	const rows = (wanted: (one: OspfInterface, neighbour: Neighbour) => boolean) =>
		ospf.interfaces.flatMap((one) =>
			one.neighbour && wanted(one, one.neighbour) ? [neighbourRow(one, one.neighbour, now)] : [],
		);
	const ofRouter = rows((_, { id }) => id === which);
	if (inetPton(which, "inet") !== undefined) return `${ofRouter.join("")}\n`;
	if (!isLink) return neighbourHead;
	return `${neighbourHead}${rows(({ name }) => name === which).join("")}\n`;
}

export function showVrfs({ routerId }: Ospf): string {
	return `Name                       Id     RouterId  
default                    0      ${routerId}        

Total number of OSPF VRFs: 1
`;
}

/** Of all, of one router, or of those on a link. */
export function showNeighbourDetails(ospf: Ospf, now: number, which?: string, isLink = true): string {
	const isRouter = which === undefined || inetPton(which, "inet") !== undefined;
	if (!isRouter && !isLink) return "No such interface.\n";
	const fits = (one: OspfInterface) =>
		which === undefined || (isRouter ? one.neighbour?.id === which : one.name === which);
	const rows = ospf.interfaces.flatMap((one) =>
		one.neighbour && fits(one) ? [neighbourDetail(one, one.neighbour, now)] : [],
	);
	return `${rows.join("")}\n`;
}

function neighbourDetail({ name, config }: OspfInterface, neighbour: Neighbour, now: number): string {
	const { id, addr, priority, state, changes, changed, deadAt, unacknowledged, requests, summary, ddAt, asked } =
		neighbour;
	const on = (active: boolean) => (active ? "on" : "off");
	return ` Neighbor ${id}, interface address ${addr}
    In the area ${config.area} via interface ${name}
    Neighbor priority is ${priority}, State is ${state}/-, ${changes} state changes
    Most recent state change statistics:
      Progressive change ${timeval(now - changed)} ago
    DR is 0.0.0.0, BDR is 0.0.0.0
    Options 2 *|-|-|-|-|-|E|-
    Dead timer due in ${timeval(deadAt - now)}
    Database Summary List ${summary.length}
    Link State Request List ${lsaCount(requests)}
    Link State Retransmission List ${unacknowledged.length}
    Thread Inactivity Timer on
    Thread Database Description Retransmision ${on(ddAt !== undefined)}
    Thread Link State Request Retransmission ${on(asked === true)}
    Thread Link State Update Retransmission ${on(state === "Loading" || state === "Full" || state === "Exchange")}

    Graceful restart Helper info:
      Graceful Restart HELPER Status : None

`;
}

export function showBorderRouters(ospf: Ospf): string {
	return `${borderRouters(ospf)}\n`;
}

function borderRouters(ospf: Ospf): string {
	const area = areasOf(ospf)[0] ?? "0.0.0.0";
	const rows = ospf.borderRouters.map(
		({ id, cost, paths }) => `R    ${id.padEnd(22)}[${cost}] area: ${area}, ASBR\n${waysOf(paths)}`,
	);
	return `============ OSPF router routing table =============\n${rows.join("")}\n`;
}

export function showRoutes(ospf: Ospf): string {
	const area = areasOf(ospf)[0] ?? "0.0.0.0";
	const inside = ospf.routes.flatMap(({ dst, cost, paths, external }) =>
		external ? [] : [`N    ${`${dst.addr}/${dst.len}`.padEnd(22)}[${cost}] area: ${area}\n${waysOf(paths)}`],
	);
	const outside = ospf.routes.flatMap(({ dst, cost, paths, external }) => {
		if (!external) return [];
		const costs = external.type === 1 ? cost : `${cost}/${external.metric}`;
		return [`N E${external.type} ${`${dst.addr}/${dst.len}`.padEnd(22)}[${costs}] tag: 0\n${waysOf(paths)}`];
	});
	return `============ OSPF network routing table ============
${inside.join("")}
${borderRouters(ospf)}============ OSPF external routing table ===========
${outside.join("")}

`;
}

function waysOf(paths: readonly Path[]): string {
	const indent = " ".repeat(27);
	return paths
		.map(
			({ via, ifname }) =>
				`${indent}${via === undefined ? `directly attached to ${ifname}` : `via ${via}, ${ifname}`}\n`,
		)
		.join("");
}

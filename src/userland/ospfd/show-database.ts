/** `show ip ospf database …` (ospfd/ospf_vty.c, ospf_dump.c). Recordings: ospf-vty, ospf-ring-runtime, ospf-json, ospf-external. */
import type { Addr } from "../../net/addr.ts";
import { maskAddr } from "../../net/prefix.ts";
import { type ExternalLsa, type Link, type Lsa, MaxAge, type RouterLsa } from "./lsa.ts";
import { lsaValues } from "./lsa-map.ts";
import { ageOf, type Entry, type Ospf } from "./ospf.ts";
import { areasOf, hex } from "./show.ts";

/** Which LSAs are asked for: by link state id, or by the router that tells them. */
export interface Which {
	readonly id?: Addr;
	readonly router?: Addr;
}

export type EntryOf<L extends Lsa> = Entry & { readonly lsa: L };

export function entriesOf<T extends Lsa["type"]>(ospf: Ospf, type: T, { id, router }: Which = {}) {
	const fits = ({ lsa }: Entry) =>
		lsa.type === type && (id === undefined || lsa.id === id) && (router === undefined || lsa.router === router);
	return lsaValues(ospf.database).filter(fits) as EntryOf<Extract<Lsa, { type: T }>>[];
}

const titleOf = ({ routerId }: Ospf) => `\n       OSPF Router with ID (${routerId})\n\n`;

/** Router and kinds of LSAs, one line each. */
export function showDatabase(ospf: Ospf, now: number, which: Which = {}): string {
	const routers = entriesOf(ospf, "router", which).map((entry) => `${lineOf(entry, now)} ${entry.lsa.links.length}\n`);
	const externals = entriesOf(ospf, "external", which).map(
		(entry) => `${lineOf(entry, now)} E${entry.lsa.metricType} ${networkOf(entry.lsa)} [0x0]\n`,
	);
	const head = "Link ID         ADV Router      Age  Seq#       CkSum  ";
	const areas = areasOf(ospf).map(
		(area) => `                Router Link States (Area ${area})\n\n${head}Link count\n${routers.join("")}\n`,
	);
	const all =
		entriesOf(ospf, "external").length === 0
			? ""
			: `                AS External Link States\n\n${head}Route\n${externals.join("")}\n`;
	return `${titleOf(ospf)}${areas.join("")}${all}\n`;
}

function lineOf(entry: Entry, now: number): string {
	const { id, router, seq, checksum } = entry.lsa;
	const age = String(ageOf(entry, now)).padStart(4);
	return `${id.padEnd(15)}${router.padEnd(15)} ${age} ${hex(seq >>> 0, 8)} ${hex(checksum, 4)}`;
}

/** Without the bits that tell it from another network of the same address (appendix E). */
export function networkOf({ id, len }: ExternalLsa): string {
	return `${maskAddr(id, len)}/${len}`;
}

export function showRouterLsas(ospf: Ospf, now: number, which?: Which): string {
	const lsas = entriesOf(ospf, "router", which).map((entry) => routerLsa(ospf, entry, now));
	const areas = areasOf(ospf).map((area) => `\n                Router Link States (Area ${area})\n\n${lsas.join("")}`);
	return `${titleOf(ospf)}${areas.join("")}`;
}

export function showExternalLsas(ospf: Ospf, now: number, which?: Which): string {
	const lsas = entriesOf(ospf, "external", which).map((entry) => externalLsa(ospf, entry, now));
	return `${titleOf(ospf)}                AS External Link States \n\n${lsas.join("")}`;
}

/** OSPF_LSA_SELF, _SELF_CHECKED, _RECEIVED, _APPROVED, _IN_MAXAGE (ospfd/ospf_lsa.h). */
export function flagsOf({ routerId }: Ospf, entry: Entry, now: number): number {
	const { lsa } = entry;
	const kind = lsa.router !== routerId ? 0x6 : lsa.type === "router" ? 0x3 : 0xb;
	return kind + (ageOf(entry, now) >= MaxAge ? 0x80 : 0);
}

/** show_lsa_header() of ospfd/ospf_vty.c; routers say what they are in it, too. */
function header(ospf: Ospf, entry: Entry, now: number, id: string, flags = ""): string {
	const { lsa } = entry;
	return `  LS age: ${ageOf(entry, now)}
  Options: 0x2  : *|-|-|-|-|-|E|-
  LS Flags: ${hex(flagsOf(ospf, entry, now)).padEnd(5)}
${flags}  LS Type: ${lsa.type === "router" ? "router-LSA" : "AS-external-LSA"}
  Link State ID: ${id}
  Advertising Router: ${lsa.router}
  LS Seq Number: ${(lsa.seq >>> 0).toString(16)}
  Checksum: ${hex(lsa.checksum, 4)}
  Length: ${lsa.length}

`;
}

function routerLsa(ospf: Ospf, entry: EntryOf<RouterLsa>, now: number): string {
	const { id, asbr, links } = entry.lsa;
	const flags = `  Flags: ${asbr ? "0x2 : ASBR" : "0x0"}\n`;
	return `${header(ospf, entry, now, `${id} `, flags)}   Number of Links: ${links.length}

${links.map(linkText).join("")}
`;
}

function externalLsa(ospf: Ospf, entry: EntryOf<ExternalLsa>, now: number): string {
	const { id, len, metric, metricType, forward } = entry.lsa;
	return `${header(ospf, entry, now, `${id} (External Network Number)`)}  Network Mask: /${len}
        Metric Type: ${metricType}${metricType === 2 ? " (Larger than any link state path)" : ""}
        TOS: 0
        Metric: ${metric}
        Forward Address: ${forward}
        External Route Tag: 0

`;
}

/** Kinds that only other areas than these have, or that go through the whole system. */
export function showNoLsasOfAll(ospf: Ospf, title: string): string {
	return `${titleOf(ospf)}                ${title} \n\n`;
}

/** Kinds of which there is none where all networks are point-to-point and in one area. */
export function showNoLsas(ospf: Ospf, title: string): string {
	const areas = areasOf(ospf).map((area) => `\n                ${title} (Area ${area})\n\n`);
	return `${titleOf(ospf)}${areas.join("")}`;
}

const linkWords = {
	stub: ["Stub Network", "Net", "Network Mask"],
	"point-to-point": ["another Router (point-to-point)", "Neighboring Router ID", "Router Interface address"],
} as const;

function linkText({ type, id, data, metric }: Link): string {
	const [what, idWord, dataWord] = linkWords[type];
	return `    Link connected to: ${what}
     (Link ID) ${idWord}: ${id}
     (Link Data) ${dataWord}: ${data}
      Number of TOS metrics: 0
       TOS 0 Metric: ${metric}

`;
}

/** LSAs that are on their way out; undefined where there are some: how often FRR holds each is its own affair. */
export function showMaxAge(ospf: Ospf, now: number): string | undefined {
	if (lsaValues(ospf.database).some((entry) => ageOf(entry, now) >= MaxAge)) return undefined;
	return `${titleOf(ospf)}\n                MaxAge Link States:\n\n`;
}

/** `show ip ospf database …` (ospfd/ospf_vty.c, ospf_dump.c). Recordings: ospf-vty, ospf-ring-runtime, ospf-json. */
import type { Addr } from "../../net/addr.ts";
import { idValues } from "../../net/id-map.ts";
import type { Link } from "./lsa.ts";
import { ageOf, type Entry, type Ospf } from "./ospf.ts";
import { areasOf, hex } from "./show.ts";

export function showDatabase(ospf: Ospf, now: number, only?: Addr): string {
	const entries = [...idValues(ospf.database)].filter(({ lsa }) => only === undefined || lsa.id === only);
	const rows = entries.map((entry) => {
		const { id, seq, checksum, links } = entry.lsa;
		const age = String(ageOf(entry, now)).padStart(4);
		return `${id.padEnd(14)} ${id.padEnd(15)} ${age} ${hex(seq >>> 0, 8)} ${hex(checksum, 4)} ${links.length}\n`;
	});
	const areas = areasOf(ospf).map(
		(area) => `                Router Link States (Area ${area})

Link ID         ADV Router      Age  Seq#       CkSum  Link count
${rows.join("")}
`,
	);
	return `\n       OSPF Router with ID (${ospf.routerId})\n\n${areas.join("")}\n`;
}

/** `which` is the link state id that is asked for, or nothing for all. */
export function showRouterLsas(ospf: Ospf, now: number, which?: Addr): string {
	const entries = [...idValues(ospf.database)].filter(({ lsa }) => which === undefined || lsa.id === which);
	const lsas = entries.map((entry) => routerLsa(ospf, entry, now)).join("");
	const areas = areasOf(ospf).map((area) => `\n                Router Link States (Area ${area})\n\n${lsas}`);
	return `\n       OSPF Router with ID (${ospf.routerId})\n\n${areas.join("")}`;
}

function routerLsa(ospf: Ospf, entry: Entry, now: number): string {
	const { lsa } = entry;
	const own = lsa.id === ospf.routerId;
	return `  LS age: ${ageOf(entry, now)}
  Options: 0x2  : *|-|-|-|-|-|E|-
  LS Flags: ${own ? "0x3" : "0x6"}  
  Flags: 0x0
  LS Type: router-LSA
  Link State ID: ${lsa.id} 
  Advertising Router: ${lsa.id}
  LS Seq Number: ${(lsa.seq >>> 0).toString(16)}
  Checksum: ${hex(lsa.checksum, 4)}
  Length: ${lsa.length}

   Number of Links: ${lsa.links.length}

${lsa.links.map(linkText).join("")}
`;
}

/** Kinds that only other areas than these have, or that go through the whole system. */
export function showNoLsasOfAll({ routerId }: Ospf, title: string): string {
	return `\n       OSPF Router with ID (${routerId})\n\n                ${title} \n\n`;
}

/** Kinds of which there is none where all networks are point-to-point, in one area, and nothing is redistributed. */
export function showNoLsas(ospf: Ospf, title: string): string {
	const areas = areasOf(ospf).map((area) => `\n                ${title} (Area ${area})\n\n`);
	return `\n       OSPF Router with ID (${ospf.routerId})\n\n${areas.join("")}`;
}

/** LSAs that are on their way out: here they go at once. */
export function showMaxAge({ routerId }: Ospf): string {
	return `\n       OSPF Router with ID (${routerId})\n\n\n                MaxAge Link States:\n\n`;
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

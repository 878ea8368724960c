/**
 * `show ip route …` and `show ip fib …`: what may follow these words (zebra/zebra_vty.c show_route, show_route_detail,
 * show_route_summary). Recordings: ospf-people, ospf-routes-json.
 */
import { pretty } from "../ospfd/json.ts";
import { routeJson, routesJson } from "./json.ts";
import type { RouteKind } from "./row.ts";
import { rowsFor, showHeaded, showLonger, showRoute, showRoutes, showRows } from "./show.ts";
import { summaryJson, summaryText } from "./summary.ts";
import type { Zebra } from "./zebra.ts";

/** Of the other protocols there is never a route. */
const kinds = "kernel connected ospf static rip isis bgp eigrp nhrp table vnc babel openfabric".split(" ");

const own: Readonly<Record<string, RouteKind>> = { kernel: "kernel", connected: "connected", ospf: "ospf" };

/** Undefined for what FRR knows and this does not. */
export function showRouteCommand(
	zebra: Zebra,
	now: number,
	what: "route" | "fib",
	words: readonly string[],
): string | undefined {
	const [first = "", second = "", ...rest] = words;
	if (first === "vrf" && second === "default") return showRouteCommand(zebra, now, what, rest);
	if (first === "vrf" && second !== "" && second !== "all") return `% VRF ${second} not found\n`;
	if (what === "route" && rest.length === 0) {
		if (first === "vrf" && second === "all") return showHeaded(zebra, now, "VRF default");
		if (first === "table" && second === "254") return showHeaded(zebra, now, "VRF default table 254");
		if (second !== "" && "longer-prefixes".startsWith(second)) return showLonger(zebra, now, first);
	}
	const json = words.at(-1) === "json";
	const left = json ? words.slice(0, -1) : words;
	if (left.length > 1) return undefined;
	const [word = ""] = left;
	return json ? jsonFor(zebra, now, what, word) : textFor(zebra, now, what, word);
}

/** The one kind that a word may mean; nothing where it may mean several. */
function kindOf(word: string): string | undefined {
	const found = [...kinds, "summary", "supernets-only", "tag", "vrf", "json"].filter((each) => each.startsWith(word));
	return found.length === 1 ? found[0] : undefined;
}

function textFor(zebra: Zebra, now: number, what: "route" | "fib", word: string): string | undefined {
	if (word === "") return showRoutes(zebra, now, what);
	if (/^\d/.test(word)) return showRoute(zebra, now, word, what);
	const kind = kindOf(word);
	if (kind === "summary") return what === "route" ? summaryText(rowsFor(zebra, "route")) : undefined;
	if (kind === undefined || !kinds.includes(kind)) return undefined;
	return own[kind] ? showRows(rowsFor(zebra, what, own[kind]), now) : "";
}

function jsonFor(zebra: Zebra, now: number, what: "route" | "fib", word: string): string | undefined {
	const text = (value: unknown) => (typeof value === "object" ? pretty(value, "/") : (value as string | undefined));
	if (word === "") return text(routesJson(zebra, now, what));
	if (/^\d/.test(word)) return text(routeJson(zebra, now, word, what));
	const kind = kindOf(word);
	if (kind === "summary") return what === "route" ? text(summaryJson(rowsFor(zebra, "route"))) : undefined;
	if (kind === undefined || !kinds.includes(kind)) return undefined;
	return text(own[kind] ? routesJson(zebra, now, what, own[kind]) : {});
}

/** What the daemons answer to a line of vtysh: a row for each command, whose words may be shortened as long as they are clear. */
import { inetPton } from "../../net/addr.ts";
import { interfacesJson, neighbourDetailsJson, neighboursJson, ospfJson, pretty, routesJson } from "../ospfd/json.ts";
import {
	showBorderRouters,
	showInterface,
	showNeighbourDetails,
	showNeighbours,
	showNeighboursOf,
	showOspf,
	showRoutes as showOspfRoutes,
} from "../ospfd/show.ts";
import { showDatabase, showMaxAge, showNoNetworkLsas, showRouterLsas } from "../ospfd/show-database.ts";
import type { System } from "../process.ts";
import { showFib, showLonger, showRoute, showRoutes, showSummary } from "../zebra/show.ts";
import { interfacesBrief, showDescriptions, showInterfaces } from "../zebra/show-interface.ts";
import type { Router } from "./router.ts";
import { showRunning } from "./running.ts";

/** `given` are the words in the places of capitals. */
type Show = (router: Router, now: number, given: readonly string[], sys: System) => string | undefined;

const isAddr = (word: string) => inetPton(word, "inet") !== undefined;

const commands: Readonly<Record<string, Show>> = {
	"show ip route": ({ zebra }, now) => zebra && showRoutes(zebra, now),
	"show ip route connected": ({ zebra }, now) => zebra && showRoutes(zebra, now, "connected"),
	"show ip route kernel": ({ zebra }, now) => zebra && showRoutes(zebra, now, "kernel"),
	"show ip route ospf": ({ zebra }, now) => zebra && showRoutes(zebra, now, "ospf"),
	"show ip route WORD": ({ zebra }, now, [word = ""]) => zebra && showRoute(zebra, now, word),
	"show ip route summary": ({ zebra }) => zebra && showSummary(zebra),
	"show ip route WORD longer-prefixes": ({ zebra }, now, [word = ""]) => zebra && showLonger(zebra, now, word),
	"show ip nht": ({ zebra }) => zebra && "",
	"show ip fib": ({ zebra }, now) => zebra && showFib(zebra, now),
	"show interface brief": ({ zebra }) => zebra && showInterfaces(zebra),
	"show interface brief json": ({ zebra }) => zebra && pretty(interfacesBrief(zebra), "/"),
	"show interface description": ({ zebra }) => zebra && showDescriptions(zebra),
	"show running-config": (router, _now, _given, sys) => showRunning(sys, router),
	"show running-config zebra": (router, _now, _given, sys) => showRunning(sys, router, "zebra"),
	"show running-config ospfd": (router, _now, _given, sys) => showRunning(sys, router, "ospfd"),
	"write terminal": (router, _now, _given, sys) => showRunning(sys, router),
	"show daemons": ({ zebra, ospf }) => `${zebra ? " zebra" : ""}${ospf ? " ospfd" : ""}\n`,
	"show ip ospf json": ({ ospf }, now) => ospf && ospfJson(ospf, now),
	"show ip ospf": ({ ospf }, now) => ospf && showOspf(ospf, now),
	"show ip ospf interface": ({ ospf }, now) => ospf && showInterface(ospf, now),
	"show ip ospf interface json": ({ ospf }, now) => ospf && interfacesJson(ospf, now),
	"show ip ospf interface WORD json": ({ ospf }, now, [name]) => ospf && interfacesJson(ospf, now, name),
	"show ip ospf interface traffic": () => undefined,
	"show ip ospf interface WORD": ({ ospf }, now, [name]) => ospf && showInterface(ospf, now, name),
	"show ip ospf neighbor": ({ ospf }, now) => ospf && showNeighbours(ospf, now),
	"show ip ospf neighbor detail": ({ ospf }, now) => ospf && showNeighbourDetails(ospf, now),
	"show ip ospf neighbor detail json": ({ ospf }, now) => ospf && neighbourDetailsJson(ospf, now),
	"show ip ospf neighbor json": ({ ospf }, now) => ospf && neighboursJson(ospf, now),
	"show ip ospf neighbor all": ({ ospf }, now) => ospf && showNeighbours(ospf, now),
	"show ip ospf neighbor WORD": ({ ospf }, now, [word = ""]) => ospf && showNeighboursOf(ospf, now, word),
	"show ip ospf database": ({ ospf }, now) => ospf && showDatabase(ospf, now),
	"show ip ospf database self-originate": ({ ospf }, now) => ospf && showDatabase(ospf, now, ospf.routerId),
	"show ip ospf database network": ({ ospf }) => ospf && showNoNetworkLsas(ospf),
	"show ip ospf database max-age": ({ ospf }) => ospf && showMaxAge(ospf),
	"show ip ospf database router": ({ ospf }, now) => ospf && showRouterLsas(ospf, now),
	"show ip ospf database router self-originate": ({ ospf }, now) => ospf && showRouterLsas(ospf, now, ospf.routerId),
	"show ip ospf database router adv-router WORD": ({ ospf }, now, [id = ""]) =>
		ospf && isAddr(id) ? showRouterLsas(ospf, now, id) : undefined,
	"show ip ospf database router WORD": ({ ospf }, now, [id = ""]) =>
		ospf && isAddr(id) ? showRouterLsas(ospf, now, id) : undefined,
	"show ip ospf route": ({ ospf }) => ospf && showOspfRoutes(ospf),
	"show ip ospf route json": ({ ospf }) => ospf && routesJson(ospf),
	"show ip ospf border-routers": ({ ospf }) => ospf && showBorderRouters(),
};

/** `state` asks nothing of FRR: it tells frr_settle whether anything has changed, and whether neighbours are on their way. */
export function vty(sys: System, router: Router, line: string): string | undefined {
	if (line === "state") return stateOf(router);
	const words = line.trim().split(/\s+/);
	const patterns = Object.entries(commands).map(([command, show]) => ({ pattern: command.split(" "), show }));
	for (const { pattern, show } of patterns) {
		const given = matched(pattern, words);
		if (!given) continue;
		const ofOspf = pattern[1] === "ip" && pattern[2] === "ospf";
		if (ofOspf && !router.ospf) return "ospfd is not running\n";
		const text = show(router, sys.now(), given, sys);
		if (text !== undefined) return text;
	}
	const begun = patterns.some(({ pattern }) => matched(pattern.slice(0, words.length), words));
	return begun ? `% Command incomplete: ${line.trim()}\n` : undefined;
}

/** The words that stand for capitals, if the line is this command. */
function matched(pattern: readonly string[], words: readonly string[]): string[] | undefined {
	if (pattern.length !== words.length) return undefined;
	const given: string[] = [];
	for (const [i, part] of pattern.entries()) {
		const word = words[i] ?? "";
		if (part === "WORD") given.push(word);
		else if (!part.startsWith(word)) return undefined;
	}
	return given;
}

function stateOf({ zebra, ospf }: Router): string {
	const neighbours = ospf?.interfaces.map(({ neighbour }) => `${neighbour?.id} ${neighbour?.state}`) ?? [];
	return `${zebra?.heard} ${neighbours.join(" ")}`;
}

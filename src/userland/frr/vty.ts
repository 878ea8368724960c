/** What the daemons answer to a line of vtysh: a row for each command, whose words may be shortened as long as they are clear. */
import { inetPton } from "../../net/addr.ts";
import {
	showBorderRouters,
	showDatabase,
	showInterface,
	showNeighbourDetails,
	showNeighbours,
	showOspf,
	showRoutes as showOspfRoutes,
	showRouterLsas,
} from "../ospfd/show.ts";
import type { System } from "../process.ts";
import { showInterfaces, showRoute, showRoutes } from "../zebra/show.ts";
import type { Router } from "./router.ts";

/** `given` are the words in the places of capitals. */
type Show = (router: Router, now: number, given: readonly string[]) => string | undefined;

const isAddr = (word: string) => inetPton(word, "inet") !== undefined;

const commands: Readonly<Record<string, Show>> = {
	"show ip route": ({ zebra }, now) => zebra && showRoutes(zebra, now),
	"show ip route connected": ({ zebra }, now) => zebra && showRoutes(zebra, now, "connected"),
	"show ip route kernel": ({ zebra }, now) => zebra && showRoutes(zebra, now, "kernel"),
	"show ip route ospf": ({ zebra }, now) => zebra && showRoutes(zebra, now, "ospf"),
	"show ip route WORD": ({ zebra }, now, [word = ""]) => zebra && showRoute(zebra, now, word),
	"show interface brief": ({ zebra }) => zebra && showInterfaces(zebra),
	"show ip ospf": ({ ospf }, now) => ospf && showOspf(ospf, now),
	"show ip ospf interface": ({ ospf }, now) => ospf && showInterface(ospf, now),
	"show ip ospf interface WORD": ({ ospf }, now, [name]) => ospf && showInterface(ospf, now, name),
	"show ip ospf neighbor": ({ ospf }, now) => ospf && showNeighbours(ospf, now),
	"show ip ospf neighbor detail": ({ ospf }, now) => ospf && showNeighbourDetails(ospf, now),
	"show ip ospf database": ({ ospf }, now) => ospf && showDatabase(ospf, now),
	"show ip ospf database router": ({ ospf }, now) => ospf && showRouterLsas(ospf, now),
	"show ip ospf database router self-originate": ({ ospf }, now) => ospf && showRouterLsas(ospf, now, ospf.routerId),
	"show ip ospf database router WORD": ({ ospf }, now, [id = ""]) =>
		ospf && isAddr(id) ? showRouterLsas(ospf, now, id) : undefined,
	"show ip ospf route": ({ ospf }) => ospf && showOspfRoutes(ospf),
	"show ip ospf border-routers": ({ ospf }) => ospf && showBorderRouters(),
};

/** `state` asks nothing of FRR: it tells frr_settle whether anything has changed, and whether neighbours are on their way. */
export function vty(sys: System, router: Router, line: string): string | undefined {
	if (line === "state") return stateOf(router);
	const words = line.trim().split(/\s+/);
	for (const [command, show] of Object.entries(commands)) {
		const given = matched(command.split(" "), words);
		const text = given && show(router, sys.now(), given);
		if (text !== undefined) return text;
	}
	return undefined;
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

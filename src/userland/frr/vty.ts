/** What the daemons answer to a line of vtysh: a row for each command, whose words may be shortened as long as they are clear. */

import {
	interfacesJson,
	neighbourDetailsJson,
	neighboursJson,
	neighboursOfJson,
	ospfJson,
	pretty,
	routesJson,
} from "../ospfd/json.ts";
import type { Ospf } from "../ospfd/ospf.ts";
import {
	type LinkHead,
	showBorderRouters,
	showInterface,
	showNeighbourDetails,
	showNeighbours,
	showNeighboursOf,
	showOspf,
	showRoutes as showOspfRoutes,
	showVrfs,
} from "../ospfd/show.ts";
import type { System } from "../process.ts";
import { isUnnumbered } from "../zebra/address.ts";
import { connectedOf } from "../zebra/connected.ts";
import { interfacesOf, linksOf } from "../zebra/interface.ts";
import { showRouteCommand } from "../zebra/route-command.ts";
import { showInterfaceCommand } from "../zebra/show-interface.ts";
import { showRoute6 } from "../zebra/show6.ts";
import type { Zebra } from "../zebra/zebra.ts";
import { databaseCommands } from "./database-command.ts";
import type { Router } from "./router.ts";
import { save, showRunning } from "./running.ts";

/** `given` are the words in the places of capitals. */
export type Show = (router: Router, now: number, given: readonly string[], sys: System) => string | undefined;

const commands: Readonly<Record<string, Show>> = {
	"show ip route …": ({ zebra }, now, words) => zebra && showRouteCommand(zebra, now, "route", words),
	"show ip nht": ({ zebra }) => zebra && "",
	"show ip fib …": ({ zebra }, now, words) => zebra && showRouteCommand(zebra, now, "fib", words),
	"show ipv6 route …": ({ zebra }, now, words) => zebra && showRoute6(zebra, now, "route", words),
	"show ipv6 fib …": ({ zebra }, now, words) => zebra && showRoute6(zebra, now, "fib", words),
	"show ip forwarding": ({ zebra }, _now, _given, sys) =>
		zebra && `IP forwarding is ${isOn(sys, "net/ipv4/ip_forward")}\n`,
	"show ipv6 forwarding": ({ zebra }, _now, _given, sys) =>
		zebra && `ipv6 forwarding is ${isOn(sys, "net/ipv6/conf/all/forwarding")}\n`,
	"show bgp …": () => "bgpd is not running\n",
	"show ip bgp …": () => "bgpd is not running\n",
	"show bfd peers": () => "bfdd is not running\n",
	"show interface …": ({ zebra }, _now, words, sys) => zebra && showInterfaceCommand(sys, zebra, words),
	"show startup-config": () => "",
	"show running-config": (router, _now, _given, sys) => showRunning(sys, router),
	"show running-config zebra": (router, _now, _given, sys) => showRunning(sys, router, "zebra"),
	"show running-config ospfd": (router, _now, _given, sys) => showRunning(sys, router, "ospfd"),
	"write terminal": (router, _now, _given, sys) => showRunning(sys, router),
	write: (router, now, _given, sys) => save(sys, router, now),
	"write memory": (router, now, _given, sys) => save(sys, router, now),
	"write file": (router, now, _given, sys) => save(sys, router, now),
	"copy running-config startup-config": (router, now, _given, sys) => save(sys, router, now),
	"show ipv6 ospf6 …": () => "ospf6d is not running\n",
	"show daemons": ({ zebra, ospf }) => `${zebra ? " zebra" : ""}${ospf ? " ospfd" : ""}\n`,
	"show ip ospf json": ({ ospf }, now) => ospf && ospfJson(ospf, now),
	"show ip ospf": ({ ospf }, now) => ospf && showOspf(ospf, now),
	"show ip ospf interface": ({ ospf }, now) => ospf && showInterface(ospf, now),
	"show ip ospf interface json": ({ ospf }, now) => ospf && interfacesJson(ospf, now),
	"show ip ospf interface WORD json": ({ ospf, zebra }, now, [name], sys) =>
		ospf && !isRemembered(ospf, zebra, name) ? interfacesJson(ospf, now, name, headOf(sys, zebra, name)) : undefined,
	"show ip ospf interface traffic": () => undefined,
	"show ip ospf vrfs": ({ ospf }) => ospf && showVrfs(ospf),
	"show ip ospf vrfs json": ({ ospf }) =>
		ospf && pretty({ vrfs: { default: { vrfId: 0, routerId: ospf.routerId } }, totalVrfs: 1 }),
	"show ip ospf router-info": ({ ospf }) => ospf && "  Router Information is disabled on this router\n",
	"show ip ospf reachable-routers": ({ ospf }) => ospf && "No OSPF reachable router information exist\n",
	"show ip ospf mpls-te database": ({ ospf }) => ospf && "MPLS-TE database is not enabled\n",
	"show ip ospf interface WORD": ({ ospf, zebra }, now, [name], sys) =>
		ospf && !isRemembered(ospf, zebra, name) ? showInterface(ospf, now, name, headOf(sys, zebra, name)) : undefined,
	"show ip ospf neighbor": ({ ospf }, now) => ospf && showNeighbours(ospf, now),
	"show ip ospf neighbor detail": ({ ospf }, now) => ospf && showNeighbourDetails(ospf, now),
	"show ip ospf neighbor detail json": ({ ospf }, now) => ospf && neighbourDetailsJson(ospf, now),
	"show ip ospf neighbor json": ({ ospf }, now) => ospf && neighboursJson(ospf, now),
	"show ip ospf neighbor all": ({ ospf }, now) => ospf && showNeighbours(ospf, now),
	"show ip ospf neighbor detail all": ({ ospf }, now) => ospf && showNeighbourDetails(ospf, now),
	"show ip ospf neighbor all json": ({ ospf }, now) => ospf && neighboursOfJson(ospf, now),
	"show ip ospf neighbor WORD detail": ({ ospf, zebra }, now, [word = ""]) =>
		ospf && showNeighbourDetails(ospf, now, word, isLink(zebra, word)),
	"show ip ospf neighbor WORD json": ({ ospf }, now, [word = ""]) => ospf && neighboursOfJson(ospf, now, word),
	"show ip ospf neighbor WORD": ({ ospf, zebra }, now, [word = ""]) =>
		ospf && showNeighboursOf(ospf, now, word, isLink(zebra, word)),
	...databaseCommands,
	"show ip ospf route": ({ ospf }) => ospf && showOspfRoutes(ospf),
	"show ip ospf route json": ({ ospf }) => ospf && routesJson(ospf),
	"show ip ospf border-routers": ({ ospf }) => ospf && showBorderRouters(ospf),
};

function isLink(zebra: Zebra | undefined, name: string): boolean {
	return zebra !== undefined && linksOf(zebra).some((link) => link.name === name);
}

/** A link that is not there, of which the configuration says something: FRR shows what it was last, which is not modelled. */
function isRemembered({ config }: Ospf, zebra: Zebra | undefined, name = ""): boolean {
	return config.interfaces?.[name] !== undefined && !isLink(zebra, name);
}

/** What ospfd was told of a link by zebra. */
function headOf(sys: System, zebra: Zebra | undefined, name: string | undefined): LinkHead | undefined {
	const links = zebra ? linksOf(zebra).filter((link) => link.name === name) : [];
	const [found] = (zebra && interfacesOf(sys, zebra, links)) ?? [];
	if (!found) return undefined;
	const { link, speed, flags } = found;
	return { name: link.name, up: link.up, ifindex: link.index, mtu: link.mtu, speed, flags };
}

interface Match {
	readonly pattern: readonly string[];
	readonly show: Show;
	readonly given: readonly string[];
	/** By word: it is written in full. */
	readonly exact: string;
}

const patterns = Object.entries(commands).map(([command, show]) => ({ pattern: command.split(" "), show }));

/** `state` asks nothing of FRR: it tells frr_settle whether anything has changed, and whether neighbours are on their way. */
export function vty(sys: System, router: Router, line: string): string | undefined {
	if (line === "state") return stateOf(router);
	const words = line.trim().split(/\s+/);
	const found = bestMatch(words);
	if (found) {
		const ofOspf = found.pattern[1] === "ip" && found.pattern[2] === "ospf";
		if (ofOspf && !router.ospf) return "ospfd is not running\n";
		if (ofOspf && found.pattern[3] === "interface" && hasUnnumbered(router, found.given[0])) return undefined;
		return found.show(router, sys.now(), found.given, sys);
	}
	const longer = patterns.filter(({ pattern }) => pattern.length > words.length && pattern[words.length] !== "…");
	const begun = longer.some(({ pattern }) => matched(pattern.slice(0, words.length), words));
	return begun ? `% Command incomplete: ${line.trim()}\n` : undefined;
}

/** OSPF on an address without a network of its own is shown otherwise, which is not modelled. */
function hasUnnumbered({ zebra, ospf }: Router, name: string | undefined): boolean {
	const connected = zebra ? connectedOf(zebra) : [];
	return connected.some(
		(each) =>
			(name === undefined || name === each.name) &&
			isUnnumbered(each, each.loopback) &&
			ospf?.interfaces.some(({ addr, ifindex }) => addr === each.addr && ifindex === each.ifindex),
	);
}

/** A word in full means itself, though longer ones begin with it (lib/command_match.c). */
function bestMatch(words: readonly string[]): Match | undefined {
	const matches = patterns.flatMap(({ pattern, show }): Match[] => {
		const given = matched(pattern, words);
		const exact = words.map((word, i) => (word === pattern[i] ? "1" : "0")).join("");
		return given ? [{ pattern, show, given, exact }] : [];
	});
	return matches.reduce<Match | undefined>((best, each) => (best && best.exact >= each.exact ? best : each), undefined);
}

function isOn(sys: System, path: string): "on" | "off" {
	const value = sys.readSysctl(path);
	return "ok" in value && String(value.ok).trim() !== "0" ? "on" : "off";
}

/** Words of FRR's that longer ones begin with: they mean themselves. */
const whole: ReadonlySet<string> = new Set(["ip", "ospf"]);

/** The words that stand for capitals, or for the rest of the line (`…`), if the line is this command. */
function matched(pattern: readonly string[], words: readonly string[]): string[] | undefined {
	const open = pattern.at(-1) === "…";
	if (open ? words.length < pattern.length - 1 : pattern.length !== words.length) return undefined;
	const given: string[] = [];
	for (const [i, part] of pattern.entries()) {
		const word = words[i] ?? "";
		if (part === "…") return words.slice(i);
		if (part === "WORD") given.push(word);
		else if (!part.startsWith(word) || (part !== word && whole.has(word))) return undefined;
	}
	return given;
}

function stateOf({ zebra, ospf }: Router): string {
	const neighbours = ospf?.interfaces.map(({ neighbour }) => `${neighbour?.id} ${neighbour?.state}`) ?? [];
	return `${zebra?.heard} ${neighbours.join(" ")}`;
}

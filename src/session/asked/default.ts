/** What a command leaves unsaid, read off the message that `ip` made of it. */
import type { Default } from "../../explain/asked/text.ts";
import type { AddrRequest, LinkRequest, RouteRequest } from "../../uapi/message.ts";
import { rowOf } from "../../uapi/row.ts";
import { scopes } from "../../uapi/scope.ts";
import { RT_TABLE_LOCAL } from "../../uapi/table.ts";
import type { Reading } from "./reading.ts";

interface Fact {
	readonly reading: Reading;
	/** Whether one of these keywords stands in the command. */
	readonly says: (...keys: readonly string[]) => boolean;
	readonly value: string;
}

type Row = (fact: Fact) => readonly (Default | false | undefined)[];

const scopeName = (scope: number) => rowOf(scopes, scope)?.name ?? String(scope);
const whole = (family: string) => (family === "inet6" ? 128 : 32);

function find<T>({ reading }: Fact, type: string): T | undefined {
	return reading.requests.find((request) => request.type === type) as T | undefined;
}

const address: Row = (fact) => {
	const request = find<AddrRequest>(fact, "RTM_NEWADDR");
	if (!request) return [];
	const { says, value } = fact;
	const four = request.family === "inet";
	return [
		!value.includes("/") && !says("peer") && { key: "addrLength", value: String(whole(request.family)) },
		!says("scope") && { key: "addrScope", value: scopeName(request.scope) },
		four && !says("broadcast") && request.prefixlen < 31 && { key: "addrBroadcast" },
		!says("valid_lft") && { key: "addrForever" },
		!says("noprefixroute") && request.prefixlen < whole(request.family) && { key: "addrRoutes" },
	];
};

const route: Row = (fact) => {
	const request = find<RouteRequest>(fact, "RTM_NEWROUTE");
	if (!request) return [];
	const { says, value } = fact;
	const four = request.family !== "inet6";
	return [
		!/\s/.test(value) && { key: "routeType" },
		/^[\d.:a-f]+$/.test(value) && { key: "routeLength", value: String(whole(request.family)) },
		!says("table", "vrf") && { key: "routeTable", value: request.table === RT_TABLE_LOCAL ? "local" : "main" },
		four && !says("scope") && { key: "routeScope", value: scopeName(request.scope) },
		!says("protocol") && { key: "routeProto" },
		!says("metric") && { key: "routeMetric", value: String(request.priority ?? (four ? 0 : 1024)) },
	];
};

const rule: Row = (fact) => {
	if (!find(fact, "RTM_NEWRULE")) return [];
	const { says, reading } = fact;
	const family = reading.items.some(({ as, key }) => as === "option" && /^-(?:4|6|family)$/.test(key));
	return [
		!says("from") && { key: "ruleFrom" },
		!says("preference") && { key: "rulePref" },
		!says("table", "l3mdev", "type", "nat") && fact.value === "" && { key: "ruleTable" },
		!family && !reading.whole.some((word) => word.includes(":")) && { key: "ruleFamily" },
	];
};

const neigh: Row = (fact) =>
	find(fact, "RTM_NEWNEIGH") ? [!fact.says("nud", "proxy", "use", "managed") && { key: "neighNud" }] : [];

/** Kinds with a link address of their own. */
const ether = /^(?:bridge|dummy|geneve|gretap|ifb|macvlan|team|veth|vxlan)$/;

const link: Row = (fact) => {
	const request = find<LinkRequest>(fact, "RTM_NEWLINK");
	if (!request || fact.reading.verb !== "add") return [];
	const { says } = fact;
	return [
		request.attrs.ifname === undefined && { key: "linkName" },
		!says("up") && { key: "linkDown" },
		!says("address") && ether.test(request.attrs.kind ?? "") && { key: "linkMac" },
	];
};

const nexthop: Row = (fact) => (find(fact, "RTM_NEWNEXTHOP") ? [!fact.says("id") && { key: "hopId" }] : []);

const listing: Row = ({ reading, says }) => {
	const { object, verb, items } = reading;
	const family = items.some(({ as, key }) => as === "option" && /^-(?:[46]|family)$/.test(key));
	const shows = verb === "" || verb === "show";
	return [
		object === "address" && shows && !family && { key: "bothFamilies" },
		object === "route" && shows && !family && { key: "routesFour" },
		object === "route" && shows && !says("table", "vrf", "cached") && { key: "tableMain" },
	];
};

const rows: readonly Row[] = [address, route, rule, neigh, link, nexthop, listing];

export function defaultsOf(reading: Reading): Default[] {
	const keys = new Set(reading.items.filter(({ as }) => as === "row").map(({ key }) => key));
	const value =
		reading.items
			.find(({ as }) => as === "value")
			?.words.filter((word) => word !== "to" && word !== "local")
			.join(" ") ?? "";
	const fact: Fact = { reading, value, says: (...all) => all.some((key) => keys.has(key)) };
	return rows.flatMap((row) => row(fact)).filter((each) => typeof each === "object");
}

/** Why a lookup found no way (`ip route get`), or a table is empty. net/ipv4/fib_rules.c, net/ipv4/route.c */
import { rtnetlink } from "../../kernel/rtnetlink.ts";
import { type Addr, familyOf } from "../../net/addr.ts";
import { contains, formatPrefix } from "../../net/prefix.ts";
import type { Request, RouteQuery } from "../../uapi/message.ts";
import type { Fate, Reason, RouteFact } from "../../uapi/reason.ts";
import { routeTypes } from "../../uapi/route-type.ts";
import { FR_ACT_PROHIBIT, FR_ACT_TO_TBL, FR_ACT_UNREACHABLE } from "../../uapi/rule.ts";
import { RT_TABLE_DEFAULT, RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../uapi/table.ts";
import { dstOf, upDevice } from "./route.ts";
import {
	after,
	before,
	changedAfter,
	type Finding,
	find,
	type Mend,
	netnsOf,
	type Row,
	type Situation,
	said,
	without,
} from "./situation.ts";

/** `ip route add via …`: where to is missing. */
const noDestination: Row = (s) => {
	if (!said(s, /^Usage: ip route/)) return undefined;
	const verb = s.argv.findIndex((word) => /^(?:add|del|delete|replace|change|append)$/.test(word));
	if (verb < 0) return undefined;
	const words = s.argv.toSpliced(verb + 1, 0, "default");
	return find("routeNoDestination", {}, [words], [...defaultRoute(s).slice(0, 1), [...words, "dev", upDevice(s)]]);
};

const noTable: Row = (s) => {
	if (s.request?.type !== "RTM_GETROUTE" || s.errno !== "ENOENT") return undefined;
	const table = after(s, "table") ?? "";
	const there = [...new Set(s.state.routes.map((route) => String(route.table)))];
	return find("routeNoTable", { table, tables: there.join(", ") }, changedAfter(s, "table", "main"));
};

/** `ip route get`: which route or rule says no. */
const lookup: Row = (s) => {
	if (s.request?.type !== "RTM_GETROUTE" || !(s.request as RouteQuery).dst) return undefined;
	const { dst } = s.request as RouteQuery;
	if (!dst) return undefined;
	const { addr } = dst;
	const rule = s.state.rules.find(
		(other) =>
			other.action !== FR_ACT_TO_TBL && other.family === familyOf(addr) && (!other.dst || contains(other.dst, addr)),
	);
	if (rule && (rule.action === FR_ACT_UNREACHABLE || rule.action === FR_ACT_PROHIBIT || s.errno === "EINVAL"))
		return find(
			"lookupRule",
			{ dst: addr, priority: String(rule.priority ?? 0) },
			before(s, ["ip", "rule", "del", "pref", String(rule.priority ?? 0)]),
			before(s, ["ip", "rule", "del", "pref", String(rule.priority ?? 0)], ...defaultRoute(s)),
		);
	const candidates = s.state.routes.filter((route) => route.family === familyOf(addr) && contains(route.dst, addr));
	const best = candidates.sort((a, b) => b.dst.len - a.dst.len)[0];
	const type = routeTypes.find(({ number }) => number === best?.type)?.name ?? "";
	if (best && ["blackhole", "unreachable", "prohibit"].includes(type)) {
		const remove = ["ip", "route", "del", type, dstOf(best)];
		const dev = upDevice(s);
		return find(
			"lookupType",
			{ dst: addr, type, route: `${type} ${dstOf(best)}` },
			before(s, remove),
			before(s, remove, ["ip", "link", "set", dev, "up"], ["ip", "route", "add", dstOf(best), "dev", dev]),
		);
	}
	return s.errno === "ENETUNREACH" ? unreachable(s, addr) : undefined;
};

/** The lookup itself says which tables were asked, and which routes in them were passed over. */
function unreachable(s: Situation, addr: Addr): Finding {
	const reasons = rtnetlink(s.session.world.kernel, netnsOf(s), s.request as Request, "why").reasons ?? [];
	const dev = upDevice(s);
	const add = ["ip", "route", "add", "default", "dev", dev];
	// by lo a default route would lead back here
	const mends = dev === "lo" ? [] : [before(s, add), before(s, ["ip", "link", "set", dev, "up"], add)];
	const over = reasons.flatMap(passedOver).at(0);
	if (over) {
		const { route, why } = over;
		const by = route.ways[0]?.dev ?? "";
		const shown = `${why === "throw" ? "throw " : ""}${route.dst.len === 0 ? "default" : formatPrefix(route.dst)}`;
		return find("lookupPassed", { dst: addr, route: shown, why, dev: by }, ...onwards(s, shown, why, by), ...mends);
	}
	const asked = new Set(reasons.flatMap((reason) => (reason.step === "table" ? reason.tables : [])));
	const tables = [...asked].filter((table) => table !== RT_TABLE_LOCAL && table !== RT_TABLE_DEFAULT);
	const nets = s.state.routes
		.filter((each) => each.family === familyOf(addr) && tables.includes(each.table))
		.map(dstOf);
	const names = tables.map((table) => (table === RT_TABLE_MAIN ? "main" : String(table)));
	return find(
		"lookupNone",
		{ dst: addr, tables: names.join(", "), nets: [...new Set(nets)].join(", "), dev },
		...mends,
	);
}

function passedOver(reason: Reason): { route: RouteFact; why: Fate | "throw" }[] {
	if (reason.step === "chosen" && reason.error === "next") return [{ route: reason.route, why: "throw" }];
	const isOver = reason.step === "route" && /^(?:tos|source|scope|dead|device|linkdown|expired)$/.test(reason.fate);
	return isOver ? [{ route: reason.route, why: reason.fate }] : [];
}

/** What lets the route be taken after all. */
function onwards(s: Situation, route: string, why: Fate | "throw", dev: string): (Mend | undefined)[] {
	if (why === "throw") return [before(s, ["ip", "route", "del", ...route.split(" ")])];
	if (why === "dead") return [before(s, ["ip", "link", "set", dev, "up"])];
	if (why === "device") return [without(s, "oif"), without(s, "dev")];
	if (why === "linkdown") {
		const key = (where: string) =>
			`net.ipv${route.includes(":") ? "6" : "4"}.conf.${where}.ignore_routes_with_linkdown=0`;
		return [before(s, ["sysctl", "-w", key(dev)], ["sysctl", "-w", key("all")])];
	}
	return why === "source" ? [without(s, "from")] : why === "tos" ? [without(s, "tos")] : [];
}

/** A way out by the first device that is there. */
function defaultRoute(s: Situation): readonly (readonly string[])[] {
	const dev = upDevice(s);
	return [
		["ip", "link", "set", dev, "up"],
		["ip", "route", "add", "default", "dev", dev],
	];
}

export const lookupRows: readonly Row[] = [noTable, lookup, noDestination];

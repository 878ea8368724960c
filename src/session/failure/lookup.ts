/** Why a lookup found no way (`ip route get`), or a table is empty. net/ipv4/fib_rules.c, net/ipv4/route.c */
import { familyOf } from "../../net/addr.ts";
import { contains } from "../../net/prefix.ts";
import type { RouteQuery } from "../../uapi/message.ts";
import { routeTypes } from "../../uapi/route-type.ts";
import { FR_ACT_PROHIBIT, FR_ACT_TO_TBL, FR_ACT_UNREACHABLE } from "../../uapi/rule.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import { dstOf, upDevice } from "./route.ts";
import { after, before, changedAfter, find, type Row, type Situation, said } from "./situation.ts";

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
	if (s.errno !== "ENETUNREACH") return undefined;
	const dev = upDevice(s);
	const add = ["ip", "route", "add", "default", "dev", dev];
	const nets = s.state.routes
		.filter((route) => route.family === familyOf(addr) && route.table === RT_TABLE_MAIN)
		.map(dstOf);
	return find(
		"lookupNone",
		{ dst: addr, nets: nets.join(", "), dev },
		before(s, add),
		before(s, ["ip", "link", "set", dev, "up"], add),
	);
};

/** A way out by the first device that is there. */
function defaultRoute(s: Situation): readonly (readonly string[])[] {
	const dev = upDevice(s);
	return [
		["ip", "link", "set", dev, "up"],
		["ip", "route", "add", "default", "dev", dev],
	];
}

export const lookupRows: readonly Row[] = [noTable, lookup, noDestination];

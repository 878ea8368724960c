/** What is unusual about routes, neighbours and rules. */
import type { Place } from "../place.ts";
import type { ItemSeen } from "../survey.ts";
import { notice, type Unusual } from "./notice.ts";

export function unusualItems(items: readonly ItemSeen[]): Unusual[] {
	return [...items.flatMap(byItself), ...defaults(items.filter(({ object }) => object === "route"))];
}

function byItself({ object, places, words }: ItemSeen): Unusual[] {
	const dst = words.get("dst")?.value ?? "";
	if (object === "route" || object === "nexthop")
		return (["linkdown", "dead"] as const)
			.flatMap((flag) => notice(`route.${flag}`, flagged(places, flag), { value: dst, dev: deviceOf(places, flag) }))
			.concat(object === "route" ? anyip(words) : []);
	if (object === "neigh")
		return notice("neigh.failed", flagged(places, "FAILED"), { value: dst, dev: words.get("dev")?.value ?? "" });
	if (object !== "rule") return [];
	const asleep = ["iif_detached", "oif_detached", "unresolved"]
		.map((key) => words.get(key))
		.find((place) => place !== undefined);
	return notice("rule.asleep", asleep, { value: words.get("priority")?.value ?? "" });
}

/** A whole network of one's own, set by hand: the kernel does so for 127/8 only. */
function anyip(words: ItemSeen["words"]): Unusual[] {
	const dst = words.get("dst");
	const [addr = "", len = ""] = dst?.value.split("/") ?? [];
	const isLocal = words.get("type")?.value === "local" && len !== "" && words.get("protocol")?.value !== "kernel";
	return isLocal && len !== (addr.includes(":") ? "128" : "32") && !addr.startsWith("127.")
		? notice("route.anyip", dst)
		: [];
}

const flagged = (places: readonly Place[], flag: string) =>
	places.find(({ value, key }) => value === flag && key !== "dev");

/** The device named last before the flag: of several next hops, the one it speaks of. */
function deviceOf(places: readonly Place[], flag: string): string {
	const at = places.findIndex(({ value, key }) => value === flag && key !== "dev");
	return places.slice(0, Math.max(at, 0)).findLast(({ key }) => key === "dev")?.value ?? "";
}

/** Two defaults of one family in one table of one output. */
function defaults(routes: readonly ItemSeen[]): Unusual[] {
	const found: Unusual[] = [];
	const firsts = new Map<string, ItemSeen>();
	for (const route of routes) {
		const { words, section } = route;
		const dst = words.get("dst");
		if (
			dst?.value !== "default" ||
			["unreachable", "throw", "prohibit", "blackhole"].includes(words.get("type")?.value ?? "")
		)
			continue;
		const id = `${section} ${words.get("table")?.value ?? "main"} ${familyOf(route)} ${words.get("tos")?.value ?? ""} ${words.get("from")?.value ?? ""}`;
		const first = firsts.get(id);
		if (first === undefined) firsts.set(id, route);
		else {
			const same = metric(first) === metric(route);
			found.push(
				...notice(same ? "route.samedefaults" : "route.defaults", dst, {
					other: metric(first) <= metric(route) ? way(first) : way(route),
					dev: "",
				}),
			);
		}
	}
	return found;
}

const metric = ({ words }: ItemSeen) => Number(words.get("metric")?.value ?? 0);
/** As ip writes it: of two cards in one network the gateway is the same. */
const way = ({ words }: ItemSeen) =>
	[
		["via", words.get("gateway")?.value],
		["dev", words.get("dev")?.value],
	]
		.flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]))
		.join(" ");

/** IPv6 is told by its gateway, or by what only its routes have. */
function familyOf({ words }: ItemSeen): string {
	return words.get("gateway")?.value.includes(":") === true || words.has("pref") ? "inet6" : "inet";
}

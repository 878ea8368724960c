/** A walk over all IPv6 routes that keeps, changes or drops them: net/ipv6/ip6_fib.c fib6_clean_tree(). */
import { keyPrefix, type Prefix } from "../net/prefix.ts";
import { aroundChildren } from "../net/trie.ts";
import {
	type Alias6,
	bySource,
	type Fib6,
	type Info6,
	type Route6,
	routes6At,
	sameSource,
	tables6InOrder,
	withRoutes,
} from "./fib6.ts";
import { sameWay } from "./fib6-sibling.ts";
import { sharedGet } from "./shared.ts";

/** Keeps, changes or drops routes, place by place; only places that have one of the infos that `concerns` are looked at. */
export function sweepRoutes6(
	fib: Fib6,
	concerns: (info: Info6) => boolean,
	change: (list: readonly Route6[]) => readonly Route6[],
	dropped: (route: Route6) => void,
): Fib6 {
	const known = new Map<number, boolean>();
	const isConcerned = ({ info }: Alias6): boolean => {
		const before = known.get(info);
		if (before !== undefined) return before;
		const now = concerns(sharedGet(fib.infos, info));
		known.set(info, now);
		return now;
	};
	let next = fib;
	for (const t of tables6InOrder(fib))
		for (const { value: aliases, words, len, before } of aroundChildren(t.routes)) {
			if (!aliases.some((alias) => Boolean(alias.src) === before && isConcerned(alias))) continue;
			const dst = keyPrefix({ words, len });
			for (const src of sourcesOf(aliases, before)) {
				const place = { table: t.id, dst, ...(src && { src }) };
				const list = routes6At(fib, place);
				const kept = change(list);
				if (kept.length === list.length && kept.every((route, i) => route === list[i])) continue;
				for (const route of list)
					if (!kept.some((other) => sameWay(other, route) && other.type === route.type)) dropped(route);
				next = withRoutes(next, place, kept);
			}
		}
	return next;
}

function sourcesOf(aliases: readonly Alias6[], withSource: boolean): (Prefix | undefined)[] {
	if (!withSource) return [undefined];
	const all = aliases.filter((alias) => alias.src).sort(bySource);
	return all.filter((alias, i) => !sameSource(alias.src, all[i - 1]?.src)).map((alias) => alias.src);
}

/** IPv6 routes put into a table and taken out of it: net/ipv6/ip6_fib.c fib6_add_rt2node(), fib6_add_1(), fib6_del(). */
import { idGet } from "../net/id-map.ts";
import { prefixKey } from "../net/prefix.ts";
import { trieGet, within } from "../net/trie.ts";
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../uapi/message.ts";
import { type Fib6, type Route6, routes6At, withRoutes } from "./fib6.ts";
import { areSiblings, canBeSibling, sameWay } from "./fib6-sibling.ts";
import { Refusal } from "./refusal.ts";
import type { Deal6 } from "./share.ts";

/**
 * Puts a route in as NLM_F_* say (fib6_add_rt2node). EXCL refuses any route of the same metric; REPLACE takes the place of the
 * first that is a sibling as this one is or is not, and of its siblings, else of any; all others go behind.
 * Throws EEXIST or ENOENT.
 */
export function insertRoute6(fib: Fib6, route: Route6, flags: number, deal: Deal6): Fib6 {
	const list = routes6At(fib, route);
	const same = list.filter((other) => other.priority === route.priority);
	if (flags & NLM_F_REPLACE && !(flags & NLM_F_CREATE) && !hasNode(fib, route))
		throw new Refusal("ENOENT", "Can not replace route - no match found");
	if (same.length && flags & NLM_F_EXCL) throw new Refusal("EEXIST");
	if (flags & NLM_F_REPLACE) return replaceRoute6(fib, route, flags, deal, list, same);
	const twin = same.find((other) => sameWay(other, route));
	if (twin) throw new Refusal("EEXIST");
	const at = list.findIndex((other) => other.priority > route.priority);
	const place = at < 0 ? list.length : at;
	const next = [...list.slice(0, place), route, ...list.slice(place)];
	return withRoutes(fib, route, list.length > 0 ? deal(next, new Set([route.priority])) : next);
}

function replaceRoute6(
	fib: Fib6,
	route: Route6,
	flags: number,
	deal: Deal6,
	list: readonly Route6[],
	same: readonly Route6[],
): Fib6 {
	const kindred = same.find((other) => canBeSibling(other) === canBeSibling(route));
	const gone = kindred ?? same[0];
	if (!gone) {
		if (!(flags & NLM_F_CREATE)) throw new Refusal("ENOENT");
		return insertRoute6(fib, route, NLM_F_CREATE, deal);
	}
	const next = list.map((other) => (other === gone ? route : other));
	return withRoutes(
		fib,
		route,
		next.filter((other) => other === route || !areSiblings(other, gone)),
	);
}

/** Whether the tree of the kernel has a node at the very prefix: for routes, or where two ways part (fib6_add_1). */
function hasNode(fib: Fib6, { table: id, dst, src }: Route6): boolean {
	if (src) return routes6At(fib, { table: id, dst, src }).length > 0;
	if (dst.len === 0) return true;
	const t = idGet(fib.tables, id);
	if (!t) return false;
	const { words, len } = prefixKey(dst);
	const [left, right] = [0, 1].map((side) => {
		const next = words.map((word, i) => (i === len >> 5 ? (word | (side << (31 - (len & 31)))) >>> 0 : word));
		return !within(t.routes, { words: next, len: len + 1 }).next().done;
	});
	return trieGet(t.routes, { words, len }) !== undefined || Boolean(left && right);
}

/** Takes one of the routes of its place away: the very object that routes6At() gave, or one like it. */
export function removeRoute6(fib: Fib6, route: Route6, deal: Deal6): Fib6 {
	const list = routes6At(fib, route);
	const gone = list.find(
		(other) => other.priority === route.priority && sameWay(other, route) && other.type === route.type,
	);
	if (!gone) return fib;
	const rest = list.filter((other) => other !== gone);
	return withRoutes(fib, route, deal(rest, new Set([gone.priority])));
}

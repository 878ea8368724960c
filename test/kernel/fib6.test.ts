/** The lookup of IPv6 routes against one that looks at every route of the tables. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyFib6, type Fib6, type Route6 } from "../../src/kernel/fib6.ts";
import { insertRoute6, removeRoute6 } from "../../src/kernel/fib6-insert.ts";
import { type Found6, fibLookup6 } from "../../src/kernel/fib6-lookup.ts";
import { areSiblings } from "../../src/kernel/fib6-sibling.ts";
import { Refusal } from "../../src/kernel/refusal.ts";
import { beginTask, setNetns } from "../../src/kernel/task.ts";
import { contains, maskAddr, type Prefix, samePrefix } from "../../src/net/prefix.ts";
import type { Errno } from "../../src/uapi/errno.ts";
import { NLM_F_CREATE, RTNH_F_DEAD } from "../../src/uapi/message.ts";
import { TestKernel } from "./world.ts";

const [local, main] = [255, 254];
const errors: Readonly<Record<number, Errno | "next">> = { 6: "EINVAL", 7: "EHOSTUNREACH", 8: "EACCES", 9: "next" };

/** Addresses near one another, so that prefixes nest and collide. */
const addr = fc
	.tuple(fc.constantFrom("2001:db8", "2001:db9", "fd00"), fc.nat(3), fc.constantFrom("1", "8001", "ffff"))
	.map(([high, middle, low]) => maskAddr(`${high}:${middle}::${low}`, 128));
const prefix = fc
	.tuple(addr, fc.constantFrom(0, 16, 32, 33, 48, 64, 127, 128))
	.map(([a, len]): Prefix => ({ addr: maskAddr(a, len), len }));

const route: fc.Arbitrary<Route6> = fc
	.record({
		dst: prefix,
		src: fc.option(prefix, { freq: 6, nil: undefined }),
		table: fc.constantFrom(local, main, main),
		priority: fc.constantFrom(100, 256, 1024, 1024),
		type: fc.constantFrom(1, 1, 1, 1, 6, 7, 8, 9),
		oif: fc.constantFrom(1, 2, 3),
		pref: fc.constantFrom(0, 0, 1, 3),
		gateway: fc.option(fc.constantFrom("fe80::1", "fe80::2"), { nil: undefined }),
		expires: fc.option(fc.constantFrom(0, 1e9), { freq: 5, nil: undefined }),
	})
	.map(({ src, oif, gateway, expires, type, ...rest }) => ({
		...rest,
		type,
		protocol: 3,
		nexthops: [
			{ oif, weight: 1, flags: oif === 3 ? RTNH_F_DEAD : 0, ...(gateway !== undefined && type === 1 && { gateway }) },
		],
		// a source prefix of length 0 is none
		...(src && src.len > 0 && { src }),
		...(expires !== undefined && { expires }),
	}));
const flow = fc.record({ daddr: addr, saddr: addr, oif: fc.constantFrom(0, 0, 2), strict: fc.boolean() });
type Flow = typeof flow extends fc.Arbitrary<infer T> ? T : never;

/** Routes of one place stand by metric, and of one metric in the order in which they came. */
function byMetric(routes: readonly Route6[]): Route6[] {
	return [...routes].sort((a, b) => a.priority - b.priority);
}

function scoreOf({ nexthops: [hop], pref }: Route6, { oif, strict }: Flow): number | undefined {
	if (!hop || hop.flags & RTNH_F_DEAD) return undefined;
	const fits = oif === 0 || hop.oif === oif;
	if (!fits && strict) return undefined;
	return (fits ? 2 : 0) + (pref === 1 ? 8 : pref === 3 ? 0 : 4);
}

/** The best of the first metric that has one that can be taken. */
function best(routes: readonly Route6[], asked: Flow): Route6 | undefined {
	const living = byMetric(routes).filter(({ expires }) => expires === undefined || expires > 0);
	const usable = living.filter((r) => scoreOf(r, asked) !== undefined);
	const metric = usable[0]?.priority;
	const same = usable.filter(({ priority }) => priority === metric);
	return same.reduce<Route6 | undefined>(
		(one, r) => (one && (scoreOf(one, asked) ?? 0) >= (scoreOf(r, asked) ?? 0) ? one : r),
		undefined,
	);
}

function naiveTable(routes: readonly Route6[], table: number, asked: Flow): Route6 | undefined {
	const inTable = routes.filter((r) => r.table === table && contains(r.dst, asked.daddr));
	const lengths = [...new Set(inTable.map(({ dst }) => dst.len))].sort((a, b) => b - a);
	let descends = true;
	for (const len of lengths) {
		const here = inTable.filter(({ dst }) => dst.len === len);
		const forSources = here.filter(({ src }) => src);
		const sources = forSources.filter(({ src }) => src && contains(src, asked.saddr));
		// the first descent passes by where routes are only for other sources
		if (descends && len > 0 && forSources.length > 0 && sources.length === 0) continue;
		descends = false;
		const longest = [...new Set(sources.map(({ src }) => src?.len ?? 0))].sort((a, b) => b - a);
		for (const srcLen of [...longest, undefined]) {
			const found = best(
				here.filter(({ src }) => src?.len === srcLen && (!src || contains(src, asked.saddr))),
				asked,
			);
			if (found) return found;
		}
	}
	return undefined;
}

function naive(routes: readonly Route6[], asked: Flow): Route6 | Errno {
	for (const table of [local, main]) {
		const found = naiveTable(routes, table, asked);
		const error = found && errors[found.type];
		if (error !== undefined && error !== "next") return error;
		if (found && !error) return found;
	}
	return "ENETUNREACH";
}

/** What identifies the answer: the place, and the first way by which it was found. */
function told(found: Found6 | Errno): unknown {
	if (typeof found === "string") return found;
	const { dst, src, table, priority } = found.route;
	return { dst, src, table, priority, hop: found.hop };
}

function toldNaive(found: Route6 | Errno): unknown {
	if (typeof found === "string") return found;
	const { dst, src, table, priority, nexthops } = found;
	return { dst, src, table, priority, hop: nexthops[0] };
}

function insert(fib: Fib6, list: Route6[], r: Route6): Fib6 {
	try {
		const next = insertRoute6(fib, r, NLM_F_CREATE, (list) => list);
		list.push(r);
		return next;
	} catch (error) {
		expect(error).toBeInstanceOf(Refusal);
		return fib;
	}
}

test("finds what a look at every route finds", () => {
	const k = new TestKernel();
	fc.assert(
		fc.property(
			fc.array(fc.tuple(route, fc.boolean()), { maxLength: 30 }),
			fc.array(flow, { minLength: 5, maxLength: 5 }),
			(routes, flows) => {
				const list: Route6[] = [];
				let fib = emptyFib6;
				for (const [r] of routes) fib = insert(fib, list, r);
				for (const [r, goes] of routes) {
					const at = goes ? list.indexOf(r) : -1;
					if (at < 0 || isAmbiguous(list, r)) continue;
					fib = removeRoute6(fib, r, (list) => list);
					list.splice(at, 1);
				}
				const t = beginTask(k.kernel, k.netns);
				setNetns(t, k.netns, { fib6: fib });
				for (const asked of flows)
					expect(told(fibLookup6(t, k.netns, { ...asked, iif: 1, tos: 0 }))).toEqual(toldNaive(naive(list, asked)));
			},
		),
		{ numRuns: 2000 },
	);
});

/** Several routes of the place look like this one to a deletion. */
function isAmbiguous(list: readonly Route6[], r: Route6): boolean {
	const alike = list.filter(
		(other) =>
			other.table === r.table &&
			samePrefix(other.dst, r.dst) &&
			(other.src === r.src || (other.src !== undefined && r.src !== undefined && samePrefix(other.src, r.src))) &&
			other.priority === r.priority,
	);
	return alike.length > 1 || alike.some((other) => other !== r && areSiblings(other, r));
}

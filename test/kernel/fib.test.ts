/** The lookup of IPv4 routes against one that looks at every route of the tables. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	changeInfos4,
	emptyFib4,
	type Fib4,
	type Route4,
	routesInOrder,
	tablesInOrder,
} from "../../src/kernel/fib4.ts";
import { flushDead4, insertRoute4, removeRoute4 } from "../../src/kernel/fib4-insert.ts";
import { fibLookup4 } from "../../src/kernel/fib4-lookup.ts";
import { Refusal } from "../../src/kernel/refusal.ts";
import { beginTask, setNetns, type Task } from "../../src/kernel/task.ts";
import { fromWords } from "../../src/net/addr.ts";
import { contains, formatPrefix, maskAddr } from "../../src/net/prefix.ts";
import type { Errno } from "../../src/uapi/errno.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, RTNH_F_DEAD } from "../../src/uapi/message.ts";
import { TestKernel } from "./world.ts";

const local = 255;
const main = 254;
const fallback = 253;
const errors: Readonly<Record<number, Errno>> = { 6: "EINVAL", 7: "EHOSTUNREACH", 8: "EACCES" };

/** Addresses near one another, so that prefixes nest and collide. */
const addr = fc
	.tuple(fc.constantFrom(10, 11, 127), fc.nat(3), fc.constantFrom(0, 1, 128, 255), fc.nat(255))
	.map(([a, b, c, d]) => fromWords([((a << 24) | (b << 16) | (c << 8) | d) >>> 0]));

const route: fc.Arbitrary<Route4> = fc
	.record({
		addr,
		len: fc.constantFrom(0, 8, 9, 15, 16, 24, 25, 31, 32),
		table: fc.constantFrom(local, main, main, fallback),
		tos: fc.constantFrom(0, 0, 0, 8, 16),
		priority: fc.constantFrom(0, 0, 1, 100),
		type: fc.constantFrom(1, 1, 1, 2, 3, 6, 7, 8, 9),
		scope: fc.constantFrom(0, 253, 254),
		oif: fc.constantFrom(1, 2, 3),
	})
	.map(({ addr: a, len, oif, type, ...rest }) => ({
		...rest,
		type,
		dst: { addr: maskAddr(a, len), len },
		protocol: 3,
		flags: 0,
		nexthops: type > 5 ? [] : [{ oif, scope: 254, weight: 1, flags: oif === 3 ? RTNH_F_DEAD : 0 }],
	}));

const flags = fc.constantFrom(
	NLM_F_CREATE | NLM_F_EXCL,
	NLM_F_CREATE | NLM_F_APPEND,
	NLM_F_CREATE | NLM_F_REPLACE,
	NLM_F_CREATE,
	NLM_F_REPLACE,
	NLM_F_EXCL,
);
const step = fc.record({ route, flags, del: fc.constantFrom(false, false, false, true) });
const flow = fc.record({
	daddr: addr,
	tos: fc.constantFrom(0, 8, 12),
	oif: fc.constantFrom(0, 0, 2),
	scope: fc.constantFrom(0, 253),
});

/** Routes in the order in which one prefix is searched, kept the slow way. */
function applyNaive(list: readonly Route4[], r: Route4, how: number): readonly Route4[] {
	const key = (a: Route4) => a.table === r.table && a.dst.addr === r.dst.addr && a.dst.len === r.dst.len;
	const same = (a: Route4) => key(a) && a.tos === r.tos && a.priority === r.priority;
	const first = list.find(same);
	const twin = list.find((a) => same(a) && JSON.stringify(a) === JSON.stringify(r));
	if (first) {
		if (how & NLM_F_EXCL) return list;
		if (how & NLM_F_REPLACE) return twin ? list : list.map((a) => (a === first ? r : a));
		if (twin) return list;
	}
	if (!(how & NLM_F_CREATE)) return list;
	if (first && !(how & NLM_F_APPEND)) return list.flatMap((a) => (a === first ? [r, a] : [a]));
	const later = list.find((a) => key(a) && (a.tos < r.tos || (a.tos === r.tos && a.priority > r.priority)));
	return later ? list.flatMap((a) => (a === later ? [r, a] : [a])) : [...list, r];
}

interface Answer {
	readonly prefix?: string;
	readonly oif?: number;
	readonly error?: Errno;
}

function lookupNaive(list: readonly Route4[], f: { daddr: string; tos: number; oif: number; scope: number }): Answer {
	const inGroup = (tables: readonly number[]): Route4 | undefined => {
		const found = list
			.filter((r) => tables.includes(r.table) && contains(r.dst, f.daddr))
			.filter((r) => (r.tos === 0 || r.tos === f.tos) && r.scope >= f.scope)
			.filter((r) => r.type > 5 || r.nexthops.some((h) => !(h.flags & RTNH_F_DEAD) && (!f.oif || h.oif === f.oif)));
		return found.reduce<Route4 | undefined>((best, r) => {
			if (!best || r.dst.len > best.dst.len) return r;
			return r.dst.len === best.dst.len && r.table > best.table ? r : best;
		}, undefined);
	};
	const answerOf = (r: Route4): Answer =>
		errors[r.type] ? { error: errors[r.type] as Errno } : { prefix: formatPrefix(r.dst), oif: r.nexthops[0]?.oif ?? 0 };
	const first = inGroup([local, main]);
	const answer = first && first.type !== 9 ? answerOf(first) : undefined;
	if (answer && !answer.error) return answer;
	const last = inGroup([fallback]);
	const second = last && last.type !== 9 ? answerOf(last) : undefined;
	return second && !second.error ? second : (answer ?? { error: "ENETUNREACH" });
}

function taskWith(fib4: Fib4): { t: Task; netns: number } {
	const { kernel, netns } = new TestKernel();
	const t = beginTask(kernel, netns);
	setNetns(t, netns, { fib4 });
	return { t, netns };
}

function build(steps: readonly { route: Route4; flags: number; del: boolean }[]): {
	fib: Fib4;
	list: readonly Route4[];
} {
	let fib = emptyFib4;
	let list: readonly Route4[] = [];
	for (const { route: r, flags: how, del } of steps) {
		if (del) {
			const twin = list.find((a) => JSON.stringify(a) === JSON.stringify(r));
			list = list.filter((a) => a !== twin);
			fib = removeRoute4(fib, r);
			continue;
		}
		list = applyNaive(list, r, how);
		try {
			fib = insertRoute4(fib, r, how)?.fib ?? fib;
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
		}
	}
	return { fib, list };
}

describe("fibLookup4", () => {
	test("finds what a scan of all routes finds", () => {
		fc.assert(
			fc.property(
				fc.array(step, { maxLength: 40 }),
				fc.array(flow, { minLength: 5, maxLength: 20 }),
				(steps, flows) => {
					const { fib, list } = build(steps);
					const { t, netns } = taskWith(fib);
					for (const f of flows) {
						const found = fibLookup4(t, netns, { ...f, iif: 1 });
						const answer =
							typeof found === "string"
								? { error: found }
								: { prefix: formatPrefix(found.route.dst), oif: found.hop.oif };
						expect(answer).toEqual(lookupNaive(list, f));
					}
				},
			),
			{ numRuns: 300 },
		);
	});

	test("lists what was put in, and forgets what nobody uses", () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
				const { fib, list } = build(steps);
				const listed = tablesInOrder(fib).flatMap((table) => [...routesInOrder(fib, table)]);
				const sorted = (routes: readonly Route4[]) =>
					routes
						.map((r) =>
							JSON.stringify(
								Object.entries(r)
									.filter(([, v]) => v !== undefined)
									.sort(),
							),
						)
						.sort();
				expect(sorted(listed)).toEqual(sorted(list));
				const dead = changeInfos4(fib, (info) => ({ ...info, flags: info.flags | RTNH_F_DEAD }));
				const empty = flushDead4(dead, () => {});
				expect(empty.infos.entries.size).toBe(0);
				expect(empty.infos.ids.size).toBe(0);
			}),
			{ numRuns: 200 },
		);
	});
});

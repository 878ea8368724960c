/** A request that the kernel refuses leaves it as it was, whatever came before. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Kernel } from "../../src/kernel/kernel.ts";
import { idValues } from "../../src/net/id-map.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, type Request } from "../../src/uapi/message.ts";
import { TestKernel } from "./world.ts";

const flags = fc.constantFrom(
	NLM_F_CREATE | NLM_F_EXCL,
	NLM_F_CREATE | NLM_F_APPEND,
	NLM_F_CREATE | NLM_F_REPLACE,
	NLM_F_CREATE,
	NLM_F_REPLACE,
	NLM_F_EXCL,
);
const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const oif = maybe(1, 2, 3, 9);
const addr4 = ["10.0.0.1", "10.0.0.2", "10.1.0.2", "10.2.0.7", "127.0.0.1", "0.0.0.0", "224.0.0.1", "10.0.0.255"];
const addr6 = ["2001:db8::1", "2001:db8::2", "2001:db8:1::9", "fe80::1", "::1", "::", "ff02::1"];
const lladdr = maybe("02:00:00:00:00:22", "02:00", undefined);

function given<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

function routes(family: "inet" | "inet6"): fc.Arbitrary<Request> {
	const addrs = family === "inet" ? addr4 : addr6;
	const dsts =
		family === "inet"
			? ["10.0.0.0/24", "10.5.0.0/16", "10.5.1.0/24", "0.0.0.0/0", "10.0.0.5/24"]
			: ["2001:db8::/64", "2001:db8:5::/48", "::/0"];
	return fc
		.record({
			type: fc.constantFrom("RTM_NEWROUTE" as const, "RTM_NEWROUTE" as const, "RTM_DELROUTE" as const),
			flags,
			dst: fc
				.constantFrom(...dsts)
				.map((text) => ({ addr: text.split("/")[0] as string, len: Number(text.split("/")[1]) })),
			tos: fc.constantFrom(0, 0, 0, 8, 1),
			table: fc.constantFrom(254, 254, 255, 100, 0),
			protocol: fc.constantFrom(0, 3, 4),
			scope: fc.constantFrom(0, 0, 253, 254, 255),
			routeType: fc.constantFrom(1, 1, 1, 2, 6, 7, 10, 0, 77),
			rtmFlags: fc.constantFrom(0, 0, 0, 4),
			oif,
			gateway: maybe(...addrs),
			priority: maybe(0, 5, 1024),
			prefsrc: maybe(...addrs),
			nhid: maybe(1, 2, 3),
			multipath: fc.option(
				fc.array(
					fc
						.record({ oif, gateway: maybe(...addrs), weight: fc.constantFrom(1, 3), flags: fc.constantFrom(0, 4) })
						.map(given),
					{ maxLength: 3 },
				),
				{ nil: undefined, freq: 4 },
			),
		})
		.map((r) => ({ ...given(r), family }) as Request);
}

const rules: fc.Arbitrary<Request> = fc
	.record({
		type: fc.constantFrom("RTM_NEWRULE" as const, "RTM_DELRULE" as const),
		flags,
		rule: fc
			.record({
				family: fc.constantFrom("inet" as const, "inet6" as const),
				action: fc.constantFrom(0, 1, 1, 2, 3, 7),
				flags: fc.constantFrom(0, 2),
				tos: fc.constantFrom(0, 8, 3),
				table: fc.constantFrom(0, 5, 254),
				priority: maybe(0, 10, 100),
				goto: maybe(50, 100),
				src: maybe({ addr: "10.0.0.0", len: 8 }, { addr: "::", len: 3 }),
				l3mdev: maybe(true),
				sportRange: maybe({ start: 5, end: 3 }, { start: 5, end: 6 }),
			})
			.map(given),
	})
	.map((r) => r as Request);

const nexthops: fc.Arbitrary<Request> = fc
	.record({
		type: fc.constantFrom("RTM_NEWNEXTHOP" as const, "RTM_NEWNEXTHOP" as const, "RTM_DELNEXTHOP" as const),
		flags,
		family: fc.constantFrom("inet" as const, "inet6" as const, "unspec" as const),
		protocol: fc.constant(0),
		nhFlags: fc.constantFrom(0, 0, 4),
		id: maybe(0, 1, 2, 3),
		oif,
		gateway: maybe(...addr4, ...addr6),
		blackhole: maybe(true),
		fdb: maybe(true),
		group: fc.option(
			fc.array(fc.record({ id: fc.constantFrom(1, 2, 3), weight: fc.constantFrom(1, 256) }), { maxLength: 3 }),
			{ nil: undefined },
		),
	})
	.map((r) => given(r) as Request);

const neighbours: fc.Arbitrary<Request> = fc
	.record({
		type: fc.constantFrom("RTM_NEWNEIGH" as const, "RTM_DELNEIGH" as const),
		flags,
		family: fc.constantFrom("inet" as const, "inet6" as const),
		ifindex: fc.constantFrom(0, 1, 2, 3, 9),
		state: fc.constantFrom(0x80, 0x04, 0x02, 0, 0x20),
		ndmFlags: fc.constantFrom(0, 0, 8, 1),
		dst: maybe(...addr4, ...addr6),
		lladdr,
	})
	.map((r) => given(r) as Request);

const request = fc.oneof(routes("inet"), routes("inet6"), rules, nexthops, neighbours);

function world(): TestKernel {
	const k = new TestKernel();
	k.up("lo");
	for (const name of ["d0", "d1"]) {
		k.addLink(name, "dummy");
		k.up(name);
	}
	k.addAddr("d0", "10.0.0.1", 24);
	k.addAddr("d1", "10.1.0.1", 24);
	k.addAddr("d0", "2001:db8::1", 64);
	return k;
}

/** What even a refusal leaves behind in Linux: the table that a route was for, a neighbour that knows nothing, an id that was drawn. */
function withoutRemains(kernel: Kernel): unknown {
	return {
		...kernel,
		netns: [...idValues(kernel.netns)].map(({ fib4, fib6, neighbours: _, nexthops, ...net }) => ({
			...net,
			nexthops: nexthops.objects,
			routes4: [...idValues(fib4.tables)]
				.filter(({ routes }) => routes.size > 0)
				.map(({ id, routes }) => ({ id, routes })),
			routes6: [...idValues(fib6.tables)]
				.filter(({ routes }) => routes.size > 0)
				.map(({ id, routes }) => ({ id, routes })),
			infos: [fib4.infos, fib6.infos],
		})),
	};
}

test("a refused request changes nothing", () => {
	fc.assert(
		fc.property(fc.array(request, { minLength: 1, maxLength: 25 }), (requests) => {
			const k = world();
			for (const one of requests) {
				const before = k.kernel;
				const { error } = k.ask(one);
				if (error) expect(withoutRemains(k.kernel)).toEqual(withoutRemains(before));
			}
		}),
		{ numRuns: 150 },
	);
});

/**
 * The law paste(describe(m)) = m: what our own describers print, read as a paste, gives the same keys and values in the
 * same order as the fields they printed. Random messages of routes, rules, neighbours, next hops and addresses.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { paste } from "../../src/explain/paste/paste.ts";
import { readFields } from "../../src/explain/place.ts";
import type { Field } from "../../src/print/field.ts";
import { renderText } from "../../src/print/text.ts";
import type { Ifaddr, Rtmsg } from "../../src/uapi/message.ts";
import type { Ndmsg } from "../../src/uapi/neighbour.ts";
import type { Nhmsg } from "../../src/uapi/nexthop.ts";
import { FIB_RULE_INVERT, type FibRule, FR_ACT_TO_TBL } from "../../src/uapi/rule.ts";
import type { Context } from "../../src/userland/ip/context.ts";
import { describeRule } from "../../src/userland/ip/fib-rule.ts";
import { describeAddr } from "../../src/userland/ip/ifaddr.ts";
import { Names } from "../../src/userland/ip/names.ts";
import { describeNeigh } from "../../src/userland/ip/ndmsg.ts";
import { describeNexthop } from "../../src/userland/ip/nhmsg.ts";
import { describeRoute } from "../../src/userland/ip/rtmsg.ts";

/** As much of a context as the describers look at: no files, and links with plain names. */
function context(details: number, stats: number): Context {
	const sys = { readFile: () => ({ error: 2 }), listDirectory: () => [] } as unknown as Context["sys"];
	return {
		sys,
		options: { details, stats, numeric: false, brief: false, oneline: false, json: false },
		names: new Names(sys, false, () => undefined),
		links: { nameOf: (index: number) => `eth${index}`, find: () => undefined },
	} as unknown as Context;
}

const plain = { oneline: false } as Parameters<typeof renderText>[1];

/** Keys and values with their words, in the order of the text. */
function words(fields: readonly Field[]): string[] {
	return readFields(fields)
		.places.filter(({ key }) => key !== undefined)
		.map(({ key, value }) => `${key}=${value}`);
}

function holds(fields: Field[], command: string): void {
	const text = renderText(fields, plain);
	const read = paste(`$ ${command}\n${text}`);
	expect(words(read.fields), text).toEqual(words(fields));
}

const byte = fc.integer({ min: 1, max: 254 });
const addr4 = fc.tuple(fc.constantFrom(10, 172, 192, 198), byte, byte, byte).map((bytes) => bytes.join("."));
const addr6 = fc.tuple(byte, byte).map(([a, b]) => `2001:db8:${a.toString(16)}::${b.toString(16)}`);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const index = fc.integer({ min: 2, max: 9 });
const lladdr = fc
	.array(fc.integer({ min: 0, max: 255 }), { minLength: 6, maxLength: 6 })
	.map((bytes) => bytes.map((each) => each.toString(16).padStart(2, "0")).join(":"));
/** Without the keys that are undefined: a message does not have them. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
	fc
		.record(model)
		.map((made) => Object.fromEntries(Object.entries(made as object).filter(([, value]) => value !== undefined)) as T);
const flow = fc.record({ from: fc.integer({ min: 0, max: 9 }), to: fc.integer({ min: 1, max: 9 }) });
const level = fc.constantFrom(0, 1);

const family = fc.constantFrom("inet" as const, "inet6" as const);
const routes = family.chain((family) => {
	const addr = family === "inet" ? addr4 : addr6;
	return record<Rtmsg>({
		family: fc.constant(family),
		dst: fc.oneof(
			fc.constant({ addr: family === "inet" ? "0.0.0.0" : "::", len: 0 }),
			fc.record({ addr, len: fc.constantFrom(...(family === "inet" ? [24, 32] : [64, 128])) }),
		),
		tos: fc.constantFrom(0, 4, 16),
		table: fc.constantFrom(254, 255, 253, 100),
		protocol: fc.constantFrom(2, 3, 4, 9, 16, 99, 186),
		scope: fc.constantFrom(0, 253, 254),
		type: fc.constantFrom(1, 2, 3, 5, 6, 7, 8, 9),
		flags: fc.constantFrom(0, 1, 4, 16, 17, 8),
		oif: index,
		gateway: maybe(fc.oneof(addr4, addr6)),
		priority: maybe(fc.integer({ min: 1, max: 0xffffffff })),
		prefsrc: maybe(addr),
		nhid: maybe(byte),
		mark: maybe(fc.integer({ min: 1, max: 99 })),
		uid: maybe(byte),
		flow: maybe(flow),
		expires: maybe(byte),
		pref: fc.constantFrom(...(family === "inet" ? [undefined] : [0, 1, 3])),
		metrics: maybe(
			record<NonNullable<Rtmsg["metrics"]>>({
				mtu: maybe(fc.integer({ min: 68, max: 9000 })),
				hoplimit: maybe(byte),
				rtt: maybe(fc.integer({ min: 1, max: 500 }).map((ms) => ms * 8)),
				congctl: maybe(fc.constantFrom("cubic", "bbr")),
				lock: maybe(fc.constant(["mtu" as const])),
			} as never),
		),
		multipath: maybe(
			fc.array(
				record<NonNullable<Rtmsg["multipath"]>[number]>({
					oif: index,
					gateway: maybe(addr),
					weight: byte,
					flags: fc.constantFrom(0, 4, 16),
				} as never),
				{ minLength: 1, maxLength: 3 },
			),
		),
	} as never);
});

it("holds for routes", () => {
	fc.assert(
		fc.property(routes, level, (route, details) =>
			holds(describeRoute(context(route.nhid === undefined ? details : 0, 0), route), "ip route"),
		),
		{ numRuns: 1000 },
	);
});

const prefix = fc.oneof(
	fc.record({ addr: addr4, len: fc.constantFrom(8, 24, 32) }),
	fc.record({ addr: addr6, len: fc.constantFrom(48, 64, 128) }),
);
const ports = fc.tuple(byte, byte).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const rules = record<FibRule>({
	family: fc.constant("inet"),
	action: fc.constantFrom(FR_ACT_TO_TBL, 6, 7, 8),
	flags: fc.constantFrom(0, FIB_RULE_INVERT, 8),
	tos: fc.constantFrom(0, 16),
	table: fc.constantFrom(255, 254, 253, 100),
	priority: maybe(fc.integer({ min: 1, max: 32767 })),
	src: maybe(prefix),
	dst: maybe(prefix),
	iifname: maybe(fc.constantFrom("lo", "eth0")),
	oifname: maybe(fc.constant("eth1")),
	fwmark: maybe(fc.integer({ min: 1, max: 0xffff })),
	fwmask: maybe(fc.constantFrom(0xff, 0xffffffff)),
	flow: maybe(flow),
	tunId: maybe(byte),
	suppressPrefixlen: maybe(byte),
	uidRange: maybe(ports),
	protocol: fc.constantFrom(0, 3, 4, 99),
	ipProto: maybe(fc.constantFrom(6, 17)),
	sportRange: maybe(ports),
	dportRange: maybe(ports),
} as never);

it("holds for rules", () => {
	fc.assert(
		fc.property(rules, level, (rule, details) => holds(describeRule(context(details, 0), rule), "ip rule")),
		{ numRuns: 1000 },
	);
});

const neighbours = record<Ndmsg>({
	family: fc.constant("inet"),
	ifindex: index,
	dst: fc.oneof(addr4, addr6),
	state: fc.constantFrom(1, 2, 4, 8, 16, 32, 64, 128),
	flags: fc.constantFrom(0, 0x80, 0x10, 0x90),
	lladdr: maybe(lladdr),
	probes: byte,
	cacheinfo: maybe(fc.record({ refcnt: fc.constantFrom(0, 1), used: byte, confirmed: byte, updated: byte })),
	protocol: maybe(fc.constantFrom(3, 4, 99)),
} as never);

it("holds for neighbours", () => {
	fc.assert(
		fc.property(neighbours, level, fc.boolean(), (neigh, stats, dev) =>
			holds(describeNeigh(context(0, stats), neigh, { dev }), "ip neigh"),
		),
		{ numRuns: 1000 },
	);
});

const nexthops = record<Nhmsg>({
	family: fc.constant("inet"),
	id: fc.integer({ min: 1, max: 99 }),
	scope: fc.constantFrom(0, 253),
	gateway: maybe(addr4),
	oif: maybe(index),
	protocol: fc.constantFrom(0, 3, 4, 99),
	nhFlags: fc.constantFrom(0, 4, 16),
	group: maybe(fc.array(fc.record({ id: byte, weight: fc.constantFrom(1, 2, 200) }), { minLength: 1, maxLength: 4 })),
} as never);

it("holds for next hops", () => {
	fc.assert(
		fc.property(nexthops, level, (hop, details) =>
			holds([...describeNexthop(context(details, 0), hop), { nl: "hard" }], "ip nexthop"),
		),
		{ numRuns: 1000 },
	);
});

const addresses = family.chain((family) =>
	record<Ifaddr>({
		family: fc.constant(family),
		index: fc.constant(2),
		prefixlen: fc.constantFrom(24, 32),
		flags: fc.constantFrom(0, 0x80, 0x81, 0x20, 0x40, 0x88, 0x280, 0x100),
		scope: fc.constantFrom(0, 253, 254, 200, 77),
		local: family === "inet" ? addr4 : addr6,
		address: maybe(family === "inet" ? addr4 : addr6),
		broadcast: maybe(family === "inet" ? addr4 : fc.constant(undefined as never)),
		label: maybe(family === "inet" ? fc.constantFrom("eth2", "eth2:1") : fc.constant(undefined as never)),
		metric: maybe(byte),
		validLft: fc.constantFrom(0xffffffff, 3600),
		preferredLft: fc.constantFrom(0xffffffff, 1800),
	} as never),
);

it("holds for addresses", () => {
	fc.assert(
		fc.property(addresses, (addr) => holds(lifetimes(describeAddr(context(0, 0), addr, { named: false })), "ip addr")),
		{ numRuns: 1000 },
	);
});

/** Text says `forever` and `3600sec`; a number in JSON stands for both. */
function lifetimes(fields: readonly Field[]): Field[] {
	return fields.map((field) =>
		"key" in field && "value" in field && field.value === 0xffffffff && String(field.key).endsWith("_life_time")
			? { ...field, value: "forever" }
			: field,
	);
}

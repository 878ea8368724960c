/** The shape of a language for `iplab why`: every text there can be, so that a missing one fails the build. */
import type { Errno } from "../../uapi/errno.ts";
import type { Check, Fate, Selector, SourceFate } from "../../uapi/reason.ts";

export interface FateContext {
	readonly daddr: string;
	readonly oif: string;
	/** The device of the route, as far as it has one. */
	readonly dev: string;
	/** Its metric, and that of the route that decides. */
	readonly metric: number;
	readonly best: number;
}

export interface SourceContext {
	readonly addr: string;
	/** The device that has it, and the one the packet leaves by. */
	readonly dev: string;
	readonly out: string;
	/** How far the route goes, as `ip` prints a scope. */
	readonly scope: string;
}

export interface DecisionTexts {
	readonly title: string;
	readonly merged: { readonly head: string; readonly text: string };
	readonly tables: (names: readonly string[]) => string;
	readonly rule: (rule: string) => string;
	readonly mismatch: Readonly<Record<Selector, string>>;
	/** A rule with `from`, and a packet whose source is still open. */
	readonly noSourceYet: string;
	readonly table: {
		readonly missing: (names: readonly string[]) => string;
		/** No route of it contains the destination; some do and none fits. */
		readonly empty: (names: readonly string[], daddr: string) => string;
		readonly unfit: (names: readonly string[]) => string;
	};
	/** Why the chosen route is it. */
	readonly chosen: {
		readonly only: (daddr: string) => string;
		readonly longest: (daddr: string) => string;
		readonly fitting: (daddr: string) => string;
		/** Of several routes of one prefix. */
		readonly smallest: (metric: number) => string;
		/** Local and main have the same prefix. */
		readonly local: string;
	};
	readonly fate: Readonly<Record<Fate, (context: FateContext) => string>>;
	/** What a type of route does instead of carrying the packet; its error. */
	readonly type: Readonly<Record<"blackhole" | "unreachable" | "prohibit" | "throw", string>>;
	readonly suppressed: Readonly<Record<"prefixlength" | "ifgroup", string>>;
	readonly nothing: {
		readonly head: string;
		readonly text: (errno: string) => string;
		/** The destination is in the loopback network, which comes and goes with lo. */
		readonly loopback: (daddr: string) => string;
	};
	readonly way: {
		readonly head: string;
		readonly link: (daddr: string, dev: string) => string;
		readonly gateway: (gateway: string, dev: string) => string;
		/** IPv4: what the kernel has checked when the route was made. */
		readonly reach: (gateway: string) => string;
		readonly several: (count: number) => string;
		readonly share: (weight: number, total: number) => string;
		readonly otherShare: (weight: number, total: number) => string;
		readonly dead: string;
	};
	readonly local: {
		readonly head: string;
		readonly text: (daddr: string, owner: string, dev: string) => string;
		readonly down: (dev: string) => string;
		/** An address of the loopback network that has the whole length: 127.0.0.1, ::1. */
		readonly longest: (daddr: string, length: number) => string;
		readonly first: (daddr: string) => string;
	};
	readonly leaves: (daddr: string) => string;
	readonly source: {
		readonly head: string;
		readonly given: (addr: string, owner: string) => string;
		readonly prefsrc: (addr: string) => string;
		readonly itself: (addr: string) => string;
		readonly select: (dev: string, scope: string) => string;
		readonly select6: (dev: string) => string;
		readonly none: string;
		readonly fate: Readonly<Record<SourceFate, (context: SourceContext) => string>>;
		readonly elsewhere: (context: SourceContext) => string;
	};
	readonly assumed: { readonly head: string; readonly text: (dev: string, daddr: string) => string };
	readonly believe: {
		readonly head: string;
		/** rp_filter is off, and nothing else asks for a lookup of the way back. */
		readonly cheap: (saddr: string) => string;
		readonly asks: (saddr: string, dev: string, rpFilter: number) => string;
		readonly same: (dev: string) => string;
		readonly loose: string;
		readonly off: string;
		readonly refused: (dev: string, other: string, rpFilter: number) => string;
	};
	readonly refused: { readonly head: string; readonly check: Readonly<Record<Check, (dev: string) => string>> };
	readonly errno: (errno: Errno, text: string) => string;
}

export interface ReachTexts {
	readonly answered: string;
	readonly connected: (port: number) => string;
	readonly stops: string;
	readonly here: string;
	readonly namespace: (ns: string) => string;
	/** What stops is said of the answer, not of the packet. */
	readonly onTheWayBack: string;
	readonly mends: string;
	readonly whole: string;
	readonly part: string;
	readonly noMend: string;
	readonly delivered: string;
	readonly stop: {
		readonly source: (addr: string) => string;
		readonly sourceNarrow: (addr: string, dev: string, scope: string) => string;
		readonly sourceLoopback: (addr: string, dev: string) => string;
		readonly routeNone: (daddr: string) => string;
		readonly routeType: (daddr: string, route: string, rule: string | undefined) => string;
		readonly rule: (daddr: string, rule: string) => string;
		readonly forwarding: (dev: string, sysctl: string) => string;
		readonly arpOff: (dev: string) => string;
		readonly rpFilter: (dev: string, saddr: string, way: string | undefined, value: number) => string;
		readonly martian: (dev: string, addr: string) => string;
		readonly martianOwn: (dev: string, addr: string) => string;
		readonly deviceDown: (dev: string) => string;
		readonly carrier: (dev: string, peer: string | undefined) => string;
		readonly peerDown: (dev: string) => string;
		readonly neighbour: (
			dev: string,
			nexthop: string,
			direct: boolean,
			owner: string | undefined,
			heard: boolean,
		) => string;
		readonly lladdr: (dev: string, lladdr: string, sender: string, nexthop: string, permanent: boolean) => string;
		readonly mtu: (dev: string, length: number, mtu: number) => string;
		readonly circle: string;
		readonly hijack: (daddr: string, rule: string, route: string) => string;
		readonly swallowed: (dev: string) => string;
		readonly ignored: (sysctl: string) => string;
		readonly elsewhere: (addr: string, dev: string, meant: string) => string;
		readonly portClosed: (addr: string, port: number) => string;
		readonly portBound: (addr: string, port: number, bound: string) => string;
		readonly unknown: (at: string, why: string) => string;
	};
}

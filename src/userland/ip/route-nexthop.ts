/**
 * Next hops as words: `nexthop via 10.0.0.1 weight 2 nexthop dev eth1`, and what they share with the rest of a route's
 * words. ip/iproute.c parse_nexthops(), parse_one_nh().
 */
import { familyOf } from "../../net/addr.ts";
import type { Encap } from "../../uapi/lwtunnel.ts";
import { type Family, RTNH_F_ONLINK, type Rtnexthop } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { parseEncap } from "./encap.ts";
import { exited, wrong } from "./failure.ts";
import { begins } from "./grammar.ts";
import { u32 } from "./number.ts";
import { bytesOfAddr, needAddr } from "./prefix.ts";
import { parseRealms, readFamily } from "./route-word.ts";
import type { Words } from "./words.ts";

/** What a route's words say so far of the family it is of. */
export interface HasFamily {
	readonly ctx: Context;
	family: Family;
}

export function adoptFamily(draft: HasFamily, family: Family): void {
	if (draft.family === "unspec") draft.family = family;
}

export function needNumber(value: string, message: string): number {
	const number = u32(value);
	if (number === undefined) throw wrong(value, message);
	return number;
}

type Gateway = Pick<Rtnexthop, "gateway" | "via">;

/** `via inet6 fe80::1` leaves the route's family open or as it is; one of another family goes out as RTA_VIA. */
export function readGateway(draft: HasFamily, value: string, words: Words): Gateway {
	const family = readFamily(value);
	const parsed = needAddr(family === undefined ? value : words.next(), family ?? draft.family);
	adoptFamily(draft, parsed.family);
	const gateway = bytesOfAddr(parsed);
	return gateway === "" && parsed.family !== draft.family ? { gateway, via: parsed.family } : { gateway };
}

/** The rest of the line: `nexthop … nexthop …`. */
export function parseNexthops(draft: HasFamily, words: Words): Rtnexthop[] {
	const hops: Rtnexthop[] = [];
	while (words.more) {
		if (words.need() !== "nexthop")
			throw exited(`Error: "nexthop" or end of line is expected instead of "${words.need()}"`);
		words.skip();
		if (!words.more) throw exited('Error: unexpected end of line after "nexthop"');
		hops.push(parseNexthop(draft, words));
	}
	return hops;
}

interface HopDraft {
	/** RTA_GATEWAY */
	own?: Gateway;
	/** RTA_VIA */
	other?: Gateway;
	oif?: number;
	encap?: Encap;
	weight: number;
	flags: number;
	flow?: { readonly from: number; readonly to: number };
}

function parseNexthop(draft: HasFamily, words: Words): Rtnexthop {
	const hop: HopDraft = { weight: 1, flags: 0 };
	while (words.more && parseHopWord(draft, hop, words)) words.skip();
	const { own, other, ...rest } = hop;
	return { ...rest, ...(own ?? other), ...(own && other && { both: true }) };
}

/** False at a word that is none of a next hop's. */
function parseHopWord(draft: HasFamily, hop: HopDraft, words: Words): boolean {
	const word = words.need();
	switch (word !== "" && begins(word, "realms") ? "realms" : word) {
		case "via":
			keepGateway(draft, hop, readGateway(draft, words.next(), words));
			return true;
		case "dev":
			hop.oif = needHopDevice(draft.ctx, words.next());
			return true;
		case "weight":
			hop.weight = needNumber(words.next(), '"weight" is invalid\n');
			if (hop.weight < 1 || hop.weight > 256) throw wrong(words.need(), '"weight" is invalid\n');
			return true;
		case "realms":
			hop.flow = firstOf(hop.flow, needRealms(draft.ctx, words.next()));
			return true;
		case "onlink":
			hop.flags |= RTNH_F_ONLINK;
			return true;
		case "as":
			readNewDestination(draft, words.next(), words);
			return true;
		case "encap":
			words.next();
			hop.encap = parseEncap(draft.ctx, words);
			return true;
		default:
			return false;
	}
}

function keepGateway({ family }: HasFamily, hop: HopDraft, given: Gateway): void {
	const isOther = given.via !== undefined || (given.gateway !== "" && familyOf(given.gateway ?? "") !== family);
	const slot = isOther ? "other" : "own";
	hop[slot] = firstOf(hop[slot], given);
}

/** Of two attributes the kernel takes the first (nla_find() in fib_get_nhs() and ip6_route_multipath_add()). */
function firstOf<T>(before: T | undefined, now: T): T {
	return before ?? now;
}

/** `as [to] ADDR`, of which only the family counts: MPLS rewrites destinations, IP does not look. */
export function readNewDestination({ family }: HasFamily, value: string, words: Words): Family {
	return needAddr(value === "to" ? words.next() : value, family).family;
}

export function needRealms(ctx: Context, value: string): { from: number; to: number } {
	const flow = parseRealms(ctx, value);
	if (flow === undefined) throw wrong(value, '"realm" value is invalid\n');
	return flow;
}

function needHopDevice(ctx: Context, name: string): number {
	const index = ctx.links.indexOf(name);
	if (index === 0) throw exited(`Cannot find device "${name}"\nError: cannot parse nexthop`);
	return index;
}

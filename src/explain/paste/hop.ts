/** What lines of routes and of next hops share: gateways, devices, flags, what wraps their packets. ip/iproute.c print_rta_gateway(), ip/ipnexthop.c */
import { linkFlags } from "../../uapi/link-flags.ts";
import { anyWord, isAddr, type PasteRow } from "./row.ts";
import type { Words } from "./word.ts";

const isDevice = (word: string) => /^[^\s/]+$/.test(word) && !linkFlags.some(({ name }) => name === word);
const element = (word: string): PasteRow => ({ word, key: word, read: member });

/** Flags are members of an array, which has no brackets in text. */
function member(words: Words): boolean {
	words.fields.push({ open: "array", key: "flags" });
	const value = words.peek();
	words.fields.push({ text: words.take(), value });
	words.fields.push({ close: "array" });
	return true;
}

export const flagRows: readonly PasteRow[] = [
	"dead",
	"onlink",
	"pervasive",
	"offload",
	"trap",
	"notify",
	"linkdown",
	"unresolved",
	"rt_offload",
	"rt_trap",
	"rt_offload_failed",
].map(element);

/** `via 10.0.0.1`, `via inet6 fe80::1`. */
export const viaRow: PasteRow = { word: "via", key: "gateway", value: isAddr, read: via };

function via(words: Words): boolean {
	const family = words.peek(1);
	if (family === "inet" || family === "inet6") {
		if (!isAddr(words.peek(2))) return false;
		words.fields.push({ open: "object", key: "via" });
		words.field("family", family, 2);
		words.field("host", words.peek());
		words.fields.push({ close: "object" });
		return true;
	}
	if (words.left < 2) return false;
	if (isAddr(family)) words.field("gateway", family, 2);
	else {
		words.silent();
		words.topic("unreadable");
	}
	return true;
}

export const protoRow: PasteRow = { word: "proto", key: "protocol", value: anyWord, text: true };
export const devRow: PasteRow = { word: "dev", key: "dev", value: isDevice, text: true };
export const scopeRow: PasteRow = { word: "scope", key: "scope", value: anyWord, text: true };

/** `encap mpls 100/200`: all that comes before the next hop belongs to it. */
function encap(words: Words): boolean {
	let count = 2;
	while (count < words.left && !["via", "dev", "nhid", "proto", "scope", "metric"].includes(words.peek(count))) count++;
	words.field("encap", words.peek(1), count);
	return true;
}

export const encapRow: PasteRow = { word: "encap", key: "encap", value: anyWord, read: encap };

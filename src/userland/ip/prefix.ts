/**
 * Addresses and prefixes as arguments: lib/utils.c get_addr() and get_prefix(), which give up with exit(1). The reading is
 * net/prefix.ts; here are the family that is expected, and the sentences.
 */
import { type ParsedAddr, parseAddr } from "../../net/addr.ts";
import { type ParsedPrefix, parsePrefix } from "../../net/prefix.ts";
import type { Family } from "../../uapi/message.ts";
import { expected, notAllowed } from "./failure.ts";

export function needPrefix(word: string, family: Family): ParsedPrefix {
	if (family === "packet") throw notAllowed(word, "prefix");
	const parsed = family === "mpls" || family === "bridge" ? undefined : parsePrefix(word, family);
	if (parsed === undefined) throw expected(family, "prefix", word);
	return parsed;
}

export function needAddr(word: string, family: Family): ParsedAddr {
	if (family === "packet") throw notAllowed(word, "address");
	const parsed = family === "mpls" || family === "bridge" ? undefined : parseAddr(word, family);
	if (parsed === undefined) throw expected(family, "address", word);
	return parsed;
}

/** The bytes of an address; `any` has none, and the kernel refuses an attribute without them. */
export function bytesOfAddr(parsed: ParsedAddr): string {
	return "any" in parsed ? "" : parsed.addr;
}

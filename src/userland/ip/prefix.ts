/**
 * Addresses and prefixes as arguments: lib/utils.c get_addr() and get_prefix(), which give up with exit(1). The reading is
 * net/prefix.ts; here are the family that is expected, and the sentences. Link addresses and labels are only checked: the
 * kernel refuses whatever they are for.
 */
import { type AddrFamily, isAnyWord, type ParsedAddr, parseAddr } from "../../net/addr.ts";
import { parseLladdr } from "../../net/lladdr.ts";
import { type ParsedPrefix, parsePrefix } from "../../net/prefix.ts";
import type { Family } from "../../uapi/message.ts";
import { exited, expected, notAllowed } from "./failure.ts";

type OtherFamily = Exclude<Family, AddrFamily | "unspec">;

/** An address; one of another family counts as one without bytes. */
export type GivenAddr = ParsedAddr | { readonly family: OtherFamily; readonly any: true };
export type GivenPrefix = GivenAddr & Pick<ParsedPrefix, "len" | "lenGiven">;

export function needPrefix(word: string, family: AddrFamily | "unspec"): ParsedPrefix;
export function needPrefix(word: string, family: Family): GivenPrefix;
export function needPrefix(word: string, family: Family): GivenPrefix {
	if (family === "packet") throw notAllowed(word, "prefix");
	const parsed = isOther(family) ? otherPrefix(word, family) : parsePrefix(word, family);
	if (parsed === undefined) throw expected(family, "prefix", word);
	return parsed;
}

export function needAddr(word: string, family: AddrFamily | "unspec"): ParsedAddr;
export function needAddr(word: string, family: Family): GivenAddr;
export function needAddr(word: string, family: Family): GivenAddr {
	if (family === "packet") return linkAddr(word);
	const parsed = isOther(family) ? otherPrefix(word, family) : parseAddr(word, family);
	if (parsed === undefined) throw expected(family, "address", word);
	return parsed;
}

function isOther(family: Family): family is "bridge" | "mpls" {
	return family === "bridge" || family === "mpls";
}

/** A bridge has only the words for no address, MPLS only labels. */
function otherPrefix(word: string, family: "bridge" | "mpls"): GivenPrefix | undefined {
	const known = family === "bridge" ? isAnyWord(word) : /^\d+$/.test(word);
	return known ? { family, any: true, len: 0, lenGiven: word === "default" } : undefined;
}

/** The word is cut at its first colon before it is quoted. */
function linkAddr(word: string): GivenAddr {
	const parsed = isAnyWord(word) ? undefined : parseLladdr(word, 256);
	if (parsed === undefined || !("invalid" in parsed)) return { family: "packet", any: true };
	const [first] = word.split(":");
	throw exited(`"${parsed.invalid}" is invalid lladdr.\nError: link address is expected rather than "${first}".`, 1);
}

/** The bytes of an address; `any` has none, and the kernel refuses an attribute without them. */
export function bytesOfAddr(parsed: GivenAddr): string {
	return "any" in parsed ? "" : parsed.addr;
}

/**
 * Addresses and prefixes as arguments: lib/utils.c get_addr() and get_prefix(), which give up with exit(1). The reading is
 * net/prefix.ts; here are the family that is expected, and the sentences. Link addresses and labels are only checked: the
 * kernel refuses whatever they are for.
 */
import { type AddrFamily, isAnyWord, type ParsedAddr, parseAddr } from "../../net/addr.ts";
import { parseLladdr } from "../../net/lladdr.ts";
import { type ParsedPrefix, parseLength, parsePrefix } from "../../net/prefix.ts";
import { parseUnsigned } from "../../net/strtoul.ts";
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
	const parsed =
		family === "mpls" ? labelPrefix(word) : family === "bridge" ? noPrefix(word) : parsePrefix(word, family);
	if (parsed === undefined) throw expected(family, "prefix", word);
	return parsed;
}

export function needAddr(word: string, family: AddrFamily | "unspec"): ParsedAddr;
export function needAddr(word: string, family: Family): GivenAddr;
export function needAddr(word: string, family: Family): GivenAddr {
	if (family === "packet") return linkAddr(word);
	if (family === "mpls") return needLabels(word) && { family, any: true };
	const parsed = family === "bridge" ? noPrefix(word) : parseAddr(word, family);
	if (parsed === undefined) throw expected(family, "address", word);
	return parsed;
}

/** A bridge has only the words for no address. */
function noPrefix(word: string): GivenPrefix | undefined {
	return isAnyWord(word) ? { family: "bridge", any: true, len: 0, lenGiven: word === "default" } : undefined;
}

/** One label, and how many of its 20 bits count. */
function labelPrefix(word: string): GivenPrefix | undefined {
	const slash = word.indexOf("/");
	const len = slash < 0 ? labelBits : parseLength(word.slice(slash + 1));
	if (len === undefined || len > labelBits || labels(slash < 0 ? word : word.slice(0, slash)) === undefined)
		return undefined;
	return { family: "mpls", any: true, len, lenGiven: slash >= 0 };
}

const labelBits = 20;
/** Of the room that inet_prefix has. */
const mostLabels = 64;

/** A stack of labels, outermost first: lib/mpls_pton.c. */
export function needLabels(word: string): number[] {
	const stack = labels(word);
	if (stack !== undefined && stack.length <= mostLabels) return stack;
	const failure = expected("mpls", "address", word);
	throw stack === undefined ? failure : exited(`Error: too many labels.\n${failure.message.trimEnd()}`, 1);
}

/** The first that is none ends the reading, unless there were too many before it. */
function labels(word: string): number[] | undefined {
	const read = word
		.split("/")
		.slice(0, mostLabels + 1)
		.map((label) => parseUnsigned(label));
	const stack = read.slice(0, mostLabels);
	return stack.every((label) => label !== undefined && label < 2 ** labelBits)
		? read.map((label) => label ?? 0)
		: undefined;
}

/** The word is cut at its first colon before it is quoted; one with a dot is read as an IPv4 address, whole (ll_addr_a2n). */
function linkAddr(word: string): GivenAddr {
	const parsed = isAnyWord(word) ? undefined : parseLladdr(word, 256);
	if (parsed === undefined || !("invalid" in parsed)) return { family: "packet", any: true };
	const [first] = word.includes(".") ? [word] : word.split(":");
	throw exited(`"${parsed.invalid}" is invalid lladdr.\nError: link address is expected rather than "${first}".`, 1);
}

/** The bytes of an address; `any` has none, and the kernel refuses an attribute without them. */
export function bytesOfAddr(parsed: GivenAddr): string {
	return "any" in parsed ? "" : parsed.addr;
}

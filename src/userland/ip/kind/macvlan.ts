/** `type macvlan` and `type macvtap`: options and the -d line. ip/iplink_macvlan.c. */
import { formatLladdr, parseLladdr } from "../../../net/lladdr.ts";
import { close, element, type Field, field, open } from "../../../print/field.ts";
import { MACVLAN_FLAG_NODST, MACVLAN_FLAG_NOPROMISC, type MacvlanData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { invalidLladdr, returned } from "../failure.ts";
import type { Grammar } from "../grammar.ts";
import { u32 } from "../number.ts";
import type { Words } from "../words.ts";
import { type Kind, type KindDraft, kindUsage, parseKind } from "./kind.ts";

const modes = ["private", "vepa", "bridge", "passthru", "source"] as const;

const grammar: Grammar<KindDraft> = {
	rows: [
		{ word: "mode", match: "prefix", takes: modes, to: setMode },
		{ word: "flag", match: "prefix", takes: ["nopromisc", "nodst", "null"], to: setFlag },
		{ word: "macaddr", match: "prefix", takes: ["add", "del", "flush", "set"], to: setMacaddr },
		{ word: "nopromisc", match: "prefix", to: ({ data }) => addFlag(data, MACVLAN_FLAG_NOPROMISC) },
		{ word: "nodst", match: "prefix", to: ({ data }) => addFlag(data, MACVLAN_FLAG_NODST) },
		{ word: "bcqueuelen", match: "prefix", takes: "NUMBER", to: setBcQueueLen },
	],
};

function setMode({ data }: KindDraft, value: string): void {
	if (!(modes as readonly string[]).includes(value)) throw mustBe("mode", modes, value);
	data.mode = value;
}

function setFlag({ data }: KindDraft, value: string): void {
	const flags = { nopromisc: MACVLAN_FLAG_NOPROMISC, nodst: MACVLAN_FLAG_NODST, null: 0 };
	if (!Object.hasOwn(flags, value)) throw mustBe("flag", Object.keys(flags), value);
	addFlag(data, flags[value as keyof typeof flags]);
}

function addFlag(data: Record<string, unknown>, flag: number): void {
	data.flags = ((data.flags as number | undefined) ?? 0) | flag;
}

/** `add` and `del` take one address, `set` as many as follow, `flush` none. */
function setMacaddr({ ctx, data }: KindDraft, value: string, words: Words): void {
	if (!["add", "del", "flush", "set"].includes(value)) throw returned(kindUsage("macvlan", grammar));
	data.macaddrMode = value;
	if (value === "add" || value === "del") data.macaddr = needEther(words.next());
	if (value === "set") data.macaddrs = followingEthers(ctx, words);
}

/** Of another length it is refused without a word; what comes after six bytes is not even read. */
function needEther(value: string): string {
	const parsed = parseLladdr(value, 6);
	if ("invalid" in parsed) throw invalidLladdr(parsed.invalid);
	if (parsed.bytes.length !== 6) throw returned("");
	return formatLladdr(parsed.bytes);
}

/** Up to the first word that is none, which is complained of and read again as an option. */
function followingEthers(ctx: Context, words: Words): string[] {
	const found: string[] = [];
	for (const word of words.rest.slice(1)) {
		const parsed = parseLladdr(word, 6);
		if ("invalid" in parsed) ctx.complain(invalidLladdr(parsed.invalid).message.trimEnd());
		if ("invalid" in parsed || parsed.bytes.length !== 6) break;
		found.push(formatLladdr(parsed.bytes));
	}
	words.skip(found.length);
	const colon = words.rest[1]?.indexOf(":") ?? -1;
	if (colon >= 0) words.cutNext(colon);
	return found;
}

function setBcQueueLen({ data }: KindDraft, value: string): void {
	data.bcQueueLen = u32(value);
	if (data.bcQueueLen === undefined)
		throw returned(`Error: argument of "bcqueuelen" must be a positive integer [0-4294967295], not "${value}"`);
}

function mustBe(key: string, choices: readonly string[], value: string): Error {
	const quoted = choices.map((choice) => `"${choice}"`);
	return returned(
		`Error: argument of "${key}" must be ${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}, not "${value}"`,
	);
}

function parse(name: string, ctx: Context, words: Words, creating: boolean): LinkData {
	const data: LinkData = parseKind(name, "option", grammar, { ctx, creating, data: {} }, words);
	if ((data.flags as number) & MACVLAN_FLAG_NOPROMISC && data.mode !== "passthru")
		throw returned(`${name}: nopromisc flag only valid in passthru mode\n${kindUsage(name, grammar)}`);
	return data;
}

function describe({ mode, flags, bcQueueLen, bcQueueLenUsed, macaddrs }: MacvlanData): Field[] {
	return [
		...(mode === undefined ? [] : [field("mode", `mode ${mode} `, mode)]),
		...(flags !== undefined && (flags & MACVLAN_FLAG_NOPROMISC) !== 0 ? [field("nopromisc", "nopromisc ", true)] : []),
		...(flags !== undefined && (flags & MACVLAN_FLAG_NODST) !== 0 ? [field("nodst", "nodst ", true)] : []),
		...(bcQueueLen === undefined ? [] : [field("bcqueuelen", `bcqueuelen ${bcQueueLen} `, bcQueueLen)]),
		...(bcQueueLenUsed === undefined
			? []
			: [field("usedbcqueuelen", `usedbcqueuelen ${bcQueueLenUsed} `, bcQueueLenUsed)]),
		...(macaddrs === undefined ? [] : describeRemotes(macaddrs)),
	];
}

/** Only in source mode. */
function describeRemotes(macaddrs: readonly string[]): Field[] {
	const count = field("macaddr_count", `remotes (${macaddrs.length}) `, macaddrs.length);
	if (macaddrs.length === 0) return [count];
	return [
		count,
		open("array", "macaddr_data"),
		...macaddrs.map((macaddr) => element(`${macaddr} `, macaddr)),
		close("array"),
	];
}

function kind(name: string): Kind {
	return {
		name,
		grammar,
		parse: (ctx, words, creating) => parse(name, ctx, words, creating),
		describe: (_, data: LinkData) => describe(data as MacvlanData),
	};
}

export const macvlan = kind("macvlan");
export const macvtap = kind("macvtap");

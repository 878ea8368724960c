/**
 * `encap TYPE …` of routes and next hops, as words and as shown. ip/iproute_lwtunnel.c lwt_parse_encap(), lwt_print_encap().
 */
import { type Addr, familyOf } from "../../net/addr.ts";
import { close, element, type Field, field, open, text } from "../../print/field.ts";
import { type Encap, type IpEncap, type MplsEncap, type Seg6Encap, seg6Modes } from "../../uapi/lwtunnel.ts";
import type { Context } from "./context.ts";
import { exited, garbage, unmodelled, wrong } from "./failure.ts";
import { u8, u32, u64Text } from "./number.ts";
import { needAddr, needLabels } from "./prefix.ts";
import type { Words } from "./words.ts";

const others: readonly string[] = ["ila", "bpf", "seg6local", "rpl", "ioam6", "xfrm"];

/** Called at the type; leaves the words at the last one that belongs to it. */
export function parseEncap(ctx: Context, words: Words): Encap {
	const type = words.need();
	const parse = parsers[type];
	if (others.includes(type)) throw unmodelled(`${ctx.object.title.replace("ip ", "")} … encap ${type}`);
	if (!parse) throw wrong(type, '"encap type" value is invalid\n');
	words.next();
	if (words.rest.length < 2) throw exited('Error: unexpected end of line after "encap"');
	const encap = parse(ctx, words);
	words.skip(-1);
	return encap;
}

const parsers: Readonly<Record<string, (ctx: Context, words: Words) => Encap>> = {
	ip: (ctx, words) => parseIp(ctx, words, "ip"),
	ip6: (ctx, words) => parseIp(ctx, words, "ip6"),
	mpls: (_, words) => parseMpls(words),
	seg6: (_, words) => parseSeg6(words),
};

type Draft<E> = { -readonly [K in keyof E]: E[K] };

/** parse_encap_ip(), parse_encap_ip6() */
function parseIp(ctx: Context, words: Words, type: "ip" | "ip6"): IpEncap {
	const draft: Draft<IpEncap> = { type };
	const [ttl, tos] = type === "ip" ? ["ttl", "tos"] : ["hoplimit", "tc"];
	const seen = new Set<string>();
	for (; words.more; words.skip()) {
		const word = words.need();
		if (/^(?:geneve|vxlan|erspan)_opts$/.test(word)) throw unmodelled(`route … encap ${type} ${word}`);
		if (![ttl, tos, "id", "src", "dst", "key", "csum", "seq"].includes(word)) break;
		const flag = word === "key" || word === "csum" || word === "seq";
		const value = flag ? word : words.next();
		if (seen.has(word)) throw garbage(word, value);
		seen.add(word);
		if (flag) draft[word] = true;
		else if (word === "src" || word === "dst") draft[word] = readAddr(value, type);
		else if (word === "id") draft.id = need(u64Text(value), word, value);
		else if (word === tos) draft.tos = need(ctx.names.numberOf("dsfield", value), word, value);
		else draft.ttl = need(u8(value), word, value);
	}
	return draft;
}

function readAddr(value: string, type: "ip" | "ip6"): Addr {
	const parsed = needAddr(value, type === "ip" ? "inet" : "inet6");
	return "any" in parsed ? "" : parsed.addr;
}

function need<T>(value: T | undefined, name: string, word: string): T {
	if (value === undefined) throw wrong(word, `"${name}" value is invalid\n`);
	return value;
}

/** parse_encap_mpls(). */
function parseMpls(words: Words): MplsEncap {
	const labels = needLabels(words.need());
	words.skip();
	if (!words.more || words.need() !== "ttl") return { type: "mpls", labels };
	const value = words.next();
	const ttl = need(u8(value), "ttl", value);
	words.skip();
	return { type: "mpls", labels, ttl };
}

/** parse_encap_seg6(), parse_srh(): a header that is put into the packet ends with a place for its own destination. */
function parseSeg6(words: Words): Seg6Encap {
	const said = new Map<string, string>();
	for (; words.more; words.skip()) {
		const word = words.need();
		if (!["mode", "segs", "hmac"].includes(word)) break;
		const value = words.next();
		if (said.has(word)) throw garbage(word, value);
		if (word === "mode" && !seg6Modes.some((mode) => mode === value)) throw wrong(value, '"mode" value is invalid\n');
		if (word === "segs" && !said.has("mode")) throw wrong(value, '"segs" provided before "mode"\n');
		said.set(word, value);
	}
	const mode = seg6Modes.find((one) => one === said.get("mode")) ?? "inline";
	const segs = (said.get("segs") ?? "").split(",").filter(Boolean).map(readSegment);
	const hmac = u32(said.get("hmac") ?? "0") ?? 0;
	return { type: "seg6", mode, segs: mode === "inline" ? [...segs, "::"] : segs, hmac };
}

function readSegment(word: string): Addr {
	return readAddr(word, "ip6");
}

export function describeEncap(encap: Encap | undefined): Field[] {
	if (encap === undefined) return [];
	return [text(" "), field("encap", `encap ${encap.type} `, encap.type), ...describeBody(encap)];
}

function describeBody(encap: Encap): Field[] {
	switch (encap.type) {
		case "ip":
		case "ip6":
			return describeIp(encap);
		case "mpls":
			return describeMpls(encap);
		case "seg6":
			return describeSeg6(encap);
		default:
			return encap satisfies never;
	}
}

function describeIp({ type, id = "0", src = "", dst = "", ttl = 0, tos = 0, key, csum, seq }: IpEncap): Field[] {
	const [ttlName, tosName] = type === "ip" ? ["ttl", "tos"] : ["hoplimit", "tc"];
	const flags = { key, csum, seq };
	return [
		{ key: "id", text: `id ${id} `, raw: id },
		text("src "),
		field("src", `${src} `, src, familyOf(src)),
		text("dst "),
		field("dst", `${dst} `, dst, familyOf(dst)),
		field(ttlName as string, `${ttlName} ${ttl} `, ttl),
		field(tosName as string, `${tosName} ${tos} `, tos),
		...Object.entries(flags).flatMap(([name, set]) => (set ? [field(name, `${name} `, true)] : [])),
	];
}

function describeMpls({ labels, ttl }: MplsEncap): Field[] {
	const stack = labels.join("/");
	return [field("dst", ` ${stack} `, stack), ...(ttl === undefined ? [] : [field("ttl", `ttl ${ttl} `, ttl)])];
}

function describeSeg6({ mode, segs, hmac }: Seg6Encap): Field[] {
	return [
		field("mode", `mode ${mode} `, mode),
		open("array", "segs", `segs ${segs.length} [ `),
		...segs.map((seg) => element(`${seg} `, seg, "inet6")),
		close("array", "] "),
		...(hmac === 0 ? [] : [field("hmac", `hmac ${hmac.toString(16).toUpperCase()} `, `0x${hmac.toString(16)}`)]),
	];
}

/** `type macsec`: options and the -d line. ip/ipmacsec.c macsec_parse_opt(), macsec_print_opt(). */
import { bytesOf, formatLladdr, parseLladdr } from "../../../net/lladdr.ts";
import { field } from "../../../print/field.ts";
import type { MacsecData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { duplicate, garbage, invalidLladdrText, notOneOf, returned, wrong } from "../failure.ts";
import { begins, type Grammar, type Row } from "../grammar.ts";
import { u8, u16, u32, u64 } from "../number.ts";
import type { Words } from "../words.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { parseSwitch } from "./option.ts";
import { describeParts, name, number, type Part, said } from "./part.ts";

const ciphers = ["gcm-aes-128", "gcm-aes-256", "gcm-aes-xpn-128", "gcm-aes-xpn-256"] as const;
const validations = ["disabled", "check", "strict"] as const;
const offloads = ["off", "phy", "mac"] as const;

const ICV_MIN = 8;
const ICV_MAX = 16;

interface MacsecDraft extends KindDraft {
	replay?: boolean;
	window?: number;
}

const grammar: Grammar<MacsecDraft> = {
	rows: [
		{ word: "cipher", match: "exact", takes: ["default", ...ciphers], to: setCipher },
		{ word: "icvlen", match: "exact", takes: "NUMBER", to: setIcvLen },
		onOff("encrypt", "encrypt"),
		onOff("send_sci", "incSci"),
		onOff("end_station", "es"),
		onOff("scb", "scb"),
		onOff("protect", "protect"),
		{
			word: "replay",
			match: "exact",
			takes: ["on", "off"],
			to: (draft, value) => (draft.replay = parseSwitch("replay", value, 1)),
		},
		{ word: "window", match: "exact", takes: "NUMBER", to: setWindow },
		oneOf("validate", "validation", validations),
		{ word: "encodingsa", match: "exact", takes: "NUMBER", to: setEncodingSa },
		oneOf("offload", "offload", offloads),
	],
};

function onOff(word: string, member: string): Row<MacsecDraft> {
	const to = ({ data }: MacsecDraft, value: string) => (data[member] = parseSwitch(word, value, 1));
	return { word, match: "exact", takes: ["on", "off"], to };
}

/** lib/utils.c parse_one_of(): any beginning of a word. */
function oneOf(word: string, member: string, names: readonly string[]): Row<MacsecDraft> {
	const to = ({ data }: MacsecDraft, value: string): void => {
		const index = names.findIndex((each) => begins(value, each));
		if (index < 0) throw notOneOf(word, value, names, 1);
		data[member] = index;
	};
	return { word, match: "exact", takes: names, to };
}

function setCipher({ data }: MacsecDraft, value: string): void {
	if (data.cipher !== undefined) throw duplicate("cipher", value);
	const asked = value === "default" ? ciphers[0] : value;
	data.cipher = ciphers.find((cipher) => cipher === asked || cipher.toUpperCase() === asked);
	if (data.cipher === undefined)
		throw wrong(value, `expected: default, ${ciphers.slice(0, 3).join(", ")} or ${ciphers[3]}`);
}

function setIcvLen({ data }: MacsecDraft, value: string): void {
	if (data.icvLen !== undefined) throw duplicate("icvlen", value);
	const length = u8(value, 10);
	if (length === undefined) throw wrong(value, "expected ICV length");
	if (length < ICV_MIN || length > ICV_MAX)
		throw wrong(value, `ICV length must be in the range {${ICV_MIN}..${ICV_MAX}}`);
	data.icvLen = length;
}

function setWindow(draft: MacsecDraft, value: string): void {
	const window = u32(value);
	if (window === undefined) throw wrong(value, "expected replay window size");
	draft.window = window;
}

function setEncodingSa({ data }: MacsecDraft, value: string): void {
	if (data.encodingSa !== undefined) throw garbage("encodingsa", "encodingsa");
	data.encodingSa = u8(value);
	if (data.encodingSa === undefined || (data.encodingSa as number) > 3) throw wrong(value, "expected an { 0..3 }");
}

/** get_sci_portaddr(): the identifier, whole or as a port with or without an address, stands before everything else. */
function parseIdentifier(ctx: Context, words: Words): MacsecData {
	let port: number | undefined;
	let address: string | undefined;
	for (; words.more && port === undefined; words.skip()) {
		if (words.word === "sci") {
			if (address !== undefined) throw wrong("sci", "expected port");
			const sci = parseSci(words.next());
			words.skip();
			return { sci };
		}
		if (words.word === "port") port = parsePort(words.next());
		else if (words.word === "address") address = parseAddress(ctx, words.next());
		else break;
	}
	if (address === undefined) return port === undefined ? {} : { port };
	return port === undefined ? { port: 0 } : { sci: sciOf(address, port) };
}

/** Both ll_addr_a2n() and its caller say that it is none. */
export function parseAddress(ctx: Context, value: string): string {
	const parsed = parseLladdr(value, 8);
	if (!("invalid" in parsed)) return formatLladdr(parsed.bytes);
	ctx.complain(invalidLladdrText(parsed.invalid));
	throw wrong(value, "expected lladdr");
}

export function parseSci(word: string): string {
	// As text: 64 bits are more than a number holds.
	if (u64(word, 16) === undefined) throw wrong(word, "expected sci");
	return word.trim().replace(/^0x/i, "").toLowerCase().padStart(16, "0").slice(-16);
}

export function parsePort(word: string): number {
	const port = u16(word);
	if (port === undefined) throw wrong(word, "expected port");
	if (port === 0) throw wrong(word, "expected port != 0");
	return port;
}

export function sciOf(address: string, port: number): string {
	const bytes = bytesOf(address).map((byte) => byte.toString(16).padStart(2, "0"));
	return `${bytes.join("").padEnd(12, "0").slice(0, 12)}${port.toString(16).padStart(4, "0")}`;
}

/** The checks behind the words, in the real tool's order. */
function parse(ctx: Context, words: Words, creating: boolean): LinkData {
	const draft: MacsecDraft = { ctx, creating, data: { ...parseIdentifier(ctx, words) } };
	parseKind("macsec", "command", grammar, draft, words);
	const { data, replay, window } = draft;
	if ((data.incSci && (data.es || data.scb)) || (data.es && data.scb))
		throw returned("invalid combination of send_sci/end_station/scb");
	if (window !== undefined && replay === undefined)
		throw returned(`replay window set, but replay protection not enabled. did you mean 'replay on window ${window}'?`);
	if (window === undefined && replay === true)
		throw returned("replay protection enabled, but no window set. did you mean 'replay on window VALUE'?");
	return replay === undefined ? data : { ...data, replayProtect: replay, window: window ?? 0xffffffff };
}

const parts: readonly Part<MacsecData>[] = [
	({ sci }) => (sci === undefined ? [] : [said("sci", sci)]),
	flag("protect", "protect"),
	({ cipher }) => (cipher === undefined ? [] : [said("cipher", cipher.toUpperCase(), "cipher_suite")]),
	number("icvlen", "icvLen", "icv_len"),
	number("encodingsa", "encodingSa", "encoding_sa"),
	name("validate", "validation", validations, "validation", "(unknown)"),
	name("offload", "offload", offloads, "offload", "(unknown)"),
	flag("encrypt", "encrypt"),
	flag("send_sci", "incSci", "inc_sci"),
	flag("end_station", "es", "es"),
	flag("scb", "scb"),
	flag("replay", "replayProtect", "replay_protect"),
	number("window", "window"),
];

type Switch = "protect" | "encrypt" | "incSci" | "es" | "scb" | "replayProtect";

function flag(word: string, member: Switch, key = word): Part<MacsecData> {
	return ({ [member]: on }) => (on === undefined ? [] : [field(key, `${word} ${on ? "on" : "off"} `, on)]);
}

export const macsec: Kind = { name: "macsec", grammar, parse, describe: describeParts(parts) };

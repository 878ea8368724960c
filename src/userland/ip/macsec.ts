/**
 * `ip macsec`: the secure channels of MACsec devices and the keys in use. ip/ipmacsec.c do_modify(), do_offload(). How they look
 * is macsec-list.ts.
 */
import type { MacsecRequest, MacsecSaWish } from "../../uapi/macsec.ts";
import type { Context } from "./context.ts";
import { exited, type Failed, garbage, noSuchDevice, returned, unmodelled, wrong } from "./failure.ts";
import { begins } from "./grammar.ts";
import { helpText, usage } from "./help.ts";
import { parseAddress, parsePort, parseSci, sciOf } from "./kind/macsec.ts";
import { showSecys } from "./macsec-list.ts";
import { u8, u32 } from "./number.ts";
import { talk } from "./talk.ts";
import type { IpObject, Run } from "./verb.ts";
import type { Words } from "./words.ts";

type Verb = "ADD" | "UPD" | "DEL";

/** Words about one association, or about a channel. */
interface Draft {
	pn?: number;
	active?: boolean;
	key?: MacsecSaWish["key"];
}

function needIndex(ctx: Context, words: Words): number {
	if (!words.more) throw usage(ctx.object);
	const index = ctx.links.indexOf(words.need());
	if (index === 0) throw noSuchDevice(words.need());
	words.skip();
	return index;
}

function modify(verb: Verb): Run {
	return (ctx, words) => {
		const index = needIndex(ctx, words);
		const way = words.word;
		if (way !== "tx" && way !== "rx") throw usage(ctx.object);
		words.skip();
		const request = way === "tx" ? readTx(ctx, words, verb) : readRx(ctx, words, verb);
		talk(ctx, { ...request, flags: 0, index });
		return 0;
	};
}

type Request = Omit<MacsecRequest, "flags" | "index">;

function readTx(ctx: Context, words: Words, verb: Verb): Request {
	const an = readSa(words);
	if (an === undefined) throw usage(ctx.object);
	return { type: `MACSEC_CMD_${verb}_TXSA`, sa: saOf(ctx, words, verb, an) };
}

function readRx(ctx: Context, words: Words, verb: Verb): Request {
	const sci = readSci(ctx, words);
	const an = readSa(words);
	if (an !== undefined) return { type: `MACSEC_CMD_${verb}_RXSA`, sci, sa: saOf(ctx, words, verb, an) };
	const { active } = verb === "DEL" ? {} : readArgs(ctx, words, false);
	return { type: `MACSEC_CMD_${verb}_RXSC`, sci, ...(active !== undefined && { active }) };
}

/** get_sa() */
function readSa(words: Words): number | undefined {
	if (words.word !== "sa") return undefined;
	const value = words.next();
	const an = u8(value);
	if (an === undefined || an > 3) throw wrong(value, "expected an { 0..3 }");
	words.skip();
	return an;
}

/** get_sci_portaddr(): the name whole, or as a port with an address. */
function readSci(ctx: Context, words: Words): string {
	let [port, address]: [number | undefined, string | undefined] = [undefined, undefined];
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "sci") {
			if (port !== undefined) throw wrong(word, "expected address");
			if (address !== undefined) throw wrong(word, "expected port");
			const sci = parseSci(words.next());
			words.skip();
			return sci;
		}
		if (word === "port") port = parsePort(words.next());
		else if (word === "address") address = parseAddress(ctx, words.next());
		else throw wrong(word, "expected sci, port, or address");
		if (port === undefined || address === undefined) continue;
		words.skip();
		return sciOf(address, port);
	}
	throw exited(`expected sci\n${helpText(ctx.object)}`);
}

/** check_sa_args() */
function saOf(ctx: Context, words: Words, verb: Verb, an: number): MacsecSaWish {
	if (verb === "DEL") return { an };
	const draft = readArgs(ctx, words, true);
	if (verb === "ADD" && draft.key === undefined) throw returned("cannot create SA without key");
	if (verb === "ADD" && draft.pn === undefined) throw returned("must specify a packet number != 0");
	if (verb === "UPD" && draft.key !== undefined) throw returned("cannot change key on SA");
	return { an, ...draft };
}

/** parse_sa_args(), parse_rxsci_args() */
function readArgs(ctx: Context, words: Words, sa: boolean): Draft {
	const draft: Draft = {};
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "on" || word === "off") {
			if (draft.active !== undefined) throw garbage("on/off", word);
			draft.active = word === "on";
		} else if (sa && word === "pn") draft.pn = readPn(words, draft);
		else if (sa && word === "key") draft.key = readKey(words);
		else if (sa && ["xpn", "salt", "ssci"].includes(word)) throw unmodelled(`macsec … ${word}`);
		else throw exited(`macsec: unknown command "${word}"?\n${helpText(ctx.object)}`);
	}
	return draft;
}

function readPn(words: Words, { pn }: Draft): number {
	if (pn !== undefined) throw garbage("pn", "pn");
	const value = words.next();
	const number = u32(value);
	if (number === undefined) throw wrong(value, "expected pn");
	if (number === 0) throw wrong(value, "expected pn != 0");
	return number;
}

const KEYID_LEN = 16;
const MAX_KEY_LEN = 128;

/** The name of the key is filled up with zeros. */
function readKey(words: Words): NonNullable<Draft["key"]> {
	const id = readHex(words.next(), KEYID_LEN, "expected key id");
	const key = readHex(words.next(), MAX_KEY_LEN, "expected key");
	return { id: id.padEnd(2 * KEYID_LEN, "0"), bytes: key.length / 2 };
}

/** lib/utils.c hexstring_a2n() */
function readHex(word: string, room: number, message: string): string {
	if (!/^(?:[0-9a-f]{2})*$/i.test(word) || word.length > 2 * room) throw wrong(word, message);
	return word.toLowerCase();
}

const offloads = ["off", "phy", "mac"] as const;

function offload(ctx: Context, words: Words): number {
	const index = needIndex(ctx, words);
	if (!words.more) throw usage(ctx.object);
	const value = words.need();
	const place = offloads.findIndex((each) => begins(value, each));
	if (place < 0) throw badOffload(ctx, value);
	talk(ctx, { type: "MACSEC_CMD_UPD_OFFLOAD", flags: 0, index, offload: place });
	return 0;
}

function badOffload(ctx: Context, value: string): Failed {
	const quoted = offloads.map((each) => `"${each}"`).join(", ");
	return exited(`Error: argument of "offload" must be one of ${quoted}, not "${value}"\n${helpText(ctx.object)}`);
}

/** `show [ DEV ]`, which says nothing of a device of another kind. */
function show(ctx: Context, words: Words): number {
	if (words.rest.length > 1) throw usage(ctx.object);
	const index = words.more ? ctx.links.indexOf(words.need()) : undefined;
	if (index === 0) throw noSuchDevice(words.need());
	return showSecys(ctx, index);
}

export const macsec: IpObject = {
	title: "ip macsec",
	verbs: [
		{ word: "help", match: "prefix", run: (ctx) => raise(usage(ctx.object)) },
		{ word: "show", match: "prefix", run: show },
		{ word: "add", match: "prefix", run: modify("ADD") },
		{ word: "set", match: "prefix", run: modify("UPD") },
		{ word: "delete", match: "prefix", run: modify("DEL") },
		{ word: "offload", match: "prefix", run: offload },
	],
	otherwise: (ctx) => raise(usage(ctx.object)),
};

function raise(error: Failed): never {
	throw error;
}

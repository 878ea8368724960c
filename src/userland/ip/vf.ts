/**
 * `vf NUM …`: what a link request asks of a network card's virtual functions (SR-IOV). The words are judged here as in
 * ip/iplink.c iplink_parse_vf(); no kind of link of this world has such functions, so only the number goes to the kernel.
 */

import { bytesOf } from "../../net/lladdr.ts";
import { ETH_P_8021AD, ETH_P_8021Q } from "../../uapi/ether-type.ts";
import type { Context } from "./context.ts";
import { exited, incomplete, returned, wrong } from "./failure.ts";
import { find, type Keyword } from "./grammar.ts";
import { needLladdr, parseSwitch } from "./kind/option.ts";
import { parseLlProto } from "./ll-proto.ts";
import { integer, u32 } from "./number.ts";
import type { Words } from "./words.ts";

/** Rates are only compared with each other; the one that is not given is the device's own, which is 0. */
interface VfDraft {
	readonly ctx: Context;
	readonly dev: string;
	readonly rates: { min?: number; max?: number };
}

interface VfRow extends Keyword {
	/** `words` stands at the keyword, and is left at the last word that belongs to it. */
	readonly read: (draft: VfDraft, words: Words) => void;
}

const rows: readonly VfRow[] = [
	{ word: "mac", match: "prefix", read: readMac },
	{ word: "vlan", match: "prefix", read: readVlan },
	{ word: "rate", match: "prefix", read: (_, words) => void needNumber(words, "rate") },
	{ word: "max_tx_rate", match: "prefix", read: (d, words) => (d.rates.max = needNumber(words, "max tx rate")) },
	{ word: "min_tx_rate", match: "prefix", read: (d, words) => (d.rates.min = needNumber(words, "min tx rate")) },
	switchRow("spoofchk"),
	switchRow("query_rss"),
	switchRow("trust"),
	{ word: "state", match: "prefix", read: readState },
	{ word: "node_guid", match: "prefix", read: readGuid },
	{ word: "port_guid", match: "prefix", read: readGuid },
];

/** Reads on as long as a wish follows, and stops at the last word of the last; gives the function's number. */
export function parseVf(ctx: Context, dev: string | undefined, value: string, words: Words): number {
	const number = integer(value);
	if (number === undefined) throw wrong(value, 'Invalid "vf" value\n');
	if (dev === undefined) throw exited('Error: argument "dev" is required');
	const draft: VfDraft = { ctx, dev, rates: {} };
	let wishes = 0;
	for (let row = following(words); row !== undefined; row = following(words), wishes++) {
		words.skip();
		row.read(draft, words);
	}
	checkRates(draft);
	if (wishes === 0) throw incomplete();
	return number;
}

function following(words: Words): VfRow | undefined {
	const [, typed] = words.rest;
	return typed === undefined ? undefined : find(rows, typed);
}

function checkRates({ ctx, dev, rates }: VfDraft): void {
	if (rates.min === undefined && rates.max === undefined) return;
	const partly = rates.min === undefined || rates.max === undefined;
	// ipaddr_get_vf_rate() asks the device for the other one, and gives up in words of its own.
	if (partly && ctx.links.indexOf(dev) === 0) throw exited(`Device ${dev} does not exist`, 1);
	const { min = 0, max = 0 } = rates;
	if (max !== 0 && min > max) throw returned(`Invalid min_tx_rate ${min} - must be <= max_tx_rate ${max}`);
}

function needNumber(words: Words, what: string): number {
	const value = words.next();
	const number = u32(value);
	if (number === undefined) throw wrong(value, `Invalid "${what}" value\n`);
	return number;
}

function readMac({ ctx, dev }: VfDraft, words: Words): void {
	const has = bytesOf(needLladdr(words.next())).length;
	const present = ctx.links.find(ctx.links.indexOf(dev))?.address;
	const needs = present === undefined ? 0 : bytesOf(present).length;
	if (needs > 0 && has !== needs) throw returned(`Invalid address length ${has} - must be ${needs} bytes`);
}

const vlanWords = [
	{ word: "qos", match: "prefix" },
	{ word: "proto", match: "prefix" },
] as const satisfies readonly Keyword[];

/** A tag other than 802.1Q begins a list: more VLANs may follow, which the loop above reads just as well. */
function readVlan(_: VfDraft, words: Words): void {
	const value = words.next();
	const vlan = u32(value);
	if (vlan === undefined || vlan > 4095) throw wrong(value, 'Invalid "vlan" value\n');
	for (const keyword of vlanWords) {
		const [, typed] = words.rest;
		if (typed === undefined || find([keyword], typed) === undefined) continue;
		words.skip();
		if (keyword.word === "qos") needNumber(words, "qos");
		else checkVlanProtocol(words.next());
	}
}

function checkVlanProtocol(value: string): void {
	const protocol = parseLlProto(value);
	if (protocol === undefined) throw wrong(value, "protocol is invalid\n");
	if (protocol !== ETH_P_8021Q && protocol !== ETH_P_8021AD)
		throw wrong(value, 'Invalid "vlan protocol" value - supported 802.1Q, 802.1ad\n');
}

function switchRow(word: string): VfRow {
	return { word, match: "prefix", read: (_, words) => void parseSwitch(word, words.next(), 1) };
}

const states = ["auto", "enable", "disable"].map((word): Keyword => ({ word, match: "prefix" }));

function readState(_: VfDraft, words: Words): void {
	const value = words.next();
	if (find(states, value) === undefined) throw wrong(value, 'Invalid "state" value\n');
}

function readGuid(_: VfDraft, words: Words): void {
	const value = words.next();
	if (!/^[0-9a-f]{2}(?::[0-9a-f]{2}){7}$/i.test(value)) throw wrong(value, "Invalid GUID format\n");
}

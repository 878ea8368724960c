/** Rows and fields that many kinds of link have alike: numbers, switches, Ethernet protocols, ids of bridges, timers. */
import { type Addr, anyAddr, parseAddr } from "../../../net/addr.ts";
import { bytesOf, formatLladdr, parseLladdr } from "../../../net/lladdr.ts";
import { type Field, field } from "../../../print/field.ts";
import type { BridgeId } from "../../../uapi/link-data.ts";
import { exited, type Failed, invalidLladdr, noDevice, notOneOf, wrong } from "../failure.ts";
import { begins, type Match, type Row } from "../grammar.ts";
import { integer } from "../number.ts";
import type { KindDraft } from "./kind.ts";

type Read = (text: string) => number | undefined;

/** A number that is refused with `message`. */
export function numberRow(
	word: string,
	member: string,
	read: Read,
	message = `invalid ${word}`,
	match: Match = "prefix",
): Row<KindDraft> {
	return {
		word,
		match,
		takes: "NUMBER",
		to: (draft, value) => {
			const number = read(value);
			if (number === undefined) throw wrong(value, message);
			draft.data[member] = number;
		},
	};
}

/** One of a table of names, or its place there. Kept as the place. */
export function choiceRow(
	word: string,
	member: string,
	names: readonly string[],
	match: Match = "prefix",
): Row<KindDraft> {
	return {
		word,
		match,
		takes: names,
		to: (draft, value) => {
			const place = integer(value, 10) ?? -1;
			const index = names[place] === undefined ? names.indexOf(value) : place;
			if (index < 0) throw wrong(value, `invalid ${word}`);
			draft.data[member] = index;
		},
	};
}

/** The index of a link that is there; `refuse` is what is said of another (nodev() where missing). */
export function deviceRow(word: string, member: string, refuse: (name: string) => Failed = noDevice): Row<KindDraft> {
	return {
		word,
		match: "prefix",
		takes: "DEV",
		to: ({ ctx, data }, value) => {
			const index = ctx.links.indexOf(value);
			if (index === 0) throw refuse(value);
			data[member] = index;
		},
	};
}

/** A switch of parse_on_off(): any beginning of off or on. */
export function switchRow(word: string, member: string): Row<KindDraft> {
	return {
		word,
		match: "prefix",
		takes: ["on", "off"],
		to: (draft, value) => {
			draft.data[member] = parseSwitch(word, value, 1);
		},
	};
}

/** lib/utils.c parse_on_off(). `off` stands first, so `o` is off. */
export function parseSwitch(key: string, value: string, exit: number): boolean {
	if (begins(value, "off")) return false;
	if (begins(value, "on")) return true;
	throw notOneOf(key, value, ["off", "on"], exit);
}

export function lladdrRow(word: string, member: string): Row<KindDraft> {
	return {
		word,
		match: "prefix",
		takes: "LLADDR",
		to: (draft, value) => {
			draft.data[member] = needLladdr(value);
		},
	};
}

/** lib/ll_addr.c ll_addr_a2n() with its own complaint. */
export function needLladdr(value: string, max = 32): string {
	const parsed = parseLladdr(value, max);
	if ("invalid" in parsed) throw invalidLladdr(parsed.invalid);
	return formatLladdr(parsed.bytes);
}

/** `8000.2:0:0:0:0:10`: the bytes of the address are not padded in 6.1. */
export function bridgeIdText({ priority, address }: BridgeId): string {
	const bytes = bytesOf(address).map((byte) => byte.toString(16));
	return `${priority.toString(16).padStart(4, "0")}.${bytes.join(":")}`;
}

/** Clock ticks as `   0.00 `; JSON has the bare number with its two digits. */
export function timerField(word: string, ticks: number): Field {
	const seconds = Math.floor(ticks / 100);
	const hundredths = String(ticks % 100).padStart(2, "0");
	return {
		key: word,
		text: `${word} ${String(seconds).padStart(4)}.${hundredths} `,
		raw: `${seconds}.${hundredths}`,
		value: ticks / 100,
	};
}

export function onOffField(word: string, on: boolean, key = word): Field {
	return field(key, `${word} ${on ? "on" : "off"} `, on);
}

/** Hexadecimal with 0x, but zero is `0`: printf's %#x. */
export function hexText(number: number): string {
	return number === 0 ? "0" : `0x${number.toString(16)}`;
}

/** lib/utils.c get_addr32(): an IPv4 address, in words of its own, without a stop. */
export function needAddr32(value: string): Addr {
	const parsed = parseAddr(value, "inet");
	if (parsed === undefined) throw exited(`Error: an IP address is expected rather than "${value}"`, 1);
	return "any" in parsed ? anyAddr("inet") : parsed.addr;
}

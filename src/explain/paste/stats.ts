/** The tables of -s: a line of headings, then a line of numbers. Old and new layouts differ in blanks and columns only. */
import type { Words } from "./word.ts";

const columns: Readonly<Record<string, string>> = {
	bytes: "bytes",
	packets: "packets",
	errors: "errors",
	dropped: "dropped",
	overrun: "over_errors",
	missed: "missed_errors",
	mcast: "multicast",
	bcast: "broadcast",
	compressed: "compressed",
	carrier: "carrier_errors",
	collsns: "collisions",
	otherhost: "otherhost_dropped",
	length: "length_errors",
	crc: "crc_errors",
	frame: "frame_errors",
	fifo: "fifo_errors",
	nohandler: "nohandler",
	aborted: "aborted_errors",
	window: "window_errors",
	heartbt: "heartbeat_errors",
	heartbeat: "heartbeat_errors",
	transns: "carrier_changes",
	// of a tunnel, ip/tunnel.c tnl_print_stats()
	Packets: "packets",
	Bytes: "bytes",
	Errors: "errors",
	CsumErrs: "csum_errors",
	OutOfSeq: "sequence_errors",
	Mcasts: "multicast",
	DeadLoop: "loop_errors",
	NoRoute: "route_errors",
	NoBufs: "buffer_errors",
};

export interface Table {
	readonly direction: "rx" | "tx";
	readonly keys: readonly string[];
}

/** `RX:  bytes packets errors dropped …` */
export function readHeading(words: Words): Table | undefined {
	const errors = words.peek(1) === "errors:";
	const heading = words.peek() + (errors ? " errors:" : "");
	const found = /^(RX|TX)( errors)?:$/.exec(heading);
	const first = errors ? 2 : 1;
	const names = Array.from({ length: words.left - first }, (_, i) => words.peek(first + i));
	if (found === null || names.length < 2 || !names.every((name) => Object.hasOwn(columns, name))) return undefined;
	const direction = found[1] === "RX" ? "rx" : "tx";
	words.topic(`stats.${direction}${errors ? "-errors" : ""}`, first);
	const keys = names.map((name) => columns[name] ?? name);
	for (const key of keys) words.topic(`stats.${key}`);
	return { direction, keys };
}

/** The numbers under the headings; -h writes 1.2k. */
export function readNumbers(words: Words, { direction, keys }: Table): boolean {
	const numbers = Array.from({ length: words.left }, (_, i) => words.peek(i));
	if (numbers.length === 0 || numbers.length > keys.length) return false;
	if (!numbers.every((each) => /^\d[\d.]*([KMGTPE]i?)?$/i.test(each))) return false;
	words.fields.push({ open: "object", key: direction });
	for (const [i, each] of numbers.entries()) words.field(keys[i] ?? "", /^\d+$/.test(each) ? Number(each) : each);
	words.fields.push({ close: "object" });
	return true;
}

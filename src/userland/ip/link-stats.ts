/**
 * The counters of `ip -s link`, in columns as wide as the longest number needs. Mirrors ip/ipaddress.c
 * __print_link_stats() and size_columns(). JSON has the same numbers under stats64, chosen and ordered otherwise.
 */
import { close, type Field, member, open, softLine, text, type Value } from "../../print/field.ts";
import type { Ifinfo, LinkStats } from "../../uapi/message.ts";
import type { Options } from "./option.ts";

/** A counter: its column's heading in text (or its key in JSON), and the field of the message. */
type Column = readonly [head: string, counter: keyof LinkStats | "carrierChanges"];

interface Table {
	readonly title: "RX" | "TX";
	/** A table of errors: its numbers start one column further right. */
	readonly errors: boolean;
	readonly columns: readonly Column[];
	/** A heading of blanks stands at the end, without a number. */
	readonly blank?: boolean;
}

const rx: Table = {
	title: "RX",
	errors: false,
	columns: [
		["bytes", "rxBytes"],
		["packets", "rxPackets"],
		["errors", "rxErrors"],
		["dropped", "rxDropped"],
		["missed", "rxMissedErrors"],
		["mcast", "multicast"],
	],
};

const rxErrors: Table = {
	title: "RX",
	errors: true,
	columns: [
		["length", "rxLengthErrors"],
		["crc", "rxCrcErrors"],
		["frame", "rxFrameErrors"],
		["fifo", "rxFifoErrors"],
		["overrun", "rxOverErrors"],
	],
};

const tx: Table = {
	title: "TX",
	errors: false,
	columns: [
		["bytes", "txBytes"],
		["packets", "txPackets"],
		["errors", "txErrors"],
		["dropped", "txDropped"],
		["carrier", "txCarrierErrors"],
		["collsns", "collisions"],
	],
};

const txErrors: Table = {
	title: "TX",
	errors: true,
	columns: [
		["aborted", "txAbortedErrors"],
		["fifo", "txFifoErrors"],
		["window", "txWindowErrors"],
		["heartbt", "txHeartbeatErrors"],
		["transns", "carrierChanges"],
	],
};

const jsonRx: readonly Column[] = [
	["bytes", "rxBytes"],
	["packets", "rxPackets"],
	["errors", "rxErrors"],
	["dropped", "rxDropped"],
	["over_errors", "rxOverErrors"],
	["multicast", "multicast"],
];

const jsonRxErrors: readonly Column[] = [
	["length_errors", "rxLengthErrors"],
	["crc_errors", "rxCrcErrors"],
	["frame_errors", "rxFrameErrors"],
	["fifo_errors", "rxFifoErrors"],
	["missed_errors", "rxMissedErrors"],
];

const jsonTx: readonly Column[] = [
	["bytes", "txBytes"],
	["packets", "txPackets"],
	["errors", "txErrors"],
	["dropped", "txDropped"],
	["carrier_errors", "txCarrierErrors"],
	["collisions", "collisions"],
];

const jsonTxErrors: readonly Column[] = [
	["aborted_errors", "txAbortedErrors"],
	["fifo_errors", "txFifoErrors"],
	["window_errors", "txWindowErrors"],
	["heartbeat_errors", "txHeartbeatErrors"],
	["carrier_changes", "carrierChanges"],
];

/** The least width of a column. */
const minimum = [10, 7, 6, 7, 7, 7] as const;
/** Headings leave room for a column of compressed packets, which nothing here counts. */
const unused = " ".repeat(11);

/** `carrierChanges` is told only where it comes with a link. */
export function describeStats(
	options: Options,
	{ stats, carrierChanges }: Pick<Ifinfo, "stats" | "carrierChanges">,
): Field[] {
	const count = ([, counter]: Column): number =>
		(counter === "carrierChanges" ? carrierChanges : stats?.[counter]) ?? 0;
	const told = ([, counter]: Column) => counter !== "carrierChanges" || carrierChanges !== undefined;
	if (options.json) return describeJson(count, told, options.stats > 1);
	const last = { ...txErrors, columns: txErrors.columns.filter(told), blank: carrierChanges === undefined };
	const tables = options.stats > 1 ? [rx, rxErrors, tx, last] : [rx, tx];
	const widths = widthsOf(tables, count, options.human);
	return tables.flatMap((table, i) => [
		...(i === 0 ? [] : [softLine]),
		...heading(table, widths),
		softLine,
		...numbers(table, widths, (column) => amount(count(column), options)),
	]);
}

/** With -h the headings alone decide. */
function widthsOf(tables: readonly Table[], count: (column: Column) => number, human: boolean): number[] {
	const widths: number[] = [...minimum];
	if (human) return widths;
	for (const { columns, errors } of tables) {
		for (const [i, column] of columns.entries()) {
			const at = errors ? i + 1 : i;
			widths[at] = Math.max(widths[at] ?? 0, String(count(column)).length);
		}
	}
	return widths;
}

/** `RX:` takes its room from the first column, `RX errors:` stands in front of the second. */
function heading(table: Table, widths: readonly number[]): Value[] {
	const title = table.errors ? `${table.title} errors:`.padEnd(widths[0] ?? 0) : `${table.title}:`;
	const words = table.columns.map(([head, counter], i): Value => {
		const width = widths[table.errors ? i + 1 : i] ?? 0;
		return { text: ` ${head.padStart(!table.errors && i === 0 ? width - title.length - 1 : width)}`, topic: counter };
	});
	const blank = table.blank ? [text(" ".repeat((widths[5] ?? 0) + 1))] : [];
	return [text(`    ${title}`), ...words, ...blank, ...(table.errors ? [] : [text(unused)])];
}

function numbers(table: Table, widths: readonly number[], shown: (column: Column) => string): Value[] {
	const indent = text(" ".repeat(table.errors ? (widths[0] ?? 0) + 5 : 4));
	const words = table.columns.map((column, i): Value => {
		const width = widths[table.errors ? i + 1 : i] ?? 0;
		return { text: `${shown(column).padStart(width)} `, topic: column[1] };
	});
	return [indent, ...words];
}

/** print_num(): with -h three digits or so and a letter, from the base on. */
function amount(count: number, { human, iec }: Options): string {
	const base = iec ? 1024 : 1000;
	if (!human || count < base) return String(count);
	const letters = "kMGTPE";
	let power = base;
	let letter = 0;
	for (; count / base >= power && letter < letters.length - 1; letter++) power *= base;
	const whole = Math.floor(count / power);
	const digits = whole < 10 ? 2 : whole < 100 ? 1 : 0;
	return `${(count / power).toFixed(digits)}${letters[letter]}${iec ? "i" : ""}`;
}

function describeJson(count: (column: Column) => number, told: (column: Column) => boolean, all: boolean): Field[] {
	const members = (columns: readonly Column[]) =>
		columns.filter(told).map((column) => member(column[0], count(column)));
	return [
		open("object", "stats64"),
		open("object", "rx"),
		...members(all ? [...jsonRx, ...jsonRxErrors] : jsonRx),
		close("object"),
		open("object", "tx"),
		...members(all ? [...jsonTx, ...jsonTxErrors] : jsonTx),
		close("object"),
		close("object"),
	];
}

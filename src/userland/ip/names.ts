/**
 * The names of numbers in /etc/iproute2: scopes, tables, protocols, groups, dsfield values, realms. A file adds to the
 * built-in rows; a name is looked up whole, and a number is taken as it is. Mirrors lib/rt_names.c of iproute2.
 * Files are read when a table is first asked, and once.
 */
import { protocols } from "../../uapi/protocol.ts";
import { scopes } from "../../uapi/scope.ts";
import { tables } from "../../uapi/table.ts";
import type { System } from "../process.ts";
import { lowInteger, u32 } from "./number.ts";

export type NameTable = "scope" | "table" | "protocol" | "group" | "dsfield" | "realm" | "reason";

interface Named {
	readonly number: number;
	readonly name: string;
}

interface Source {
	/** Below /etc/iproute2, one or the other or both; of a directory those that end in .conf. */
	readonly file?: string;
	readonly directory?: string;
	readonly builtIn: readonly Named[];
	/** A number may have several names, of which the newest is shown (rtnl_hash_initialize, rather than rtnl_tab_initialize). */
	readonly hashed?: true;
	/** Numbers above are neither kept from the file nor accepted. */
	readonly max: number;
	readonly read: (word: string) => number | undefined;
}

// The built-in tables have no `unspec` table and no `openr`: those come from the files only.
const sources: Readonly<Record<NameTable, Source>> = {
	scope: { file: "rt_scopes", builtIn: scopes, max: 255, read: u32 },
	table: {
		file: "rt_tables",
		directory: "rt_tables.d",
		hashed: true,
		builtIn: tables.filter((row) => row.number !== 0),
		max: 0xffffffff,
		read: u32,
	},
	protocol: {
		file: "rt_protos",
		directory: "rt_protos.d",
		builtIn: protocols.filter((row) => row.name !== "openr"),
		max: 255,
		read: u32,
	},
	group: { file: "group", hashed: true, builtIn: [{ number: 0, name: "default" }], max: 0x7fffffff, read: lowInteger },
	dsfield: { file: "rt_dsfield", builtIn: [{ number: 0, name: "default" }], max: 255, read: (word) => u32(word, 16) },
	realm: { file: "rt_realms", builtIn: [{ number: 0, name: "unknown" }], max: 255, read: u32 },
	reason: { directory: "protodown_reasons.d", builtIn: [], max: 31, read: u32 },
};

export class Names {
	readonly #sys: System;
	readonly #numeric: boolean;
	readonly #complain: (line: string) => void;
	readonly #loaded = new Map<NameTable, readonly Named[]>();

	constructor(sys: System, numeric: boolean, complain: (line: string) => void) {
		this.#sys = sys;
		this.#numeric = numeric;
		this.#complain = complain;
	}

	/** What is printed for a number: its name, or digits (always with -N). */
	nameOf(table: NameTable, number: number): string {
		const name = this.#numeric ? undefined : this.#rows(table).find((row) => row.number === number)?.name;
		return name ?? (table === "dsfield" ? `0x${number.toString(16).padStart(2, "0")}` : String(number));
	}

	/** The number of a name or of digits; undefined if it is neither. */
	numberOf(table: NameTable, word: string): number | undefined {
		const row = this.#rows(table).find(({ name }) => name === word);
		if (row) return row.number;
		const { read, max } = sources[table];
		const number = read(word);
		return number === undefined || number < 0 || number > max ? undefined : number;
	}

	#rows(table: NameTable): readonly Named[] {
		let rows = this.#loaded.get(table);
		if (rows === undefined) {
			rows = this.#load(sources[table]);
			this.#loaded.set(table, rows);
		}
		return rows;
	}

	/** In the order in which the C goes through its table: by slot (the lowest byte), in a slot the newest first. */
	#load(source: Source): Named[] {
		const { directory, file, hashed, builtIn, max } = source;
		const parts = directory === undefined ? [] : this.#sys.listDirectory(`${home}/${directory}`);
		const files = [file, ...parts.filter(isPart).map((name) => `${directory}/${name}`)];
		const read = files.flatMap((name) => (name === undefined ? [] : this.#read(`${home}/${name}`)));
		const newest = [...builtIn, ...read.filter(({ number }) => number >= 0 && number <= max)].reverse();
		const kept = hashed ? newest : [...new Map(newest.toReversed().map((row) => [row.number, row])).values()];
		return kept.sort((a, b) => (a.number & 255) - (b.number & 255));
	}

	#read(path: string): Named[] {
		const rows: Named[] = [];
		const file = this.#sys.readFile(path);
		if (!("ok" in file)) return rows;
		for (const line of file.ok.split(/(?<=\n)/)) {
			const row = parseLine(line);
			if (row === "corrupted") {
				this.#complain(`Database ${path} is corrupted at ${line.trimStart()}`);
				break;
			}
			if (row !== undefined) rows.push(row);
		}
		return rows;
	}
}

const home = "/etc/iproute2";

function isPart(name: string): boolean {
	return !name.startsWith(".") && name.length > 5 && name.endsWith(".conf");
}

/** fread_id_name(): `NUM NAME` as sscanf() reads it, what follows is passed over; 0x makes it hexadecimal, and int wraps. */
function parseLine(line: string): Named | "corrupted" | undefined {
	const trimmed = line.trimStart();
	if (trimmed === "" || trimmed.startsWith("#")) return undefined;
	const [, hex, hexName] = /^0x([0-9a-f]+)(?![0-9a-f])\s*(\S+)/i.exec(trimmed) ?? [];
	if (hex !== undefined && hexName !== undefined) return { number: Number.parseInt(hex, 16) | 0, name: hexName };
	const [, digits, name] = /^([-+]?\d+)(?!\d)\s*(\S+)/.exec(trimmed) ?? [];
	if (digits === undefined || name === undefined) return "corrupted";
	return { number: Number(digits) | 0, name };
}

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

export type NameTable = "scope" | "table" | "protocol" | "group" | "dsfield" | "realm";

interface Source {
	readonly file: string;
	readonly builtIn: readonly { readonly number: number; readonly name: string }[];
	/** Numbers above are neither kept from the file nor accepted. */
	readonly max: number;
	readonly read: (word: string) => number | undefined;
}

// The built-in tables have no `unspec` table and no `openr`: those come from the files only.
const sources: Readonly<Record<NameTable, Source>> = {
	scope: { file: "rt_scopes", builtIn: scopes, max: 255, read: u32 },
	table: { file: "rt_tables", builtIn: tables.filter((row) => row.number !== 0), max: 0xffffffff, read: u32 },
	protocol: { file: "rt_protos", builtIn: protocols.filter((row) => row.name !== "openr"), max: 255, read: u32 },
	group: { file: "group", builtIn: [{ number: 0, name: "default" }], max: 0x7fffffff, read: lowInteger },
	dsfield: { file: "rt_dsfield", builtIn: [{ number: 0, name: "default" }], max: 255, read: (word) => u32(word, 16) },
	realm: { file: "rt_realms", builtIn: [{ number: 0, name: "unknown" }], max: 255, read: u32 },
};

export class Names {
	readonly #sys: System;
	readonly #numeric: boolean;
	readonly #complain: (line: string) => void;
	readonly #loaded = new Map<NameTable, ReadonlyMap<number, string>>();

	constructor(sys: System, numeric: boolean, complain: (line: string) => void) {
		this.#sys = sys;
		this.#numeric = numeric;
		this.#complain = complain;
	}

	/** What is printed for a number: its name, or digits (always with -N). */
	nameOf(table: NameTable, number: number): string {
		const name = this.#numeric ? undefined : this.#names(table).get(number);
		return name ?? (table === "dsfield" ? `0x${number.toString(16).padStart(2, "0")}` : String(number));
	}

	/** The number of a name or of digits; undefined if it is neither. */
	numberOf(table: NameTable, word: string): number | undefined {
		for (const [number, name] of this.#names(table)) if (name === word) return number;
		const { read, max } = sources[table];
		const number = read(word);
		return number === undefined || number < 0 || number > max ? undefined : number;
	}

	#names(table: NameTable): ReadonlyMap<number, string> {
		let names = this.#loaded.get(table);
		if (names === undefined) {
			names = this.#load(sources[table]);
			this.#loaded.set(table, names);
		}
		return names;
	}

	#load(source: Source): Map<number, string> {
		const names = new Map(source.builtIn.map((row) => [row.number, row.name]));
		const path = `/etc/iproute2/${source.file}`;
		const file = this.#sys.readFile(path);
		if (!("ok" in file)) return names;
		for (const line of file.ok.split(/(?<=\n)/)) {
			const row = parseLine(line);
			if (row === "corrupted") {
				this.#complain(`Database ${path} is corrupted at ${line.trimStart()}`);
				break;
			}
			if (row !== undefined && row.number <= source.max) names.set(row.number, row.name);
		}
		return names;
	}
}

/** fread_id_name(): `NUM NAME`, with an optional comment; 0x makes it hexadecimal. */
function parseLine(line: string): { number: number; name: string } | "corrupted" | undefined {
	const trimmed = line.trimStart();
	if (trimmed === "" || trimmed.startsWith("#")) return undefined;
	const [, digits, name] = /^(0x[0-9a-fA-F]+|\d+)\s+([^\s#]+)/.exec(trimmed) ?? [];
	if (digits === undefined || name === undefined) return "corrupted";
	return { number: Number(digits), name };
}

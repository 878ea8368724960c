/**
 * Files that are made when they are read: /proc, /sys, /run/netns. A view is a row: a path where `*` stands for any one
 * name, and what reading or writing it does, through the system calls and messages of the process that asks. Directories
 * follow from the rows; where names come from the model (`/sys/class/net/*`), a row gives them.
 */
import type { Errno } from "../../uapi/errno.ts";
import type { Result, System } from "../../userland/process.ts";

/** Who asks: its own system, and that of any process by pid. */
export interface Asker {
	readonly sys: System;
	/** Its kernel counts lookups (CONFIG_IP_FIB_TRIE_STATS). */
	readonly countsLookups: boolean;
	systemOf(pid: number): System | undefined;
}

type Stars = readonly string[];

export interface View {
	readonly path: string;
	/** The names in this directory that the model gives; undefined when there is no such directory. */
	names?(asker: Asker, stars: Stars): readonly string[] | undefined;
	/** Whether a name is there that `names` does not list. */
	hides?(asker: Asker, name: string): boolean;
	/** A file that not all have. */
	isThere?(asker: Asker, stars: Stars): boolean;
	read?(asker: Asker, stars: Stars): Result<string>;
	write?(asker: Asker, text: string, stars: Stars): Result<void>;
	link?(asker: Asker, stars: Stars): string | undefined;
	/** Makes an empty file in this directory, and takes one away. */
	create?(asker: Asker, name: string): Result<void>;
	remove?(asker: Asker, name: string): Result<void>;
}

export type ViewNode =
	| {
			readonly kind: "directory";
			readonly names: readonly string[];
			readonly create?: (name: string) => Result<void>;
			readonly remove?: (name: string) => Result<void>;
	  }
	/** A magic one leads to no path, and is what it is itself. */
	| { readonly kind: "symlink"; readonly target: string; readonly magic: boolean }
	| {
			readonly kind: "file";
			read(): Result<string>;
			readonly write: ((text: string) => Result<void>) | undefined;
	  };

interface Place {
	row?: View;
	readonly literal: Map<string, Place>;
	star?: Place;
	/** A row whose path ends in `**` answers for all that lies deeper. */
	deep?: Deep;
}

/** A whole tree of views behind one row: it is asked for each path below. */
export interface Deep {
	readonly path: string;
	at(asker: Asker, below: readonly string[]): ViewNode | undefined;
}

export class Views {
	private readonly root: Place = { literal: new Map() };

	constructor(rows: readonly View[], deeps: readonly Deep[]) {
		for (const row of rows) this.place(row.path).row = row;
		for (const deep of deeps) this.place(deep.path).deep = deep;
	}

	/** What stands at a path whose links are followed, if any view does. */
	at(asker: Asker, names: readonly string[]): ViewNode | undefined {
		let place: Place = this.root;
		const stars: string[] = [];
		for (const [i, name] of names.entries()) {
			if (place.deep !== undefined) return place.deep.at(asker, names.slice(i));
			const literal = place.literal.get(name);
			if (literal === undefined && !isNamed(asker, place, stars, name)) return undefined;
			const next = literal ?? place.star;
			if (next === undefined) return undefined;
			if (literal === undefined) stars.push(name);
			place = next;
		}
		return place === this.root ? undefined : (place.deep?.at(asker, []) ?? nodeOf(asker, place, stars));
	}

	private place(path: string): Place {
		let place = this.root;
		for (const name of path.split("/").slice(1)) {
			if (name === "*") {
				place.star ??= { literal: new Map() };
				place = place.star;
			} else {
				const next = place.literal.get(name) ?? { literal: new Map() };
				place.literal.set(name, next);
				place = next;
			}
		}
		return place;
	}
}

function isNamed(asker: Asker, place: Place, stars: Stars, name: string): boolean {
	if (place.star === undefined) return false;
	return place.row?.names?.(asker, stars)?.includes(name) === true || place.row?.hides?.(asker, name) === true;
}

function nodeOf(asker: Asker, place: Place, stars: Stars): ViewNode | undefined {
	const { row } = place;
	if (row?.isThere?.(asker, stars) === false) return undefined;
	const target = row?.link?.(asker, stars);
	if (target !== undefined) return { kind: "symlink", target, magic: target.includes(":[") };
	const { read, write } = row ?? {};
	if (read !== undefined)
		return {
			kind: "file",
			read: () => read.call(row, asker, stars),
			write: write && ((text) => write.call(row, asker, text, stars)),
		};
	const given = row?.names === undefined ? [] : row.names(asker, stars);
	if (given === undefined) return undefined;
	const below = [...place.literal].filter(
		([, next]) => next.deep !== undefined || nodeOf(asker, next, stars) !== undefined,
	);
	const names = new Set([...given, ...below.map(([name]) => name)]);
	return names.size === 0 && row?.names === undefined
		? undefined
		: { kind: "directory", names: [...names], ...changesOf(asker, row) };
}

function changesOf(asker: Asker, row: View | undefined) {
	const { create, remove } = row ?? {};
	return {
		...(create && { create: (name: string) => create.call(row, asker, name) }),
		...(remove && { remove: (name: string) => remove.call(row, asker, name) }),
	};
}

export function errno(code: Errno): { readonly errno: Errno } {
	return { errno: code };
}

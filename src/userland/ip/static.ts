/**
 * What the program keeps in static variables. Alone it makes no difference; with -batch it goes from one line to the next:
 * links go by the names they were first known by (lib/ll_map.c), and `address` shows what `link` does once that has listed
 * something (ip/ipaddress.c do_link). A device of `maddress` stays too, as a pointer to words that are gone: not modelled.
 */
import type { Ifinfo } from "../../uapi/message.ts";
import type { Process } from "../process.ts";

export interface Statics {
	readonly names: LinkNames;
	doLink: boolean;
}

const kept = new WeakMap<Process, Statics>();

export function staticsOf(process: Process): Statics {
	const known = kept.get(process) ?? { names: new LinkNames(), doLink: false };
	kept.set(process, known);
	return known;
}

interface Entry {
	readonly index: number;
	readonly name: string;
	readonly altnames: readonly string[];
	flags: number;
	/** A link that was renamed is found by neither name any more (ll_entry_update). */
	readonly lost: boolean;
}

/** struct ll_cache: by number, and by every name. */
export class LinkNames {
	readonly #byIndex = new Map<number, Entry>();
	/** Alternative names whose link was dropped: they stay (ll_drop_by_index). */
	readonly #left = new Map<string, number>();

	get(index: number): Entry | undefined {
		return this.#byIndex.get(index);
	}

	indexOf(name: string): number | undefined {
		for (const { index, name: own, altnames, lost } of this.#byIndex.values())
			if ((own === name && !lost) || altnames.includes(name)) return index;
		return this.#left.get(name);
	}

	/** ll_remember_index() */
	remember({ index, ifname, altnames = [], flags }: Ifinfo): void {
		const old = this.#byIndex.get(index);
		const lost = old !== undefined && (old.lost || old.name !== ifname);
		this.#byIndex.set(index, { index, name: old?.name ?? ifname, altnames, flags, lost });
	}

	/** ll_entries_destroy(), on a notice that the link is gone. */
	forget(index: number): void {
		this.#byIndex.delete(index);
	}

	/** ll_drop_by_index(), after a link was changed or removed. */
	drop(index: number): void {
		for (const name of this.#byIndex.get(index)?.altnames ?? []) this.#left.set(name, index);
		this.#byIndex.delete(index);
	}
}

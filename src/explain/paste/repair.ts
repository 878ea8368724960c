/** What had to be mended to read a paste; said, so that nobody takes the mended for the pasted. */

export type Repair = "escapes" | "returns" | "marks" | "wrapped" | "torn" | "entities" | "tags" | "indent" | "layout";

/** How often each was needed; only those that were. */
export type Repairs = ReadonlyMap<Repair, number>;

export class RepairList {
	readonly #counts = new Map<Repair, number>();

	add(repair: Repair): void {
		this.#counts.set(repair, (this.#counts.get(repair) ?? 0) + 1);
	}

	get counts(): Repairs {
		return this.#counts;
	}
}

/** What cleaning took out of a line, or read otherwise. */
export function repairsOf(line: string, tagged = false): Repair[] {
	const found: Repair[] = [];
	if (line.includes("\x1b")) found.push("escapes");
	if (line.endsWith("\r")) found.push("returns");
	if (/&(lt|gt|amp);/.test(line)) found.push("entities");
	if (tagged && /<\/?[a-z]+[ >]/.test(line)) found.push("tags");
	return found;
}

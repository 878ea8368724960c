/**
 * What a page speaks of: its links with their addresses, its routes, neighbours and rules, each once, with the places
 * their words stand at. A paste may hold several commands, and perhaps several machines: what is compared is compared
 * within the output of one command (`section`).
 */
import { type Addr, familyOf } from "../net/addr.ts";
import type { AddrContext, LinkContext } from "./context.ts";
import type { Place } from "./place.ts";

export interface LinkSeen {
	readonly link: LinkContext;
	readonly section: number;
	readonly name: string;
	/** Its words by key: the first of each. */
	readonly words: ReadonlyMap<string, Place>;
	readonly addrs: readonly AddrSeen[];
	/** The name after the @, in this namespace. */
	readonly lower: string | undefined;
}

export interface AddrSeen {
	readonly addr: AddrContext & { readonly local: Addr };
	readonly family: "inet" | "inet6";
	/** The place of the address itself. */
	readonly place: Place;
	readonly words: ReadonlyMap<string, Place>;
}

/** A route, a rule, a neighbour …: one line, or one with those that go on with it. */
export interface ItemSeen {
	readonly object: string;
	readonly section: number;
	readonly words: ReadonlyMap<string, Place>;
	readonly places: readonly Place[];
}

export interface Survey {
	readonly links: readonly LinkSeen[];
	readonly items: readonly ItemSeen[];
}

interface Growing {
	links: Map<string, LinkSeen & { words: Map<string, Place>; addrs: AddrSeen[]; lower: string | undefined }>;
	items: (ItemSeen & { places: Place[]; words: Map<string, Place> })[];
}

export function survey(places: readonly Place[]): Survey {
	const seen: Growing = { links: new Map(), items: [] };
	let section = 0;
	let context: LinkContext | undefined;
	const headers = headersIn(places);
	const begun = new Map<string, number>();
	for (const place of places) {
		if (isAgain(place, headers, begun)) section++;
		if (place.topic === "command") {
			section++;
			begun.clear();
		} else if (place.object === "link") seeLink(seen, place, section);
		else {
			if (place.link !== context) seen.items.push({ object: place.object, section, words: new Map(), places: [] });
			seeItem(seen.items.at(-1), place);
		}
		context = place.link;
	}
	return { links: [...seen.links.values()], items: seen.items };
}

/** Lines that a link begins with: `2: eth0: <…`. In JSON each word has a line of its own. */
function headersIn(places: readonly Place[]): ReadonlySet<number> {
	const numbered = new Set(places.flatMap(({ key, line }) => (key === "ifindex" ? [line] : [])));
	return new Set(places.flatMap(({ key, line }) => (key === "flags" && numbered.has(line) ? [line] : [])));
}

/** A link begins that began before: this is another output, perhaps another machine's, with no command between them. */
function isAgain(
	{ object, key, value, line }: Place,
	headers: ReadonlySet<number>,
	begun: Map<string, number>,
): boolean {
	if (object !== "link" || key !== "ifindex" || !headers.has(line)) return false;
	const again = (begun.get(value) ?? line) !== line;
	if (again) begun.clear();
	begun.set(value, line);
	return again;
}

function seeItem(item: Growing["items"][number] | undefined, place: Place): void {
	if (item === undefined) return;
	item.places.push(place);
	if (place.key !== undefined && !item.words.has(place.key)) item.words.set(place.key, place);
}

/** The same link again in one output (-o has a line for each address) is the same link. */
function seeLink(seen: Growing, place: Place, section: number): void {
	const { link, key } = place;
	if (link.ifname === undefined || key === undefined || place.path.includes("rx") || place.path.includes("tx")) return;
	const id = `${section} ${link.ifindex ?? ""} ${link.ifname}`;
	let one = seen.links.get(id);
	if (one === undefined) {
		one = { link, section, name: link.ifname, words: new Map(), addrs: [], lower: undefined };
		seen.links.set(id, one);
	}
	if (place.inAddr) seeAddr(one, place);
	else if (!one.words.has(key)) one.words.set(key, place);
	if (key === "link" && place.value !== "null" && place.value !== "NONE") one.lower ??= place.value;
}

function seeAddr(one: { readonly addrs: AddrSeen[] }, place: Place): void {
	const { addr, key = "" } = place;
	const last = one.addrs.at(-1);
	if (last?.addr === addr) {
		if (!last.words.has(key)) (last.words as Map<string, Place>).set(key, place);
		return;
	}
	if (key !== "local" || addr.local === undefined) return;
	one.addrs.push({
		addr: addr as AddrSeen["addr"],
		family: familyOf(addr.local),
		place,
		words: new Map([[key, place]]),
	});
}

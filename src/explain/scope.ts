/**
 * The addresses of a page gathered by their scope, the nearest reach first: what `ip addr` shows device by device, seen the
 * other way round. Only what the output shows: an address without a scope (-br leaves it out) stands in a row that says so.
 */
import { inetPton } from "../net/addr.ts";
import { scopes } from "../uapi/scope.ts";
import { groupBy } from "./group.ts";
import { languages } from "./note.ts";
import type { Place } from "./place.ts";
import { type AddrSeen, type LinkSeen, survey } from "./survey.ts";
import type { Lang, ScopeWords } from "./text.ts";

export interface ScopeRow {
	/** As ip shows it; empty where it does not. */
	readonly scope: string;
	/** `127.0.0.1/8 dev lo` */
	readonly addresses: readonly string[];
	readonly reach: string;
}

export interface ScopeSummary {
	readonly title: string;
	readonly heads: { readonly [column in keyof ScopeRow]: string };
	readonly rows: readonly ScopeRow[];
}

/** A row that has more says how many more. */
const mostInRow = 12;

/** Undefined where there is nothing to gather: fewer than two addresses, or no scope at all. */
export function scopeSummary(places: readonly Place[], lang: Lang): ScopeSummary | undefined {
	const { page, typeset } = languages[lang];
	const words = page.scopes;
	const found = survey(places).links.flatMap((link) => link.addrs.flatMap((seen) => entryOf(seen, link)));
	const entries = [...new Map(found.map((entry) => [`${entry.scope} ${entry.text}`, entry])).values()];
	if (entries.length < 2 || entries.every(({ scope }) => scope === "")) return undefined;
	const groups = [...groupBy(entries, ({ scope }) => scope)].sort(([a], [b]) => numberOf(b) - numberOf(a));
	return {
		title: typeset(words.title),
		heads: { scope: "scope", addresses: typeset(words.addresses), reach: typeset(words.good) },
		rows: groups.map(([scope, all]) => ({
			scope,
			addresses: fewOf(
				all.map(({ text }) => text),
				words,
			),
			reach: typeset(reachOf(scope, words)),
		})),
	};
}

/** JSON may hold any text for an address, a name or a scope. */
function entryOf({ addr, family }: AddrSeen, { name }: LinkSeen): { scope: string; text: string }[] {
	const { local, peer = "", prefixlen, scope = "" } = addr;
	if (inetPton(local, family) === undefined) return [];
	const other = inetPton(peer, family) === undefined ? "" : ` peer ${peer}`;
	const length = prefixlen === undefined ? "" : `/${prefixlen}`;
	return [{ scope: oneLine(scope), text: oneLine(`${local}${other}${length} dev ${name}`) }];
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

function fewOf(all: readonly string[], words: ScopeWords): readonly string[] {
	return all.length <= mostInRow ? all : [...all.slice(0, mostInRow), words.more(all.length - mostInRow)];
}

/** -N shows the number of every scope, and one that has no name is shown so always. */
const rowOf = (scope: string) => scopes.find(({ name, number }) => name === scope || String(number) === scope);

/** A greater number reaches less far; what is no scope comes last. */
function numberOf(scope: string): number {
	if (scope === "") return -2;
	return rowOf(scope)?.number ?? (/^\d{1,3}$/.test(scope) ? Number(scope) : -1);
}

function reachOf(scope: string, words: ScopeWords): string {
	if (scope === "") return words.notShown;
	const name = rowOf(scope)?.name;
	if (name !== undefined && name in words.reach) return words.reach[name as keyof ScopeWords["reach"]];
	return numberOf(scope) < 0 ? words.unknown : words.number;
}

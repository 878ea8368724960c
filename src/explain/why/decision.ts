/**
 * A routing decision told step by step, from the reasons that the kernel gave while it decided (uapi/reason.ts). Nothing is
 * decided here: what is shown is only put in order, the longest prefix first.
 */
import { bitsOf, familyOf, isLoopback } from "../../net/addr.ts";
import { strerror } from "../../uapi/errno.ts";
import type { Fate, Reason, RouteFact, WayFact } from "../../uapi/reason.ts";
import { routeTypes } from "../../uapi/route-type.ts";
import { rowOf } from "../../uapi/row.ts";
import { RT_TABLE_LOCAL } from "../../uapi/table.ts";
import type { Lang } from "../text.ts";
import { french as typeset } from "../typeset.ts";
import { en } from "./en.ts";
import { routeText, ruleText, scopeName, tableName, wayText } from "./fact.ts";
import { fr } from "./fr.ts";
import { type Entry, type PageStyle, typesetEntry, whyPage } from "./page.ts";
import type { DecisionTexts } from "./text.ts";

const languages: Readonly<Record<Lang, DecisionTexts>> = { en, fr };
const touch: Readonly<Record<Lang, (text: string) => string>> = { en: (text) => text, fr: typeset };

type Of<S extends Reason["step"]> = Extract<Reason, { step: S }>;

export function explainDecision(reasons: readonly Reason[], lang: Lang, style: PageStyle): string {
	if (reasons.length === 0) return "";
	const texts = languages[lang];
	const entries = new Teller(texts, reasons).entries().map((entry) => typesetEntry(entry, touch[lang]));
	return whyPage(touch[lang](texts.title), entries, style);
}

/** What came of the routes of a table. */
interface Searched {
	readonly routes: readonly Of<"route">[];
	readonly chosen: Of<"chosen"> | undefined;
}

/** Walks through the reasons; what belongs together stands in a row there. */
class Teller {
	readonly #texts: DecisionTexts;
	readonly #reasons: readonly Reason[];
	#lookup: Of<"lookup"> = { step: "lookup", daddr: "" };
	#merged = false;
	#rule: Of<"rule"> | undefined;
	#answered = false;

	constructor(texts: DecisionTexts, reasons: readonly Reason[]) {
		this.#texts = texts;
		this.#reasons = reasons;
	}

	entries(): Entry[] {
		return this.#reasons.flatMap((reason, i) => this.#tell(reason, i));
	}

	#tell(reason: Reason, i: number): Entry[] {
		const texts = this.#texts;
		switch (reason.step) {
			case "lookup":
				this.#lookup = reason;
				this.#merged = false;
				this.#answered = false;
				return [];
			case "merged":
				this.#merged = true;
				if (this.#reasons.findIndex(({ step }) => step === "merged") < i) return []; // said once
				return [{ head: texts.merged.head }, { text: texts.merged.text }];
			case "rule":
				return this.#tellRule(reason);
			case "table":
				return this.#tellTable(reason, this.#after(i));
			case "route":
			case "chosen":
				return []; // with their table
			case "suppressed":
				return [{ text: texts.suppressed[reason.by] }];
			case "nothing":
				return this.#tellNothing(reason);
			case "way":
				return this.#tellWay(reason);
			case "local":
				return this.#tellLocal(reason);
			case "given":
				return [{ head: texts.source.head }, { text: texts.source.given(reason.addr, reason.owner) }];
			case "source":
				return [{ head: texts.source.head }, { text: texts.source[reason.by](reason.addr) }];
			case "select":
				return this.#tellSources(reason);
			case "assumed":
				return [{ head: texts.assumed.head }, { text: texts.assumed.text(reason.dev, this.#lookup.daddr) }];
			case "believe":
				return this.#tellBelief(reason);
			case "back":
				return this.#tellBack(reason);
			case "refused":
				return [
					{ head: texts.refused.head },
					{ text: `${texts.refused.check[reason.check](reason.dev ?? "?")} ${errnoText(texts, reason)}` },
				];
			default:
				return reason satisfies never;
		}
	}

	/** The routes of a table, and what came of them. */
	#after(i: number): Searched {
		const routes: Of<"route">[] = [];
		for (const next of this.#reasons.slice(i + 1)) {
			if (next.step === "route") routes.push(next);
			else return { routes, chosen: next.step === "chosen" ? next : undefined };
		}
		return { routes, chosen: undefined };
	}

	#tellRule(rule: Of<"rule">): Entry[] {
		this.#rule = rule;
		const head = { head: this.#texts.rule(ruleText(rule.rule)) };
		if (!rule.mismatch) return [head];
		const open = rule.mismatch === "from" && this.#lookup.saddr === undefined;
		return [head, { text: open ? this.#texts.noSourceYet : this.#texts.mismatch[rule.mismatch] }];
	}

	#tellTable({ tables, exists }: Of<"table">, after: Searched): Entry[] {
		const { daddr } = this.#lookup;
		const { table } = this.#texts;
		const names = tables.map(tableName);
		const head = this.#merged ? [{ head: this.#texts.tables(names) }] : [];
		const { routes, chosen } = after;
		this.#answered = chosen !== undefined;
		if (!exists) return [...head, { text: table.missing(names) }];
		if (routes.length === 0) return [...head, { text: table.empty(names, daddr) }];
		const rows = [...routes].sort((a, b) => b.route.dst.len - a.route.dst.len || b.route.table - a.route.table);
		const items = rows.map((row) => this.#routeItem(row, rows, chosen));
		return [...head, ...items, ...(chosen ? [] : [{ text: table.unfit(names) }])];
	}

	#routeItem(row: Of<"route">, rows: readonly Of<"route">[], chosen: Of<"chosen"> | undefined): Entry {
		const decides = row.fate === "fits" && chosen !== undefined && sameRoute(row.route, chosen.route);
		const { daddr, oif = "?" } = this.#lookup;
		const { metric, ways } = row.route;
		const context = { daddr, oif, dev: ways[0]?.dev ?? "?", metric, best: chosen?.route.metric ?? 0 };
		// Of two tables that are one, each has its own that fits.
		const fate: Fate = row.fate === "fits" ? "shorter" : row.fate;
		const note = decides ? this.#chosenText(row, rows, chosen) : this.#texts.fate[fate](context);
		return { line: routeText(row.route), decides, note };
	}

	#chosenText(row: Of<"route">, rows: readonly Of<"route">[], chosen: Of<"chosen">): string {
		const { daddr } = this.#lookup;
		const { chosen: texts, type } = this.#texts;
		const name = rowOf(routeTypes, row.route.type)?.name ?? "";
		const effect = name in type ? ` ${type[name as keyof typeof type]}` : "";
		const error =
			chosen.error === undefined || chosen.error === "next"
				? ""
				: ` ${errnoText(this.#texts, { errno: chosen.error })}`;
		return why() + effect + error;

		function why(): string {
			if (rows.length === 1) return texts.only(daddr);
			const twin = rows.some(
				(other) => other !== row && other.route.table !== row.route.table && other.route.dst.len === row.route.dst.len,
			);
			if (twin) return texts.local;
			if (rows.some(({ fate, route }) => fate === "behind" && route.metric > row.route.metric))
				return texts.smallest(row.route.metric);
			return rows[0]?.route.dst.len === row.route.dst.len ? texts.longest(daddr) : texts.fitting(daddr);
		}
	}

	#tellNothing(reason: Of<"nothing">): Entry[] {
		const { nothing } = this.#texts;
		const { daddr } = this.#lookup;
		if (this.#answered) return [];
		const hint = isLoopback(daddr) ? [{ text: nothing.loopback(daddr) }] : [];
		return [{ head: nothing.head }, { text: nothing.text(errnoText(this.#texts, reason)) }, ...hint];
	}

	#tellWay({ way: taken, among }: Of<"way">): Entry[] {
		const { gateway, dev = "?", scope } = taken;
		const { way } = this.#texts;
		const { daddr } = this.#lookup;
		const text = gateway === undefined ? way.link(daddr, dev) : way.gateway(gateway, dev);
		const reach = gateway !== undefined && scope !== undefined ? [{ text: way.reach(gateway) }] : [];
		const leaves = isLoopback(daddr) && dev !== "lo" ? [{ text: this.#texts.leaves(daddr) }] : [];
		return [{ head: way.head }, ...this.#tellShares(taken, among), { text }, ...reach, ...leaves];
	}

	/** How one of several ways was taken. */
	#tellShares(taken: WayFact, among: readonly WayFact[]): Entry[] {
		const { way } = this.#texts;
		if (among.length < 2 || this.#lookup.oif !== undefined) return []; // a device that was asked for decides
		const total = among.reduce((sum, { weight, dead }) => sum + (dead ? 0 : weight), 0);
		const at = among.findIndex(({ gateway, dev }) => gateway === taken.gateway && dev === taken.dev);
		const items = among.map((one, i): Entry => {
			const line = [...wayText(one), `weight ${one.weight}`].join(" ");
			const share = i === at ? way.share : way.otherShare;
			return { line, decides: i === at, note: one.dead ? way.dead : share(one.weight, total) };
		});
		return [{ text: way.several(among.length) }, ...items];
	}

	#tellLocal({ owner, dev, isDown }: Of<"local">): Entry[] {
		const { local } = this.#texts;
		const { daddr } = this.#lookup;
		const entries: Entry[] = [{ head: local.head }, { text: local.text(daddr, owner, dev) }];
		if (isDown) entries.push({ text: local.down(dev) });
		const route = this.#reasons.findLast((reason) => reason.step === "chosen")?.route;
		const whole = bitsOf(familyOf(daddr));
		if (!isLoopback(daddr) || route?.table !== RT_TABLE_LOCAL) return entries;
		if (this.#merged && route.dst.len === whole) entries.push({ text: local.longest(daddr, whole) });
		if (!this.#merged && (this.#rule?.rule.priority ?? 0) === 0) entries.push({ text: local.first(daddr) });
		return entries;
	}

	#tellSources({ dev: out, scope, sources }: Of<"select">): Entry[] {
		const { source } = this.#texts;
		const reach = scope === undefined ? "" : scopeName(scope);
		const intro = scope === undefined ? source.select6(out) : source.select(out, reach);
		const items = sources.map(({ addr, dev, fate }): Entry => {
			const context = { addr, dev, out, scope: reach };
			const decides = fate === "chosen";
			const note = decides && dev !== out ? source.elsewhere(context) : source.fate[fate](context);
			return { line: `${addr} dev ${dev}`, decides, note };
		});
		const none = sources.some(({ fate }) => fate === "chosen") ? [] : [{ text: source.none }];
		return [{ head: source.head }, { text: intro }, ...items, ...none];
	}

	#tellBelief({ saddr, dev, rpFilter, asks }: Of<"believe">): Entry[] {
		const { believe } = this.#texts;
		return [{ head: believe.head }, { text: asks ? believe.asks(saddr, dev, rpFilter) : believe.cheap(saddr) }];
	}

	#tellBack({ ok, dev, rpFilter }: Of<"back">): Entry[] {
		const { believe } = this.#texts;
		const asked = this.#reasons.findLast((reason) => reason.step === "believe")?.dev ?? "?";
		if (!ok) return [{ head: this.#texts.refused.head }, { text: believe.refused(asked, dev ?? "–", rpFilter) }];
		return [{ text: dev !== undefined ? believe.same(dev) : rpFilter === 2 ? believe.loose : believe.off }];
	}
}

function sameRoute(a: RouteFact, b: RouteFact): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

function errnoText(texts: DecisionTexts, { errno }: { readonly errno: Of<"nothing">["errno"] }): string {
	return texts.errno(errno, strerror(errno));
}

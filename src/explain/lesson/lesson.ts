/**
 * The pages of `iplab explain TOPIC`: questions that texts about lo leave open, a short answer to each, a picture, and an
 * experiment that shows it. Every experiment was recorded on the real kernel (fixtures/oracle/lesson-*), and the tests hold
 * these lines and the recordings together.
 */

import { wrap } from "../../print/wrap.ts";
import type { Lang } from "../text.ts";
import { typeset } from "../typeset.ts";
import { en } from "./en.ts";
import { experiments } from "./experiment.ts";
import { fr } from "./fr.ts";
import type { LessonText } from "./text.ts";

/** The names a page answers to; the first is its own. */
export const lessonNames = {
	lo: ["lo", "loopback"],
	scope: ["scope", "host", "link", "universe", "global"],
	"127": ["127", "127.0.0.1", "127.0.0.0/8", "localhost", "::1"],
	dummy: ["dummy", "dummy0"],
	netns: ["netns", "namespace", "container", "containers", "docker"],
	"local-table": ["local-table", "local", "table-local", "tables"],
	up: ["up", "down", "state", "unknown", "carrier", "lower_up", "no-carrier"],
	bind: ["bind", "listen", "service", "services", "cupsd", "sshd"],
	router: ["router", "routers", "router-id"],
	default: ["default", "default-route", "gateway", "metric"],
	neigh: ["neigh", "neighbour", "neighbor", "neighbours", "arp", "ndp", "reachable", "stale", "failed", "nud"],
	dad: ["dad", "tentative", "dadfailed", "nodad"],
	secondary: ["secondary", "primary", "promote_secondaries"],
	rp_filter: ["rp_filter", "rpfilter", "rp-filter", "reverse-path"],
	bridge: ["bridge", "veth", "br0"],
} as const;

/** For each answer of a page, the recordings of the real kernel that show it (fixtures/oracle). */
export const shownBy: Readonly<Record<LessonName, readonly (readonly string[])[]>> = {
	lo: [["lesson-lo"], ["lesson-lo", "lesson-lo-again"], ["lesson-lo"], ["lesson-lo"]],
	scope: [["lesson-scope-number", "lesson-scope"], ["lesson-scope"], ["lesson-scope"], ["lesson-scope-number"]],
	"127": [["lesson-127", "lesson-127-wire"], ["lesson-127"], ["lesson-127"], ["lesson-127-wire"]],
	dummy: [["lesson-dummy"], ["lesson-dummy"], ["lesson-dummy"], ["lesson-dummy"]],
	netns: [["lesson-netns"], ["lesson-netns"], ["lesson-bind"], ["lesson-netns"]],
	"local-table": [["lesson-local-table"], ["lesson-local-table"], ["lesson-local-table"], ["lesson-local-table"]],
	up: [
		["lesson-up"],
		["lesson-up"],
		["lesson-up", "lesson-dummy", "lesson-up-card"],
		["lesson-up", "lesson-up-family", "lesson-up-card"],
	],
	bind: [["lesson-bind", "lesson-bind-local"], ["lesson-bind", "lesson-bind-local"], ["lesson-bind"]],
	router: [["lesson-router"], ["lesson-router-transit", "lesson-router"], ["lesson-router"], ["lesson-router"]],
	default: [
		["lesson-default"],
		["lesson-default"],
		["lesson-default", "lesson-default-linkdown"],
		["lesson-default", "lesson-default-linkdown"],
	],
	neigh: [
		["lesson-neigh", "lesson-neigh-six"],
		["lesson-neigh", "lesson-neigh-six"],
		["lesson-neigh"],
		["lesson-neigh"],
	],
	dad: [["lesson-dad", "lesson-dad-again"], ["lesson-dad", "lesson-dad-again"], ["lesson-dad"], ["lesson-dad"]],
	secondary: [["lesson-secondary"], ["lesson-secondary"], ["lesson-secondary"]],
	rp_filter: [["lesson-rp_filter"], ["lesson-rp_filter"], ["lesson-rp_filter", "lesson-rp_filter-both"]],
	bridge: [
		["lesson-bridge", "lesson-bridge-switch"],
		["lesson-bridge"],
		["lesson-bridge"],
		["lesson-bridge", "lesson-bridge-switch"],
	],
};

export type LessonName = keyof typeof lessonNames;

export const lessons = Object.keys(lessonNames) as LessonName[];

export function findLesson(word: string): LessonName | undefined {
	const wanted = word.toLowerCase();
	return lessons.find((name) => (lessonNames[name] as readonly string[]).includes(wanted));
}

const languages: Readonly<Record<Lang, Readonly<Record<LessonName, LessonText>>>> = { en, fr };

/** What stands on every page. */
export const lessonWords = {
	en: {
		drawn: (lines: readonly string[]) => `Drawn by iplab from the experiment below, after ${lines.join("; then ")}:`,
		tryIt: "Try it:",
		scopes: {
			global: "global (0, universe): behind routers too",
			link: "link (253): as far as the first router",
			host: "host (254): this machine alone",
		},
	},
	fr: {
		drawn: (lines: readonly string[]) =>
			`Dessiné par iplab d'après l'expérience ci-dessous, après ${lines.join(" ; puis ")} :`,
		tryIt: "À essayer :",
		scopes: {
			global: "global (0, universe) : au-delà des routeurs",
			link: "link (253) : jusqu'au premier routeur",
			host: "host (254) : cette machine seule",
		},
	},
} as const;

/** The picture of a page: the line of the experiment it was drawn after, with what came then, and the picture. */
interface Drawn {
	readonly lines: readonly string[];
	readonly text: string;
}

export function lessonPage(name: LessonName, lang: Lang, width: number, drawn: Drawn): string {
	const { title, answers, sketch } = languages[lang][name];
	const words = lessonWords[lang];
	const lines = [typeset(title, lang), "=".repeat(title.length), ""];
	for (const [question, answer] of answers) {
		lines.push(...wrap(typeset(question, lang), width));
		lines.push(...wrap(typeset(answer, lang), width - 2).map((line) => `  ${line}`), "");
	}
	if (sketch !== undefined) lines.push(...sketch.split("\n"), "");
	lines.push(...wrap(typeset(words.drawn(drawn.lines), lang), width), ...drawn.text.trimEnd().split("\n"), "");
	lines.push(typeset(words.tryIt, lang));
	for (const { line, note } of experiments[name])
		lines.push(`  ${note === undefined ? line : `${line.padEnd(44)}  # ${typeset(note[lang], lang)}`}`.trimEnd());
	return `${lines.join("\n")}\n`;
}

/** For the tests. */
export function lessonText(name: LessonName, lang: Lang): LessonText {
	return languages[lang][name];
}

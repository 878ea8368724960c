/**
 * The pages of `iplab explain TOPIC`: questions that texts about lo leave open, a short answer to each, a picture, and an
 * experiment that shows it. Every experiment was recorded on the real kernel (fixtures/oracle/lesson-*), and the tests hold
 * these lines and the recordings together.
 */
import type { Lang } from "../text.ts";
import { typeset } from "../typeset.ts";
import { wrap } from "../wrap.ts";
import { en } from "./en.ts";
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
	lo: [["lesson-lo"], ["lesson-lo"], ["lesson-lo"], ["lesson-lo"]],
	scope: [["lesson-scope-number", "lesson-scope"], ["lesson-scope"], ["lesson-scope"], ["lesson-scope-number"]],
	"127": [["lesson-127", "lesson-127-wire"], ["lesson-127"], ["lesson-127"], ["lesson-127-wire"]],
	dummy: [["lesson-dummy"], ["lesson-dummy"], ["lesson-dummy"], ["lesson-dummy"]],
	netns: [["lesson-netns"], ["lesson-netns"], ["lesson-bind"], ["lesson-netns"]],
	"local-table": [["lesson-local-table"], ["lesson-local-table"], ["lesson-local-table"], ["lesson-local-table"]],
	up: [["lesson-up"], ["lesson-up"], ["lesson-up", "lesson-dummy"], ["lesson-up", "lesson-up-family"]],
	bind: [["lesson-bind", "lesson-bind-local"], ["lesson-bind", "lesson-bind-local"], ["lesson-bind"]],
	router: [["lesson-router"], ["lesson-router-transit", "lesson-router"], ["lesson-router"], ["lesson-router"]],
	default: [["lesson-default"], ["lesson-default"], ["lesson-default"], ["lesson-default"]],
	neigh: [["lesson-neigh"], ["lesson-neigh"], ["lesson-neigh"], ["lesson-neigh"]],
	dad: [["lesson-dad"], ["lesson-dad"], ["lesson-dad"], ["lesson-dad"]],
	secondary: [["lesson-secondary"], ["lesson-secondary"], ["lesson-secondary"]],
	rp_filter: [["lesson-rp_filter"], ["lesson-rp_filter"], ["lesson-rp_filter"]],
	bridge: [["lesson-bridge"], ["lesson-bridge"], ["lesson-bridge"], ["lesson-bridge"]],
};

/** Pages whose matter the host of every first world shows. */
const drawn: Partial<Readonly<Record<LessonName, string>>> = {
	lo: "picture --path 192.168.1.10 192.168.1.10",
	"127": "picture --path 127.0.0.1 127.0.0.1",
	"local-table": "why 192.168.1.10",
	default: "why 8.8.8.8",
};

export type LessonName = keyof typeof lessonNames;

export const lessons = Object.keys(lessonNames) as LessonName[];

export function findLesson(word: string): LessonName | undefined {
	const wanted = word.toLowerCase();
	return lessons.find((name) => (lessonNames[name] as readonly string[]).includes(wanted));
}

const languages: Readonly<Record<Lang, Readonly<Record<LessonName, LessonText>>>> = { en, fr };
const seeIt = {
	en: (command: string) => `Drawn from the model: iplab ${command} (in the sandbox without the word iplab).`,
	fr: (command: string) => `Tiré du modèle : iplab ${command} (sans le mot iplab dans le bac à sable).`,
} as const;
const headings = { en: "Try it:", fr: "À essayer :" } as const;

export function lessonPage(name: LessonName, lang: Lang, width: number): string {
	const { title, answers, picture, experiment } = languages[lang][name];
	const lines = [typeset(title, lang), "=".repeat(title.length), ""];
	for (const [question, answer] of answers) {
		lines.push(...wrap(typeset(question, lang), width));
		lines.push(...wrap(typeset(answer, lang), width - 2).map((line) => `  ${line}`), "");
	}
	lines.push(...picture.split("\n"), "");
	if (drawn[name] !== undefined) lines.push(...wrap(typeset(seeIt[lang](drawn[name]), lang), width), "");
	lines.push(typeset(headings[lang], lang));
	for (const { line, note } of experiment)
		lines.push(`  ${note === undefined ? line : `${line.padEnd(44)}  # ${typeset(note, lang)}`}`.trimEnd());
	return `${lines.join("\n")}\n`;
}

/** For the tests. */
export function lessonText(name: LessonName, lang: Lang): LessonText {
	return languages[lang][name];
}

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
} as const;

export type LessonName = keyof typeof lessonNames;

export const lessons = Object.keys(lessonNames) as LessonName[];

export function findLesson(word: string): LessonName | undefined {
	const wanted = word.toLowerCase();
	return lessons.find((name) => (lessonNames[name] as readonly string[]).includes(wanted));
}

const languages: Readonly<Record<Lang, Readonly<Record<LessonName, LessonText>>>> = { en, fr };
const headings = { en: "Try it:", fr: "À essayer :" } as const;

export function lessonPage(name: LessonName, lang: Lang, width: number): string {
	const { title, answers, picture, experiment } = languages[lang][name];
	const lines = [typeset(title, lang), "=".repeat(title.length), ""];
	for (const [question, answer] of answers) {
		lines.push(...wrap(typeset(question, lang), width));
		lines.push(...wrap(typeset(answer, lang), width - 2).map((line) => `  ${line}`), "");
	}
	lines.push(...picture.split("\n"), "", typeset(headings[lang], lang));
	for (const { line, note } of experiment)
		lines.push(`  ${note === undefined ? line : `${line.padEnd(44)}  # ${typeset(note, lang)}`}`.trimEnd());
	return `${lines.join("\n")}\n`;
}

/** For the tests. */
export function lessonText(name: LessonName, lang: Lang): LessonText {
	return languages[lang][name];
}

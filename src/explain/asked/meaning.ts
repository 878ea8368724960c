/** The text for some words of a command. Options of a kind of link are told by the texts for `ip -d link`, which shows them. */
import { languages } from "../note.ts";
import type { Context, Lang } from "../text.ts";
import { isTopic, type Topic } from "../topic.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { Item } from "./text.ts";

const tables = { en, fr };

function own<T extends object>(table: T, key: string): string | undefined {
	return Object.hasOwn(table, key) ? (table as Readonly<Record<string, string>>)[key] : undefined;
}

/** undefined where there is no text: test/explain/asked.test.ts finds every such row. */
export function meaningOf(item: Item, lang: Lang): string | undefined {
	const { objects, verbs, options, rows, page } = tables[lang];
	switch (item.as) {
		case "object":
			return own(objects, item.key);
		case "verb":
			return own(verbs, item.key);
		case "option":
			return own(options, item.key);
		case "program":
			return page.program;
		case "unread":
			return page.unread;
		case "value":
			return item.key === "" ? page.verbWord : rowText(item, lang);
		case "word":
			return own(page, item.key) ?? own(rows, item.key);
		case "row":
			return (item.kind === undefined ? undefined : kindText(item.kind, item, lang)) ?? rowText(item, lang);
		default:
			return item.as satisfies never;
	}
}

function rowText({ object, key }: Item, lang: Lang): string | undefined {
	const { rows, page } = tables[lang];
	if (key === "dev" && object === "link") return page.ofDevice;
	if (key === "name" && object === "tunnel") return own(rows, "name");
	const told = (word: string) =>
		own(rows, `${object}.${word}`) ?? own(rows, word) ?? topicText(["setting"], word, word, lang);
	return told(key) ?? negated(key, told, lang);
}

function kindText(kind: string, { key, words }: Item, lang: Lang): string | undefined {
	const { rows } = tables[lang];
	const groups = [kind, kind.replace(/_slave$/, ""), "setting"];
	const told = (word: string) => own(rows, `kind.${word}`) ?? topicText(groups, word, words[1] ?? word, lang);
	return told(key) ?? negated(key, told, lang);
}

/** `nolearning`: what learning means, denied. */
function negated(key: string, told: (word: string) => string | undefined, lang: Lang): string | undefined {
	if (!key.startsWith("no")) return undefined;
	const text = told(key.slice(2));
	return text === undefined ? undefined : `${tables[lang].page.off}${lang === "fr" ? " " : ""}: ${text}`;
}

/** A fragment, as the others are: no capital, no full stop. */
function topicText(groups: readonly string[], word: string, value: string, lang: Lang): string | undefined {
	const plain = word.replaceAll("-", "_");
	const names = [word, plain, `ad_${plain}`, `mcast_${plain}`];
	const topic = groups.flatMap((group) => names.map((name) => `${group}.${name}`)).find(isTopic);
	const text = topic && said(topic, word, value, lang);
	return text && (/^\p{Lu}[\p{Ll}’' ]/u.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text).replace(/\.$/, "");
}

function said(topic: Topic, word: string, value: string, lang: Lang): string | undefined {
	const entry = languages[lang].texts[topic];
	const say = typeof entry === "object" ? entry.what : entry;
	const context: Context = { word, value, link: {}, addr: {} };
	return typeof say === "function" ? say(context) : say;
}

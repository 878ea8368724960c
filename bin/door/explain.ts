/**
 * `iplab explain TOPIC`: a page about it; `iplab explain COMMAND`: what its words ask for, what it would change in the world, or
 * why it would fail there and what would mend it;
 * `iplab explain 'MESSAGE'`: what it means.
 */
import { aboutMessage, failureWords } from "../../src/explain/failure/page.ts";
import { findLesson, lessons } from "../../src/explain/lesson/lesson.ts";
import { typeset } from "../../src/explain/typeset.ts";
import { wrap } from "../../src/print/wrap.ts";
import { explainCommand, explainProgram } from "../../src/session/asked/asked.ts";
import { lessonOf } from "../../src/session/lesson.ts";
import { splitWords } from "../../src/session/words.ts";
import { withPrograms } from "../../src/userland/load.ts";
import { programNames } from "../../src/userland/program-name.ts";
import { loaders } from "../../src/userland/set-loaders.ts";
import { Failure } from "../failure.ts";
import type { Options } from "../option.ts";
import { write } from "../stream.ts";
import { width } from "../terminal.ts";
import { openPlace, worldName } from "../world.ts";

export function openExplain(words: readonly string[], options: Options): Promise<number> {
	return withPrograms(loaders, () => explain(words, options));
}

function explain(words: readonly string[], options: Options): number {
	const lesson = words.length === 1 ? findLesson(words[0] ?? "") : undefined;
	if (lesson) {
		write(1, lessonOf(lesson, options.lang, width()));
		return 0;
	}
	const argv = commandOf(words);
	if (argv === undefined) return explainMessage(words.join(" "), options);
	const { session } = openPlace(worldName(options.world, "host"), options.kernel);
	const explainIt = argv[0] === "ip" ? explainCommand : explainProgram;
	write(1, explainIt(session, argv, { lang: options.lang, width: width(), ordinary: options.world === undefined }));
	return 0;
}

/** The words of a command, given as words or as one line. */
function commandOf(words: readonly string[]): readonly string[] | undefined {
	const split = words.length === 1 ? splitWords(words[0] ?? "") : { words };
	return "words" in split && programNames.includes(split.words[0] ?? "") && split.words.length > 1
		? split.words
		: undefined;
}

function explainMessage(message: string, { lang }: Options): number {
	const text = aboutMessage(message, lang);
	if (text === undefined)
		throw new Failure(
			`explain: '${message.slice(0, 60)}' is no command of the model, no message that is known and none of the topics ${lessons.join(", ")}`,
		);
	const paragraphs = [text, failureWords(lang).more].map((each) => typeset(each, lang));
	write(1, `${paragraphs.flatMap((each) => wrap(each, width())).join("\n")}\n`);
	return 0;
}

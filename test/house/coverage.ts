/** What is modelled and what is not, read off the tables that the program itself works by: README's table. */
import { linkKinds } from "../../src/kernel/drivers/kind.ts";
import { objects } from "../../src/userland/ip/object.ts";
import type { IpObject } from "../../src/userland/ip/verb.ts";
import { programNames } from "../../src/userland/program-name.ts";

const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(" ") || "–";

function unmodelledWords({ verbs, grammar }: IpObject): string[] {
	const grammars = [...verbs.flatMap((verb) => (verb.grammar ? [verb.grammar] : [])), ...(grammar ? [grammar] : [])];
	return [...new Set(grammars.flatMap(({ rows }) => rows.filter((row) => row.unmodelled).map((row) => row.word)))];
}

function objectRow(object: IpObject): string {
	const done = object.verbs.filter((verb) => verb.run).map((verb) => verb.word);
	const open = object.verbs.filter((verb) => !verb.run).map((verb) => verb.word);
	const everything = object.verbs.length === 0 ? "all of it" : code(done);
	return `| \`${object.title}\` | ${everything} | ${code([...open, ...unmodelledWords(object)])} |`;
}

export function coverageTable(): string {
	const known = new Set(objects.flatMap(({ object }) => (object ? [object] : [])));
	const open = objects.filter(({ object, word }) => !object && word !== "help").map(({ word }) => word);
	return [
		"| | modelled | not modelled: one line, status 3 |",
		"| --- | --- | --- |",
		...[...known].map(objectRow),
		`| other objects | | ${code(open)} |`,
		`| kinds of link | ${code(linkKinds())} | any other kind: \`Unknown device type\` |`,
		`| programs | ${code(programNames)} | |`,
	].join("\n");
}

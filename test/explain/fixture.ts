/** The pastes in fixtures/annotate: recordings and manglings of our own (its README says which). */
import { existsSync, readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../fixtures/annotate/", import.meta.url);

export interface Fixture {
	readonly name: string;
	readonly text: string;
}

export const fixtures: readonly Fixture[] = readdirSync(folder)
	.filter((file) => /^[^.]+(\.\d[^.]*)?\.txt$/.test(file))
	.map((file) => ({ name: file.slice(0, -".txt".length), text: read(file) }));

export function fixture(name: string): string {
	return read(`${name}.txt`);
}

/** Pages that are compared as a whole. */
export function goldens(): { readonly name: string; readonly lang: "en" | "fr"; readonly page: string }[] {
	return fixtures.flatMap(({ name }) =>
		(["en", "fr"] as const)
			.filter((lang) => existsSync(new URL(`${name}.${lang}.txt`, folder)))
			.map((lang) => ({ name, lang, page: read(`${name}.${lang}.txt`) })),
	);
}

function read(file: string): string {
	return readFileSync(new URL(file, folder), "utf8");
}

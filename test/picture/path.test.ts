/** The way of a packet, drawn: from program to wire and back, and where it stops. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Lang } from "../../src/explain/text.ts";
import type { Journey } from "../../src/picture/path/journey.ts";
import { pathSvg } from "../../src/picture/path/svg.ts";
import { pathText } from "../../src/picture/path/text.ts";
import { boot, run, type Session } from "../../src/session/session.ts";
import { journey } from "../../src/session/why.ts";
import { worldOf } from "../explain/world.ts";

interface Asked {
	readonly session: Session;
	readonly from: string;
	readonly to: string;
}

/** A world by its commands; the last line is the question. */
function asked(file: URL): Asked {
	const { session, question } = worldOf(file);
	const [from = "", to = ""] = question.split(" ").slice(-2);
	return { session, from, to };
}

function drawn({ session, from, to }: Asked, lang: Lang): Journey {
	const found = journey(session, from, to, lang);
	if ("stderr" in found) throw new Error(found.stderr);
	return found;
}

function casesIn(folder: URL): URL[] {
	const names = readdirSync(folder).filter((file) => file.endsWith(".cmds"));
	return names.map((name) => new URL(name, folder));
}

const nameOf = (file: URL) => file.pathname.replace(/^.*\/|\.cmds$/g, "");
const own = casesIn(new URL("../../fixtures/path/", import.meta.url));
const labs = casesIn(new URL("../../fixtures/lab/", import.meta.url));

describe.each(own.map((file) => [nameOf(file), file] as const))("%s", (name, file) => {
	test.each(["en", "fr"] as const)("as it was looked at (%s)", (lang) => {
		const text = pathText(drawn(asked(file), lang), 80);
		const picture = new URL(`${name}.${lang}.txt`, file);
		if (!existsSync(picture)) writeFileSync(picture, text);
		expect(text).toBe(readFileSync(picture, "utf8"));
	});
});

describe.each([...own, ...labs].map((file) => [nameOf(file), file] as const))("the picture of %s", (name, file) => {
	const ask = asked(file);

	test.each(["en", "fr"] as const)(
		"is 80 columns wide, shows one stop or none, and breaks in no terminal (%s)",
		(lang) => {
			const text = pathText(drawn(ask, lang), 80);
			const lines = text.split("\n").filter((line) => !line.startsWith("    "));
			expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
			expect(text.match(/✗/g)?.length ?? 0).toBe(
				labs.includes(file) && name !== "reachable" ? 1 : name === "container" || name === "lo-down" ? 1 : 0,
			);
		},
	);

	test("is an SVG whose boxes do not overlap, with nothing left out", () => {
		const svg = pathSvg(drawn(ask, "en"));
		expect(svg).not.toMatch(/NaN|undefined|https?:\/\/(?!www\.w3\.org)/);
		const boxes = [
			...svg.matchAll(/<rect class="(?:ns|missed)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
		];
		const places = boxes.map(([, ...numbers]) => numbers.map(Number) as [number, number, number, number]);
		const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
		for (const [i, [x, y, w, h]] of places.entries()) {
			expect(x >= 0 && y >= 0 && x + w <= width && y + h <= height).toBe(true);
			for (const [x2, y2, w2, h2] of places.slice(i + 1))
				expect(x + w <= x2 || x2 + w2 <= x || y + h <= y2 || y2 + h2 <= y).toBe(true);
		}
	});
});

test("no name can break the SVG", () => {
	const { session } = run(boot({ world: "host" }), ["ip", "link", "set", "eth0", "name", "<b>&"]);
	const svg = pathSvg(drawn({ session, from: "127.0.0.1", to: "127.0.0.1" }, "en"));
	expect(svg).toContain("&lt;b&gt;&amp;");
	expect(svg).not.toContain("<b>");
});

test("what cannot be asked is one line", () => {
	expect(journey(boot(), "127.0.0.1", "nowhere", "en")).toEqual({
		stdout: "",
		stderr: "iplab: nowhere: no address\n",
		exit: 3,
	});
});

import { describe, expect, it } from "vitest";
import { annotate, type Format, formats } from "../../src/explain/annotate.ts";
import { fixture, fixtures } from "./fixture.ts";

const as = (text: string, format: Format) => annotate(text, { lang: "en", format }).text;

/** What would do harm if it got out of the text it stands in. */
const hostile = [
	"1: <script>alert(1)</script>: <LOOPBACK,UP> mtu 65536 state UNKNOWN",
	'2: "onmouseover="x: <UP> mtu 1500 state UP',
	"3: ```: <UP> mtu 1500 state UP",
	"4: [x](javascript:1): <UP> mtu 1500 state UP",
	"    alias </pre><img src=x onerror=alert(1)>",
	"    altname `rm`",
	"\x1b[31m5: red\x1b]0;title\x07: <UP> mtu 1500 state UP",
	"6: \u202eabc: <UP> mtu 1500 state UP",
	"default via 10.0.0.1 dev <b>x</b> ",
].join("\n");

describe("as JSON", () => {
	it("every word has its place, its meaning and a reference", () => {
		const text = fixture("addr-lo");
		const { tokens, lines } = JSON.parse(as(text, "json"));
		expect(lines).toEqual(text.trimEnd().split("\n"));
		for (const { line, start, end, word } of tokens) expect(lines[line].slice(start, end)).toBe(word);
		const mtu = tokens.find(({ word }: { word: string }) => word === "mtu 65536");
		expect(mtu).toMatchObject({ line: 0, start: 30, end: 39, object: "link", key: "mtu", known: true });
		expect(mtu.notes[0]).toMatchObject({ topic: "mtu", reference: "IFLA_MTU; RFC 1122 section 3.3.2" });
	});

	it("says each time what a word means, and what is unusual", () => {
		const { tokens, unusual } = JSON.parse(as(fixture("addr-lo-down"), "json"));
		const lives = tokens.filter(({ word }: { word: string }) => word === "valid_lft forever");
		expect(lives.length).toBeGreaterThan(1);
		for (const { notes } of lives) expect(notes[0].what).toBe("No time limit.");
		expect(unusual[0]).toMatchObject({ kind: "lo.down", line: 0, look: "ip link set lo up" });
	});
});

describe("as HTML", () => {
	it("has no script and no element but its own, whatever is pasted", () => {
		const elements = /<\/?([a-z0-9]+)[\s>]/gi;
		for (const text of [hostile, ...fixtures.map((each) => each.text)]) {
			const page = as(text, "html");
			const names = new Set([...page.matchAll(elements)].map(([, name]) => name?.toLowerCase()));
			expect([...names].filter((name) => !own.has(name ?? ""))).toEqual([]);
			expect(page).not.toMatch(/<[^>]*\son\w+=/i);
		}
	});

	it("needs nothing from anywhere", () => {
		const page = as(fixture("addr-lo"), "html");
		expect(page).toContain("default-src 'none'");
		expect(page).not.toMatch(/\b(src|href)="(?!#)|url\(|@import/);
	});
});

const own = new Set("html head meta title style body h2 ul li strong a p code pre span small".split(" "));

describe("as Markdown", () => {
	it("keeps what was pasted in code", () => {
		const outside = as(hostile, "markdown")
			.replace(/(`+)[^`][\s\S]*?[^`]\1(?!`)/g, "")
			.replace(/\\./g, "");
		expect(outside).not.toMatch(/<script|<img|<b>|\]\(/);
	});
});

describe("in every form", () => {
	it("lets no control character through", () => {
		for (const format of formats)
			for (const lang of ["en", "fr"] as const)
				expect(annotate(hostile, { lang, format }).text).not.toMatch(
					// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
					/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/,
				);
	});
});

describe("one word asked for", () => {
	it("is explained wherever it stands, with why and where to read on", () => {
		const { text, problem } = annotate(fixture("addr-lo"), { lang: "en", ask: "127.0.0.1" });
		expect(problem).toBeUndefined();
		expect(text).toMatch(/^ {4}inet 127\.0\.0\.1\/8 .*\n {2}│ 127\.0\.0\.1 /);
		expect(text).toContain("[RFC 1122 section 3.2.1.3, RFC 6890]");
		expect(text).not.toContain("mtu");
	});

	it("may be a key word or a flag", () => {
		expect(annotate(fixture("addr-lo"), { lang: "en", ask: "scope" }).text).toContain("│ scope host");
		expect(annotate(fixture("addr-lo"), { lang: "fr", ask: "LOWER_UP" }).text).toContain("│ LOWER_UP");
	});

	it("that is not there is told in one line", () => {
		const { text, problem } = annotate(fixture("addr-lo"), { lang: "en", ask: "10.0.0.1" });
		expect({ text, problem }).toEqual({ text: "", problem: "no word of it is “10.0.0.1”" });
	});
});

describe("what was repaired", () => {
	it.each([
		["mangled-crlf", "Repaired while reading: line ends of Windows on 14 lines."],
		["mangled-wrapped", "Repaired while reading: 2 wrapped lines joined to the one before."],
		["addr-container", undefined],
	])("is said of %s", (name, said) => {
		expect(annotate(fixture(name), { lang: "en" }).summary[1]).toBe(said);
	});
});

it("keeps to a bounded size, and says so, whatever the paste's", () => {
	const { lines, summary } = annotate("x\n".repeat(1_000_000), { lang: "en" });
	expect(lines.length).toBe(20_000);
	expect(summary).toEqual(["Too long: only the first 20,000 lines, or 4 MB, are here."]);
}, 60_000);

it("shows a long text again only if some of it is ip's", () => {
	const noise = "\x1b]0;<script>\u202e\x07\n".repeat(2_000);
	expect(annotate(noise, { lang: "en" })).toMatchObject({ text: "", problem: "nothing here looks like output of ip" });
	const { text } = annotate(`${noise}${fixture("addr-lo")}`, { lang: "en" });
	expect(text).toContain("127.0.0.1");
	for (const char of ["\x1b", "\x07", "\u202e"]) expect(text).not.toContain(char);
});

it("tells how far it is", () => {
	const told: number[] = [];
	annotate(fixture("addr-container").repeat(100), { lang: "en", progress: (share) => told.push(share) });
	expect(told.length).toBeGreaterThan(2);
	expect(told).toEqual(told.toSorted((a, b) => a - b));
	expect(told.every((share) => share > 0 && share < 1)).toBe(true);
});

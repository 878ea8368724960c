import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annotate, explainOutput } from "../../src/explain/annotate.ts";
import { cleanLines } from "../../src/explain/paste/clean.ts";
import { paste } from "../../src/explain/paste/paste.ts";
import type { Place } from "../../src/explain/place.ts";
import { topics } from "../../src/explain/topic.ts";
import { topicsOf } from "../../src/explain/which.ts";
import type { Field } from "../../src/print/field.ts";
import { fixture, fixtures, goldens } from "./fixture.ts";

const languages = ["en", "fr"] as const;
const isJson = (name: string) => /^j/.test(name);
const textOf = (fields: readonly Field[]) =>
	fields.map((field) => ("nl" in field ? "\n" : (field.text ?? ""))).join("");

/** Lines of the fixtures that are not output of ip, though output of ip stands around them. */
const notOutput =
	/^\s*(>|```|On Tuesday.*|> Here is.*|> Thanks!|Yes\.|The output is|and that was it\.|␇bell␈␡|6\.18\.44|.*[$#] .*|.*\]\$ ?)?\s*$/;

describe("the page", () => {
	it.each(goldens())("of $name in $lang is the one recorded", ({ name, lang, page }) => {
		expect(annotate(fixture(name), { lang }).text).toBe(page);
	});

	it.each(languages)("says of a pasted `ip addr show lo` in %s what the scope does and what lo does", (lang) => {
		const { notes } = annotate(fixture("addr-lo"), { lang });
		const scope = notes.find(({ topic }) => topic === "scope.host");
		expect(scope).toMatchObject({ word: "scope host", line: 2, start: 21, end: 31, constant: "RT_SCOPE_HOST = 254" });
		expect(scope?.here).toMatch(/scope host .*\n.*\n {2}lo .*\n {2}127\/8 .*\n.*\n {2}table local/);
		const ladder = notes.find(({ topic }) => topic === "scope");
		expect(ladder?.what).toMatch(/global {4}0 .*\n {2}link {4}253 .*\n {2}host {4}254 .*◀/);
	});

	it("keeps to its width", () => {
		for (const { text } of fixtures)
			for (const width of [40, 60, 80, 120])
				for (const line of annotate(text, { lang: "fr", width }).text.split("\n"))
					if (line.startsWith("  │ ") && !/[^ ]{24}/.test(line)) expect(line.length).toBeLessThanOrEqual(width + 1);
	});

	it("has escapes only where colour was asked for", () => {
		for (const { text } of fixtures) {
			expect(annotate(text, { lang: "en" }).text).not.toContain("\x1b");
			// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
			expect(annotate(text, { lang: "en", color: true }).text.replaceAll(/\u{1b}\[(1|2|22)m/gu, "")).toBe(
				annotate(text, { lang: "en" }).text,
			);
		}
	});

	it("says nothing twice", () => {
		for (const { name, text } of fixtures) {
			const said = annotate(text, { lang: "en" }).notes.filter(
				({ text, topic }) => text !== "" && !topic.startsWith("un"),
			);
			const texts = said.map(({ text, topic }) => `${topic}: ${text}`);
			expect(new Set(texts).size, name).toBe(texts.length);
		}
	});

	it("in French has no plain blank before double punctuation, and no straight apostrophe in its prose", () => {
		for (const { text } of fixtures)
			for (const note of annotate(text, { lang: "fr" }).notes) expect(note.text).not.toMatch(/ [;!?:»](\s|$)|« |'/);
	});
});

describe("reading a paste", () => {
	it("gives all of its text back, line by line", () => {
		for (const { name, text } of fixtures)
			if (!isJson(name))
				expect(textOf(paste(text).fields), name).toBe(
					cleanLines(text)
						.map((line) => `${line}\n`)
						.join(""),
				);
	});

	it("passes lines that are no output of ip through as they are", () => {
		for (const { name, text } of fixtures)
			if (!isJson(name)) expect(annotate(text, { lang: "en" }).lines, name).toEqual(cleanLines(text));
		const prose = fixture("mangled-prose");
		expect(annotate(prose, { lang: "en" })).toMatchObject({ recognised: 0, text: prose });
		const ifconfig = fixture("mangled-ifconfig");
		expect(annotate(ifconfig, { lang: "en" })).toMatchObject({ recognised: 0, text: ifconfig });
	});

	it("reads every line of output in every shape", () => {
		for (const { name, text } of fixtures) {
			const { lines, places } = annotate(text, { lang: "en" });
			const read = new Set(places.filter(({ topic }) => topic !== "command").map(({ line }) => line));
			const missed = lines.filter((line, i) => !read.has(i) && !notOutput.test(line));
			if (!isJson(name) && !/prose|ifconfig/.test(name)) expect(missed, name).toEqual([]);
		}
	});

	it("reads the same out of a mangled paste as out of the one it was made of", () => {
		const of = (name: string) =>
			annotate(fixture(name), { lang: "en" }).notes.map(({ topic, what, here }) => ({ topic, what, here }));
		const whole = ["crlf", "cr", "lost-indent", "wrapped", "tabs-nbsp", "latin1", "zero-width", "numbered", "grep-n"];
		for (const name of [...whole, "quoted-twice", "smart-quotes", "table", "tags"])
			expect(of(`mangled-${name}`), name).toEqual(of("addr-container"));
		for (const name of ["quoted", "markdown", "html"]) expect(of(`mangled-${name}`), name).toEqual(of("addr-lo"));
		expect(of("mangled-comment")).toEqual(of("o-link-container"));
		expect(of("c-addr-lo")).toEqual(of("addr-lo"));
	});

	it("names a word it does not know, and nothing else", () => {
		const unknown = fixtures.flatMap(({ text }) => annotate(text, { lang: "en" }).unknown);
		expect(unknown).toEqual(["SIDEWAYS", "frobnication 7", "wobbly"]);
		expect(annotate(fixture("mangled-unknown-words"), { lang: "en" }).text).toContain("│ wobbly");
	});

	it("makes up no address for one that is masked", () => {
		const { notes, places } = annotate(fixture("mangled-masked"), { lang: "en" });
		expect(places.filter(({ key }) => key === "local" || key === "address")).toEqual([]);
		expect(notes.filter(({ topic }) => topic === "unreadable").map(({ word }) => word)).toEqual([
			"xx:xx:xx:xx:xx:xx",
			"203.0.113.x/24",
			"**hidden**/64",
		]);
	});

	it("counts an address that is masked as a person would", () => {
		expect(annotate(fixture("mangled-masked"), { lang: "en" }).summary).toEqual(["Read: 1 link, 2 addresses."]);
	});

	it("says where text recognition took digits for letters, and does not read them so", () => {
		const { notes, places, summary } = annotate(fixture("mangled-misread"), { lang: "en" });
		expect(places.filter(({ key }) => key === "local")).toEqual([]);
		expect(notes.filter(({ topic }) => topic === "unreadable").map(({ what }) => what.split(". ")[1])).toEqual([
			"Perhaps it was 1.",
			"Perhaps it was 1000.",
			"Perhaps it was 127.0.0.1/8.",
			"Perhaps it was 1500.",
			"Perhaps it was 192.168.1.20/24.",
		]);
		expect(summary).toEqual(["Read: 2 links, 2 addresses."]);
	});

	it("explains each word of output or is silent about it on purpose", () => {
		const counts = { explained: 0, silent: 0, unknown: 0 };
		for (const { name, text } of fixtures) {
			const { lines, places } = annotate(text, { lang: "en" });
			for (const place of places) {
				if (place.topic === "unknown") counts.unknown++;
				else if (topicsOf(place).length > 0) counts.explained++;
				else expect(silentOnPurpose(place), `${name}: ${place.word}`).toBe(true);
			}
			if (!isJson(name)) for (const [i, line] of lines.entries()) counts.silent += uncovered(line, i, places, name);
		}
		expect(counts.explained).toBeGreaterThan(1500);
		expect(counts.unknown).toBe(3);
	});
});

/** Settings of a kind of link, and commands in the paste. */
function silentOnPurpose({ topic, path }: Place): boolean {
	return topic === "silent" || topic === "command" || path.some((key) => key.startsWith("info_"));
}

/** What lies between the places of a line that was read must be punctuation of the output, or a mark before it. */
function uncovered(line: string, number: number, places: readonly Place[], name: string): number {
	const here = places.filter((place) => place.line === number && place.topic !== "command");
	if (here.length === 0) return 0;
	const chars = [...line];
	for (const { start, end } of here) chars.fill(" ", start, end);
	const rest = chars
		.join("")
		.replaceAll(/&[lg]t;/g, "")
		.replace(/^\s*(\d+|[>\s]+|\/\/|\|)?(?=\s)/, "")
		.replace(/^\d+:(?=\d|\s)|^“|[|”]\s*$/g, "");
	expect(rest.trim(), `${name}: ${line}`).toMatch(/^[\s:<>,\\]*$/);
	return rest.trim().length;
}

describe("what is not to be annotated", () => {
	it.each([
		["", "en", "nothing to annotate: the input is empty"],
		["  \n\t\n", "fr", "rien à annoter\u00a0: l’entrée est vide"],
		["\x7fELF\0\0\x01", "en", "this is not text: it holds NUL bytes"],
		["hello\n", "en", "nothing here looks like output of ip"],
		["bonjour\n", "fr", "rien ici ne ressemble à ce qu’affiche ip"],
	] as const)("is told in one line: %j in %s", (text, lang, problem) => {
		expect(annotate(text, { lang })).toMatchObject({ recognised: 0, problem });
	});
});

describe("whatever is pasted", () => {
	const word = fc.constantFrom(
		...'1: lo: <LOOPBACK,UP> mtu 65536 state UNKNOWN inet inet6 127.0.0.1/8 ::1/128 scope host link/ether brd peer group qlen valid_lft forever veth RX: bytes packets 0 [ { } ] " , : > $ ip a \\ \n \x1b[31m \x1b]0; \x07 \x9b \u202e altname alias vf flags @if5 eth0 \r'.split(
			" ",
		),
	);
	const text = fc.oneof(
		fc.string({ unit: "binary", maxLength: 200 }),
		fc.array(word, { maxLength: 40 }).map((words) => words.join(" ")),
	);

	it("never breaks the annotator, and no control character gets through", () => {
		fc.assert(
			fc.property(text, fc.constantFrom(...languages), (paste, lang) => {
				const page = annotate(paste, { lang }).text;
				// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
				expect(page).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
			}),
			{ numRuns: 2000 },
		);
	});

	it("comes out line by line, nothing lost", () => {
		fc.assert(
			fc.property(fc.array(word, { maxLength: 40 }), (words) => {
				const lines = words.join(" ").replaceAll(/[[{]/g, "").split("\n");
				const cleaned = cleanLines(lines.join("\n"));
				const { lines: shown, problem } = annotate(lines.join("\n"), { lang: "en" });
				if (problem === undefined) expect(shown).toEqual(cleaned);
			}),
			{ numRuns: 2000 },
		);
	});

	it.each([
		["a long listing", fixture("addr-container").repeat(300)],
		["brackets", "[ {\n".repeat(5_000)],
		["marks", "> > > 1: 2: 3: \n".repeat(5_000)],
		["one long line", "inet ".repeat(50_000)],
		["flags", `1: lo: <${"UP,".repeat(50_000)}> mtu 1`],
		["escapes", "\x1b]".repeat(100_000)],
		["blanks", `${" ".repeat(100_000)}x`],
		["carriage returns", `${"\r".repeat(100_000)}x`],
		["a long word", "a@".repeat(100_000)],
		["JSON", `[{"ifname":"lo","addr_info":[${'{"family":"inet","local":"127.0.0.1"},'.repeat(2_000)}{}]}]`],
	])("is read in a time that grows with its length: %s", (_, text) => {
		const start = performance.now();
		annotate(text, { lang: "en" });
		expect(performance.now() - start).toBeLessThan(10_000);
	});
});

describe("our own output", () => {
	const fields: Field[] = [
		{ open: "object" },
		{ key: "ifindex", text: "1: ", value: 1 },
		{ key: "ifname", text: "lo", value: "lo", color: "ifname" },
		{ text: ": " },
		{ open: "array", key: "flags", text: "<" },
		{ text: "LOOPBACK", value: "LOOPBACK" },
		{ text: "," },
		{ text: "UP", value: "UP" },
		{ close: "array", text: "> " },
		{ key: "mtu", text: "mtu 65536 ", value: 65536 },
		{ nl: "soft" },
		{ open: "array", key: "addr_info" },
		{ open: "object" },
		{ key: "family", text: "    inet ", value: "inet" },
		{ key: "local", text: "127.0.0.1", value: "127.0.0.1", color: "inet" },
		{ key: "prefixlen", text: "/8 ", value: 8 },
		{ key: "scope", text: "scope host ", value: "host" },
		{ key: "label", text: "lo", value: "lo" },
		{ nl: "hard" },
		{ close: "object" },
		{ close: "array" },
		{ close: "object" },
	];

	it("is explained as a paste of the same is", () => {
		const pasted = "1: lo: <LOOPBACK,UP> mtu 65536 \n    inet 127.0.0.1/8 scope host lo\n";
		expect(explainOutput(fields, { lang: "en" })).toBe(annotate(pasted, { lang: "en" }).text);
	});

	it("is explained under -o too, where it is one line", () => {
		const page = explainOutput(fields, { lang: "en", oneline: true });
		expect(page).toContain("1: lo: <LOOPBACK,UP> mtu 65536 \\    inet 127.0.0.1/8 scope host lo\n");
		expect(page).toContain("│ scope host ");
	});
});

describe("the topics", () => {
	it("cover every flag, scope and state of the tables", async () => {
		const { addrFlags } = await import("../../src/uapi/addr-flags.ts");
		const { linkFlags } = await import("../../src/uapi/link-flags.ts");
		const { linkTypes } = await import("../../src/uapi/link-type.ts");
		const { linkModes, operstates } = await import("../../src/uapi/operstate.ts");
		const { scopes } = await import("../../src/uapi/scope.ts");
		const names = [
			...linkFlags.map(({ name }) => `flag.${name}`),
			...scopes.map(({ name }) => `scope.${name}`),
			...operstates.map(({ name }) => `state.${name}`),
			...linkModes.map(({ name }) => `mode.${name}`),
			...linkTypes.map(({ name }) => `type.${name}`),
			...addrFlags.filter(({ name }) => name !== "permanent").map(({ name }) => `addrflag.${name}`),
		];
		expect(names.filter((name) => !Object.hasOwn(topics, name))).toEqual([]);
	});
});

it("what has lost its line break is read or called unknown, and never lost", () => {
	const pasted = `default via 10.0.0.1 dev eth0 1: x
1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    bridge forward_delay 1500 inet 1.2.3.4/8 scope global lo
`;
	const { text, summary } = annotate(pasted, { lang: "en", width: 80, color: false });
	for (const line of pasted.trimEnd().split("\n")) expect(text).toContain(line);
	expect(summary.join(" ")).toContain("1 link, 1 address, 1 route, 2 unknown words");
});

describe("what newer versions show", () => {
	it("is known word by word, of links, addresses, routes, rules and neighbours", () => {
		const { unknown, notes } = annotate(fixture("new-words"), { lang: "en" });
		expect(unknown).toEqual([]);
		const said = (topic: string) => notes.find((note) => note.topic === topic)?.what;
		expect(said("netkit.peer_policy")).toBe("The same at the other end.");
		expect(said("hsr.proto")).toBe("0 is HSR, a ring; 1 is PRP, two networks side by side.");
		expect(said("rule.dscp")).toBe("Only for packets of this class (DSCP).");
		expect(said("setting.can_timing")).toMatch(/on the bus/);
	});
});

describe("two outputs with no command between them", () => {
	const one = "2: eth0: <BROADCAST,UP> mtu 1500\n    inet 10.0.0.1/24 scope global eth0\n";

	it("are two machines: nothing is compared between them", () => {
		const { summary, unusual } = annotate(`node1:\n${one}node2:\n${one}`, { lang: "en" });
		expect(summary).toEqual(["Read: 2 links, 2 addresses."]);
		expect(unusual).toEqual(
			annotate(one, { lang: "en" }).unusual.flatMap((each) =>
				[each, { ...each, line: 4 }].map((remark, i) => ({ ...remark, line: each.line + 1 + 3 * i })),
			),
		);
	});
});

describe("what is no output of ip on Linux", () => {
	const mac = "This is of macOS (iproute2mac): what the notes say of the kernel is said of Linux.";

	it.each([
		["new-mac", ["Read: 2 links, 2 addresses, 2 routes.", mac]],
		["old-mac", ["Read: 2 links, 5 addresses.", mac]],
	])("is read and named where iproute2mac wrote it (%s)", (name, expected) => {
		const { unknown, summary } = annotate(fixture(name), { lang: "en" });
		expect({ unknown, summary }).toEqual({ unknown: [], summary: expected });
	});

	it.each([
		[
			"eth0: flags=4163<UP,BROADCAST,RUNNING>  mtu 1500\n        inet 10.0.0.1  netmask 255.0.0.0\n",
			"ifconfig",
			"ip addr",
		],
		["en0: flags=8863<UP,BROADCAST> mtu 1500\n\tinet 10.0.0.1 netmask 0xff000000\n", "ifconfig", "ip addr"],
		["eth0      Link encap:Ethernet  HWaddr 02:00:00:00:00:01\n", "ifconfig", "ip addr"],
		["Kernel IP routing table\nDestination     Gateway         Genmask\n", "route", "ip route"],
		["Proto Recv-Q Send-Q Local Address           Foreign Address\n", "netstat", "ss -tunl"],
		["\nWindows IP Configuration\n\n\nEthernet adapter Ethernet:\n", "ipconfig (Windows)", "ip addr"],
		["eth0: connected to Wired connection 1\n        inet4 10.0.0.1/24\n", "nmcli", "ip addr"],
		["IDX LINK  TYPE     OPERATIONAL SETUP     \n  1 lo    loopback carrier     unmanaged \n", "networkctl", "ip link"],
	])("is said to be another tool's: %j", (text, tool, command) => {
		const { problem } = annotate(text, { lang: "en" });
		expect(problem).toBe(`this is output of ${tool}, not of ip: ${command} shows the same`);
	});
});

/** The table of addresses by scope below a page. */
import { describe, expect, it } from "vitest";
import { annotate } from "../../src/explain/annotate.ts";
import { scopeSummary } from "../../src/explain/scope.ts";
import { survey } from "../../src/explain/survey.ts";
import type { Lang } from "../../src/explain/text.ts";
import { scopeTable } from "../../src/ui/scope-table.ts";
import { fixture, fixtures } from "./fixture.ts";

const summaryOf = (text: string, lang: Lang = "en") => scopeSummary(annotate(text, { lang }).places, lang);

function tableOf(text: string, lang: Lang = "en", width = 80, color = false): string {
	const summary = summaryOf(text, lang);
	return summary === undefined ? "" : scopeTable(summary, { width, color });
}

const rowsOf = (text: string) => summaryOf(text)?.rows.map(({ scope, addresses }) => [scope, ...addresses]);

describe("addresses by scope", () => {
	it("stand with their devices and what the scope means, the nearest reach first", () => {
		expect(tableOf(fixture("addr-scopes"))).toBe(`\
Addresses by scope
+--------+--------------------------------------+-----------------------------+
| scope  | addresses                            | the kernel holds them good  |
+--------+--------------------------------------+-----------------------------+
| host   | 10.9.0.1/24 dev eth0                 | inside this machine only    |
+--------+--------------------------------------+-----------------------------+
| link   | 169.254.7.1/16 dev eth0              | on one link, as far as the  |
|        | fe80::42:acff:fe11:2/64 dev eth0     | first router                |
+--------+--------------------------------------+-----------------------------+
| site   | 10.11.0.1/24 dev eth0                | within one site             |
+--------+--------------------------------------+-----------------------------+
| 77     | 10.10.0.1/24 dev eth0                | a scope without a name: the |
|        |                                      | smaller its number, the     |
|        |                                      | further                     |
+--------+--------------------------------------+-----------------------------+
| global | 172.17.0.2/16 dev eth0               | everywhere, behind routers  |
|        | 192.0.2.1 peer 192.0.2.2/32 dev eth0 | too                         |
|        | 10.12.0.1/24 dev eth0                |                             |
|        | 172.17.0.3/16 dev eth0               |                             |
|        | fd00:1::5/64 dev eth0                |                             |
|        | 2001:db8:2::1/64 dev eth0            |                             |
|        | 2001:db8:1::242:ac11:2/64 dev eth0   |                             |
+--------+--------------------------------------+-----------------------------+
`);
	});

	it("speak French to whom asks for it, and keep ip's own words", () => {
		expect(tableOf(fixture("addr-container"), "fr")).toBe(`\
Adresses par scope
+--------+------------------------------------+--------------------------------+
| scope  | adresses                           | valables, pour le noyau        |
+--------+------------------------------------+--------------------------------+
| host   | 127.0.0.1/8 dev lo                 | à l’intérieur de cette machine |
|        | ::1/128 dev lo                     | seulement                      |
+--------+------------------------------------+--------------------------------+
| link   | fe80::42:acff:fe11:2/64 dev eth0   | sur un seul lien, jusqu’au     |
|        |                                    | premier routeur                |
+--------+------------------------------------+--------------------------------+
| global | 172.17.0.2/16 dev eth0             | partout, derrière les routeurs |
|        | 2001:db8:1::242:ac11:2/64 dev eth0 | aussi                          |
+--------+------------------------------------+--------------------------------+
`);
	});

	it("leave out what a scope means where there is no room, and nothing of an address", () => {
		expect(tableOf(fixture("addr-container"), "en", 32)).toBe(`\
Addresses by scope
+--------+---------------------+
| scope  | addresses           |
+--------+---------------------+
| host   | 127.0.0.1/8 dev lo  |
|        | ::1/128 dev lo      |
+--------+---------------------+
| link   | fe80::42:acff:fe11: |
|        | 2/64                |
|        | dev eth0            |
+--------+---------------------+
| global | 172.17.0.2/16 dev   |
|        | eth0                |
|        | 2001:db8:1::242:ac1 |
|        | 1:2/64              |
|        | dev eth0            |
+--------+---------------------+
`);
	});

	it("are the same whether the paste was coloured, quoted, wrapped or JSON", () => {
		const container = rowsOf(fixture("addr-container"));
		for (const name of ["jp-addr-container", "mangled-crlf", "mangled-lost-indent", "mangled-wrapped"])
			expect(rowsOf(fixture(name)), name).toEqual(container);
	});

	it("count once, though several commands show them", () => {
		const text = fixture("addr-container");
		expect(rowsOf(`$ ip addr\n${text}\n$ ip -d addr\n${text}`)).toEqual(rowsOf(text));
	});

	it("need at least two of them, and a scope that is shown", () => {
		expect(tableOf("    inet 127.0.0.1/8 scope host lo\n")).toBe("");
		for (const name of ["br-addr-container", "link-container", "mangled-masked"])
			expect(tableOf(fixture(name))).toBe("");
	});

	it("whose scope is not shown stand last, and the table says why", () => {
		const [text, brief] = [fixture("addr-container"), "eth7             UP             10.7.0.1/24\n"];
		const rows = summaryOf(`$ ip addr\n${text}$ ip -br addr\n${brief}`)?.rows ?? [];
		expect(rows.at(-1)).toEqual({
			scope: "",
			addresses: ["10.7.0.1/24 dev eth7"],
			reach: "this output does not show their scope",
		});
	});

	it("that are many are counted, not listed", () => {
		const all = Array.from({ length: 40 }, (_, i) => `    inet 10.0.${i}.1/24 scope global eth0\n`);
		const text = `2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noop state UP\n${all.join("")}`;
		expect(summaryOf(text)?.rows[0]?.addresses.slice(-2)).toEqual(["10.0.11.1/24 dev eth0", "… and 28 more"]);
	});
});

describe("the table of a page", () => {
	it("keeps to its width, and has escapes only where colour was asked for", () => {
		for (const { name, text } of fixtures)
			for (const width of [40, 56, 80, 120]) {
				const plain = tableOf(text, "fr", width);
				for (const line of plain.split("\n")) expect(line.length, name).toBeLessThanOrEqual(width);
				expect(plain).not.toContain("\x1b");
				// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
				expect(tableOf(text, "fr", width, true).replaceAll(/\x1b\[(1|22)m/g, "")).toBe(plain);
			}
	});

	it("holds every address that was read, and none that was not", () => {
		for (const { name, text } of fixtures) {
			const listed = (rowsOf(text) ?? []).flatMap(([, ...addresses]) => addresses);
			const { links } = survey(annotate(text, { lang: "en" }).places);
			const read = links.flatMap(({ name, addrs }) => addrs.map(({ addr }) => [addr.local, name]));
			for (const entry of listed) {
				const [, local, device] = /^(\S+?)(?: peer \S+|\/\d+)* dev (.+)$/.exec(entry) ?? [];
				expect(read, `${name}: ${entry}`).toContainEqual([local, device]);
			}
			if (listed.length > 0) expect(new Set(listed).size, name).toBe(new Set(read.map(String)).size);
		}
	});

	it("lets nothing through that a terminal obeys, nor a line that is not its own", () => {
		const evil = '"\\u001b[31mbad\\nname\\u202e<b>"';
		const addr = (local: string) => `{"family":"inet","local":"${local}","prefixlen":8,"scope":"ho\\u001bst\\n"}`;
		const paste = `[{"ifindex":1,"ifname":${evil},"addr_info":[${addr("10.0.0.1")},${addr("10.0.0.2")},${addr("evil")}]}]`;
		expect(tableOf(paste)).toBe(`\
Addresses by scope
+-------+------------------------------------+------------------------------+
| scope | addresses                          | the kernel holds them good   |
+-------+------------------------------------+------------------------------+
| ho␛st | 10.0.0.1/8 dev bad name<U+202E><b> | not a scope that iplab knows |
|       | 10.0.0.2/8 dev bad name<U+202E><b> |                              |
+-------+------------------------------------+------------------------------+
`);
	});
});

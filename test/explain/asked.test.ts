/** Commands explained before they run: every word that the grammar has, and whole pages. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meaningOf } from "../../src/explain/asked/meaning.ts";
import type { Item } from "../../src/explain/asked/text.ts";
import { explainCommand, explainProgram } from "../../src/session/asked/asked.ts";
import { readCommand } from "../../src/session/asked/reading.ts";
import { boot, run, type Session } from "../../src/session/session.ts";
import { kindNames, kindOf } from "../../src/userland/ip/kind/kind.ts";
import { objects } from "../../src/userland/ip/object.ts";
import { optionRows } from "../../src/userland/ip/option.ts";
import { addPrograms } from "../../src/userland/programs.ts";
import { tools } from "../../src/userland/tools.ts";
import { command, everything } from "../differential/command.ts";
import { partsOf } from "../differential/line.ts";

addPrograms(tools);

const langs = ["en", "fr"] as const;

function missing(item: Omit<Item, "words"> & Partial<Item>): string[] {
	const whole: Item = { words: [item.key, "1"], ...item };
	return langs
		.filter((lang) => !meaningOf(whole, lang))
		.map((lang) => `${lang}: ${item.object} ${item.kind ?? ""} ${item.as} ${item.key}`);
}

const names: Readonly<Record<string, string>> = { neighbour: "neighbor", tap: "tuntap", tunl: "tunnel" };

test("every option, object, verb and row of every grammar has a text, and so has every option of every kind of link", () => {
	const bare = { object: "", verb: "" };
	const open = optionRows.flatMap(({ option }) => missing({ ...bare, as: "option", key: option }));
	for (const { word, object } of objects) {
		if (!object) continue;
		const name = names[word] ?? word;
		open.push(...missing({ ...bare, as: "object", key: name }));
		for (const verb of object.verbs) {
			open.push(...missing({ as: "verb", key: verb.word, object: name, verb: verb.word }));
			const { rows = [], positional } = verb.grammar ?? {};
			for (const row of rows) open.push(...missing({ as: "row", key: row.word, object: name, verb: verb.word }));
			const key = positional?.keyword?.word ?? "";
			if (positional) open.push(...missing({ as: "value", key, object: name, verb: verb.word }));
		}
		for (const row of object.grammar?.rows ?? [])
			open.push(...missing({ as: "row", key: row.word, object: name, verb: "" }));
	}
	for (const kind of kindNames())
		for (const row of kindOf(kind)?.grammar?.rows ?? [])
			open.push(...missing({ as: "row", key: row.word, object: "link", verb: "add", kind }));
	expect([...new Set(open)]).toEqual([]);
});

const setup = [
	"ip link set lo up",
	"ip link add v0 type veth peer name v1",
	"ip link set v0 up",
	"ip link set v1 up",
	"ip addr add 10.0.0.1/24 dev v0",
	"ip netns add n1",
];

function after(session: Session, lines: readonly string[]): Session {
	return lines.reduce((now, line) => run(now, line).session, session);
}

const world = after(boot(), setup);

describe("a command that the grammar's rows can draw", () => {
	const drawn = command(everything).map((each) => partsOf(each).filter(([name]) => name === "ip"));

	test("is explained word by word, without a gap and without a crash", () => {
		fc.assert(
			fc.property(drawn, (parts) => {
				for (const argv of parts) {
					const { items, whole } = readCommand(world, argv);
					expect(items.flatMap(({ words }) => words)).toEqual(argv.slice(1));
					expect(items.filter((item) => langs.some((lang) => !meaningOf(item, lang)))).toEqual([]);
					expect(whole[0]).toBe("ip");
				}
			}),
			{ numRuns: 1500 },
		);
	}, 120_000);

	test("has a page in both languages", () => {
		fc.assert(
			fc.property(drawn, fc.constantFrom(...langs), (parts, lang) => {
				for (const argv of parts) {
					const page = explainCommand(world, argv, { lang, width: 80 });
					expect(page).not.toMatch(/undefined|\{value\}/);
					expect(page.length).toBeGreaterThan(10);
				}
			}),
			{ numRuns: 60 },
		);
	}, 120_000);
});

const page = (session: Session, line: string, lang: "en" | "fr" = "en") =>
	explainCommand(session, line.split(" "), { lang, width: 80 });

test("abbreviations are resolved, defaults named, and what would change is shown", () => {
	expect(page(world, "ip a add 10.0.1.1/24 dev v1")).toBe(`In full: ip address add 10.0.1.1/24 dev v1

  a            the IP addresses of devices
  add          makes a new one, which must not be there yet
  10.0.1.1/24  the address, and how many of its bits are the network
  dev v1       the device

What is not said, and stands so:
  scope global: how far the address is good
  no broadcast address (brd + would make the usual one)
  valid_lft forever: it stays until it is taken away
  the kernel makes the route to its subnet and the local route by itself

What it would change:
  + 2: v1 inet 10.0.1.1/24 scope global v1
  + 10.0.1.0/24 dev v1 proto kernel scope link src 10.0.1.1
`);
});

test("a list only shows", () => {
	expect(page(world, "ip -4 -br a s", "fr")).toBe(`En entier\u00a0: ip -4 -brief address show

  -4   seulement d’IPv4
  -br  l’essentiel seulement, en table
  a    les adresses IP des interfaces
  s    liste, ne change rien

Cela montre seulement, et ne changerait rien.
`);
});

test("a command that fails is explained up to where it is read, with a repair", () => {
	expect(page(world, "ip addr add 10.0.1.1/24 lab x dev v1")).toBe(`In full: ip address add 10.0.1.1/24 lab x dev v1

  addr          the IP addresses of devices
  add           makes a new one, which must not be there yet
  10.0.1.1/24   the address, and how many of its bits are the network
  lab x dev v1  not understood here: the tool stops at or before it

It would fail:
Error: either "local" is duplicate, or "lab" is a garbage.
  lab is no keyword here. The tool then takes a word for the missing local,
  which was given before: hence the sentence.

  This works:
    ip addr add 10.0.1.1/24 dev v1
`);
});

test("who is no longer reached, and the connection that would break, are named", () => {
	const two = after(boot(), [
		"ip netns add r",
		"ip link add v0 type veth peer name eth0 netns r",
		"ip addr add 10.0.0.1/24 dev v0",
		"ip -n r addr add 10.0.0.2/24 dev eth0",
		"ip link set v0 up",
		"ip -n r link set eth0 up",
		"ip -n r link set lo up",
		"ip route add default via 10.0.0.2",
	]);
	const text = page(two, "ip link set v0 down");
	expect(text).toContain("The default route would be gone: nothing beyond the own networks is reached.\n");
	expect(text).toContain("No longer reached: 10.0.0.2\n");
});

test("another program is told by what it would say, change or fail at", () => {
	const text = (line: string, lang: "en" | "fr" = "en") =>
		explainProgram(boot({ world: "host" }), line.split(" "), { lang, width: 80, ordinary: true });
	expect(text("sysctl -w net.ipv4.conf.eth0.rp_filter=2")).toBe(`\
It works, and says:
  (in an ordinary host with eth0 at 192.168.1.10; --world FILE asks another one)
  net.ipv4.conf.eth0.rp_filter = 2

What it would change:
  - net.ipv4.conf.eth0.rp_filter = 0
  + net.ipv4.conf.eth0.rp_filter = 2
`);
	expect(text("nc -w 1 192.168.1.10 81")).toMatch(/nothing listens on port\s+81/);
	expect(text("true", "fr")).toBe(
		`\
Cela marche, et ne dit rien.
  (dans un hôte ordinaire avec eth0 en 192.168.1.10 ; --world FICHIER en
  interroge un autre)
`.replace(" ;", " ;"),
	);
});

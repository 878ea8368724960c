/**
 * The law paste(describe(m)) = m in every form of output: random commands make a world, the tool lists what is in it, and what
 * it printed, read as a paste, gives the keys and values of the fields it printed. Of JSON, the members of the document.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paste } from "../../src/explain/paste/paste.ts";
import { readFields } from "../../src/explain/place.ts";
import type { Field } from "../../src/print/field.ts";
import { boot, run, type Session } from "../../src/session/session.ts";
import { addPrograms } from "../../src/userland/programs.ts";
import { tools } from "../../src/userland/tools.ts";
import { everything, opening, sequences } from "../differential/command.ts";
import { partsOf } from "../differential/line.ts";

addPrograms(tools);

/** What lists messages, by object. */
const lists: Readonly<Record<string, readonly string[]>> = {
	link: ["link"],
	address: ["addr", "addr show up", "addr show scope global"],
	route: ["route show table all", "-4 route", "-6 route", "route show table local"],
	rule: ["rule", "-6 rule"],
	neigh: ["neigh", "neigh show proxy", "-6 neigh"],
	nexthop: ["nexthop"],
	netconf: ["netconf"],
	maddress: ["maddr"],
	tuntap: ["tuntap"],
	token: ["token"],
	addrlabel: ["addrlabel"],
	tunnel: ["tunnel", "-6 tunnel"],
	netns: ["netns"],
	vrf: ["vrf"],
};

const texts = ["", "-d", "-s", "-s -s", "-d -s", "-o", "-o -d", "-o -s", "-N", "-d -N -o"];
const documents = ["-j", "-j -p", "-j -d", "-j -s -d", "-j -p -s -s -d"];
const briefs = ["-br", "-br -4", "-br -6", "-br -o"];

/** Counters stand in tables, whose fields have no keys in text. */
const isCounter = ({ path }: { path: readonly string[] }) => path.includes("rx") || path.includes("tx");

function placesOf(fields: readonly Field[], oneline: boolean) {
	return readFields(fields, oneline).places.filter(({ key, word }) => key !== undefined && word !== "");
}

/** Of a namespace that has a name, text has the name in the place of the number. */
function keyed(fields: readonly Field[], oneline: boolean): string[] {
	return placesOf(fields, oneline)
		.filter((place) => !isCounter(place))
		.map(({ key, value }) => (key?.startsWith("link_netns") ? "link_netns" : `${key}=${value}`));
}

function counters(fields: readonly Field[]): string[] {
	return (
		placesOf(fields, false)
			.filter(isCounter)
			.map(({ path, key, value }) => `${path.at(-1)}.${key}=${value}`)
			// ip/ipaddress.c print_stats64(): text shows what was missed where JSON shows what overran
			.filter((word) => !/^rx\.(?:over|missed)_errors/.test(word))
			.sort()
	);
}

/** The members of a JSON document in their order; those of an array have its key. */
function leaves(json: unknown, key = ""): string[] {
	if (Array.isArray(json)) return json.flatMap((each) => leaves(each, key));
	if (typeof json === "object" && json !== null)
		return Object.entries(json).flatMap(([name, each]) => leaves(each, name));
	return [`${key}=${json}`];
}

function listed(session: Session, options: string, list: string): { text: string; fields: Field[]; line: string } {
	const line = ["ip", options, list].filter(Boolean).join(" ");
	const fields: Field[] = [];
	const { stdout } = run(session, line, { show: (more) => fields.push(...more) });
	return { text: stdout, fields, line };
}

/** Text says `forever` and `3600sec`; a number in JSON stands for both. */
function lifetimes(words: readonly string[]): string[] {
	return words.map((word) => word.replace(/^(\w+_life_time)=4294967295$/, "$1=forever"));
}

const setup = [
	...opening.map((command) => [...command]),
	..."ip link set lo up;ip link add v0 type veth peer name v1;ip link set v0 up;ip link set v1 up;ip addr add 10.0.0.1/24 brd + dev v0;ip addr add 2001:db8::1/64 dev v0 nodad;ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0;ip route add 10.9.0.0/16 via 10.0.0.9;ip nexthop add id 9 via 10.0.0.9 dev v0"
		.split(";")
		.map((line) => line.split(" ")),
];

const drawn = sequences(10, everything);

function worldOf(kernel: "6.1" | "6.18", commands: readonly (readonly string[])[]): Session {
	let session = boot({ kernel });
	for (const command of [...setup, ...commands])
		for (const words of partsOf(command))
			if (words[0] === "ip" && !words.includes("monitor")) ({ session } = run(session, words));
	return session;
}

const kernels = fc.constantFrom("6.1" as const, "6.18" as const);

describe.each(Object.entries(lists))("%s", (_, those) => {
	const list = fc.constantFrom(...those);

	test("text, detailed, with counters, on one line", () => {
		fc.assert(
			fc.property(kernels, drawn, fc.constantFrom(...texts), list, (kernel, commands, options, what) => {
				const { text, fields, line } = listed(worldOf(kernel, commands), options, what);
				const oneline = options.includes("-o");
				expect(keyed(paste(`$ ${line}\n${text}`).fields, oneline), `${line}\n${text}`).toEqual(
					lifetimes(keyed(fields, oneline)),
				);
			}),
			{ numRuns: 25 },
		);
	}, 120_000);

	test("JSON, in one line and laid out", () => {
		fc.assert(
			fc.property(kernels, drawn, fc.constantFrom(...documents), list, (kernel, commands, options, what) => {
				const { text, line } = listed(worldOf(kernel, commands), options, what);
				if (!/^\s*\[/.test(text)) return;
				const read = placesOf(paste(`$ ${line}\n${text}`).fields, false).map(({ key, value }) => `${key}=${value}`);
				expect(read, `${line}\n${text}`).toEqual(leaves(JSON.parse(text)));
			}),
			{ numRuns: 25 },
		);
	}, 120_000);
});

test("the columns of -br", () => {
	fc.assert(
		fc.property(
			kernels,
			drawn,
			fc.constantFrom(...briefs),
			fc.constantFrom("link", "addr", "neigh"),
			(kernel, commands, options, what) => {
				const { text, fields, line } = listed(worldOf(kernel, commands), options, what);
				expect(keyed(paste(`$ ${line}\n${text}`).fields, false), `${line}\n${text}`).toEqual(keyed(fields, false));
			},
		),
		{ numRuns: 40 },
	);
}, 120_000);

test("counters say in their tables what JSON says", () => {
	fc.assert(
		fc.property(kernels, drawn, fc.constantFrom("-s", "-s -s"), (kernel, commands, options) => {
			const session = worldOf(kernel, commands);
			const table = listed(session, options, "link");
			const document = listed(session, `-j ${options}`, "link");
			const read = ({ line, text }: typeof table) => counters(paste(`$ ${line}\n${text}`).fields);
			expect(read(table), table.text).toEqual(read(document));
		}),
		{ numRuns: 25 },
	);
}, 120_000);

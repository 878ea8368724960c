/** Values that a keyword does not take: numbers, names out of a list, addresses and prefixes. */
import { bitsOf, parseAddr } from "../../net/addr.ts";
import { nearest } from "./near.ts";
import { changed, find, type Mend, type Row, type Situation, said, without } from "./situation.ts";

/** A number or name that is none of those the keyword takes. */
const choices: readonly { readonly sentence: RegExp; readonly names: readonly string[]; readonly noun: string }[] = [
	{
		sentence: /is wrong: invalid "?scope"? value/,
		names: ["global", "link", "host", "site", "nowhere"],
		noun: "scope",
	},
	{
		sentence: /is wrong: (?:invalid protocol value|"protocol" value is invalid)/,
		names: ["kernel", "boot", "static", "ra", "dhcp", "zebra", "bird", "bgp", "ospf", "isis", "rip", "redirect"],
		noun: "protocol",
	},
	{
		sentence: /is wrong: (?:table id value is invalid|invalid table ID|"table" value is invalid)/,
		names: ["main", "local", "default"],
		noun: "table",
	},
	{
		sentence: /is wrong: nud state is bad/,
		names: ["permanent", "reachable", "stale", "noarp", "none", "delay", "probe", "incomplete", "failed"],
		noun: "nud",
	},
	{ sentence: /is wrong: Invalid "group" value/, names: ["default"], noun: "group" },
	{
		sentence: /is wrong: invalid protocol family/,
		names: ["inet", "inet6", "link", "bridge", "mpls", "any"],
		noun: "family",
	},
];

const choice: Row = (s) => {
	const row = choices.find(({ sentence }) => said(s, sentence));
	const word = said(s, /^Error: argument "(.*)" is wrong/)?.[1];
	if (!row || word === undefined) return undefined;
	const near = nearest(word, row.names);
	const facts = { word, noun: row.noun, names: row.names.join(", "), near: near[0] ?? "" };
	const number = row.noun === "table" ? "100" : row.noun === "protocol" ? "200" : "1";
	return find(
		"choice",
		facts,
		...near.map((other) => changed(s, word, other)),
		...row.names.map((other) => changed(s, word, other)),
		changed(s, word, number),
	);
};

/** Something that is no number where a number belongs. */
const number: Row = (s) => {
	const found =
		said(s, /^Error: argument "(.*)" is wrong: "?(\w+)"? (?:value )?is invalid/) ??
		said(s, /^Error: argument "(.*)" is wrong: [Ii]nvalid "?(\w+)"?(?: value)?$/);
	if (!found) return undefined;
	const [, word = "", key = ""] = found;
	const digits = /\d+/.exec(word)?.[0];
	return find(
		"number",
		{ word, key },
		digits === undefined ? undefined : changed(s, word, digits),
		changed(s, word, "100"),
		changed(s, word, "1"),
	);
};

const badPrefix: Row = (s) => {
	const found = said(s, /^Error: (any valid|inet6?) (prefix|address) is expected rather than "(.*)"/);
	if (!found) return undefined;
	const [, family = "", noun = "", word = ""] = found;
	const [addr = "", len = ""] = word.split(/[/\\]/);
	const parsed = parseAddr(addr, "unspec");
	if (parsed && "addr" in parsed && family !== "any valid" && parsed.family !== family)
		return find(
			"otherFamily",
			{ word, family: family === "inet" ? "IPv4" : "IPv6", other: family === "inet" ? "IPv6" : "IPv4" },
			withoutFamily(s),
		);
	if (parsed && "addr" in parsed && noun === "prefix") {
		const bits = bitsOf(parsed.family);
		if (Number(len) > bits)
			return find("prefixTooLong", { word, bits: String(bits), len }, changed(s, word, `${addr}/${bits}`));
		return find("badPrefix", { word, noun }, changed(s, word, `${addr}/${/^\d+$/.test(len) ? len : bits}`));
	}
	const octets = addr
		.split(".")
		.map((octet) => (Number(octet) > 255 ? "255" : octet.replace(/[oO]/g, "0").replace(/[lI]/g, "1")));
	const repaired = octets
		.filter((octet) => /^\d+$/.test(octet))
		.slice(0, 4)
		.join(".");
	return find(
		"badAddress",
		{ word },
		repaired === "" ? undefined : changed(s, word, len === "" ? repaired : `${repaired}/${len}`),
		without(s, word),
	);
};

/** `-4` or `-6` that does not fit the address. */
function withoutFamily(s: Situation): Mend | undefined {
	const option = s.argv.find((word) => /^-[46]$/.test(word));
	return option === undefined ? undefined : [s.argv.with(s.argv.indexOf(option), option === "-4" ? "-6" : "-4")];
}

export const valueRows: readonly Row[] = [choice, number, badPrefix];

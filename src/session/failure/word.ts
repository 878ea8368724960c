/**
 * Words that the tool itself refused, before the kernel heard of them: a mistyped name, keyword or number. The nearest one
 * that exists is offered; the engine shows it only if the command works with it.
 */
import { bitsOf, parseAddr } from "../../net/addr.ts";
import { objects } from "../../userland/ip/object.ts";
import type { IpObject } from "../../userland/ip/verb.ts";
import { nearest } from "./near.ts";
import {
	added,
	after,
	before,
	changed,
	find,
	type Mend,
	type Row,
	type Situation,
	said,
	without,
} from "./situation.ts";

/** The words of each object: `ip`, perhaps options, the object, perhaps a verb. */
function objectAt({ argv }: Situation): { readonly object?: IpObject; readonly at: number } {
	const at = argv.findIndex(
		(word, i) =>
			i > 0 && !word.startsWith("-") && !/^-(?:n|netns|f|family|b|batch|rc|rcvbuf|l|loops)$/.test(argv[i - 1] ?? ""),
	);
	const row = objects.find(({ word }) => word.startsWith(argv[at] ?? "-"));
	return { at, ...(row?.object && { object: row.object }) };
}

function wordsOf(object: IpObject): string[] {
	const grammars = [
		...object.verbs.flatMap((verb) => (verb.grammar ? [verb.grammar] : [])),
		...(object.grammar ? [object.grammar] : []),
	];
	const rows = grammars.flatMap(({ rows, positional }) => [
		...rows,
		...(positional?.keyword ? [positional.keyword] : []),
	]);
	return rows.flatMap(({ word, also = [], alsoPrefix = [] }) => [word, ...also, ...alsoPrefix]);
}

const unknownObject: Row = (s) => {
	const word = said(s, /^Object "(.*)" is unknown/)?.[1];
	if (word === undefined) return undefined;
	// what people type of them: addr of address
	const short = objects.flatMap((row) => [row.word, row.word.slice(0, 4), row.word.slice(0, 5)]);
	const near = nearest(word, short);
	return find("unknownObject", { word, near: near[0] ?? "" }, ...near.map((other) => changed(s, word, other)));
};

const unknownVerb: Row = (s) => {
	const word = said(s, /^Command "(.*)" is unknown/)?.[1];
	const { object } = objectAt(s);
	if (word === undefined || !object) return undefined;
	const near = nearest(
		word,
		object.verbs.map((verb) => verb.word),
	);
	return find(
		"unknownVerb",
		{ word, object: object.title, near: near[0] ?? "" },
		...near.map((other) => changed(s, word, other)),
	);
};

/** Options may be shortened, so a letter too much matters and a missing end does not. */
const options = [
	"-brief",
	"-details",
	"-json",
	"-pretty",
	"-oneline",
	"-statistics",
	"-color",
	"-timestamp",
	"-tshort",
	"-human",
	"-family",
	"-resolve",
	"-netns",
	"-all",
	"-Numeric",
	"-batch",
	"-force",
	"-iec",
	"-loops",
	"-echo",
	"-help",
	"-Version",
];

const unknownOption: Row = (s) => {
	const word = said(s, /^Option "(.*)" is unknown/)?.[1];
	if (word === undefined) return undefined;
	const near = nearest(word, options);
	const typed = s.argv.find((other) => other === word || other === `-${word}`) ?? word;
	return find(
		"unknownOption",
		{ word: typed, near: near[0] ?? "" },
		...near.map((other) => changed(s, typed, other)),
		without(s, typed, 1),
	);
};

/** The word that no keyword of the object begins with. */
const garbage: Row = (s) => {
	const found = said(s, /^Error: either "(.*)" is duplicate, or "(.*)" is a garbage/);
	const { object } = objectAt(s);
	if (!found || !object) return undefined;
	const word = found[2] ?? "";
	const near = [...(habits[word] ? [habits[word] as string] : []), ...nearest(word, wordsOf(object), 5)];
	return find(
		"garbage",
		{ word, key: found[1] ?? "", near: near[0] ?? "" },
		...near.map((other) => changed(s, word, other)),
		without(s, word, 1),
		without(s, word),
	);
};

/** What other tools call it. */
const habits: Readonly<Record<string, string>> = {
	gw: "via",
	gateway: "via",
	netmask: "",
	device: "dev",
	interface: "dev",
	bcast: "brd",
};

const duplicate: Row = (s) => {
	const found = said(s, /^Error: duplicate "(.*)": "(.*)" is the second value/);
	if (!found) return undefined;
	const [, key = "", second = ""] = found;
	const at = s.argv.lastIndexOf(second);
	return find(
		"duplicate",
		{ key, second },
		at < 1 ? undefined : [s.argv.toSpliced(at - 1, 2)],
		at < 1 ? undefined : [s.argv.toSpliced(at, 1)],
	);
};

/** What takes away or shows: to make the thing first would be no help. */
const onlyOfThere = /^(?:del|delete|show|list|flush)$/;

const noSuchDevice: Row = (s) => {
	const name =
		said(s, /^(?:Cannot find device|Device) "(.*?)"/)?.[1] ??
		said(s, /^Error: argument "(.*)" is wrong: (?:Device does not exist|dev is invalid)/)?.[1];
	if (name === undefined) return undefined;
	const near = nearest(
		name,
		s.state.links.flatMap(({ ifname, altnames = [] }) => [ifname, ...altnames]),
	);
	const makes = !s.argv.some((word) => onlyOfThere.test(word));
	const make = makes ? before(s, ["ip", "link", "add", name, "type", "dummy"]) : undefined;
	const bridge: Mend = before(s, ["ip", "link", "add", name, "type", "bridge"]);
	const all = s.state.links.map(({ ifname }) => ifname).join(", ");
	return find(
		near.length > 0 ? "deviceNear" : "deviceUnknown",
		{ name, near: near[0] ?? "", all },
		...near.map((other) => changed(s, name, other)),
		...(s.argv.includes("master") ? [bridge] : []),
		make,
	);
};

const noNetns: Row = (s) => {
	const name =
		said(s, /^Cannot open network namespace "(.*)"/)?.[1] ??
		said(s, /^Error: argument "(.*)" is wrong: Invalid "netns" value/)?.[1] ??
		said(s, /^Cannot remove namespace file "\/(?:var\/)?run\/netns\/(.*)"/)?.[1];
	if (name === undefined) return undefined;
	const near = nearest(name, s.state.netnsNames);
	const takes = s.argv.some((word) => onlyOfThere.test(word));
	const make: Mend | undefined = takes ? undefined : [["ip", "netns", "add", name], s.argv];
	return find(
		"netnsUnknown",
		{ name, near: near[0] ?? "", all: s.state.netnsNames.join(", ") },
		...near.map((other) => changed(s, name, other)),
		make,
	);
};

const netnsExists: Row = (s) => {
	const name = said(s, /^Cannot create namespace file "\/(?:var\/)?run\/netns\/(.*)": File exists/)?.[1];
	if (name === undefined) return undefined;
	for (let n = 2; ; n++)
		if (!s.state.netnsNames.includes(`${name}${n}`))
			return find("netnsExists", { name }, changed(s, name, `${name}${n}`));
};

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

/** `ip tunnel` asks a device that the module of its mode brings; ip link brings the module itself. */
const tunnelModule: Row = (s) => {
	const found = said(s, /^add tunnel "(.*)" failed: No such device/);
	if (!found) return undefined;
	const at = s.argv.lastIndexOf("add");
	const mode = after(s, "mode") ?? "gre";
	const words = s.argv
		.slice(at + 1)
		.filter((word, i, all) => word !== "name" && word !== "mode" && all[i - 1] !== "mode");
	const [name = "", ...rest] = words;
	return find("tunnelModule", { dev: found[1] ?? "", mode }, [
		["ip", "link", "add", name, "type", ...(kindOfMode[mode] ?? [mode]), ...rest],
	]);
};

/** Modes of `ip tunnel` that are kinds of `ip link` under other names. */
const kindOfMode: Readonly<Record<string, readonly string[]>> = {
	any: ["ip6tnl", "mode", "any"],
	ip6ip6: ["ip6tnl", "mode", "ip6ip6"],
	ipip6: ["ip6tnl", "mode", "ipip6"],
	isatap: ["sit"],
};

const tunBusy: Row = (s) => {
	if (!said(s, /^ioctl\(TUNSETIFF\): Device or resource busy/)) return undefined;
	const dev = after(s, "dev", "name") ?? "";
	const other = after(s, "mode") === "tap" ? "tun" : "tap";
	return find("tunBusy", { dev, mode: other }, before(s, ["ip", "tuntap", "del", "dev", dev, "mode", other]));
};

const vrfTable: Row = (s) => {
	if (!said(s, /VRF table id is missing/)) return undefined;
	return find("vrfTable", {}, added(s, "table", "10"));
};

const noVrf: Row = (s) => {
	const at = s.argv.indexOf("vrf");
	if (!said(s, /[Ii]nvalid VRF name|Not a valid VRF name/)) return undefined;
	const name = s.argv[s.argv[at + 1] === "exec" ? at + 2 : at + 1] ?? "";
	const vrfs = s.state.links.filter(({ kind }) => kind === "vrf").map(({ ifname }) => ifname);
	const make = ["ip", "link", "add", name, "type", "vrf", "table", "10"];
	return find(
		"noVrf",
		{ name, all: vrfs.join(", ") },
		...nearest(name, vrfs).map((other) => changed(s, name, other)),
		before(s, make),
	);
};

/** lo takes no part in autoconfiguration. */
const tokenLo: Row = (s) => {
	if (s.request?.type !== "RTM_SETLINK" || !s.argv.includes("token")) return undefined;
	const others = s.state.links.filter(({ ifname }) => ifname !== "lo").map(({ ifname }) => ifname);
	if (after(s, "dev") !== "lo") return undefined;
	return find("tokenLo", {}, ...others.map((dev) => changed(s, "lo", dev)));
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

const notEnough: Row = (s) => {
	const key = said(s, /^Not enough (?:of )?information: "?(\w+)"? (?:argument )?is required/)?.[1];
	if (key === undefined) return undefined;
	const dev = (s.state.links.find(({ ifname }) => ifname !== "lo") ?? s.state.links[0])?.ifname ?? "lo";
	const value = key === "dev" ? dev : key === "type" ? "dummy" : undefined;
	return find(
		"notEnough",
		{ key, dev },
		value === undefined ? undefined : added(s, key, value),
		key === "dev" ? added(s, "dev", dev, "up") : undefined,
	);
};

const incomplete: Row = (s) => {
	if (!said(s, /^Command line is not complete/)) return undefined;
	const last = s.argv.at(-1) ?? "";
	const value = last === "dev" ? (s.state.links[0]?.ifname ?? "lo") : undefined;
	return find("incomplete", { last }, value === undefined ? undefined : added(s, value), [s.argv.slice(0, -1)]);
};

const flushAll: Row = (s) => {
	if (!said(s, /^Flush requires arguments|"ip .* flush" requires arguments/)) return undefined;
	const dev = (s.state.links.find(({ ifname }) => ifname !== "lo") ?? s.state.links[0])?.ifname ?? "lo";
	return find("flushAll", { dev }, added(s, "dev", dev), added(s, "table", "main"));
};

const routeGetNothing: Row = (s) => {
	if (!said(s, /^need at least a destination address/)) return undefined;
	return find("getNothing", {}, added(s, "127.0.0.1"));
};

const tunMode: Row = (s) => {
	if (!said(s, /^You failed to specify a tunnel mode/)) return undefined;
	return find("tunMode", {}, added(s, "mode", "tun"));
};

const neighIncomplete: Row = (s) => {
	if (!said(s, /^Device and destination are required arguments/)) return undefined;
	const dev = (s.state.links.find(({ ifname }) => ifname !== "lo") ?? s.state.links[0])?.ifname ?? "lo";
	return find("notEnough", { key: "dev", dev }, added(s, "dev", dev));
};

export const wordRows: readonly Row[] = [
	unknownObject,
	unknownVerb,
	unknownOption,
	garbage,
	duplicate,
	noSuchDevice,
	noNetns,
	netnsExists,
	choice,
	badPrefix,
	number,
	notEnough,
	incomplete,
	flushAll,
	routeGetNothing,
	tunMode,
	tunnelModule,
	tunBusy,
	vrfTable,
	noVrf,
	tokenLo,
	neighIncomplete,
];

/**
 * `show interface`, `brief` and `description`, as zebra has them (zebra/interface.c if_dump_vty(), ifs_dump_brief_vty()).
 * Recordings: zebra-addresses, zebra-links, zebra-description, ospf-vty, ospf-ring-runtime, ospf-ask.
 */
import type { System } from "../process.ts";
import { byNetwork, isLinkLocal, isSecondary, isUnnumbered, prefixText } from "./address.ts";
import {
	addrsOf,
	aliasesOf,
	type Interface,
	interfacesOf,
	labelOf,
	linksOf,
	shownAddrs,
	timeText,
} from "./interface.ts";
import { briefJson, interfacesJson } from "./show-interface-json.ts";
import type { Link, LinkAddr, Turns, Zebra } from "./zebra.ts";

/** The words after `show interface`; undefined for what is not modelled. */
export function showInterfaceCommand(sys: System, zebra: Zebra, words: readonly string[]): string | undefined {
	const line = `show interface ${words.join(" ")}`;
	const [word = "", ...rest] = words;
	if (isWord(word, "description")) return isVrf(rest) ? showDescriptions(sys, zebra) : undefined;
	const all = optionsOf(words);
	// what may not stand behind a word of the command makes it a name
	const name = all ? undefined : word;
	const options = all ?? optionsOf(rest);
	if (options === "incomplete") return `% Command incomplete: ${line}\n`;
	if (!options || (name !== undefined && options.brief)) return `% Unknown command: ${line}\n`;
	const { vrf, brief, json } = options;
	if (vrf !== undefined && vrf !== "default" && vrf !== "all") return json ? "{}\n" : `% VRF ${vrf} not found\n`;
	if (brief) return json ? briefJson(zebra) : showBrief(zebra);
	const links = linksOf(zebra).filter((link) => name === undefined || link.name === name);
	if (links.length === 0) return json ? "{}\n" : `% Can't find interface ${name}\n`;
	const interfaces = interfacesOf(sys, zebra, links);
	if (!interfaces) return undefined;
	return json ? interfacesJson(zebra, interfaces) : interfaces.map((each) => interfaceText(zebra, each)).join("");
}

function isWord(word: string, full: string): boolean {
	return word !== "" && full.startsWith(word);
}

interface Options {
	readonly vrf?: string | undefined;
	readonly brief: boolean;
	readonly json: boolean;
}

/** `[vrf NAME] [brief] [json]`; undefined for anything else. */
function optionsOf(words: readonly string[]): Options | "incomplete" | undefined {
	const left = [...words];
	const take = (full: string) => (isWord(left[0] ?? "", full) ? left.shift() !== undefined : false);
	const named = take("vrf");
	const vrf = named ? left.shift() : undefined;
	if (named && vrf === undefined) return "incomplete";
	const options = { vrf, brief: take("brief"), json: take("json") };
	return left.length === 0 ? options : undefined;
}

function isVrf(words: readonly string[]): boolean {
	const [word, name] = words;
	return word === undefined || (words.length === 2 && isWord(word, "vrf") && name === "all");
}

function showDescriptions(sys: System, zebra: Zebra): string {
	const aliases = aliasesOf(sys);
	const rows = linksOf(zebra).map(({ name, index, up, adminUp }) => {
		const texts = [zebra.descriptions?.[name], aliases.get(index)].filter((text) => text !== undefined);
		const state = `${(adminUp ? "up" : "down").padEnd(8)}${(up ? "up" : "down").padEnd(10)}`;
		return `${name.padEnd(16)}${state}${texts.join(`\n${" ".repeat(34)}`)}\n`;
	});
	return `
	VRF default(0)

Interface       Status  Protocol  Description
${rows.join("")}`;
}

function showBrief(zebra: Zebra): string {
	const rows = linksOf(zebra).map((link) => {
		const { name, adminUp } = link;
		const [first = "", ...rest] = briefAddrs(zebra, link);
		const row = `${name.padEnd(16)}${(adminUp ? "up" : "down").padEnd(8)}${"default".padEnd(16)}${first}`;
		return [row, ...rest.map((addr) => `${"".padEnd(40)}${addr}`)].map((text) => `${text}\n`).join("");
	});
	return `Interface       Status  VRF             Addresses
---------       ------  ---             ---------
${rows.join("")}
`;
}

/** The first of each network of IPv4, and the first of IPv6 that is not the link's own; `+` where there are more. */
function briefAddrs(zebra: Zebra, link: Link): string[] {
	const plus = ({ length }: readonly LinkAddr[]) => (length > 1 ? "+ " : "");
	const four = byNetwork(addrsOf(zebra.addrs, link)).flatMap((group) =>
		group.slice(0, 1).map((first) => `${plus(group)}${prefixText(first)}`),
	);
	const six = addrsOf(zebra.addrs6, link);
	const global = six.find((addr) => !isLinkLocal(addr));
	return global ? [...four, `${plus(six)}${prefixText(global)}`] : four;
}

function interfaceText(zebra: Zebra, each: Interface): string {
	const { link, parent } = each;
	const { adminUp, up } = link;
	const optional = (label: string, value: string | number | undefined) =>
		value === undefined ? [] : [`  ${label}${value}`];
	const lines = [
		`  Link ups:   ${turnsText(link.ups)}`,
		`  Link downs: ${turnsText(link.downs)}`,
		"  vrf: default",
		...optional("Description: ", each.description),
		...optional("OS Description: ", each.alias),
		`  index ${link.index} metric 0 mtu ${link.mtu} speed ${each.speed} `,
		`  flags: ${each.flags}`,
		...(each.linkdown4 ? ["  Ignore all v4 routes with linkdown"] : []),
		...(each.linkdown6 ? ["  Ignore all v6 routes with linkdown"] : []),
		`  Type: ${each.type}`,
		...optional("HWaddr: ", each.hwaddr),
		...addrLines(zebra, link),
		`  Interface Type ${each.kind}`,
		`  Interface Slave Type ${each.master === undefined ? "None" : "Bridge"}`,
		...optional("Bridge VLAN-aware: ", each.vlanAware === undefined ? undefined : each.vlanAware ? "yes" : "no"),
		...optional("VLAN Id ", each.vlan),
		...optional("Master interface: ", each.master),
		"  protodown: off ",
		...optional(typeof parent === "string" ? "Parent interface: " : "Parent ifindex: ", parent),
	];
	const state = adminUp ? `up, line protocol is ${up ? "up" : "down"}` : "down";
	return `Interface ${link.name} is ${state}\n${lines.map((text) => `${text}\n`).join("")}`;
}

/** connected_dump_vty() */
function addrLines(zebra: Zebra, link: Link): string[] {
	return shownAddrs(zebra, link).map((addr) =>
		[
			`  ${addr.addr.includes(":") ? "inet6" : "inet"} ${prefixText(addr)}`,
			...(addr.peer === undefined ? [] : [`peer ${addr.peer}/${addr.prefixlen}`]),
			...(isSecondary(zebra.addrs, addr) ? ["secondary"] : []),
			...(isUnnumbered(addr, link.loopback) ? ["unnumbered"] : []),
			...(labelOf(addr, link) === undefined ? [] : [labelOf(addr, link)]),
		].join(" "),
	);
}

function turnsText(turns: Turns | undefined): string {
	return `${String(turns?.count ?? 0).padStart(5)}    last: ${turns ? timeText(turns) : "(never)"}`;
}

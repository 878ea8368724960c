/**
 * `show interface`, `brief` and `description`, as zebra has them (zebra/interface.c if_dump_vty(), ifs_dump_brief_vty()).
 * Recordings: ospf-vty, ospf-json, ospf-ring-runtime, ospf-ask.
 */
import { idGet, idValues } from "../../net/id-map.ts";
import { IFA_F_DADFAILED, IFA_F_TENTATIVE } from "../../uapi/addr-flags.ts";
import * as flag from "../../uapi/link-flags.ts";
import { ARPHRD_LOOPBACK } from "../../uapi/link-type.ts";
import { type Ifinfo, type Message, NLM_F_DUMP } from "../../uapi/message.ts";
import type { System } from "../process.ts";
import { connectedOf } from "./connected.ts";
import type { Link, Turns, Zebra } from "./zebra.ts";

function addrsOf(zebra: Zebra, index: number): string[] {
	return zebra.addrs.filter(({ ifindex }) => ifindex === index).map(({ addr, prefixlen }) => `${addr}/${prefixlen}`);
}

/** Each that has an address, once. */
function interfacesOf(zebra: Zebra) {
	return [...new Map(connectedOf(zebra).map((each) => [each.name, each])).values()];
}

export function interfacesBrief(zebra: Zebra): unknown {
	const rows = interfacesOf(zebra).map(({ name, adminUp, ifindex }) => [
		name,
		{ status: adminUp ? "up" : "down", vrfName: "default", addresses: addrsOf(zebra, ifindex) },
	]);
	return Object.fromEntries(rows);
}

function linksOf(zebra: Zebra): Link[] {
	return [...idValues(zebra.links)].sort(byName);
}

export function showDescriptions(zebra: Zebra): string {
	const rows = linksOf(zebra).map(
		({ name, up, adminUp }) =>
			`${name.padEnd(16)}${(adminUp ? "up" : "down").padEnd(8)}${(up ? "up" : "down").padEnd(10)}\n`,
	);
	return `
	VRF default(0)

Interface       Status  Protocol  Description
${rows.join("")}`;
}

/** Its addresses of IPv6 are the kernel's to tell. */
function addrs6Of(sys: System, index: number): string[] {
	const { messages, more = [] } = sys.netlink({ type: "RTM_GETADDR", flags: NLM_F_DUMP, family: "inet6" });
	return [...messages, ...more].flatMap((message: Message) => {
		if (message.type !== "RTM_NEWADDR" || message.addr.index !== index) return [];
		const { local, address, prefixlen, flags } = message.addr;
		const addr = local ?? address;
		return addr === undefined || addr === "::1" || flags & (IFA_F_DADFAILED | IFA_F_TENTATIVE)
			? []
			: [`${addr}/${prefixlen}`];
	});
}

export function showBrief(sys: System, zebra: Zebra): string {
	const rows = linksOf(zebra).map(({ name, adminUp, index }) => {
		const six = addrs6Of(sys, index);
		const [global] = six.filter((addr) => !addr.startsWith("fe80:"));
		const shown = [
			...addrsOf(zebra, index).map((addr, i) => (i === 0 ? addr : `+ ${addr}`)),
			...(global === undefined ? [] : [`${six.length > 1 ? "+ " : ""}${global}`]),
		];
		const [first = "", ...rest] = shown;
		const row = `${name.padEnd(16)}${(adminUp ? "up" : "down").padEnd(8)}${"default".padEnd(16)}${first}`;
		return [row, ...rest.map((addr) => `${"".padEnd(40)}${addr}`)].map((text) => `${text}\n`).join("");
	});
	return `Interface       Status  VRF             Addresses
---------       ------  ---             ---------
${rows.join("")}
`;
}

/** `show interface [NAME]`; undefined where there are kinds of links whose own lines are not modelled. */
export function showInterfaces(sys: System, zebra: Zebra, name?: string): string | undefined {
	const wanted = linksOf(zebra).filter((link) => name === undefined || link.name === name);
	if (wanted.length === 0) return `% Can't find interface ${name}\n`;
	const { messages, more = [] } = sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
	const infos = [...messages, ...more].flatMap((message) => (message.type === "RTM_NEWLINK" ? [message.link] : []));
	const texts = wanted.map((link) => {
		const info = infos.find(({ index }) => index === link.index);
		return info && info.master === undefined ? interfaceText(sys, zebra, link, info) : undefined;
	});
	return texts.includes(undefined) ? undefined : texts.join("");
}

/** What zebra calls kinds of links, and the speed that their drivers tell it. */
const kinds: Readonly<Record<string, { readonly name: string; readonly speed: number }>> = {
	"": { name: "Other", speed: 0 },
	veth: { name: "VETH", speed: 10_000 },
};

function interfaceText(sys: System, zebra: Zebra, link: Link, info: Ifinfo): string | undefined {
	const kind = kinds[info.kind ?? ""];
	if (!kind) return undefined;
	const { adminUp, up } = link;
	const loopback = info.type === ARPHRD_LOOPBACK;
	const parent = info.link === undefined ? undefined : idGet(zebra.links, info.link)?.name;
	const lines = [
		`  Link ups:   ${turnsText(link.ups)}`,
		`  Link downs: ${turnsText(link.downs)}`,
		"  vrf: default",
		`  index ${link.index} metric 0 mtu ${link.mtu} speed ${kind.speed} `,
		`  flags: <${flagsText(info.flags)}>`,
		`  Type: ${loopback ? "Loopback" : "Ethernet"}`,
		...(loopback ? [] : [`  HWaddr: ${info.address}`]),
		...addrsOf(zebra, link.index).map((addr) => `  inet ${addr}`),
		...addrs6Of(sys, link.index).map((addr) => `  inet6 ${addr}`),
		`  Interface Type ${kind.name}`,
		"  Interface Slave Type None",
		"  protodown: off ",
		...(info.link === undefined
			? []
			: [parent === undefined ? `  Parent ifindex: ${info.link}` : `  Parent interface: ${parent}`]),
	];
	const state = adminUp ? `up, line protocol is ${up ? "up" : "down"}` : "down";
	return `Interface ${link.name} is ${state}\n${lines.map((text) => `${text}\n`).join("")}`;
}

/** frr_timestamp() */
function turnsText(turns: Turns | undefined): string {
	const [day = "", time = ""] = new Date(turns?.last ?? 0).toISOString().replaceAll("-", "/").split("T");
	return `${String(turns?.count ?? 0).padStart(5)}    last: ${turns ? `${day} ${time.slice(0, 11)}` : "(never)"}`;
}

/** lib/if.c if_flag_dump() */
const flagNames: readonly (readonly [number, string])[] = [
	[flag.IFF_UP, "UP"],
	[flag.IFF_BROADCAST, "BROADCAST"],
	[flag.IFF_DEBUG, "DEBUG"],
	[flag.IFF_LOOPBACK, "LOOPBACK"],
	[flag.IFF_POINTOPOINT, "POINTOPOINT"],
	[flag.IFF_NOTRAILERS, "NOTRAILERS"],
	[flag.IFF_RUNNING, "RUNNING"],
	[flag.IFF_NOARP, "NOARP"],
	[flag.IFF_PROMISC, "PROMISC"],
	[flag.IFF_ALLMULTI, "ALLMULTI"],
	[flag.IFF_MULTICAST, "MULTICAST"],
];

function flagsText(flags: number): string {
	return flagNames.flatMap(([bit, name]) => (flags & bit ? [name] : [])).join(",");
}

/** Interfaces are named in this order: by letters, then by the number at the end (lib/if.c if_cmp_name_func). */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
	const split = ({ name }: { readonly name: string }) => /^(.*?)(\d*)$/.exec(name) ?? ["", name, ""];
	const [, textA = "", numberA = ""] = split(a);
	const [, textB = "", numberB = ""] = split(b);
	if (textA !== textB) return textA < textB ? -1 : 1;
	return Number(numberA) - Number(numberB);
}

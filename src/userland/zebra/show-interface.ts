/** `show interface brief` and `description`, as zebra has them (zebra/interface.c). Recordings: ospf-vty, ospf-json, ospf-ring-runtime. */
import { connectedOf } from "./connected.ts";
import type { Zebra } from "./zebra.ts";

function addrsOf(zebra: Zebra, index: number): string[] {
	return zebra.addrs.filter(({ ifindex }) => ifindex === index).map(({ addr, prefixlen }) => `${addr}/${prefixlen}`);
}

/** Each that has an address, once. */
function interfacesOf(zebra: Zebra) {
	return [...new Map(connectedOf(zebra).map((each) => [each.name, each])).values()];
}

export function interfacesBrief(zebra: Zebra): unknown {
	const rows = interfacesOf(zebra).map(({ name, up, ifindex }) => [
		name,
		{ status: up ? "up" : "down", vrfName: "default", addresses: addrsOf(zebra, ifindex) },
	]);
	return Object.fromEntries(rows);
}

export function showDescriptions(zebra: Zebra): string {
	const rows = interfacesOf(zebra).map(
		({ name, up, adminUp }) =>
			`${name.padEnd(16)}${(adminUp ? "up" : "down").padEnd(8)}${(up ? "up" : "down").padEnd(10)}\n`,
	);
	return `
	VRF default(0)

Interface       Status  Protocol  Description
${rows.join("")}`;
}

export function showInterfaces(zebra: Zebra): string {
	const rows = interfacesOf(zebra).map(({ name, up, ifindex }) => {
		const [first = "", ...rest] = addrsOf(zebra, ifindex);
		const row = `${name.padEnd(16)}${(up ? "up" : "down").padEnd(8)}${"default".padEnd(16)}${first}`;
		return [row, ...rest.map((addr) => `${"".padEnd(40)}+ ${addr}`)].map((text) => `${text}\n`).join("");
	});
	return `Interface       Status  VRF             Addresses
---------       ------  ---             ---------
${rows.join("")}
`;
}

/** Interfaces are named in this order: by letters, then by the number at the end (lib/if.c if_cmp_name_func). */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
	const split = ({ name }: { readonly name: string }) => /^(.*?)(\d*)$/.exec(name) ?? ["", name, ""];
	const [, textA = "", numberA = ""] = split(a);
	const [, textB = "", numberB = ""] = split(b);
	if (textA !== textB) return textA < textB ? -1 : 1;
	return Number(numberA) - Number(numberB);
}

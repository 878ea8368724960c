/** `bridge vlan`: which VLANs pass a port, and how. bridge/vlan.c vlan_modify(), print_vlan(). */
import { close, element, type Field, field, hardLine, open, text } from "../../print/field.ts";
import type { BridgeLink } from "../../uapi/bridge.ts";
import { NLM_F_DUMP } from "../../uapi/message.ts";
import type { Context } from "../ip/context.ts";
import { exited } from "../ip/failure.ts";
import { talk } from "../ip/talk.ts";
import type { Words } from "../ip/words.ts";
import { deviceIndex } from "./device.ts";

export function changeVlan(what: "add" | "del"): (ctx: Context, words: Words) => number {
	return (ctx, words) => {
		let dev: string | undefined;
		let range: { first: number; last: number } | undefined;
		const flags = new Set<string>();
		for (; words.more; words.skip()) {
			if (words.word === "dev") dev = words.next();
			else if (words.word === "vid") range = parseVid(words.next());
			else flags.add(words.need());
		}
		if (dev === undefined || range === undefined) throw exited("Device and VLAN ID are required arguments.");
		const index = deviceIndex(ctx, dev, "bridge device");
		const type = what === "add" ? "PF_BRIDGE RTM_SETLINK" : "PF_BRIDGE RTM_DELLINK";
		const vlans = { ...range, pvid: flags.has("pvid"), untagged: flags.has("untagged") };
		talk(ctx, { type, flags: 0, index, self: flags.has("self"), vlans });
		return 0;
	};
}

function parseVid(word: string): { first: number; last: number } {
	const [first = 0, last = first] = word.split("-").map((part) => Number.parseInt(part, 10) || 0);
	if (word.includes("-") && first >= last) throw exited(`Invalid VLAN range "${word}"`);
	if (last >= 4096) throw exited(`Invalid VLAN ID "${word}"`);
	return { first, last };
}

export function showVlans(ctx: Context, words: Words): number {
	let index: number | undefined;
	for (; words.more; words.skip()) if (words.word === "dev") index = deviceIndex(ctx, words.next());
	ctx.print([open("array"), text(`${"port".padEnd(17)} vlan-id  `), hardLine]);
	for (const message of talk(ctx, { type: "PF_BRIDGE RTM_GETLINK", flags: NLM_F_DUMP }))
		if (message.type === "PF_BRIDGE RTM_NEWLINK" && (index === undefined || message.brport.link.index === index))
			ctx.print(describeVlans(message.brport));
	ctx.print([close("array")]);
	return 0;
}

function describeVlans({ link: { ifname }, vlans }: BridgeLink): Field[] {
	if (vlans.length === 0) return [];
	const rows = vlans.flatMap(({ vid, pvid, untagged }, i): Field[] => {
		const flags = [...(pvid ? ["PVID"] : []), ...(untagged ? ["Egress Untagged"] : [])];
		return [
			...(i === 0 ? [] : [text(" ".repeat(18))]),
			open("object"),
			field("vlan", String(vid), vid),
			...(flags.length === 0
				? []
				: [open("array", "flags"), ...flags.map((flag) => element(` ${flag}`, flag)), close("array")]),
			hardLine,
			close("object"),
		];
	});
	const port = field("ifname", ifname.padEnd(18), ifname, "ifname");
	return [open("object"), port, open("array", "vlans"), ...rows, close("array"), close("object")];
}

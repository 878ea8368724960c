/** `bridge vlan add`, `del`, `set`: which VLANs pass a port, and how. bridge/vlan.c vlan_modify(), vlan_option_set(). */
import { returned, wrong } from "../ip/failure.ts";
import { begins } from "../ip/grammar.ts";
import { atoi, u8 } from "../ip/number.ts";
import { talk } from "../ip/talk.ts";
import type { Words } from "../ip/words.ts";
import { type BridgeContext, deviceIndex, failed } from "./device.ts";
import { parseState } from "./link.ts";

interface Range {
	readonly first: number;
	readonly last?: number;
}

/** A short, as the tool keeps it. */
function parseVid(word: string): Range {
	const at = word.indexOf("-");
	const short = (text: string) => (atoi(text) << 16) >> 16;
	return at < 0 ? { first: short(word) } : { first: short(word.slice(0, at)), last: short(word.slice(at + 1)) };
}

function judge({ first, last }: Range): void {
	if (first >= 4096) throw failed(`Invalid VLAN ID "${first}"`);
	if (last !== undefined && (last === -1 || last >= 4096 || first >= last))
		throw failed(`Invalid VLAN range "${first}-${last & 0xffff}"`);
}

export function changeVlan(what: "add" | "del"): (ctx: BridgeContext, words: Words) => number {
	return (ctx, words) => {
		let dev: string | undefined;
		let range: Range | undefined;
		const flags = new Set<string>();
		for (; words.more; words.skip()) {
			const word = words.need();
			if (word === "dev") dev = words.next();
			else if (word === "vid") range = parseVid(words.next());
			else if (word === "tunnel_info") throw returned(`iplab: 'bridge vlan ${what} … tunnel_info' is not modelled`, 3);
			else if (["self", "master", "pvid", "untagged"].includes(word)) flags.add(word);
			else if (begins(word, "help")) words.next();
		}
		if (dev === undefined || range === undefined || range.first === -1)
			throw failed("Device and VLAN ID are required arguments.");
		const index = deviceIndex(ctx, dev, "bridge device");
		judge(range);
		const { first, last = first } = range;
		if (range.last !== undefined && flags.has("pvid")) throw failed("pvid cannot be configured for a vlan range");
		const type = what === "add" ? "PF_BRIDGE RTM_SETLINK" : "PF_BRIDGE RTM_DELLINK";
		const vlans = { first, last, pvid: flags.has("pvid"), untagged: flags.has("untagged") };
		talk(ctx, { type, flags: 0, index, self: flags.has("self"), vlans });
		return 0;
	};
}

export function setVlan(ctx: BridgeContext, words: Words): number {
	let index: number | undefined;
	let range: Range | undefined;
	const options: { state?: number; mcastRouter?: number } = {};
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "dev") index = deviceIndex(ctx, words.next(), "network device");
		else if (word === "vid") {
			range = parseVid(words.next());
			if (range.last !== undefined) judge(range);
			judge({ first: range.first });
		} else if (word === "state") options.state = parseState(words.next(), "");
		else if (word === "mcast_router") options.mcastRouter = routerOf(words.next());
		else if (begins(word, "help")) words.next();
	}
	if (index === undefined || range === undefined || range.first === -1)
		throw failed("Device and VLAN ID are required arguments.");
	const { first, last = first } = range;
	talk(ctx, { ...options, type: "PF_BRIDGE RTM_NEWVLAN", flags: 0, index, first, last });
	return 0;
}

function routerOf(word: string): number {
	const value = u8(word);
	if (value === undefined) throw wrong(word, "invalid mcast_router");
	return value;
}

/**
 * `bridge vlan show`: the VLANs of ports and bridges. bridge/vlan.c vlan_show(): plain from a dump of links, with -d from one of
 * VLANs (RTM_GETVLAN), with -s from the counters (RTM_GETSTATS).
 */
import { close, element, type Field, field, hardLine, open, softLine, text } from "../../print/field.ts";
import type { BridgeLink, BridgeVlanInfo } from "../../uapi/bridge.ts";
import { NLM_F_DUMP } from "../../uapi/message.ts";
import { duplicate, returned } from "../ip/failure.ts";
import { atoi } from "../ip/number.ts";
import { talk } from "../ip/talk.ts";
import type { Words } from "../ip/words.ts";
import { type BridgeContext, deviceIndex } from "./device.ts";
import { stateField } from "./link.ts";

const BR_STATE_FORWARDING = 3;

interface Filter {
	readonly index: number | undefined;
	/** 0 is none. */
	readonly vid: number;
}

/** VLANs that stand in one line. */
interface Run {
	readonly first: BridgeVlanInfo;
	readonly last: number;
}

export function showVlans(ctx: BridgeContext, words: Words): number {
	const filter = parseFilter(ctx, words);
	const { stats, details } = ctx.options;
	const plain = stats > 0 && details === 0;
	const ports = portsOf(ctx, filter, plain);
	if (stats > 0 && ports.some(({ counts }) => counts))
		throw returned("iplab: counters of VLANs (vlan_stats_enabled) are not modelled", 3);
	ctx.print([open("array"), text(`${"port".padEnd(16)}  ${plain ? "vlan-id" : "vlan-id  "}`), hardLine]);
	for (const brport of ports) ctx.print(describePort(ctx, filter, brport));
	ctx.print([close("array")]);
	return 0;
}

function parseFilter(ctx: BridgeContext, words: Words): Filter {
	let dev: string | undefined;
	let vid = 0;
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word !== "dev" && word !== "vid") continue;
		const value = words.next();
		if (word === "dev" ? dev !== undefined : vid !== 0) throw duplicate(word, value);
		if (word === "dev") dev = value;
		else vid = atoi(value);
	}
	return { index: dev === undefined ? undefined : deviceIndex(ctx, dev), vid };
}

/** Counters come of the bridges first, and then of the ports. */
function portsOf(ctx: BridgeContext, { index }: Filter, counters: boolean): BridgeLink[] {
	const all = talk(ctx, { type: "PF_BRIDGE RTM_GETLINK", flags: NLM_F_DUMP })
		.flatMap((message) => (message.type === "PF_BRIDGE RTM_NEWLINK" ? [message.brport] : []))
		.filter(({ link }) => index === undefined || link.index === index);
	if (!counters) return all;
	return [...all.filter(({ port }) => port === undefined), ...all.filter(({ port }) => port !== undefined)];
}

/** br_vlan_can_enter_range(): the kernel puts together what is alike; the PVID stands alone, and so does what is counted. */
function runsOf(
	{ compressVlans, options: { stats, details } }: BridgeContext,
	vlans: readonly BridgeVlanInfo[],
): Run[] {
	const compress = details > 0 ? stats === 0 : compressVlans;
	const runs: { first: BridgeVlanInfo; last: number }[] = [];
	for (const vlan of vlans) {
		const run = runs.at(-1);
		if (compress && run && run.last + 1 === vlan.vid && isAlike(run.first, vlan, details > 0)) run.last = vlan.vid;
		else runs.push({ first: vlan, last: vlan.vid });
	}
	return runs;
}

function isAlike(a: BridgeVlanInfo, b: BridgeVlanInfo, withOptions: boolean): boolean {
	if (a.pvid || b.pvid || a.untagged !== b.untagged) return false;
	return !withOptions || (a.state === b.state && a.mcastRouter === b.mcastRouter);
}

function describePort(ctx: BridgeContext, { vid }: Filter, { link: { ifname }, vlans }: BridgeLink): Field[] {
	const runs = runsOf(ctx, vlans).filter(({ first, last }) => vid === 0 || (first.vid <= vid && vid <= last));
	if (runs.length === 0) return [];
	const rows = runs.flatMap((run, i) => [...(i === 0 ? [] : [text(" ".repeat(18))]), ...describeRun(ctx, run)]);
	const port = field("ifname", `${ifname.padEnd(16)}  `, ifname, "ifname");
	return [open("object"), port, open("array", "vlans"), ...rows, close("array"), close("object")];
}

function describeRun({ options: { stats, details } }: BridgeContext, { first, last }: Run): Field[] {
	const { vid, state = BR_STATE_FORWARDING, mcastRouter = 1 } = first;
	const flags = [...(first.pvid ? ["PVID"] : []), ...(first.untagged ? ["Egress Untagged"] : [])];
	const counts = stats > 0 ? describeCounts() : [];
	const options = [
		indent,
		stateField(state),
		field("mcast_router", `mcast_router ${mcastRouter} `, mcastRouter),
		softLine,
	];
	return [
		open("object"),
		field(details === 0 && stats > 0 ? "vid" : "vlan", String(vid), vid),
		...(last === vid ? [] : [field("vlanEnd", `-${last}`, last)]),
		...(flags.length === 0
			? []
			: [open("array", "flags"), ...flags.map((flag) => element(` ${flag}`, flag)), close("array")]),
		softLine,
		...(details > 0 ? options : []),
		...counts,
		close("object"),
	];
}

const indent = text(" ".repeat(20));

/** Counters of a VLAN: zero while nothing is counted. */
function describeCounts(): Field[] {
	return [
		indent,
		field("rx_bytes", "RX: 0 bytes", 0),
		field("rx_packets", " 0 packets\n", 0),
		indent,
		field("tx_bytes", "TX: 0 bytes", 0),
		field("tx_packets", " 0 packets\n", 0),
	];
}

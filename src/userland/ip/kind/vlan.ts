/** `type vlan`: options and the -d line. ip/iplink_vlan.c. */
import { close, element, type Field, field, open, softLine, text } from "../../../print/field.ts";
import {
	VLAN_FLAG_BRIDGE_BINDING,
	VLAN_FLAG_GVRP,
	VLAN_FLAG_LOOSE_BINDING,
	VLAN_FLAG_MVRP,
	VLAN_FLAG_REORDER_HDR,
	type VlanData,
} from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { onOrOff, wrong } from "../failure.ts";
import type { Grammar, Row } from "../grammar.ts";
import { llProtoName, parseLlProto } from "../ll-proto.ts";
import { u16, u32 } from "../number.ts";
import type { Words } from "../words.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { numberRow } from "./option.ts";

const grammar: Grammar<KindDraft> = {
	rows: [
		{ word: "protocol", match: "prefix", takes: ["802.1Q", "802.1ad"], to: setProtocol },
		numberRow("id", "id", u16, "id is invalid"),
		flagRow("reorder_hdr", VLAN_FLAG_REORDER_HDR),
		flagRow("gvrp", VLAN_FLAG_GVRP),
		flagRow("mvrp", VLAN_FLAG_MVRP),
		flagRow("loose_binding", VLAN_FLAG_LOOSE_BINDING),
		flagRow("bridge_binding", VLAN_FLAG_BRIDGE_BINDING),
		qosRow("ingress-qos-map", "ingressQos"),
		qosRow("egress-qos-map", "egressQos"),
	],
};

function setProtocol({ data }: KindDraft, value: string): void {
	data.protocol = parseLlProto(value);
	if (data.protocol === undefined) throw wrong(value, "protocol is invalid");
}

/** Here on and off are whole words, other than in a bridge's switches. */
function flagRow(word: string, flag: number): Row<KindDraft> {
	return {
		word,
		match: "prefix",
		takes: ["on", "off"],
		to: ({ data }, value) => {
			if (value !== "on" && value !== "off") throw onOrOff(word, value);
			const flags = (data.flags as number | undefined) ?? 0;
			data.flags = value === "on" ? flags | flag : flags & ~flag;
			data.flagsMask = ((data.flagsMask as number | undefined) ?? 0) | flag;
		},
	};
}

/** One or more FROM:TO; the first word without a colon is the next option. */
function qosRow(word: string, member: "ingressQos" | "egressQos"): Row<KindDraft> {
	return {
		word,
		match: "prefix",
		takes: "STRING",
		to: ({ data }, _, words) => (data[member] = parseMap(word, words)),
	};
}

function parseMap(word: string, words: Words): [number, number][] {
	const map: [number, number][] = [];
	while (words.word?.includes(":")) {
		const pair = words.word;
		const [from, to] = [u32(pair.slice(0, pair.indexOf(":"))), u32(pair.slice(pair.indexOf(":") + 1))];
		if (from === undefined || to === undefined) throw wrong(pair.slice(0, pair.indexOf(":")), `invalid ${word}`);
		map.push([from, to]);
		words.skip();
	}
	// The engine steps over the value that it thinks is still here.
	words.skip(-1);
	return map;
}

const flagNames: readonly (readonly [number, string])[] = [
	[VLAN_FLAG_REORDER_HDR, "REORDER_HDR"],
	[VLAN_FLAG_GVRP, "GVRP"],
	[VLAN_FLAG_MVRP, "MVRP"],
	[VLAN_FLAG_LOOSE_BINDING, "LOOSE_BINDING"],
	[VLAN_FLAG_BRIDGE_BINDING, "BRIDGE_BINDING"],
];

function describe({ options }: Context, { protocol, id, flags, ingressQos, egressQos }: VlanData): Field[] {
	return [
		...(protocol === undefined ? [] : describeProtocol(llProtoName(protocol, options))),
		...(id === undefined ? [] : [field("id", `id ${id} `, id)]),
		...(flags === undefined ? [] : describeFlags(flags)),
		...describeMap("ingress-qos-map", "ingress_qos", ingressQos),
		...describeMap("egress-qos-map", "egress_qos", egressQos),
	];
}

function describeProtocol(name: string): Field[] {
	return [field("protocol", `protocol ${name} `, name)];
}

function describeFlags(flags: number): Field[] {
	const names = flagNames.filter(([flag]) => (flags & flag) !== 0).map(([, name]) => name);
	const elements = names.map((name, i) => element(i === 0 ? name : `,${name}`, name));
	return [open("array", "flags", "<"), ...elements, close("array", "> ")];
}

function describeMap(word: string, key: string, map: VlanData["ingressQos"]): Field[] {
	if (map === undefined || map.length === 0) return [];
	const pairs = map.flatMap(([from, to]) => [
		open("object"),
		field("from", `${from}`, from),
		field("to", `:${to} `, to),
		close("object"),
	]);
	return [softLine, open("array", key, `      ${word} { `), ...pairs, close("array"), text("} ")];
}

export const vlan: Kind = {
	name: "vlan",
	grammar,
	parse: (ctx, words, creating) => parseKind("vlan", "command", grammar, { ctx, creating, data: {} }, words),
	describe: (ctx, data: LinkData) => describe(ctx, data as VlanData),
};

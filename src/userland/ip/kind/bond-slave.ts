/** `type bond_slave`: the options of a bond's port, and its -d line. ip/iplink_bond_slave.c. */
import { close, element, type Field, field, open } from "../../../print/field.ts";
import type { BondSlaveData } from "../../../uapi/link-data.ts";
import type { Grammar } from "../grammar.ts";
import { integer, u16 } from "../number.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { numberRow } from "./option.ts";
import { describeParts, number, type Part, string } from "./part.ts";

const states = ["ACTIVE", "BACKUP"] as const;
const miiStatuses = ["UP", "GOING_DOWN", "DOWN", "GOING_BACK"] as const;

/** LACP_STATE_*, from bit 0 on. */
const lacpStates = [
	"active",
	"short_timeout",
	"aggregating",
	"in_sync",
	"collecting",
	"distributing",
	"defaulted",
	"expired",
] as const;

const grammar: Grammar<KindDraft> = {
	rows: [
		numberRow("queue_id", "queueId", u16, "queue_id is invalid"),
		numberRow("prio", "prio", integer, "prio is invalid", "exact"),
	],
};

const parts: readonly Part<BondSlaveData>[] = [
	named("state", "state", states),
	named("mii_status", "miiStatus", miiStatuses),
	number("link_failure_count", "linkFailureCount"),
	string("perm_hwaddr", "permHwaddr"),
	number("queue_id", "queueId"),
	number("prio", "prio"),
	number("ad_aggregator_id", "adAggregatorId"),
	portState("ad_actor_oper_port_state", "adActorOperPortState"),
	portState("ad_partner_oper_port_state", "adPartnerOperPortState"),
];

/** Without a name it is a number, under another key. */
function named(word: string, member: "state" | "miiStatus", names: readonly string[]): Part<BondSlaveData> {
	return ({ [member]: value }) => {
		if (value === undefined) return [];
		const name = names[value];
		return [
			name === undefined ? field(`${word}_index`, `${word} ${value} `, value) : field(word, `${word} ${name} `, name),
		];
	};
}

function portState(word: string, member: "adActorOperPortState" | "adPartnerOperPortState"): Part<BondSlaveData> {
	return ({ [member]: state }) =>
		state === undefined ? [] : [field(word, `${word} ${state} `, state), ...describeBits(`${word}_str`, state)];
}

function describeBits(key: string, state: number): Field[] {
	const names = lacpStates.filter((_, bit) => ((state >> bit) & 1) === 1);
	const elements = names.map((name, i) => element(i === 0 ? name : `,${name}`, name));
	return [open("array", key, `${key} <`), ...elements, close("array", "> ")];
}

export const bondSlave: Kind = {
	name: "bond_slave",
	grammar,
	parse: (ctx, words, creating) => parseKind("bond_slave", "option", grammar, { ctx, creating, data: {} }, words),
	describe: describeParts(parts),
};

/**
 * `type bridge`: options and the -d line. ip/iplink_bridge.c. 6.1 prints the bridge's own id for the designated root too.
 */
import { type Field, field } from "../../../print/field.ts";
import type { BridgeData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { wrong } from "../failure.ts";
import type { Grammar, Row } from "../grammar.ts";
import { llProtoName, parseLlProto } from "../ll-proto.ts";
import { u8, u16, u32, u64 } from "../number.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { bridgeIdText, hexText, lladdrRow, numberRow, timerField } from "./option.ts";

const grammar: Grammar<KindDraft> = {
	rows: [
		numberRow("forward_delay", "forwardDelay", u32),
		numberRow("hello_time", "helloTime", u32),
		numberRow("max_age", "maxAge", u32),
		numberRow("ageing_time", "ageingTime", u32),
		numberRow("stp_state", "stpState", u32),
		numberRow("priority", "priority", u16),
		numberRow("vlan_filtering", "vlanFiltering", u8),
		vlanProtocolRow(),
		numberRow("group_fwd_mask", "groupFwdMask", u16),
		lladdrRow("group_address", "groupAddr"),
		{ word: "fdb_flush", match: "prefix", to: ({ data }) => (data.fdbFlush = true) },
		numberRow("vlan_default_pvid", "vlanDefaultPvid", u16),
		numberRow("vlan_stats_enabled", "vlanStatsEnabled", u8),
		numberRow("vlan_stats_per_port", "vlanStatsPerPort", u8),
		numberRow("mcast_router", "mcastRouter", u8),
		numberRow("mcast_snooping", "mcastSnooping", u8),
		numberRow("mcast_vlan_snooping", "mcastVlanSnooping", u8, undefined, "exact"),
		numberRow("mcast_query_use_ifaddr", "mcastQueryUseIfaddr", u8),
		numberRow("mcast_querier", "mcastQuerier", u8),
		numberRow("mcast_hash_elasticity", "mcastHashElasticity", u32),
		numberRow("mcast_hash_max", "mcastHashMax", u32),
		numberRow("mcast_last_member_count", "mcastLastMemberCnt", u32),
		numberRow("mcast_startup_query_count", "mcastStartupQueryCnt", u32),
		numberRow("mcast_last_member_interval", "mcastLastMemberIntvl", u64),
		numberRow("mcast_membership_interval", "mcastMembershipIntvl", u64),
		numberRow("mcast_querier_interval", "mcastQuerierIntvl", u64),
		numberRow("mcast_query_interval", "mcastQueryIntvl", u64),
		numberRow("mcast_query_response_interval", "mcastQueryResponseIntvl", u64),
		numberRow("mcast_startup_query_interval", "mcastStartupQueryIntvl", u64),
		numberRow("mcast_stats_enabled", "mcastStatsEnabled", u8),
		numberRow("mcast_igmp_version", "mcastIgmpVersion", u8),
		numberRow("mcast_mld_version", "mcastMldVersion", u8),
		numberRow("nf_call_iptables", "nfCallIptables", u8),
		numberRow("nf_call_ip6tables", "nfCallIp6tables", u8),
		numberRow("nf_call_arptables", "nfCallArptables", u8),
		numberRow("no_linklocal_learn", "noLinklocalLearn", u8, undefined, "exact"),
	],
};

function vlanProtocolRow(): Row<KindDraft> {
	return {
		word: "vlan_protocol",
		match: "prefix",
		takes: ["802.1Q", "802.1ad"],
		to: ({ data }, value) => {
			data.vlanProtocol = parseLlProto(value);
			if (data.vlanProtocol === undefined) throw wrong(value, "invalid vlan_protocol");
		},
	};
}

/** The words of the -d line in order: word, member, and the JSON key where it differs. */
type Column = readonly [word: string, member: keyof BridgeData, key?: string];

const beforeIds: readonly Column[] = [
	["forward_delay", "forwardDelay"],
	["hello_time", "helloTime"],
	["max_age", "maxAge"],
	["ageing_time", "ageingTime"],
	["stp_state", "stpState"],
	["priority", "priority"],
	["vlan_filtering", "vlanFiltering"],
];

const topology: readonly Column[] = [
	["root_port", "rootPort"],
	["root_path_cost", "rootPathCost"],
	["topology_change", "topologyChange"],
	["topology_change_detected", "topologyChangeDetected"],
];

const timers: readonly Column[] = [
	["hello_timer", "helloTimer"],
	["tcn_timer", "tcnTimer"],
	["topology_change_timer", "topologyChangeTimer"],
	["gc_timer", "gcTimer"],
];

const vlans: readonly Column[] = [
	["vlan_default_pvid", "vlanDefaultPvid"],
	["vlan_stats_enabled", "vlanStatsEnabled"],
	["vlan_stats_per_port", "vlanStatsPerPort"],
];

const rest: readonly Column[] = [
	["mcast_snooping", "mcastSnooping"],
	["no_linklocal_learn", "noLinklocalLearn"],
	["mcast_vlan_snooping", "mcastVlanSnooping"],
	["mcast_router", "mcastRouter"],
	["mcast_query_use_ifaddr", "mcastQueryUseIfaddr"],
	["mcast_querier", "mcastQuerier"],
	["mcast_hash_elasticity", "mcastHashElasticity"],
	["mcast_hash_max", "mcastHashMax"],
	["mcast_last_member_count", "mcastLastMemberCnt", "mcast_last_member_cnt"],
	["mcast_startup_query_count", "mcastStartupQueryCnt", "mcast_startup_query_cnt"],
	["mcast_last_member_interval", "mcastLastMemberIntvl", "mcast_last_member_intvl"],
	["mcast_membership_interval", "mcastMembershipIntvl", "mcast_membership_intvl"],
	["mcast_querier_interval", "mcastQuerierIntvl", "mcast_querier_intvl"],
	["mcast_query_interval", "mcastQueryIntvl", "mcast_query_intvl"],
	["mcast_query_response_interval", "mcastQueryResponseIntvl", "mcast_query_response_intvl"],
	["mcast_startup_query_interval", "mcastStartupQueryIntvl", "mcast_startup_query_intvl"],
	["mcast_stats_enabled", "mcastStatsEnabled"],
	["mcast_igmp_version", "mcastIgmpVersion"],
	["mcast_mld_version", "mcastMldVersion"],
	["nf_call_iptables", "nfCallIptables"],
	["nf_call_ip6tables", "nfCallIp6tables"],
	["nf_call_arptables", "nfCallArptables"],
];

function describe({ options }: Context, data: BridgeData): Field[] {
	const { vlanProtocol, bridgeId, groupFwdMask, groupAddr } = data;
	return [
		...numbers(data, beforeIds),
		...(vlanProtocol === undefined ? [] : [named("vlan_protocol", llProtoName(vlanProtocol, options))]),
		...(bridgeId === undefined ? [] : describeIds(bridgeIdText(bridgeId))),
		...numbers(data, topology),
		...timers.flatMap(([word, member]) =>
			data[member] === undefined ? [] : [timerField(word, data[member] as number)],
		),
		...numbers(data, vlans),
		...(groupFwdMask === undefined ? [] : [named("group_fwd_mask", hexText(groupFwdMask))]),
		...(groupAddr === undefined ? [] : [field("group_addr", `group_address ${groupAddr} `, groupAddr)]),
		...numbers(data, rest),
	];
}

function describeIds(id: string): Field[] {
	return [named("bridge_id", id), field("root_id", `designated_root ${id} `, id)];
}

function numbers(data: BridgeData, columns: readonly Column[]): Field[] {
	return columns.flatMap(([word, member, key = word]) => {
		const number = data[member] as number | undefined;
		return number === undefined ? [] : [field(key, `${word} ${number} `, number)];
	});
}

function named(word: string, value: string): Field {
	return field(word, `${word} ${value} `, value);
}

export const bridge: Kind = {
	name: "bridge",
	grammar,
	parse: (ctx, words, creating) => parseKind("bridge", "command", grammar, { ctx, creating, data: {} }, words),
	describe: (ctx, data: LinkData) => describe(ctx, data as BridgeData),
};

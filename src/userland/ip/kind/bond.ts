/** `type bond`: options and the -d line. ip/iplink_bond.c. */
import type { Addr } from "../../../net/addr.ts";
import { close, element, type Field, field, open } from "../../../print/field.ts";
import { type BondData, bondModes } from "../../../uapi/link-data.ts";
import type { Grammar, Row } from "../grammar.ts";
import { u8, u16, u32 } from "../number.ts";
import { needAddr } from "../prefix.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { choiceRow, deviceRow, lladdrRow, needAddr32, numberRow } from "./option.ts";
import { describeParts, device, name, number, type Part, said, string } from "./part.ts";

const arpValidates = ["none", "active", "backup", "all", "filter", "filter_active", "filter_backup"] as const;
const arpAllTargets = ["any", "all"] as const;
const primaryReselects = ["always", "better", "failure"] as const;
const failOverMacs = ["none", "active", "follow"] as const;
const hashPolicies = ["layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac"] as const;
const lacpActives = ["off", "on"] as const;
const lacpRates = ["slow", "fast"] as const;
const adSelects = ["stable", "bandwidth", "count"] as const;

const maxTargets = 16;

const grammar: Grammar<KindDraft> = {
	rows: [
		choiceRow("mode", "mode", bondModes),
		deviceRow("active_slave", "activeSlave"),
		{ word: "clear_active_slave", match: "prefix", to: ({ data }) => (data.activeSlave = 0) },
		numberRow("miimon", "miimon", u32),
		numberRow("updelay", "updelay", u32),
		numberRow("downdelay", "downdelay", u32),
		numberRow("peer_notify_delay", "peerNotifDelay", u32),
		numberRow("use_carrier", "useCarrier", u8),
		numberRow("arp_interval", "arpInterval", u32),
		targetsRow("arp_ip_target", "arpIpTarget", "prefix", needAddr32),
		targetsRow("ns_ip6_target", "nsIp6Target", "exact", needAddr6),
		choiceRow("arp_validate", "arpValidate", arpValidates),
		choiceRow("arp_all_targets", "arpAllTargets", arpAllTargets),
		numberRow("arp_missed_max", "missedMax", u8, "invalid arp_missed_max", "exact"),
		deviceRow("primary", "primary"),
		choiceRow("primary_reselect", "primaryReselect", primaryReselects),
		choiceRow("fail_over_mac", "failOverMac", failOverMacs),
		choiceRow("xmit_hash_policy", "xmitHashPolicy", hashPolicies),
		numberRow("resend_igmp", "resendIgmp", u32),
		{
			...numberRow("num_grat_arp", "numPeerNotif", u8, "invalid num_grat_arp|num_unsol_na"),
			alsoPrefix: ["num_unsol_na"],
		},
		numberRow("all_slaves_active", "allSlavesActive", u8),
		numberRow("min_links", "minLinks", u32),
		numberRow("lp_interval", "lpInterval", u32),
		numberRow("packets_per_slave", "packetsPerSlave", u32),
		choiceRow("lacp_rate", "adLacpRate", lacpRates),
		choiceRow("lacp_active", "adLacpActive", lacpActives, "exact"),
		choiceRow("ad_select", "adSelect", adSelects),
		numberRow("ad_user_port_key", "adUserPortKey", u16),
		numberRow("ad_actor_sys_prio", "adActorSysPrio", u16),
		lladdrRow("ad_actor_system", "adActorSystem"),
		numberRow("tlb_dynamic_lb", "tlbDynamicLb", u8),
	],
};

function needAddr6(value: string): Addr {
	const parsed = needAddr(value, "inet6");
	return "any" in parsed ? "::" : parsed.addr;
}

/** Addresses with commas between; as the last word it takes all of them away. */
function targetsRow(
	word: string,
	name: string,
	match: "prefix" | "exact",
	read: (text: string) => Addr,
): Row<KindDraft> {
	return {
		word,
		match,
		to: ({ data }, _, words) => {
			const more = words.rest.length > 1;
			const targets = more
				? words
						.next()
						.split(",")
						.filter((each) => each !== "")
				: [];
			data[name] = targets.slice(0, maxTargets).map(read);
		},
	};
}

const parts: readonly Part<BondData>[] = [
	name("mode", "mode", bondModes),
	device("active_slave", "activeSlave"),
	number("miimon", "miimon"),
	number("updelay", "updelay"),
	number("downdelay", "downdelay"),
	number("peer_notify_delay", "peerNotifDelay"),
	number("use_carrier", "useCarrier"),
	number("arp_interval", "arpInterval"),
	number("arp_missed_max", "missedMax"),
	({ arpIpTarget }) => describeTargets("arp_ip_target", arpIpTarget),
	({ nsIp6Target }) => describeTargets("ns_ip6_target", nsIp6Target),
	({ arpValidate }) => (arpValidate === undefined ? [] : describeValidate(arpValidate)),
	name("arp_all_targets", "arpAllTargets", arpAllTargets),
	device("primary", "primary"),
	name("primary_reselect", "primaryReselect", primaryReselects),
	name("fail_over_mac", "failOverMac", failOverMacs),
	name("xmit_hash_policy", "xmitHashPolicy", hashPolicies),
	number("resend_igmp", "resendIgmp"),
	number("num_grat_arp", "numPeerNotif", "num_peer_notif"),
	number("all_slaves_active", "allSlavesActive"),
	number("min_links", "minLinks"),
	number("lp_interval", "lpInterval"),
	number("packets_per_slave", "packetsPerSlave"),
	name("lacp_active", "adLacpActive", lacpActives, "ad_lacp_active"),
	name("lacp_rate", "adLacpRate", lacpRates, "ad_lacp_rate"),
	name("ad_select", "adSelect", adSelects),
	({ adInfo }) => (adInfo === undefined ? [] : describeAggregator(adInfo)),
	number("ad_actor_sys_prio", "adActorSysPrio"),
	number("ad_user_port_key", "adUserPortKey"),
	string("ad_actor_system", "adActorSystem"),
	number("tlb_dynamic_lb", "tlbDynamicLb"),
];

function describeTargets(word: string, targets: readonly Addr[] | undefined): Field[] {
	if (targets === undefined || targets.length === 0) return [];
	const elements = targets.map((addr, i) => element(i === 0 ? addr : `,${addr}`, addr));
	return [open("array", word, `${word} `), ...elements, close("array", " ")];
}

/** JSON says null of `none`. */
function describeValidate(arpValidate: number): Field[] {
	if (arpValidate === 0) return [{ key: "arp_validate", text: "arp_validate none ", value: null }];
	return [said("arp_validate", arpValidates[arpValidate] ?? "UNKNOWN")];
}

function describeAggregator(info: NonNullable<BondData["adInfo"]>): Field[] {
	const { aggregator, numPorts, actorKey, partnerKey, partnerMac } = info;
	return [
		open("object", "ad_info"),
		field("aggregator", `ad_aggregator ${aggregator} `, aggregator),
		field("num_ports", `ad_num_ports ${numPorts} `, numPorts),
		field("actor_key", `ad_actor_key ${actorKey} `, actorKey),
		field("partner_key", `ad_partner_key ${partnerKey} `, partnerKey),
		field("partner_mac", `ad_partner_mac ${partnerMac} `, partnerMac),
		close("object"),
	];
}

export const bond: Kind = {
	name: "bond",
	grammar,
	parse: (ctx, words, creating) => parseKind("bond", "command", grammar, { ctx, creating, data: {} }, words),
	describe: describeParts(parts),
};

/**
 * The lines of -d about a kind of link: `veth …`, `bridge forward_delay 1500 …`, `bridge_slave state …`. The kind gets a
 * note; its dozens of settings are known here and deliberately silent.
 */

import { type Rest, readRows } from "./line.ts";
import { detailRows, rowFor } from "./row.ts";
import type { Words } from "./word.ts";

const kinds = new Set(
	(
		"dummy veth bridge bond vlan vxlan macvlan macvtap ipvlan ipvtap tun ifb vrf wireguard gre gretap ip6gre ip6gretap " +
		"erspan ip6erspan ipip sit ip6tnl vti vti6 geneve team openvswitch can vcan vxcan bareudp nlmon xfrm macsec netkit " +
		"dsa hsr batadv ipoib rmnet gtp amt netdevsim nicvf_ipsec loopback"
	).split(" "),
);

const options = new Set(
	(
		"protocol id <REORDER_HDR> <REORDER_HDR,GVRP> ingress-qos-map egress-qos-map forward_delay hello_time max_age " +
		"ageing_time stp_state priority vlan_filtering vlan_protocol bridge_id designated_root root_port root_path_cost " +
		"topology_change topology_change_detected hello_timer tcn_timer topology_change_timer gc_timer fdb_n_learned " +
		"fdb_max_learned vlan_default_pvid vlan_stats_enabled vlan_stats_per_port group_fwd_mask group_address " +
		"mcast_snooping no_linklocal_learn mcast_vlan_snooping mst_enabled mcast_router mcast_query_use_ifaddr " +
		"mcast_querier mcast_hash_elasticity mcast_hash_max mcast_last_member_count mcast_startup_query_count " +
		"mcast_last_member_interval mcast_membership_interval mcast_querier_interval mcast_query_interval " +
		"mcast_query_response_interval mcast_startup_query_interval mcast_stats_enabled mcast_igmp_version " +
		"mcast_mld_version nf_call_iptables nf_call_ip6tables nf_call_arptables state cost hairpin guard root_block " +
		"fastleave learning flood port_id port_no designated_port designated_cost designated_bridge hold_timer " +
		"message_age_timer forward_delay_timer topology_change_ack config_pending proxy_arp proxy_arp_wifi " +
		"mcast_fast_leave mcast_flood bcast_flood mcast_to_unicast neigh_suppress neigh_vlan_suppress group_fwd_mask_str " +
		"vlan_tunnel isolated locked mab mcast_n_groups mcast_max_groups backup_port backup_nhid remote local dev srcport " +
		"dstport nolearning proxy rsc l2miss l3miss ttl tos df flowlabel ageing maxaddr udpcsum noudpcsum " +
		"udp6zerocsumtx noudp6zerocsumtx udp6zerocsumrx noudp6zerocsumrx remcsumtx remcsumrx external gbp gpe localbypass " +
		"nolocalbypass vnifilter reserved_bits group group6 remote6 local6 mode bcqueuelen usedbcqueuelen bclim nopromisc " +
		"bridge private vepa type pi vnet_hdr persist user multi_queue numqueues table active_slave miimon updelay downdelay " +
		"peer_notify_delay use_carrier arp_interval arp_missed_max arp_ip_target arp_validate arp_all_targets primary " +
		"primary_reselect fail_over_mac xmit_hash_policy resend_igmp num_grat_arp all_slaves_active min_links lp_interval " +
		"packets_per_slave lacp_active lacp_rate ad_select ad_aggregator ad_num_ports ad_actor_key ad_partner_key " +
		"ad_partner_mac ad_actor_sys_prio ad_user_port_key ad_actor_system tlb_dynamic_lb mii_status link_failure_count " +
		"perm_hwaddr queue_id prio ad_aggregator_id ad_actor_oper_port_state ad_actor_oper_port_state_str " +
		"ad_partner_oper_port_state ad_partner_oper_port_state_str nopmtudisc pmtudisc ignore-df ikey okey key iseq oseq " +
		"icsum ocsum ip6ip6 ipip6 (flowinfo coupled_control encaplimit hoplimit tclass erspan_ver erspan_index erspan_dir 6rd-prefix fwmark innerproto " +
		"l2 l3 l3s bitrate sample-point"
	).split(" "),
);

/** The first word of a line about a kind. */
export function isKind(word: string): boolean {
	return kinds.has(word) || (word.endsWith("_slave") && /^[a-z_]+$/.test(word)) || word.endsWith("-qos-map");
}

export function readKind(words: Words): Rest {
	const word = words.peek();
	if (word.endsWith("-qos-map")) {
		words.topic("silent", words.left);
		return { rows: [] };
	}
	if (word.endsWith("_slave")) words.field("info_slave_kind", word.slice(0, -"_slave".length));
	else words.field("info_kind", word);
	return readRows(words, detailRows, option);
}

/** A setting and the one or two words it has for a value. */
export function option(words: Words): boolean {
	if (!options.has(words.peek())) return false;
	words.topic("silent");
	for (let i = 0; i < 2 && !words.done && !isKnown(words.peek()); i++) words.topic("silent");
	return true;
}

function isKnown(word: string): boolean {
	return options.has(word) || rowFor(detailRows, word) !== undefined;
}

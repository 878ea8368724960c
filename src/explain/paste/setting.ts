/**
 * The words of the -d lines of every kind of link: a word, the JSON key where it is another, and what may follow. Kinds
 * share words (`remote`, `ttl`); `only` is for one whose word means something else. Mirrors ip/iplink_*.c, and the lines of
 * ip/tunnel.c. Read first: setting-shape.ts.
 */
import { anyWord, isAddr, isNumber } from "./row.ts";
import {
	encap,
	end,
	flags,
	flowinfo,
	inheritable,
	isHex,
	isOnOff,
	isTime,
	list,
	ofPeer,
	remotes,
	rows,
	type SettingRow,
	sourcePorts,
} from "./setting-shape.ts";

export const settingRows: readonly SettingRow[] = [
	// bridge
	...rows(
		`forward_delay hello_time max_age ageing_time stp_state priority vlan_filtering root_path_cost root_port
		topology_change topology_change_detected fdb_n_learned fdb_max_learned vlan_default_pvid vlan_stats_enabled
		vlan_stats_per_port mcast_snooping no_linklocal_learn mcast_vlan_snooping mst_enabled mdb_offload_fail_notification fdb_local_vlan_0 mcast_router
		mcast_query_use_ifaddr mcast_querier mcast_hash_elasticity mcast_hash_max mcast_last_member_count=mcast_last_member_cnt
		mcast_startup_query_count=mcast_startup_query_cnt mcast_last_member_interval=mcast_last_member_intvl mcast_membership_interval=mcast_membership_intvl mcast_querier_interval=mcast_querier_intvl
		mcast_query_interval=mcast_query_intvl mcast_query_response_interval=mcast_query_response_intvl mcast_startup_query_interval=mcast_startup_query_intvl mcast_stats_enabled
		mcast_igmp_version mcast_mld_version nf_call_iptables nf_call_ip6tables nf_call_arptables`,
		isNumber,
	),
	...rows("stp_mode", anyWord, { text: true, only: "bridge" }),
	...rows("hello_timer tcn_timer topology_change_timer gc_timer", isTime),
	...rows("vlan_protocol bridge_id designated_root=root_id group_address=group_addr group_fwd_mask", anyWord, {
		text: true,
	}),
	// bridge_slave
	...rows("state", anyWord, { text: true, only: "bridge_slave" }),
	...rows(
		`hairpin guard root_block fastleave learning flood proxy_arp proxy_arp_wifi mcast_flood bcast_flood
		mcast_to_unicast neigh_suppress neigh_vlan_suppress neigh_forward_grat vlan_tunnel isolated locked mab`,
		isOnOff,
		{ onOff: true, only: "bridge_slave" },
	),
	// what fastleave has said already: JSON has it once
	{
		word: "mcast_fast_leave",
		key: "mcast_fast_leave",
		value: isOnOff,
		only: "bridge_slave",
		read: (words) => {
			words.topic("bridge_slave.mcast_fast_leave", 2);
			return true;
		},
	},
	...rows("port_id=id port_no=no designated_bridge=bridge_id designated_root=root_id", anyWord, {
		text: true,
		only: "bridge_slave",
	}),
	...rows(
		"cost designated_port designated_cost topology_change_ack config_pending backup_nhid mcast_n_groups mcast_max_groups",
		isNumber,
		{ only: "bridge_slave" },
	),
	...rows("mcast_router=multicast_router", isNumber, { only: "bridge_slave" }),
	...rows("hold_timer message_age_timer forward_delay_timer", isTime, { only: "bridge_slave" }),
	...rows("group_fwd_mask_str backup_port", anyWord, { text: true, only: "bridge_slave" }),
	// bond
	...rows(
		`miimon updelay downdelay peer_notify_delay use_carrier arp_interval arp_missed_max resend_igmp
		num_grat_arp=num_peer_notif all_slaves_active min_links lp_interval packets_per_slave ad_actor_sys_prio
		ad_user_port_key tlb_dynamic_lb`,
		isNumber,
	),
	...rows(
		`active_slave arp_validate arp_all_targets primary primary_reselect fail_over_mac xmit_hash_policy
		lacp_active=ad_lacp_active lacp_rate=ad_lacp_rate ad_select ad_actor_system coupled_control broadcast_neighbor`,
		anyWord,
		{ text: true },
	),
	...rows(
		"ad_aggregator=aggregator ad_num_ports=num_ports ad_actor_key=actor_key ad_partner_key=partner_key",
		isNumber,
	),
	...rows("ad_partner_mac=partner_mac", anyWord, { text: true }),
	list("arp_ip_target"),
	list("ns_ip6_target"),
	// bond_slave
	...rows("state mii_status perm_hwaddr churn_actor_state churn_partner_state", anyWord, {
		text: true,
		only: "bond_slave",
	}),
	...rows(
		"link_failure_count queue_id prio actor_port_prio ad_aggregator_id ad_actor_oper_port_state ad_partner_oper_port_state",
		isNumber,
		{ only: "bond_slave" },
	),
	list("ad_actor_oper_port_state_str"),
	list("ad_partner_oper_port_state_str"),
	// vlan, macvlan, ipvlan, vrf, tun
	...rows("protocol", anyWord, { text: true, only: "vlan" }),
	...rows("id", isNumber),
	...rows("mode", anyWord, { text: true }),
	...flags("bridge private vepa", true, "ipvlan"),
	...flags("bridge private vepa", true, "ipvtap"),
	...flags("nopromisc nodst", true),
	...rows("bcqueuelen usedbcqueuelen bclim", isNumber),
	{ word: "remotes", key: "macaddr_count", value: anyWord, read: remotes, only: "macvlan" },
	...rows("table", isNumber),
	...rows("type user group", anyWord, { text: true, only: "tun" }),
	...rows("pi vnet_hdr persist", isOnOff, { onOff: true }),
	...flags("multi_queue", true),
	...rows("numqueues numdisabled", isNumber),
	// vxlan, geneve
	...rows("group=group", isAddr, { text: true, only: "vxlan" }),
	...rows("dev=link", anyWord, { text: true }),
	{ word: "srcport", key: "port_range", value: isNumber, read: sourcePorts },
	...rows("dstport=port", isNumber),
	...flags("nolearning=learning", false),
	...flags("learning", true, "vxlan"),
	...flags(
		"proxy rsc l2miss l3miss remcsumtx=remcsum_tx remcsumrx=remcsum_rx gbp gpe external vnifilter localbypass collect_metadata",
		true,
	),
	...flags("udpcsum=udp_csum udp6zerocsumtx=udp_zero_csum6_tx udp6zerocsumrx=udp_zero_csum6_rx", true),
	...flags(
		"noudpcsum=udp_csum noudp6zerocsumtx=udp_zero_csum6_tx noudp6zerocsumrx=udp_zero_csum6_rx nolocalbypass=localbypass",
		false,
	),
	...rows("df", anyWord, { text: true }),
	inheritable("flowlabel", "flowlabel", {}, "tunnel"),
	...rows("flowlabel=label", isHex, { text: true }),
	inheritable("ageing", "ageing", { none: 0 }),
	...rows("maxaddr=limit reserved_bits", anyWord),
	...flags("innerprotoinherit=inner_proto_inherit", true),
	// tunnels
	end("remote"),
	end("local"),
	...flags("ip6ip6=proto ipip6=proto ipip=proto ip6ip=proto mplsip=proto any=proto", true, "tunnel").map(
		(row): SettingRow => ({
			...row,
			read: (words) => {
				words.field("proto", words.peek());
				return true;
			},
		}),
	),
	inheritable("ttl", "ttl", { inherit: 0, auto: 0 }),
	inheritable("hoplimit", "ttl", { inherit: 0 }, "tunnel"),
	inheritable("hoplimit", "hoplimit", {}),
	inheritable("tos", "tos", { inherit: "0x1" }),
	inheritable("encaplimit", "encap_limit", {}),
	inheritable("tclass", "tclass", {}),
	inheritable("dscp", "ip6_tnl_f_rcv_dscp_copy", { inherit: true }),
	inheritable("fwmark", "fwmark", {}),
	{ word: "(flowinfo", key: "flowinfo", value: anyWord, read: flowinfo },
	...flags("pmtudisc", true),
	...flags("nopmtudisc=pmtudisc", false),
	...flags(
		"ignore-df=ignore_df isatap iseq oseq seq icsum ocsum csum mip6=ip6_tnl_f_mip6_dev allow-localremote=ip6_tnl_f_allow_local_remote",
		true,
	),
	...rows("key ikey okey erspan_dir", anyWord, { text: true }),
	...rows("erspan_index erspan_ver", isNumber),
	...rows("erspan_hwid", isHex, { text: true }),
	...rows("pr pdr", isAddr, { text: true, only: "tunnel" }),
	...rows("6rd-prefix 6rd-relay_prefix", anyWord, { text: true }),
	{ word: "encap", key: "encap", value: anyWord, read: encap },
	// netkit, hsr
	...rows("mode type policy scrub", anyWord, { text: true, only: "netkit" }),
	{ word: "peer", key: "peer_policy", value: anyWord, read: ofPeer, only: "netkit" },
	...rows("slave1 slave2 interlink supervision=supervision_addr", anyWord, { text: true, only: "hsr" }),
	...rows("sequence=seq_nr proto version", isNumber, { only: "hsr" }),
	// can: how a bit is timed, of both rates
	...rows(
		`clock tq dtq xtq prop-seg dprop-seg xprop-seg phase-seg1 phase-seg2 dphase-seg1 dphase-seg2 xphase-seg1 xphase-seg2
		sjw dsjw xsjw brp dbrp xbrp brp_inc dbrp_inc xbrp_inc tdcv tdco tdcf xtdcv xtdco xtdcf
		pwms pwml pwmo`,
		anyWord,
		{ only: "can" },
	).map((row): SettingRow => ({ ...row, key: "can_timing" })),
	...rows("bitrate sample-point", anyWord, { only: "can" }),
	...rows("dbitrate=bitrate xbitrate=bitrate dsample-point=sample-point xsample-point=sample-point", anyWord, {
		only: "can",
	}),
	...rows("restart-ms=restart_ms", isNumber, { only: "can" }),
	// macsec, xfrm, others
	...rows("sci cipher=cipher_suite validate=validation offload if_id", anyWord, { text: true }),
	...rows("protect encrypt send_sci=inc_sci end_station=es scb replay=replay_protect", isOnOff, { onOff: true }),
	...rows("role", anyWord, { text: true }),
	...rows("conduit", anyWord, { text: true }),
	...rows("mux_id linkid", isNumber),
	...rows("ethertype", anyWord, { text: true }),
	...rows("srcportmin", isNumber),
	...flags("multiproto", true),
	...flags("nomultiproto=multiproto", false),
	...rows("hsize restart_count", isNumber),
	...rows("icvlen=icv_len encodingsa=encoding_sa window", isNumber),
	...rows("prio", isNumber),
];

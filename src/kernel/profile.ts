/**
 * Which Linux: what differs between kernel versions and configurations, as rows. A rule that differs names a row here;
 * a text that differs stands with its version in refusal.ts. More profiles cost rows only.
 */

export type ProfileName = "6.18" | "6.1";

/** Configuration of a kernel, as far as `ip` shows it (oracle/README.md, "From the configuration, not the version"). */
export interface Profile {
	readonly name: ProfileName;
	/** Major and minor as one comparable number: 6.18 is 6018. */
	readonly version: number;
	/** utsname()->release: `uname -r` */
	readonly release: string;
	/** numtxqueues and numrxqueues of a veth. */
	readonly cpus: number;
	/** net.core.default_qdisc: what a link with a queue gets. */
	readonly defaultQdisc: string;
	/** CONFIG_BRIDGE_VLAN_FILTERING */
	readonly bridgeVlans: boolean;
	/** CONFIG_IP_FIB_TRIE_STATS */
	readonly countsLookups: boolean;
	/** Its module for MPLS tunnels is there (mpls_iptunnel). Recording: route-encap. */
	readonly mplsEncap: boolean;
	/** MAX_TCP_HEADER: room for the tunnels that are compiled in. Every gso_max_size is above it. */
	readonly maxTcpHeader: number;
	/**
	 * Whether a command comes before link watch has got to what is not urgent. That is no property of the kernel: the machine
	 * on which 6.1 was recorded takes so long for each that the second is over.
	 */
	readonly linkWatchLags: boolean;
	/** net.ipv4.tcp_congestion_control */
	readonly congestionControl: string;
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
	"6.18": {
		name: "6.18",
		version: 6018,
		release: "6.18.44",
		cpus: 2,
		defaultQdisc: "pfifo_fast",
		bridgeVlans: false,
		countsLookups: false,
		mplsEncap: false,
		maxTcpHeader: 192,
		linkWatchLags: true,
		congestionControl: "bbr",
	},
	"6.1": {
		name: "6.1",
		version: 6001,
		release: "6.1.0-56-amd64",
		cpus: 1,
		defaultQdisc: "fq_codel",
		bridgeVlans: true,
		countsLookups: true,
		mplsEncap: true,
		maxTcpHeader: 320,
		linkWatchLags: false,
		congestionControl: "cubic",
	},
};

/** Behaviour that came with a version: true from that version on. */
export const changes = {
	/** net/core/dev.c dev_change_name(): a link that is up may be renamed. Recording: link-naming. */
	liveRename: 6002,
	/** net/core/link_watch.c default_operstate(): LOWERLAYERDOWN only if the lower link is in this namespace and has no carrier. */
	operstateLooksBelow: 6004,
	/** net/core/rtnetlink.c rtnl_configure_link(): NLM_F_ECHO also tells of a link that was made. Recording: link-up-genmode. */
	linkAddEcho: 6002,
	/** net/core/rtnetlink.c: moving a link into the namespace it is in already succeeds even where it may not move. */
	sameNetnsMove: 6012,
	/** net/core/rtnetlink.c rtnl_newlink(): the namespaces that are named are looked up before all else, of a link that exists too. */
	earlyNetnsCheck: 6012,
	/** net/ipv4/nexthop.c: weights of a group's members may be up to 65536 rather than 255. */
	wideNexthopWeight: 6012,
	/** net/core/rtnetlink.c validate_linkmsg(): sizes of GSO and GRO are judged before anything else is done. */
	earlyGsoCheck: 6003,
	/** net/core/rtnetlink.c rtnl_changelink(): the kind's own options come before validate_linkmsg(). Recording: link-refused-kind-options. */
	lateLinkCheck: 6013,
	/** net/ipv4/route.c __mkroute_output(): a broadcast has the gateway and the metrics of its route. */
	broadcastInfo: 6017,
	/** net/ipv4/devinet.c inet_rtm_newaddr(): 0.0.0.0 is no address, whatever the device. */
	earlyZeroAddress: 6013,
	/** net/core/rtnetlink.c rtnl_get_peer_net(): what is asked of a pair's other end is judged before the first is made. */
	earlyPeerCheck: 6013,
	/** IFLA_TXQLEN takes any unsigned number; before, 32767 is the most. Recording: link-queue-length. */
	unboundedTxqlen: 6012,
	/** drivers/net/team/team.c: IPv6 makes no addresses on ports (IFF_NO_ADDRCONF). */
	teamWithoutIpv6: 6002,
	/** drivers/net/tun.c: ethtool says 10 Gbit/s, so a bridge counts cost 2 rather than 100. */
	fastTun: 6003,
	/** net/core/rtnetlink.c rtnl_newlink(): a new link is made where it is to be, and its name is sought there. Recording: link-add-elsewhere. */
	madeInTarget: 6015,
	/** net/ipv6/route.c fib6_config_validate(), rtm_to_fib6_multipath_config(): a request is judged before what it asks for is looked up. */
	validatedRoute6: 6016,
	/** net/ipv4/fib_frontend.c rtm_to_fib_config() looks at the prefix; before it fib_table_insert() did, in the table. Recording: route-refused-tables. */
	prefixFirst4: 6015,
	/** net/ipv4/route.c: a source that rp_filter refuses answers EINVAL rather than EXDEV. */
	rpFilterInvalid: 6012,
	/** net/ipv4/fib_semantics.c: of equal ways one whose own address is the source. Recording: route-multipath-hash. */
	multipathPrefersSource: 6016,
	/** net/ipv6/route.c fib6_select_path(): the hash counts though a device is asked for (not in 6.1). Recording: route-multipath-shares-six. */
	hashesPastDevice6: 6018,
	/** net/ipv4/tcp_timer.c: the first SYNs are sent again after the same time (tcp_syn_linear_timeouts). */
	synLinearTimeouts: 6005,
	/** IPSTATS_MIB_OUTPKTS has a counter of its own, OutTransmits, and OutRequests counts what this host begins alone. */
	outTransmits: 6007,
	/** net/ipv4/tcp.c tcp_init(): tcp_rmem goes up to 32 MB rather than 6, so a window is scaled by 10 bits rather than 7. */
	wideTcpWindow: 6016,
	/** net/core/fib_rules.c fib_nl_fill_rule(): a rule with one port tells its mask (FRA_SPORT_MASK). Recording: rule-filters-and-save. */
	rulePortMask: 6015,
	/** net/dccp was taken out: sock_diag answers EINVAL when asked for its sockets. */
	withoutDccp: 6016,
	/** net/ipv6/ip6_fib.c fib6_purge_rt() takes a route's end away before it is told of as gone. Recording: monitor-route-ends-six. */
	endsForgotten6: 6009,
	/** net/ipv4/inetpeer.c inet_peer_xrlim_allow() caps the credit only where time has passed. Recording: rule-types-on-the-wire. */
	creditCappedLater: 6018,
	/** net/ipv6/route.c fib6_remove_prefsrc(): another link's own address may still be a route's source. Recording: route-source-six-elsewhere. */
	prefsrcStaysElsewhere6: 6006,
	/** drivers/net/macsec.c macsec_changelink(), macsec_fill_info(): a link request may ask for offloading, and is told of it. */
	macsecOffloadByLink: 6003,
	/** net/core/rtnetlink.c rtnl_fdb_add(): what a driver has told of an entry is not told again. Recording: vxlan-fdb-told. */
	fdbToldOnce: 6014,
	/** drivers/net/vxlan/vxlan_core.c keeps its entries in a list too, and dumps that. Recording: vxlan-fdb-order. */
	vxlanFdbList: 6016,
	/** ignore_routes_with_linkdown of one device is told for IPv6 too, not only that of all. Recording: sysctl-forwarding-told. */
	linkdownOfDeviceTold: 6018,
} as const;

export type Change = keyof typeof changes;

export function has(profile: ProfileName, change: Change): boolean {
	return profiles[profile].version >= changes[change];
}

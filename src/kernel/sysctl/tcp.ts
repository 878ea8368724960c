/**
 * net.ipv4.tcp_* and their kin, as far as they are the same on every machine: net/ipv4/sysctl_net_ipv4.c ipv4_net_table. How much
 * memory there is decides over the others, which are left out. What would be seen in segments or answers, and is not obeyed, says so.
 */
import {
	bool,
	type Format,
	int,
	milliseconds,
	name,
	names,
	positive,
	type Row,
	range,
	seconds,
	triple,
	u8,
	u32,
} from "./format.ts";

/** Nothing that can be seen here hangs on it. */
function unseen(format: Format, value: number | string, since?: number): Row {
	return { format, value, ...(since !== undefined && { since }) };
}

function seen(format: Format, value: number | string, since?: number): Row {
	return { ...unseen(format, value, since), unmodelled: true };
}

/** Another default in the newer kernel. */
function newer(format: Format, value: number | string, later: number | string): Row {
	return { format, value, later: { since: 6018, value: later } };
}

const aboveZero = range(1, 0x7fffffff);

const rows: Readonly<Record<string, Row>> = {
	tcp_abort_on_overflow: seen(u8, 0),
	tcp_adv_win_scale: unseen(range(-31, 31), 1),
	tcp_app_win: unseen(range(0, 31), 31),
	tcp_autocorking: unseen(bool, 1),
	tcp_base_mss: unseen(int, 1024),
	tcp_challenge_ack_limit: unseen(int, 0x7fffffff),
	tcp_dsack: unseen(u8, 1),
	tcp_early_demux: unseen(u8, 1),
	tcp_early_retrans: unseen(range(0, 4), 3),
	tcp_ecn: seen(u8, 2),
	tcp_ecn_fallback: unseen(bool, 1),
	tcp_fack: unseen(u8, 0),
	tcp_fastopen: unseen(int, 1),
	tcp_frto: unseen(u8, 2),
	tcp_fwmark_accept: seen(u8, 0),
	tcp_invalid_ratelimit: seen(milliseconds, 500),
	tcp_keepalive_intvl: unseen(seconds, 75),
	tcp_keepalive_probes: unseen(u8, 9),
	tcp_keepalive_time: unseen(seconds, 7200),
	tcp_max_reordering: unseen(int, 300),
	tcp_migrate_req: seen(bool, 0),
	tcp_min_tso_segs: unseen(range(1, 255), 2),
	tcp_moderate_rcvbuf: unseen(u8, 1),
	tcp_mtu_probing: seen(u8, 0),
	tcp_no_metrics_save: unseen(u8, 0),
	tcp_no_ssthresh_metrics_save: unseen(bool, 1),
	tcp_notsent_lowat: unseen(u32, 0xffffffff),
	tcp_recovery: unseen(u8, 1),
	tcp_reflect_tos: seen(bool, 0),
	tcp_reordering: unseen(int, 3),
	tcp_retrans_collapse: unseen(u8, 1),
	tcp_retries1: seen(u8, 3),
	tcp_rfc1337: seen(u8, 0),
	tcp_rto_max_ms: seen(range(1000, 120000), 120000, 6015),
	tcp_rto_min_us: seen(aboveZero, 200000, 6011),
	tcp_sack: seen(u8, 1),
	tcp_shrink_window: unseen(bool, 0),
	tcp_slow_start_after_idle: unseen(u8, 1),
	tcp_stdurg: unseen(u8, 0),
	tcp_syncookies: seen(u8, 1),
	tcp_thin_linear_timeouts: seen(u8, 0),
	tcp_tso_win_divisor: unseen(u8, 3),
	tcp_tw_reuse: seen(range(0, 2), 2),
	tcp_tw_reuse_delay: seen(aboveZero, 1000, 6014),
	tcp_window_scaling: seen(u8, 1),
	tcp_workaround_signed_windows: unseen(u8, 0),
	udp_early_demux: unseen(u8, 1),
	udp_rmem_min: unseen(aboveZero, 4096),
	udp_wmem_min: unseen(aboveZero, 4096),
	ipfrag_high_thresh: unseen(positive, 4194304),
	ipfrag_low_thresh: unseen(positive, 3145728),
	ipfrag_max_dist: unseen(positive, 64),
	tcp_allowed_congestion_control: newer(names, "reno cubic", "reno bbr"),
	tcp_available_congestion_control: newer(names, "reno cubic", "reno bbr cubic"),
	tcp_backlog_ack_defer: unseen(bool, 1, 6007),
	tcp_child_ehash_entries: unseen(positive, 0),
	tcp_comp_sack_delay_ns: unseen(positive, 1000000),
	tcp_comp_sack_nr: unseen(u8, 44),
	tcp_comp_sack_slack_ns: unseen(positive, 100000),
	tcp_congestion_control: { ...newer(name, "cubic", "bbr"), unmodelled: true },
	tcp_ecn_option: unseen(range(0, 2), 2, 6018),
	tcp_ecn_option_beacon: unseen(u8, 3, 6018),
	tcp_fastopen_blackhole_timeout_sec: unseen(positive, 0),
	tcp_limit_output_bytes: newer(int, 1048576, 4194304),
	tcp_min_rtt_wlen: unseen(range(0, 86400), 300),
	tcp_min_snd_mss: seen(range(48, 65535), 48),
	tcp_mtu_probe_floor: unseen(range(48, 65535), 48),
	tcp_pacing_ca_ratio: unseen(range(0, 1000), 120),
	tcp_pacing_ss_ratio: unseen(range(0, 1000), 200),
	tcp_pingpong_thresh: unseen(range(1, 255), 1, 6007),
	tcp_plb_cong_thresh: unseen(range(0, 256), 128, 6002),
	tcp_plb_enabled: seen(bool, 0, 6002),
	tcp_plb_idle_rehash_rounds: unseen(range(0, 31), 3, 6002),
	tcp_plb_rehash_rounds: unseen(range(0, 31), 12, 6002),
	tcp_plb_suspend_rto_sec: unseen(u8, 60, 6002),
	tcp_probe_interval: unseen(u32, 600),
	tcp_probe_threshold: unseen(int, 8),
	tcp_rmem: newer(triple, "4096\t131072\t6291456", "4096\t131072\t33554432"),
	tcp_tso_rtt_log: unseen(u8, 9),
	tcp_wmem: unseen(triple, "4096\t16384\t4194304"),
	udp_child_hash_entries: unseen(positive, 0, 6002),
	xfrm4_gc_thresh: unseen(int, 32768),
	icmp_msgs_burst: seen(positive, 50),
	icmp_msgs_per_sec: seen(positive, 1000),
	ip_local_reserved_ports: seen(name, ""),
};

/** SOCK_MIN_RCVBUF, SOCK_MIN_SNDBUF: room for one packet, and for two. */
const leastReceive = range(2304, 0x7fffffff);
const leastSend = range(4608, 0x7fffffff);

/** The same of IPv6 and of sockets: net/ipv6/route.c ipv6_route_table_template, net/core/sysctl_net_core.c. */
const others: Readonly<Record<string, Row>> = {
	"net/core/optmem_max": unseen(positive, 131072, 6018),
	"net/core/rmem_default": unseen(leastReceive, 212992, 6018),
	"net/core/rmem_max": unseen(leastReceive, 4194304, 6018),
	"net/core/tstamp_allow_data": unseen(bool, 1, 6018),
	"net/core/txrehash": unseen(bool, 1),
	"net/core/wmem_default": unseen(leastSend, 212992, 6018),
	"net/core/wmem_max": unseen(leastSend, 4194304, 6018),
	"net/core/xfrm_acq_expires": unseen(int, 30),
	"net/core/xfrm_aevent_etime": unseen(int, 10),
	"net/core/xfrm_aevent_rseqth": unseen(int, 2),
	"net/core/xfrm_larval_drop": unseen(int, 1),
	"net/ipv6/icmp/ratemask": seen(name, "0-1,3-127"),
	"net/ipv6/ioam6_id": unseen(range(0, 0xffffff), 0xffffff),
	"net/ipv6/ioam6_id_wide": unseen(range(0, 2 ** 56 - 1), "72057594037927935"),
	"net/ipv6/ip6frag_high_thresh": unseen(positive, 4194304),
	"net/ipv6/ip6frag_low_thresh": unseen(positive, 3145728),
	"net/ipv6/route/gc_elasticity": unseen(int, 9),
	"net/ipv6/route/gc_interval": seen(seconds, 30),
	"net/ipv6/route/gc_min_interval": unseen(seconds, 0),
	"net/ipv6/route/gc_min_interval_ms": unseen(milliseconds, 500),
	"net/ipv6/route/gc_thresh": unseen(int, 1024),
	"net/ipv6/route/gc_timeout": unseen(seconds, 60),
	"net/ipv6/route/max_size": seen(int, 0x7fffffff),
	"net/ipv6/xfrm6_gc_thresh": unseen(int, 32768),
	"net/unix/max_dgram_qlen": unseen(int, 10),
};

export const tcpRows: Readonly<Record<string, Row>> = {
	...Object.fromEntries(Object.entries(rows).map(([name, row]) => [`net/ipv4/${name}`, row])),
	...others,
};

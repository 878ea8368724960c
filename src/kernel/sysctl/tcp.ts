/**
 * net.ipv4.tcp_* and their kin, as far as they are the same on every machine: net/ipv4/sysctl_net_ipv4.c ipv4_net_table. How much
 * memory there is decides over the others, which are left out. What would be seen in segments or answers, and is not obeyed, says so.
 */
import { bool, type Format, int, milliseconds, positive, type Row, range, seconds, u8, u32 } from "./format.ts";

/** Nothing that can be seen here hangs on it. */
function unseen(format: Format, value: number, since?: number): Row {
	return { format, value, ...(since !== undefined && { since }) };
}

function seen(format: Format, value: number, since?: number): Row {
	return { ...unseen(format, value, since), unmodelled: true };
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
	tcp_shrink_window: unseen(bool, 0, 6005),
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
};

export const tcpRows: Readonly<Record<string, Row>> = Object.fromEntries(
	Object.entries(rows).map(([name, row]) => [`net/ipv4/${name}`, row]),
);

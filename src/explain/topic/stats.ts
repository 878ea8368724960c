/** The counters of -s. */
import type { TopicRow } from "./row.ts";

const stats = { reference: "linux/if_link.h, struct rtnl_link_stats64" } as const;

export const statsTopics = {
	"stats.rx": stats,
	"stats.tx": stats,
	"stats.rx-errors": stats,
	"stats.tx-errors": stats,
	"stats.bytes": stats,
	"stats.packets": stats,
	"stats.errors": stats,
	"stats.dropped": stats,
	"stats.over_errors": stats,
	"stats.missed_errors": stats,
	"stats.multicast": stats,
	"stats.broadcast": stats,
	"stats.compressed": stats,
	"stats.carrier_errors": stats,
	"stats.collisions": stats,
	"stats.length_errors": stats,
	"stats.crc_errors": stats,
	"stats.frame_errors": stats,
	"stats.fifo_errors": stats,
	"stats.nohandler": stats,
	"stats.aborted_errors": stats,
	"stats.window_errors": stats,
	"stats.heartbeat_errors": stats,
	"stats.carrier_changes": { reference: "IFLA_CARRIER_CHANGES" },
	"stats.otherhost_dropped": stats,
	"stats.csum_errors": { reference: "ip/tunnel.c tnl_print_stats()" },
	"stats.sequence_errors": { reference: "ip/tunnel.c tnl_print_stats()" },
	"stats.loop_errors": { reference: "ip/tunnel.c tnl_print_stats()" },
	"stats.route_errors": { reference: "ip/tunnel.c tnl_print_stats()" },
	"stats.buffer_errors": { reference: "ip/tunnel.c tnl_print_stats()" },
} as const satisfies Record<string, TopicRow>;

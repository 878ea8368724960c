/** Names of the metrics of a route. include/uapi/linux/rtnetlink.h, RTAX_*; RTAX_LOCK is 1, the first of these 2. */
import type { MetricName } from "./message.ts";

/** RTAX_* in the order of their numbers, which is the order of printing. */
export const metricNames: readonly MetricName[] = [
	"mtu",
	"window",
	"rtt",
	"rttvar",
	"ssthresh",
	"cwnd",
	"advmss",
	"reordering",
	"hoplimit",
	"initcwnd",
	"features",
	"rto_min",
	"initrwnd",
	"quickack",
	"congctl",
	"fastopen_no_cookie",
];

/**
 * Counters that only some drivers keep, as a block of lines: multicast and spanning tree of a bridge, LACP of a bond.
 * ip/iplink_bridge.c bridge_print_stats_mcast(), bridge_print_stats_stp(); ip/iplink_bond.c bond_print_3ad_stats().
 */
import { close, type Field, field, open, text } from "../../print/field.ts";
import type { StpXstats, Xstats } from "../../uapi/stats.ts";
import { unmodelled } from "./failure.ts";

export type Suite = "mcast" | "stp" | "802.3ad";

const indent = " ".repeat(20);

/** The block of one suite; undefined where the driver has none. `of` is what was asked for, in case we do not count it. */
export function describeSuite(xstats: Xstats, suite: Suite, of: string): Field[] | undefined {
	if (xstats.kind === "bond") return suite === "802.3ad" && xstats.lacp ? describeLacp(xstats.lacp) : undefined;
	if (suite === "mcast") return known(xstats.mcast, describeMulticast, of);
	return suite === "stp" && xstats.stp ? describeStp(xstats.stp) : undefined;
}

function known(counters: "zero" | "unknown", describe: () => Field[], of: string): Field[] {
	if (counters === "unknown") throw unmodelled(of);
	return describe();
}

function count(key: string, label: string, after: string, value = 0): Field {
	return field(key, `${label}${value}${after}`, value);
}

/** `RX: v1 0 v2 0` and the same of TX. */
function versions(key: string, title: string, last: number): Field[] {
	const ways = ["rx", "tx"].flatMap((way) =>
		Array.from({ length: last }, (_, i) => {
			const start = i === 0 ? `${indent}  ${way.toUpperCase()}: ` : "";
			return count(`${way}_v${i + 1}`, `${start}v${i + 1} `, i === last - 1 ? "\n" : " ");
		}),
	);
	return [open("object", key), text(`${indent}${title}:\n`), ...ways, close("object")];
}

function leaves(key: string, title: string): Field[] {
	return [open("object", key), count("rx", `${indent}${title}: RX: `, " "), count("tx", "TX: ", "\n"), close("object")];
}

function describeMulticast(): Field[] {
	return [
		open("object", "multicast"),
		...versions("igmp_queries", "IGMP queries", 3),
		...versions("igmp_reports", "IGMP reports", 3),
		...leaves("igmp_leaves", "IGMP leaves"),
		count("igmp_parse_errors", `${indent}IGMP parse errors: `, "\n"),
		...versions("mld_queries", "MLD queries", 2),
		...versions("mld_reports", "MLD reports", 2),
		...leaves("mld_leaves", "MLD leaves"),
		count("mld_parse_errors", `${indent}MLD parse errors: `, "\n"),
		close("object"),
	];
}

function describeStp(stp: StpXstats): Field[] {
	return [
		open("object", "stp"),
		count("rx_bpdu", `${indent}STP BPDU:  RX: `, " ", stp.rxBpdu),
		count("tx_bpdu", "TX: ", "\n", stp.txBpdu),
		count("rx_tcn", `${indent}STP TCN:   RX: `, " ", stp.rxTcn),
		count("tx_tcn", "TX: ", "\n", stp.txTcn),
		count("transition_blk", `${indent}STP Transitions: Blocked: `, " ", stp.transitionBlk),
		count("transition_fwd", "Forwarding: ", "\n", stp.transitionFwd),
		close("object"),
	];
}

const lacpCounters = [
	["lacpdu_rx", "LACPDU Rx"],
	["lacpdu_tx", "LACPDU Tx"],
	["lacpdu_unknown_rx", "LACPDU Unknown type Rx"],
	["lacpdu_illegal_rx", "LACPDU Illegal Rx"],
	["marker_rx", "Marker Rx"],
	["marker_tx", "Marker Tx"],
	["marker_response_rx", "Marker response Rx"],
	["marker_response_tx", "Marker response Tx"],
	["marker_unknown_rx", "Marker unknown type Rx"],
] as const;

function describeLacp({ received, sent }: { readonly received: number; readonly sent: number }): Field[] {
	const counted: Readonly<Record<string, number>> = { lacpdu_rx: received, lacpdu_tx: sent };
	const lines = lacpCounters.map(([key, label]) => count(key, `${indent}${label} `, "\n", counted[key]));
	return [open("object", "802.3ad"), ...lines, close("object")];
}

/** The counters of a bridge's groups: `ip link xstats type bridge`. The mirror of ip/iplink_bridge.c bridge_print_stats_mcast(). */
import type { Rest } from "./line.ts";
import type { Reader } from "./object.ts";

const heading = /^(IGMP|MLD) (queries|reports|leaves|parse errors):/;
const counts = /^(RX|TX): v1 \d+/;
const stp = /^STP (BPDU|TCN|Transitions):/;

export const xstatsReader: Reader = {
	object: "xstats",
	begins: (words, { text, asked, object }) =>
		heading.test(text.trim()) ||
		counts.test(text.trim()) ||
		stp.test(text.trim()) ||
		((asked === "link" || object === "xstats") && words.left === 1 && /^\S{1,15} {2,}$/.test(text)),
	read(words): Rest {
		const first = words.peek();
		if (words.left === 1) words.field("ifname", first);
		else if (first === "IGMP" || first === "MLD") words.topic(`xstats.${first}`, words.left);
		else if (first === "STP") words.topic("xstats.STP", words.left);
		else words.topic(first === "RX:" ? "stats.rx" : "stats.tx", words.left);
		return { rows: [] };
	},
};

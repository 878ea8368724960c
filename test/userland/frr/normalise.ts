/**
 * What no two runs of real routers have in common (fixtures/frr/README.md): ids of next hop objects, times, the order of equal ways
 * and of neighbours, left-over objects, and which of several equal ways a flow takes. The rest is compared as it is.
 */

const replaced: readonly [RegExp, string][] = [
	[/\bnhid \d+/g, "nhid N"],
	[/("nhid": ?|"(?:n|installedN)exthopGroupId":)\d+/g, "$1N"],
	[/^(\tnh_info )?id \d+ /gm, "$1id N "],
	[/group [\d/,]+/g, "group N"],
	[/(last: )\d{4}\/\d\d\/\d\d [\d:.]+/g, "$1TIME"],
	[/("lastLink(?:Up|Down)":)"[^"]*"/g, "$1TIME"],
	[/\b\d\d:\d\d:\d\d\b/g, "TIME"],
	[/(due in|ago) [\d.]+m?s/g, "$1 TIME"],
	[/(executed|change) [\d.]+s ago/g, "$1 TIME ago"],
	[/("(?:upTime|deadTime|uptime)":)"[^"]*"/g, "$1TIME"],
	[
		/("(?:upTimeInMsec|deadTimeMsecs|routerDeadIntervalTimerDueMsec|lastPrgrsvChangeMsec|timerHelloInMsecs|spfLastExecutedMsecs|spfLastDurationMsecs)":)\d+/g,
		"$1TIME",
	],
	// how often something has happened until it stood still
	[/("(?:stateChangeCounter|spfExecutedCounter|lsaRouterChecksum|lsaExternalChecksum)":)\d+/g, "$1N"],
	[/, \d+ state changes/g, ", N state changes"],
	[/(SPF algorithm executed) \d+ times/g, "$1 N times"],
	[/(Last SPF duration) (?:\d+ usecs|[\d.]+s)/g, "$1 N"],
	[/(Checksum Sum) 0x(?!0{8})[0-9a-f]{8}/g, "$1 SUM"],
	[/(LS age:) (?!3600)\d+/g, "$1 N"],
	[/(LS Seq Number:) [0-9a-f]+/g, "$1 N"],
	[/^( {2}Checksum:) 0x[0-9a-f]+/gm, "$1 N"],
	[/^(\d[\d. ]+?) +(?!3600)\d+ 0x8[0-9a-f]+ 0x[0-9a-f]+/gm, "$1 AGE SEQ SUM"],
	[/^(\d[\d. ]+?) +3600 0x8[0-9a-f]+ 0x[0-9a-f]+/gm, "$1 MAXAGE SEQ SUM"],
	[/("lsaAge": )(?!3600)\d+/g, "$1N"],
	[/("(?:sequenceNumber|lsaSeqNumber|checksum)": )"[0-9a-f]+"/g, "$1N"],
	[/(Hold time multiplier is currently) \d+/g, "$1 N"],
	[/("holdtimeMultplier":)\d+/g, "$1N"],
	// the machine's own name
	[/^hostname (?:vm|foo|localhost)$/gm, "hostname HOST"],
	[/^(?:foo|localhost)(\([-a-z]+\))?# /gm, "HOST$1# "],
	[/((?:Full|2-Way|Init|ExStart|Exchange|Loading)\/\S+) +[\d.hms]+ +[\d.]+s /g, "$1 UP DEAD "],
	// left over from earlier calculations, for some minutes
	[/^id N (?:dev \S+ scope link|group N) proto zebra *\n/gm, ""],
	[/^(O>\* \S+ \[\S+\]) (via .*)\n/gm, "$1\n  *   $2\n"],
	[/^ {2}\* +via/gm, "  *   via"],
	// the hops between the ends: possible.ts looks at them
	[/^( *\d+) {2}\S+(?: +X ms)+( \S+(?: +X ms)+)*$(?=\n *\d+ )/gm, "$1  HOP"],
	[/(?:^ *\d+ {2}HOP\n)+ *\d+ {2}/gm, "HOPS  "],
	[/ ttl=\d+ /g, " ttl=N "],
];

/** Lines whose order means nothing, next to each other. */
const unordered = [
	/^\t(?:nexthop|next)/,
	/^fe80::\/64 dev/,
	/^id N/,
	/^ {2}\* {3}via/,
	/^ {5,}via/,
	/^\d+(?:\.\d+){3} +\d+ (?:Full|Init|2-Way|ExStart|Exchange|Loading)/,
];

export function normalise(text: string): string {
	const lines = replaced.reduce((all, [pattern, by]) => all.replace(pattern, by), text).split("\n");
	const out: string[] = [];
	for (let i = 0; i < lines.length; ) {
		const kind = unordered.find((pattern) => pattern.test(lines[i] as string));
		let end = i + 1;
		while (kind && end < lines.length && kind.test(lines[end] as string)) end++;
		out.push(...lines.slice(i, end).sort());
		i = end;
	}
	return out.join("\n");
}

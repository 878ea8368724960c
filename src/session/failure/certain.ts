/** Sentences of the kernel that name their one cause, whatever else is to be seen: asked ahead of all that look at the world. */
import { restore } from "./object.ts";
import {
	after,
	before,
	changed,
	changedAfter,
	find,
	type Mend,
	type Row,
	type Situation,
	said,
	sentence,
	without,
} from "./situation.ts";

/** seg6_build_state(): a header that is put into a packet needs one of IPv6. */
const inlineHeader: Row = (s) => {
	if (s.errno !== "EINVAL" || !said(s, /^RTNETLINK answers/) || !s.argv.includes("inline")) return undefined;
	const { family } = (s.request ?? {}) as { family?: string };
	return family === "inet" ? find("encapInline", {}, changed(s, "inline", "encap")) : undefined;
};

/** `nexthop via 192.0.2.1 via inet6 fe80::1`: either of the two may go. */
function twoGateways(s: Situation): { facts: Record<string, string>; mends: Mend[] } {
	const starts = s.argv.flatMap((word, i) => (word === "nexthop" ? [i] : []));
	const hops = starts.map((start, i) => s.argv.slice(start, starts[i + 1]).join(" "));
	const told = hops.map((hop) => hop.match(/\bvia (?:(?:inet6?|link|bridge|mpls) )?\S+/g) ?? []);
	const [first = "", second = ""] = told.find((vias) => vias.length > 1) ?? [];
	const mend = (gone: string) => [s.argv.join(" ").replace(`${gone} `, "").split(" ")];
	return { facts: { first, second }, mends: first === "" ? [] : [mend(second), mend(first)] };
}

/** Whose words name their one cause, whatever else is to be seen; ahead of all that look at the world. */
export const certainRows: readonly Row[] = [
	restore,
	sentence(/specification and nexthop id are mutually exclusive/, "nexthopOrWay", (s) => ({
		facts: { id: after(s, "nhid") ?? "" },
		mends: [without(s, "via"), without(s, "dev")],
	})),
	inlineHeader,
	sentence(/^Error: No other attributes can be set in nexthop groups/, "nexthopGroupAlone", (s) => ({
		mends: s.argv.includes("encap") ? [[s.argv.slice(0, s.argv.indexOf("encap"))]] : [],
	})),
	sentence(/can not contain both GATEWAY and VIA/, "gatewayTwice", twoGateways),
	sentence(/^Error: Invalid (?:dsfield \(tos\): ECN|tos)/, "tosBits", (s) => {
		const tos = after(s, "tos", "dsfield") ?? "";
		return { facts: { tos }, mends: ["0x1c", "0x10"].map((value) => changed(s, tos, value)) };
	}),
	sentence(
		/Invalid (?:flags|values in header) for (?:get route|route get) request|rtm_src_len and rtm_dst_len must be|Unsupported attribute in (?:get route|route get) request/,
		"getWords",
		(s) => ({
			facts: { words: s.argv.slice(4).join(" ") },
			mends: [
				[s.argv.filter((word) => word !== "notify")],
				[s.argv.filter((word) => word !== "notify" && word !== "fibmatch")],
				[s.argv.slice(0, s.argv.indexOf("get") + 2)],
				without(s, "from"),
				[["ip", "route", "get", s.argv.at(-1) ?? ""]],
			],
		}),
	),
	sentence(/Unknown tcp congestion algorithm/, "congestion", (s) => ({
		facts: { name: after(s, "congctl") ?? "" },
		mends: ["cubic", "reno"].map((name) => changedAfter(s, "congctl", name)),
	})),
	sentence(
		/source address can not use nexthop objects|Nexthops can not be used with source routing/,
		"nexthopSource",
		(s) => ({ mends: [without(s, "from")] }),
	),
	(s) => {
		const name = said(s, /^Error: argument "(.*)" is wrong: Invalid VRF$/)?.[1];
		if (name === undefined || s.state.link(name)) return undefined;
		const vrfs = s.state.links.filter(({ kind }) => kind === "vrf").map(({ ifname }) => ifname);
		const make = ["ip", "link", "add", name, "type", "vrf", "table", "100"];
		return find(
			"deviceUnknown",
			{ name, all: s.state.links.map(({ ifname }) => ifname).join(", ") },
			...vrfs.map((vrf) => changed(s, name, vrf)),
			before(s, make),
		);
	},
	sentence(/because the bond (?:device )?is up/, "bondUp", (s) => {
		const dev = after(s, "dev", "set") ?? "";
		return { facts: { dev }, mends: [before(s, ["ip", "link", "set", dev, "down"])] };
	}),
	sentence(
		/Cannot change (VNI|port range|port|limit)\b|cannot change (\w+) flag|Cannot change (\w+) flag|^Error: (Changing) VNI/,
		"kindMade",
		(s, found) => {
			const what = found.slice(1).find(Boolean) ?? "";
			const [word = "", count = 1] = madeWith[what] ?? [];
			const dev = after(s, "dev", "set") ?? "";
			const kind = s.state.link(dev)?.kind ?? after(s, "type") ?? "";
			return {
				facts: { dev, kind, what: word || (s.argv[s.argv.lastIndexOf("type") + 2] ?? "") },
				mends: [without(s, word, count)],
			};
		},
	),
];

/** What the kernel calls the settings of a vxlan and a geneve, the words for them, and how many each takes. */
const madeWith: Readonly<Record<string, readonly [word: string, count: number]>> = {
	VNI: ["id", 2],
	port: ["dstport", 2],
	"port range": ["srcport", 3],
	limit: ["maxaddr", 2],
	TTL_INHERIT: ["ttl", 2],
	GBP: ["gbp", 1],
	GPE: ["gpe", 1],
	PROXY: ["proxy", 1],
	RSC: ["rsc", 1],
	L2MISS: ["l2miss", 1],
	L3MISS: ["l3miss", 1],
	UDP_CSUM: ["udpcsum", 1],
	COLLECT_METADATA: ["external", 1],
};

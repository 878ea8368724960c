/** Why a kind of link refused a setting: the drivers' own rules. kernel: drivers/net/{bonding,macvlan,ipvlan,vxlan,geneve,…} */
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { Ifinfo, LinkRequest } from "../../uapi/message.ts";
import {
	added,
	after,
	before,
	changedAfter,
	find,
	type Mend,
	type Row,
	type Situation,
	said,
	sentence,
	without,
} from "./situation.ts";

/** The link that the command is about: made or changed. */
export function linkOf(s: Situation): Ifinfo | undefined {
	const request = s.request as LinkRequest | undefined;
	return s.state.byIndex(request?.index) ?? s.argv.map((word) => s.state.link(word)).find((link) => link !== undefined);
}

export function requestOf(s: Situation): LinkRequest | undefined {
	return /^RTM_(?:NEW|SET|DEL)LINK$/.test(s.request?.type ?? "") ? (s.request as LinkRequest) : undefined;
}

/** The kind that is asked for, or that the link has. */
export function kindOf(s: Situation): string {
	return after(s, "type") ?? linkOf(s)?.kind ?? "";
}

/** The last setting of the command with its value. */
export function lastSetting({ argv }: Situation): { key: string; value: string } {
	return { key: argv.at(-2) ?? "", value: argv.at(-1) ?? "" };
}

/** The device to run on; the first `link` of a command is the object. */
export function lower({ argv }: Situation): string {
	const at = argv.lastIndexOf("link");
	return at > 1 && argv.slice(1, at).includes("link") ? (argv[at + 1] ?? "") : "";
}

export function portsOf(s: Situation, index: number | undefined): readonly Ifinfo[] {
	return s.state.links.filter(({ master }) => master !== undefined && master === index);
}

const vlanNoId: Row = sentence(/8021q: VLAN id not specified/, "vlanNoId", (s) => ({ mends: [added(s, "id", "10")] }));

/** vlan_validate(), br_validate() */
const vlanProtocol: Row = (s) => {
	if (s.errno !== "EPROTONOSUPPORT") return undefined;
	const words = ["protocol", "proto", "vlan_protocol"];
	const word = words.find((each) => after(s, each) !== undefined) ?? "protocol";
	const mends = ["802.1Q", "802.1ad"].map((value) => changedAfter(s, word, value));
	return find("vlanProtocol", { protocol: after(s, word) ?? "" }, ...mends);
};

const vlanUnfit: Row = sentence(/8021q: VLANs not supported on device/, "vlanUnfit", (s) => ({
	facts: { lower: lower(s) },
	mends: otherLowers(s),
}));

/** The same over other devices. */
function otherLowers(s: Situation): (Mend | undefined)[] {
	return s.state.links.filter(({ ifname }) => ifname !== "lo").map(({ ifname }) => changedAfter(s, "link", ifname));
}

const rules: readonly Row[] = [
	sentence(/both 'external' and vni cannot be specified/, "vxlanBoth", (s) => ({
		mends: [without(s, "id"), without(s, "external", 1)],
	})),
	sentence(/vxlan: missing virtual network identifier/, "vxlanNoId", (s) => ({ mends: [added(s, "id", "100")] })),
	sentence(/role of the gtp device was not specified/, "gtpRole", (s) => ({ mends: [added(s, "role", "sgsn")] })),
	sentence(/tun\/tap creation via rtnetlink is not supported/, "tunByLink", (s) => {
		const name = s.argv.find((word, i) => i > 2 && word !== "name" && word !== "add") ?? "tun0";
		return { facts: { name }, mends: [["ip", "tuntap", "add", "dev", name, "mode", "tun"]].map((words) => [words]) };
	}),
	sentence(/if_id must be non zero/, "xfrmNoId", (s) => ({ mends: [added(s, "if_id", "1")] })),
	sentence(/vxlan: 'group' requires 'dev'/, "vxlanGroupDev", (s) => ({
		mends: anyDevice(s).map((dev) => added(s, "dev", dev)),
	})),
	sentence(/Invalid source port range/, "vxlanPorts", (s) => {
		const at = s.argv.indexOf("srcport");
		const [low = "", high = ""] = s.argv.slice(at + 1);
		return { facts: { low, high }, mends: [[s.argv.with(at + 1, high).with(at + 2, low)]] };
	}),
	sentence(/A VXLAN device with the specified VNI already exists/, "vxlanExists", (s) => {
		const id = after(s, "id", "vni") ?? "";
		const other = s.state.links.find(
			({ kind, data }) => kind === "vxlan" && String((data as { id?: number } | undefined)?.id) === id,
		);
		return { facts: { id, other: other?.ifname ?? "" }, mends: [changedAfter(s, "id", String(Number(id) + 1))] };
	}),
	sentence(/VXLAN GPE does not support this combination/, "vxlanGpe", (s) => ({
		mends: [without(s, "gpe", 1), added(s, "external")],
	})),
	sentence(/Label attribute only applies to IPv6 VXLAN/, "vxlanLabel", (s) => ({
		mends: [without(s, "label"), added(s, "remote", "2001:db8::2")],
	})),
	sentence(/geneve: remote link partner not specified/, "geneveNoRemote", (s) => ({
		mends: [added(s, "remote", "192.0.2.2")],
	})),
	sentence(/geneve: missing virtual network identifier/, "geneveNoId", (s) => {
		const dev = linkOf(s);
		const id = String((dev?.data as { id?: number } | undefined)?.id ?? 100);
		return { mends: [added(s, "id", id)] };
	}),
	sentence(/only one externally controlled device on a destination port/, "geneveExternal", (s) => ({
		mends: [added(s, "dstport", "6090")],
	})),
	sentence(/Address already assigned to an ipvlan device/, "ipvlanAddr", (s) => ({
		facts: { addr: s.argv.find((word) => word.includes("/")) ?? "" },
	})),
	sentence(/nopromisc flag only valid in passthru mode/, "macvlanNopromisc", (s) => ({
		mends: [without(s, "nopromisc", 1), changedAfter(s, "mode", "passthru")],
	})),
	sentence(/Cannot enable multicast vlan snooping with vlan filtering disabled/, "bridgeVlanSnooping", (s) => {
		const dev = linkOf(s)?.ifname ?? "";
		return { facts: { dev }, mends: [before(s, ["ip", "link", "set", dev, "type", "bridge", "vlan_filtering", "1"])] };
	}),
	sentence(/^Error: (too big (\w+)|integer out of range)/, "offloadSize", (s) => {
		const key = s.argv.find((word) => /^g[sr]o_max|gso_/.test(word)) ?? "";
		const value = after(s, key) ?? "";
		return { facts: { key, value }, mends: ["65536", "8192"].map((other) => changedAfter(s, key, other)) };
	}),
	sentence(/^Invalid min_tx_rate (\d+) - must be <= max_tx_rate (\d+)/, "vfRates", (s, [, min = "", max = ""]) => ({
		facts: { min, max },
		mends: [changedAfter(s, "min_tx_rate", max)],
	})),
	sentence(/^Device (\S+) does not exist/, "deviceUnknown", (s, [, name = ""]) => ({
		facts: { name, all: s.state.links.map(({ ifname }) => ifname).join(", ") },
	})),
	sentence(/^(\w+): unknown (?:option|command) "(.*)"\?/, "kindWord", (s, [, kind = "", word = ""]) => ({
		facts: { kind, word },
		mends: [without(s, word), without(s, word, 1)],
	})),
	sentence(/^Garbage instead of arguments "(.*?)/, "kindWord", (s) => {
		const word = s.argv.at(-1) ?? "";
		return { facts: { kind: kindOf(s), word }, mends: [without(s, word, 1)] };
	}),
	sentence(/^Usage: \.\.\. (\w+)/, "kindUsage", (s, [, kind = ""]) => ({ facts: { kind, word: s.argv.at(-1) ?? "" } })),
	sentence(/Cannot enslave|can not be enslaved/, "enslaveUp", (s) => {
		const dev = linkOf(s)?.ifname ?? "";
		return { facts: { dev, master: after(s, "master") ?? "" }, mends: [before(s, ["ip", "link", "set", dev, "down"])] };
	}),
];

function anyDevice(s: Situation): string[] {
	return s.state.links.filter(({ ifname }) => ifname !== "lo").map(({ ifname }) => ifname);
}

/** `ip link set NAME …` where the kernel only says Device or resource busy. */
const busy: Row = (s) => {
	const request = requestOf(s);
	if (!request || s.errno !== "EBUSY") return undefined;
	const link = s.state.byIndex(request.index);
	const low = s.state.link(lower(s));
	const master = s.state.byIndex(link?.master);
	if (request.attrs.ifname !== undefined && link && link.flags & IFF_UP)
		return find("renameUp", { dev: link.ifname }, before(s, ["ip", "link", "set", link.ifname, "down"]));
	if (low?.master !== undefined) {
		const owner = s.state.nameOf(low.master);
		return find(
			"lowerTaken",
			{ lower: low.ifname, owner, kind: kindOf(s) },
			before(s, ["ip", "link", "set", low.ifname, "nomaster"]),
		);
	}
	const over = low && s.state.links.find((other) => other.link === low.index && other.kind !== kindOf(s));
	if (low && over)
		return find(
			"lowerShared",
			{ lower: low.ifname, other: over.ifname, otherKind: over.kind ?? "", kind: kindOf(s) },
			...otherLowers(s),
		);
	if (master && after(s, "master") !== undefined)
		return find(
			"portTakenBy",
			{ dev: link?.ifname ?? "", master: master.ifname },
			before(s, ["ip", "link", "set", link?.ifname ?? "", "nomaster"]),
		);
	const wanted = after(s, "master");
	if (link && wanted !== undefined && s.state.byIndex(link.link)?.ifname === wanted)
		return find("masterBelow", { dev: link.ifname, master: wanted });
	const upper = link && s.state.links.find((other) => other.link === link.index && other.kind !== "veth");
	if (link && wanted !== undefined && upper) return find("hasUpper", { dev: link.ifname, upper: upper.ifname });
	if (s.argv.includes("state"))
		return find(
			"stpOwnsState",
			{ dev: link?.ifname ?? "", master: master?.ifname ?? "" },
			before(s, ["ip", "link", "set", master?.ifname ?? "", "type", "bridge", "stp_state", "0"]),
		);
	if (kindOf(s) === "geneve") {
		const id = after(s, "id", "vni") ?? "";
		return find("geneveTaken", { id }, changedAfter(s, "id", String(Number(id) + 1)), added(s, "dstport", "6090"));
	}
	return find("linkBusy", { dev: link?.ifname ?? low?.ifname ?? "", kind: kindOf(s) });
};

/** Kinds that stay in their namespace (netns_local); the kernel says only Invalid argument before 6.6. */
const local: Row = (s) => {
	const request = requestOf(s);
	const link = s.state.byIndex(request?.index);
	if (!link || link.ifname === "lo" || s.errno !== "EINVAL" || after(s, "netns") === undefined) return undefined;
	const netns = after(s, "netns") ?? "";
	const make = link.kind ? [["ip", "-n", netns, "link", "add", link.ifname, "type", link.kind]] : undefined;
	return find("kindLocal", { dev: link.ifname, kind: link.kind ?? "", netns }, make);
};

const noLower: Row = (s) => {
	const kind = after(s, "type");
	if (!requestOf(s) || s.errno !== "EINVAL" || !/^(?:ipvlan|ipvtap|macvlan|macvtap|macsec)$/.test(kind ?? ""))
		return undefined;
	if (lower(s) === "" && s.argv.includes("add")) {
		const at = s.argv.lastIndexOf("type");
		return find(
			"kindNoLower",
			{ kind: kind ?? "" },
			...anyDevice(s).map((dev) => [s.argv.toSpliced(at, 0, "link", dev)]),
		);
	}
	if (lower(s) === "lo") return find("kindOverLo", { kind: kind ?? "" }, ...otherLowers(s));
	const low = s.state.link(lower(s)) ?? s.state.byIndex(linkOf(s)?.link);
	const others = s.state.links.filter((link) => link.link === low?.index && /^macv/.test(link.kind ?? ""));
	if (
		/^macv/.test(kind ?? "") &&
		(s.argv.includes("passthru") ||
			others.some(
				(link) =>
					(link.data as { mode?: unknown } | undefined)?.mode === "passthru" ||
					(link.data as { mode?: unknown } | undefined)?.mode === 8,
			))
	)
		return find(
			"macvlanPassthru",
			{ lower: low?.ifname ?? "", others: others.map(({ ifname }) => ifname).join(", ") },
			changedAfter(s, "mode", "bridge"),
			...otherLowers(s),
		);
	if (s.argv.includes("macaddr")) return find("macvlanMacaddr", { dev: linkOf(s)?.ifname ?? "" });
	return undefined;
};

const emptyKind: Row = (s) =>
	after(s, "type") === "" && requestOf(s)
		? find("linkUnknownKind", { kind: "''", near: "" }, changedAfter(s, "type", "dummy"))
		: undefined;

/** Settings that a device of this kind takes only when it is made, or not with what else is said. */
const kindRefuses: Row = (s) => {
	const kind = kindOf(s);
	if (!requestOf(s) || kind === "" || !/^E(?:INVAL|OPNOTSUPP|RANGE)$/.test(s.errno ?? "")) return undefined;
	const at = s.argv.lastIndexOf("type");
	const words = s.argv.slice(at + 2);
	const link = linkOf(s);
	const bare = at < 0 ? undefined : [s.argv.slice(0, at + 2)];
	const free = s.argv.includes("address") ? without(s, "address") : undefined;
	const set = link && s.argv.some((word) => "set".startsWith(word));
	return find(
		set ? "kindFixed" : "kindRefuses",
		{ kind, dev: link?.ifname ?? "", words: words.join(" ") || (s.argv.includes("address") ? "address" : "") },
		free,
		set ? undefined : bare,
	);
};

/** Two xfrm devices of one number. */
const xfrmExists: Row = (s) => {
	const id = after(s, "if_id") ?? "";
	const isIt = ({ kind, data }: Ifinfo) =>
		kind === "xfrm" && String((data as { ifId?: number } | undefined)?.ifId) === id;
	const other = s.argv.includes("xfrm") && said(s, /File exists/) ? s.state.links.find(isIt) : undefined;
	return other && find("xfrmExists", { id, other: other.ifname }, changedAfter(s, "if_id", String(Number(id) + 1000)));
};

export const kindRows: readonly Row[] = [
	vlanNoId,
	vlanProtocol,
	vlanUnfit,
	...rules,
	emptyKind,
	busy,
	local,
	noLower,
	xfrmExists,
];

/** What is left of the kinds, when the other rows had their say. */
export const lastKindRows: readonly Row[] = [kindRefuses];

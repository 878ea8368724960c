/** Why a kind of link refused a setting: the drivers' own rules. kernel: drivers/net/{bonding,macvlan,ipvlan,vxlan,geneve,…} */
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { Ifinfo, LinkRequest } from "../../uapi/message.ts";
import {
	added,
	after,
	before,
	changed,
	changedAfter,
	find,
	type Mend,
	type Row,
	type Situation,
	sentence,
	without,
} from "./situation.ts";

/** The link that the command is about: made or changed. */
function linkOf(s: Situation): Ifinfo | undefined {
	const request = s.request as LinkRequest | undefined;
	return s.state.byIndex(request?.index) ?? s.argv.map((word) => s.state.link(word)).find((link) => link !== undefined);
}

function requestOf(s: Situation): LinkRequest | undefined {
	return /^RTM_(?:NEW|SET|DEL)LINK$/.test(s.request?.type ?? "") ? (s.request as LinkRequest) : undefined;
}

/** The kind that is asked for, or that the link has. */
function kindOf(s: Situation): string {
	return after(s, "type") ?? linkOf(s)?.kind ?? "";
}

/** The last setting of the command with its value. */
function lastSetting({ argv }: Situation): { key: string; value: string } {
	return { key: argv.at(-2) ?? "", value: argv.at(-1) ?? "" };
}

/** The device to run on; the first `link` of a command is the object. */
function lower({ argv }: Situation): string {
	const at = argv.lastIndexOf("link");
	return at > 1 && argv.slice(1, at).includes("link") ? (argv[at + 1] ?? "") : "";
}

function portsOf(s: Situation, index: number | undefined): readonly Ifinfo[] {
	return s.state.links.filter(({ master }) => master !== undefined && master === index);
}

const bondHasPorts: Row = sentence(/unable to set option because the bond device has slaves/, "bondHasPorts", (s) => {
	const bond = linkOf(s);
	const ports = portsOf(s, bond?.index);
	const free = ports.map(({ ifname }) => ["ip", "link", "set", ifname, "nomaster"]);
	return {
		facts: { bond: bond?.ifname ?? "", ports: ports.map(({ ifname }) => ifname).join(", ") },
		mends: [before(s, ...free), before(s, ...free, ["ip", "link", "set", bond?.ifname ?? "", "down"])],
	};
});

const bondUp: Row = sentence(/unable to set option because the bond device is up/, "bondUp", (s) => {
	const dev = linkOf(s)?.ifname ?? "";
	return { facts: { dev }, mends: [before(s, ["ip", "link", "set", dev, "down"])] };
});

/** Options that belong to modes. drivers/net/bonding/bond_options.c unsuppmodes */
const bondModes: Readonly<Record<string, string>> = {
	packets_per_slave: "balance-rr",
	lacp_rate: "802.3ad",
	ad_actor_sys_prio: "802.3ad",
	ad_actor_system: "802.3ad",
	ad_user_port_key: "802.3ad",
	ad_select: "802.3ad",
	lacp_active: "802.3ad",
	tlb_dynamic_lb: "balance-tlb",
	prio: "active-backup",
	primary: "active-backup",
	active_slave: "active-backup",
	arp_interval: "active-backup",
	arp_ip_target: "active-backup",
};

const bondMode: Row = sentence(/option not supported in mode/, "bondMode", (s) => {
	const option = s.argv.findLast((word) => word in bondModes) ?? s.argv.at(-2) ?? "";
	const link = linkOf(s);
	const bond = link?.kind === "bond" ? link : s.state.byIndex(link?.master);
	const mode = after(s, "mode") ?? String((bond?.data as { mode?: unknown } | undefined)?.mode ?? "");
	const wanted = bondModes[option] ?? "";
	const set = ["ip", "link", "set", bond?.ifname ?? "", "type", "bond", "mode", wanted];
	return {
		facts: { option, bond: bond?.ifname ?? "", mode: modeName(mode), wanted },
		mends: [
			changedAfter(s, "mode", wanted),
			before(s, set),
			before(s, ["ip", "link", "set", bond?.ifname ?? "", "down"], set),
		],
	};
});

const modes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

function modeName(mode: string): string {
	return modes[Number(mode)] ?? mode;
}

const optionValue: Row = sentence(/^Error: invalid option value/, "bondValue", (s) => {
	const { key, value } = lastSetting(s);
	const taken = ["1", "0", "02:00:00:00:00:01", ...s.state.links.map(({ ifname }) => ifname)];
	return { facts: { key, value }, mends: taken.map((other) => changedAfter(s, key, other)) };
});

const bondMonitors: Row = sentence(/ARP monitoring cannot be used with MII monitoring/, "bondMonitors", (s) => ({
	mends: [without(s, "miimon"), without(s, "arp_interval")],
}));

const enslaveItself: Row = sentence(/Cannot enslave bond to itself/, "enslaveSelf", (s) => ({
	facts: { dev: linkOf(s)?.ifname ?? "" },
}));

const teamPortUp: Row = sentence(/Device is up\. Set it down before adding it as a team port/, "enslaveUp", (s) => {
	const dev = linkOf(s)?.ifname ?? "";
	return { facts: { dev, master: after(s, "master") ?? "" }, mends: [before(s, ["ip", "link", "set", dev, "down"])] };
});

const vrfInVrf: Row = sentence(/Can not enslave an L3 master device to a VRF/, "vrfInVrf", (s) => ({
	facts: { dev: linkOf(s)?.ifname ?? "", master: after(s, "master") ?? "" },
}));

const vrfTableId: Row = sentence(/Invalid VRF table id/, "vrfTableId", (s) => ({
	mends: [changedAfter(s, "table", "10")],
}));

const mtuBound: Row = sentence(
	/^Error: (?:mtu (greater|less) than device|MTU must be between (\d+) and (\d+))/,
	"kindMtu",
	(s, [, side, min, max]) => {
		const least = min ?? "68";
		const most = max ?? "65535";
		const mtu = after(s, "mtu") ?? "";
		const small = side === "less" || Number(mtu) < Number(least);
		return {
			facts: { kind: kindOf(s), mtu, bound: small ? "min" : "max" },
			mends: (small ? [least, "1280", "1500"] : [most, "65535", "9000", "1500"]).map((value) =>
				changedAfter(s, "mtu", value),
			),
		};
	},
);

const lowerMtu: Row = (s) => {
	const link = linkOf(s);
	const mtu = after(s, "mtu");
	const low = link?.link === undefined ? s.state.link(lower(s)) : s.state.byIndex(link.link);
	if (mtu === undefined || !low || !/^E(?:RANGE|INVAL)$/.test(s.errno ?? "") || Number(mtu) <= (low.mtu ?? 0))
		return undefined;
	const facts = { dev: link?.ifname ?? "", lower: low.ifname, mtu, most: String(low.mtu) };
	return find(
		"lowerMtu",
		facts,
		changedAfter(s, "mtu", String(low.mtu)),
		before(s, ["ip", "link", "set", low.ifname, "mtu", mtu]),
	);
};

const vlanNoId: Row = sentence(/8021q: VLAN id not specified/, "vlanNoId", (s) => ({ mends: [added(s, "id", "10")] }));
const vlanUnfit: Row = sentence(/8021q: VLANs not supported on device/, "vlanUnfit", (s) => ({
	facts: { lower: lower(s) },
	mends: otherLowers(s),
}));

/** The same over other devices. */
function otherLowers(s: Situation): (Mend | undefined)[] {
	return s.state.links.filter(({ ifname }) => ifname !== "lo").map(({ ifname }) => changedAfter(s, "link", ifname));
}

const rules: readonly Row[] = [
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

/** Settings with bounds, and what the field says of them. net/bridge/br_netlink.c, br_stp.c */
const bounds: Readonly<Record<string, readonly [least: string, most: string]>> = {
	hello_time: ["100", "1000"],
	max_age: ["600", "4000"],
	forward_delay: ["200", "3000"],
	priority: ["0", "63"],
	cost: ["1", "65535"],
	mcast_router: ["0", "2"],
	mcast_igmp_version: ["2", "3"],
	mcast_mld_version: ["1", "2"],
	group_fwd_mask: ["8", "65528"],
	vlan_default_pvid: ["0", "4094"],
	state: ["0", "4"],
	queue_id: ["0", "15"],
};

const boundOf: Row = (s) => {
	if (!requestOf(s) || !/^E(?:RANGE|INVAL|PERM)$/.test(s.errno ?? "")) return undefined;
	const key = s.argv.findLast((word) => word in bounds);
	if (key === undefined || !/^bridge|bond/.test(after(s, "type") ?? "")) return undefined;
	const [least, most] = bounds[key] as readonly [string, string];
	const value = after(s, key) ?? "";
	return find(
		"settingRange",
		{ key, value, least, most },
		...[most, least, "0"].map((other) => changedAfter(s, key, other)),
	);
};

const bridgeGroup: Row = (s) => {
	const address = after(s, "group_address");
	if (!requestOf(s) || address === undefined) return undefined;
	return find("bridgeGroup", { address }, changedAfter(s, "group_address", "01:80:c2:00:00:0d"));
};

const backupPort: Row = (s) => {
	const other = after(s, "backup_port");
	if (!requestOf(s) || other === undefined) return undefined;
	const link = linkOf(s);
	const fits = portsOf(s, link?.master).filter(({ ifname }) => ifname !== link?.ifname);
	return find(
		"backupPort",
		{ dev: link?.ifname ?? "", other, all: fits.map(({ ifname }) => ifname).join(", ") },
		...fits.map(({ ifname }) => changedAfter(s, "backup_port", ifname)),
	);
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

const addressLength: Row = (s) => {
	const request = requestOf(s);
	const word = s.argv.includes("broadcast") ? "broadcast" : "address";
	const typed = after(s, word, word === "broadcast" ? "brd" : "addr");
	if (!request || !typed || s.errno !== "EINVAL" || typed.split(":").length === 6) return undefined;
	return find("badLladdr", { typed }, changed(s, typed, "02:00:00:00:00:01"));
};

const taken: Row = (s) => {
	if (!requestOf(s) || s.errno !== "EADDRINUSE") return undefined;
	const link = linkOf(s);
	const address = after(s, "address");
	if (address !== undefined) return find("macTaken", { address, dev: link?.ifname ?? "" });
	const data = link?.data as { id?: number; port?: number } | undefined;
	return find("udpPortTaken", { dev: link?.ifname ?? "", kind: link?.kind ?? "", id: String(data?.id ?? "") });
};

const unsupported: Row = (s) => {
	const request = requestOf(s);
	if (!request || s.errno !== "EOPNOTSUPP") return undefined;
	const dev = s.state.nameOf(request.index);
	const real = s.state.byIndex(request.index)?.kind ?? "";
	if (s.argv.includes("vf")) return find("noVf", { dev });
	const address = after(s, "address");
	if (address !== undefined) return find("addressFixed", { dev, kind: real });
	return undefined;
};

const carrier: Row = (s) => {
	if (!requestOf(s) || (s.errno !== "EPERM" && s.errno !== "EOPNOTSUPP") || after(s, "carrier") === undefined)
		return undefined;
	const dev = linkOf(s)?.ifname ?? "";
	return find("carrierDown", { dev }, before(s, ["ip", "link", "set", dev, "up"]));
};

const portMtu: Row = (s) => {
	const link = linkOf(s);
	const master = s.state.byIndex(link?.master);
	if (!requestOf(s) || s.errno !== "EPERM" || after(s, "mtu") === undefined || !master) return undefined;
	return find(
		"portMtu",
		{ dev: link?.ifname ?? "", master: master.ifname, kind: master.kind ?? "" },
		[["ip", "link", "set", master.ifname, "mtu", after(s, "mtu") ?? ""]],
		before(s, ["ip", "link", "set", link?.ifname ?? "", "nomaster"]),
	);
};

const nameTwice: Row = (s) => {
	const peer = after(s, "peer");
	const name = after(s, "add", "a");
	if (requestOf(s)?.type !== "RTM_NEWLINK" || s.errno !== "EEXIST" || peer === undefined || after(s, "name") !== name)
		return undefined;
	return find("vethOneName", { name: name ?? "" }, changedAfter(s, "name", `${name}p`));
};

const nameFormat: Row = (s) => {
	const name = requestOf(s)?.attrs.ifname;
	if (name === undefined || !name.includes("%") || s.errno !== "EINVAL") return undefined;
	return find("namePattern", { name }, changed(s, name, name.replace(/%.*$/, "%d")));
};

const addrgen: Row = (s) => {
	if (!requestOf(s) || !/^addrgenmode$/.test(s.argv.find((word) => word === "addrgenmode") ?? "")) return undefined;
	const mode = after(s, "addrgenmode") ?? "";
	if (s.errno === "EAFNOSUPPORT") return find("addrgenEarly", { mode }, without(s, "addrgenmode"));
	const key = `net.ipv6.conf.${linkOf(s)?.ifname ?? ""}.stable_secret`;
	return find(
		"addrgenSecret",
		{ key },
		[["sysctl", "-w", `${key}=2001:db8::1`], s.argv],
		changedAfter(s, "addrgenmode", "eui64"),
	);
};

const altnameMissing: Row = (s) => {
	if (s.request?.type !== "RTM_DELLINKPROP" || s.errno !== "ENOENT") return undefined;
	const link = linkOf(s);
	const names = link?.altnames ?? [];
	const name = after(s, "altname") ?? "";
	return find(
		"altnameMissing",
		{ name, dev: link?.ifname ?? "", all: names.join(", ") },
		...names.map((other) => changedAfter(s, "altname", other)),
	);
};

const emptyKind: Row = (s) =>
	after(s, "type") === "" && requestOf(s)
		? find("linkUnknownKind", { kind: "''", near: "" }, changedAfter(s, "type", "dummy"))
		: undefined;

const vethPeer: Row = (s) =>
	requestOf(s) && s.errno === "ENOTCONN"
		? find("vethUpEarly", {}, [s.argv.filter((word) => word !== "up")])
		: undefined;

/** ll_addr_a2n() of `macaddr add` says nothing. */
const badMacaddr: Row = (s) =>
	s.stderr === "" && s.argv.includes("macaddr")
		? find("badLladdr", { typed: s.argv.at(-1) ?? "" }, [s.argv.with(-1, "02:00:00:00:00:aa")])
		: undefined;

const macaddr: Row = (s) =>
	requestOf(s) && s.errno === "EADDRNOTAVAIL" && s.argv.includes("macaddr")
		? find("groupLladdr", { address: s.argv.at(-1) ?? "" }, [s.argv.with(-1, "02:00:00:00:00:aa")])
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

export const kindRows: readonly Row[] = [
	bondHasPorts,
	bondUp,
	bondMode,
	optionValue,
	bondMonitors,
	enslaveItself,
	teamPortUp,
	vrfInVrf,
	vrfTableId,
	mtuBound,
	lowerMtu,
	vlanNoId,
	vlanUnfit,
	...rules,
	nameTwice,
	nameFormat,
	addrgen,
	altnameMissing,
	emptyKind,
	vethPeer,
	badMacaddr,
	macaddr,
	portMtu,
	carrier,
	busy,
	boundOf,
	bridgeGroup,
	backupPort,
	local,
	noLower,
	addressLength,
	taken,
	unsupported,
];

/** What is left of the kinds, when the other rows had their say. */
export const lastKindRows: readonly Row[] = [kindRefuses];

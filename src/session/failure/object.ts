/** Why the smaller objects of ip gave up: addrlabel, batch, save and restore, netns, maddress, macsec, stats, token, vrf. */
import type { Request } from "../../uapi/message.ts";
import { nearest } from "./near.ts";
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
	said,
	sentence,
	without,
} from "./situation.ts";

const typeOf = (s: Situation): Request["type"] | "" => s.request?.type ?? "";

/** The labels that are there, as `ip addrlabel list` writes them. */
const label: Row = (s) => {
	const type = typeOf(s);
	if (!type.endsWith("ADDRLABEL")) return undefined;
	const prefix = after(s, "prefix") ?? "";
	if (s.errno === "EEXIST")
		return find("labelExists", { prefix }, [["ip", "addrlabel", "del", "prefix", prefix], s.argv]);
	if (s.errno === "ESRCH" || s.errno === "ENOENT") return find("labelMissing", { prefix });
	if (s.errno === "EINVAL")
		return find(
			"labelMapped",
			{ prefix },
			changedAfter(s, "prefix", "::ffff:0:0/96"),
			changedAfter(s, "prefix", "2001:db8::/32"),
		);
	const mapped = /^\d+\.[\d.]+\/\d+$/.test(prefix) ? "::ffff:0:0/96" : "::/0";
	return find(
		"labelFamily",
		{ prefix },
		changedAfter(s, "prefix", mapped),
		changedAfter(s, "prefix", "2001:db8:5::/48"),
	);
};

const noArguments = sentence(
	/"(.*)" does not (?:take any|allow extra) arguments/,
	"noArguments",
	(s, [, verb = ""]) => {
		const at = s.argv.findIndex((word) => /^(?:list|show|flush|lst)/.test(word));
		return { facts: { verb, words: s.argv.slice(at + 1).join(" ") }, mends: [[s.argv.slice(0, at + 1)]] };
	},
);

/** A file of commands that stopped: the line is the failure, and it is explained by itself. */
const batchFile = sentence(/^Cannot open file "(.*)" for reading/, "batchFile", (_, [, file = ""]) => ({
	facts: { file },
}));
const batchText = sentence(
	/^(?:Unterminated quoted string|Missing continuation line|Too many arguments to command)/,
	"batchText",
	() => ({
		facts: {},
	}),
);
const dump = sentence(/^Magic mismatch/, "notSaved", (s) => ({
	facts: { object: s.argv.find((word) => /^(?:a|ro|ru)/.test(word)) ?? "" },
}));

const dumpPiped = sentence(/^Failed to restore: ftell/, "notAgain", () => ({ facts: {} }));

const nsidUnknown: Row = (s) => {
	if (!s.argv.includes("list-id") || !said(s, /netns reference is invalid|Invalid target network namespace id/))
		return undefined;
	const id = (said(s, /^Error: Peer/) ? after(s, "nsid") : after(s, "target-nsid")) ?? "";
	return find("nsidUnknown", { id }, [["ip", "netns", "list-id"]]);
};

const netnsRows: readonly Row[] = [
	nsidUnknown,
	sentence(/Peer netns already has a nsid/, "nsidTaken", (s) => ({ facts: { name: s.argv.at(-2) ?? "" } })),
	sentence(/^No netns name specified/, "netnsNoName", (s) => ({
		facts: { all: s.state.netnsNames.join(", ") },
		mends: [...s.state.netnsNames, "n1"].map((name) => [
			[...s.argv, name, ...(s.argv.includes("exec") ? ["true"] : [])],
		]),
	})),
	sentence(/^No netns name and PID specified/, "attachWords", (s) => ({
		mends: [[["ip", "netns", "attach", s.argv[3] ?? "n1", "1"]]],
	})),
	sentence(/^No nsid specified/, "setWords", (s) => ({ mends: [added(s, "auto")] })),
	sentence(/^extra arguments specified/, "netnsExtra", (s) => ({ mends: [[s.argv.slice(0, -1)]] })),
	sentence(/^Error: Peer netns reference is invalid/, "netnsNoFile", (s) => ({ facts: { name: s.argv[3] ?? "" } })),
	sentence(/^No VRF name specified/, "noVrf", (s) => {
		const vrfs = s.state.links.filter(({ kind }) => kind === "vrf").map(({ ifname }) => ifname);
		return { facts: { name: "", all: vrfs.join(", ") }, mends: vrfs.map((name) => [[...s.argv, name, "true"]]) };
	}),
	sentence(/^No command specified/, "noCommand", (s) => ({ mends: [added(s, "true")] })),
	sentence(/^exec of "(.*)" failed: No such file/, "noProgram", (_, [, name = ""]) => ({ facts: { name } })),
	sentence(
		/^(?:Cannot open network namespace: No such file|Failed to lookup vrf association: No such file)/,
		"noSuchProcess",
		(s) => {
			const word = s.argv.at(-1) ?? "";
			return {
				facts: { word, all: s.state.netnsNames.join(", ") },
				mends: /^\d+$/.test(word)
					? [[s.argv.with(-1, "1")]]
					: s.state.netnsNames.map((name) => [s.argv.with(-1, name)]),
			};
		},
	),
	sentence(/^Specified string '(.*)' is not a pid/, "number", (s, [, word = ""]) => ({
		facts: { word, key: "identify" },
		mends: [changed(s, word, "1")],
	})),
	sentence(/^Bind \/proc\/(\d+)\/ns\/net/, "netnsNoPid", (s, [, pid = ""]) => ({
		facts: { pid },
		mends: [changed(s, pid, "1")],
	})),
	sentence(/^Cannot open network namespace|^setting the network namespace|invalid "?netns"?/i, "netnsBadName", (s) => ({
		facts: { name: after(s, "-n", "-netns", "netns") ?? "" },
	})),
];

const maddr: readonly Row[] = [
	sentence(/^ioctl: Invalid argument/, "maddrUnfit", (s) => ({ facts: { dev: after(s, "dev") ?? "" } })),
	sentence(/^Error: Invalid address length (\d+) - must be (\d+) bytes/, "maddrLladdr", (s) => {
		const typed = s.argv.find((word, i) => i > 2 && word !== "add" && word !== "del") ?? "";
		const last = typed.split(".").map(Number);
		const mapped =
			last.length === 4
				? `01:00:5e:${[(last[1] ?? 0) & 127, last[2] ?? 0, last[3] ?? 0].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`
				: "33:33:00:00:00:01";
		return { facts: { typed, mapped }, mends: [changed(s, typed, mapped)] };
	}),
	sentence(/^ioctl: No such device/, "deviceUnknown", (s) => {
		const name = after(s, "dev") ?? "";
		const all = s.state.links.map(({ ifname }) => ifname);
		return { facts: { name, all: all.join(", ") }, mends: all.map((other) => changedAfter(s, "dev", other)) };
	}),
	sentence(/^ioctl: No such file/, "maddrMissing", (s) => ({
		facts: { addr: s.argv.find((word) => word.split(":").length === 6) ?? "", dev: after(s, "dev") ?? "" },
	})),
];

const macsecRows: readonly Row[] = [
	sentence(/^cannot create SA without key/, "macsecNoKey", (s) => ({
		mends: [added(s, "key", "01", "12345678901234567890123456789012")],
	})),
	sentence(/^must specify a packet number != 0/, "macsecNoPn", (s) => {
		const at = s.argv.indexOf("sa");
		return { mends: [[s.argv.toSpliced(at + 2, 0, "pn", "1")]] };
	}),
	sentence(/^replay (?:protection enabled, but no window|window set, but replay protection)/, "macsecReplay", (s) => ({
		mends: [added(s, "window", "64"), added(s, "replay", "on")],
	})),
	sentence(/^invalid combination of send_sci/, "macsecSci", (s) => ({
		mends: [without(s, "scb"), without(s, "end_station")],
	})),
];

/** The channels of a MACsec device that are there or not. drivers/net/macsec.c */
const macsec: Row = (s) => {
	if (s.argv[1] !== "macsec" && !s.argv.includes("macsec")) return undefined;
	const dev = s.argv.find((word) => s.state.link(word)) ?? "";
	const kind = s.state.link(dev)?.kind ?? "";
	const [sa, address] = [after(s, "sa") ?? "", after(s, "address") ?? ""];
	if (s.argv[1] !== "macsec") return undefined;
	if (kind !== "macsec") return find("notThisKind", { dev, kind: "macsec", real: kind, real2: kind || "-" });
	if (s.errno === "EEXIST") return find("macsecRxExists", { dev, address });
	if (s.argv.includes("offload")) return find("macsecOffload", { dev }, changed(s, s.argv.at(-1) ?? "", "off"));
	const channel = ["ip", "macsec", "add", dev, "rx", "address", address, "port", after(s, "port") ?? "1"];
	if (s.errno === "ENODEV")
		return find("macsecMissing", { dev, sa, address }, address === "" ? undefined : before(s, channel));
	if (s.errno === "EBUSY")
		return find(
			"macsecBusy",
			{ dev, sa },
			before(s, ["ip", "macsec", "set", dev, "tx", "sa", sa, "off"]),
			before(s, ["ip", "macsec", "del", dev, "tx", "sa", sa]),
			changedAfter(s, "sa", "2"),
		);
	return find("macsecKey", { key: s.argv.at(-1) ?? "" }, [s.argv.with(-1, "12345678901234567890123456789012")]);
};

const stats: readonly Row[] = [
	sentence(/^What is "(.*)"\?/, "statsWord", (s, [, word = ""]) => ({
		facts: { word },
		mends: [without(s, word, 1), without(s, word)],
	})),
	sentence(
		/^Error: no (group|subgroup|suite) named (\S+) found inside (\S+)/,
		"statsNone",
		(s, [, noun = "", word = "", inside = ""]) => ({
			facts: { noun, word, inside },
			mends: ["link", "offload", "xstats", "cpu_hit", "stp", "mcast"].map((other) => changed(s, word, other)),
		}),
	),
	sentence(/^Error: (?:sub)?(?:group|suite) (\S+) requested without/, "statsOrder", (s, [, word = ""]) => ({
		facts: { word },
		mends: [
			[s.argv.toSpliced(s.argv.indexOf(word) - 1, 0, "group", "offload")],
			[s.argv.toSpliced(s.argv.indexOf(word) - 1, 0, "group", "xstats", "subgroup", "bridge")],
		],
	})),
	sentence(/^xstats: (?:link type (\S+) doesn't|missing argument)/, "xstatsKind", (s, [, kind = ""]) => ({
		facts: { kind },
		mends: kind === "" ? [added(s, "type", "bridge")] : [changed(s, kind, "bridge")],
	})),
];

const tokenRows: readonly Row[] = [
	sentence(/Router advertisement is disabled/, "tokenNoRa", (s) => ({
		facts: { dev: after(s, "dev") ?? "" },
		mends: setting(s, "accept_ra", "1"),
	})),
	sentence(/Router solicitation is disabled/, "tokenNoRs", (s) => ({
		facts: { dev: after(s, "dev") ?? "" },
		mends: setting(s, "router_solicitations", "-1"),
	})),
	sentence(/Device does not do neighbour discovery/, "tokenNoArp", (s) => ({
		facts: { dev: after(s, "dev") ?? "" },
		mends: [before(s, ["ip", "link", "set", after(s, "dev") ?? "", "arp", "on"])],
	})),
];

function setting(s: Situation, name: string, value: string): Mend[] {
	return [[["sysctl", "-w", `net.ipv6.conf.${after(s, "dev") ?? ""}.${name}=${value}`], s.argv]];
}

const token: Row = (s) => {
	if (s.argv[1] !== "token" || !s.request) return undefined;
	if (said(s, /policy validation/))
		return find("tokenAny", {}, [s.argv.map((word) => (/^(?:any|all|default)$/.test(word) ? "::1" : word))]);
	if (s.errno !== "EAFNOSUPPORT") return undefined;
	const dev = after(s, "dev") ?? "";
	return find(
		"noIpv6",
		{ dev },
		setting(s, "disable_ipv6", "0")[0],
		before(s, ["ip", "link", "set", dev, "mtu", "1500"]),
	);
};

const between = sentence(
	/^Error: argument of ".*?" must be a positive integer \[(\d+)-(\d+)\], not "(.*)"$/,
	"valueRange",
	(s, [, min = "", max = "", word = ""]) => ({ facts: { word, min, max }, mends: [changed(s, word, "1")] }),
);

/** `argument of "X" must be …`: the tool names its choices. */
const oneOf = sentence(
	/^Error: argument of "(.*?)" must be (?:one of |either )?(.*?)(?:, not "(.*)")?$/,
	"oneOf",
	(s, [, key = "", list = "", typed]) => {
		const names = [...list.matchAll(/"([^"]*)"/g)].map(([, name = ""]) => name);
		const word = typed ?? s.argv.at(-1) ?? "";
		return {
			facts: { key, word, names: names.join(", ") },
			mends: [...nearest(word, names), ...names].map((name) => changed(s, word, name)),
		};
	},
);

/** `ip route restore`: one of the saved routes is refused, and the rest is not read. */
export const restore: Row = (s) =>
	s.argv.includes("restore") && s.request !== undefined
		? find("restoreRefused", { object: s.argv[1] ?? "" })
		: undefined;

export const objectRows: readonly Row[] = [
	label,
	noArguments,
	batchFile,
	batchText,
	dump,
	dumpPiped,
	...netnsRows,
	...maddr,
	...macsecRows,
	macsec,
	...stats,
	...tokenRows,
	token,
	between,
	oneOf,
];

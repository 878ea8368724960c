/** Why the program bridge gave up: ports, entries and VLANs that are not there or cannot be. iproute2: bridge/; kernel: net/bridge/ */
import { portsOf } from "./kind.ts";
import { nearest } from "./near.ts";
import { after, changed, changedAfter, find, type Row, type Situation, said } from "./situation.ts";

const objects = ["link", "fdb", "mdb", "vlan", "vni", "monitor"];

const word: Row = (s) => {
	const [, what, word = ""] = said(s, /^(Object|Option|Command) "(.*)" is unknown/) ?? [];
	if (what === undefined) return undefined;
	const verbs = s.argv.includes("link") ? ["show", "set"] : ["show", "add", "del"];
	const near = what === "Option" ? [] : nearest(word, what === "Object" ? objects : verbs);
	return find(
		"bridgeWord",
		{ word, all: what === "Object" ? objects.join(", ") : what === "Command" ? verbs.join(", ") : "" },
		...near.map((other) => changed(s, word, other)),
	);
};

const noDevice: Row = (s) => {
	const name = said(s, /^Cannot find (?:bridge )?device "(.*)"/)?.[1];
	if (name === undefined) return undefined;
	const all = s.state.links.map(({ ifname }) => ifname);
	return find(
		"deviceUnknown",
		{ name, all: all.join(", ") },
		...nearest(name, all).map((dev) => changed(s, name, dev)),
	);
};

const bridgesIn = (s: Situation) => s.state.links.filter(({ kind }) => kind === "bridge");
const portsIn = (s: Situation) => bridgesIn(s).flatMap(({ index }) => portsOf(s, index));

/** net/core/rtnetlink.c rtnl_bridge_setlink(): neither the device nor its master knows the request. */
const noPort: Row = (s) => {
	const dev = after(s, "dev") ?? "";
	const isPort = portsIn(s).some(({ ifname }) => ifname === dev);
	if (s.errno !== "EOPNOTSUPP" || isPort) return undefined;
	const ports = portsIn(s).map(({ ifname }) => ifname);
	return find(
		"bridgeNoPort",
		{ dev, all: ports.join(", ") },
		...bridgesIn(s).map(({ ifname }) => [["ip", "link", "set", dev, "master", ifname], s.argv]),
	);
};

/** net/bridge/br_netlink.c br_setport(), br_stp_if.c */
const bounds: Readonly<Record<string, readonly [least: string, most: string]>> = {
	state: ["0", "4"],
	priority: ["0", "63"],
	cost: ["1", "65535"],
	vid: ["1", "4094"],
	vlan: ["1", "4094"],
};

const range: Row = (s) => {
	if (!/^E(?:RANGE|INVAL)$/.test(s.errno ?? "") && !said(s, /[Ii]nvalid (?:VLAN ID|vlan id)/)) return undefined;
	const key = s.argv.findLast((word) => word in bounds);
	if (key === undefined) return undefined;
	const [least, most] = bounds[key] as readonly [string, string];
	const value = after(s, key) ?? "";
	const fits = Number(value) >= Number(least) && Number(value) <= Number(most);
	return fits
		? undefined
		: find("valueRange", { word: `${key} ${value}`, min: least, max: most }, changedAfter(s, key, most));
};

const lladdr: Row = (s) => {
	const typed = said(s, /^Invalid mac address (\S+)/)?.[1];
	return typed === undefined ? undefined : find("bridgeLladdr", { typed });
};

const noEntry: Row = (s) => {
	if (!s.argv.includes("fdb") || !(s.errno === "ENOENT" || said(s, /Fdb entry not found/))) return undefined;
	const lladdr = s.argv.find((word) => word.split(":").length === 6) ?? "";
	return find("bridgeNoEntry", { lladdr });
};

const missing: Row = (s) => {
	const words = said(s, /^(.*) (?:is a|are) required arguments?/)?.[1];
	return words === undefined ? undefined : find("bridgeMissing", { words: words.toLowerCase() });
};

const rows: readonly Row[] = [missing, word, noDevice, noPort, range, lladdr, noEntry];

/** Of the program alone: ip has words for the same. */
export const bridgeProgramRows: readonly Row[] = rows.map(
	(row) => (s) => (s.argv[0] === "bridge" ? row(s) : undefined),
);

/** Names of things that are not there, or are there already: devices, namespaces, VRFs, modules of tunnels. */
import { nearest } from "./near.ts";
import { added, after, before, changed, find, type Mend, type Row, said } from "./situation.ts";

/** What takes away or shows: to make the thing first would be no help. */
const onlyOfThere = /^(?:del|delete|show|list|flush)$/;

const noSuchDevice: Row = (s) => {
	const name =
		said(s, /^(?:Cannot find device|Device) "(.*?)"/)?.[1] ??
		said(s, /^Error: argument "(.*)" is wrong: (?:Device does not exist|dev is invalid)/)?.[1];
	if (name === undefined) return undefined;
	const near = nearest(
		name,
		s.state.links.flatMap(({ ifname, altnames = [] }) => [ifname, ...altnames]),
	);
	const makes = !s.argv.some((word) => onlyOfThere.test(word));
	const make = makes ? before(s, ["ip", "link", "add", name, "type", "dummy"]) : undefined;
	const bridge: Mend = before(s, ["ip", "link", "add", name, "type", "bridge"]);
	const all = s.state.links.map(({ ifname }) => ifname).join(", ");
	return find(
		near.length > 0 ? "deviceNear" : "deviceUnknown",
		{ name, near: near[0] ?? "", all },
		...near.map((other) => changed(s, name, other)),
		...(s.argv.includes("master") ? [bridge] : []),
		make,
	);
};

const noNetns: Row = (s) => {
	const name =
		said(s, /^Cannot open network namespace "(.*)"/)?.[1] ??
		said(s, /^Error: argument "(.*)" is wrong: Invalid "netns" value/)?.[1] ??
		said(s, /^Cannot remove namespace file "\/(?:var\/)?run\/netns\/(.*)"/)?.[1];
	if (name === undefined) return undefined;
	const near = nearest(name, s.state.netnsNames);
	const takes = s.argv.some((word) => onlyOfThere.test(word));
	const make: Mend | undefined = takes ? undefined : [["ip", "netns", "add", name], s.argv];
	return find(
		"netnsUnknown",
		{ name, near: near[0] ?? "", all: s.state.netnsNames.join(", ") },
		...near.map((other) => changed(s, name, other)),
		make,
	);
};

const netnsExists: Row = (s) => {
	const name = said(s, /^Cannot create namespace file "\/(?:var\/)?run\/netns\/(.*)": File exists/)?.[1];
	if (name === undefined) return undefined;
	for (let n = 2; ; n++)
		if (!s.state.netnsNames.includes(`${name}${n}`))
			return find("netnsExists", { name }, changed(s, name, `${name}${n}`));
};

/** `ip tunnel` asks a device that the module of its mode brings; ip link brings the module itself. */
const tunnelModule: Row = (s) => {
	const found = said(s, /^add tunnel "(.*)" failed: No such device/);
	if (!found) return undefined;
	const at = s.argv.lastIndexOf("add");
	const mode = after(s, "mode") ?? "gre";
	const words = s.argv
		.slice(at + 1)
		.filter((word, i, all) => word !== "name" && word !== "mode" && all[i - 1] !== "mode");
	const [name = "", ...rest] = words;
	return find("tunnelModule", { dev: found[1] ?? "", mode }, [
		["ip", "link", "add", name, "type", ...(kindOfMode[mode] ?? [mode]), ...rest],
	]);
};

/** Modes of `ip tunnel` that are kinds of `ip link` under other names. */
const kindOfMode: Readonly<Record<string, readonly string[]>> = {
	any: ["ip6tnl", "mode", "any"],
	ip6ip6: ["ip6tnl", "mode", "ip6ip6"],
	ipip6: ["ip6tnl", "mode", "ipip6"],
	isatap: ["sit"],
};

const tunBusy: Row = (s) => {
	if (!said(s, /^ioctl\(TUNSETIFF\): Device or resource busy/)) return undefined;
	const dev = after(s, "dev", "name") ?? "";
	const other = after(s, "mode") === "tap" ? "tun" : "tap";
	return find("tunBusy", { dev, mode: other }, before(s, ["ip", "tuntap", "del", "dev", dev, "mode", other]));
};

const vrfTable: Row = (s) => {
	if (!said(s, /VRF table id is missing/)) return undefined;
	return find("vrfTable", {}, added(s, "table", "10"));
};

const noVrf: Row = (s) => {
	const at = s.argv.indexOf("vrf");
	if (!said(s, /[Ii]nvalid VRF name|Not a valid VRF name/)) return undefined;
	const name = s.argv[s.argv[at + 1] === "exec" ? at + 2 : at + 1] ?? "";
	const vrfs = s.state.links.filter(({ kind }) => kind === "vrf").map(({ ifname }) => ifname);
	const make = ["ip", "link", "add", name, "type", "vrf", "table", "10"];
	return find(
		"noVrf",
		{ name, all: vrfs.join(", ") },
		...nearest(name, vrfs).map((other) => changed(s, name, other)),
		before(s, make),
	);
};

/** lo takes no part in autoconfiguration. */
const tokenLo: Row = (s) => {
	if (s.request?.type !== "RTM_SETLINK" || !s.argv.includes("token")) return undefined;
	const others = s.state.links.filter(({ ifname }) => ifname !== "lo").map(({ ifname }) => ifname);
	if (after(s, "dev") !== "lo") return undefined;
	return find("tokenLo", {}, ...others.map((dev) => changed(s, "lo", dev)));
};

export const nameRows: readonly Row[] = [
	noSuchDevice,
	noNetns,
	netnsExists,
	tunnelModule,
	tunBusy,
	vrfTable,
	noVrf,
	tokenLo,
];

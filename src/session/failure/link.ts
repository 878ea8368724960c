/** Why a link could not be made, changed or taken away. kernel: net/core/rtnetlink.c, net/core/dev.c and the drivers */

import { linkKinds } from "../../kernel/drivers/kind.ts";
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { LinkRequest } from "../../uapi/message.ts";
import { nearest } from "./near.ts";
import { after, before, changed, changedAfter, find, type Mend, type Row, type Situation, said } from "./situation.ts";

const types = new Set(["RTM_NEWLINK", "RTM_SETLINK", "RTM_DELLINK", "RTM_NEWLINKPROP", "RTM_DELLINKPROP"]);

function requestOf(s: Situation): LinkRequest | undefined {
	return s.request && types.has(s.request.type) ? (s.request as LinkRequest) : undefined;
}

/** A name that is free, made of a taken one. */
function freeName(s: Situation, name: string): string {
	const [, stem = "", digits = ""] = /^(.*?)(\d*)$/.exec(name) ?? [];
	for (let n = Number(digits || 0) + 1; ; n++) if (!s.state.link(`${stem}${n}`)) return `${stem}${n}`;
}

const nameTaken: Row = (s) => {
	const request = requestOf(s);
	if (request?.type !== "RTM_NEWLINK" || s.errno !== "EEXIST" || s.extack) return undefined;
	const named = [request.attrs.ifname, ...s.argv].filter((name): name is string => name !== undefined);
	const name = named.find(
		(word) => s.state.link(word) && (request.index === 0 || s.state.link(word)?.index !== request.index),
	);
	if (name === undefined) return undefined;
	const owner = s.state.link(name);
	const facts = { name, owner: owner?.ifname ?? name, index: String(owner?.index) };
	const other = changed(s, name, freeName(s, name));
	if (owner?.ifname !== name) return find("linkAltnameTaken", facts, other);
	return find(request.index === 0 ? "linkExists" : "linkRenameTaken", facts, other);
};

const altnameTaken: Row = (s) => {
	const request = requestOf(s);
	const [name] = request?.attrs.altnames ?? [];
	if (s.errno !== "EEXIST" || name === undefined) return undefined;
	const owner = s.state.link(name)?.ifname ?? "";
	return find("linkAltnameTaken", { name, owner, index: "" }, changed(s, name, freeName(s, name)));
};

const unknownKind: Row = (s) => {
	if (!said(s, /Unknown device type/)) return undefined;
	const kind = requestOf(s)?.attrs.kind ?? after(s, "type") ?? "";
	const near = nearest(kind, linkKinds());
	return find("linkUnknownKind", { kind, near: near[0] ?? "" }, ...near.map((word) => changedAfter(s, "type", word)));
};

const notDeletable: Row = (s) => {
	const request = requestOf(s);
	if (request?.type !== "RTM_DELLINK" || s.errno !== "EOPNOTSUPP") return undefined;
	const dev = s.state.nameOf(request.index);
	const down: Mend = [["ip", "link", "set", dev, "down"]];
	return find(dev === "lo" ? "linkDeleteLo" : "linkDeleteCard", { dev }, down);
};

const vlanExists: Row = (s) => {
	if (!said(s, /VLAN device already exists/) && !(s.errno === "EEXIST" && after(s, "type") === "vlan"))
		return undefined;
	const id = after(s, "id") ?? "";
	const lower = after(s, "link") ?? "";
	const lowerIndex = s.state.link(lower)?.index;
	const taken = s.state.links.filter((link) => link.kind === "vlan" && link.link === lowerIndex);
	const other = taken.find((link) => String((link.data as { id?: number } | undefined)?.id) === id)?.ifname ?? "";
	return find("vlanExists", { id, lower, other }, changedAfter(s, "id", String(Number(id) + 1)));
};

const vlanNoLower: Row = (s) => {
	if (
		!said(s, /8021q: link not specified/) &&
		!(s.errno === "EINVAL" && after(s, "type") === "vlan" && !after(s, "link"))
	)
		return undefined;
	return find("vlanNoLower", { lower: someDevice(s) }, [
		s.argv.toSpliced(s.argv.lastIndexOf("type"), 0, "link", someDevice(s)),
	]);
};

function someDevice(s: Situation): string {
	const link = s.state.links.find(({ ifname, kind }) => ifname !== "lo" && kind !== "vlan") ?? s.state.links[0];
	return link?.ifname ?? "lo";
}

const vlanNoId: Row = (s) => {
	if (!said(s, /VLAN properties not specified/)) return undefined;
	return find("vlanNoId", {}, [[...s.argv, "id", "10"]]);
};

const vlanBadId: Row = (s) => {
	if (!said(s, /Invalid VLAN id/)) return undefined;
	return find("vlanBadId", { id: after(s, "id") ?? "" }, changedAfter(s, "id", "4094"));
};

const mtu: Row = (s) => {
	const request = requestOf(s);
	if (!request || request.attrs.mtu === undefined || s.errno !== "EINVAL") return undefined;
	const link = s.state.byIndex(request.index);
	if (!link) return undefined;
	const { ifname, minMtu = 0, maxMtu = 0 } = link;
	const big = request.attrs.mtu > maxMtu;
	const bound = String(big ? maxMtu : minMtu);
	const facts = { dev: ifname, mtu: after(s, "mtu") ?? "", min: String(minMtu), max: String(maxMtu) };
	return find(big ? "mtuTooBig" : "mtuTooSmall", facts, changedAfter(s, "mtu", bound));
};

const enslaveUp: Row = (s) => {
	if (!said(s, /can not be enslaved while up/)) return undefined;
	const dev = s.state.nameOf(requestOf(s)?.index);
	return find("enslaveUp", { dev, master: after(s, "master") ?? "" }, before(s, ["ip", "link", "set", dev, "down"]));
};

const enslaveBridge: Row = (s) => {
	const request = requestOf(s);
	if (!request?.attrs.master || s.errno !== "ELOOP") return undefined;
	const dev = s.state.nameOf(request.index);
	const master = s.state.nameOf(request.attrs.master);
	if (dev === master) return find("enslaveSelf", { dev });
	const [a, b] = [`${dev}-${master}`.slice(0, 15), `${master}-${dev}`.slice(0, 15)];
	return find("enslaveBridge", { dev, master }, [
		["ip", "link", "add", a, "type", "veth", "peer", "name", b],
		["ip", "link", "set", a, "master", dev],
		["ip", "link", "set", b, "master", master],
	]);
};

const enslaveLo: Row = (s) => {
	const request = requestOf(s);
	if (!request?.attrs.master || s.state.nameOf(request.index) !== "lo") return undefined;
	const master = s.state.nameOf(request.attrs.master);
	return find("enslaveLo", { master }, [["ip", "addr", "add", "192.0.2.1/24", "dev", master]]);
};

const notMaster: Row = (s) => {
	const request = requestOf(s);
	if (!request?.attrs.master || s.errno !== "EOPNOTSUPP") return undefined;
	const dev = s.state.nameOf(request.index);
	const master = s.state.nameOf(request.attrs.master);
	const bridges = s.state.links.filter(({ kind }) => kind === "bridge" || kind === "bond" || kind === "vrf");
	const bridge: Mend = [
		["ip", "link", "add", "br0", "type", "bridge"],
		...[s.argv.with(s.argv.lastIndexOf(master), "br0")],
	];
	const others = bridges.map(({ ifname }) => changed(s, master, ifname));
	return find("notMaster", { dev, master, kind: s.state.link(master)?.kind ?? "" }, ...others, bridge);
};

const nameTooLong: Row = (s) => {
	const name = requestOf(s)?.attrs.ifname ?? "";
	if (name.length < 16) return undefined;
	return find("linkNameTooLong", { name, count: String(name.length) }, changed(s, name, name.slice(0, 15)));
};

const badName: Row = (s) => {
	const found = said(s, /^Error: argument "(.*)" is wrong: .*not a valid ifname/);
	if (!found) return undefined;
	const name = found[1] ?? "";
	const fixed = name.replace(/[/\s:]+/g, "-").slice(0, 15);
	return find(
		name.length > 15 ? "linkNameTooLong" : "linkBadName",
		{ name, count: String(name.length) },
		changed(s, name, fixed),
	);
};

const badLladdr: Row = (s) => {
	const found = said(s, /^"(.*)" is invalid lladdr|^Invalid address length/);
	if (!found) return undefined;
	const typed = found[1] ?? after(s, "address", "addr", "lladdr") ?? "";
	const digits = typed.replace(/[^0-9a-f]/gi, "").toLowerCase();
	const fixed = digits.padEnd(12, "0").slice(0, 12).match(/../g)?.join(":") ?? "";
	return find("badLladdr", { typed }, changed(s, typed, fixed), changed(s, typed, "02:00:00:00:00:01"));
};

const groupLladdr: Row = (s) => {
	const request = requestOf(s);
	const address = request?.attrs.address;
	if (!address || s.errno !== "EADDRNOTAVAIL") return undefined;
	const first = Number.parseInt(address.slice(0, 2), 16);
	const fixed = `${((first & 0xfe) | 2).toString(16).padStart(2, "0")}${address.slice(2)}`;
	return find("groupLladdr", { address }, changed(s, after(s, "address", "addr") ?? address, fixed));
};

const immutable: Row = (s) => {
	if (
		!said(s, /netns is immutable/) &&
		!(requestOf(s)?.attrs.netNsFd !== undefined && s.state.nameOf(requestOf(s)?.index) === "lo")
	)
		return undefined;
	const dev = s.state.nameOf(requestOf(s)?.index);
	const netns = after(s, "netns") ?? "";
	return find("netnsImmutable", { dev, netns }, [["ip", "-n", netns, "link", "set", "lo", "up"]]);
};

const nameTakenThere: Row = (s) => {
	if (
		!said(s, /same name exists in the target netns/) &&
		!(requestOf(s)?.attrs.netNsFd !== undefined && s.errno === "EEXIST")
	)
		return undefined;
	const dev = s.state.nameOf(requestOf(s)?.index);
	return find("netnsNameTaken", { dev, netns: after(s, "netns") ?? "" }, [[...s.argv, "name", freeName(s, dev)]]);
};

const lowerDown: Row = (s) => {
	const request = requestOf(s);
	if (!request || s.errno !== "ENETDOWN") return undefined;
	const link = s.state.byIndex(request.index);
	const lower = s.state.byIndex(link?.link);
	if (!link || !lower || lower.flags & IFF_UP) return undefined;
	return find(
		"lowerDown",
		{ dev: link.ifname, lower: lower.ifname },
		before(s, ["ip", "link", "set", lower.ifname, "up"]),
	);
};

const notThisKind: Row = (s) => {
	const request = requestOf(s);
	const kind = request?.attrs.kind;
	const link = s.state.byIndex(request?.index);
	if (!kind || !link || kind === link.kind || s.errno !== "EOPNOTSUPP") return undefined;
	return find("notThisKind", { dev: link.ifname, kind, real: link.kind ?? "", real2: link.kind ?? "-" });
};

const noSuchPid: Row = (s) => {
	const request = requestOf(s);
	if (request?.attrs.netNsPid === undefined || s.errno !== "ESRCH") return undefined;
	const pid = String(request.attrs.netNsPid);
	const [name] = s.state.netnsNames;
	return find("netnsNoPid", { pid }, name === undefined ? undefined : changed(s, pid, name));
};

const vxlanId: Row = (s) => {
	if (requestOf(s)?.attrs.kind !== "vxlan" || after(s, "id", "vni") !== undefined || s.argv.includes("external"))
		return undefined;
	return find("vxlanNoId", {}, [[...s.argv, "id", "100", "dstport", "4789"]]);
};

export const linkRows: readonly Row[] = [
	vlanExists,
	vlanNoLower,
	vlanNoId,
	vlanBadId,
	nameTakenThere,
	altnameTaken,
	nameTaken,
	unknownKind,
	notDeletable,
	mtu,
	enslaveUp,
	enslaveBridge,
	enslaveLo,
	notMaster,
	nameTooLong,
	badName,
	badLladdr,
	groupLladdr,
	immutable,
	noSuchPid,
	vxlanId,
	lowerDown,
	notThisKind,
];

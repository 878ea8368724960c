/** Why a device refused what every device has: mtu, link address, names, carrier, addrgenmode. kernel: net/core/rtnetlink.c do_setlink() */
import { kindOf, linkOf, lower, requestOf } from "./kind.ts";
import { after, before, changed, changedAfter, find, type Row, sentence, without } from "./situation.ts";

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

const indexTaken: Row = (s) => {
	const index = after(s, "index");
	const owner = s.state.byIndex(Number(index));
	if (!requestOf(s) || s.errno !== "EEXIST" || index === undefined || !owner) return undefined;
	return find("indexTaken", { index, owner: owner.ifname }, changedAfter(s, "index", String(Number(index) + 1000)));
};

/** A device to run on, in another namespace; or a group that nobody is in. */
const noDeviceThere: Row = (s) => {
	if (!requestOf(s) || s.errno !== "ENODEV") return undefined;
	const group = after(s, "group");
	if (group !== undefined) return find("groupEmpty", { group });
	const netns = after(s, "link-netns", "link-netnsid");
	return netns === undefined ? undefined : find("lowerElsewhere", { lower: lower(s), netns });
};

export const attributeRows: readonly Row[] = [
	indexTaken,
	noDeviceThere,
	mtuBound,
	lowerMtu,
	addressLength,
	taken,
	unsupported,
	carrier,
	portMtu,
	nameTwice,
	nameFormat,
	addrgen,
	altnameMissing,
	vethPeer,
	badMacaddr,
	macaddr,
];

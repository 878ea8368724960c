/** Why an address could not be added or taken away. kernel: net/ipv4/devinet.c, net/ipv6/addrconf.c */
import { contains } from "../../net/prefix.ts";
import type { AddrRequest, Ifaddr } from "../../uapi/message.ts";
import {
	added,
	after,
	before,
	changed,
	changedAfter,
	find,
	ipOf,
	type Row,
	type Situation,
	said,
} from "./situation.ts";

function requestOf(s: Situation, type: AddrRequest["type"]): AddrRequest | undefined {
	return s.request?.type === type ? (s.request as AddrRequest) : undefined;
}

const written = (ifa: Ifaddr) => `${ifa.local ?? ifa.address}/${ifa.prefixlen}`;

const exists: Row = (s) => {
	const request = requestOf(s, "RTM_NEWADDR");
	if (!request || s.errno !== "EEXIST") return undefined;
	const dev = s.state.nameOf(request.index);
	const there = s.state.withAddr(request.local ?? "").find((ifa) => ifa.index === request.index);
	if (!there) return undefined;
	const verb = s.argv.findIndex((word) => /^a(?:d|dd)?$/.test(word));
	return find("addrExists", { addr: written(there), dev }, [
		s.argv.with(s.argv.indexOf("add", 2) < 0 ? verb : s.argv.indexOf("add", 2), "replace"),
	]);
};

/** It is somewhere else, or has another length. */
const missing: Row = (s) => {
	const request = requestOf(s, "RTM_DELADDR");
	if (!request || s.errno !== "EADDRNOTAVAIL") return undefined;
	const dev = s.state.nameOf(request.index);
	const asked = `${request.local}/${request.prefixlen}`;
	const there = s.state.withAddr(request.local ?? "");
	const here = there.find((ifa) => ifa.index === request.index);
	const typed = s.argv.find((word) => word.split("/")[0] === request.local) ?? "";
	if (here) return find("addrOtherLength", { addr: asked, real: written(here), dev }, changed(s, typed, written(here)));
	const [other] = there;
	if (!other) return find("addrNowhere", { addr: asked, dev, all: listOf(s, request.index) });
	const real = s.state.nameOf(other.index);
	const words = s.argv.with(s.argv.indexOf(typed), written(other));
	return find("addrElsewhere", { addr: written(other), dev, real }, [words.with(words.lastIndexOf(dev), real)]);
};

function listOf(s: Situation, index: number): string {
	return s.state.addrs
		.filter((ifa) => ifa.index === index)
		.map(written)
		.join(", ");
}

const loopback6: Row = (s) => {
	const request = requestOf(s, "RTM_NEWADDR");
	if (request?.local !== "::1" || s.errno !== "EADDRNOTAVAIL") return undefined;
	const dev = s.state.nameOf(request.index);
	return find("addrLoopback6", { dev }, changed(s, dev, "lo"));
};

const multicast6: Row = (s) => {
	const request = requestOf(s, "RTM_NEWADDR");
	if (!request?.local?.startsWith("ff") || request.family !== "inet6" || s.errno !== "EADDRNOTAVAIL") return undefined;
	return find("addrMulticast", { addr: request.local }, added(s, "autojoin"));
};

const disabled6: Row = (s) => {
	const request = requestOf(s, "RTM_NEWADDR");
	if (request?.family !== "inet6" || s.errno !== "EACCES") return undefined;
	const dev = s.state.nameOf(request.index);
	const key = `net.ipv6.conf.${dev}.disable_ipv6`;
	return find("addrDisabled6", { dev, key }, before(s, inNetns(s, "sysctl", "-w", `${key}=0`)));
};

/** A command that is not ip, in the namespace of the failed one. */
export function inNetns(s: Situation, ...words: readonly string[]): readonly string[] {
	const ip = ipOf(s);
	return ip.length === 3 ? ["ip", "netns", "exec", ip[2] as string, ...words] : words;
}

/** Below these a device has no IPv6, or no IP at all (hasRoomFor6, hasRoomFor4). */
const smallMtu: Row = (s) => {
	const request = requestOf(s, "RTM_NEWADDR");
	const link = s.state.byIndex(request?.index);
	if (!request || !link || (s.errno !== "ENOBUFS" && s.errno !== "EINVAL" && s.errno !== "ENODEV")) return undefined;
	const least = request.family === "inet6" ? 1280 : 68;
	if ((link.mtu ?? least) >= least) return undefined;
	const facts = {
		dev: link.ifname,
		mtu: String(link.mtu),
		least: String(least),
		family: request.family === "inet6" ? "IPv6" : "IPv4",
	};
	return find("addrSmallMtu", facts, before(s, ["ip", "link", "set", link.ifname, "mtu", "1500"]));
};

const lifetimes: Row = (s) => {
	if (!said(s, /^preferred_lft is greater than valid_lft/)) return undefined;
	const valid = after(s, "valid_lft") ?? "";
	return find(
		"addrLifetimes",
		{ valid, preferred: after(s, "preferred_lft") ?? "" },
		changedAfter(s, "preferred_lft", valid),
	);
};

/** `ip addr add dev v0`: the request has no address, so no family either. */
const none: Row = (s) => {
	const request = requestOf(s, "RTM_NEWADDR");
	if (!request || request.local !== undefined) return undefined;
	const dev = s.state.nameOf(request.index);
	const at = s.argv.lastIndexOf("dev");
	return find("addrNone", { dev }, [s.argv.toSpliced(at < 0 ? s.argv.length : at, 0, "192.0.2.1/24")]);
};

/** A broadcast or peer of the other family, or an address outside of what is asked for. */
const inSubnet: Row = (s) => {
	const request = requestOf(s, "RTM_DELADDR");
	if (!request?.local || s.errno !== "EADDRNOTAVAIL") return undefined;
	const near = s.state.addrs.find(
		(ifa) =>
			ifa.index === request.index && contains({ addr: ifa.address ?? "", len: ifa.prefixlen }, request.local ?? ""),
	);
	if (!near) return undefined;
	return find("addrNeighbour", { addr: request.local, real: written(near), dev: s.state.nameOf(request.index) });
};

export const addressRows: readonly Row[] = [
	exists,
	loopback6,
	multicast6,
	disabled6,
	smallMtu,
	lifetimes,
	none,
	missing,
	inSubnet,
];

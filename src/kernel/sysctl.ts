/**
 * /proc/sys/net of a namespace, as rows: which settings the model has, where they are kept, and what writing one does
 * (net/ipv4/devinet.c devinet_sysctl_forward(), net/ipv6/addrconf.c addrconf_sysctl_*()). A path that is no row does not exist.
 */
import { nameGet, nameSet } from "../net/name-map.ts";
import { downInet6, forwardInet6, readyInet6 } from "./address6.ts";
import { syncRoutes6 } from "./address6-route.ts";
import type { Conf4, Conf6 } from "./conf.ts";
import { netconfWritten } from "./netconf.ts";
import { flushExceptions } from "./path/exception.ts";
import { type Change, has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { deviceByName, deviceOf, devicesOf, netnsOf, setDevice, setNetns, type Task } from "./task.ts";

const conf4Names: Readonly<Record<string, keyof Conf4>> = {
	forwarding: "forwarding",
	promote_secondaries: "promoteSecondaries",
	rp_filter: "rpFilter",
	route_localnet: "routeLocalnet",
	accept_local: "acceptLocal",
	ignore_routes_with_linkdown: "ignoreRoutesWithLinkdown",
	send_redirects: "sendRedirects",
	accept_redirects: "acceptRedirects",
	secure_redirects: "secureRedirects",
	shared_media: "sharedMedia",
	arp_ignore: "arpIgnore",
	arp_announce: "arpAnnounce",
	arp_filter: "arpFilter",
	arp_accept: "arpAccept",
	arp_notify: "arpNotify",
	proxy_arp: "proxyArp",
	log_martians: "logMartians",
	bc_forwarding: "bcForwarding",
};

const conf6Names: Readonly<Record<string, keyof Conf6>> = {
	forwarding: "forwarding",
	disable_ipv6: "disableIpv6",
	accept_dad: "acceptDad",
	dad_transmits: "dadTransmits",
	keep_addr_on_down: "keepAddrOnDown",
	addr_gen_mode: "addrGenMode",
	optimistic_dad: "optimisticDad",
	hop_limit: "hopLimit",
	proxy_ndp: "proxyNdp",
	accept_redirects: "acceptRedirects",
	accept_ra: "acceptRa",
	router_solicitations: "rtrSolicits",
};

/** Settings of a whole namespace that are only kept, with their defaults. */
const plain: Readonly<Record<string, string>> = {
	"net/ipv4/fib_multipath_hash_policy": "0",
	"net/ipv4/fib_multipath_hash_seed": "0",
	"net/ipv4/icmp_echo_ignore_all": "0",
	"net/ipv4/icmp_echo_ignore_broadcasts": "1",
	"net/ipv4/icmp_ratelimit": "1000",
	"net/ipv4/icmp_ratemask": "6168",
	"net/ipv4/icmp_errors_use_inbound_ifaddr": "0",
	"net/ipv4/ip_default_ttl": "64",
	"net/ipv4/ip_forward_use_pmtu": "0",
	"net/ipv4/ip_no_pmtu_disc": "0",
	"net/ipv4/ip_nonlocal_bind": "0",
	"net/ipv6/fib_multipath_hash_policy": "0",
	"net/ipv6/icmp/echo_ignore_all": "0",
	"net/ipv6/icmp/echo_ignore_anycast": "0",
	"net/ipv6/icmp/echo_ignore_multicast": "0",
	"net/ipv6/icmp/ratelimit": "1000",
};

/** Of some of them: the change of profile.ts they came with; the values they take. */
const since: Readonly<Record<string, Change>> = { "net/ipv4/fib_multipath_hash_seed": "multipathSeed" };
const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
	"net/ipv4/fib_multipath_hash_policy": [0, 3],
	"net/ipv4/fib_multipath_hash_seed": [0, 0xffffffff],
	"net/ipv6/fib_multipath_hash_policy": [0, 3],
};

/** The default of a plain setting that this kernel has. */
function defaultOf(t: Task, path: string): string | undefined {
	const change = since[path];
	return change === undefined || has(t.kernel.profile, change) ? plain[path] : undefined;
}

interface Place {
	readonly family: "ipv4" | "ipv6";
	/** `all`, `default`, or a device. */
	readonly who: string;
	readonly name: string;
}

function placeOf(path: string): Place | undefined {
	if (path === "net/ipv4/ip_forward") return { family: "ipv4", who: "all", name: "forwarding" };
	const found = /^net\/(ipv4|ipv6)\/conf\/([^/]+)\/([^/]+)$/.exec(path);
	if (!found) return undefined;
	const [, family, who, name] = found as unknown as [string, Place["family"], string, string];
	const known = family === "ipv4" ? conf4Names[name] : conf6Names[name];
	return known ? { family, who, name } : undefined;
}

function readConf(t: Task, place: Place): number {
	const net = netnsOf(t, t.netns);
	const device = deviceByName(t, t.netns, place.who);
	if (place.family === "ipv4") {
		const conf = place.who === "all" || place.who === "default" ? net.conf4[place.who] : device?.inet?.conf;
		if (!conf) throw new Refusal("ENOENT");
		return conf[conf4Names[place.name] as keyof Conf4];
	}
	const conf = place.who === "all" || place.who === "default" ? net.conf6[place.who] : device?.inet6?.conf;
	if (!conf) throw new Refusal("ENOENT");
	return conf[conf6Names[place.name] as keyof Conf6];
}

/** The text of the file, with its newline. */
export function readSysctl(t: Task, path: string): string {
	const place = placeOf(path);
	if (place) return `${readConf(t, place)}\n`;
	const value = nameGet(netnsOf(t, t.netns).sysctls, path) ?? defaultOf(t, path);
	if (value === undefined) throw new Refusal("ENOENT");
	return `${value}\n`;
}

/** A setting of a whole namespace, as packets obey it. */
export function sysctlNumber(t: Task, netns: number, path: string): number {
	return Number(nameGet(netnsOf(t, netns).sysctls, path) ?? plain[path]);
}

/** Writing there does something, and nothing can be read (net/ipv4/route.c ipv4_sysctl_rtcache_flush). */
const flushPath = /^net\/(ipv4|ipv6)\/route\/flush$/;

export function writeSysctl(t: Task, path: string, text: string): void {
	const value = text.trim();
	const flush = flushPath.exec(path);
	if (flush) return flushExceptions(t, t.netns, flush[1] === "ipv4" ? "inet" : "inet6");
	const place = placeOf(path);
	if (!place && defaultOf(t, path) === undefined) throw new Refusal("ENOENT");
	if (!/^-?(0x[0-9a-f]+|\d+)$/i.test(value)) throw new Refusal("EINVAL");
	const [least, most] = ranges[path] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
	if (Number(value) < least || Number(value) > most) throw new Refusal("EINVAL");
	if (!place) {
		const { sysctls } = netnsOf(t, t.netns);
		return setNetns(t, t.netns, { sysctls: nameSet(sysctls, path, value) });
	}
	const before = readConf(t, place);
	if (place.family === "ipv4") write4(t, place, Number(value));
	else write6(t, place, Number(value));
	if (readConf(t, place) !== before) announceConf(t, place);
}

function announceConf(t: Task, { family, who, name }: Place): void {
	if (family === "ipv4") netconfWritten(t, "inet", who, conf4Names[name] ?? "");
	else netconfWritten(t, "inet6", who, conf6Names[name] ?? "");
}

function write4(t: Task, { who, name }: Place, value: number): void {
	const key = conf4Names[name] as keyof Conf4;
	const { conf4 } = netnsOf(t, t.netns);
	if (who === "all" || who === "default")
		setNetns(t, t.netns, { conf4: { ...conf4, [who]: { ...conf4[who], [key]: value } } });
	// inet_forward_change(): forwarding for all is forwarding for each, and for those to come.
	const everybody = who === "all" && key === "forwarding";
	if (everybody) {
		const now = netnsOf(t, t.netns).conf4;
		setNetns(t, t.netns, { conf4: { ...now, default: { ...now.default, [key]: value } } });
	}
	for (const device of [...devicesOf(t, t.netns)])
		if (device.inet && (everybody || device.name === who))
			setDevice(t, device.id, { inet: { ...device.inet, conf: { ...device.inet.conf, [key]: value } } });
}

/** `all` of these is copied to every device (addrconf_fixup_forwarding, addrconf_disable_ipv6, addrconf_sysctl_addr_gen_mode). */
const copied6 = new Set<keyof Conf6>(["forwarding", "disableIpv6", "addrGenMode"]);

function write6(t: Task, { who, name }: Place, value: number): void {
	const key = conf6Names[name] as keyof Conf6;
	const { conf6 } = netnsOf(t, t.netns);
	if (who === "all" || who === "default")
		setNetns(t, t.netns, { conf6: { ...conf6, [who]: { ...conf6[who], [key]: value } } });
	const everybody = who === "all" && copied6.has(key);
	if (everybody) {
		const now = netnsOf(t, t.netns).conf6;
		setNetns(t, t.netns, { conf6: { ...now, default: { ...now.default, [key]: value } } });
	}
	for (const device of [...devicesOf(t, t.netns)])
		if (device.inet6 && (everybody || device.name === who)) writeDevice6(t, device.id, key, value);
}

function writeDevice6(t: Task, id: number, key: keyof Conf6, value: number): void {
	const before = deviceOf(t, id);
	if (!before.inet6) return;
	const conf = { ...before.inet6.conf, [key]: value };
	const set = () => {
		const now = deviceOf(t, id);
		return setDevice(t, id, { inet6: { addrs: [], ...now.inet6, conf } });
	};
	if (key === "disableIpv6" && value && !before.inet6.conf.disableIpv6) {
		downInet6(t, id, "down");
		set();
	} else if (key === "disableIpv6" && !value && before.inet6.conf.disableIpv6) {
		const now = set();
		readyInet6(t, now, now);
	} else if (key === "addrGenMode" && value !== before.inet6.conf.addrGenMode) {
		// addrconf_sysctl_addr_gen_mode(): the address of the new mode is made at once.
		const now = set();
		readyInet6(t, now, now);
	} else {
		syncRoutes6(t, before, set());
		if (key === "forwarding" && !value !== !before.inet6.conf.forwarding) forwardInet6(t, id, value !== 0);
	}
}

/** Every path there is, sorted (for `sysctl -a` and directory listings). */
export function listSysctls(t: Task): string[] {
	const whos = ["all", "default", ...[...devicesOf(t, t.netns)].map((device) => device.name)];
	const paths = whos.flatMap((who) => [
		...Object.keys(conf4Names).map((name) => `net/ipv4/conf/${who}/${name}`),
		...Object.keys(conf6Names).map((name) => `net/ipv6/conf/${who}/${name}`),
	]);
	return [
		...paths,
		"net/ipv4/ip_forward",
		...Object.keys(plain).filter((path) => defaultOf(t, path) !== undefined),
	].sort();
}

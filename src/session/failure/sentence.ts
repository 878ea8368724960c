/** What the kernel says in a sentence of its own about routes, rules, next hops and neighbours. net/ipv4/fib_semantics.c, net/ipv6/route.c */
import { familyOf, isMulticast } from "../../net/addr.ts";
import { contains } from "../../net/prefix.ts";
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

/** The gateways that the command names, of a route or a next hop. */
function gateways(s: Situation): string[] {
	return s.argv.filter(
		(_, i) => s.argv[i - 1] === "via" || (/^inet6?$/.test(s.argv[i - 1] ?? "") && s.argv[i - 2] === "via"),
	);
}

function devices(s: Situation): string[] {
	return s.state.links.filter(({ ifname }) => ifname !== "lo").map(({ ifname }) => ifname);
}

function nets(s: Situation, six: boolean): string {
	return s.state.addrs
		.filter((ifa) => ifa.family === (six ? "inet6" : "inet") && ifa.index !== 1)
		.map((ifa) => `${ifa.local ?? ifa.address}/${ifa.prefixlen}`)
		.join(", ");
}

/** An address that a device here has in its subnet. */
export function neighbourOf(s: Situation): string {
	const six = s.argv.includes("-6") || s.argv.some((word) => /^[0-9a-f]+:/.test(word));
	const own = s.state.addrs.find(
		(ifa) => ifa.index !== 1 && (ifa.family === "inet6") === six && !ifa.local?.startsWith("fe80"),
	);
	const addr = own?.local ?? own?.address ?? "";
	return six ? addr.replace(/[0-9a-f]*$/, "fe") : addr.replace(/\d+$/, "254");
}

/** A next hop that is no neighbour, by itself or as one of several. */
const gateway: Row = (s) => {
	if (!said(s, /Nexthop has invalid gateway|Invalid gateway address|No route to host|Network is unreachable/))
		return undefined;
	if (!/^RTM_NEW(?:NEXTHOP|ROUTE)$/.test(s.request?.type ?? "")) return undefined;
	const all = gateways(s);
	const broadcast = all.find((via) => s.state.routes.some(({ type, dst }) => type === 3 && dst.addr === via));
	const group = all.find((via) => (via.includes(":") || via.includes(".") ? isMulticast(via) : false));
	if (broadcast !== undefined || group !== undefined) return find("gatewayBroadcast", { gw: broadcast ?? group ?? "" });
	const off =
		all.find((via) =>
			via.includes(".") || via.includes(":")
				? !s.state.addrs.some(
						(ifa) =>
							ifa.family === familyOf(via) &&
							ifa.index !== 1 &&
							contains({ addr: ifa.address ?? "", len: ifa.prefixlen }, via),
					)
				: false,
		) ?? all[0];
	if (off === undefined) return undefined;
	const dev = after(s, "dev") ?? devices(s)[0] ?? "lo";
	const facts = { gw: off, dev, nets: nets(s, off.includes(":")) };
	const reachIt = ["ip", "route", "add", off, "dev", dev];
	return find(
		"gatewayOffLink",
		facts,
		before(s, reachIt),
		added(s, "onlink"),
		before(s, ["ip", "link", "set", dev, "up"], reachIt),
		changed(s, off, neighbourOf(s)),
	);
};

const routeSource = sentence(/^Error: Invalid source address/, "routePrefsrc", (s) => {
	const src = after(s, "src") ?? "";
	return { facts: { src, dev: after(s, "dev") ?? "" }, mends: [without(s, "src")] };
});

const rows: readonly Row[] = [
	sentence(/lwt encapsulation type not supported/, "encapMissing", (s) => ({
		facts: { type: after(s, "encap") ?? "" },
		mends: [[s.argv.toSpliced(s.argv.indexOf("encap"), 3)]],
	})),
	sentence(/Blackhole nexthop can not be used in a group/, "blackholeGroup", (s) => ({
		facts: { group: after(s, "group") ?? "" },
	})),
	sentence(/option not available for IPv6/, "tosSix", (s) => ({ mends: [without(s, "tos")] })),
	sentence(/^Failed to send flush request/, "flushInvalid"),
	sentence(/Invalid uid range/, "portRangeRule", (s) => {
		const [low = "", high = ""] = (after(s, "uidrange") ?? "").split("-");
		return {
			facts: { key: "uidrange", range: `${low}-${high}` },
			mends: [changedAfter(s, "uidrange", `${high}-${low}`)],
		};
	}),
	sentence(/Device attribute required for non-blackhole/, "nexthopNoDevice", (s) => ({
		facts: { gw: after(s, "via") ?? "" },
		mends: devices(s).map((dev) => added(s, "dev", dev)),
	})),
	sentence(/Device only routes can not be added for IPv6 using the multipath API/, "sixDeviceOnly", (s) => ({
		mends: [[s.argv.filter((word) => !/^(?:blackhole|unreachable|prohibit|throw)$/.test(word))]],
	})),
	sentence(/Unsupported ip proto/, "getProto", (s) => ({
		facts: { proto: after(s, "ipproto") ?? "" },
		mends: ["tcp", "udp", s.argv.some((word) => word.includes(":")) ? "ipv6-icmp" : "icmp"].map((proto) =>
			changedAfter(s, "ipproto", proto),
		),
	})),
	sentence(/IPv6 routes can not use an IPv4 nexthop/, "nexthopFamily", (s) => ({
		facts: { id: after(s, "nhid") ?? "" },
		mends: otherNexthops(s),
	})),
	sentence(/^Error: Invalid scope/, "routeScope", (s) => ({
		facts: { scope: after(s, "scope") ?? "nowhere" },
		mends: [changedAfter(s, "scope", "link"), without(s, "scope")],
	})),
	sentence(
		/Route cannot point to a fdb nexthop|Cannot change nexthop FDB status|FDB nexthop|fdb nexthop/,
		"nexthopFdb",
		(s) => ({ facts: { id: after(s, "nhid", "id") ?? "" }, mends: otherNexthops(s) }),
	),
	sentence(/Unknown device ifindex|Invalid device index/, "indexUnknown", (s) => indexFacts(s)),
	sentence(/Nexthop id is missing/, "nexthopNoId", (s) => ({
		facts: { ids: s.state.nexthops.map(({ id }) => String(id)).join(", ") },
		mends: s.state.nexthops.map(({ id }) => added(s, "id", String(id))),
	})),
	sentence(/Nexthop gateway does not match|Nexthop class id does not match/, "nexthopTwice", (s) => ({
		facts: { word: said(s, /class id/) ? "realms" : "via" },
		mends: [
			s.argv.indexOf("via") < s.argv.indexOf("nexthop") ? [s.argv.toSpliced(s.argv.indexOf("via"), 2)] : undefined,
			[s.argv.toSpliced(s.argv.indexOf("realms"), 2)],
		],
	})),
	sentence(/^Error: (bridge|mpls) (?:prefix|address) is expected/, "familyWords", (s, [, name = ""]) => ({
		facts: { family: name },
		mends: [[s.argv.filter((word) => !/^-[MB]$/.test(word))]],
	})),
	sentence(/^Device and address are required/, "notEnough", (s) => ({
		facts: { key: "to ADDRESS", dev: after(s, "dev") ?? "" },
	})),
	sentence(/route NAT is deprecated/, "natGone", (s) => ({ mends: [without(s, "map")] })),
	sentence(/Nexthop device required for onlink/, "onlinkNoDevice", (s) => ({
		facts: { gw: after(s, "via") ?? "" },
		mends: devices(s).map((dev) => added(s, "dev", dev)),
	})),
	sentence(/PERVASIVE and ONLINK can not be set/, "onlinkNoGateway", (s) => ({ mends: [without(s, "onlink", 1)] })),
	sentence(/Egress device not specified/, "gatewayLinkLocal", (s) => {
		const gw = gateways(s).find((via) => via.startsWith("fe80")) ?? "";
		const dev = devices(s)[0] ?? "lo";
		return {
			facts: { gw, dev },
			mends: devices(s).map((each) => [s.argv.toSpliced(s.argv.indexOf(gw) + 1, 0, "dev", each)]),
		};
	}),
	sentence(
		/Route with host scope can not have a gateway|Route with host scope can not have multiple/,
		"scopeGateway",
		(s) => ({ mends: [without(s, "scope"), [s.argv.filter((word) => word !== "local")]] }),
	),
	sentence(/Number of buckets not specified/, "nexthopBuckets", (s) => ({ mends: [added(s, "buckets", "8")] })),
	sentence(/^Error: (?:Nexthop device|Device for nexthop) is not up/, "loDownForBlackhole", (s) => {
		const dev = after(s, "dev") ?? "lo";
		return { facts: { dev }, mends: [before(s, ["ip", "link", "set", dev, "up"])] };
	}),
	sentence(/"(.*)" requires arguments/, "ruleNoArguments", (s) => ({ mends: [added(s, "table", "100")] })),
	sentence(/Invalid ([ds]port) range/, "portRangeRule", (s, [, key = ""]) => {
		const [low = "", high = ""] = (after(s, key) ?? "").split("-");
		return { facts: { key, range: `${low}-${high}` }, mends: [changedAfter(s, key, `${high}-${low}`)] };
	}),
	sentence(/table can not be specified for l3mdev rules/, "l3mdevTable", (s) => ({ mends: [without(s, "table")] })),
	sentence(/IPv6 is disabled on nexthop device/, "routeNoIpv6", (s) => {
		const dev = after(s, "dev") ?? "";
		return {
			facts: { dev },
			mends: [
				[["sysctl", "-w", `net.ipv6.conf.${dev}.disable_ipv6=0`], s.argv],
				before(s, ["ip", "link", "set", dev, "mtu", "1500"]),
			],
		};
	}),
	sentence(
		/^Error: "(.*)" may be inet (?:prefix|address), but it is not allowed/,
		"familyOption",
		(s, [, word = ""]) => ({ facts: { option: word, object: s.argv[1] ?? "" } }),
	),
	sentence(/^autojoin needs multicast/, "autojoinGroup", (s) => ({
		facts: { addr: s.argv.find((word) => word.includes("/")) ?? "" },
		mends: [without(s, "autojoin", 1)],
	})),
	sentence(/^Error: an IP address is expected rather than "(.*)"/, "badAddress", (s, [, word = ""]) => ({
		facts: { word },
		mends: [changed(s, word, "192.0.2.1")],
	})),
];

/** `dev if99`: a device by its number, which nobody has. */
function indexFacts(s: Situation) {
	const word = s.argv.find((each) => /^if\d+$/.test(each)) ?? "";
	const all = s.state.links.map(({ ifname }) => ifname);
	return { facts: { word, all: all.join(", ") }, mends: all.map((name) => changed(s, word, name)) };
}

const index: Row = (s) => {
	if (s.errno !== "ENODEV" || !s.argv.some((word) => /^if\d+$/.test(word))) return undefined;
	const { facts, mends } = indexFacts(s);
	return find("indexUnknown", facts, ...mends);
};

function otherNexthops(s: Situation): (Mend | undefined)[] {
	return s.state.nexthops.map(({ id }) => changedAfter(s, "nhid", String(id)));
}

const nexthopNothing: Row = (s) => {
	if (s.request?.type !== "RTM_NEWNEXTHOP" || !said(s, /Invalid address family/)) return undefined;
	return find("nexthopNothing", {}, added(s, "blackhole"), ...devices(s).map((dev) => added(s, "dev", dev)));
};

/** The same next hop twice, or a second route with the same next hop. */
const multipathTwice: Row = (s) => {
	if (s.request?.type !== "RTM_NEWROUTE" || s.errno !== "EEXIST" || !s.argv.includes("nexthop")) return undefined;
	const all = gateways(s);
	const twice = all.find((via, i) => all.indexOf(via) < i);
	if (twice === undefined) return find("routeExistsSome", { gw: all.join(", ") }, changed(s, "add", "replace"));
	return find("hopTwice", { gw: twice }, [s.argv.slice(0, s.argv.lastIndexOf("nexthop"))]);
};

const changeMissing: Row = (s) => {
	if (s.request?.type !== "RTM_NEWROUTE" || s.errno !== "ENOENT") return undefined;
	const verb = s.argv.find((word) => /^ch/.test(word)) ?? "change";
	return find("routeChangeMissing", {}, changed(s, verb, "replace"));
};

const proxyRoom: Row = (s) =>
	(s.errno === "ENOBUFS" || s.errno === "EINVAL") && s.argv.includes("proxy")
		? find("proxyNoDevice", {}, ...devices(s).map((dev) => added(s, "dev", dev)))
		: undefined;

export const sentenceRows: readonly Row[] = [
	index,
	nexthopNothing,
	multipathTwice,
	changeMissing,
	routeSource,
	proxyRoom,
	...rows,
	gateway,
];

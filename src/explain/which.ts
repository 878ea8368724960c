/**
 * From a place to its topics: which text explains it. Rows of JSON key -> topic where the key says all; a function where
 * the value or the words around it decide.
 */
import { addrFlags } from "../uapi/addr-flags.ts";
import { isLo } from "./context.ts";
import { classOf } from "./fact.ts";
import { objectRules } from "./object-rule.ts";
import { pick, type Rule } from "./pick.ts";
import type { Place } from "./place.ts";
import { isTopic, type Topic } from "./topic.ts";

function lladdr({ value, link }: Place): Topic {
	if (value.includes(".")) return "lladdr.tunnel";
	if (/^[0:]*$/.test(value)) return "lladdr.zero";
	const first = Number.parseInt(value.split(":")[0] ?? "", 16);
	const ether = link.type === undefined || link.type === "ether";
	if (ether && (first & 1) !== 0) return "lladdr.group";
	return ether && (first & 2) !== 0 ? "lladdr.local" : "lladdr";
}

function linkBroadcast({ value, link, word }: Place): Topic {
	if (value.includes(".")) return "lladdr.tunnel";
	if (link.flags?.has("POINTOPOINT") || word.startsWith("peer")) return "lladdr.peer";
	return /^[0:]*$/.test(value) ? "lladdr.brd.zero" : "lladdr.brd";
}

function localAddr(place: Place): readonly Topic[] {
	const topic = classOf(place.value);
	if (topic === "addr.loopback") return [isLo(place.link) ? topic : "addr.loopback.elsewhere"];
	const own = !isLo(place.link) && place.addr.family === "inet" && topic !== "unreadable";
	return own ? [topic, "addr.own"] : [topic];
}

function prefixlen({ addr, link }: Place): Topic {
	const bits = addr.family === "inet6" ? 128 : 32;
	if (addr.prefixlen === bits) return "prefixlen.host";
	if (addr.family === "inet" && isLo(link)) return "prefixlen.lo";
	return addr.prefixlen === bits - 1 ? "prefixlen.31" : "prefixlen";
}

function scope({ value, addr }: Place): readonly Topic[] {
	const topic = pick("scope", value, "scope.number");
	return addr.family === "inet6" ? ["scope", "scope6", topic] : ["scope", topic];
}

const rules: Readonly<Record<string, Rule>> = {
	ifindex: "ifindex",
	index: "ifindex",
	ifname: (place) => (isLo(place.link) ? "name.lo" : "name"),
	dev: (place) => (isLo(place.link) ? "name.lo" : "name"),
	link: ({ value }) => (value === "null" || value === "NONE" ? "link.NONE" : "link.name"),
	link_index: "link.ifN",
	flags: ({ value }) => pick("flag", value, /^(0x)?[0-9a-f]+$/.test(value) ? "flag.hex" : "unknown"),
	mtu: "mtu",
	qdisc: ({ value }) => pick("qdisc", value, "qdisc.other"),
	master: "master",
	operstate: ({ value }) => pick("state", value, "unknown"),
	linkmode: ({ value }) => pick("mode", value, "unknown"),
	group: "group",
	txqlen: "txqlen",
	event: "event",
	priority: "bridge_slave.priority",
	cost: "bridge_slave.cost",
	xdp: "xdp",
	link_type: ({ value }) => pick("type", value, "type.other"),
	permaddr: "permaddr",
	link_netns: "link-netns",
	link_netnsid: ({ word }) => (word.startsWith("link-netns ") ? "link-netns" : "link-netnsid"),
	proto_down: "protodown",
	ifalias: "alias",
	altnames: "altname",
	altname: "altname",
	address: (place) => (place.inAddr ? "addr.peer" : lladdr(place)),
	broadcast: (place) => (place.inAddr ? "brd" : linkBroadcast(place)),
	promiscuity: "detail.promiscuity",
	allmulti: "detail.allmulti",
	min_mtu: "detail.min_mtu",
	max_mtu: "detail.max_mtu",
	inet6_addr_gen_mode: "detail.addrgenmode",
	num_tx_queues: "detail.num_tx_queues",
	num_rx_queues: "detail.num_rx_queues",
	gso_max_size: "detail.gso_max_size",
	gso_max_segs: "detail.gso_max_segs",
	tso_max_size: "detail.tso_max_size",
	tso_max_segs: "detail.tso_max_segs",
	gro_max_size: "detail.gro_max_size",
	gso_ipv4_max_size: "detail.gso_ipv4_max_size",
	gro_ipv4_max_size: "detail.gro_ipv4_max_size",
	phys_port_name: "detail.phys",
	phys_port_id: "detail.phys",
	phys_switch_id: "detail.phys",
	parentbus: "detail.parentbus",
	parentdev: "detail.parentdev",
	netns_immutable: "detail.netns-immutable",
	info_kind: ({ value }) => pick("kind", value, "kind.other"),
	info_slave_kind: "kind.port",
	family: ({ value }) => pick("family", value, "unknown"),
	local: localAddr,
	prefixlen,
	metric: "metric",
	anycast: "anycast",
	ifa_flags: "addrflag.hex",
	scope,
	label: ({ value, link }) => (link.ifname === undefined || value === link.ifname ? "label" : "label.alias"),
	valid_life_time: "valid_lft",
	preferred_life_time: "preferred_lft",
	secured: "mac.secured",
	scopeid: "mac.scopeid",
	protocol: ({ value }) => pick("proto", value, "proto.other"),
};

/** Keys of the stats64 objects that are named otherwise than their topics. */
const counters: Readonly<Record<string, Topic>> = {
	mcast: "stats.multicast",
	overrun: "stats.over_errors",
	otherhost: "stats.otherhost_dropped",
};

/** `rxMissedErrors` of the message, where only that names a column. */
function counterTopic(field: string): string {
	const name = field.replace(/^[rt]x(?=[A-Z])/, "").replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`);
	return `stats.${name.toLowerCase()}`;
}

/** Keys of JSON that repeat what another says, or have nothing to do with the link itself. */
const silent = new Set([
	"link_pointtopoint",
	"deleted",
	"operstate_index",
	// describes its neighbour in another way: `<…_str>` of a mask, `family` of a gateway
	"group_fwd_mask_str",
	"ad_actor_oper_port_state_str",
	"ad_partner_oper_port_state_str",
]);

const addrFlagWords = new Set(addrFlags.map(({ name }) => name));

/** What explains this place; none where it is deliberately silent. */
export function topicsOf(place: Place): readonly Topic[] {
	const { key, topic, path, object } = place;
	if (topic !== undefined) return [topic, counterTopic(topic)].filter(isTopic).slice(0, 1);
	if (key === undefined || silent.has(key)) return [];
	if (path.includes("info_data")) return [setting(place.link.kind ?? "", key)];
	if (path.includes("info_slave_data")) return [setting(`${place.link.portKind ?? ""}_slave`, key)];
	if (path.includes("rx") || path.includes("tx")) return [counters[key] ?? pick("stats", key, "unknown")];
	if (object !== "link") return objectTopics(place, key);
	if (key === "dynamic" || addrFlagWords.has(key)) return [pick("addrflag", key, "unknown")];
	const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
	if (rule === undefined) return path.every((name) => name === "" || name === "addr_info") ? ["unknown"] : [];
	return answerOf(rule, place);
}

function answerOf(rule: Rule, place: Place): readonly Topic[] {
	const answer = typeof rule === "function" ? rule(place) : rule;
	return typeof answer === "string" ? [answer] : answer;
}

/** A setting of a kind of link; what several kinds have has one text. */
function setting(kind: string, key: string): Topic {
	// JSON shortens words of multicast: mcast_last_member_cnt, mcast_querier_intvl
	const word = key.replace(/_cnt$/, "_count").replace(/_intvl$/, "_interval");
	return pick(kind, word, pick("setting", word, "unknown"));
}

/** Of what is no link and no address: `route.metric` for `metric` of a route, unless its value decides. */
function objectTopics(place: Place, key: string): readonly Topic[] {
	// what a route says of its next hop object is said as of that
	const object = place.path.includes("nh_info") ? "nexthop" : place.object;
	const name = `${object}.${key}`;
	const rule = objectRules[name] ?? objectRules[`*.${key}`];
	if (rule !== undefined) return answerOf(rule, place);
	if (isTopic(name)) return [name];
	const kin = kinOf[object];
	return [kin === undefined ? "unknown" : setting(kin, key)];
}

/** Lines that say what -d says of a link. */
const kinOf: Readonly<Record<string, string>> = { tunnel: "tunnel", tuntap: "tun", macsec: "macsec" };

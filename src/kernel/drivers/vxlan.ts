/**
 * A VXLAN tunnel: drivers/net/vxlan/vxlan_core.c. Ethernet frames in UDP packets, told apart by a network identifier. Devices
 * of one namespace share a socket where port, family and receiving flags are the same, and cannot share a port otherwise.
 */
import { type Addr, familyOf, isLinkLocal, isMulticast, isUnspecified } from "../../net/addr.ts";
import { idGet, idValues } from "../../net/id-map.ts";
import type { Lladdr } from "../../net/lladdr.ts";
import type { Errno } from "../../uapi/errno.ts";
import type { VxlanData } from "../../uapi/link-data.ts";
import { IFF_MULTICAST, IFF_NOARP, IFF_POINTOPOINT } from "../../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../../uapi/link-type.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { unregister } from "../link.ts";
import { changeLower } from "../notifier.ts";
import { decide } from "../path/output.ts";
import type { Frame, Ip } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, deviceOf, setDevice, type Task } from "../task.ts";
import type { Driver, NewLink, Setup, Xmit } from "./driver.ts";
import { bigTcp, etherSetup, setEtherAddress, validateEtherAloud } from "./ether.ts";
import { driverOf } from "./kind.ts";

/** struct vxlan_config, with the defaults filled in. */
interface Vxlan extends Omit<VxlanData, "link"> {
	readonly id: number;
	readonly port: number;
	/** Namespace its packets travel in. */
	readonly net: number;
	readonly ipv6: boolean;
	/** Ends behind which senders were seen, by their address (vxlan_snoop). */
	readonly seen?: Readonly<Record<Lladdr, Addr>>;
}

function vxlanOf(device: Device): Vxlan {
	return device.data as unknown as Vxlan;
}

function refuse(errno: Errno, text: string): Refusal {
	return new Refusal(errno, text);
}

function validate(attrs: LinkAttrs): void {
	validateEtherAloud(attrs);
	if (attrs.mtu !== undefined && (attrs.mtu < 68 || attrs.mtu > 65535))
		throw refuse("EINVAL", "MTU must be between 68 and 65535");
	const data = attrs.data as VxlanData | undefined;
	if (!data) throw refuse("EINVAL", "Required attributes not provided to perform the operation");
	if ((data.id ?? 0) >= 1 << 24) throw refuse("ERANGE", "VXLAN ID must be lower than 16777216");
	if (data.portLow !== undefined && (data.portHigh ?? 0) < data.portLow)
		throw refuse("EINVAL", "Invalid source port range");
}

/** What a config may carry when nothing is changed: all members that were given. */
const gpeMembers = new Set(["gpe", "external", "udpZeroCsum6Rx", "udpZeroCsum6Tx", "udpCsum"]);
const switches = [
	"learning",
	"proxy",
	"rsc",
	"l2miss",
	"l3miss",
	"ttlInherit",
	"remcsumTx",
	"remcsumRx",
	"gbp",
	"gpe",
] as const satisfies readonly (keyof VxlanData)[];

/** vxlan_config_validate(): gives the config with what the kernel makes of it. */
function judge(t: Task, data: VxlanData, net: number, lower: Device | undefined, self?: number): Vxlan {
	if (data.gpe && (!data.external || switches.some((name) => data[name] && !gpeMembers.has(name))))
		throw refuse("EINVAL", "VXLAN GPE does not support this combination of attributes");
	const families = [data.local, data.group].filter((addr) => addr !== undefined).map(familyOf);
	if (new Set(families).size > 1) throw refuse("EINVAL", "Local and remote address must be from the same family");
	if (data.local !== undefined && isMulticast(data.local)) throw refuse("EINVAL", "Local address cannot be multicast");
	const ipv6 = families.includes("inet6");
	if (ipv6 && !data.external) checkScopes(data.local, data.group);
	if (data.label && !ipv6) throw refuse("EINVAL", "Label attribute only applies to IPv6 VXLAN devices");
	if (data.link && !lower) throw refuse("ENODEV", "Specified interface for tunnel endpoint communications not found");
	if (!lower && data.group !== undefined && isMulticast(data.group))
		throw refuse("EINVAL", "Local interface required for multicast remote destination");
	if (!lower && data.local !== undefined && ipv6 && isLinkLocal(data.local))
		throw refuse("EINVAL", "Local interface required for link-local local/remote addresses");
	const { link: _, ...rest } = data;
	const port = data.port || (data.gpe ? 4790 : 8472);
	const config: Vxlan = { ...rest, id: data.id ?? 0, port, ageing: data.ageing || 300, net, ipv6 };
	if (others(t, net, self).some((other) => sameTraffic(other, config)))
		throw refuse("EEXIST", "A VXLAN device with the specified VNI already exists");
	return config;
}

function checkScopes(local: Addr | undefined, remote: Addr | undefined): void {
	const near = (addr: Addr | undefined) => addr !== undefined && isLinkLocal(addr);
	const wrong = near(local) ? remote !== undefined && !near(remote) : near(remote) && !isMulticast(remote ?? "");
	if (wrong) throw refuse("EINVAL", "Invalid combination of local and remote address scopes");
}

function others(t: Task, net: number, self: number | undefined): Vxlan[] {
	return vxlans(t, net)
		.filter((device) => device.id !== self)
		.map(vxlanOf);
}

function vxlans(t: Task, net: number): Device[] {
	return [...idValues(t.kernel.devices)].filter((device) => device.kind === vxlan.kind && vxlanOf(device).net === net);
}

/** vxlan_vni_in_use(), VXLAN_F_RCV_FLAGS */
function sameTraffic(a: Vxlan, b: Vxlan): boolean {
	return a.id === b.id && a.port === b.port && a.ipv6 === b.ipv6 && receiving(a) === receiving(b);
}

function receiving({ gbp, gpe, udpZeroCsum6Rx, remcsumRx, external }: Vxlan): string {
	return [gbp, gpe, udpZeroCsum6Rx, remcsumRx, external].map((flag) => Number(Boolean(flag))).join("");
}

/** vxlan_ether_setup(), vxlan_raw_setup() */
function setupOf(gpe: boolean | undefined): Setup {
	if (!gpe) return ether;
	return {
		...ether,
		type: ARPHRD_NONE,
		flags: IFF_POINTOPOINT | IFF_NOARP | IFF_MULTICAST,
		address: "",
		broadcast: "",
	};
}

const ether: Setup = { ...etherSetup, maxMtu: 65535, liveAddress: true };

/** What the headers leave of the lower device's mtu; without one there is no limit. */
function roomIn(lower: Device | undefined, ipv6: boolean): number {
	return lower ? Math.max(68, lower.mtu - (ipv6 ? 70 : 50)) : 65535;
}

/** vxlan_newlink(), vxlan_config_apply() */
function newlink(t: Task, request: NewLink): number {
	const data = (request.attrs.data ?? {}) as VxlanData;
	const net = request.linkNetns ?? t.netns;
	const lower = data.link ? deviceByIndex(t, net, data.link) : undefined;
	const config = judge(t, { udpCsum: true, learning: true, ...data }, net, lower);
	const setup = setupOf(config.gpe);
	const room = roomIn(lower, config.ipv6);
	const mtu = Math.min(request.attrs.mtu ?? (lower ? room : setup.mtu), room);
	const { mtu: _, ...attrs } = request.attrs;
	return createDevice(
		t,
		vxlan,
		{ ...request, attrs: { ...attrs, mtu } },
		{ ...setup, ...(lower && { tsoMaxSize: Math.min(bigTcp, lower.tsoMaxSize) }) },
		{ data: { ...config }, ...(lower && { lower: lower.id }) },
	);
}

/** Members that cannot change, and what the kernel says (vxlan_nl2conf, vxlan_flag_attr_error). */
const fixed: readonly (readonly [keyof VxlanData, string])[] = [
	["ttlInherit", "vxlan: cannot change TTL_INHERIT flag"],
	["proxy", "vxlan: cannot change PROXY flag"],
	["rsc", "vxlan: cannot change RSC flag"],
	["l2miss", "vxlan: cannot change L2MISS flag"],
	["l3miss", "vxlan: cannot change L3MISS flag"],
	["limit", "Cannot change limit"],
	["external", "Cannot change COLLECT_METADATA flag"],
	["portLow", "Cannot change port range"],
	["port", "Cannot change port"],
	["udpCsum", "Cannot change UDP_CSUM flag"],
	["udpZeroCsum6Tx", "vxlan: cannot change UDP_ZERO_CSUM6_TX flag"],
	["udpZeroCsum6Rx", "vxlan: cannot change UDP_ZERO_CSUM6_RX flag"],
	["remcsumTx", "vxlan: cannot change REMCSUM_TX flag"],
	["remcsumRx", "vxlan: cannot change REMCSUM_RX flag"],
	["gbp", "vxlan: cannot change GBP flag"],
	["gpe", "vxlan: cannot change GPE flag"],
];

function changelink(t: Task, device: Device, data: VxlanData): void {
	const old = vxlanOf(device);
	if (data.id !== undefined && data.id !== old.id) throw refuse("EOPNOTSUPP", "Cannot change VNI");
	const family = old.ipv6 ? "inet6" : "inet";
	if (data.group !== undefined && familyOf(data.group) !== family)
		throw refuse("EOPNOTSUPP", "New group address family does not match old group");
	if (data.local !== undefined && familyOf(data.local) !== family)
		throw refuse("EOPNOTSUPP", "New local address family does not match old");
	for (const [name, text] of fixed) if (data[name] !== undefined) throw refuse("EOPNOTSUPP", text);
	const { net, ipv6: _, ...kept } = old;
	const link = data.link ?? lowerOf(t, device)?.index;
	const lower = link ? deviceByIndex(t, net, link) : undefined;
	const config = judge(t, { ...kept, ...data, ...(link !== undefined && { link }) }, net, lower, device.id);
	setDevice(t, device.id, { data: { ...config } });
	changeLower(t, device, lower);
	const room = roomIn(lower, config.ipv6);
	if (device.mtu > room) setDevice(t, device.id, { mtu: room });
}

function lowerOf(t: Task, device: Device): Device | undefined {
	return device.lower === undefined ? undefined : idGet(t.kernel.devices, device.lower);
}

/** vxlan_sock_add(): another one's socket may be shared, but not its port. */
function open(t: Task, device: Device): void {
	const own = vxlanOf(device);
	for (const other of vxlans(t, own.net)) {
		const theirs = vxlanOf(other);
		if (!isUp(other) || theirs.port !== own.port || receiving(theirs) === receiving(own)) continue;
		if (theirs.ipv6 === own.ipv6 || theirs.external || own.external) throw new Refusal("EADDRINUSE");
	}
}

/** Outer Ethernet is not counted: UDP, VXLAN, and the Ethernet header inside. */
const header = 8 + 8 + 14;
const ipHeader = { inet: 20, inet6: 40 } as const;

/** vxlan_xmit(), vxlan_xmit_one(): to the end where the receiver was seen, else to the one it was made with. */
function xmit(t: Task, device: Device, { route: _, ...inner }: Frame): Xmit {
	const { seen, group, local, net, id: vni, port: dport, ttl = 0, tos = 0, df } = vxlanOf(device);
	const remote = seen?.[inner.dst] ?? group;
	if (remote === undefined || isUnspecified(remote)) return { to: "nowhere", dropped: true };
	const family = familyOf(remote);
	const oif = lowerOf(t, device)?.index ?? 0;
	const decided = decide(t, net, { daddr: remote, oif, tos, ...(local !== undefined && { saddr: local }) });
	const src = local ?? (typeof decided === "string" ? undefined : decided.saddr);
	// A route through itself goes round for ever (vxlan_xmit_one: ELOOP).
	if (typeof decided === "string" || src === undefined || decided.way.device.id === device.id)
		return { to: "nowhere", dropped: true };
	const packet: Ip = {
		family,
		src,
		dst: remote,
		ttl: ttl || (isMulticast(remote) ? 1 : 64),
		tos,
		df: df === "set",
		length: inner.packet.length + header + ipHeader[family],
		payload: { proto: "udp", sport: sportOf(inner), dport, inner, vni },
	};
	return { to: "output", netns: net, packet, oif };
}

/** udp_flow_src_port(): flows differ by it. */
function sportOf({ dst, src }: Frame): number {
	const sum = [...`${dst}${src}`].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) % 28232, 7);
	return 32768 + sum;
}

/** vxlan_rcv(): by port and identifier; it remembers behind which end the sender is. */
function decapsulate(t: Task, device: Device, { src, family, payload }: Ip, netns: number): Frame | undefined {
	const { net, id, port, ipv6, learning, seen } = vxlanOf(device);
	if (net !== netns || payload.proto !== "udp" || payload.dport !== port || payload.vni !== id) return undefined;
	const { inner } = payload;
	if (!inner || !isUp(device) || (family === "inet6") !== ipv6 || inner.src === device.address) return undefined;
	if (learning && seen?.[inner.src] !== src)
		setDevice(t, device.id, { data: { ...device.data, seen: { ...seen, [inner.src]: src } } });
	return inner;
}

/** vxlan_fill_info(): an end that could be anywhere is not told. */
function told(name: "group" | "local", addr: Addr | undefined): Partial<VxlanData> {
	return addr === undefined || isUnspecified(addr) ? {} : { [name]: addr };
}

export const vxlan: Driver = {
	kind: "vxlan",
	infoKind: "vxlan",
	setup: () => ether,
	validate,
	newlink,
	changelink: (t, device, data) => changelink(t, device, data as VxlanData),
	info: (t, device): VxlanData => {
		const { net: _n, ipv6: _v, seen: _s, id, group, local, ...rest } = vxlanOf(device);
		const lower = lowerOf(t, device);
		return {
			id,
			portLow: 0,
			portHigh: 0,
			tos: 0,
			ttl: 0,
			df: "unset",
			limit: 0,
			label: 0,
			udpZeroCsum6Tx: false,
			udpZeroCsum6Rx: false,
			...rest,
			...told("group", group),
			...told("local", local),
			...(lower && { link: lower.index }),
		};
	},
	open,
	setAddress: setEtherAddress,
	changeMtu: (t, device, mtu) => {
		if (mtu > roomIn(lowerOf(t, device), vxlanOf(device).ipv6)) throw new Refusal("EINVAL");
	},
	protoDown: true,
	speed: (t, device) => {
		const lower = lowerOf(t, device);
		return lower && driverOf(lower).speed?.(t, lower);
	},
	linkNetns: (_t, device) => vxlanOf(device).net,
	// vxlan_handle_lowerdev_unregister(): also when the lower device only moves away.
	lowerEvent: (t, device, _lower, event) => {
		if (event === "unregister" || event === "move") unregister(t, deviceOf(t, device.id).id);
	},
	xmit,
	decapsulate,
	countsPayload: true,
};

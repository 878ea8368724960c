/**
 * A VXLAN tunnel: drivers/net/vxlan/vxlan_core.c. Ethernet frames in UDP packets, told apart by a network identifier. How it is
 * set up: vxlan/config.ts; where it finds whom: vxlan/fdb.ts.
 */
import { type Addr, familyOf, isUnspecified } from "../../net/addr.ts";
import { idGet } from "../../net/id-map.ts";
import type { VxlanData } from "../../uapi/link-data.ts";
import { IFF_MULTICAST, IFF_NOARP, IFF_POINTOPOINT } from "../../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../../uapi/link-type.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { unregister } from "../link.ts";
import { changeLower } from "../notifier.ts";
import type { Frame, Ip } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, deviceOf, setDevice, type Task } from "../task.ts";
import { fixed, judge, receiving, refuse, validate, vxlanOf, vxlans } from "../vxlan/config.ts";
import { changeDefault, endsOf, forgetAll, forgetLearned, snoop, vxlanFdb } from "../vxlan/fdb.ts";
import { joinRemote, leaveRemote } from "../vxlan/membership.ts";
import type { Driver, NewLink, Setup, Xmit } from "./driver.ts";
import { bigTcp, etherSetup, setEtherAddress } from "./ether.ts";
import { driverOf } from "./kind.ts";
import { sendByUdp } from "./udp-tunnel.ts";

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

/** netif_inherit_tso_max() */
function inheritedTso({ tsoMaxSize }: Device): number {
	return Math.min(bigTcp, tsoMaxSize);
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
		{ ...setup, ...(lower && { tsoMaxSize: inheritedTso(lower) }) },
		{ data: { ...config }, ...(lower && { lower: lower.id }) },
	);
}

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
	changeDefault(t, deviceOf(t, device.id), old.group, config.group, lower?.index ?? 0);
	changeLower(t, device, lower);
	// vxlan_config_apply(): a lower device that stays has nothing new to say.
	if (!lower || lower.id === device.lower) return;
	const mtu = Math.min(device.mtu, roomIn(lower, config.ipv6));
	setDevice(t, device.id, { mtu, tsoMaxSize: inheritedTso(lower) });
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
	joinRemote(t, device);
}

function dellink(t: Task, device: Device): void {
	forgetAll(t, device, "dellink");
	unregister(t, device.id);
}

/** vxlan_stop() */
function stop(t: Task, device: Device): void {
	leaveRemote(t, device);
	forgetLearned(t, device.id);
}

/** vxlan_xmit(): to the end where the receiver is, to several, or to the one it was made with. */
function xmit(t: Task, device: Device, frame: Frame): Xmit {
	const { local, net, ttl, tos, df } = vxlanOf(device);
	const oif = lowerOf(t, device)?.index ?? 0;
	const ways = endsOf(t, device, frame.dst)
		.filter(({ dst }) => !isUnspecified(dst))
		.map(({ dst: remote, port: dport, vni, via }) =>
			sendByUdp(t, device, frame, { net, remote, local, dport, vni, oif: via || oif, ttl, tos, df: df === "set" }),
		);
	const [only] = ways;
	if (!only) return { to: "nowhere", dropped: true };
	return ways.length === 1 ? only : { to: "each", ways };
}

/** vxlan_rcv(): by port and identifier; it remembers behind which end the sender is. */
function decapsulate(t: Task, device: Device, { src, family, payload }: Ip, netns: number): Frame | undefined {
	const { net, id, port, ipv6, learning } = vxlanOf(device);
	if (net !== netns || payload.proto !== "udp" || payload.dport !== port || payload.vni !== id) return undefined;
	const { inner } = payload;
	if (!inner || !isUp(device) || (family === "inet6") !== ipv6 || inner.src === device.address) return undefined;
	if (learning) snoop(t, device, inner.src, src);
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
		const { net: _n, ipv6: _v, fdb: _f, joined: _j, id, group, local, ...rest } = vxlanOf(device);
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
	fdb: vxlanFdb,
	open,
	stop,
	configured: (t, device) => changeDefault(t, device, undefined, vxlanOf(device).group, lowerOf(t, device)?.index ?? 0),
	dellink,
	uninit: (t, device) => forgetAll(t, device, "uninit"),
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
		if (event === "unregister" || event === "move") dellink(t, device);
	},
	xmit,
	decapsulate,
	countsPayload: true,
	sendsPayload: true,
};

/**
 * An ipvlan: drivers/net/ipvlan/ipvlan_main.c. Several devices share the MAC address of the one below and are told apart by
 * their IP addresses. The mode is one for all of them. ipvtap is the same with a character device.
 */

import { type Addr, isMulticast } from "../../net/addr.ts";
import { isMulticastLladdr } from "../../net/lladdr.ts";
import { IPVLAN_F_PRIVATE, IPVLAN_F_VEPA, type IpvlanData } from "../../uapi/link-data.ts";
import { IFF_LOOPBACK, IFF_NOARP } from "../../uapi/link-flags.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { addrs4 } from "../address4.ts";
import { addrs6 } from "../address6.ts";
import { transferOperstate } from "../carrier.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { applyAddress, applyMtu, changeFlags } from "../link.ts";
import { claimRxHandler, masterOf } from "../master.ts";
import { hearsThroughLower } from "../multicast.ts";
import { uppersOf } from "../notifier.ts";
import { type Frame, isIp, type Ndisc, type Packet } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink, Receive, Xmit } from "./driver.ts";
import { bigTcp, etherSetup } from "./ether.ts";
import { goesWithLower, linkOf, lowerOf, sendBelow, stacked, tapQueue } from "./stacked.ts";

type Mode = NonNullable<IpvlanData["mode"]>;

/** struct ipvl_port, of which each device here keeps the same copy. */
interface Ipvlan {
	readonly mode: Mode;
	readonly flags: number;
	readonly mtuAdjust: boolean;
}

function ipvlanOf(device: Device): Ipvlan {
	return device.data as unknown as Ipvlan;
}

function isIpvlan(device: Device): boolean {
	return device.kind === ipvlan.kind || device.kind === ipvtap.kind;
}

function siblings(t: Task, lower: Device): Device[] {
	return uppersOf(t, lower.id).filter(isIpvlan);
}

/** ipvlan_nl_validate(): private and vepa exclude each other. */
function validate({ data }: LinkAttrs): void {
	const { flags = 0 } = (data ?? {}) as IpvlanData;
	if (flags & ~(IPVLAN_F_PRIVATE | IPVLAN_F_VEPA)) throw new Refusal("EINVAL");
	if (flags === (IPVLAN_F_PRIVATE | IPVLAN_F_VEPA)) throw new Refusal("EINVAL");
}

/** ipvlan_link_new(): an ipvlan on an ipvlan stands on what that one stands on. */
function make(t: Task, driver: Driver, request: NewLink): number {
	if (request.attrs.link === undefined) throw new Refusal("EINVAL");
	const named = linkOf(t, request);
	if (!named) throw new Refusal("ENODEV");
	const lower = isIpvlan(named) ? lowerOf(t, named) : named;
	const others = siblings(t, lower);
	if (lower.type !== ARPHRD_ETHER || lower.flags & IFF_LOOPBACK) throw new Refusal("EINVAL");
	if (others.length === 0) {
		if (masterOf(t, lower)) throw new Refusal("EBUSY");
		claimRxHandler(t, lower);
	}
	// Without a wish the mode is l3 again, also of those that are there.
	const { mode = "l3", flags } = (request.attrs.data ?? {}) as IpvlanData;
	change(t, lower, { mode, ...(flags !== undefined && { flags }) });
	const setup = driver.setup({} as never);
	const port = flags ?? (others[0] ? ipvlanOf(deviceOf(t, others[0].id)).flags : 0);
	const id = createDevice(
		t,
		driver,
		request,
		{ ...setup, mtu: lower.mtu, tsoMaxSize: Math.min(bigTcp, lower.tsoMaxSize) },
		{
			lower: lower.id,
			carrier: lower.carrier,
			address: lower.address,
			addressFrom: "lower",
			// register_netdevice(): taken over without a word of where it is from, it counts as burnt in.
			permaddr: request.attrs.address === undefined ? lower.address : "",
			devId: freeDevId(others),
			data: { mode, flags: port },
		},
	);
	transferOperstate(t, lower, id);
	return id;
}

/** The first free number from 1 on tells their IPv6 addresses apart (ipvlan_link_new: ida_alloc_range). */
function freeDevId(others: readonly Device[]): number {
	const taken = new Set(others.map((other) => other.devId));
	let id = 1;
	while (taken.has(id)) id++;
	return id;
}

/**
 * ipvlan_set_port_mode(): all devices of the port change together. In mode l3 nobody asks for neighbours, but a device that is
 * just being made is not told (recorded: link-ipvlan).
 */
function change(t: Task, lower: Device, { mode, flags }: IpvlanData): void {
	for (const { id } of siblings(t, lower)) {
		const device = deviceOf(t, id);
		const old = ipvlanOf(device);
		const next = { ...old, ...(mode !== undefined && { mode }), ...(flags !== undefined && { flags }) };
		setDevice(t, id, { data: next });
		if (mode !== undefined && mode !== old.mode) changeFlags(t, id, mode === "l2" ? 0 : IFF_NOARP, IFF_NOARP);
	}
}

/** ipvlan_device_event() */
function lowerEvent(t: Task, device: Device, lower: Device, event: NetdevEvent): void {
	switch (event) {
		case "up":
		case "down":
		case "change":
			return transferOperstate(t, lower, device.id);
		case "changeMtu":
			return applyMtu(t, device.id, lower.mtu);
		case "changeAddress":
			return applyAddress(t, device.id, lower.address);
		case "unregister":
			return goesWithLower(t, device);
		default:
	}
}

/** ipvlan_addr_lookup(): which of those on the device has the address that the packet is for. */
function holder(t: Task, lower: Device, { packet }: Frame): Device | undefined {
	const addr = targetOf(packet);
	return addr === undefined ? undefined : ownerOf(t, lower, addr);
}

function targetOf(packet: Packet): Addr | undefined {
	if (packet.family === "lacp") return undefined;
	if (packet.family === "arp") return packet.tpa;
	const { payload, dst } = packet;
	const solicited = packet.family === "inet6" && payload.proto === "icmp" && payload.type === "solicitation";
	return solicited ? (payload as Ndisc).target : dst;
}

function ownerOf(t: Task, lower: Device, addr: Addr): Device | undefined {
	return siblings(t, lower).find((each) => isUp(each) && has(each, addr));
}

function has(device: Device, addr: Addr): boolean {
	if (addr.includes(":")) return addrs6(device).some((ifa) => ifa.addr === addr);
	return addrs4(device).some(({ local }) => local === addr);
}

/** ipvlan_addr4_validator_event(), ipvlan_addr_busy(): whether the devices are up or not. */
function judgeAddress(t: Task, device: Device, addr: Addr): void {
	if (siblings(t, lowerOf(t, device)).some((each) => has(each, addr)))
		throw new Refusal("EADDRINUSE", "Address already assigned to an ipvlan device");
}

/** ipvlan_queue_xmit(): those on one device reach each other directly, unless they are private or a switch outside does it. */
function xmit(t: Task, device: Device, frame: Frame): Xmit {
	const lower = lowerOf(t, device);
	const { mode, flags } = ipvlanOf(device);
	const other = flags & IPVLAN_F_VEPA ? undefined : holder(t, lower, frame);
	if (mode === "l2") return xmitL2(t, device, frame, other);
	if (!isIp(frame.packet)) return { to: "nowhere", dropped: true };
	if (other)
		return flags & IPVLAN_F_PRIVATE ? { to: "nowhere", dropped: true } : { to: "receive", device: other.id, frame };
	if (isMulticast(frame.packet.dst)) return xmitL2(t, device, frame, undefined);
	return { to: "output", netns: lower.netns, packet: frame.packet, oif: lower.index };
}

/** ipvlan_xmit_mode_l2(): all have the address of the device below, so a frame to oneself is for one of them, or for its host. */
function xmitL2(t: Task, device: Device, frame: Frame, other: Device | undefined): Xmit {
	const lower = lowerOf(t, device);
	const { flags } = ipvlanOf(device);
	const outside = sendBelow(t, device, frame);
	if (isMulticastLladdr(frame.dst)) return { to: "each", ways: [...copies(t, lower, frame, device), outside] };
	if (flags & IPVLAN_F_VEPA || frame.dst !== frame.src) return outside;
	if (other)
		return flags & IPVLAN_F_PRIVATE ? { to: "nowhere", dropped: true } : { to: "receive", device: other.id, frame };
	return { to: "receive", device: lower.id, frame };
}

/** ipvlan_process_multicast() */
function copies(t: Task, lower: Device, frame: Frame, sender?: Device): Xmit[] {
	return siblings(t, lower)
		.filter((each) => each.id !== sender?.id && isUp(each))
		.map(({ id }) => ({ to: "receive", device: id, frame }));
}

/** ipvlan_handle_frame(): what one of them sent and comes back is for none of the others. */
function receiveLower(t: Task, device: Device, lower: Device, frame: Frame): Receive {
	const many = ipvlanOf(device).mode === "l2" && isMulticastLladdr(frame.dst);
	if (many)
		return { to: "each", ways: [...(frame.src === lower.address ? [] : copies(t, lower, frame)), { to: "pass" }] };
	const owner = holder(t, lower, frame);
	return owner ? { to: "receive", device: owner.id, frame } : { to: "pass" };
}

const common = {
	validate,
	changelink: (t, device, data) => change(t, lowerOf(t, device), data as IpvlanData),
	info: (_t, device): IpvlanData => {
		const { mode, flags } = ipvlanOf(device);
		return { mode, flags };
	},
	unicastFilter: true,
	hearsThrough: hearsThroughLower,
	vlanChallenged: true,
	rxHandler: true,
	noRxHandler: true,
	lowerEvent,
	...stacked,
	judgeAddress,
	// ipvlan_open()
	open: (t, device) => changeFlags(t, device.id, ipvlanOf(device).mode === "l2" ? 0 : IFF_NOARP, IFF_NOARP),
	xmit,
	receiveLower,
} satisfies Partial<Driver>;

const setup = { ...etherSetup, maxMtu: 65535 };

export const ipvlan: Driver = {
	kind: "ipvlan",
	infoKind: "ipvlan",
	setup: () => setup,
	newlink: (t, request) => make(t, ipvlan, request),
	...common,
};

export const ipvtap: Driver = {
	kind: "ipvtap",
	infoKind: "ipvtap",
	setup: () => ({ ...setup, ...tapQueue }),
	newlink: (t, request) => make(t, ipvtap, request),
	...common,
};

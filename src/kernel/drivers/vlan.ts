/**
 * A VLAN device: net/8021q/vlan_dev.c, vlan_netlink.c, vlan.c. It sends and receives the frames of one tag through the device
 * below, whose admin state it follows, unless its binding is loose.
 */
import { isValidEther } from "../../net/lladdr.ts";
import {
	VLAN_FLAG_BRIDGE_BINDING,
	VLAN_FLAG_GVRP,
	VLAN_FLAG_LOOSE_BINDING,
	VLAN_FLAG_MVRP,
	VLAN_FLAG_REORDER_HDR,
	type VlanData,
} from "../../uapi/link-data.ts";
import { IFF_ALLMULTI, IFF_MASTER, IFF_PROMISC, IFF_SLAVE, IFF_UP } from "../../uapi/link-flags.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { setCarrier, transferOperstate } from "../carrier.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { applyAddress, applyMtu, closeDevice, openDevice } from "../link.ts";
import { uppersOf } from "../notifier.ts";
import type { Frame, VlanTag } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { addUnicast, passRxFlags, removeUnicast } from "../rx-mode.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink, Receive, Xmit } from "./driver.ts";
import { etherSetup, validateEther } from "./ether.ts";
import { driverOf } from "./kind.ts";
import { goesWithLower, linkOf, lowerOf, stacked } from "./stacked.ts";

const ETH_P_8021Q = 0x8100;
const ETH_P_8021AD = 0x88a8;
const knownFlags =
	VLAN_FLAG_REORDER_HDR | VLAN_FLAG_GVRP | VLAN_FLAG_LOOSE_BINDING | VLAN_FLAG_MVRP | VLAN_FLAG_BRIDGE_BINDING;

type Qos = readonly (readonly [from: number, to: number])[];

/** struct vlan_dev_priv */
interface Vlan {
	readonly id: number;
	readonly protocol: number;
	readonly flags: number;
	readonly ingressQos: Qos;
	readonly egressQos: Qos;
	/** The lower device's address, as it was when last looked at. */
	readonly realAddress: string;
}

function vlanOf(device: Device): Vlan {
	return device.data as unknown as Vlan;
}

function has(device: Device, flag: number): boolean {
	return (vlanOf(device).flags & flag) !== 0;
}

function refuse(
	errno: "EINVAL" | "ERANGE" | "EEXIST" | "EOPNOTSUPP" | "ENODEV" | "EPROTONOSUPPORT",
	text: string,
): Refusal {
	return new Refusal(errno, `8021q: ${text}`);
}

function validate(attrs: LinkAttrs): void {
	validateEther(attrs);
	const data = attrs.data as VlanData | undefined;
	if (!data) throw refuse("EINVAL", "VLAN properties not specified");
	if (data.protocol !== undefined && data.protocol !== ETH_P_8021Q && data.protocol !== ETH_P_8021AD)
		throw refuse("EPROTONOSUPPORT", "Invalid VLAN protocol");
	if (data.id !== undefined && data.id >= 4095) throw refuse("ERANGE", "Invalid VLAN id");
	if ((data.flags ?? 0) & (data.flagsMask ?? 0) & ~knownFlags) throw refuse("EINVAL", "Invalid VLAN flags");
}

/** vlan_newlink(), register_vlan_dev() */
function newlink(t: Task, request: NewLink): number {
	const data = (request.attrs.data ?? {}) as VlanData;
	if (data.id === undefined) throw refuse("EINVAL", "VLAN id not specified");
	if (request.attrs.link === undefined) throw refuse("EINVAL", "link not specified");
	const lower = linkOf(t, request);
	if (!lower) throw refuse("ENODEV", "link does not exist");
	const protocol = data.protocol ?? ETH_P_8021Q;
	checkLower(t, lower, protocol, data.id);
	if (request.attrs.mtu !== undefined && request.attrs.mtu > roomIn(lower)) throw new Refusal("EINVAL");
	const flags = VLAN_FLAG_REORDER_HDR;
	const none: Vlan = { id: data.id, protocol, flags, ingressQos: [], egressQos: [], realAddress: lower.address };
	const inherited = IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_MASTER | IFF_SLAVE;
	const id = createDevice(
		t,
		vlan,
		request,
		{ ...vlan.setup({} as never), mtu: roomIn(lower), flags: lower.flags & ~inherited, tsoMaxSize: lower.tsoMaxSize },
		{
			lower: lower.id,
			data: { ...none, ...changed(none, data) },
			carrier: false,
			...(request.attrs.address === undefined && { address: lower.address, addressFrom: "lower" as const }),
		},
	);
	transferFrom(t, lower, id);
	t.watched.push(id);
	return id;
}

function checkLower(t: Task, lower: Device, protocol: number, id: number): void {
	if (driverOf(lower).vlanChallenged) throw refuse("EOPNOTSUPP", "VLANs not supported on device");
	const twin = uppersOf(t, lower.id).some(
		(upper) => upper.kind === vlan.kind && vlanOf(upper).id === id && vlanOf(upper).protocol === protocol,
	);
	if (twin) throw refuse("EEXIST", "VLAN device already exists");
}

/** netif_reduces_vlan_mtu(): whether the tag has room beside the mtu of the device below. */
function roomIn(lower: Device): number {
	return lower.mtu - (driverOf(lower).reducesVlanMtu ? 4 : 0);
}

/** vlan_changelink(): flags as their mask says, and maps entry by entry; 0 takes an entry away. */
function changed(old: Vlan, { flags = 0, flagsMask = 0, ingressQos = [], egressQos = [] }: VlanData): Partial<Vlan> {
	return {
		flags: (old.flags & ~flagsMask) | (flags & flagsMask),
		ingressQos: merged(
			old.ingressQos,
			ingressQos.map(([from, to]) => [from & 7, to] as const),
			(from) => from,
		),
		egressQos: merged(
			old.egressQos,
			egressQos.map(([from, to]) => [from, to & 7] as const),
			(from) => from & 15,
		),
	};
}

/** In the order the kernel tells them: by slot of the table, and in a slot of the egress table the newest first. */
function merged(old: Qos, added: Qos, slotOf: (from: number) => number): Qos {
	const entries = new Map([...old].reverse());
	for (const [from, to] of added) entries.set(from, to);
	const newestFirst = [...entries].reverse().filter(([, to]) => to !== 0);
	return newestFirst.sort(([a], [b]) => slotOf(a) - slotOf(b));
}

/** vlan_stacked_transfer_operstate() */
function transferFrom(t: Task, lower: Device, id: number): void {
	if (!has(deviceOf(t, id), VLAN_FLAG_BRIDGE_BINDING)) transferOperstate(t, lower, id);
}

function open(t: Task, device: Device): void {
	const lower = lowerOf(t, device);
	if (!isUp(lower) && !has(device, VLAN_FLAG_LOOSE_BINDING)) throw new Refusal("ENETDOWN");
	if (device.addressFrom === "lower") setDevice(t, device.id, { address: lower.address });
	else if (device.address !== lower.address) addUnicast(t, lower.id, device.address);
	setDevice(t, device.id, { data: { ...device.data, realAddress: lower.address } });
	if (lower.carrier && !has(device, VLAN_FLAG_BRIDGE_BINDING)) setCarrier(t, device.id, true);
}

function stop(t: Task, device: Device): void {
	const lower = lowerOf(t, device);
	if (device.address !== lower.address) removeUnicast(t, lower.id, device.address);
	if (!has(device, VLAN_FLAG_BRIDGE_BINDING)) setCarrier(t, device.id, false);
}

function setAddress(t: Task, device: Device, address: string): void {
	if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
	const lower = lowerOf(t, device);
	if (isUp(device)) {
		if (address !== lower.address) addUnicast(t, lower.id, address);
		if (device.address !== lower.address) removeUnicast(t, lower.id, device.address);
	}
	setDevice(t, device.id, { address });
}

/** vlan_device_event() */
function lowerEvent(t: Task, device: Device, lower: Device, event: NetdevEvent): void {
	switch (event) {
		case "change":
			return transferFrom(t, lower, device.id);
		case "changeAddress":
			return followAddress(t, device, lower);
		case "changeMtu":
			if (device.mtu > roomIn(lower)) applyMtu(t, device.id, roomIn(lower));
			return;
		case "up":
			if (isUp(device)) return;
			if (!has(device, VLAN_FLAG_LOOSE_BINDING)) openDevice(t, device.id);
			return transferFrom(t, lower, device.id);
		case "down":
			if (!isUp(device)) return;
			if (!has(device, VLAN_FLAG_LOOSE_BINDING)) closeDevice(t, device.id);
			return transferFrom(t, lower, device.id);
		case "unregister":
			return goesWithLower(t, device);
		default:
	}
}

/** vlan_sync_address(): an address that was taken from below follows it. */
function followAddress(t: Task, device: Device, lower: Device): void {
	const { realAddress } = vlanOf(device);
	if (!isUp(device) || realAddress === lower.address) return;
	setDevice(t, device.id, { data: { ...device.data, realAddress: lower.address } });
	if (device.addressFrom === "lower") return applyAddress(t, device.id, lower.address);
	if (device.address !== realAddress && device.address === lower.address) removeUnicast(t, lower.id, device.address);
	if (device.address === realAddress && device.address !== lower.address) addUnicast(t, lower.id, device.address);
}

function tagOf(device: Device): VlanTag {
	const { id, protocol, egressQos } = vlanOf(device);
	// skb->priority is 0 for all that the model's programs send.
	const priority = egressQos.find(([from]) => from === 0)?.[1] ?? 0;
	return { protocol: protocol === ETH_P_8021AD ? "802.1ad" : "802.1Q", id, priority };
}

/** vlan_dev_hard_start_xmit() */
function xmit(t: Task, device: Device, frame: Frame): Xmit {
	const lower = lowerOf(t, device);
	if (!isUp(lower)) return { to: "nowhere", dropped: true };
	const tags = [tagOf(device), ...(frame.tags ?? [])];
	return { to: "transmit", device: lower.id, frame: { ...frame, tags } };
}

/** vlan_do_receive(): whether the frame is for the VLAN or only for the device below is judged anew. */
function receiveTagged(_t: Task, device: Device, _lower: Device, frame: Frame): Receive | undefined {
	const [tag, ...tags] = frame.tags ?? [];
	const own = tagOf(device);
	if (tag?.id !== own.id || tag.protocol !== own.protocol) return undefined;
	const { tags: _, ...bare } = frame;
	return { to: "receive", device: device.id, frame: tags.length > 0 ? { ...bare, tags } : bare };
}

export const vlan: Driver = {
	kind: "vlan",
	infoKind: "vlan",
	setup: () => ({ ...etherSetup, minMtu: 0, maxMtu: 65535, address: "00:00:00:00:00:00" }),
	validate,
	newlink,
	changelink: (t, device, data) =>
		void setDevice(t, device.id, { data: { ...device.data, ...changed(vlanOf(device), data as VlanData) } }),
	info: (_t, device): VlanData => {
		const { protocol, id, flags, ingressQos, egressQos } = vlanOf(device);
		const maps = { ...(ingressQos.length > 0 && { ingressQos }), ...(egressQos.length > 0 && { egressQos }) };
		return { protocol, id, flags, ...maps };
	},
	open,
	stop,
	setAddress,
	changeMtu: (t, device, mtu) => {
		if (mtu > roomIn(lowerOf(t, device))) throw new Refusal("ERANGE");
	},
	changeRxFlags: passRxFlags, // also while it is down (recorded)
	unicastFilter: true,
	syncsMulticast: true,
	lowerEvent,
	...stacked,
	xmit,
	receiveTagged,
	countsPayload: true,
};

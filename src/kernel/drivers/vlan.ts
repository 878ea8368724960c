/**
 * A VLAN device: net/8021q/vlan_dev.c, vlan_netlink.c, vlan.c. It sends and receives the frames of one tag through the device
 * below, whose admin state it follows, unless its binding is loose.
 */
import { idGet } from "../../net/id-map.ts";
import { isValidEther } from "../../net/lladdr.ts";
import { ETH_P_8021AD, ETH_P_8021Q } from "../../uapi/ether-type.ts";
import {
	VLAN_FLAG_BRIDGE_BINDING,
	VLAN_FLAG_GVRP,
	VLAN_FLAG_LOOSE_BINDING,
	VLAN_FLAG_MVRP,
	VLAN_FLAG_REORDER_HDR,
	type VlanData,
} from "../../uapi/link-data.ts";
import { IFF_ALLMULTI, IFF_MASTER, IFF_PROMISC, IFF_SLAVE, IFF_UP } from "../../uapi/link-flags.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { setCarrier, transferOperstate } from "../carrier.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { applyAddress, closeDevice, offerMtu, openDevice } from "../link.ts";
import { addHardware, hearsThroughLower, removeHardware } from "../multicast.ts";
import { uppersOf } from "../notifier.ts";
import type { Frame, VlanTag } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { addUnicast, passRxFlags, removeUnicast } from "../rx-mode.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink, Receive, Xmit } from "./driver.ts";
import { etherSetup, validateEther } from "./ether.ts";
import { driverOf } from "./kind.ts";
import { goesWithLower, linkOf, lowerOf, stacked } from "./stacked.ts";
import { changed, type Vlan, vlanOf } from "./vlan-option.ts";

/** The multicast addresses of the two registration protocols (IEEE 802.1Q): one and the same. */
const GVRP = "01:80:c2:00:00:21";
const MVRP = GVRP;
const knownFlags =
	VLAN_FLAG_REORDER_HDR | VLAN_FLAG_GVRP | VLAN_FLAG_LOOSE_BINDING | VLAN_FLAG_MVRP | VLAN_FLAG_BRIDGE_BINDING;

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
	if (vlansOn(t, lower).length === 1) listen(t, lower.id, addHardware);
	transferFrom(t, lower, id);
	t.watched.push(id);
	return id;
}

function vlansOn(t: Task, lower: Device): Device[] {
	return uppersOf(t, lower.id).filter((upper) => upper.kind === vlan.kind);
}

/** vlan_gvrp_init_applicant(), vlan_mvrp_init_applicant(): with its first VLAN a device begins to listen to other bridges' wishes. */
function listen(t: Task, lower: number, change: typeof addHardware): void {
	for (const protocol of [MVRP, GVRP]) change(t, lower, protocol);
}

function checkLower(t: Task, lower: Device, protocol: number, id: number): void {
	if (driverOf(lower).vlanChallenged || lower.type !== ARPHRD_ETHER)
		throw refuse("EOPNOTSUPP", "VLANs not supported on device");
	const twin = vlansOn(t, lower).some((upper) => vlanOf(upper).id === id && vlanOf(upper).protocol === protocol);
	if (twin) throw refuse("EEXIST", "VLAN device already exists");
}

/** netif_reduces_vlan_mtu(): whether the tag has room beside the mtu of the device below. */
function roomIn(lower: Device): number {
	return lower.mtu - (driverOf(lower).reducesVlanMtu ? 4 : 0);
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
			// What is asked for takes no room for the tag off, so over a device that leaves none it is refused.
			if (device.mtu > lower.mtu) offerMtu(t, device.id, lower.mtu);
			return;
		case "up":
			if (isUp(device)) return;
			if (!has(device, VLAN_FLAG_LOOSE_BINDING)) openDevice(t, device.id);
			return transferFrom(t, lower, device.id);
		case "down":
			if (!isUp(device)) return;
			if (has(device, VLAN_FLAG_LOOSE_BINDING)) return;
			closeDevice(t, device.id);
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
	tag: tagOf,
	setup: () => ({ ...etherSetup, minMtu: 0, maxMtu: 65535, address: "00:00:00:00:00:00" }),
	validate,
	newlink,
	changelink: (t, device, data) =>
		void setDevice(t, device.id, { data: { ...device.data, ...changed(vlanOf(device), data as VlanData) } }),
	info: (_t, device): VlanData => {
		const { protocol, id, flags, ingressQos, egressQos } = vlanOf(device);
		const maps = { ...(ingressQos.length > 0 && { ingressQos }), ...(egressQos.length > 0 && { egressQos }) };
		return { protocol, id, ...(flags !== 0 && { flags }), ...maps };
	},
	uninit: (t, device) => {
		const lower = idGet(t.kernel.devices, device.lower ?? -1);
		if (lower && vlansOn(t, lower).every(({ id }) => id === device.id)) listen(t, lower.id, removeHardware);
	},
	open,
	stop,
	setAddress,
	changeMtu: (t, device, mtu) => {
		if (mtu > roomIn(lowerOf(t, device))) throw new Refusal("ERANGE");
	},
	changeRxFlags: passRxFlags, // also while it is down (recorded)
	unicastFilter: true,
	hearsThrough: hearsThroughLower,
	lowerEvent,
	...stacked,
	xmit,
	receiveTagged,
	countsPayload: true,
};

/**
 * tun and tap: drivers/net/tun.c. A device whose wire is a program that reads and writes a character device; without one it has
 * no carrier. They are made by ioctl(TUNSETIFF) and kept by TUNSETPERSIST, never by `ip link add`.
 */

import { byteLength } from "../../net/byte.ts";
import type { TunData } from "../../uapi/link-data.ts";
import { IFF_MULTICAST, IFF_NOARP, IFF_POINTOPOINT } from "../../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../../uapi/link-type.ts";
import type { TunRequest } from "../../uapi/tun.ts";
import { setCarrier } from "../carrier.ts";
import { createDevice, keepIndexes } from "../create.ts";
import type { Device } from "../device.ts";
import { configureLink, unregister } from "../link.ts";
import { IFNAMSIZ } from "../name.ts";
import { has } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { deviceByName, deviceOf, devicesOf, setDevice, type Task } from "../task.ts";
import type { Driver, Setup } from "./driver.ts";
import { etherSetup, setEtherAddress } from "./ether.ts";

interface Tun extends TunData {
	readonly oneQueue: boolean;
}

export function tunOf(device: Device): Tun | undefined {
	return device.kind === tun.kind ? (device.data as unknown as Tun) : undefined;
}

/** What /sys/class/net/NAME/{tun_flags,owner,group} say of the devices of a namespace. */
export interface TunDevice extends Omit<TunRequest, "op"> {
	readonly persist: boolean;
}

export function tunDevices(t: Task): TunDevice[] {
	return [...devicesOf(t, t.netns)].flatMap((device) => {
		const own = tunOf(device);
		return own ? [describe(device, own)] : [];
	});
}

function describe(
	{ name }: Device,
	{ type, pi, vnetHdr, multiQueue, oneQueue, persist, owner, group }: Tun,
): TunDevice {
	return {
		ifname: name,
		mode: type ?? "tun",
		pi: Boolean(pi),
		oneQueue,
		vnetHdr: Boolean(vnetHdr),
		multiQueue: Boolean(multiQueue),
		persist: Boolean(persist),
		...(owner !== undefined && { owner }),
		...(group !== undefined && { group }),
	};
}

const tunSetup: Setup = {
	type: ARPHRD_NONE,
	flags: IFF_POINTOPOINT | IFF_NOARP | IFF_MULTICAST,
	mtu: 1500,
	minMtu: 68,
	maxMtu: 65535,
	txqlen: 500,
	address: "",
	broadcast: "",
	noQueue: false,
	tsoMaxSize: 65536,
};

/** tun_net_initialize(): an Ethernet device needs room for its header. */
const tapSetup: Setup = { ...etherSetup, maxMtu: 65521, noQueue: false, liveAddress: true };

/** Queues that a device may have which was made with multi_queue (MAX_TAP_QUEUES). */
const maxQueues = 256;

/** What `ip tuntap add` and `del` do with /dev/net/tun: gives the errno of the ioctl that failed, by throwing it. */
export function tuntap(t: Task, request: TunRequest): void {
	const { op, ifname, mode, pi, oneQueue, vnetHdr, multiQueue, owner, group } = request;
	const id = attach(t, request);
	if (op === "del") return unregister(t, id);
	const own = { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) };
	const data: Tun = { type: mode, pi, vnetHdr, multiQueue, persist: true, oneQueue, ...own };
	setDevice(t, id, { data: { ...data } });
	if (byteLength(ifname) >= IFNAMSIZ) throw new Refusal("EINVAL");
	// close(): nobody is attached any more (tun_detach).
	setCarrier(t, id, false);
}

/** tun_set_iff(): takes a device that is there if it is of the same sort, else makes one. */
function attach(t: Task, { op, ifname, mode, multiQueue }: TunRequest): number {
	const there = ifname === "" ? undefined : deviceByName(t, t.netns, ifname);
	if (!there) {
		try {
			return make(t, ifname, mode, multiQueue);
		} catch (error) {
			keepIndexes(t);
			throw error;
		}
	}
	// `ip tuntap add` asks for IFF_TUN_EXCL.
	if (op === "add") throw new Refusal("EBUSY");
	const tun = tunOf(there);
	if (!tun || tun.type !== mode || Boolean(tun.multiQueue) !== multiQueue) throw new Refusal("EINVAL");
	return there.id;
}

function make(t: Task, ifname: string, mode: "tun" | "tap", multiQueue: boolean): number {
	const setup = mode === "tun" ? tunSetup : tapSetup;
	const id = createDevice(
		t,
		tun,
		{
			netns: t.netns,
			index: 0,
			ifiFlags: 0,
			ifiChange: 0,
			nameFrom: "unknown",
			attrs: { ifname: ifname || `${mode}%d` },
		},
		{ ...setup, ...(multiQueue && { numQueues: maxQueues }) },
		{ data: { type: mode } },
	);
	configureLink(t, id, 0, 0);
	return id;
}

export const tun: Driver = {
	kind: "tun",
	infoKind: "tun",
	setup: () => tapSetup,
	validate: () => {
		throw new Refusal("EOPNOTSUPP", "tun/tap creation via rtnetlink is not supported");
	},
	dellink: (t, device) => unregister(t, device.id),
	info: (_t, device): TunData => {
		const { oneQueue: _, ...data } = device.data as unknown as Tun;
		return { ...data, ...(data.multiQueue && { numQueues: 0, numDisabledQueues: 0 }) };
	},
	setAddress: (t, device, address) => {
		if (tunOf(device)?.type !== "tap") throw new Refusal("EOPNOTSUPP");
		setEtherAddress(t, device, address);
	},
	// tun_net_change_carrier(): a wire without a program cannot be plugged in.
	changeCarrier: (t, device, carrier) => {
		if (carrier) throw new Refusal("EPERM");
		setCarrier(t, deviceOf(t, device.id).id, false);
	},
	speed: (t) => (has(t.kernel.profile, "fastTun") ? 10000 : 10),
	xmit: () => ({ to: "nowhere", dropped: true }),
};

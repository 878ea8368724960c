/**
 * A macvlan: drivers/net/macvlan.c. A device of its own MAC address on another one; what arrives there for this address is
 * its own. macvtap (drivers/net/macvtap.c) is the same with a character device in the place of the stack.
 */

import { isValidEther } from "../../net/lladdr.ts";
import { MACVLAN_FLAG_NOPROMISC, type MacvlanData } from "../../uapi/link-data.ts";
import { IFF_LOOPBACK } from "../../uapi/link-flags.ts";
import { transferOperstate } from "../carrier.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { applyAddress, changeAddress, offerMtu } from "../link.ts";
import { claimRxHandler } from "../master.ts";
import { hearsThroughLower } from "../multicast.ts";
import { uppersOf } from "../notifier.ts";
import { Refusal } from "../refusal.ts";
import { addAllmulti, addPromiscuity, addUnicast, removeUnicast } from "../rx-mode.ts";
import { deviceOf, keep, setDevice, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink, Setup } from "./driver.ts";
import { etherSetup, validateEther } from "./ether.ts";
import { receiveLower, xmit } from "./macvlan-path.ts";
import { changeSources, inTableOrder } from "./macvlan-source.ts";
import { goesWithLower, linkOf, lowerOf, stacked, tapQueue } from "./stacked.ts";

export type Mode = NonNullable<MacvlanData["mode"]>;

/** struct macvlan_dev */
interface Macvlan {
	readonly mode: Mode;
	readonly flags: number;
	readonly bcQueueLen: number;
	/** Senders that source mode lets in. */
	readonly sources: readonly string[];
}

export function macvlanOf(device: Device): Macvlan {
	return device.data as unknown as Macvlan;
}

function isMacvlan(device: Device): boolean {
	return device.kind === macvlan.kind || device.kind === macvtap.kind;
}

export function siblings(t: Task, lower: Device): Device[] {
	return uppersOf(t, lower.id).filter(isMacvlan);
}

export function isPassthru(device: Device): boolean {
	return macvlanOf(device).mode === "passthru";
}

/** macvlan_validate() beyond the address. */
function validate(attrs: Parameters<NonNullable<Driver["validate"]>>[0]): void {
	validateEther(attrs);
	const data = (attrs.data ?? {}) as MacvlanData;
	const { flags = 0 } = data;
	if (flags & ~(MACVLAN_FLAG_NOPROMISC | 2)) throw new Refusal("EINVAL");
	if (namedSources(data).some((address) => !isValidEther(address))) throw new Refusal("EADDRNOTAVAIL");
}

/** IFLA_MACVLAN_MACADDR, IFLA_MACVLAN_MACADDR_DATA */
export function namedSources({ macaddr, macaddrs = [] }: MacvlanData): string[] {
	return [...(macaddr === undefined ? [] : [macaddr]), ...macaddrs];
}

/** macvlan_common_newlink(): a macvlan on a macvlan stands on what that one stands on. */
function make(t: Task, driver: Driver, request: NewLink): number {
	const data = (request.attrs.data ?? {}) as MacvlanData;
	if (request.attrs.link === undefined) throw new Refusal("EINVAL");
	const named = linkOf(t, request);
	if (!named) throw new Refusal("ENODEV");
	const lower = isMacvlan(named) ? lowerOf(t, named) : named;
	const setup = driver.setup({} as never);
	if (request.attrs.mtu !== undefined && request.attrs.mtu > lower.mtu) throw new Refusal("EINVAL");
	if (lower.type !== setup.type || lower.flags & IFF_LOOPBACK) throw new Refusal("EINVAL");
	const others = siblings(t, lower);
	if (others.length === 0) claimRxHandler(t, lower);
	if (others.some(isPassthru)) throw new Refusal("EINVAL");
	const mode = data.mode ?? "vepa";
	const passthru = mode === "passthru";
	if (passthru && others.length > 0) throw new Refusal("EINVAL");
	// Before the device is registered: no index is used up.
	if (data.macaddrMode && mode !== "source") throw new Refusal("EINVAL");
	const fresh: Macvlan = { mode, flags: data.flags ?? 0, bcQueueLen: data.bcQueueLen ?? 1000, sources: [] };
	const id = createDevice(
		t,
		driver,
		request,
		{ ...setup, mtu: lower.mtu, maxMtu: lower.maxMtu, tsoMaxSize: lower.tsoMaxSize },
		{
			lower: lower.id,
			carrier: lower.carrier,
			data: { ...fresh },
			...(passthru && { address: lower.address, addressFrom: "lower" as const }),
		},
	);
	if (data.macaddrMode) changeSources(t, deviceOf(t, id), data);
	transferOperstate(t, lower, id);
	t.watched.push(id);
	return id;
}

/** macvlan_changelink(): nothing turns into or out of passthru. */
function changelink(t: Task, device: Device, data: MacvlanData): void {
	const { mode, flags } = macvlanOf(device);
	if (data.mode !== undefined && (data.mode === "passthru") !== (mode === "passthru")) throw new Refusal("EINVAL");
	if (data.mode !== undefined && data.mode !== "source" && mode === "source") setData(t, device.id, { sources: [] });
	if (data.flags !== undefined && (data.flags ^ flags) & MACVLAN_FLAG_NOPROMISC && isPassthru(device))
		addPromiscuity(t, lowerOf(t, device).id, data.flags & MACVLAN_FLAG_NOPROMISC ? -1 : 1);
	if (data.flags !== undefined) setData(t, device.id, { flags: data.flags });
	if (data.bcQueueLen !== undefined) setData(t, device.id, { bcQueueLen: data.bcQueueLen });
	if (data.mode !== undefined) setData(t, device.id, { mode: data.mode });
	if (data.macaddrMode === undefined) return;
	// What came before stays done if the list is refused.
	keep(t);
	changeSources(t, deviceOf(t, device.id), data);
}

export function setData(t: Task, id: number, patch: Partial<Macvlan>): void {
	setDevice(t, id, { data: { ...deviceOf(t, id).data, ...patch } });
}

/** macvlan_addr_busy(): the address of the lower device, or of one of those that are up. */
function isBusy(t: Task, device: Device, address: string): boolean {
	const lower = lowerOf(t, device);
	if (!isPassthru(device) && lower.address === address) return true;
	return siblings(t, lower).some((other) => other.id !== device.id && isUp(other) && other.address === address);
}

function open(t: Task, device: Device): void {
	const lower = lowerOf(t, device);
	if (isPassthru(device)) {
		if (!(macvlanOf(device).flags & MACVLAN_FLAG_NOPROMISC)) addPromiscuity(t, lower.id, 1);
		return;
	}
	if (isBusy(t, device, device.address)) throw new Refusal("EADDRINUSE");
	addUnicast(t, lower.id, device.address);
	if (device.allmulti > 0) addAllmulti(t, lower.id, 1);
	if (device.promiscuity > 0) addPromiscuity(t, lower.id, 1);
}

function stop(t: Task, device: Device): void {
	const lower = lowerOf(t, device);
	if (isPassthru(device)) {
		if (!(macvlanOf(device).flags & MACVLAN_FLAG_NOPROMISC)) addPromiscuity(t, lower.id, -1);
		return;
	}
	removeUnicast(t, lower.id, device.address);
	if (device.allmulti > 0) addAllmulti(t, lower.id, -1);
	if (device.promiscuity > 0) addPromiscuity(t, lower.id, -1);
}

/** macvlan_set_mac_address(), macvlan_sync_address(): in passthru mode the lower device gets it. */
function setAddress(t: Task, device: Device, address: string): void {
	if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
	if (address === device.address) return;
	const lower = lowerOf(t, device);
	if (isPassthru(device)) {
		setDevice(t, device.id, { address });
		return changeAddress(t, lower.id, address);
	}
	if (isBusy(t, device, address)) throw new Refusal("EADDRINUSE");
	if (isUp(device)) {
		addUnicast(t, lower.id, address);
		removeUnicast(t, lower.id, device.address);
	}
	setDevice(t, device.id, { address });
}

/** macvlan_device_event() */
function lowerEvent(t: Task, device: Device, lower: Device, event: NetdevEvent): void {
	switch (event) {
		case "up":
		case "down":
		case "change":
			return transferOperstate(t, lower, device.id);
		case "changeMtu":
			if (device.mtu > lower.mtu) offerMtu(t, device.id, lower.mtu);
			return;
		case "changeAddress":
			if (isPassthru(device)) applyAddress(t, device.id, lower.address);
			return;
		case "unregister":
			return goesWithLower(t, device);
		default:
	}
}

function changeRxFlags(t: Task, device: Device, change: { promisc: number; allmulti: number }): void {
	if (!isUp(device)) return;
	const lower = lowerOf(t, device);
	if (change.allmulti) addAllmulti(t, lower.id, change.allmulti);
	if (change.promisc && !isPassthru(device)) addPromiscuity(t, lower.id, change.promisc);
}

/** macvlan_fill_info(): the longest queue of all on the lower device is the one in use. */
function info(t: Task, device: Device): MacvlanData {
	const { mode, flags, bcQueueLen, sources } = macvlanOf(device);
	const bcQueueLenUsed = Math.max(...siblings(t, lowerOf(t, device)).map((other) => macvlanOf(other).bcQueueLen));
	return { mode, flags, bcQueueLen, bcQueueLenUsed, ...(mode === "source" && { macaddrs: inTableOrder(sources) }) };
}

const common = {
	validate,
	changelink: (t, device, data) => changelink(t, device, data as MacvlanData),
	info,
	open,
	stop,
	setAddress,
	changeMtu: (t, device, mtu) => {
		if (mtu > lowerOf(t, device).mtu) throw new Refusal("EINVAL");
	},
	protoDown: true,
	changeRxFlags,
	unicastFilter: true,
	hearsThrough: hearsThroughLower,
	rxHandler: true,
	lowerEvent,
	...stacked,
	xmit,
	receiveLower,
} satisfies Partial<Driver>;

const setup: Setup = { ...etherSetup, maxMtu: 65535, liveAddress: true };

export const macvlan: Driver = {
	kind: "macvlan",
	infoKind: "macvlan",
	setup: () => setup,
	newlink: (t, request) => make(t, macvlan, request),
	...common,
};

export const macvtap: Driver = {
	kind: "macvtap",
	infoKind: "macvtap",
	setup: () => ({ ...setup, ...tapQueue }),
	newlink: (t, request) => make(t, macvtap, request),
	...common,
};

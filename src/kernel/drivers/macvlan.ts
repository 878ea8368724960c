/**
 * A macvlan: drivers/net/macvlan.c. A device of its own MAC address on another one; what arrives there for this address is
 * its own. macvtap (drivers/net/macvtap.c) is the same with a character device in the place of the stack.
 */
import { isMulticastLladdr, isValidEther } from "../../net/lladdr.ts";
import { MACVLAN_FLAG_NOPROMISC, type MacvlanData } from "../../uapi/link-data.ts";
import { IFF_LOOPBACK } from "../../uapi/link-flags.ts";
import { transferOperstate } from "../carrier.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { applyAddress, applyMtu, changeAddress } from "../link.ts";
import { claimRxHandler } from "../master.ts";
import { uppersOf } from "../notifier.ts";
import type { Frame } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { addAllmulti, addPromiscuity, addUnicast, removeUnicast } from "../rx-mode.ts";
import { deviceOf, keep, setDevice, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink, Receive, Setup, Xmit } from "./driver.ts";
import { etherSetup, validateEther } from "./ether.ts";
import { hash64 } from "./hash.ts";
import { goesWithLower, linkOf, lowerOf, sendBelow, stacked, tapQueue } from "./stacked.ts";

type Mode = NonNullable<MacvlanData["mode"]>;

/** struct macvlan_dev */
interface Macvlan {
	readonly mode: Mode;
	readonly flags: number;
	readonly bcQueueLen: number;
	/** Senders that source mode lets in. */
	readonly sources: readonly string[];
}

function macvlanOf(device: Device): Macvlan {
	return device.data as unknown as Macvlan;
}

function isMacvlan(device: Device): boolean {
	return device.kind === macvlan.kind || device.kind === macvtap.kind;
}

function siblings(t: Task, lower: Device): Device[] {
	return uppersOf(t, lower.id).filter(isMacvlan);
}

function isPassthru(device: Device): boolean {
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
function namedSources({ macaddr, macaddrs = [] }: MacvlanData): string[] {
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
	const fresh: Macvlan = { mode, flags: data.flags ?? 0, bcQueueLen: data.bcQueueLen ?? 1000, sources: [] };
	const id = createDevice(
		t,
		driver,
		request,
		{ ...setup, mtu: lower.mtu, maxMtu: lower.maxMtu, tsoMaxSize: lower.tsoMaxSize },
		{
			lower: lower.id,
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
	if (data.flags !== undefined && (data.flags ^ flags) & MACVLAN_FLAG_NOPROMISC && isPassthru(device) && isUp(device))
		addPromiscuity(t, lowerOf(t, device).id, data.flags & MACVLAN_FLAG_NOPROMISC ? -1 : 1);
	if (data.flags !== undefined) setData(t, device.id, { flags: data.flags });
	if (data.bcQueueLen !== undefined) setData(t, device.id, { bcQueueLen: data.bcQueueLen });
	if (data.mode !== undefined) setData(t, device.id, { mode: data.mode });
	if (data.macaddrMode === undefined) return;
	// What came before stays done if the list is refused.
	keep(t);
	changeSources(t, deviceOf(t, device.id), data);
}

function setData(t: Task, id: number, patch: Partial<Macvlan>): void {
	setDevice(t, id, { data: { ...deviceOf(t, id).data, ...patch } });
}

/** macvlan_changelink_sources() */
function changeSources(t: Task, device: Device, data: MacvlanData): void {
	const { mode, sources } = macvlanOf(device);
	if (mode !== "source") throw new Refusal("EINVAL");
	const { macaddr = "" } = data;
	switch (data.macaddrMode) {
		case "add":
			return setData(t, device.id, { sources: [...new Set([...sources, macaddr])] });
		case "del":
			return setData(t, device.id, { sources: sources.filter((address) => address !== macaddr) });
		case "set":
			return setData(t, device.id, { sources: [...new Set(namedSources(data))] });
		default:
			return setData(t, device.id, { sources: [] });
	}
}

/** In the order of the hash table: by slot, in a slot the newest first (macvlan_eth_hash). */
function inTableOrder(sources: readonly string[]): string[] {
	const slot = (address: string) => {
		const bytes = address.split(":").reverse().join("");
		return hash64(BigInt(`0x${bytes}`) << 16n, 8);
	};
	return [...sources].reverse().sort((a, b) => slot(a) - slot(b));
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
			if (device.mtu > lower.mtu) applyMtu(t, device.id, lower.mtu);
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

/** The one that has the address (macvlan_hash_lookup). */
function holder(t: Task, lower: Device, address: string): Device | undefined {
	return siblings(t, lower).find((each) => isUp(each) && each.address === address);
}

/** macvlan_broadcast(): a copy for each other one in one of the modes. */
function broadcast(t: Task, lower: Device, frame: Frame, modes: readonly Mode[], sender?: Device): Xmit[] {
	return siblings(t, lower)
		.filter((each) => each.id !== sender?.id && isUp(each) && modes.includes(macvlanOf(each).mode))
		.map(({ id }) => ({ to: "receive", device: id, frame }));
}

/** macvlan_queue_xmit(): those in bridge mode reach each other without the wire. */
function xmit(t: Task, device: Device, frame: Frame): Xmit {
	const lower = lowerOf(t, device);
	const outside = sendBelow(t, device, frame);
	if (macvlanOf(device).mode !== "bridge") return outside;
	if (isMulticastLladdr(frame.dst))
		return { to: "each", ways: [...broadcast(t, lower, frame, ["bridge"], device), outside] };
	const other = holder(t, lower, frame.dst);
	// By the device below, so that its taps see it.
	return other && macvlanOf(other).mode === "bridge" ? { to: "receive", device: lower.id, frame } : outside;
}

/** macvlan_handle_frame(): for all that stand on the device. */
function receiveLower(t: Task, _first: Device, lower: Device, frame: Frame): Receive {
	const bySource = siblings(t, lower)
		.filter((each) => isUp(each) && macvlanOf(each).sources.includes(frame.src))
		.map(({ id }): Xmit => ({ to: "receive", device: id, frame }));
	const rest = isMulticastLladdr(frame.dst) ? receiveMany(t, lower, frame) : receiveOne(t, lower, frame);
	return { to: "each", ways: [...bySource, rest] };
}

function receiveOne(t: Task, lower: Device, frame: Frame): Receive {
	const owner = siblings(t, lower).find(isPassthru) ?? holder(t, lower, frame.dst);
	if (!owner || macvlanOf(owner).mode === "source") return { to: "pass" };
	return { to: "receive", device: owner.id, frame };
}

/** macvlan_process_broadcast(): what one of them sent comes back from a switch in mode vepa. */
function receiveMany(t: Task, lower: Device, frame: Frame): Receive {
	const sender = holder(t, lower, frame.src);
	const mode = sender && macvlanOf(sender).mode;
	if (sender && mode !== "vepa" && mode !== "bridge") return { to: "receive", device: sender.id, frame };
	const modes: readonly Mode[] =
		mode === "bridge" ? ["vepa"] : mode === "vepa" ? ["vepa", "bridge"] : ["private", "vepa", "passthru", "bridge"];
	return { to: "each", ways: [...broadcast(t, lower, frame, modes, sender), { to: "pass" }] };
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
	syncsMulticast: true,
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

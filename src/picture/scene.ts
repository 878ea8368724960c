/**
 * What a picture of a world shows: its namespaces, their devices with addresses, and the wires between devices. Read off the
 * kernel, which is a value; nothing here draws.
 */
import { addrs4 } from "../kernel/address4.ts";
import { addrs6 } from "../kernel/address6.ts";
import { type Device, isUp } from "../kernel/device.ts";
import { driverOf } from "../kernel/drivers/kind.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { beginTask, deviceByIndex, devicesOf, type Task } from "../kernel/task.ts";
import { isLinkLocal } from "../net/addr.ts";
import { idValues } from "../net/id-map.ts";
import {
	addrFlags,
	IFA_F_DADFAILED,
	IFA_F_DEPRECATED,
	IFA_F_SECONDARY,
	IFA_F_TEMPORARY,
	IFA_F_TENTATIVE,
} from "../uapi/addr-flags.ts";

/** How a thing stands against an earlier world. */
export type Change = "same" | "gone" | "new" | "changed";

/** Before the line of a device: colour alone tells nothing to who does not see it. */
export const marks: Readonly<Record<Change, string>> = { same: " ", gone: "-", new: "+", changed: "*" };

export interface SceneDevice {
	/** `host/eth0`: unique, and the same in two worlds. */
	readonly key: string;
	readonly name: string;
	/** Missing for lo and for cards. */
	readonly kind?: string;
	readonly up: boolean;
	readonly carrier: boolean;
	/** As `10.0.0.1/24`, with what is special about it behind; link-local ones of IPv6 are left out. */
	readonly addresses: readonly string[];
	/** Name of the device it is a port of. */
	readonly master?: string;
	readonly change: Change;
}

export interface SceneNetns {
	readonly name: string;
	readonly devices: readonly SceneDevice[];
}

/** Between two devices, by their keys. */
export interface Wire {
	readonly a: string;
	readonly b: string;
	/** A pair (veth), a port and its master, a device and the one it stands on. */
	readonly role: "pair" | "port" | "lower";
	/** Both ends can carry packets. */
	readonly alive: boolean;
	readonly change: Change;
}

export interface Scene {
	readonly netns: readonly SceneNetns[];
	readonly wires: readonly Wire[];
}

export function sceneOf(kernel: Kernel): Scene {
	const names = netnsNames(kernel);
	const devices = [...names].flatMap(([netns, name]) => {
		const t = beginTask(kernel, netns);
		return [...devicesOf(t, netns)].map((device) => ({ t, device, netns: name, key: `${name}/${device.name}` }));
	});
	const keys = new Map(devices.map(({ device, key }) => [device.id, key]));
	const wires = devices.flatMap(({ t, device }) => wiresOf(t, device, keys));
	return {
		netns: [...names.values()].map((name) => ({
			name,
			devices: devices.filter((row) => row.netns === name).map(({ device, key }) => sceneDevice(device, key, keys)),
		})),
		wires: wires.filter((wire, i) => wires.findIndex((other) => sameEnds(wire, other)) === i),
	};
}

function sameEnds(x: Wire, y: Wire): boolean {
	return x.role === y.role && ((x.a === y.a && x.b === y.b) || (x.a === y.b && x.b === y.a));
}

/** The first namespace is the host; one that lost its name keeps its number. */
function netnsNames(kernel: Kernel): Map<number, string> {
	const named = new Map((kernel.mounts ?? []).map(({ netns, name }) => [netns, name]));
	return new Map(
		[...idValues(kernel.netns)].map(({ id }, i) => [id, named.get(id) ?? (i === 0 ? "host" : `netns ${id}`)]),
	);
}

function sceneDevice(device: Device, key: string, keys: ReadonlyMap<number, string>): SceneDevice {
	const kind = driverOf(device).infoKind;
	const master = device.master === undefined ? undefined : keys.get(device.master)?.split("/").pop();
	return {
		key,
		name: device.name,
		...(kind !== undefined && { kind }),
		up: isUp(device),
		carrier: device.carrier,
		addresses: [
			...addrs4(device).map((ifa) => `${ifa.local}/${ifa.prefixlen}${special(ifa.flags)}`),
			...addrs6(device)
				.filter((ifa) => !isLinkLocal(ifa.addr))
				.map((ifa) => `${ifa.addr}/${ifa.prefixlen}${special(ifa.flags & ~IFA_F_TEMPORARY)}`),
		],
		...(master !== undefined && { master }),
		change: "same",
	};
}

/** By these an address is not quite one: words that ip itself shows. In IPv4 the number of temporary means secondary. */
const notQuite = IFA_F_SECONDARY | IFA_F_DADFAILED | IFA_F_DEPRECATED | IFA_F_TENTATIVE;

function special(flags: number): string {
	return addrFlags
		.filter(({ number, name }) => (number & flags & notQuite) !== 0 && name !== "temporary")
		.map(({ name }) => ` ${name}`)
		.join("");
}

function wiresOf(t: Task, device: Device, keys: ReadonlyMap<number, string>): Wire[] {
	const a = keys.get(device.id) as string;
	const wires: Wire[] = [];
	const master = device.master === undefined ? undefined : keys.get(device.master);
	const works = isUp(device) && device.carrier;
	if (master !== undefined) wires.push({ a, b: master, role: "port", alive: works, change: "same" });
	const other = linkedTo(t, device);
	const b = other && keys.get(other.id);
	if (other && b !== undefined) {
		const pair = linkedTo(t, other)?.id === device.id;
		wires.push({ a, b, role: pair ? "pair" : "lower", alive: works && isUp(other), change: "same" });
	}
	return wires;
}

/** IFLA_LINK: an index counts in its own namespace. */
function linkedTo(t: Task, device: Device): Device | undefined {
	const driver = driverOf(device);
	const index = driver.iflink?.(t, device) ?? device.index;
	const there = driver.linkNetns?.(t, device) ?? device.netns;
	const other = index === 0 ? undefined : deviceByIndex(t, there, index);
	return other?.id === device.id ? undefined : other;
}

/** A port stands below its master. */
export function ordered(devices: readonly SceneDevice[]): SceneDevice[] {
	const below = (name: string | undefined): SceneDevice[] =>
		devices.filter(({ master }) => master === name).flatMap((device) => [device, ...below(device.name)]);
	const placed = below(undefined);
	return [...placed, ...devices.filter((device) => !placed.includes(device))];
}

/** Both worlds in one scene: what is gone stays visible, what is new or changed is marked. */
export function difference(before: Scene, after: Scene): Scene {
	const names = [...new Set([...after.netns, ...before.netns].map(({ name }) => name))];
	const find = (scene: Scene, name: string) => scene.netns.find((each) => each.name === name)?.devices ?? [];
	const netns = names.map((name) => {
		const [was, is] = [find(before, name), find(after, name)];
		const gone = was.filter(({ key }) => !is.some((device) => device.key === key));
		const now = is.map((device) => ({
			...device,
			change: deviceChange(
				was.find(({ key }) => key === device.key),
				device,
			),
		}));
		return { name, devices: [...now, ...gone.map((device) => ({ ...device, change: "gone" as const }))] };
	});
	const goneWires = before.wires.filter((wire) => !after.wires.some((other) => sameEnds(wire, other)));
	const wires = after.wires.map((wire) => {
		const was = before.wires.find((other) => sameEnds(wire, other));
		const change: Change = was === undefined ? "new" : was.alive === wire.alive ? "same" : "changed";
		return { ...wire, change };
	});
	return { netns, wires: [...wires, ...goneWires.map((wire) => ({ ...wire, alive: false, change: "gone" as const }))] };
}

function deviceChange(was: SceneDevice | undefined, is: SceneDevice): Change {
	if (was === undefined) return "new";
	const same =
		was.up === is.up &&
		was.carrier === is.carrier &&
		was.addresses.join() === is.addresses.join() &&
		was.master === is.master;
	return same ? "same" : "changed";
}

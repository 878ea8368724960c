/** What is where in a world, across its namespaces: names, addresses, the other ends of lines. */
import { addrs4 } from "../../kernel/address4.ts";
import { addrs6 } from "../../kernel/address6.ts";
import { initNetns } from "../../kernel/boot.ts";
import type { Device } from "../../kernel/device.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { type Addr, familyOf } from "../../net/addr.ts";
import { idGet, idValues } from "../../net/id-map.ts";
import type { Prefix } from "../../net/prefix.ts";

/** The name of a namespace; "" for the first one, and its number where it has none. */
export function nsName(kernel: Kernel, netns: number): string {
	if (netns === initNetns) return "";
	return kernel.mounts?.find((mount) => mount.netns === netns)?.name ?? `netns#${netns}`;
}

export function nsByName(kernel: Kernel, name: string): number | undefined {
	return kernel.mounts?.find((mount) => mount.name === name)?.netns;
}

export function deviceById(kernel: Kernel, id: number | undefined): Device | undefined {
	return id === undefined ? undefined : idGet(kernel.devices, id);
}

export function devicesIn(kernel: Kernel, netns: number): Device[] {
	return [...idValues(kernel.devices)].filter((device) => device.netns === netns);
}

/** An address where it is. */
export interface Home {
	readonly device: Device;
	readonly addr: Addr;
	readonly len: number;
	readonly scope: number;
}

export function homesOn(device: Device): Home[] {
	const four = addrs4(device).map(({ local, prefixlen, scope }) => ({ device, addr: local, len: prefixlen, scope }));
	const six = addrs6(device).map(({ addr, prefixlen, scope }) => ({ device, addr, len: prefixlen, scope }));
	return [...four, ...six];
}

export function homes(kernel: Kernel): Home[] {
	return [...idValues(kernel.devices)].flatMap(homesOn);
}

export function homesOf(kernel: Kernel, addr: Addr): Home[] {
	return homes(kernel).filter((home) => home.addr === addr);
}

export function networkOf({ addr, len }: Home): Prefix {
	return { addr, len };
}

export function sameFamily(a: Addr, b: Addr): boolean {
	return familyOf(a) === familyOf(b);
}

/** The other end of a veth pair. */
export function peerOf(kernel: Kernel, device: Device): Device | undefined {
	const { peer } = device.data;
	return typeof peer === "number" ? deviceById(kernel, peer) : undefined;
}

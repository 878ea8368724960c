/**
 * Which of its addresses a host puts into an IPv6 packet as the source: RFC 6724 section 5 as net/ipv6/addrconf.c
 * ipv6_dev_get_saddr() applies it.
 */
import { type Addr, isMulticast, sourceScope6, toWords } from "../net/addr.ts";
import { IFA_F_DEPRECATED, IFA_F_OPTIMISTIC } from "../uapi/addr-flags.ts";
import type { SourceFate } from "../uapi/reason.ts";
import { addrs6, type Ifa6, isTentative } from "./address6.ts";
import { labelOf } from "./addrlabel.ts";
import type { Device } from "./device.ts";
import { l3mdevMaster } from "./l3mdev.ts";
import { devicesOf, type Task } from "./task.ts";

const linkScope = 2;

function commonBits(a: Addr, b: Addr): number {
	const [x, y] = [toWords(a), toWords(b)];
	for (let i = 0; i < x.length; i++) {
		const difference = ((x[i] as number) ^ (y[i] as number)) >>> 0;
		if (difference) return i * 32 + Math.clz32(difference);
	}
	return 128;
}

/** One number for each rule in turn; a greater one wins. */
function scoreOf(t: Task, device: Device, owner: Device, ifa: Ifa6, dst: Addr): readonly number[] {
	const wanted = sourceScope6(dst);
	const scope = sourceScope6(ifa.addr);
	const label = labelOf(t, device.netns, dst, device.index);
	return [
		ifa.addr === dst ? 1 : 0,
		// wide enough beats too narrow, then the closest fit
		scope >= wanted ? -scope : scope - 128,
		ifa.flags & (IFA_F_DEPRECATED | IFA_F_OPTIMISTIC) ? 0 : 1,
		owner.id === device.id ? 1 : 0,
		labelOf(t, owner.netns, ifa.addr, owner.index) === label ? 1 : 0,
		Math.min(commonBits(ifa.addr, dst), ifa.prefixlen),
	];
}

function isGreater(a: readonly number[], b: readonly number[]): boolean {
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) > (b[i] as number);
	return false;
}

interface Candidate {
	readonly ifa: Ifa6;
	readonly owner: Device;
	readonly score: readonly number[];
}

/** Of several equally good ones the first in the order of devices and their lists. */
export function selectAddr6(t: Task, device: Device, dst: Addr): Addr | undefined {
	let best: Candidate | undefined;
	const owners = candidates(t, device, dst);
	for (const owner of owners)
		for (const ifa of addrs6(owner)) {
			if (isTentative(ifa) || isMulticast(ifa.addr)) continue;
			const score = scoreOf(t, device, owner, ifa, dst);
			if (!best || isGreater(score, best.score)) best = { ifa, owner, score };
		}
	t.reasons?.push({
		step: "select",
		dev: device.name,
		sources: owners.flatMap((owner) =>
			addrs6(owner).map((ifa) => ({ addr: ifa.addr, dev: owner.name, fate: fateOf(t, device, owner, ifa, dst, best) })),
		),
	});
	return best?.ifa.addr;
}

/** The rules in the order of scoreOf(). */
const rules = ["itself", "scope6", "deprecated", "interface", "label", "prefix"] as const;

/** The rule by which an address has lost. */
function fateOf(t: Task, device: Device, owner: Device, ifa: Ifa6, dst: Addr, best: Candidate | undefined): SourceFate {
	if (ifa === best?.ifa) return "chosen";
	if (isTentative(ifa) || isMulticast(ifa.addr)) return "tentative";
	const score = scoreOf(t, device, owner, ifa, dst);
	return rules[score.findIndex((value, i) => value !== best?.score[i])] ?? "order";
}

/** Section 4: for a link-local or multicast destination only the device's own; in a VRF only those of the VRF. */
function candidates(t: Task, device: Device, dst: Addr): Device[] {
	if (isMulticast(dst) || sourceScope6(dst) <= linkScope) return [device];
	const master = l3mdevMaster(t, device);
	const all = [...devicesOf(t, device.netns)].filter((other) => l3mdevMaster(t, other)?.id === master?.id);
	if (!master) return all;
	// ipv6_get_saddr_master(), recording vrf-source-six: one alone is not compared, and taken as it is; of several it is that of the device, then the VRF's
	const near = device.id === master.id ? [device] : [device, master];
	const usable = near.flatMap(addrs6).filter((ifa) => !isTentative(ifa) && !isMulticast(ifa.addr));
	return usable.length === 1 ? near : [...near, ...all.filter(({ id }) => !near.some((other) => other.id === id))];
}

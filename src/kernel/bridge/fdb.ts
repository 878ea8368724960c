/**
 * The forwarding database: net/bridge/br_fdb.c. Addresses of this host (`local`), those a user gave (`static`), and those that
 * were seen (`learned`), which are forgotten after the ageing time.
 */
import type { FdbMessage } from "../../uapi/bridge.ts";
import { NTF_EXT_LEARNED, NTF_STICKY } from "../../uapi/neighbour.ts";
import { NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE } from "../../uapi/nud.ts";
import type { Device } from "../device.ts";
import { profiles } from "../profile.ts";
import { deviceOf, notify, type Task } from "../task.ts";
import { bridgeOf, bridgePortOf, type FdbEntry, setBridge, toMs } from "./bridge.ts";

function entries(t: Task, bridge: number): readonly FdbEntry[] {
	return bridgeOf(deviceOf(t, bridge)).fdb;
}

/** fdb_find_rcu(): what is old enough to be gone counts as gone. */
export function findFdb(t: Task, bridge: number, address: string, vlan: number): FdbEntry | undefined {
	return entries(t, bridge).find(
		(entry) => entry.address === address && entry.vlan === vlan && isFresh(t, bridge, entry),
	);
}

function isFresh(t: Task, bridge: number, entry: FdbEntry): boolean {
	return (
		entry.kind !== "learned" ||
		entry.extern === true ||
		t.kernel.now - entry.updated < toMs(bridgeOf(deviceOf(t, bridge)).ageingTime)
	);
}

export function liveFdb(t: Task, bridge: number): FdbEntry[] {
	return entries(t, bridge).filter((entry) => isFresh(t, bridge, entry));
}

export function addFdb(t: Task, bridge: number, entry: FdbEntry): void {
	// One that is known stays in its place.
	const known = findFdb(t, bridge, entry.address, entry.vlan);
	const others = entries(t, bridge).filter((old) => isFresh(t, bridge, old));
	setBridge(t, bridge, { fdb: known ? others.map((old) => (old === known ? entry : old)) : [...others, entry] });
	if (!known || isModified(known, entry)) announceFdb(t, bridge, "PF_BRIDGE RTM_NEWNEIGH", entry);
}

/** fdb_add_entry(), br_fdb_update(): seen again is no news; elsewhere or otherwise is. */
function isModified(before: FdbEntry, now: FdbEntry): boolean {
	return (["port", "kind", "sticky", "extern"] as const).some((name) => before[name] !== now[name]);
}

/** fdb_delete(), the newest first. */
export function removeFdb(t: Task, bridge: number, gone: (entry: FdbEntry) => boolean): void {
	const removed = liveFdb(t, bridge).filter(gone);
	setBridge(t, bridge, { fdb: entries(t, bridge).filter((entry) => !gone(entry)) });
	for (const entry of removed.reverse()) announceFdb(t, bridge, "PF_BRIDGE RTM_DELNEIGH", entry);
}

/** fdb_notify() */
function announceFdb(
	t: Task,
	bridge: number,
	type: "PF_BRIDGE RTM_NEWNEIGH" | "PF_BRIDGE RTM_DELNEIGH",
	entry: FdbEntry,
): void {
	const device = deviceOf(t, bridge);
	if (entry.vlan !== 0 && !profiles[t.kernel.profile].bridgeVlans) return;
	notify(t, device.netns, { type, fdb: describeFdb(t, device, entry) });
}

const states = { local: NUD_PERMANENT, static: NUD_NOARP, learned: NUD_REACHABLE } as const;

export function flagsOf({ sticky, extern }: FdbEntry): number {
	return (sticky ? NTF_STICKY : 0) | (extern ? NTF_EXT_LEARNED : 0);
}

/** fdb_fill_info() */
export function describeFdb(t: Task, bridge: Device, entry: FdbEntry): FdbMessage {
	const age = Math.floor((t.kernel.now - entry.updated) / 1000);
	return {
		lladdr: entry.address,
		ifindex: (entry.port === undefined ? bridge : deviceOf(t, entry.port)).index,
		state: states[entry.kind],
		flags: flagsOf(entry),
		master: bridge.index,
		used: age,
		updated: age,
		...(entry.vlan !== 0 && { vlan: entry.vlan }),
	};
}

/** br_fdb_update(): a frame from this address came in at a port. */
export function learn(t: Task, bridge: number, port: number, address: string, vlan: number): void {
	const old = findFdb(t, bridge, address, vlan);
	if (old?.kind === "local" || old?.sticky) return;
	addFdb(t, bridge, { kind: "learned", ...old, address, vlan, port, updated: t.kernel.now });
}

/** br_fdb_delete_by_port(): what was learned there, or everything. */
export function forgetPort(t: Task, bridge: number, port: number, which: "learned" | "all"): void {
	removeFdb(t, bridge, (entry) => entry.port === port && (which === "all" || entry.kind === "learned"));
}

/**
 * The host's own entries of a port, which all go before the new ones come (br_fdb_changeaddr), or of the bridge itself, one VLAN
 * after the other (br_fdb_change_mac_address).
 */
export function syncLocal(t: Task, bridge: number, port: number | undefined): void {
	const isOld = (entry: FdbEntry) => entry.port === port && entry.kind === "local" && !entry.byUser;
	if (port !== undefined) removeFdb(t, bridge, isOld);
	for (const vlan of [0, ...vlanIds(t, bridge, port)]) {
		if (port === undefined) removeFdb(t, bridge, (entry) => isOld(entry) && entry.vlan === vlan);
		addLocal(t, bridge, port, vlan);
	}
}

function vlanIds(t: Task, bridge: number, port: number | undefined): number[] {
	const vlans = port === undefined ? bridgeOf(deviceOf(t, bridge)).vlans : bridgePortOf(deviceOf(t, port)).vlans;
	return vlans.map(({ vid }) => vid);
}

/** fdb_add_local() */
function addLocal(t: Task, bridge: number, port: number | undefined, vlan: number): void {
	const { address } = deviceOf(t, port ?? bridge);
	if (findFdb(t, bridge, address, vlan)?.kind === "local") return;
	const where = port === undefined ? {} : { port };
	addFdb(t, bridge, { address, vlan, kind: "local", updated: t.kernel.now, ...where });
}

/** br_vlan_add(), nbp_vlan_add(), nbp_vlan_delete(): other VLANs than before, and with them the host's entries there. */
export function syncVlans(t: Task, bridge: number, port: number | undefined, before: readonly number[]): void {
	const now = vlanIds(t, bridge, port);
	const { address } = deviceOf(t, port ?? bridge);
	const gone = (vlan: number) => before.includes(vlan) && !now.includes(vlan);
	removeFdb(t, bridge, (entry) => {
		if (entry.port !== port || !gone(entry.vlan)) return false;
		return entry.kind === "local" ? entry.address === address : entry.kind === "learned" && !entry.extern;
	});
	for (const vlan of now) if (!before.includes(vlan)) addLocal(t, bridge, port, vlan);
}

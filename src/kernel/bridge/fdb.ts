/**
 * The forwarding database: net/bridge/br_fdb.c. Addresses of this host (`local`), those a user gave (`static`), and those that
 * were seen (`learned`), which are forgotten after the ageing time.
 */
import { deviceOf, type Task } from "../task.ts";
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
}

export function removeFdb(t: Task, bridge: number, gone: (entry: FdbEntry) => boolean): void {
	setBridge(t, bridge, { fdb: entries(t, bridge).filter((entry) => !gone(entry)) });
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

/** br_fdb_changeaddr(), br_fdb_change_mac_address(): the host's own entries of a port, or of the bridge itself. */
export function syncLocal(t: Task, bridge: number, port: number | undefined): void {
	removeFdb(t, bridge, (entry) => entry.port === port && entry.kind === "local" && !entry.byUser);
	for (const vlan of [0, ...vlanIds(t, bridge, port)]) addLocal(t, bridge, port, vlan);
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

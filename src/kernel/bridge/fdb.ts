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
	return entry.kind !== "learned" || t.kernel.now - entry.updated < toMs(bridgeOf(deviceOf(t, bridge)).ageingTime);
}

export function liveFdb(t: Task, bridge: number): FdbEntry[] {
	return entries(t, bridge).filter((entry) => isFresh(t, bridge, entry));
}

export function addFdb(t: Task, bridge: number, entry: FdbEntry): void {
	const others = entries(t, bridge).filter((old) => old.address !== entry.address || old.vlan !== entry.vlan);
	setBridge(t, bridge, { fdb: [...others, entry] });
}

export function removeFdb(t: Task, bridge: number, gone: (entry: FdbEntry) => boolean): void {
	setBridge(t, bridge, { fdb: entries(t, bridge).filter((entry) => !gone(entry)) });
}

/** br_fdb_update(): a frame from this address came in at a port. */
export function learn(t: Task, bridge: number, port: number, address: string, vlan: number): void {
	const old = findFdb(t, bridge, address, vlan);
	if (old && old.kind !== "learned") return;
	addFdb(t, bridge, { address, vlan, port, kind: "learned", updated: t.kernel.now });
}

/** br_fdb_delete_by_port(): what was learned there, or everything. */
export function forgetPort(t: Task, bridge: number, port: number, which: "learned" | "all"): void {
	removeFdb(t, bridge, (entry) => entry.port === port && (which === "all" || entry.kind === "learned"));
}

/** br_fdb_changeaddr(), br_fdb_change_mac_address(): the host's own entries of a port, or of the bridge itself. */
export function syncLocal(t: Task, bridge: number, port: number | undefined): void {
	const master = deviceOf(t, bridge);
	const device = port === undefined ? master : deviceOf(t, port);
	const vlans = port === undefined ? bridgeOf(master).vlans : bridgePortOf(device).vlans;
	removeFdb(t, bridge, (entry) => entry.port === port && entry.kind === "local");
	for (const vlan of [0, ...vlans.map(({ vid }) => vid)]) {
		const other = findFdb(t, bridge, device.address, vlan);
		if (other?.kind === "local") continue;
		const where = port === undefined ? {} : { port };
		addFdb(t, bridge, { address: device.address, vlan, kind: "local", updated: t.kernel.now, ...where });
	}
}

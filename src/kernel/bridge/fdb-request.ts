/**
 * Requests about a bridge's forwarding database, and what it tells of it: net/bridge/br_fdb.c br_fdb_add(), br_fdb_delete(),
 * br_fdb_delete_bulk(), br_fdb_get(), br_fdb_dump().
 */
import { isZeroLladdr } from "../../net/lladdr.ts";
import type { FdbFlush, FdbLookup, FdbMessage, FdbRequest } from "../../uapi/bridge.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/message.ts";
import { NTF_EXT_LEARNED, NTF_STICKY, NTF_USE } from "../../uapi/neighbour.ts";
import { NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE } from "../../uapi/nud.ts";
import type { Device } from "../device.ts";
import { bridgeAbove, type FdbOps } from "../fdb.ts";
import { profiles } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, type Task } from "../task.ts";
import { BR_STATE_FORWARDING, BR_STATE_LEARNING, bridgeOf, bridgePortOf, type FdbEntry } from "./bridge.ts";
import { addFdb, describeFdb, findFdb, flagsOf, learn, liveFdb, removeFdb } from "./fdb.ts";

/** The VLANs that are meant: none and all that are there, or the one named. */
function vlansMeant(t: Task, bridge: Device, port: Device | undefined, vlan: number | undefined): readonly number[] {
	const counts = profiles[t.kernel.profile].bridgeVlans;
	const vlans = counts ? (port ? bridgePortOf(port).vlans : bridgeOf(bridge).vlans) : [];
	const own = vlans.map(({ vid }) => vid);
	if (vlan === undefined) return [0, ...own];
	if (!own.includes(vlan)) throw new Refusal("EINVAL");
	return [vlan];
}

/** br_fdb_add() */
function add(t: Task, bridge: Device, request: FdbRequest, port?: Device): void {
	if (!(request.state & (NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE))) throw new Refusal("EINVAL");
	if (isZeroLladdr(request.lladdr)) throw new Refusal("EINVAL");
	for (const vlan of vlansMeant(t, bridge, port, request.vlan)) addOne(t, bridge, request, vlan, port);
}

/** __br_fdb_add() */
function addOne(t: Task, bridge: Device, request: FdbRequest, vlan: number, port: Device | undefined): void {
	const { ndmFlags, lladdr, state } = request;
	const entry = { address: lladdr, vlan, updated: t.kernel.now, ...(port && { port: port.id }) };
	if (ndmFlags & NTF_USE) {
		if (!port) throw new Refusal("EINVAL");
		if (canLearn(port)) learn(t, bridge.id, port.id, lladdr, vlan);
		return;
	}
	if (ndmFlags & NTF_EXT_LEARNED) {
		if (!port && !(state & NUD_PERMANENT))
			throw new Refusal("EINVAL", "bridge: FDB entry towards bridge must be permanent");
		return addFdb(t, bridge.id, { ...entry, kind: port ? "learned" : "local", extern: true });
	}
	judge(t, bridge, request, vlan, port);
	const sticky = (ndmFlags & NTF_STICKY) !== 0;
	addFdb(t, bridge.id, { ...entry, kind: kindOf(state), byUser: true, ...(sticky && { sticky }) });
}

function canLearn(port: Device): boolean {
	const { state } = bridgePortOf(port);
	return state === BR_STATE_LEARNING || state === BR_STATE_FORWARDING;
}

function kindOf(state: number): FdbEntry["kind"] {
	if (state & NUD_PERMANENT) return "local";
	return state & NUD_NOARP ? "static" : "learned";
}

/** fdb_add_entry(): a port that cannot learn has only what is put there for good. */
function judge(
	t: Task,
	bridge: Device,
	{ state, flags, ndmFlags, lladdr }: FdbRequest,
	vlan: number,
	port: Device | undefined,
): void {
	if (port && !(state & (NUD_PERMANENT | NUD_NOARP)) && !canLearn(port)) throw new Refusal("EPERM");
	if (!port && !(state & NUD_PERMANENT)) throw new Refusal("EINVAL");
	if (ndmFlags & NTF_STICKY && state & NUD_PERMANENT) throw new Refusal("EINVAL");
	const known = findFdb(t, bridge.id, lladdr, vlan);
	if (known && flags & NLM_F_EXCL) throw new Refusal("EEXIST");
	if (!known && !(flags & NLM_F_CREATE)) throw new Refusal("ENOENT");
}

/** br_fdb_delete() */
function del(t: Task, bridge: Device, request: FdbRequest, port?: Device): void {
	const vlans = vlansMeant(t, bridge, port, request.vlan);
	const isMeant = (entry: FdbEntry): boolean =>
		entry.address === request.lladdr && entry.port === port?.id && vlans.includes(entry.vlan);
	if (!liveFdb(t, bridge.id).some(isMeant)) throw new Refusal("ENOENT");
	removeFdb(t, bridge.id, isMeant);
}

/** br_fdb_delete_bulk(), __fdb_flush_matches() */
function flush(t: Task, bridge: Device, request: FdbFlush, port?: Device): void {
	const only = request.brport === undefined ? port : flushPort(t, bridge, request.brport);
	const { state, stateMask, ndmFlags, flagsMask, vlan } = request;
	removeFdb(t, bridge.id, (entry) => {
		if (only && (entry.port ?? bridge.id) !== only.id) return false;
		if (vlan !== undefined && entry.vlan !== vlan) return false;
		const local = entry.kind === "local" ? NUD_PERMANENT : 0;
		const held = entry.kind === "learned" ? 0 : NUD_NOARP;
		if (((local | held) ^ state) & stateMask) return false;
		return ((flagsOf(entry) ^ ndmFlags) & flagsMask) === 0;
	});
}

/** __fdb_flush_validate_ifindex() */
function flushPort(t: Task, bridge: Device, index: number): Device {
	const device = deviceByIndex(t, t.netns, index);
	if (!device) throw new Refusal("ENODEV", "bridge: Unknown flush device ifindex");
	if (device.id === bridge.id) return device;
	const above = bridgeAbove(t, device);
	if (!above) throw new Refusal("EINVAL", "bridge: Flush device is not a bridge or bridge port");
	if (above.id !== bridge.id) throw new Refusal("EINVAL", "bridge: Port belongs to a different bridge device");
	return device;
}

/** br_fdb_get() */
function get(t: Task, bridge: Device, { lladdr, vlan = 0 }: FdbLookup): FdbMessage {
	const entry = findFdb(t, bridge.id, lladdr, vlan);
	if (!entry) throw new Refusal("ENOENT", "Fdb entry not found");
	return describeFdb(t, bridge, entry);
}

/** br_fdb_dump(): the newest first. */
function dump(t: Task, bridge: Device, port?: Device): FdbMessage[] {
	return liveFdb(t, bridge.id)
		.filter((entry) => entry.port === port?.id)
		.filter(({ vlan }) => vlan === 0 || profiles[t.kernel.profile].bridgeVlans)
		.reverse()
		.map((entry) => describeFdb(t, bridge, entry));
}

export const bridgeFdb: FdbOps = { add, del, flush, get, dump };

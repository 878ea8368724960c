/**
 * Where a VXLAN device finds an address: drivers/net/vxlan/vxlan_core.c vxlan_fdb_update(), vxlan_fdb_delete(), vxlan_fdb_info(),
 * vxlan_snoop(). An entry has one end or, for groups and for 00:00:00:00:00:00 (whatever is not known), several.
 */
import { type Addr, familyOf, isUnspecified } from "../../net/addr.ts";
import { isMulticastLladdr, isZeroLladdr, type Lladdr } from "../../net/lladdr.ts";
import type { FdbLookup, FdbMessage, FdbRequest } from "../../uapi/bridge.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/message.ts";
import { NTF_SELF } from "../../uapi/neighbour.ts";
import { NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE } from "../../uapi/nud.ts";
import type { Device } from "../device.ts";
import { lladdrSlot } from "../drivers/hash.ts";
import type { FdbOps } from "../fdb.ts";
import { netnsId } from "../nsid.ts";
import { has } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, deviceOf, notify, setDevice, type Task } from "../task.ts";
import { vxlanOf } from "./config.ts";

/** struct vxlan_rdst */
interface Remote {
	readonly dst: Addr;
	readonly port: number;
	readonly vni: number;
	/** Index of the device towards it; 0 is any. */
	readonly via: number;
}

/** struct vxlan_fdb */
export interface VxlanEntry {
	readonly address: Lladdr;
	/** Of an external device; else its own. */
	readonly vni: number;
	readonly state: number;
	readonly flags: number;
	readonly remotes: readonly Remote[];
	/** Kernel time, ms. */
	readonly updated: number;
}

const unknown = "00:00:00:00:00:00";

/** vxlan_cleanup(): what was learned goes after the ageing time. */
export function entriesOf(t: Task, { id }: Device): readonly VxlanEntry[] {
	const { fdb = [], ageing = 300 } = vxlanOf(deviceOf(t, id));
	const isFresh = ({ state, updated }: VxlanEntry) =>
		(state & (NUD_PERMANENT | NUD_NOARP)) !== 0 || t.kernel.now - updated < ageing * 1000;
	return fdb.filter(isFresh);
}

function setEntries(t: Task, id: number, fdb: readonly VxlanEntry[]): void {
	setDevice(t, id, { data: { ...deviceOf(t, id).data, fdb } });
}

/** vxlan_flush(): what was put there for good stays, and where everything unknown goes. */
export function forgetLearned(t: Task, id: number): void {
	for (const entry of entriesOf(t, deviceOf(t, id)))
		if (!(entry.state & (NUD_PERMANENT | NUD_NOARP)) && entry.address !== unknown)
			drop(t, deviceOf(t, id), entry, entry.remotes);
}

function find(t: Task, device: Device, address: Lladdr, vni: number): VxlanEntry | undefined {
	return entriesOf(t, device).find((entry) => entry.address === address && entry.vni === vni);
}

/** vxlan_fdb_update(): what is new or otherwise is told, of the end that it is about. */
function put(t: Task, device: Device, entry: VxlanEntry): void {
	const known = find(t, device, entry.address, entry.vni);
	const entries = entriesOf(t, device);
	setEntries(t, device.id, known ? entries.map((old) => (old === known ? entry : old)) : [...entries, entry]);
	const fresh = entry.remotes.find((remote) => !known?.remotes.some(same(remote)));
	const told = fresh ?? (known?.state !== entry.state || known.flags !== entry.flags ? entry.remotes[0] : undefined);
	if (told) announce(t, device, "RTM_NEWNEIGH", entry, told);
}

/** vxlan_fdb_dst_destroy(), vxlan_fdb_destroy() */
function drop(t: Task, device: Device, entry: VxlanEntry, gone: readonly Remote[]): void {
	const remotes = entry.remotes.filter((remote) => !gone.includes(remote));
	const entries = entriesOf(t, device);
	const others = entries.filter((old) => old !== entry);
	const kept = entries.map((old) => (old === entry ? { ...entry, remotes } : old));
	setEntries(t, device.id, remotes.length > 0 ? kept : others);
	for (const remote of gone) announce(t, device, "RTM_DELNEIGH", entry, remote);
}

/** vxlan_fdb_notify() */
function announce(t: Task, { id }: Device, verb: "RTM_NEWNEIGH" | "RTM_DELNEIGH", entry: VxlanEntry, rd: Remote): void {
	const device = deviceOf(t, id);
	notify(t, device.netns, { type: `PF_BRIDGE ${verb}`, fdb: describe(t, device, entry, rd) });
}

function same(a: Remote): (b: Remote) => boolean {
	return (b) => a.dst === b.dst && a.port === b.port && a.vni === b.vni && a.via === b.via;
}

/** vxlan_fdb_parse(): what is not said is the device's own. */
function parse(t: Task, device: Device, request: FdbRequest): { remote: Remote; vni: number } {
	const own = vxlanOf(device);
	const { dst, port, vni, srcVni, via = 0 } = request;
	if (via && !deviceByIndex(t, own.net, via)) throw new Refusal("EADDRNOTAVAIL", "Device not found");
	const any = own.ipv6 ? "::" : "0.0.0.0";
	const remote = { dst: dst ?? any, port: port ?? own.port, vni: vni ?? own.id, via };
	return { remote, vni: srcVni ?? own.id };
}

/** vxlan_fdb_add(), vxlan_fdb_update() */
function add(t: Task, device: Device, request: FdbRequest): void {
	const { state, flags, lladdr, dst, ndmFlags } = request;
	if (!(state & (NUD_PERMANENT | NUD_REACHABLE))) throw new Refusal("EINVAL");
	if (dst === undefined) throw new Refusal("EINVAL");
	const { remote, vni } = parse(t, device, request);
	if (familyOf(remote.dst) !== (vxlanOf(device).ipv6 ? "inet6" : "inet")) throw new Refusal("EAFNOSUPPORT");
	const many = isMulticastLladdr(lladdr) || isZeroLladdr(lladdr);
	const known = find(t, device, lladdr, vni);
	if (known && flags & NLM_F_EXCL) throw new Refusal("EEXIST");
	if (!known && !(flags & NLM_F_CREATE)) throw new Refusal("ENOENT");
	if (flags & NLM_F_REPLACE && many)
		throw new Refusal("EOPNOTSUPP", known ? "Cannot replace non-unicast fdb entries" : undefined);
	const updated = t.kernel.now;
	if (!known) {
		if (entriesOf(t, device).length >= (vxlanOf(device).limit || Number.POSITIVE_INFINITY)) throw new Refusal("ENOSPC");
		return put(t, device, { address: lladdr, vni, state, flags: ndmFlags, remotes: [remote], updated });
	}
	const isThere = known.remotes.some(same(remote));
	const replaced = flags & NLM_F_REPLACE && !isThere ? [remote, ...known.remotes.slice(1)] : known.remotes;
	const remotes = flags & NLM_F_APPEND && many && !isThere ? [...known.remotes, remote] : replaced;
	put(t, device, { ...known, state, flags: ndmFlags, remotes, updated });
}

/** __vxlan_fdb_delete(): one end of several, or the entry; an end that is not there is no error. */
function del(t: Task, device: Device, request: FdbRequest): void {
	const { remote, vni } = parse(t, device, request);
	const known = find(t, device, request.lladdr, vni);
	if (!known) throw new Refusal("ENOENT");
	const isMeant = same(remote);
	const named = !isUnspecified(remote.dst);
	if (named && !known.remotes.some(isMeant)) return;
	drop(t, device, known, named ? known.remotes.filter(isMeant) : known.remotes);
}

/** vxlan_fdb_info() */
function describe(
	t: Task,
	device: Device,
	{ address, vni, state, flags, updated }: VxlanEntry,
	rd: Remote,
): FdbMessage {
	const own = vxlanOf(device);
	const age = Math.floor((t.kernel.now - updated) / 1000);
	return {
		lladdr: address,
		ifindex: device.index,
		state,
		flags,
		...(!isUnspecified(rd.dst) && { dst: rd.dst }),
		...(rd.port !== own.port && { port: rd.port }),
		...(rd.vni !== own.id && { vni: rd.vni }),
		...(rd.via !== 0 && { via: rd.via }),
		...(own.external && vni !== 0 && { srcVni: vni }),
		...(own.net !== device.netns && { linkNetnsid: netnsId(t, device.netns, own.net) }),
		used: age,
		updated: age,
	};
}

/** vxlan_fdb_dump(): the newest first, before 6.16 in each slot of a hash table (eth_hash). */
function inOrder(t: Task, entries: readonly VxlanEntry[]): VxlanEntry[] {
	const newest = [...entries].reverse();
	if (has(t.kernel.profile, "vxlanFdbList")) return newest;
	return newest.sort((a, b) => lladdrSlot(a.address) - lladdrSlot(b.address));
}

function dump(t: Task, device: Device): FdbMessage[] {
	return inOrder(t, entriesOf(t, device)).flatMap((entry) =>
		entry.remotes.map((remote) => describe(t, device, entry, remote)),
	);
}

/** vxlan_fdb_get() */
function get(t: Task, device: Device, { lladdr, vni }: FdbLookup): FdbMessage {
	const entry = find(t, device, lladdr, vni ?? vxlanOf(device).id);
	const [remote] = entry?.remotes ?? [];
	if (!entry || !remote) throw new Refusal("ENOENT", "Fdb entry not found");
	return describe(t, device, entry, remote);
}

export const vxlanFdb: FdbOps = { add, del, dump, get };

/** __vxlan_dev_create(), vxlan_changelink(): the end it was made with is where all goes that is not known. */
export function changeDefault(
	t: Task,
	device: Device,
	before: Addr | undefined,
	after: Addr | undefined,
	via: number,
): void {
	if (before === after) return;
	const { port, id: vni } = vxlanOf(device);
	const given = (dst: Addr | undefined) => (dst === undefined || isUnspecified(dst) ? [] : [{ dst, port, vni, via }]);
	const known = find(t, device, unknown, vni);
	const [old] = given(before);
	const had = known?.remotes ?? [];
	const added = given(after).filter((remote) => !had.some(same(remote)));
	const entry = { address: unknown, vni, state: NUD_PERMANENT | NUD_REACHABLE, flags: NTF_SELF, updated: t.kernel.now };
	// The new end is appended, then the old one goes.
	if (added.length > 0) put(t, device, { ...entry, ...known, remotes: [...had, ...added] });
	const now = find(t, device, unknown, vni);
	const gone = now?.remotes.filter((remote) => remote.dst === old?.dst) ?? [];
	if (now && gone.length > 0) drop(t, device, now, gone);
}

/** vxlan_dellink(); before 6.16 where the unknown goes stayed a while (vxlan_uninit). */
export function forgetAll(t: Task, device: Device, when: "dellink" | "uninit"): void {
	const early = has(t.kernel.profile, "vxlanFdbList");
	for (const entry of inOrder(t, entriesOf(t, device)))
		if (when === "uninit" || early || entry.address !== unknown) drop(t, device, entry, entry.remotes);
}

/** vxlan_find_mac(): the ends behind which an address is, or those for what is not known. */
export function endsOf(t: Task, device: Device, address: Lladdr): readonly Remote[] {
	const { id } = vxlanOf(device);
	return (find(t, device, address, id) ?? find(t, device, unknown, id))?.remotes ?? [];
}

/** vxlan_snoop(): behind which end a sender is; what a user put there for good stays. */
export function snoop(t: Task, device: Device, address: Lladdr, dst: Addr): void {
	const { id: vni, port } = vxlanOf(device);
	const known = find(t, device, address, vni);
	if (known?.remotes[0]?.dst === dst || (known && known.state & (NUD_PERMANENT | NUD_NOARP))) return;
	const updated = t.kernel.now;
	put(t, device, {
		address,
		vni,
		state: NUD_REACHABLE,
		flags: NTF_SELF,
		remotes: [{ dst, port, vni, via: 0 }],
		updated,
	});
}

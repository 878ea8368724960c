/** Requests to bridges: net/core/rtnetlink.c rtnl_bridge_getlink(), rtnl_fdb_dump(), rtnl_bridge_setlink(); net/bridge/br_netlink.c. */
import { isZeroLladdr } from "../../net/lladdr.ts";
import type { BridgeLink, BridgeQuery, BridgeRequest, FdbMessage, FdbRequest } from "../../uapi/bridge.ts";
import type { BridgePortData } from "../../uapi/link-data.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import { type Message, NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/message.ts";
import { NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE } from "../../uapi/nud.ts";
import type { Device } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { fillLink } from "../link-message.ts";
import { masterOf } from "../master.ts";
import { profiles } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, devicesOf, type Task } from "../task.ts";
import {
	BR_STATE_FORWARDING,
	BR_STATE_LEARNING,
	type BridgeVlan,
	bridgeOf,
	bridgePortOf,
	setBridge,
	setBridgePort,
} from "./bridge.ts";
import { addFdb, findFdb, liveFdb, removeFdb, syncLocal } from "./fdb.ts";
import { bridgePortInfo, changeBridgePort } from "./option.ts";
import { withVlan } from "./vlan.ts";

/** The bridge a device is a port of. */
function bridgeAbove(t: Task, device: Device): Device | undefined {
	const master = masterOf(t, device);
	return master && driverOf(master).bridge ? master : undefined;
}

function meant(t: Task, { master, index }: BridgeQuery): Device[] {
	return [...devicesOf(t, t.netns)].filter((device) => {
		if (index !== undefined && device.index !== index) return false;
		return master === undefined || device.index === master || bridgeAbove(t, device)?.index === master;
	});
}

export function getBridgeLink(t: Task, query: BridgeQuery): Message[] {
	return meant(t, query).flatMap((device): Message[] => {
		const brport = fillBridgeLink(t, device);
		return brport ? [{ type: "PF_BRIDGE RTM_NEWLINK", brport }] : [];
	});
}

/** br_fill_ifinfo(): no namespace is told with the number of the lower device. */
function fillBridgeLink(t: Task, device: Device): BridgeLink | undefined {
	const { linkNetnsid: _, ...link } = fillLink(t, device);
	if (driverOf(device).bridge) return { link, vlans: vlansOf(t, device) };
	if (!bridgeAbove(t, device)) return undefined;
	return { link, port: bridgePortInfo(t, device) as BridgePortData, vlans: vlansOf(t, device) };
}

function vlansOf(t: Task, device: Device): readonly BridgeVlan[] {
	if (!profiles[t.kernel.profile].bridgeVlans) return [];
	return driverOf(device).bridge ? bridgeOf(device).vlans : bridgePortOf(device).vlans;
}

export function getFdb(t: Task, query: BridgeQuery): Message[] {
	return meant(t, query)
		.flatMap((device) => {
			const bridge = bridgeAbove(t, device);
			const own = driverOf(device).bridge ? fdbOf(t, device, undefined) : [];
			return [...(bridge ? fdbOf(t, bridge, device) : []), ...listened(device), ...own];
		})
		.map((fdb) => ({ type: "PF_BRIDGE RTM_NEWNEIGH", fdb }));
}

/** ndo_dflt_fdb_dump() */
function listened({ type, multicast, index }: Device): FdbMessage[] {
	if (type !== ARPHRD_ETHER) return [];
	return (multicast?.packet ?? []).map(({ addr }) => ({
		lladdr: addr,
		ifindex: index,
		state: NUD_PERMANENT,
		self: true,
	}));
}

const states = { local: NUD_PERMANENT, static: NUD_NOARP, learned: NUD_REACHABLE } as const;

/** br_fdb_dump(), fdb_fill_info(): the newest first. */
function fdbOf(t: Task, bridge: Device, port: Device | undefined): FdbMessage[] {
	return liveFdb(t, bridge.id)
		.filter((entry) => entry.port === port?.id)
		.filter(({ vlan }) => vlan === 0 || profiles[t.kernel.profile].bridgeVlans)
		.reverse()
		.map(({ address, vlan, kind, updated }) => ({
			lladdr: address,
			ifindex: (port ?? bridge).index,
			state: states[kind],
			self: false,
			master: bridge.index,
			updated: Math.floor((t.kernel.now - updated) / 1000),
			...(vlan !== 0 && { vlan }),
		}));
}

export function setBridgeLink(t: Task, request: BridgeRequest): void {
	const device = deviceByIndex(t, t.netns, request.index);
	if (!device) throw new Refusal("ENODEV");
	const bridge = bridgeAbove(t, device);
	const { protinfo, vlans } = request;
	if (protinfo) {
		if (!bridge || request.self) throw new Refusal("EOPNOTSUPP");
		changeBridgePort(t, bridge, device, protinfo);
	}
	if (!vlans) return;
	// br_vlan_valid_id()
	if (vlans.first < 1 || vlans.last > 4094) throw new Refusal("EINVAL", "bridge: Vlan id is invalid");
	const removes = request.type === "PF_BRIDGE RTM_DELLINK";
	if (!profiles[t.kernel.profile].bridgeVlans) {
		if (removes) return;
		throw new Refusal("EOPNOTSUPP");
	}
	if (!bridge && !(driverOf(device).bridge && request.self)) throw new Refusal("EOPNOTSUPP");
	const old = vlansOf(t, device);
	const wanted = Array.from({ length: vlans.last - vlans.first + 1 }, (_, i) => ({
		vid: vlans.first + i,
		pvid: vlans.pvid,
		untagged: vlans.untagged,
	}));
	const next = removes
		? old.filter(({ vid }) => vid < vlans.first || vid > vlans.last)
		: wanted.reduce<readonly BridgeVlan[]>(withVlan, old);
	if (bridge) setBridgePort(t, device.id, { vlans: next });
	else setBridge(t, device.id, { vlans: next });
	syncLocal(t, (bridge ?? device).id, bridge && device.id);
}

/** br_fdb_add(), br_fdb_delete(): the bridge above the port, the port, and the VLANs that are meant. */
function fdbTarget(t: Task, { index, vlan }: FdbRequest): { bridge: Device; device: Device; vids: readonly number[] } {
	const device = deviceByIndex(t, t.netns, index);
	if (!device) throw new Refusal("ENODEV");
	const bridge = bridgeAbove(t, device);
	if (!bridge) throw new Refusal("EOPNOTSUPP");
	const own = vlansOf(t, device).map(({ vid }) => vid);
	if (vlan !== undefined && !own.includes(vlan)) throw new Refusal("EINVAL");
	return { bridge, device, vids: vlan === undefined ? [0, ...own] : [vlan] };
}

/** fdb_add_entry() */
export function newFdb(t: Task, request: FdbRequest): void {
	if (isZeroLladdr(request.lladdr)) throw new Refusal("EINVAL");
	const { bridge, device, vids } = fdbTarget(t, request);
	const { state } = bridgePortOf(device);
	const learns = state === BR_STATE_LEARNING || state === BR_STATE_FORWARDING;
	// fdb_add_entry(): a port that cannot learn has only what is put there for good.
	if (!learns && !(request.state & (NUD_PERMANENT | NUD_NOARP))) throw new Refusal("EPERM");
	const kind = request.state & NUD_PERMANENT ? "local" : request.state & NUD_NOARP ? "static" : "learned";
	for (const vlan of vids) {
		const known = findFdb(t, bridge.id, request.lladdr, vlan);
		if (known && request.flags & NLM_F_EXCL) throw new Refusal("EEXIST");
		if (!known && !(request.flags & NLM_F_CREATE)) throw new Refusal("ENOENT");
		addFdb(t, bridge.id, { address: request.lladdr, vlan, port: device.id, kind, updated: t.kernel.now });
	}
}

export function delFdb(t: Task, request: FdbRequest): void {
	const { bridge, device, vids } = fdbTarget(t, request);
	const isMeant = (entry: { address: string; vlan: number; port?: number }): boolean =>
		entry.address === request.lladdr && entry.port === device.id && vids.includes(entry.vlan);
	if (!liveFdb(t, bridge.id).some(isMeant)) throw new Refusal("ENOENT");
	removeFdb(t, bridge.id, isMeant);
}

/** Requests to bridges: net/core/rtnetlink.c rtnl_bridge_getlink(), rtnl_bridge_setlink(); net/bridge/br_netlink.c, br_vlan.c. */
import type { BridgeLink, BridgeQuery, BridgeRequest, VlanRequest } from "../../uapi/bridge.ts";
import type { BridgePortData } from "../../uapi/link-data.ts";
import type { Message } from "../../uapi/message.ts";
import { type Device, isUp } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { bridgeAbove, devicesMeant } from "../fdb.ts";
import { fillLink } from "../link-message.ts";
import { profiles } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, deviceOf, notify, type Task } from "../task.ts";
import { BR_STATE_BLOCKING, type BridgeVlan, bridgeOf, bridgePortOf, setBridge, setBridgePort } from "./bridge.ts";
import { syncVlans } from "./fdb.ts";
import { bridgePortInfo, changeBridgePort } from "./port-option.ts";
import { withVlan } from "./vlan.ts";

export function getBridgeLink(t: Task, query: BridgeQuery): Message[] {
	return devicesMeant(t, query).flatMap((device): Message[] => {
		const brport = fillBridgeLink(t, device);
		return brport ? [{ type: "PF_BRIDGE RTM_NEWLINK", brport }] : [];
	});
}

/** br_fill_ifinfo(): no namespace is told with the number of the lower device, and no number that is the device's own. */
function fillBridgeLink(t: Task, device: Device): BridgeLink | undefined {
	const { linkNetnsid: _, link: lower, ...rest } = fillLink(t, device);
	const link = { ...rest, ...(lower !== device.index && { link: lower }) };
	const bridge = driverOf(device).bridge ? device : bridgeAbove(t, device);
	if (!bridge) return undefined;
	const own = { link, vlans: vlansOf(t, device), ...(countsVlans(bridge) && { counts: true as const }) };
	return bridge === device ? own : { ...own, port: bridgePortInfo(t, device) as BridgePortData };
}

/** br_ifinfo_notify(): listeners hear of a port as its bridge sees it. */
export function announcePort(t: Task, id: number): void {
	tellPort(t, id, "PF_BRIDGE RTM_NEWLINK");
}

export function announcePortGone(t: Task, id: number): void {
	tellPort(t, id, "PF_BRIDGE RTM_DELLINK");
}

function tellPort(t: Task, id: number, type: "PF_BRIDGE RTM_NEWLINK" | "PF_BRIDGE RTM_DELLINK"): void {
	const device = deviceOf(t, id);
	const brport = fillBridgeLink(t, device);
	if (!brport) return;
	// VLANs are told only to those who ask for them.
	const { port, ...rest } = { ...brport, vlans: [] };
	notify(t, device.netns, { type, brport: { ...rest, ...(port && type === "PF_BRIDGE RTM_NEWLINK" && { port }) } });
}

/** br_opt_get(BROPT_VLAN_STATS_ENABLED): while the bridge is down nothing passes. */
function countsVlans(bridge: Device): boolean {
	return bridgeOf(bridge).options.vlanStatsEnabled === 1 && isUp(bridge);
}

function vlansOf(t: Task, device: Device): readonly BridgeVlan[] {
	if (!profiles[t.kernel.profile].bridgeVlans) return [];
	return driverOf(device).bridge ? bridgeOf(device).vlans : bridgePortOf(device).vlans;
}

export function setBridgeLink(t: Task, request: BridgeRequest): void {
	const device = deviceByIndex(t, t.netns, request.index);
	if (!device) throw new Refusal("ENODEV");
	const bridge = bridgeAbove(t, device);
	const { protinfo, vlans } = request;
	if (protinfo) {
		if (!bridge || request.self) throw new Refusal("EOPNOTSUPP");
		changeBridgePort(t, bridge, device, protinfo);
		if (!vlans) announcePort(t, device.id);
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
	syncVlans(
		t,
		(bridge ?? device).id,
		bridge && device.id,
		old.map(({ vid }) => vid),
	);
	announcePort(t, device.id);
}

/** br_vlan_rtm_process_one(), br_vlan_process_options(): options of VLANs that are all there. */
export function setVlanOptions(t: Task, { index, first, last, state, mcastRouter }: VlanRequest): void {
	const device = deviceByIndex(t, t.netns, index);
	if (!device) throw new Refusal("ENODEV");
	const bridge = bridgeAbove(t, device);
	if (!bridge && !driverOf(device).bridge)
		throw new Refusal("EINVAL", "bridge: The device is not a valid bridge or bridge port");
	if (first < 1 || last > 4094) throw new Refusal("EINVAL", "bridge: Vlan id is invalid");
	const vlans = vlansOf(t, device);
	const missing = (vid: number) => !vlans.some((vlan) => vlan.vid === vid);
	for (const [vid, what] of [
		[first, "range start"],
		[last, "range end"],
	] as const)
		if (missing(vid)) throw new Refusal("ENOENT", `bridge: Vlan ${what} doesn't exist, can't process options`);
	for (let vid = first; vid <= last; vid++)
		if (missing(vid)) throw new Refusal("ENOENT", "bridge: Vlan in range doesn't exist, can't process options");
	if (state !== undefined) checkState(bridge ?? device, state);
	if (mcastRouter !== undefined && mcastRouter > 2) throw new Refusal("EINVAL");
	const given = { ...(state !== undefined && { state }), ...(mcastRouter !== undefined && { mcastRouter }) };
	const next = vlans.map((vlan) => (vlan.vid >= first && vlan.vid <= last ? { ...vlan, ...given } : vlan));
	if (bridge) setBridgePort(t, device.id, { vlans: next });
	else setBridge(t, device.id, { vlans: next });
}

/** br_vlan_modify_state() */
function checkState(bridge: Device, state: number): void {
	if (state > BR_STATE_BLOCKING) throw new Refusal("EINVAL", "bridge: Invalid vlan state");
	if (bridgeOf(bridge).stp) throw new Refusal("EBUSY", "bridge: Can't modify vlan state when using kernel STP");
}

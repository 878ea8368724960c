/** VLANs of a bridge and its ports: net/bridge/br_vlan.c. They count while vlan_filtering is on, but are kept always. */
import { profiles } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { deviceOf, type Task } from "../task.ts";
import { type BridgeVlan, bridgeOf, bridgePortOf, bridgePorts, setBridge, setBridgePort } from "./bridge.ts";
import { syncVlans } from "./fdb.ts";
import { managePromisc } from "./port.ts";

/** A kernel without CONFIG_BRIDGE_VLAN_FILTERING refuses. */
export function setVlanFiltering(t: Task, bridge: number, vlanFiltering: boolean): void {
	if (!profiles[t.kernel.profile].bridgeVlans) throw new Refusal("EOPNOTSUPP");
	setBridge(t, bridge, { vlanFiltering });
	managePromisc(t, bridge);
}

/** In the place of one of the same number; only one is the PVID. */
export function withVlan(vlans: readonly BridgeVlan[], vlan: BridgeVlan): BridgeVlan[] {
	const others = vlans
		.filter(({ vid }) => vid !== vlan.vid)
		.map((other) => (vlan.pvid ? { ...other, pvid: false } : other));
	const old = vlans.find(({ vid }) => vid === vlan.vid);
	return [...others, { ...old, ...vlan }].sort((a, b) => a.vid - b.vid);
}

/** br_vlan_set_default_pvid(): takes the place of the old one where that is still as the kernel made it. */
export function setDefaultPvid(t: Task, bridge: number, pvid: number): void {
	const { defaultPvid } = bridgeOf(deviceOf(t, bridge));
	if (pvid >= 4095) throw new Refusal("EINVAL");
	if (pvid === defaultPvid) return;
	const move = (vlans: readonly BridgeVlan[]): readonly BridgeVlan[] => {
		const old = vlans.find(({ vid }) => vid === defaultPvid);
		if (defaultPvid !== 0 && !(old?.pvid && old.untagged)) return vlans;
		const rest = vlans.filter(({ vid }) => vid !== defaultPvid);
		return pvid === 0 ? rest : withVlan(rest, { vid: pvid, pvid: true, untagged: true });
	};
	const ids = (vlans: readonly BridgeVlan[]): number[] => vlans.map(({ vid }) => vid);
	const { vlans } = bridgeOf(deviceOf(t, bridge));
	setBridge(t, bridge, { defaultPvid: pvid, vlans: move(vlans) });
	syncVlans(t, bridge, undefined, ids(vlans));
	for (const port of bridgePorts(t, bridge)) {
		const own = bridgePortOf(port).vlans;
		setBridgePort(t, port.id, { vlans: move(own) });
		syncVlans(t, bridge, port.id, ids(own));
	}
}

/** Senders that a macvlan in source mode lets in: drivers/net/macvlan.c macvlan_changelink_sources(), macvlan_fill_info_macaddr(). */
import type { MacvlanData } from "../../uapi/link-data.ts";
import type { Device } from "../device.ts";
import { Refusal } from "../refusal.ts";
import type { Task } from "../task.ts";
import { lladdrSlot } from "./hash.ts";
import { macvlanOf, namedSources, setData } from "./macvlan.ts";

/** macvlan_changelink_sources() */
export function changeSources(t: Task, device: Device, data: MacvlanData): void {
	const { mode, sources } = macvlanOf(device);
	if (mode !== "source") throw new Refusal("EINVAL");
	const { macaddr = "" } = data;
	switch (data.macaddrMode) {
		case "add":
			return setData(t, device.id, { sources: [...new Set([...sources, macaddr])] });
		case "del":
			return setData(t, device.id, { sources: sources.filter((address) => address !== macaddr) });
		case "set":
			return setData(t, device.id, { sources: [...new Set(namedSources(data))] });
		default:
			return setData(t, device.id, { sources: [] });
	}
}

/** In the order of the hash table: by slot, in a slot the newest first (macvlan_eth_hash). */
export function inTableOrder(sources: readonly string[]): string[] {
	return [...sources].reverse().sort((a, b) => lladdrSlot(a) - lladdrSlot(b));
}

/** Why a bridge or its port refused a setting. kernel: net/bridge/br_netlink.c, br_stp.c */
import { linkOf, portsOf, requestOf } from "./kind.ts";
import { after, changedAfter, find, type Row } from "./situation.ts";

/** Settings with bounds, and what the field says of them. net/bridge/br_netlink.c, br_stp.c */
const bounds: Readonly<Record<string, readonly [least: string, most: string]>> = {
	hello_time: ["100", "1000"],
	max_age: ["600", "4000"],
	forward_delay: ["200", "3000"],
	priority: ["0", "63"],
	cost: ["1", "65535"],
	mcast_router: ["0", "2"],
	mcast_igmp_version: ["2", "3"],
	mcast_mld_version: ["1", "2"],
	group_fwd_mask: ["8", "65528"],
	vlan_default_pvid: ["0", "4094"],
	state: ["0", "4"],
	queue_id: ["0", "15"],
};

const boundOf: Row = (s) => {
	if (!requestOf(s) || !/^E(?:RANGE|INVAL|PERM)$/.test(s.errno ?? "")) return undefined;
	const key = s.argv.findLast((word) => word in bounds);
	if (key === undefined || !/^bridge|bond/.test(after(s, "type") ?? "")) return undefined;
	const [least, most] = bounds[key] as readonly [string, string];
	const value = after(s, key) ?? "";
	return find(
		"settingRange",
		{ key, value, least, most },
		...[most, least, "0"].map((other) => changedAfter(s, key, other)),
	);
};

const bridgeGroup: Row = (s) => {
	const address = after(s, "group_address");
	if (!requestOf(s) || address === undefined) return undefined;
	return find("bridgeGroup", { address }, changedAfter(s, "group_address", "01:80:c2:00:00:0d"));
};

const backupPort: Row = (s) => {
	const other = after(s, "backup_port");
	if (!requestOf(s) || other === undefined) return undefined;
	const link = linkOf(s);
	const fits = portsOf(s, link?.master).filter(({ ifname }) => ifname !== link?.ifname);
	return find(
		"backupPort",
		{ dev: link?.ifname ?? "", other, all: fits.map(({ ifname }) => ifname).join(", ") },
		...fits.map(({ ifname }) => changedAfter(s, "backup_port", ifname)),
	);
};

export const bridgeRows: readonly Row[] = [boundOf, bridgeGroup, backupPort];

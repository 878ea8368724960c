/**
 * /sys/class/net/DEV/bridge, brif, brport: net/bridge/br_sysfs_br.c, br_sysfs_if.c; and what leads from a port to its master:
 * net/core/dev.c netdev_adjacent_sysfs_add(). The same values as `ip -d link` shows.
 */
import type { BridgeData, BridgeId, BridgePortData } from "../../uapi/link-data.ts";
import type { Ifinfo, LinkAttrs } from "../../uapi/message.ts";
import type { Result, System } from "../../userland/process.ts";
import { linkNamed, linksOf, setLink, wholeNumber } from "./link.ts";
import { errno, type View } from "./view.ts";

type Data = Readonly<Record<string, unknown>>;

/** The member of the link's data that a file shows, how, and whether it can be written. */
interface Row<Of> {
	readonly member: keyof Of & string;
	readonly text?: (value: never) => string;
	readonly fixed?: true;
}

const id = ({ priority, address }: BridgeId): string =>
	`${priority.toString(16).padStart(4, "0")}.${address.replaceAll(":", "")}`;
const hex = (value: number): string => `0x${value.toString(16)}`;

/** What the model knows of the rest, `ip` does not show either. */
const bridge: Readonly<Record<string, Row<BridgeData>>> = {
	ageing_time: { member: "ageingTime" },
	bridge_id: { member: "bridgeId", text: id, fixed: true },
	default_pvid: { member: "vlanDefaultPvid" },
	forward_delay: { member: "forwardDelay" },
	gc_timer: { member: "gcTimer", fixed: true },
	group_addr: { member: "groupAddr", fixed: true },
	group_fwd_mask: { member: "groupFwdMask", text: hex },
	hash_elasticity: { member: "mcastHashElasticity" },
	hash_max: { member: "mcastHashMax" },
	hello_time: { member: "helloTime" },
	hello_timer: { member: "helloTimer", fixed: true },
	max_age: { member: "maxAge" },
	multicast_igmp_version: { member: "mcastIgmpVersion" },
	multicast_last_member_count: { member: "mcastLastMemberCnt" },
	multicast_last_member_interval: { member: "mcastLastMemberIntvl" },
	multicast_membership_interval: { member: "mcastMembershipIntvl" },
	multicast_mld_version: { member: "mcastMldVersion" },
	multicast_querier: { member: "mcastQuerier" },
	multicast_querier_interval: { member: "mcastQuerierIntvl" },
	multicast_query_interval: { member: "mcastQueryIntvl" },
	multicast_query_response_interval: { member: "mcastQueryResponseIntvl" },
	multicast_query_use_ifaddr: { member: "mcastQueryUseIfaddr" },
	multicast_router: { member: "mcastRouter" },
	multicast_snooping: { member: "mcastSnooping" },
	multicast_startup_query_count: { member: "mcastStartupQueryCnt" },
	multicast_startup_query_interval: { member: "mcastStartupQueryIntvl" },
	multicast_stats_enabled: { member: "mcastStatsEnabled" },
	nf_call_arptables: { member: "nfCallArptables" },
	nf_call_ip6tables: { member: "nfCallIp6tables" },
	nf_call_iptables: { member: "nfCallIptables" },
	no_linklocal_learn: { member: "noLinklocalLearn" },
	priority: { member: "priority" },
	root_id: { member: "rootId", text: id, fixed: true },
	root_path_cost: { member: "rootPathCost", fixed: true },
	root_port: { member: "rootPort", fixed: true },
	stp_state: { member: "stpState" },
	tcn_timer: { member: "tcnTimer", fixed: true },
	topology_change: { member: "topologyChange", fixed: true },
	topology_change_detected: { member: "topologyChangeDetected", fixed: true },
	topology_change_timer: { member: "topologyChangeTimer", fixed: true },
	vlan_filtering: { member: "vlanFiltering" },
	vlan_protocol: { member: "vlanProtocol", text: hex },
	vlan_stats_enabled: { member: "vlanStatsEnabled" },
	vlan_stats_per_port: { member: "vlanStatsPerPort" },
};

const port: Readonly<Record<string, Row<BridgePortData>>> = {
	bpdu_guard: { member: "guard" },
	broadcast_flood: { member: "bcastFlood" },
	change_ack: { member: "topologyChangeAck", fixed: true },
	config_pending: { member: "configPending", fixed: true },
	designated_bridge: { member: "bridgeId", text: id, fixed: true },
	designated_cost: { member: "designatedCost", fixed: true },
	designated_port: { member: "designatedPort", fixed: true },
	designated_root: { member: "rootId", text: id, fixed: true },
	forward_delay_timer: { member: "forwardDelayTimer", fixed: true },
	group_fwd_mask: { member: "groupFwdMask", text: hex },
	hairpin_mode: { member: "hairpinMode" },
	hold_timer: { member: "holdTimer", fixed: true },
	isolated: { member: "isolated" },
	learning: { member: "learning" },
	message_age_timer: { member: "messageAgeTimer", fixed: true },
	multicast_fast_leave: { member: "fastLeave" },
	multicast_flood: { member: "mcastFlood" },
	multicast_router: { member: "multicastRouter" },
	multicast_to_unicast: { member: "mcastToUcast" },
	neigh_suppress: { member: "neighSuppress" },
	path_cost: { member: "cost" },
	port_id: { member: "id", text: hex, fixed: true },
	port_no: { member: "no", text: hex, fixed: true },
	priority: { member: "priority" },
	proxyarp: { member: "proxyarp" },
	proxyarp_wifi: { member: "proxyarpWifi" },
	root_block: { member: "rootBlock" },
	state: { member: "state", fixed: true },
	unicast_flood: { member: "unicastFlood" },
};

const bridgeOf = (link: Ifinfo | undefined) => (link?.kind === "bridge" ? (link.data as Data) : undefined);
const portOf = (link: Ifinfo | undefined) => (link?.slaveKind === "bridge" ? (link.slaveData as Data) : undefined);

/** Without VLAN filtering in the kernel its files are not there, though netlink says that it is off. */
function isThere(data: Data | undefined, { member }: { member: string }): boolean {
	return data !== undefined && !(member.startsWith("vlan") && data.vlanDefaultPvid === undefined);
}

interface Folder {
	readonly name: string;
	readonly rows: Readonly<Record<string, Row<never>>>;
	dataOf(link: Ifinfo | undefined): Data | undefined;
	attrs(data: Data): LinkAttrs;
}

const root = "/sys/class/net";

const folders: readonly Folder[] = [
	{ name: "bridge", rows: bridge as Folder["rows"], dataOf: bridgeOf, attrs: (data) => ({ kind: "bridge", data }) },
	{
		name: "brport",
		rows: port as Folder["rows"],
		dataOf: portOf,
		attrs: (slaveData) => ({ slaveKind: "bridge", slaveData }),
	},
];

function folder({ name, rows, dataOf, attrs }: Folder): View[] {
	const files = Object.entries(rows).map(([file, row]): View => {
		const { member, text = String, fixed } = row as Row<Data>;
		return {
			path: `${root}/*/${name}/${file}`,
			isThere: ({ sys }, [device = ""]) => isThere(dataOf(linkNamed(sys, device)), row),
			read: ({ sys }, [device = ""]) => {
				const value = dataOf(linkNamed(sys, device))?.[member] ?? 0;
				return { ok: `${text((typeof value === "boolean" ? Number(value) : value) as never)}\n` };
			},
			...(!fixed && {
				write: ({ sys }, given, [device = ""]) => written(sys, device, dataOf, member, given, attrs),
			}),
		};
	});
	const names: View["names"] = ({ sys }, [device = ""]) => (dataOf(linkNamed(sys, device)) ? [] : undefined);
	return [{ path: `${root}/*/${name}`, names }, ...files];
}

/** store_bridge_parm(), brport_store(): a number and nothing else. */
function written(
	sys: System,
	device: string,
	dataOf: Folder["dataOf"],
	member: string,
	given: string,
	attrs: Folder["attrs"],
): Result<void> {
	const link = linkNamed(sys, device);
	const present = dataOf(link)?.[member];
	const number = wholeNumber(given);
	if (!link || number === undefined) return errno("EINVAL");
	return setLink(sys, link, attrs({ [member]: typeof present === "boolean" ? number !== 0 : number }));
}

const nameOf = (sys: System, index: number | undefined) => linksOf(sys).find((link) => link.index === index)?.ifname;

const portsOf = (sys: System, device: string) => {
	const index = linkNamed(sys, device)?.index;
	return linksOf(sys).filter(({ master }) => index !== undefined && master === index);
};

export const sysBridge: readonly View[] = [
	...folders.flatMap(folder),
	{
		path: `${root}/*/brif`,
		names: ({ sys }, [device = ""]) =>
			bridgeOf(linkNamed(sys, device)) && portsOf(sys, device).map(({ ifname }) => ifname),
	},
	{ path: `${root}/*/brif/*`, link: (_asker, [, name]) => `../../${name}/brport` },
	{
		path: `${root}/*/master`,
		link: ({ sys }, [device = ""]) => {
			const master = nameOf(sys, linkNamed(sys, device)?.master);
			return master === undefined ? undefined : `../${master}`;
		},
	},
	{
		path: `${root}/*`,
		names: ({ sys }, [device = ""]) => {
			const master = nameOf(sys, linkNamed(sys, device)?.master);
			const lower = portsOf(sys, device).map(({ ifname }) => `lower_${ifname}`);
			return [...(master === undefined ? [] : [`upper_${master}`]), ...lower];
		},
	},
	{ path: `${root}/*/*`, link: (_asker, [, name = ""]) => `../${name.replace(/^(?:lower|upper)_/, "")}` },
];

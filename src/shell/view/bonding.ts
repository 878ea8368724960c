/** /proc/net/bonding/NAME: drivers/net/bonding/bond_procfs.c bond_info_show_master(), bond_info_show_slave(). */
import type { Bonding, BondingSlave, LacpEnd, LacpPort } from "../../uapi/bonding.ts";
import { type BondData, bondModes } from "../../uapi/link-data.ts";
import { hashPolicies, macPolicies, reselects, selections } from "./bonding-options.ts";
import { errno, type View } from "./view.ts";

/** By BOND_MODE_*. */
const titles = [
	"load balancing (round-robin)",
	"fault-tolerance (active-backup)",
	"load balancing (xor)",
	"fault-tolerance (broadcast)",
	"IEEE 802.3ad Dynamic link aggregation",
	"transmit load balancing",
	"adaptive load balancing",
];
/** By BOND_LINK_*. */
const states = ["up", "going down", "down", "going back"];
const withHash = ["balance-xor", "802.3ad"];
const withPrimary = ["active-backup", "balance-tlb", "balance-alb"];

const lines = (rows: readonly (string | false)[]): string =>
	rows.flatMap((row) => (row === false ? [] : [`${row}\n`])).join("");

function show(bond: Bonding): string {
	const mode = bond.data.mode ?? 0;
	return [
		`Ethernet Channel Bonding Driver: v${bond.release}\n\n`,
		describeMaster(bond, bondModes[mode] ?? "", titles[mode] ?? ""),
		...bond.slaves.map((slave) => describeSlave(slave, bond)),
	].join("");
}

function describeMaster(
	{ name, data, carrier, primary, active, system }: Bonding,
	mode: string,
	title: string,
): string {
	const failOverMac = mode === "active-backup" && data.failOverMac ? macPolicies[data.failOverMac] : undefined;
	const hashes = withHash.includes(mode) && `Transmit Hash Policy: ${named(hashPolicies, data.xmitHashPolicy)}`;
	const reselect = primary && ` (primary_reselect ${reselects[data.primaryReselect ?? 0]})`;
	const chooses = withPrimary.includes(mode);
	return lines([
		`Bonding Mode: ${title}${failOverMac === undefined ? "" : ` (fail_over_mac ${failOverMac})`}`,
		hashes,
		chooses && `Primary Slave: ${primary === undefined ? "None" : `${primary}${reselect}`}`,
		chooses && `Currently Active Slave: ${active ?? "None"}`,
		`MII Status: ${carrier ? "up" : "down"}`,
		`MII Polling Interval (ms): ${data.miimon ?? 0}`,
		`Up Delay (ms): ${data.updelay ?? 0}`,
		`Down Delay (ms): ${data.downdelay ?? 0}`,
		`Peer Notification Delay (ms): ${data.peerNotifDelay ?? 0}`,
		...(data.arpInterval ? describeArp(data) : []),
		...(mode === "802.3ad" ? describeLacp({ name, data, system }) : []),
	]);
}

const named = (names: readonly string[], at = 0): string => `${names[at]} (${at})`;

function describeArp({ arpInterval, missedMax, arpIpTarget = [], nsIp6Target = [] }: BondData): string[] {
	return [
		`ARP Polling Interval (ms): ${arpInterval}`,
		`ARP Missed Max: ${missedMax}`,
		`ARP IP target/s (n.n.n.n form):${arpIpTarget.map((addr) => ` ${addr}`).join(",")}`,
		`NS IPv6 target/s (xx::xx form):${nsIp6Target.map((addr) => ` ${addr}`).join(",")}`,
	];
}

function describeLacp({ name, data, system }: Pick<Bonding, "name" | "data" | "system">): string[] {
	const { adInfo } = data;
	return [
		"",
		"802.3ad info",
		`LACP active: ${data.adLacpActive ? "on" : "off"}`,
		`LACP rate: ${data.adLacpRate ? "fast" : "slow"}`,
		`Min links: ${data.minLinks ?? 0}`,
		`Aggregator selection policy (ad_select): ${selections[data.adSelect ?? 0]}`,
		`System priority: ${system.priority}`,
		`System MAC address: ${system.mac}`,
		...(adInfo
			? [
					"Active Aggregator Info:",
					`\tAggregator ID: ${adInfo.aggregator}`,
					`\tNumber of ports: ${adInfo.numPorts}`,
					`\tActor Key: ${adInfo.actorKey}`,
					`\tPartner Key: ${adInfo.partnerKey}`,
					`\tPartner Mac Address: ${adInfo.partnerMac}`,
				]
			: [`bond ${name} has no active aggregator`]),
	];
}

function describeSlave(slave: BondingSlave, { data }: Bonding): string {
	const lacp = bondModes[data.mode ?? 0] === "802.3ad";
	return lines([
		"",
		`Slave Interface: ${slave.name}`,
		`MII Status: ${states[slave.link]}`,
		`Speed: ${slave.speed === undefined ? "Unknown" : `${slave.speed} Mbps`}`,
		`Duplex: ${slave.speed === undefined ? "Unknown" : "full"}`,
		`Link Failure Count: ${slave.failures}`,
		`Permanent HW addr: ${slave.permHwaddr}`,
		`Slave queue ID: ${slave.queueId}`,
		...(lacp ? (slave.lacp ? describePort(slave.lacp) : ["Aggregator ID: N/A"]) : []),
	]);
}

function describePort({ aggregator, actor, partner, ...churn }: LacpPort): string[] {
	return [
		`Aggregator ID: ${aggregator}`,
		`Actor Churn State: ${churn.actorChurn}`,
		`Partner Churn State: ${churn.partnerChurn}`,
		`Actor Churned Count: ${churn.actorChurned}`,
		`Partner Churned Count: ${churn.partnerChurned}`,
		...describeEnd("actor", "port key", actor),
		...describeEnd("partner", "oper key", partner),
	];
}

function describeEnd(whose: string, keyed: string, { system, key, priority, port, state }: LacpEnd): string[] {
	return [
		`details ${whose} lacp pdu:`,
		`    system priority: ${system.priority}`,
		`    system mac address: ${system.mac}`,
		`    ${keyed}: ${key}`,
		`    port priority: ${priority}`,
		`    port number: ${port}`,
		`    port state: ${state}`,
	];
}

export const procBonding: readonly View[] = [
	{
		path: "/proc/*/net/bonding",
		names: ({ systemOf }, [pid = ""]) =>
			systemOf(Number(pid))
				?.bonds()
				.map(({ name }) => name),
	},
	{
		path: "/proc/*/net/bonding/*",
		read: ({ systemOf }, [pid = "", name = ""]) => {
			const bond = systemOf(Number(pid))
				?.bonds()
				.find((each) => each.name === name);
			return bond === undefined ? errno("ENOENT") : { ok: show(bond) };
		},
	},
];

/** /sys/class/net/bonding_masters and NAME/bonding/…: drivers/net/bonding/bond_sysfs.c. One row for each file. */
import type { Bonding } from "../../uapi/bonding.ts";
import { type BondData, bondModes } from "../../uapi/link-data.ts";
import type { System } from "../../userland/process.ts";
import { errno, type View } from "./view.ts";

export const hashPolicies = ["layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac"] as const;
export const reselects = ["always", "better", "failure"] as const;
export const macPolicies = ["none", "active", "follow"] as const;
export const selections = ["stable", "bandwidth", "count"] as const;

type Text = (bond: Bonding) => string;
type NumberOf = { [K in keyof BondData]-?: NonNullable<BondData[K]> extends number ? K : never }[keyof BondData];

const number =
	(member: NumberOf): Text =>
	({ data }) =>
		`${data[member] ?? 0}\n`;

/** A name and its number. */
const choice =
	(member: NumberOf, names: readonly string[]): Text =>
	({ data }) =>
		`${names[data[member] ?? 0]} ${data[member] ?? 0}\n`;

/** An empty file where there is nothing. */
const line = (words: readonly string[]): string => (words.length === 0 ? "" : `${words.join(" ")}\n`);

const files: Readonly<Record<string, Text>> = {
	active_slave: ({ active }) => line(active === undefined ? [] : [active]),
	ad_select: choice("adSelect", selections),
	all_slaves_active: number("allSlavesActive"),
	arp_interval: number("arpInterval"),
	downdelay: number("downdelay"),
	fail_over_mac: choice("failOverMac", macPolicies),
	lacp_rate: choice("adLacpRate", ["slow", "fast"]),
	lp_interval: number("lpInterval"),
	mii_status: ({ carrier }) => `${carrier ? "up" : "down"}\n`,
	miimon: number("miimon"),
	min_links: number("minLinks"),
	mode: choice("mode", bondModes),
	num_grat_arp: number("numPeerNotif"),
	num_unsol_na: number("numPeerNotif"),
	packets_per_slave: number("packetsPerSlave"),
	peer_notif_delay: number("peerNotifDelay"),
	primary: ({ primary }) => line(primary === undefined ? [] : [primary]),
	primary_reselect: choice("primaryReselect", reselects),
	resend_igmp: number("resendIgmp"),
	slaves: ({ slaves }) => line(slaves.map(({ name }) => name)),
	tlb_dynamic_lb: number("tlbDynamicLb"),
	updelay: number("updelay"),
	use_carrier: number("useCarrier"),
	xmit_hash_policy: choice("xmitHashPolicy", hashPolicies),
};

const root = "/sys/class/net";

const bondNamed = (sys: System, device: string) => sys.bonds().find(({ name }) => name === device);

export const sysBonding: readonly View[] = [
	{
		path: `${root}/bonding_masters`,
		read: ({ sys }) => ({
			ok: `${sys
				.bonds()
				.map(({ name }) => name)
				.join(" ")}\n`,
		}),
	},
	{ path: `${root}/*/bonding`, names: ({ sys }, [device = ""]) => (bondNamed(sys, device) ? [] : undefined) },
	...Object.entries(files).map(
		([name, of]): View => ({
			path: `${root}/*/bonding/${name}`,
			read: ({ sys }, [device = ""]) => {
				const bond = bondNamed(sys, device);
				return bond === undefined ? errno("ENOENT") : { ok: of(bond) };
			},
		}),
	),
];

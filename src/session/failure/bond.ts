/** Why a bond, a team or a VRF refused a setting or a port. kernel: drivers/net/bonding/bond_options.c, bond_main.c */
import { lastSetting, linkOf, portsOf } from "./kind.ts";
import { after, before, changedAfter, type Row, sentence, without } from "./situation.ts";

const bondHasPorts: Row = sentence(/unable to set option because the bond device has slaves/, "bondHasPorts", (s) => {
	const bond = linkOf(s);
	const ports = portsOf(s, bond?.index);
	const free = ports.map(({ ifname }) => ["ip", "link", "set", ifname, "nomaster"]);
	return {
		facts: { bond: bond?.ifname ?? "", ports: ports.map(({ ifname }) => ifname).join(", ") },
		mends: [before(s, ...free), before(s, ...free, ["ip", "link", "set", bond?.ifname ?? "", "down"])],
	};
});

const bondUp: Row = sentence(/unable to set option because the bond device is up/, "bondUp", (s) => {
	const dev = linkOf(s)?.ifname ?? "";
	return { facts: { dev }, mends: [before(s, ["ip", "link", "set", dev, "down"])] };
});

/** Options that belong to modes. drivers/net/bonding/bond_options.c unsuppmodes */
const bondModes: Readonly<Record<string, string>> = {
	packets_per_slave: "balance-rr",
	lacp_rate: "802.3ad",
	ad_actor_sys_prio: "802.3ad",
	ad_actor_system: "802.3ad",
	ad_user_port_key: "802.3ad",
	ad_select: "802.3ad",
	lacp_active: "802.3ad",
	tlb_dynamic_lb: "balance-tlb",
	prio: "active-backup",
	primary: "active-backup",
	active_slave: "active-backup",
	arp_interval: "active-backup",
	arp_ip_target: "active-backup",
};

const bondMode: Row = sentence(/option not supported in mode/, "bondMode", (s) => {
	const option = s.argv.findLast((word) => word in bondModes) ?? s.argv.at(-2) ?? "";
	const link = linkOf(s);
	const bond = link?.kind === "bond" ? link : s.state.byIndex(link?.master);
	const mode = after(s, "mode") ?? String((bond?.data as { mode?: unknown } | undefined)?.mode ?? "");
	const wanted = bondModes[option] ?? "";
	const set = ["ip", "link", "set", bond?.ifname ?? "", "type", "bond", "mode", wanted];
	return {
		facts: { option, bond: bond?.ifname ?? "", mode: modeName(mode), wanted },
		mends: [
			changedAfter(s, "mode", wanted),
			before(s, set),
			before(s, ["ip", "link", "set", bond?.ifname ?? "", "down"], set),
		],
	};
});

const modes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

function modeName(mode: string): string {
	return modes[Number(mode)] ?? mode;
}

const optionValue: Row = sentence(/^Error: invalid option value/, "bondValue", (s) => {
	const { key, value } = lastSetting(s);
	const taken = ["1", "0", "02:00:00:00:00:01", ...s.state.links.map(({ ifname }) => ifname)];
	return { facts: { key, value }, mends: taken.map((other) => changedAfter(s, key, other)) };
});

const bondMonitors: Row = sentence(/ARP monitoring cannot be used with MII monitoring/, "bondMonitors", (s) => ({
	mends: [without(s, "miimon"), without(s, "arp_interval")],
}));

const enslaveItself: Row = sentence(/Cannot enslave bond to itself/, "enslaveSelf", (s) => ({
	facts: { dev: linkOf(s)?.ifname ?? "" },
}));

const teamPortUp: Row = sentence(/Device is up\. Set it down before adding it as a team port/, "enslaveUp", (s) => {
	const dev = linkOf(s)?.ifname ?? "";
	return { facts: { dev, master: after(s, "master") ?? "" }, mends: [before(s, ["ip", "link", "set", dev, "down"])] };
});

const vrfInVrf: Row = sentence(/Can not enslave an L3 master device to a VRF/, "vrfInVrf", (s) => ({
	facts: { dev: linkOf(s)?.ifname ?? "", master: after(s, "master") ?? "" },
}));

const vrfTableId: Row = sentence(/Invalid VRF table id/, "vrfTableId", (s) => ({
	mends: [changedAfter(s, "table", "10")],
}));

export const bondRows: readonly Row[] = [
	bondHasPorts,
	bondUp,
	bondMode,
	optionValue,
	bondMonitors,
	enslaveItself,
	teamPortUp,
	vrfInVrf,
	vrfTableId,
];

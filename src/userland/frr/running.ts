/**
 * `show running-config`, as vtysh puts it together from what zebra and ospfd write (vtysh/vtysh_config.c, ospfd/ospf_vty.c
 * ospf_config_write()): only what differs from FRR's own defaults; an interface's lines in alphabetical order. Recording: ospf-ring-runtime.
 */
import { type InterfaceConfig, initialConfig, type OspfConfig } from "../ospfd/config.ts";
import type { System } from "../process.ts";
import { byName } from "../zebra/show-interface.ts";
import type { Router } from "./router.ts";

export function showRunning(sys: System, { zebra, ospf }: Router, daemon?: "zebra" | "ospfd"): string {
	const hostname = ospf && daemon !== "zebra" ? ospf.config.hostname : zebra?.hostname;
	const head = [`hostname ${hostname}`, ...(daemon === "ospfd" ? [] : forwarding(sys)), `hostname ${machineName(sys)}`];
	return `Building configuration...

Current configuration:
!
frr version 8.4.4
frr defaults traditional
${head.join("\n")}
!
${ospf && daemon !== "zebra" ? ospfLines(ospf.config) : ""}end
`;
}

/** zebra/ipforward_proc.c */
function forwarding(sys: System): string[] {
	const off = (path: string) => {
		const value = sys.readSysctl(path);
		return "ok" in value && String(value.ok).trim() === "0";
	};
	return [
		...(off("net/ipv4/ip_forward") ? ["no ip forwarding"] : []),
		...(off("net/ipv6/conf/all/forwarding") ? ["no ipv6 forwarding"] : []),
	];
}

function machineName(sys: System): string {
	const name = sys.readSysctl("kernel/hostname");
	return "ok" in name ? String(name.ok).trim() : "localhost";
}

function ospfLines({ interfaces, ...config }: OspfConfig): string {
	const named = Object.entries(interfaces).map(([name, own]) => ({ name, own }));
	const parts = named
		.toSorted(byName)
		.map(({ name, own }) => `interface ${name}\n${interfaceLines(own).join("")}exit\n!\n`);
	return `${parts.join("")}router ospf\n${routerLines(config).join("")}exit\n!\n`;
}

function interfaceLines(own: InterfaceConfig): string[] {
	const { areaWord, cost, dead, hello, network, passive, priority, retransmit, transmitDelay } = own;
	const row = (word: string, value: string | number | undefined) =>
		value === undefined ? [] : [` ip ospf ${word}${value === "" ? "" : ` ${value}`}\n`];
	return [
		...row("area", areaWord),
		...row("cost", cost),
		...row("dead-interval", dead),
		...row("hello-interval", hello),
		...row("network", network),
		...row("passive", passive ? "" : undefined),
		...row("priority", priority),
		...row("retransmit-interval", retransmit),
		...row("transmit-delay", transmitDelay),
	];
}

function routerLines(config: Omit<OspfConfig, "interfaces">): string[] {
	const { routerId, referenceBandwidth, spf, lsaInterval, lsaArrival, passiveDefault, networks } = config;
	const other = (key: "referenceBandwidth" | "lsaInterval" | "lsaArrival") => config[key] !== initialConfig[key];
	return [
		...(routerId === undefined ? [] : [` ospf router-id ${routerId}\n`]),
		...(other("referenceBandwidth") ? [` auto-cost reference-bandwidth ${referenceBandwidth}\n`] : []),
		...(spf.join(" ") === initialConfig.spf.join(" ") ? [] : [` timers throttle spf ${spf.join(" ")}\n`]),
		...(other("lsaInterval") ? [` timers throttle lsa all ${lsaInterval}\n`] : []),
		...(other("lsaArrival") ? [` timers lsa min-arrival ${lsaArrival}\n`] : []),
		...(passiveDefault ? [" passive-interface default\n"] : []),
		...networks.map(({ prefix, areaWord }) => ` network ${prefix.addr}/${prefix.len} area ${areaWord}\n`),
	];
}

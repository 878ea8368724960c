/**
 * `show running-config`, as vtysh puts it together from what zebra and ospfd write (vtysh/vtysh_config.c, ospfd/ospf_vty.c
 * ospf_config_write()): only what differs from FRR's own defaults; an interface's lines in alphabetical order. Recording: ospf-ring-runtime.
 */
import {
	type ImportConfig,
	type InterfaceConfig,
	importSources,
	initialConfig,
	type OspfConfig,
} from "../ospfd/config.ts";
import type { System } from "../process.ts";
import { byName } from "../zebra/interface.ts";
import type { Zebra } from "../zebra/zebra.ts";
import type { Router } from "./router.ts";
import { folder } from "./start.ts";

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
${configLines(ospf && daemon !== "zebra" ? ospf.config : undefined, zebra, daemon)}end
`;
}

/**
 * `write memory` (vtysh/vtysh.c vtysh_write_memory()): what runs is what the daemons begin with when they are started again.
 * undefined where that would not be so: zebra reads nothing but its name here.
 */
export function save(sys: System, router: Router, now: number): string | undefined {
	const name = sys.daemons.list().find(({ state }) => state === router)?.name;
	const { zebra, ospf } = router;
	if (name === undefined || zebra?.shutdown?.length || Object.keys(zebra?.descriptions ?? {}).length > 0)
		return undefined;
	const files = [
		...(zebra ? [{ daemon: "zebra", text: `hostname ${zebra.hostname}\n${forwarding(sys).join("\n")}\n!\n` }] : []),
		...(ospf ? [{ daemon: "ospfd", text: `hostname ${ospf.config.hostname}\n!\n${configLines(ospf.config)}` }] : []),
	];
	const [date = "", time = ""] = new Date(now).toISOString().replaceAll("-", "/").split("T");
	const head = `!\n! Zebra configuration saved from vty\n!   ${date} ${time.slice(0, 8)}\n!\nfrr version 8.4.4\nfrr defaults traditional\n!\n`;
	const saved = files.map(({ daemon, text }) => {
		sys.writeFile(`${folder(name)}/${daemon}.conf`, `${head}${text}`);
		return `Configuration saved to ${folder(name)}/${daemon}.conf\n`;
	});
	return `Note: this version of vtysh never writes vtysh.conf\nBuilding Configuration...\n${saved.join("")}`;
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

export function machineName(sys: System): string {
	const name = sys.readSysctl("kernel/hostname");
	return "ok" in name ? String(name.ok).trim() : "localhost";
}

/** Interfaces of which zebra has something to say come first. */
function configLines(config: OspfConfig | undefined, zebra?: Zebra, daemon?: "zebra" | "ospfd"): string {
	const { interfaces = {}, ...router } = config ?? {};
	const { descriptions = {}, shutdown: all = [] } = zebra ?? {};
	const shutdown = daemon === "ospfd" ? [] : all;
	const own = [...shutdown, ...Object.keys(descriptions)];
	const names = [...new Set([...own, ...Object.keys(interfaces)])].map((name) => ({ name }));
	const first = ({ name }: { readonly name: string }) => Number(!own.includes(name));
	const parts = names
		.sort((a, b) => first(a) - first(b) || byName(a, b))
		.map(({ name }) => {
			const described = descriptions[name] === undefined ? [] : [` description ${descriptions[name]}\n`];
			const down = shutdown.includes(name) ? [" shutdown\n"] : [];
			return `interface ${name}\n${[...described, ...interfaceLines(interfaces[name] ?? {}), ...down].join("")}exit\n!\n`;
		});
	const ospf = config ? `router ospf\n${routerLines(router as Omit<OspfConfig, "interfaces">).join("")}exit\n!\n` : "";
	return `${parts.join("")}${ospf}`;
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
		...(passive === false ? [" no ip ospf passive\n"] : []),
	];
}

function routerLines(config: Omit<OspfConfig, "interfaces">): string[] {
	const { routerId, referenceBandwidth, spf, lsaInterval, lsaArrival, passiveDefault, networks } = config;
	const { maxMetric, logChanges, redistribute, defaultMetric, defaultRoute } = config;
	const other = (key: "referenceBandwidth" | "lsaInterval" | "lsaArrival" | "maximumPaths") =>
		config[key] !== initialConfig[key];
	return [
		...(routerId === undefined ? [] : [` ospf router-id ${routerId}\n`]),
		...(logChanges === undefined ? [] : [` log-adjacency-changes${logChanges}\n`]),
		...(other("referenceBandwidth") ? [` auto-cost reference-bandwidth ${referenceBandwidth}\n`] : []),
		...(spf.join(" ") === initialConfig.spf.join(" ") ? [] : [` timers throttle spf ${spf.join(" ")}\n`]),
		...(other("lsaInterval") ? [` timers throttle lsa all ${lsaInterval}\n`] : []),
		...(other("lsaArrival") ? [` timers lsa min-arrival ${lsaArrival}\n`] : []),
		...(other("maximumPaths") ? [` maximum-paths ${config.maximumPaths}\n`] : []),
		...(maxMetric ? [" max-metric router-lsa administrative\n"] : []),
		...importSources.flatMap((source) => {
			const own = redistribute[source];
			return own ? [` redistribute ${source}${importWords(own)}\n`] : [];
		}),
		...(passiveDefault ? [" passive-interface default\n"] : []),
		...networks.map(({ prefix, areaWord }) => ` network ${prefix.addr}/${prefix.len} area ${areaWord}\n`),
		...(defaultMetric === undefined ? [] : [` default-metric ${defaultMetric}\n`]),
		...(defaultRoute
			? [` default-information originate${defaultRoute.always ? " always" : ""}${importWords(defaultRoute)}\n`]
			: []),
	];
}

/** Type 2 is what nobody says. */
function importWords({ metric, metricType }: ImportConfig): string {
	return `${metric === undefined ? "" : ` metric ${metric}`}${metricType === 1 ? " metric-type 1" : ""}`;
}

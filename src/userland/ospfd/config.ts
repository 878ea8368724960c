/**
 * What ospfd is configured with, as far as ospfd here goes: point-to-point and passive interfaces, timers, costs. config-line.ts
 * reads it in FRR's syntax, running.ts writes it.
 */
import { type Addr, inetPton } from "../../net/addr.ts";
import { contains, type Prefix } from "../../net/prefix.ts";

export interface InterfaceConfig {
	readonly area?: Addr;
	/** As it was written: a number or an address. */
	readonly areaWord?: string;
	readonly passive?: boolean;
	readonly network?: "point-to-point";
	/** Seconds. */
	readonly hello?: number;
	readonly dead?: number;
	readonly retransmit?: number;
	readonly transmitDelay?: number;
	readonly cost?: number;
	readonly priority?: number;
}

/** What networks from outside are told with, as far as it is said. */
export interface ImportConfig {
	readonly metric?: number;
	readonly metricType?: 1 | 2;
}

/** Whose routes may be told of, in the order of lib/route_types.txt. Only of the first two are there any: no other daemon runs. */
export const importSources = ["kernel", "connected", "static", "rip", "isis", "bgp", "eigrp", "babel"] as const;

export type ImportSource = (typeof importSources)[number];

export interface OspfConfig {
	readonly hostname: string;
	readonly interfaces: Readonly<Record<string, InterfaceConfig>>;
	readonly routerId?: Addr;
	/** `network P area A` */
	readonly networks: readonly { readonly prefix: Prefix; readonly area: Addr; readonly areaWord: string }[];
	readonly passiveDefault: boolean;
	/** Milliseconds: first delay, hold time, longest hold time. */
	readonly spf: readonly [delay: number, hold: number, most: number];
	readonly lsaInterval: number;
	readonly lsaArrival: number;
	/** Mbit/s. */
	readonly referenceBandwidth: number;
	/** `max-metric router-lsa administrative` */
	readonly maxMetric: boolean;
	/** Of several equal ways zebra is given so many. */
	readonly maximumPaths: number;
	/** `log-adjacency-changes`, with `detail` or without. */
	readonly logChanges?: string;
	readonly redistribute: Readonly<Partial<Record<ImportSource, ImportConfig>>>;
	readonly defaultMetric?: number;
	/** `default-information originate`: `always`, or while the host itself has a default route. */
	readonly defaultRoute?: ImportConfig & { readonly always: boolean };
}

export const initialConfig: OspfConfig = {
	hostname: "",
	interfaces: {},
	networks: [],
	passiveDefault: false,
	spf: [0, 50, 5000],
	lsaInterval: 5000,
	lsaArrival: 1000,
	referenceBandwidth: 100_000,
	maxMetric: false,
	maximumPaths: 256,
	redistribute: {},
};

/** At the border of the AS: it may tell of networks outside, whether there are any or not. */
export function isAsbr({ redistribute, defaultRoute }: OspfConfig): boolean {
	return defaultRoute !== undefined || Object.keys(redistribute).length > 0;
}

/** The area that an address of an interface is in, and whether it is passive; undefined where OSPF does not run. */
export function settingsOf(config: OspfConfig, ifname: string, addr: Addr): InterfaceConfig | undefined {
	const own = config.interfaces[ifname] ?? {};
	const area = own.area ?? config.networks.find(({ prefix }) => contains(prefix, addr))?.area;
	if (area === undefined || inetPton(area, "inet") === undefined) return undefined;
	return { ...own, area, passive: own.passive ?? config.passiveDefault };
}

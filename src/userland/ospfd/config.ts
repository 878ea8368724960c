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
};

/** The area that an address of an interface is in, and whether it is passive; undefined where OSPF does not run. */
export function settingsOf(config: OspfConfig, ifname: string, addr: Addr): InterfaceConfig | undefined {
	const own = config.interfaces[ifname] ?? {};
	const area = own.area ?? config.networks.find(({ prefix }) => contains(prefix, addr))?.area;
	if (area === undefined || inetPton(area, "inet") === undefined) return undefined;
	return { ...own, area, passive: own.passive ?? config.passiveDefault };
}

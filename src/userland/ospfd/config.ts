/**
 * ospfd.conf in FRR's syntax, as far as ospfd here goes: point-to-point and passive interfaces of one or more areas' names, timers,
 * costs (ospfd/ospf_vty.c). What is not modelled is refused with a line of its own.
 */
import { type Addr, fromWords, inetPton } from "../../net/addr.ts";
import { contains, type Prefix, parsePrefix } from "../../net/prefix.ts";

export interface InterfaceConfig {
	readonly area?: Addr;
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
	readonly networks: readonly { readonly prefix: Prefix; readonly area: Addr }[];
	readonly passiveDefault: boolean;
	/** Milliseconds: first delay, hold time, longest hold time. */
	readonly spf: readonly [delay: number, hold: number, most: number];
	readonly lsaInterval: number;
	readonly lsaArrival: number;
	/** Mbit/s. */
	readonly referenceBandwidth: number;
}

const initial: OspfConfig = {
	hostname: "",
	interfaces: {},
	networks: [],
	passiveDefault: false,
	spf: [0, 50, 5000],
	lsaInterval: 5000,
	lsaArrival: 1000,
	referenceBandwidth: 100_000,
};

/** Where a line stands. */
interface Place {
	config: OspfConfig;
	interface?: string;
	router?: boolean;
}

type Rule = readonly [pattern: RegExp, read: (place: Place, words: readonly string[]) => void];

/** An area as a number or an address. */
function areaOf(word: string): Addr {
	return /^\d+$/.test(word) ? fromWords([Number(word)]) : word;
}

function setInterface(place: Place, patch: InterfaceConfig): void {
	const name = place.interface ?? "";
	const { interfaces } = place.config;
	place.config = { ...place.config, interfaces: { ...interfaces, [name]: { ...interfaces[name], ...patch } } };
}

function set(place: Place, patch: Partial<OspfConfig>): void {
	place.config = { ...place.config, ...patch };
}

const general: readonly Rule[] = [
	[/^hostname (\S+)$/, (place, [name = ""]) => set(place, { hostname: name })],
	[
		/^interface (\S+)$/,
		(place, [name = ""]) => {
			delete place.router;
			place.interface = name;
			setInterface(place, {});
		},
	],
	[
		/^router ospf$/,
		(place) => {
			delete place.interface;
			place.router = true;
		},
	],
	[
		/^(?:frr (?:version|defaults) .*|log .*|line vty|(?:enable )?password .*|service .*|ip forwarding|ipv6 forwarding)$/,
		() => {},
	],
];

const ofInterface: readonly Rule[] = [
	[/^ip ospf area (\d+(?:\.\d+\.\d+\.\d+)?)$/, (place, [area = ""]) => setInterface(place, { area: areaOf(area) })],
	[/^ip ospf passive$/, (place) => setInterface(place, { passive: true })],
	[/^no ip ospf passive$/, (place) => setInterface(place, { passive: false })],
	[/^ip ospf network point-to-point$/, (place) => setInterface(place, { network: "point-to-point" })],
	[/^ip ospf hello-interval (\d+)$/, (place, [n]) => setInterface(place, { hello: Number(n) })],
	[/^ip ospf dead-interval (\d+)$/, (place, [n]) => setInterface(place, { dead: Number(n) })],
	[/^ip ospf retransmit-interval (\d+)$/, (place, [n]) => setInterface(place, { retransmit: Number(n) })],
	[/^ip ospf transmit-delay (\d+)$/, (place, [n]) => setInterface(place, { transmitDelay: Number(n) })],
	[/^ip ospf cost (\d+)$/, (place, [n]) => setInterface(place, { cost: Number(n) })],
	[/^ip ospf priority (\d+)$/, (place, [n]) => setInterface(place, { priority: Number(n) })],
	[/^description .*$/, () => {}],
];

const ofRouter: readonly Rule[] = [
	[/^(?:ospf )?router-id (\d+\.\d+\.\d+\.\d+)$/, (place, [id = ""]) => set(place, { routerId: id })],
	[
		/^network (\S+) area (\d+(?:\.\d+\.\d+\.\d+)?)$/,
		(place, [text = "", area = ""]) => {
			const prefix = parsePrefix(text, "inet");
			if (!prefix || !("addr" in prefix)) throw new RangeError(text);
			set(place, { networks: [...place.config.networks, { prefix, area: areaOf(area) }] });
		},
	],
	[/^passive-interface default$/, (place) => set(place, { passiveDefault: true })],
	[/^passive-interface (\S+)$/, (place, [name = ""]) => named(place, name, { passive: true })],
	[/^no passive-interface (\S+)$/, (place, [name = ""]) => named(place, name, { passive: false })],
	[
		/^timers throttle spf (\d+) (\d+) (\d+)$/,
		(place, [delay, hold, most]) => set(place, { spf: [Number(delay), Number(hold), Number(most)] }),
	],
	[/^timers throttle lsa all (\d+)$/, (place, [n]) => set(place, { lsaInterval: Number(n) })],
	[/^timers lsa min-arrival (\d+)$/, (place, [n]) => set(place, { lsaArrival: Number(n) })],
	[/^auto-cost reference-bandwidth (\d+)$/, (place, [n]) => set(place, { referenceBandwidth: Number(n) })],
	[/^(?:log-adjacency-changes(?: detail)?|maximum-paths \d+)$/, () => {}],
];

function named(place: Place, name: string, patch: InterfaceConfig): void {
	const inner: Place = { config: place.config, interface: name };
	setInterface(inner, patch);
	place.config = inner.config;
}

/** The configuration, or the line that is not understood. */
export function parseOspfConfig(text: string): OspfConfig | { readonly line: number; readonly text: string } {
	const place: Place = { config: initial };
	for (const [i, row] of text.split("\n").entries()) {
		const line = row.trim().replace(/\s+/g, " ");
		if (line === "" || line.startsWith("!") || line.startsWith("#")) continue;
		if (/^(?:exit|end|exit-address-family)$/.test(line)) {
			delete place.interface;
			delete place.router;
		} else if (!read(place, line)) return { line: i + 1, text: line };
	}
	return place.config;
}

function read(place: Place, line: string): boolean {
	const rules = [...(place.interface === undefined ? [] : ofInterface), ...(place.router ? ofRouter : []), ...general];
	for (const [pattern, carryOut] of rules) {
		const found = pattern.exec(line);
		if (!found) continue;
		carryOut(place, found.slice(1));
		return true;
	}
	return false;
}

/** The area that an address of an interface is in, and whether it is passive; undefined where OSPF does not run. */
export function settingsOf(config: OspfConfig, ifname: string, addr: Addr): InterfaceConfig | undefined {
	const own = config.interfaces[ifname] ?? {};
	const area = own.area ?? config.networks.find(({ prefix }) => contains(prefix, addr))?.area;
	if (area === undefined || inetPton(area, "inet") === undefined) return undefined;
	return { ...own, area, passive: own.passive ?? config.passiveDefault };
}

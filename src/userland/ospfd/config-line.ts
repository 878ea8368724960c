/**
 * ospfd's configuration in FRR's syntax (ospfd/ospf_vty.c): a file, or a line after the other in vtysh's configuration mode. A line
 * changes nothing but the value that it is given.
 */
import { type Addr, fromWords, inetPton } from "../../net/addr.ts";
import { parsePrefix } from "../../net/prefix.ts";
import { type InterfaceConfig, initialConfig, type OspfConfig } from "./config.ts";

/** Where a line stands. */
interface Place {
	config: OspfConfig;
	interface?: string;
	router?: boolean;
	/** What vtysh prints about the line. */
	text?: string;
}

/** False where a word is not what it should be. */
// biome-ignore lint/suspicious/noConfusingVoidType: most lines cannot go wrong
type Rule = readonly [pattern: RegExp, read: (place: Place, words: readonly string[]) => boolean | void];

/** An area as a number or an address. */
function areaOf(word: string): Addr {
	return /^\d+$/.test(word) ? fromWords([Number(word)]) : word;
}

function setInterface(place: Place, patch: InterfaceConfig): void {
	const name = place.interface ?? "";
	const { interfaces } = place.config;
	place.config = { ...place.config, interfaces: { ...interfaces, [name]: { ...interfaces[name], ...patch } } };
}

function unset(place: Place, keys: readonly (keyof InterfaceConfig)[]): void {
	const name = place.interface ?? "";
	const { interfaces } = place.config;
	const left = Object.entries(interfaces[name] ?? {}).filter(([key]) => !keys.includes(key as keyof InterfaceConfig));
	place.config = { ...place.config, interfaces: { ...interfaces, [name]: Object.fromEntries(left) } };
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

/** Numbers of an interface: word, field, range. */
const numbers = {
	cost: ["cost", 1, 65535],
	"dead-interval": ["dead", 1, 65535],
	"hello-interval": ["hello", 1, 65535],
	priority: ["priority", 0, 255],
	"retransmit-interval": ["retransmit", 1, 65535],
	"transmit-delay": ["transmitDelay", 1, 65535],
} as const;

const numberWords = Object.keys(numbers).join("|");

function setNumber(place: Place, word: keyof typeof numbers, text: string): boolean {
	const [key, low, high] = numbers[word];
	const value = Number(text);
	if (value < low || value > high) return false;
	setInterface(place, { [key]: value });
	return true;
}

const ofInterface: readonly Rule[] = [
	[
		/^ip ospf area (\d+(?:\.\d+\.\d+\.\d+)?)$/,
		(place, [area = ""]) => setInterface(place, { area: areaOf(area), areaWord: area }),
	],
	[/^no ip ospf area(?: \S+)?$/, (place) => unset(place, ["area", "areaWord"])],
	[/^ip ospf passive$/, (place) => setInterface(place, { passive: true })],
	[/^no ip ospf passive$/, (place) => setInterface(place, { passive: false })],
	[/^ip ospf network point-to-point$/, (place) => setInterface(place, { network: "point-to-point" })],
	[/^no ip ospf network(?: \S+)?$/, (place) => unset(place, ["network"])],
	[
		new RegExp(`^ip ospf (${numberWords}) (\\d+)$`),
		(place, [word, n = ""]) => setNumber(place, word as keyof typeof numbers, n),
	],
	[
		new RegExp(`^no ip ospf (${numberWords})(?: \\d+)?$`),
		(place, [word]) => unset(place, [numbers[word as keyof typeof numbers][0]]),
	],
	[/^description .*$/, () => {}],
];

function setRouterId(place: Place, id: string): boolean {
	if (inetPton(id, "inet") === undefined) return false;
	set(place, { routerId: id });
	return true;
}

const ofRouter: readonly Rule[] = [
	[/^(?:ospf )?router-id (\d+\.\d+\.\d+\.\d+)$/, (place, [id = ""]) => setRouterId(place, id)],
	[
		/^network (\S+) area (\d+(?:\.\d+\.\d+\.\d+)?)$/,
		(place, [text = "", area = ""]) => {
			const prefix = parsePrefix(text, "inet");
			if (!prefix || !("addr" in prefix)) return false;
			const row = { prefix: { addr: prefix.addr, len: prefix.len }, area: areaOf(area), areaWord: area };
			set(place, { networks: [...place.config.networks, row] });
			return true;
		},
	],
	[/^passive-interface default$/, (place) => set(place, { passiveDefault: true })],
	[/^no passive-interface default$/, (place) => set(place, { passiveDefault: false })],
	[/^passive-interface (\S+)$/, (place, [name = ""]) => named(place, name, { passive: true }, "ip ospf passive")],
	[
		/^no passive-interface (\S+)$/,
		(place, [name = ""]) => named(place, name, { passive: false }, "no ip ospf passive"),
	],
	[
		/^timers throttle spf (\d+) (\d+) (\d+)$/,
		(place, [delay, hold, most]) => set(place, { spf: [Number(delay), Number(hold), Number(most)] }),
	],
	[/^timers throttle lsa all (\d+)$/, (place, [n]) => set(place, { lsaInterval: Number(n) })],
	[/^timers lsa min-arrival (\d+)$/, (place, [n]) => set(place, { lsaArrival: Number(n) })],
	[/^auto-cost reference-bandwidth ([1-9]\d*)$/, (place, [n]) => set(place, { referenceBandwidth: Number(n) })],
	[
		/^no auto-cost reference-bandwidth(?: \d+)?$/,
		(place) => set(place, { referenceBandwidth: initialConfig.referenceBandwidth }),
	],
	[/^(?:log-adjacency-changes(?: detail)?|maximum-paths \d+)$/, () => {}],
];

/** ospfd/ospf_vty.c ospf_passive_interface(): it is kept with the interface, and vtysh is told so. */
function named(place: Place, name: string, patch: InterfaceConfig, better: string): void {
	const inner: Place = { config: place.config, interface: name };
	setInterface(inner, patch);
	place.config = inner.config;
	place.text = `This command is deprecated, because it is not VRF-aware.
Please, use "${better}" on an interface instead.
`;
}

/** The configuration, or the line that is not understood. */
export function parseOspfConfig(text: string): OspfConfig | { readonly line: number; readonly text: string } {
	const place: Place = { config: initialConfig };
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

/** Lines of vtysh, of which all but the last only lead to it; undefined where one is not understood. */
export function configureOspf(
	config: OspfConfig,
	lines: readonly string[],
): { readonly config: OspfConfig; readonly text: string } | undefined {
	const place: Place = { config };
	if (!lines.every((line) => read(place, line))) return undefined;
	return { config: place.config, text: place.text ?? "" };
}

function read(place: Place, line: string): boolean {
	const rules = [...(place.interface === undefined ? [] : ofInterface), ...(place.router ? ofRouter : []), ...general];
	for (const [pattern, carryOut] of rules) {
		const found = pattern.exec(line);
		if (found) return carryOut(place, found.slice(1)) !== false;
	}
	return false;
}

/** Is it a line of OSPF's that this model could read, with a word in it that cannot be? */
export function isOspfLine(line: string): boolean {
	const others = "authentication|authentication-key|bfd|message-digest-key|mtu-ignore|network|graceful-restart";
	return /^(?:no )?ip ospf /.test(line) && !new RegExp(`^(?:no )?ip ospf (?:${others}|area)\\b`).test(line);
}

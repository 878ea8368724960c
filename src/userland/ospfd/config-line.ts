/**
 * ospfd's configuration in FRR's syntax (ospfd/ospf_vty.c): a file, or a line after the other in vtysh's configuration mode. A line
 * changes nothing but the value that it is given.
 */
import { type Addr, fromWords, inetPton } from "../../net/addr.ts";
import { maskAddr, parsePrefix, samePrefix } from "../../net/prefix.ts";
import {
	type ImportConfig,
	type ImportSource,
	type InterfaceConfig,
	importSources,
	initialConfig,
	type OspfConfig,
} from "./config.ts";

/** Where a line stands. */
interface Place {
	config: OspfConfig;
	interface?: string;
	router?: boolean;
	/** What vtysh prints about the line. */
	text?: string;
	/** What it prints where it changes nothing. */
	complaint?: string;
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

/** ospfd/ospf_vty.c ospf_passive_interface_update(): to say the opposite of what was said is to say nothing any more. */
function setPassive(place: Place, passive: boolean): void {
	const said = place.config.interfaces[place.interface ?? ""]?.passive;
	if (said === undefined) setInterface(place, { passive });
	else if (said !== passive) unset(place, ["passive"]);
}

const ofInterface: readonly Rule[] = [
	[
		/^ip ospf area (\d+(?:\.\d+\.\d+\.\d+)?)$/,
		(place, [area = ""]) => {
			if (place.config.networks.length > 0) place.complaint = "Please remove all network commands first.";
			else setInterface(place, { area: areaOf(area), areaWord: area });
		},
	],
	[/^no ip ospf area(?: \S+)?$/, (place) => unset(place, ["area", "areaWord"])],
	[/^ip ospf passive$/, (place) => setPassive(place, true)],
	[/^no ip ospf passive$/, (place) => setPassive(place, false)],
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

/** `metric 5 metric-type 1`, in any order; undefined where it is something else. */
function importOf(words: string): ImportConfig | undefined {
	const left = words
		.trim()
		.replace(/^(.*?)\bmetric-type ([12])\b/, "$1")
		.replace(/\bmetric (\d+)\b/, "")
		.trim();
	const metric = Number(/\bmetric (\d+)/.exec(words)?.[1] ?? 0);
	if (left !== "" || metric > mostMetric) return undefined;
	return {
		...(/\bmetric \d/.test(words) && { metric }),
		...(/\bmetric-type \d/.test(words) && { metricType: words.includes("metric-type 1") ? 1 : 2 }),
	};
}

/** CMD_RANGE_STR(0, 16777214) */
const mostMetric = 0xfffffe;

function redistribute(place: Place, source: ImportSource, words: string): boolean {
	const given = importOf(words);
	if (given) set(place, { redistribute: { ...place.config.redistribute, [source]: given } });
	return given !== undefined;
}

function originateDefault(place: Place, words: string): boolean {
	const given = importOf(words.replace(/ always\b/, ""));
	if (given) set(place, { defaultRoute: { ...given, always: / always\b/.test(words) } });
	return given !== undefined;
}

function setMaximumPaths(place: Place, maximumPaths: number): boolean {
	if (maximumPaths < 1 || maximumPaths > initialConfig.maximumPaths) return false;
	set(place, { maximumPaths });
	return true;
}

function setDefaultMetric(place: Place, defaultMetric: number): boolean {
	if (defaultMetric > mostMetric) return false;
	set(place, { defaultMetric });
	return true;
}

function without(place: Place, key: "defaultMetric" | "defaultRoute" | "logChanges"): void {
	const { [key]: _, ...config } = place.config;
	place.config = config;
}

type NetworkRow = OspfConfig["networks"][number];

function networkRow([text = "", area = ""]: readonly string[]): NetworkRow | undefined {
	const prefix = parsePrefix(text, "inet");
	if (!prefix || !("addr" in prefix)) return undefined;
	const dst = { addr: maskAddr(prefix.addr, prefix.len), len: prefix.len };
	return { prefix: dst, area: areaOf(area), areaWord: area };
}

/** ospfd/ospf_vty.c ospf_network_area(): both ways to say it do not go together. */
function addNetwork(place: Place, words: readonly string[]): boolean {
	const row = networkRow(words);
	if (!row) return false;
	const { interfaces, networks } = place.config;
	if (Object.values(interfaces).some(({ area }) => area !== undefined))
		place.complaint = "Please remove all ip ospf area x.x.x.x commands first.";
	else if (networks.some(({ prefix }) => samePrefix(prefix, row.prefix)))
		place.complaint = "There is already same network statement.";
	else set(place, { networks: [...networks, row] });
	return true;
}

function removeNetwork(place: Place, words: readonly string[]): boolean {
	const row = networkRow(words);
	if (!row) return false;
	const { networks } = place.config;
	const left = networks.filter(({ prefix, area }) => area !== row.area || !samePrefix(prefix, row.prefix));
	if (left.length === networks.length) place.complaint = "Can't find specified network area configuration.";
	else set(place, { networks: left });
	return true;
}

const sourceWords = importSources.join("|");

const importing: readonly Rule[] = [
	[
		new RegExp(`^redistribute (${sourceWords})((?: \\S+)*)$`),
		(place, [source, words = ""]) => redistribute(place, source as ImportSource, words),
	],
	[
		new RegExp(`^no redistribute (${sourceWords})(?: .*)?$`),
		(place, [source]) => {
			const { [source as ImportSource]: _, ...rest } = place.config.redistribute;
			set(place, { redistribute: rest });
		},
	],
	[/^default-metric (\d+)$/, (place, [n]) => setDefaultMetric(place, Number(n))],
	[/^no default-metric(?: \d+)?$/, (place) => without(place, "defaultMetric")],
	[/^default-information originate((?: \S+)*)$/, (place, [words = ""]) => originateDefault(place, words)],
	[/^no default-information originate(?: .*)?$/, (place) => without(place, "defaultRoute")],
];

const ofRouter: readonly Rule[] = [
	...importing,
	[/^maximum-paths (\d+)$/, (place, [n]) => setMaximumPaths(place, Number(n))],
	[/^no maximum-paths(?: \d+)?$/, (place) => set(place, { maximumPaths: initialConfig.maximumPaths })],
	[/^max-metric router-lsa administrative$/, (place) => set(place, { maxMetric: true })],
	[/^no max-metric router-lsa administrative$/, (place) => set(place, { maxMetric: false })],
	[/^(?:ospf )?router-id (\d+\.\d+\.\d+\.\d+)$/, (place, [id = ""]) => setRouterId(place, id)],
	[/^network (\S+) area (\d+(?:\.\d+\.\d+\.\d+)?)$/, (place, words) => addNetwork(place, words)],
	[/^no network (\S+) area (\d+(?:\.\d+\.\d+\.\d+)?)$/, (place, words) => removeNetwork(place, words)],
	[/^log-adjacency-changes( detail)?$/, (place, [detail = ""]) => set(place, { logChanges: detail })],
	[/^no log-adjacency-changes(?: detail)?$/, (place) => without(place, "logChanges")],
	[/^passive-interface default$/, (place) => set(place, { passiveDefault: true })],
	[/^no passive-interface default$/, (place) => set(place, { passiveDefault: false })],
	[/^passive-interface (\S+)$/, (place, [name = ""]) => named(place, name, true, "ip ospf passive")],
	[/^no passive-interface (\S+)$/, (place, [name = ""]) => named(place, name, false, "no ip ospf passive")],
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
];

/** ospfd/ospf_vty.c ospf_passive_interface(): it is kept with the interface, and vtysh is told so. */
function named(place: Place, name: string, passive: boolean, better: string): void {
	const inner: Place = { config: place.config, interface: name };
	setPassive(inner, passive);
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
		} else if (!read(place, line) || place.complaint !== undefined) return { line: i + 1, text: line };
	}
	return place.config;
}

/** Lines of vtysh, of which all but the last only lead to it; undefined where one is not understood. */
export function configureOspf(
	config: OspfConfig,
	lines: readonly string[],
): { readonly config: OspfConfig; readonly text: string } | { readonly complaint: string } | undefined {
	const place: Place = { config };
	// a name is vtysh's own while it runs
	if (!lines.every((line) => !line.startsWith("hostname ") && read(place, line))) return undefined;
	if (place.complaint !== undefined) return { complaint: place.complaint };
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

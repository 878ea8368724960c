/** Lines below `router ospf` (ospfd/ospf_vty.c): networks, routes of others, timers. */
import { inetPton } from "../../net/addr.ts";
import { maskAddr, parsePrefix, samePrefix } from "../../net/prefix.ts";
import { type ImportConfig, type ImportSource, importSources, initialConfig, type OspfConfig } from "./config.ts";
import { areaOf, type Place, type Rule, set, setPassive } from "./config-place.ts";

function without(place: Place, key: "defaultMetric" | "defaultRoute" | "logChanges" | "routerId"): void {
	const { [key]: _, ...config } = place.config;
	place.config = config;
}

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

export const ofRouter: readonly Rule[] = [
	...importing,
	[/^maximum-paths (\d+)$/, (place, [n]) => setMaximumPaths(place, Number(n))],
	[/^no maximum-paths(?: \d+)?$/, (place) => set(place, { maximumPaths: initialConfig.maximumPaths })],
	[/^max-metric router-lsa administrative$/, (place) => set(place, { maxMetric: true })],
	[/^no max-metric router-lsa administrative$/, (place) => set(place, { maxMetric: false })],
	[/^(?:ospf )?router-id (\d+\.\d+\.\d+\.\d+)$/, (place, [id = ""]) => setRouterId(place, id)],
	[/^no (?:ospf )?router-id(?: \d+\.\d+\.\d+\.\d+)?$/, (place) => without(place, "routerId")],
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

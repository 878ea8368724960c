/**
 * ospfd's configuration in FRR's syntax (ospfd/ospf_vty.c): a file, or a line after the other in vtysh's configuration mode. A line
 * changes nothing but the value that it is given.
 */
import { initialConfig, type OspfConfig } from "./config.ts";
import { areaOf, type Place, type Rule, set, setInterface, setPassive, unset } from "./config-place.ts";
import { ofRouter } from "./config-router.ts";

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

/**
 * What no two runs of the real thing share, made equal so that a recording can be held against another run: each row is a
 * pattern, what stands for it, and why. MAC addresses that the scenario itself sets are kept; a random one gets a number
 * by the order in which it appears, so that the same one stays the same.
 */
import { eui64 } from "../net/addr.ts";
import type { Step } from "./transcript.ts";

interface Rule {
	readonly pattern: RegExp;
	readonly by: string;
	readonly why: string;
}

const rules: readonly Rule[] = [
	{ pattern: /time[=<][\d.]+ ms/g, by: "time=<t> ms", why: "a measured round trip" },
	{ pattern: /, time \d+ms/g, by: ", time <t>ms", why: "the measured time of a whole ping" },
	{ pattern: /^(rtt min\/avg\/max\/mdev = ).*$/gm, by: "$1<t>", why: "statistics of round trips" },
	{ pattern: /\b\d+\.\d+ ?ms\b/g, by: "<t> ms", why: "a measured hop" },
	{ pattern: /pipe \d+$/gm, by: "pipe <n>", why: "how many pings were under way at once" },
	{
		pattern:
			/\b((?:valid_lft|preferred_lft|expires|used|age|(?:valid|preferred)_life_time"?:?) ?)(?!4294967295)\d+(?:\/\d+)*(?=sec|\b)/g,
		by: "$1<n>",
		why: "seconds that were counting down or up",
	},
	{ pattern: /pid=\d+/g, by: "pid=<n>", why: "a process number" },
	{ pattern: /\bino:\d+/g, by: "ino:<n>", why: "an inode" },
];

/** Behind a colour an address begins where no word does. */
const mac = /(?:\b|(?<=\[\d+m))(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g;
const linkLocal = /(?:\b|(?<=\[\d+m))fe80::[0-9a-f:]+/g;
const ipv6 = /\b(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f:]+/g;
/** What listens to the solicited-node group of an address: its last 24 bits, in a MAC address or in the group's own. */
const solicitedMac = /(?:\b|(?<=\[\d+m))33:33:ff:([0-9a-f]{2}):([0-9a-f]{2}):([0-9a-f]{2})\b/g;
const solicited = /(?:\b|(?<=\[\d+m))ff02::1:ff([0-9a-f]{2}):([0-9a-f]{1,4})\b/g;

/** A normaliser for one side of a comparison; `scenario` is the text whose addresses are its own. */
export function normaliser(scenario: string): (steps: readonly Step[]) => readonly Step[] {
	return (steps) => {
		const given = new Set(scenario.toLowerCase().match(mac));
		const derived = new Set([...given].map((address) => eui64(address)));
		const tails = new Set([...given, ...(scenario.toLowerCase().match(ipv6) ?? [])].map(tailOf));
		const names = new Map<string, string>();
		const numbered = (kind: string, value: string): string => {
			const known = names.get(value) ?? `<${kind}${names.size + 1}>`;
			names.set(value, known);
			return known;
		};
		const plain = (text: string): string => {
			const group = (head: string, whole: string, tail: string): string =>
				tail.startsWith("0000") || tails.has(tail) ? whole : head + numbered("sn", tail);
			const masked = text
				.replace(solicitedMac, (whole, a, b, c) => group("33:33:ff:", whole, a + b + c))
				.replace(solicited, (whole, a, rest) => group("ff02::1:ff", whole, a + rest.padStart(4, "0")))
				.replace(mac, (address) => (given.has(address) || isFixed(address) ? address : numbered("mac", address)))
				.replace(linkLocal, (address) =>
					derived.has(address) || address.length < 12 ? address : numbered("ll", address),
				);
			return rules.reduce((rest, rule) => rest.replace(rule.pattern, rule.by), masked);
		};
		return steps.map((step) => {
			const stdout = plain(step.stdout);
			return {
				...step,
				stdout: asksForSockets.test(step.command) ? inOneOrder(stdout) : stdout,
				stderr: plain(step.stderr),
			};
		});
	};
}

/** The last 24 bits of a MAC or IPv6 address, as hex digits. */
function tailOf(address: string): string {
	if (/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address)) return address.slice(9).replaceAll(":", "");
	const [high = "", low = ""] = address.split(":").slice(-2);
	return high.padStart(4, "0").slice(2) + low.padStart(4, "0");
}

const asksForSockets = /(?:^|[\s;|])ss\s/;

/**
 * ss shows sockets in the order of hash tables with a random key; and since it does not measure the last field of the last one,
 * how wide its last column is depends on that order. A line that begins with a tab belongs to the one before.
 */
function inOneOrder(text: string): string {
	const blocks = text.replace(/ +$/gm, "").split(/\n(?!\t)/);
	const isHead = (block: string) => block.includes("Recv-Q");
	const shown = blocks.filter((block) => !isHead(block) && block !== "").sort();
	return [...blocks.filter(isHead), ...shown, ""].join("\n");
}

/** Addresses that mean the same on every machine: none, all, and multicast groups. */
function isFixed(address: string): boolean {
	return /^(?:00:00:00:00:00:00|ff:ff:ff:ff:ff:ff|33:33:|01:00:5e:)/.test(address);
}

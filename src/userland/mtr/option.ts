/** The options of mtr 0.95, as far as a report takes them: ui/mtr.c parse_arg(). */
import { Failed } from "../failed.ts";
import { getopt, type LongOption, OptionError } from "../getopt.ts";

export interface Options {
	readonly host: string;
	readonly family: "inet" | "inet6" | undefined;
	/** Names of hosts are not looked up. */
	readonly numeric: boolean;
	/** The column of hosts is as wide as the longest needs. */
	readonly wide: boolean;
	readonly cycles: number;
	readonly firstTtl: number;
	readonly maxTtl: number;
	/** So many hosts that say nothing are the end. */
	readonly maxUnknown: number;
	/** Milliseconds: a cycle, and waiting for the last answers. */
	readonly interval: number;
	readonly grace: number;
	/** Bytes with the IP header. */
	readonly size: number;
	readonly tos: number;
}

const letters = "hv46F:uTSI:a:f:m:U:P:L:s:B:i:G:Q:eZ:M:rwc:jxClptnbo:y:z";
const plain =
	"h help|v version|4 inet|6 inet6|u udp|T tcp|S sctp|e mpls|r report|w report-wide|j json|x xml|C csv|l raw";
const valued =
	"F filename|I interface|a address|f first-ttl|m max-ttl|U max-unknown|P port|L localport|s psize|B bitpattern|" +
	"i interval|G gracetime|Q tos|Z timeout|M mark|c report-cycles|o order|y ipinfo";

const long: readonly LongOption[] = [
	...`${plain}|p split|t curses|n no-dns|b show-ips|z aslookup`.split("|").map((row) => longOption(row)),
	...valued.split("|").map((row): LongOption => ({ ...longOption(row), value: true })),
];

function longOption(row: string): LongOption {
	const [option = "", name = ""] = row.split(" ");
	return { name, option };
}

/** What exists, but not here. */
const unmodelled = new Set("FuTSIaPLBeZMjxClptboyz");

const usage = `
Usage:
 mtr [options] hostname

 -r, --report               a report after some cycles
 -w, --report-wide          the same, with room for long names
 -c, --report-cycles COUNT  how many cycles
 -n, --no-dns               numbers instead of names
 -4, -6                     IPv4, IPv6
 -f, --first-ttl NUMBER     the first hop
 -m, --max-ttl NUMBER       the last hop
 -U, --max-unknown NUMBER   give up after so many that say nothing
 -i, --interval SECONDS     how long a cycle takes
 -G, --gracetime SECONDS    how long to wait for the last answers
 -s, --psize BYTES          the size of a packet
 -Q, --tos NUMBER           type of service`;

export function parseOptions(args: readonly string[]): Options {
	const given = new Map<string, string>();
	const hosts = readWords(args, given);
	if (!given.has("r") && !given.has("w"))
		throw new Failed("iplab: mtr is modelled as a report only: give -r (--report)", 3);
	const host = hosts.at(-1) ?? "localhost";
	if (hosts.length > 1) throw new Failed("iplab: mtr is modelled with one host only", 3);
	const number = (letter: string, fallback: number) => numberOf(given.get(letter), fallback);
	const interval = number("i", 1);
	if (interval <= 0) throw new Failed("mtr: wait time must be positive", 1);
	return {
		host,
		family: given.has("6") ? "inet6" : given.has("4") ? "inet" : undefined,
		numeric: given.has("n"),
		wide: given.has("w"),
		cycles: number("c", 10),
		firstTtl: Math.max(1, number("f", 1)),
		maxTtl: Math.min(Math.max(1, number("m", 30)), 128),
		maxUnknown: Math.max(1, number("U", 12)),
		interval: interval * 1000,
		grace: number("G", 5) * 1000,
		size: number("s", 64),
		tos: number("Q", 0) & 0xff,
	};
}

function readWords(args: readonly string[], given: Map<string, string>): readonly string[] {
	try {
		const words = getopt(args, letters, long);
		let step = words.next();
		for (; !step.done; step = words.next()) {
			const { option, value } = step.value;
			if (option === "h") throw new Failed(usage.slice(1), 0);
			if (option === "v") throw new Failed("mtr 0.95", 0);
			if (unmodelled.has(option)) throw new Failed(`iplab: 'mtr -${option}' is not modelled`, 3);
			given.set(option, value);
		}
		return step.value;
	} catch (error) {
		if (error instanceof OptionError) throw new Failed(`mtr: ${error.message}\n${usage}`, 1);
		throw error;
	}
}

/** strtonum_or_err(), strtofloat_or_err() */
function numberOf(text: string | undefined, fallback: number): number {
	if (text === undefined) return fallback;
	if (!/^\s*[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) throw new Failed(`mtr: invalid argument: '${text}'`, 1);
	return Number(text);
}

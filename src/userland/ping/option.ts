/** The options of ping, iputils 20221126: ping/ping.c main(), and ping_common.c for the numbers. */

import { inetPton } from "../../net/addr.ts";
import { strerror } from "../../uapi/errno.ts";
import { versionOf } from "../iputils.ts";

export interface Options {
	readonly host: string;
	/** Several hosts were named: those before the last are to be passed on the way (IPOPT_LSRR). */
	readonly sourceRoute: boolean;
	/** Answers to wait for; without -c it goes on. */
	readonly count: number | undefined;
	/** Milliseconds between two; to wait for the last answer; until the end. */
	readonly interval: number;
	readonly linger: number;
	readonly deadline: number | undefined;
	readonly size: number;
	readonly ttl: number | undefined;
	readonly tos: number | undefined;
	/** SO_MARK */
	readonly mark: number | undefined;
	readonly preload: number;
	readonly pattern: string | undefined;
	readonly mtuDiscover: "do" | "dont" | "want" | undefined;
	readonly quiet: boolean;
	readonly numeric: boolean;
	readonly broadcast: boolean;
	readonly flood: boolean;
	readonly timestamps: boolean;
	readonly outstanding: boolean;
	readonly verbose: boolean;
	/** -R: the packets note the addresses that they pass. */
	readonly recordRoute: boolean;
	/** -T */
	readonly timeStamps: boolean;
	/** -a: a bell with each answer. */
	readonly audible: boolean;
	/** -A: as fast as answers come. */
	readonly adaptive: boolean;
	/** -e: the number of its echoes. */
	readonly id: number | undefined;
	/** -r: SO_DONTROUTE. */
	readonly dontRoute: boolean;
	/** -L: no copy of what goes to groups for this host itself. */
	readonly quietGroup: boolean;
	/** -F: the label of a flow of IPv6. */
	readonly flowLabel: number | undefined;
	/** -B: from no other address than the first. */
	readonly strictSource: boolean;
	/** What is said before it begins. */
	readonly warnings: readonly string[];
	readonly family: "inet" | "inet6" | undefined;
	/** -I: a device, and an address (with its zone). */
	readonly device: string | undefined;
	readonly source: string | undefined;
}

/** A mistake in the words: what ping says and the status it leaves with. */
export class Usage extends Error {
	readonly exit: number;

	constructor(text: string, exit: number) {
		super(text);
		this.exit = exit;
	}
}

const takesValue = "ceiIlmMNpQsStTwWF";
const plainFlags = "aABbCdDfhLnOqRrUvV46";
/** What exists, but not here. */
const notModelled = "N";

interface Words {
	readonly values: Map<string, string[]>;
	readonly flags: Set<string>;
	readonly hosts: string[];
	readonly warnings: string[];
}

/** getopt(): options may stand behind the host; `--` ends them. */
function readWords(args: readonly string[]): Words {
	const words: Words = { values: new Map(), flags: new Set(), hosts: [], warnings: [] };
	for (let i = 0; i < args.length; i++) {
		const word = args[i] as string;
		if (word === "--") {
			words.hosts.push(...args.slice(i + 1));
			break;
		}
		if (!word.startsWith("-") || word === "-") words.hosts.push(word);
		else if (readLetters(word, args[i + 1], words)) i++;
	}
	return words;
}

/** True when it took the next word too. */
function readLetters(word: string, next: string | undefined, { values, flags }: Words): boolean {
	for (let at = 1; at < word.length; at++) {
		const letter = word[at] as string;
		if (notModelled.includes(letter)) throw new Usage(`iplab: ping -${letter} is not modelled`, 3);
		if (!takesValue.includes(letter)) {
			if (!plainFlags.includes(letter)) throw new Usage(`ping: invalid option -- '${letter}'\n${usage}`, 2);
			flags.add(letter);
			continue;
		}
		const rest = word.slice(at + 1);
		const value = rest !== "" ? rest : next;
		if (value === undefined) throw new Usage(`ping: option requires an argument -- '${letter}'\n${usage}`, 2);
		values.set(letter, [...(values.get(letter) ?? []), value]);
		return rest === "";
	}
	return false;
}

const usage = `
Usage
  ping [options] <destination>

Options:
  -c <count>  -i <interval>  -w <deadline>  -W <timeout>  -s <size>  -t <ttl>
  -m <mark>  -I <interface or address>  -M <do|dont|want>  -l <preload>  -p <pattern>  -Q <tclass>
  -4  -6  -b  -n  -q  -v  -D  -O  -f  -R`;

function integer(words: Words, letter: string, min: number, max: number, shownMax = String(max)): number | undefined {
	const text = words.values.get(letter)?.at(-1);
	if (text === undefined) return undefined;
	if (!/^\s*[+-]?\d+$/.test(text)) throw new Usage(`ping: invalid argument: '${text}'`, 1);
	const value = Number(text);
	if (Math.abs(value) >= 2 ** 63) throw new Usage(`ping: invalid argument: '${text}': ${strerror("ERANGE")}`, 1);
	if (value < min || value > max)
		throw new Usage(`ping: invalid argument: '${text}': out of range: ${min} <= value <= ${shownMax}`, 1);
	return value;
}

const garbage = "ping: this will become fatal error in the future";

/** Seconds with a fraction, as milliseconds. */
function seconds(words: Words, letter: string, fallback: number): number {
	const text = words.values.get(letter)?.at(-1);
	if (text === undefined) return fallback * 1000;
	// ping_strtod(): the beginning counts, and the rest is complained about.
	const [number = ""] = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(text) ?? [];
	if (number !== text)
		words.warnings.push(`ping: option argument contains garbage: ${text.slice(number.length)}`, garbage);
	const value = Number(number);
	// a time to wait that has gone by is none; an interval that has gone by is over at once
	if (value < 0 && letter === "W") throw new Usage(`ping: bad linger time: ${text}`, 2);
	return Math.max(0, Math.round(value * 1000));
}

/** main(): the pattern is hexadecimal. */
function pattern(words: Words): string | undefined {
	const text = words.values.get("p")?.at(-1);
	const wrong = text === undefined ? -1 : text.search(/[^0-9a-f]/i);
	if (wrong >= 0) throw new Usage(`ping: patterns must be specified as hex digits: ${text?.slice(wrong)}`, 2);
	// sixteen bytes at most, and a digit that is left alone is a byte
	return text
		?.toLowerCase()
		.slice(0, 32)
		.replace(/^((?:..)*)(.)$/, "$10$2");
}

/** main(): a byte, in C's notation; a negative one is cut to its lower bits. */
function tosByte(words: Words): number | undefined {
	const text = words.values.get("Q")?.at(-1);
	if (text === undefined) return undefined;
	const value = cNumber(text);
	if (value === undefined) throw new Usage(`ping: bad TOS value: ${text}`, 2);
	if (value > 255) throw new Usage(`ping: the decimal value of TOS bits must be in range 0-255: ${value}`, 2);
	return value & 0xff;
}

/** strtol(text, &end, 0) up to the end of the word. */
function cNumber(text: string): number | undefined {
	if (!/^\s*[+-]?(?:0x[0-9a-f]+|\d+)$/i.test(text)) return undefined;
	const digits = text.replace(/[+-]/, "").trim();
	const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
	return text.includes("-") ? -value : value;
}

function flowLabel(words: Words): number | undefined {
	const text = words.values.get("F")?.at(-1);
	if (text === undefined) return undefined;
	const value = cNumber(text);
	if (value === undefined) throw new Usage(`ping: bad value for flowinfo: ${text}`, 2);
	if (value < 0 || value > 0xfffff) throw new Usage(`ping: flow value is greater than 20 bits: ${text}`, 2);
	if (value === 0) throw new Usage("iplab: ping -F 0, a label by chance, is not modelled", 3);
	return value;
}

/** -T: time stamps of IPv4. */
function checkStamps({ values, flags }: Words): void {
	const text = values.get("T")?.at(-1);
	if (text === undefined) return;
	if (flags.has("R")) throw new Usage("ping: only one of -T or -R may be used", 2);
	if (!/^ts(?:only|andaddr|prespec)$/.test(text)) throw new Usage(`ping: invalid timestamp type: ${text}`, 2);
}

const discoveries = ["do", "dont", "want"] as const;

function discovery(words: Words): Options["mtuDiscover"] {
	const text = words.values.get("M")?.at(-1);
	const known = discoveries.find((word) => word === text);
	if (text !== undefined && !known) throw new Usage(`ping: invalid -M argument: ${text}`, 2);
	return known;
}

/** -I may be given twice: once a device, once an address. */
function ways(words: Words): Pick<Options, "device" | "source"> {
	let device: string | undefined;
	let source: string | undefined;
	for (const text of words.values.get("I") ?? []) {
		const [addr, zone] = text.split("%", 2) as [string, string?];
		if (/^\d+(\.\d+){3}$/.test(addr) || addr.includes(":")) {
			source = inetPton(addr, addr.includes(":") ? "inet6" : "inet") ?? addr;
			device = zone ?? device;
		} else device = text;
	}
	return { device, source };
}

export function parseOptions(args: readonly string[]): Options {
	const words = readWords(args);
	const { flags, hosts } = words;
	if (flags.has("h")) throw new Usage(usage, 2);
	if (flags.has("4") && flags.has("6")) throw new Usage("ping: only one -4 or -6 option may be specified", 2);
	checkStamps(words);
	integer(words, "S", 1, 2_147_483_647);
	if (flags.has("V")) throw new Usage(versionOf("ping"), 0);
	const options = {
		count: integer(words, "c", 1, Number.MAX_SAFE_INTEGER, "9223372036854775807"),
		interval: flags.has("f") && !words.values.has("i") ? 0 : seconds(words, "i", 1),
		linger: seconds(words, "W", 10) || 10_000,
		deadline: integer(words, "w", 0, 2_147_483_647) || undefined,
		size: integer(words, "s", 0, 2_147_483_639, "2147483647") ?? 56,
		ttl: integer(words, "t", 0, 255),
		tos: tosByte(words),
		mark: integer(words, "m", 0, 4294967295),
		preload: integer(words, "l", 1, 65_536) ?? 1,
		pattern: pattern(words),
		mtuDiscover: discovery(words),
		quiet: flags.has("q"),
		numeric: flags.has("n"),
		broadcast: flags.has("b"),
		flood: flags.has("f"),
		timestamps: flags.has("D"),
		outstanding: flags.has("O"),
		verbose: flags.has("v"),
		recordRoute: flags.has("R"),
		timeStamps: words.values.has("T"),
		dontRoute: flags.has("r"),
		quietGroup: flags.has("L"),
		flowLabel: flowLabel(words),
		audible: flags.has("a"),
		adaptive: flags.has("A"),
		id: integer(words, "e", 0, 65_535),
		strictSource: flags.has("B"),
		warnings: words.warnings,
		family: flags.has("4") ? ("inet" as const) : flags.has("6") ? ("inet6" as const) : undefined,
		...ways(words),
	};
	const host = hosts.at(-1);
	const sourceRoute = hosts.length > 1;
	if (host === undefined) throw new Usage("ping: usage error: Destination address required", 1);
	return {
		...options,
		deadline: options.deadline === undefined ? undefined : options.deadline * 1000,
		host,
		sourceRoute,
	};
}

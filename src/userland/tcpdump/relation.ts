/**
 * Comparisons in filters: `tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn`, `ip[6:2] & 0x1fff != 0`, `len > 100`. pcap-filter(7),
 * libpcap's grammar.y `relop` and `arth`, scanner.l for the names of numbers.
 */
import type { Frame } from "../../uapi/packet.ts";
import { FilterError } from "./filter-error.ts";
import { type Header, headerBytes, headers, sums, wireLength } from "./header-byte.ts";

type Value = (frame: Frame) => number | undefined;

const numbers: Readonly<Record<string, number>> = {
	...{ icmptype: 0, icmpcode: 1, icmp6type: 0, icmp6code: 1, tcpflags: 13 },
	...{ "tcp-fin": 1, "tcp-syn": 2, "tcp-rst": 4, "tcp-push": 8, "tcp-ack": 16, "tcp-urg": 32 },
	...{ "icmp-echoreply": 0, "icmp-unreach": 3, "icmp-sourcequench": 4, "icmp-redirect": 5, "icmp-echo": 8 },
	...{ "icmp-timxceed": 11, "icmp-paramprob": 12 },
	...{ "icmp6-destinationrunreach": 1, "icmp6-packettoobig": 2, "icmp6-timeexceeded": 3, "icmp6-parameterproblem": 4 },
	...{ "icmp6-echo": 128, "icmp6-echoreply": 129, "icmp6-routersolicit": 133, "icmp6-routeradvert": 134 },
	...{ "icmp6-neighborsolicit": 135, "icmp6-neighboradvert": 136, "icmp6-redirect": 137 },
};

/** From the loosest to the tightest. */
const operators: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
	{ "|": (a, b) => (a | b) >>> 0 },
	{ "&": (a, b) => (a & b) >>> 0 },
	{ "<<": (a, b) => (a << b) >>> 0, ">>": (a, b) => a >>> b },
];

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
	"=": (a, b) => a === b,
	"==": (a, b) => a === b,
	"!=": (a, b) => a !== b,
	"<": (a, b) => a < b,
	">": (a, b) => a > b,
	"<=": (a, b) => a <= b,
	">=": (a, b) => a >= b,
};

/** The words from `at` on as a comparison, and where it ends; undefined where they are none. */
export function relation(
	words: readonly string[],
	start: number,
): { filter: (frame: Frame) => boolean; end: number } | undefined {
	let at = start;
	const left = arithmetic(0);
	const compare = left && comparisons[words[at++] ?? ""];
	const right = compare && arithmetic(0);
	if (!left || !compare || !right) return undefined;
	const filter = (frame: Frame) => {
		const [a, b] = [left(frame), right(frame)];
		return a !== undefined && b !== undefined && compare(a, b);
	};
	return { filter, end: at };

	function arithmetic(level: number): Value | undefined {
		const row = operators[level];
		if (!row) return operand();
		let first = arithmetic(level + 1);
		for (let act = row[words[at] ?? ""]; act && first; act = row[words[at] ?? ""]) {
			at++;
			first = joined(first, arithmetic(level + 1), act);
		}
		return first;
	}

	function operand(): Value | undefined {
		const word = words[at++] ?? "";
		if (word === "(") {
			const inner = arithmetic(0);
			return words[at++] === ")" ? inner : undefined;
		}
		if (word === "len") return wireLength;
		const value = numberOf(word);
		return value === undefined ? accessor(word) : () => value;
	}
}

function joined(a: Value, b: Value | undefined, act: (a: number, b: number) => number): Value | undefined {
	return (
		b &&
		((frame) => {
			const [left, right] = [a(frame), b(frame)];
			return left === undefined || right === undefined ? undefined : act(left, right);
		})
	);
}

function numberOf(word: string): number | undefined {
	if (/^(?:0x[\da-f]+|\d+)$/i.test(word)) return Number(word);
	return Object.hasOwn(numbers, word) ? numbers[word] : undefined;
}

/** `ip[6:2]`: two bytes from the sixth on. */
function accessor(word: string): Value | undefined {
	const [, name = "", inside = ""] = /^(\w+)\s*\[([^\]]*)\]$/.exec(word) ?? [];
	if (name === "") return undefined;
	const [, place = "", width = "1"] = /^\s*([\w-]+)\s*(?::\s*(\d+)\s*)?$/.exec(inside) ?? [];
	const header = headers.find((each) => each === name);
	const offset = numberOf(place);
	if (/^[a-z][\w-]*$/i.test(place) && offset === undefined) return undefined;
	if (!header || offset === undefined) throw new FilterError(`'${word}' is not modelled`, false);
	const size = Number(width);
	if (![1, 2, 4].includes(size)) throw new FilterError("data size must be 1, 2, or 4");
	const sum = sums[header];
	if (sum !== undefined && offset < sum + 2 && offset + size > sum)
		throw new FilterError(`'${word}' is not modelled: packets carry no checksum here`, false);
	return (frame) => bytesAt(header, frame, offset, size);
}

function bytesAt(header: Header, frame: Frame, offset: number, size: number): number | undefined {
	const bytes = headerBytes(header, frame);
	if (!bytes || offset + size > bytes.length) return undefined;
	return bytes.slice(offset, offset + size).reduce((value, byte) => value * 256 + byte, 0);
}

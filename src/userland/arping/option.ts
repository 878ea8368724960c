/** The words of arping, and how it refuses: arping.c main(). */
import { strerror } from "../../uapi/errno.ts";
import { Failed } from "../failed.ts";
import { versionOf } from "../iputils.ts";
import type { Result } from "../process.ts";

export interface Options {
	readonly host: string;
	readonly device: string | undefined;
	readonly source: string | undefined;
	readonly count: number | undefined;
	/** Milliseconds. */
	readonly deadline: number | undefined;
	readonly interval: number;
	readonly first: boolean;
	readonly quiet: boolean;
	readonly broadcast: boolean;
	/** -D, -U, -A */
	readonly dad: boolean;
	readonly unsolicited: boolean;
	readonly advertise: boolean;
}

export class Refused extends Failed {
	readonly stream: "stdout" | "stderr";

	constructor(text: string, exit = 2, stream: "stdout" | "stderr" = "stderr") {
		super(text, exit);
		this.stream = stream;
	}
}

const usage = `
Usage:
  arping [options] <destination>

Options: -I <device>  -c <count>  -w <timeout>  -i <interval>  -s <source>  -f  -q  -b  -D  -U  -A  -V
`;

export function parseOptions(args: readonly string[]): Options {
	const values = new Map<string, string>();
	const flags = new Set<string>();
	const hosts: string[] = [];
	for (let i = 0; i < args.length; i++) {
		const word = args[i] as string;
		if (!word.startsWith("-") || word === "-") {
			hosts.push(word);
			continue;
		}
		for (let at = 1; at < word.length; at++) {
			const letter = word[at] as string;
			if ("fqbDUAVh".includes(letter)) flags.add(letter);
			else if (!"cwiIs".includes(letter)) throw new Refused(`arping: invalid option -- '${letter}'\n${usage}`);
			else {
				const value = word.slice(at + 1) || args[++i];
				if (value === undefined) throw new Refused(`arping: option requires an argument -- '${letter}'\n${usage}`);
				values.set(letter, value);
				break;
			}
		}
	}
	if (flags.has("V")) throw new Refused(versionOf("arping"), 0, "stdout");
	const [host] = hosts.slice(-1);
	if (flags.has("h") || host === undefined) throw new Refused(usage);
	const number = (letter: string, least: number) => numberOf(values.get(letter), least);
	const deadline = number("w", 0);
	return {
		host,
		device: values.get("I"),
		source: values.get("s"),
		count: number("c", 1),
		deadline: deadline === undefined ? undefined : deadline * 1000,
		interval: (number("i", 0) ?? 1) * 1000,
		first: flags.has("f") || flags.has("D"),
		quiet: flags.has("q"),
		broadcast: flags.has("b"),
		dad: flags.has("D"),
		unsolicited: flags.has("U") || flags.has("A"),
		advertise: flags.has("A"),
	};
}

function numberOf(text: string | undefined, least: number): number | undefined {
	if (text === undefined) return undefined;
	if (!/^[+-]?\d+$/.test(text)) throw new Refused(`arping: invalid argument: '${text}'`, 1);
	const value = Number(text);
	if (value < least || value > 2_147_483_647)
		throw new Refused(`arping: invalid argument: '${text}': out of range: ${least} <= value <= 2147483647`, 1);
	return value;
}

export function must<T>(result: Result<T>, what: string): T {
	if ("errno" in result) throw new Refused(`arping: ${what}: ${strerror(result.errno)}`);
	return result.ok;
}

/**
 * nstat of iproute2 6.1: the counters of /proc/net/snmp, snmp6 and netstat by name, and by how much they have grown since it was
 * last asked. misc/nstat.c. What it has told it keeps in a file, one for all namespaces.
 */

import type { Mib, MibGroup, MibRow } from "../uapi/mib.ts";
import { Failed } from "./failed.ts";
import { getopt, type LongOption, OptionError } from "./getopt.ts";
import type { Process, Program, Result } from "./process.ts";

interface Options {
	/** Letters that were given. */
	readonly given: ReadonlySet<string>;
	readonly patterns: readonly RegExp[];
}

const source = "kernel";
/** TCP's groups, but for what in them is IP's and ARP's. */
const tcps = /^(?:Tcp(?!Ext)|TcpExt(?!ArpFilter$|IPReversePathFilter$)|MPTcpExt)/;
/** useless_number(): what is no counter. */
const useless = /^(?:IpForwarding|IpDefaultTTL|TcpRtoAlgorithm|TcpRtoMin|TcpRtoMax|TcpMaxConn|TcpCurrEstab)$/;

// biome-ignore lint/correctness/useYield: it reads and prints
export const nstat: Program = function* (process) {
	try {
		return run(process, parseOptions(process.args));
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		(error.exit === 0 ? process.stdout : process.stderr)(error.message);
		return error.exit;
	}
};

const usage = `Usage: nstat [OPTIONS] [PATTERN...]
   -a, --ignore    all that was counted, not only what is new
   -s, --noupdate  what is told now is told again
   -r, --reset     forget what was told
   -n, --nooutput  remember only
   -z, --zeros     counters that are zero, too
   -j, --json      JSON
   -p, --pretty    on several lines
   -V, --version   the version
   -h, --help      this text
`;

const long: readonly LongOption[] = [
	..."h help|a ignore|n nooutput|j json|r reset|s noupdate|p pretty|V version|z zeros".split("|").map((row) => {
		const [option = "", name = ""] = row.split(" ");
		return { name, option };
	}),
	{ name: "scan", option: "d", value: true },
	{ name: "interval", option: "t", value: true },
];

function parseOptions(args: readonly string[]): Options {
	const given = new Set<string>();
	try {
		const words = getopt(args, "hvVzrnasd:t:jp", long);
		let step = words.next();
		for (; !step.done; step = words.next()) {
			const { option } = step.value;
			if (option === "h") throw new Failed(usage, 255);
			if (option === "V" || option === "v") throw new Failed("nstat utility, iproute2-6.1.0\n", 0);
			if (option === "d") throw new Failed("iplab: 'nstat -d' is not modelled\n", 3);
			given.add(option);
		}
		return { given, patterns: step.value.map(globPattern) };
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Failed(`nstat: ${error.message}\n${usage}`, 255);
	}
}

/** fnmatch(FNM_CASEFOLD) */
function globPattern(glob: string): RegExp {
	const body = glob.replace(/\[!?[^\]]*\]|[.*+?^${}()|\\]/g, (part) => {
		if (part.length > 1) return part.replace("[!", "[^");
		return part === "*" ? ".*" : part === "?" ? "." : `\\${part}`;
	});
	return new RegExp(`^(?:${body})$`, "i");
}

function run({ sys, env, stdout }: Process, { given, patterns }: Options): number {
	const file = env.NSTAT_HISTORY ?? `/tmp/.nstat.u${sys.uid}`;
	const isWanted = (name: string) => patterns.length === 0 || patterns.some((pattern) => pattern.test(name));
	const isShown = ([, value]: MibRow) => given.has("z") || value > 0;
	const now = counters(sys.mib());
	if (sys.mib().spokeTcp && now.some(([name]) => tcps.test(name) && isWanted(name)))
		throw new Failed("iplab: nstat: what TCP counts is not modelled; ask for others: nstat 'Ip*' 'Icmp*' 'Udp*'\n", 3);
	const history = given.has("r") ? new Map<string, number>() : historyOf(sys.readFile(file));
	const grown = ([name, value]: MibRow): MibRow => [name, Math.max(0, value - (history.get(name) ?? 0))];
	const wanted = now.filter(([name]) => isWanted(name));
	const told = given.has("a") || history.size === 0 ? wanted : wanted.map(grown);
	if (!given.has("n")) stdout(shown(told.filter(isShown), given));
	if (given.has("s")) return 0;
	// what was not asked for stays as it was told last
	const kept = now
		.filter(isShown)
		.map(([name, value]): MibRow => [name, isWanted(name) ? value : (history.get(name) ?? value)]);
	sys.writeFile(file, table(kept));
	return 0;
}

/** In the order in which it reads them. */
function counters({ snmp, snmp6, netstat }: Mib): MibRow[] {
	const named = ({ name, rows }: MibGroup) => rows.map(([each, value]): MibRow => [`${name}${each}`, value]);
	return [...snmp.flatMap(named), ...snmp6, ...netstat.flatMap(named)].filter(([name]) => !useless.test(name));
}

function historyOf(file: Result<string>): ReadonlyMap<string, number> {
	if ("errno" in file) return new Map();
	const lines = file.ok.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
	return new Map(
		lines.map((line) => {
			const [name = "", value = "0"] = line.split(/\s+/);
			return [name, Number(value)] as const;
		}),
	);
}

function table(rows: readonly MibRow[]): string {
	const lines = rows.map(([name, value]) => `${name.padEnd(32)}${String(value).padEnd(16)}${"0.0".padStart(6)}\n`);
	return `#${source}\n${lines.join("")}`;
}

/** Plain, or as JSON: one line, or with -p four blanks for each level. */
function shown(rows: readonly MibRow[], given: ReadonlySet<string>): string {
	if (!given.has("j")) return table(rows);
	const json = JSON.stringify({ [source]: Object.fromEntries(rows) }, null, given.has("p") ? 4 : 0);
	return `${json}\n`;
}

/** The options of curl that a lab needs (curl 7.88, src/tool_getparam.c), and its URLs. */
import { Failed } from "../failed.ts";
import { getopt, type LongOption, OptionError } from "../getopt.ts";

export interface Options {
	readonly flags: ReadonlySet<string>;
	readonly family: "inet" | "inet6" | undefined;
	/** ms */
	readonly maxTime?: number;
	readonly connectTimeout?: number;
	readonly localPort: number;
	readonly interface?: string;
	readonly output?: string;
	readonly writeOut?: string;
	readonly headers: readonly string[];
	readonly agent: string;
	readonly urls: readonly string[];
}

const long: readonly LongOption[] = [
	..."s silent|S show-error|v verbose|I head|4 ipv4|6 ipv6|f fail|g globoff|L location|k insecure|N no-buffer|0 http1.0".split(
		"|",
	),
]
	.map((row): LongOption => ({ option: row.slice(0, 1), name: row.slice(2) }))
	.concat(
		["m max-time", "connect-timeout connect-timeout", "local-port local-port", "interface interface"]
			.concat(["o output", "w write-out", "H header", "A user-agent", "url url"])
			.map((row): LongOption => {
				const [option = "", name = ""] = row.split(" ");
				return { option, name, value: true };
			}),
	);

const tryHelp = "curl: try 'curl --help' or 'curl --manual' for more information";

export function parseOptions(args: readonly string[]): Options {
	const flags = new Set<string>();
	const values = new Map<string, string>();
	const headers: string[] = [];
	const urls: string[] = [];
	try {
		const given = getopt(args, "sSvI46fgLkN0m:o:w:H:A:", long);
		let step = given.next();
		for (; !step.done; step = given.next()) {
			const { option, value } = step.value;
			flags.add(option);
			if (option === "H") headers.push(value);
			else if (option === "url") urls.push(value);
			else values.set(option, value);
		}
		urls.push(...step.value);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Failed(`iplab: curl: ${error.message.replace("invalid option -- '", "option '-")} is not modelled`, 3);
	}
	if (urls.length === 0) throw new Failed(tryHelp, 2);
	const [maxTime, connectTimeout] = [
		timeOf(values.get("m"), "-m"),
		timeOf(values.get("connect-timeout"), "--connect-timeout"),
	];
	const [device, output, writeOut] = [values.get("interface"), values.get("o"), values.get("w")];
	return {
		flags,
		family: flags.has("6") ? "inet6" : flags.has("4") ? "inet" : undefined,
		...(maxTime !== undefined && { maxTime }),
		...(connectTimeout !== undefined && { connectTimeout }),
		localPort: Number.parseInt(values.get("local-port") ?? "0", 10) || 0,
		...(device !== undefined && { interface: device }),
		...(output !== undefined && { output }),
		...(writeOut !== undefined && { writeOut }),
		headers,
		agent: values.get("A") ?? "curl/7.88.1",
		urls,
	};
}

/** Seconds; 0 is no limit. */
function timeOf(text: string | undefined, option: string): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+(?:\.\d*)?$/.test(text))
		throw new Failed(`curl: option ${option}: expected a proper numerical parameter\n${tryHelp}`, 2);
	return Number(text) === 0 ? undefined : Number(text) * 1000;
}

/** libcurl's schemes over TCP, and the port of each; beyond the connection only http is spoken here. */
const ports: Readonly<Record<string, number>> = {
	dict: 2628,
	ftp: 21,
	ftps: 990,
	gopher: 70,
	gophers: 70,
	http: 80,
	https: 443,
	imap: 143,
	imaps: 993,
	ldap: 389,
	ldaps: 636,
	mqtt: 1883,
	pop3: 110,
	pop3s: 995,
	rtmp: 1935,
	rtsp: 554,
	scp: 22,
	sftp: 22,
	smb: 445,
	smbs: 445,
	smtp: 25,
	smtps: 465,
	telnet: 23,
};

export interface Url {
	readonly scheme: string;
	readonly host: string;
	readonly port: number;
	readonly path: string;
	/** As the header Host has it. */
	readonly authority: string;
}

export function parseUrl(text: string): Url {
	const [, named = "http", rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
	const scheme = named.toLowerCase();
	if (scheme === "file" || scheme === "tftp") throw new Failed(`iplab: curl: '${scheme}:' is not modelled`, 3);
	if (!Object.hasOwn(ports, scheme)) throw new Failed(`Protocol "${scheme}" not supported or disabled in libcurl`, 1);
	const [, authority = "", path = ""] = /^([^/?#]*)([^#]*)/.exec(rest) ?? [];
	const [, six, four, port = String(ports[scheme])] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(authority) ?? [];
	const host = (six ?? four ?? "").replace("%25", "%");
	if (host === "" || Number(port) > 65535) throw new Failed("URL using bad/illegal format or missing URL", 3);
	return { scheme, host, port: Number(port), path: path.startsWith("/") ? path : `/${path}`, authority };
}

/**
 * curl 7.88, as far as a lab needs it: GET and HEAD over HTTP, by which address and port, and with its own words for what goes
 * wrong. lib/connect.c, lib/cf-socket.c bindlocal(), lib/http.c.
 */
import { latin1OfText, textOfLatin1 } from "../../net/byte.ts";
import { type Errno, errnos, strerror } from "../../uapi/errno.ts";
import { dial } from "../dial.ts";
import { Failed } from "../failed.ts";
import { type HostAddr, hostAddrs, numericHost } from "../host-name.ts";
import { type Answer, forever, type Process, type Program, type System, type Wait } from "../process.ts";
import { type Options, parseOptions, parseUrl, type Url } from "./option.ts";

export const curl: Program = function* (process) {
	let exit = 0;
	try {
		const options = parseOptions(process.args);
		for (const url of options.urls) exit = yield* transfer(process, options, url);
		return exit;
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		process.stderr(`${error.message}\n`);
		return error.exit;
	}
};

/** One transfer under way. */
interface Transfer {
	readonly process: Process;
	readonly options: Options;
	readonly url: Url;
	readonly begin: number;
	readonly facts: Map<string, string | number>;
}

function* transfer(process: Process, options: Options, text: string): Generator<Wait, number, Answer> {
	const facts = new Map<string, string | number>([["http_code", "000"]]);
	let exit = 0;
	try {
		const url = parseUrl(text);
		const begin = process.sys.now();
		yield* run({ process, options, url, begin, facts });
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		if (error.message.startsWith("iplab:")) throw error;
		const { flags } = options;
		if (!flags.has("s") || flags.has("S")) process.stderr(`curl: (${error.exit}) ${error.message}\n`);
		facts.set("errormsg", error.message);
		exit = error.exit;
	}
	facts.set("exitcode", exit);
	if (options.writeOut !== undefined) process.stdout(written(options.writeOut, facts));
	return exit;
}

/** -w: `%{http_code}`, `\n`. */
function written(format: string, facts: ReadonlyMap<string, string | number>): string {
	return format
		.replaceAll("\\n", "\n")
		.replaceAll("\\t", "\t")
		.replace(/%\{([a-z_]+)\}/g, (all, name: string) =>
			String(facts.get(name === "response_code" ? "http_code" : name) ?? (known.has(name) ? "" : all)),
		)
		.replaceAll("%%", "%");
}

const known: ReadonlySet<string> = new Set(["errormsg", "local_ip", "local_port", "remote_ip", "remote_port"]);

function* run(transfer: Transfer): Generator<Wait, void, Answer> {
	const { process, options, url } = transfer;
	const socket = yield* connect(transfer);
	const { sys } = process;
	if (url.scheme !== "http") throw new Failed(`iplab: curl: '${url.scheme}:' beyond the connection is not modelled`, 3);
	sys.net.write(socket, latin1OfText(request(options, url)));
	say(transfer, ">", request(options, url));
	const { head, body } = yield* response(transfer, socket);
	sys.net.close(socket);
	const status = /^HTTP\/[\d.]+ (\d+)/.exec(head)?.[1] ?? "000";
	transfer.facts.set("http_code", status);
	transfer.facts.set("size_download", body.length);
	say(transfer, "<", head);
	if (options.flags.has("f") && Number(status) >= 400)
		throw new Failed(`The requested URL returned error: ${status}`, 22);
	if (options.flags.has("v") && !options.flags.has("I")) process.stderr(`{ [${body.length} bytes data]\n`);
	note(transfer, "Closing connection 0");
	const shown = options.flags.has("I") ? head : body;
	if (options.output === undefined || options.output === "-") process.stdout(textOfLatin1(shown));
	else if (options.output !== "/dev/null")
		throw new Failed(`iplab: 'curl -o ${options.output}' is not modelled: use >${options.output}`, 3);
}

function note({ options, process }: Transfer, text: string): void {
	if (options.flags.has("v")) process.stderr(`* ${text}\n`);
}

/** Headers as -v shows them. */
function say({ options, process }: Transfer, sign: ">" | "<", head: string): void {
	if (!options.flags.has("v")) return;
	for (const line of head.split("\r\n").slice(0, -1)) process.stderr(`${sign} ${line}\n`);
}

function request({ flags, agent, headers }: Options, { path, authority }: Url): string {
	const method = flags.has("I") ? "HEAD" : "GET";
	const lines = [`${method} ${path} HTTP/1.1`, `Host: ${authority}`, `User-Agent: ${agent}`, "Accept: */*", ...headers];
	return `${lines.join("\r\n")}\r\n\r\n`;
}

function resolve({ process: { sys }, options, url }: Transfer): readonly HostAddr[] {
	const found = hostAddrs(sys, url.host, options.family);
	if (!("error" in found)) return found;
	if (found.error === "Address family for hostname not supported") throw new Failed("Couldn't connect to server", 7);
	throw new Failed(`Could not resolve host: ${url.host}`, 6);
}

function* connect(transfer: Transfer): Generator<Wait, number, Answer> {
	const { process, options, url, begin, facts } = transfer;
	const { sys } = process;
	const elapsed = () => sys.now() - begin;
	for (const to of resolve(transfer)) {
		note(transfer, `  Trying ${endpoint(sys, to, url.port)}...`);
		const socket = open(transfer, to);
		const limit = Math.min(options.maxTime ?? forever, options.connectTimeout ?? 300_000);
		const errno = yield* dial(sys, socket, { ...to, port: url.port }, limit - elapsed());
		if (errno === undefined) return connected(transfer, socket, to);
		sys.net.close(socket);
		if (errno === "EINPROGRESS") {
			const whole = options.maxTime !== undefined && limit === options.maxTime;
			if (whole) throw new Failed(`Connection timed out after ${limit + 1} milliseconds`, 28);
			throw new Failed(
				`Failed to connect to ${said(url)} port ${url.port} after ${limit + 1} ms: Timeout was reached`,
				28,
			);
		}
		note(transfer, `connect to ${numericHost(sys, to.addr, to.scopeId)} port ${url.port} failed: ${strerror(errno)}`);
	}
	const text = `Failed to connect to ${said(url)} port ${url.port} after ${elapsed()} ms: Couldn't connect to server`;
	note(transfer, text);
	note(transfer, "Closing connection 0");
	facts.set("time_total", elapsed() / 1000);
	throw new Failed(text, 7);
}

/** The host in messages: without the zone of an address. */
function said({ host }: Url): string {
	return host.replace(/%.*$/, "");
}

function endpoint(sys: System, { addr, scopeId }: HostAddr, port: number): string {
	return addr.includes(":") ? `[${numericHost(sys, addr, scopeId)}]:${port}` : `${addr}:${port}`;
}

function connected(transfer: Transfer, socket: number, to: HostAddr): number {
	const {
		process: { sys },
		url,
		facts,
	} = transfer;
	const name = sys.net.name(socket);
	facts.set("remote_ip", to.addr).set("remote_port", url.port);
	if ("ok" in name) facts.set("local_ip", name.ok.addr).set("local_port", name.ok.port ?? 0);
	note(transfer, `Connected to ${url.host} (${numericHost(sys, to.addr, to.scopeId)}) port ${url.port} (#0)`);
	return socket;
}

/** bindlocal(): a device, or an address of this host; a device that it is bound to makes the port of no account. */
function open(transfer: Transfer, to: HostAddr): number {
	const {
		process: { sys },
		options,
	} = transfer;
	const family = to.addr.includes(":") ? "inet6" : "inet";
	const made = sys.net.socket(family, "stream", "tcp");
	if ("errno" in made) throw new Failed("Couldn't connect to server", 7);
	const { interface: from, localPort } = options;
	if (from === undefined && localPort === 0) return made.ok;
	if (from !== undefined && "ok" in sys.net.indexOf(from) && "ok" in sys.net.bindToDevice(made.ok, from))
		return made.ok;
	const named = from === undefined ? undefined : hostAddrs(sys, from, family);
	if (named && "error" in named) throw new Failed(`Couldn't bind to '${from}'`, 45);
	const own = named?.[0] ?? { addr: family === "inet" ? "0.0.0.0" : "::", scopeId: 0 };
	const bound = sys.net.bind(made.ok, { addr: own.addr, scopeId: own.scopeId, port: localPort });
	if ("errno" in bound)
		throw new Failed(`bind failed with errno ${errnos[bound.errno][0]}: ${strerror(bound.errno)}`, 45);
	const name = sys.net.name(made.ok);
	if ("ok" in name) note(transfer, `Local port: ${name.ok.port}`);
	return made.ok;
}

function* response(transfer: Transfer, socket: number): Generator<Wait, { head: string; body: string }, Answer> {
	const {
		process: { sys },
		options,
		begin,
	} = transfer;
	const end = options.maxTime === undefined ? forever : begin + options.maxTime;
	let data = "";
	for (;;) {
		const got = sys.net.read(socket);
		if ("ok" in got && got.ok !== "") data += got.ok;
		const ended = "ok" in got ? got.ok === "" : got.errno !== "EAGAIN";
		if (data.length >= 5 && !data.startsWith("HTTP/")) throw new Failed("Received HTTP/0.9 when not allowed", 1);
		const whole = wholeResponse(data, options.flags.has("I"), ended);
		if (whole) return whole;
		if (ended && data === "") throw new Failed(...emptiness("errno" in got ? got.errno : undefined));
		if (ended) throw new Failed("transfer closed with outstanding read data remaining", 18);
		if ("ok" in got) continue;
		if (sys.now() >= end)
			throw new Failed(
				`Operation timed out after ${sys.now() - begin} milliseconds with ${data.length} bytes received`,
				28,
			);
		yield { wait: "readable", socket, ms: end - sys.now() };
	}
}

function emptiness(errno: Errno | undefined): [string, number] {
	return errno ? [`Recv failure: ${strerror(errno)}`, 56] : ["Empty reply from server", 52];
}

/** Head and body, when all that the head promises has come, or the other end has no more. */
function wholeResponse(data: string, headOnly: boolean, ended: boolean): { head: string; body: string } | undefined {
	const at = data.indexOf("\r\n\r\n");
	if (at < 0) return undefined;
	const head = data.slice(0, at + 4);
	const body = data.slice(at + 4);
	const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
	if (headOnly) return { head, body: "" };
	if (length === undefined) return ended ? { head, body } : undefined;
	return body.length >= Number(length) ? { head, body: body.slice(0, Number(length)) } : undefined;
}

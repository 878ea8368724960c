/**
 * Why a program that talks over the network did not get through: ping, arping, traceroute, nc, ncat, socat, curl. What stops
 * the packets is found by sending some in a copy of the world (session/reach/).
 */
import { type Addr, familyOf, isMulticast, parseAddr } from "../../net/addr.ts";
import { reach } from "../reach/reach.ts";
import {
	after,
	before,
	changed,
	changedAfter,
	type Finding,
	find,
	type Mend,
	type Row,
	type Situation,
	said,
} from "./situation.ts";

const talkers: ReadonlySet<string> = new Set([
	"arping",
	"curl",
	"nc",
	"ncat",
	"ping",
	"socat",
	"tracepath",
	"traceroute",
	"traceroute6",
]);

/** Options of nc and ncat whose value is a word of its own. */
const valued = /^-(?:[A-Za-z]*[wpsqiIOTVXxMmP])$/;

interface Target {
	readonly host: string;
	readonly addr?: Addr;
	/** Missing for what is no connection. */
	readonly port?: number;
}

function targetOf({ argv }: Situation): Target {
	const [name = "", ...words] = argv;
	if (name === "curl") return ofUrl(words);
	if (name === "socat") return ofSocat(words);
	if (name !== "nc" && name !== "ncat") return withAddr(words.findLast((word) => addrIn(word)) ?? words.at(-1) ?? "");
	const plain = words.filter((word, i) => !word.startsWith("-") && !valued.test(words[i - 1] ?? ""));
	const udp = words.some((word) => /^-[a-z]*u/.test(word));
	const port = Number(plain.at(-1));
	return withAddr(plain.length > 1 ? (plain[0] ?? "") : "", udp || !(port > 0) ? undefined : port);
}

function ofUrl(words: readonly string[]): Target {
	const url = words.findLast((word) => /^\w+:\/\//.test(word)) ?? "";
	const [, six, four = "", port] = /^\w+:\/\/(?:\[([^\]]*)\]|([^:/]*))(?::(\d+))?/.exec(url) ?? [];
	return withAddr((six ?? four).replace("%25", "%"), Number(port ?? 80));
}

function ofSocat(words: readonly string[]): Target {
	const found = /^(?:tcp|tcp4|tcp6|tcp-connect|udp):(?:\[([^\]]*)\]|([^:]*)):(\d+)/i.exec(
		words.find((word) => /^(?:tcp|udp)/i.test(word)) ?? "",
	);
	return withAddr(found?.[1] ?? found?.[2] ?? "", found ? Number(found[3]) : undefined);
}

function withAddr(host: string, port?: number): Target {
	const addr = addrIn(host === "localhost" ? "127.0.0.1" : host);
	return { host, ...(addr !== undefined && { addr }), ...(port !== undefined && port > 0 && port < 65536 && { port }) };
}

function addrIn(word: string): Addr | undefined {
	const parsed = parseAddr(word.split("%")[0] ?? "", "unspec");
	return parsed && "addr" in parsed ? parsed.addr : undefined;
}

/** The source that the command asks for: an address, or a device. */
function sourceOf(s: Situation): string | undefined {
	return after(s, "-I", "-s", "--interface", "-S");
}

const isListening = ({ argv }: Situation) =>
	argv.some((word) => /^-[a-z]*l/.test(word) && argv[0] !== "ping") ||
	argv.some((word) => /^tcp\w*-listen/i.test(word));

const of = (s: Situation) => talkers.has(s.argv[0] ?? "");

const foreignSource: Row = (s) => {
	if (!of(s) || !said(s, /Cannot assign requested address/)) return undefined;
	const src = isListening(s) ? targetOf(s).host : s.argv[0] === "arping" ? after(s, "-s") : sourceOf(s);
	const { host } = targetOf(s);
	if (src === undefined || src === "") return find("noSourceLeft", { dst: host });
	const dev = s.state.links.find(({ ifname }) => ifname !== "lo")?.ifname ?? "lo";
	const own = s.state.addrs.map((ifa) => ifa.local ?? ifa.address ?? "").filter((addr) => same(addr, src));
	const add = ["ip", "addr", "add", `${src}/${src.includes(":") ? 128 : 32}`, "dev", dev];
	return find(
		"sourceForeign",
		{ src, all: own.join(", ") },
		...own.map((addr) => changed(s, src, addr)),
		before(s, add),
	);
};

const same = (a: string, b: string) => a.includes(":") === b.includes(":");

const portTaken: Row = (s) => {
	if (!of(s) || !said(s, /Address already in use/)) return undefined;
	const port = Number(
		after(s, "-p", "--local-port") ??
			/LISTEN:(\d+)/i.exec(s.argv.join(" "))?.[1] ??
			s.argv.findLast((word) => /^\d+$/.test(word)),
	);
	const holder = s.state.sockets.find((socket) => socket.port === port);
	const facts = {
		port: String(port),
		holder: holder ? `${holder.local}:${holder.port}` : "",
		state: holder?.state ?? "",
	};
	const free = String(port + 1);
	return find("portTaken", facts, changed(s, String(port), free), [
		s.argv.map((word) => word.replace(`LISTEN:${port}`, `LISTEN:${free}`)),
	]);
};

const portPrivileged: Row = (s) => {
	if (!of(s) || !isListening(s) || !said(s, /Permission denied/)) return undefined;
	const port = s.argv.findLast((word) => /^\d+$/.test(word)) ?? "";
	return find("portPrivileged", { port }, changed(s, port, String(Number(port) + 8000)));
};

const noDevice: Row = (s) => {
	const dev =
		said(s, /SO_BINDTODEVICE (\S+): No such device/)?.[1] ??
		said(s, /Couldn't bind to '(.*)'/)?.[1] ??
		said(s, /^(?:tcpdump|arping): (?:Device )?(\S+?):? (?:No such device exists|not available)/)?.[1];
	if (dev === undefined) return undefined;
	const all = s.state.links.map(({ ifname }) => ifname);
	return find("deviceUnknown", { name: dev, all: all.join(", ") }, ...all.map((other) => changed(s, dev, other)));
};

const notArpable: Row = (s) => {
	const dev = said(s, /^Interface "(.*)" is not ARPable/)?.[1];
	if (dev === undefined) return undefined;
	const others = s.state.links.filter(({ ifname }) => ifname !== "lo").map(({ ifname }) => ifname);
	return find("notArpable", { dev }, ...others.map((other) => changed(s, dev, other)));
};

/** What is longer than the way allows and may not be cut (-M do), or longer than IP has room for. */
const tooLong: Row = (s) => {
	const mtu = said(s, /message too long, mtu[=:] ?(\d+)/)?.[1];
	if (mtu === undefined) return undefined;
	const typed = s.argv.find((word) => /^-s\d+$/.test(word));
	const size = typed?.slice(2) ?? after(s, "-s") ?? "56";
	const head = targetOf(s).host.includes(":") ? 48 : 28;
	const most = String(Math.min(Number(mtu), 65535) - head);
	const facts = { size, total: String(Number(size) + head), mtu, head: String(head), most };
	return find("tooLong", facts, typed ? changed(s, typed, `-s${most}`) : changedAfter(s, "-s", most));
};

/** ping says so of every EACCES: a broadcast address, or a prohibit route. */
const broadcast: Row = (s) => {
	if (!of(s)) return undefined;
	const { host, addr } = targetOf(s);
	if (said(s, /Do you want to ping broadcast/))
		return lookup(s) ?? find("broadcastAsk", { dst: host }, flagged(s, "-b"));
	if (!addr || !(isMulticast(addr) || isBroadcast(s, addr)) || !sent(s)) return undefined;
	const key = "net.ipv4.icmp_echo_ignore_broadcasts";
	if (isMulticast(addr)) return find("multicastSilent", { dst: host });
	return find("broadcastSilent", { dst: host, key });
};

/** Nothing was refused: packets left, and no answer came. */
function sent({ stderr }: Situation): boolean {
	return /^$|WARNING: pinging|packets transmitted|Warning: source address/.test(stderr);
}

function isBroadcast(s: Situation, addr: Addr): boolean {
	return s.state.routes.some(({ type, dst }) => type === 3 && dst.addr === addr);
}

function flagged(s: Situation, option: string): Mend {
	return [s.argv.toSpliced(1, 0, option)];
}

/** A route or a rule that says no. */
function lookup(s: Situation): Finding | undefined {
	const { addr, host } = targetOf(s);
	const stop = addr === undefined ? undefined : stopOf(s, addr);
	if (!stop?.stop || !["route.none", "route.type", "rule", "hijack", "source"].includes(stop.stop.kind))
		return undefined;
	return { ...find("noWay", { dst: host }, mendOf(s, stop.mend?.command)), stop: stop.stop };
}

function mendOf(s: Situation, command: string | undefined): Mend | undefined {
	return command === undefined ? undefined : [command.split(" "), s.argv];
}

function stopOf(s: Situation, daddr: Addr, port?: number) {
	const typed = sourceOf(s);
	const saddr = typed === undefined ? undefined : addrIn(typed);
	const question = { netns: s.session.netns, daddr, ...(port !== undefined && { port }) };
	const fits = saddr !== undefined && familyOf(saddr) === familyOf(daddr);
	return reach(s.session.world, { ...question, ...(fits && { saddr }) }).answer;
}

const refused: Row = (s) => {
	if (!of(s)) return undefined;
	const { addr, host, port } = targetOf(s);
	if (!said(s, /Connection refused/) && !(port !== undefined && said(s, /Couldn't connect to server/) && refuses(s)))
		return undefined;
	const found = addr && port !== undefined ? stopOf(s, addr, port) : undefined;
	const number = port ?? Number(s.argv.findLast((word) => /^\d+$/.test(word)) ?? 0);
	const facts = { dst: host, port: String(number), listens: listening(s, number) };
	const closed = found?.stop?.kind.startsWith("port.") ? found.stop : undefined;
	return { ...find("portRefused", facts), ...(closed && { stop: closed }) };
};

function refuses(s: Situation): boolean {
	const { addr, port } = targetOf(s);
	return addr !== undefined && port !== undefined && (stopOf(s, addr, port).stop?.kind.startsWith("port.") ?? false);
}

/** What listens in the namespace of the command. */
function listening(s: Situation, port: number): string {
	const all = s.state.sockets.filter(({ state, peerPort }) => state === "LISTEN" || peerPort === 0);
	const here = all.filter((socket) => socket.port === port);
	return (here.length > 0 ? here : all).map(({ local, port }) => `${local}:${port}`).join(", ");
}

const timeExceeded: Row = (s) => {
	const ttl =
		s.argv[0] === "ping" ? (after(s, "-t") ?? s.argv.find((word) => /^-t\d/.test(word))?.slice(2)) : undefined;
	if (ttl === undefined || !/exceeded/.test(s.stdout)) return undefined;
	const router = /From (\S+?):? icmp_seq/.exec(s.stdout)?.[1] ?? "";
	return find("ttlOver", { ttl, router, dst: targetOf(s).host }, changedAfter(s, "-t", "64"));
};

/** A router on the way said how much it can send. */
const tooBig: Row = (s) => {
	const mtu = /Packet too big: mtu=(\d+)|DF set \(mtu = (\d+)\)/.exec(s.stdout)?.slice(1).find(Boolean);
	return mtu === undefined ? undefined : tooLong({ ...s, stderr: `message too long, mtu=${mtu}` });
};

/** arping -D asks whether somebody has the address. */
const addressTaken: Row = (s) => {
	if (s.argv[0] !== "arping" || !s.argv.includes("-D") || !said(s, /Received [1-9]/)) return undefined;
	const lladdr = /\[([0-9A-Fa-f:]+)\]/.exec(s.stdout)?.[1] ?? "";
	return find("addressTaken", { addr: targetOf(s).host, lladdr });
};

const noKey: Row = (s) => said(s, /Required key not available/) && find("wireguardNoPeer", { dst: targetOf(s).host });

/** The rest: what the packets meet on their way. */
const unreached: Row = (s) => {
	if (!of(s)) return undefined;
	const { addr, host, port } = targetOf(s);
	if (addr === undefined) return undefined;
	const found = stopOf(s, addr, port);
	if (found.stop) return { ...find("noWay", { dst: host }, mendOf(s, found.mend?.command)), stop: found.stop };
	const dev = after(s, "-I", "--interface");
	if (dev !== undefined) return find("boundNoWay", { dst: host, dev });
	if (addr.startsWith("fe80") && !host.includes("%")) {
		const devices = s.state.links.filter(({ ifname }) => ifname !== "lo").map(({ ifname }) => ifname);
		const scoped = (device: string) => [s.argv.map((word) => word.replace(host, `${host}%${device}`))];
		return find("linkLocalNoDevice", { dst: host, all: devices.join(", ") }, ...devices.map(scoped));
	}
	if (host.includes("%")) return find("boundNoWay", { dst: host, dev: host.split("%")[1] ?? "" });
	return find("noAnswerYet", { dst: host }, [["sleep", "3"], s.argv]);
};

/** Words that the programs themselves refuse. */
const noName: Row = (s) =>
	said(s, /Temporary failure in name resolution|Could not resolve host/) &&
	find("noNameServer", { name: targetOf(s).host || (s.argv.at(-1) ?? "") });

const otherFamilyOption: Row = (s) => {
	const option = s.argv.find((word) => /^-[46]$/.test(word));
	if (!option || !(said(s, /Address family for hostname not supported/) || said(s, /Couldn't connect to server/)))
		return undefined;
	const other = option === "-4" ? "-6" : "-4";
	return find("optionFamily", { option, dst: targetOf(s).host }, changed(s, option, other));
};

const portNumber: Row = (s) => {
	const found = said(s, /port number too (?:large|small): (\S+)/) ?? said(s, /URL using bad\/illegal format/);
	if (!found) return undefined;
	const port = found[1] ?? /:(\d+)\/?$/.exec(s.argv.at(-1) ?? "")?.[1] ?? "";
	return find("portRange", { port }, port === "" ? undefined : changed(s, port, "80"));
};

const missingPort: Row = (s) => said(s, /missing port number/) && find("portMissing", { dst: s.argv.at(-1) ?? "" });

const missingTarget: Row = (s) => {
	if (!said(s, /Destination address required|^usage: nc/)) return undefined;
	return find(
		"targetMissing",
		{ program: s.argv[0] ?? "" },
		s.argv[0] === "ping" ? [["ping", "-c", "1", "127.0.0.1"]] : undefined,
	);
};

const badOption: Row = (s) => {
	const found =
		said(s, /^(?:ping|arping|traceroute): invalid argument: '(.*?)'(?:: out of range: (.*?) <= value <= (.*))?$/) ??
		said(s, /^ping: (?:bad linger time|patterns must be specified as hex digits): (.*)$/);
	if (!found) return undefined;
	const [, word = "", min, max] = found;
	if (min !== undefined && max !== undefined) return find("valueRange", { word, min, max }, changed(s, word, max));
	return find(
		"number",
		{ word, key: s.argv[s.argv.indexOf(word) - 1] ?? "" },
		changed(s, word, "1"),
		changed(s, word, "ff"),
	);
};

const ttlZero: Row = (s) =>
	said(s, /cannot set (?:unicast time-to-live|unicast hop limit)/) &&
	find("valueRange", { word: after(s, "-t") ?? "", min: "1", max: "255" }, changedAfter(s, "-t", "1"));

const filterWord: Row = (s) => {
	if (s.argv[0] === "tcpdump" && said(s, /can't parse filter expression/))
		return find("captureFilter", {
			words: s.argv.slice(s.argv.findLastIndex((word) => word.startsWith("-")) + 2).join(" "),
		});
	if (s.argv[0] !== "ss") return undefined;
	const found = said(s, /rather than "(.*)"/) ?? said(s, /"(.*)" does not look like a port/);
	if (found) return find("socketFilter", { word: found[1] ?? "" });
	if (said(s, /Cannot parse device/))
		return find("socketDevice", { all: s.state.links.map(({ ifname }) => ifname).join(", ") });
	if (said(s, /SELinux is not enabled/)) return find("noSelinux", {});
	return undefined;
};

export const programRows: readonly Row[] = [
	filterWord,
	noName,
	otherFamilyOption,
	portNumber,
	missingPort,
	missingTarget,
	badOption,
	ttlZero,
	noDevice,
	notArpable,
	foreignSource,
	portTaken,
	portPrivileged,
	tooLong,
	broadcast,
	tooBig,
	addressTaken,
	noKey,
	timeExceeded,
	refused,
	(s) => (of(s) ? lookup(s) : undefined),
	unreached,
];

/**
 * Why a program that talks over the network did not get through: ping, arping, traceroute, nc, ncat, socat, curl. What stops
 * the packets is found by sending some in a copy of the world (session/reach/).
 */
import type { Facts } from "../../explain/failure/text.ts";
import { initNetns } from "../../kernel/boot.ts";
import { type Addr, anyAddr, familyOf, isMulticast } from "../../net/addr.ts";
import { idValues } from "../../net/id-map.ts";
import { reach } from "../reach/reach.ts";
import { nsByName, nsName } from "../reach/view.ts";
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
import { addrIn, isListening, isPing, of, sourceOf, targetOf } from "./target.ts";

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
		(said(s, /SO_BINDTODEVICE: No such device/) && after(s, "-i")) ??
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
	const closed = found?.stop?.kind.startsWith("port.") ? found.stop : undefined;
	const facts = { dst: host, port: String(number), ...listening(s, closed?.ns) };
	return { ...find("portRefused", facts), ...(closed?.kind === "port.bound" && { stop: closed }) };
};

function refuses(s: Situation): boolean {
	const { addr, port } = targetOf(s);
	return addr !== undefined && port !== undefined && (stopOf(s, addr, port).stop?.kind.startsWith("port.") ?? false);
}

/** What listens where the packet arrived; in the namespace of the command where that is not known. */
function listening({ session: { world, netns } }: Situation, there: string | undefined): Facts {
	const id = there === undefined ? netns : there === "" ? initNetns : (nsByName(world.kernel, there) ?? netns);
	const all = [...idValues(world.kernel.sockets)].filter((each) => each.netns === id && each.tcp?.state === "LISTEN");
	return {
		ns: id === netns ? "" : nsName(world.kernel, id),
		listens: all.map(({ local, port, family }) => `${local || anyAddr(family)}:${port}`).join(", "),
	};
}

const timeExceeded: Row = (s) => {
	const ttl = isPing(s) ? (after(s, "-t") ?? s.argv.find((word) => /^-t\d/.test(word))?.slice(2)) : undefined;
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

/** The program stopped before it sent anything. */
const ownWords = /out of range|invalid (?:option|argument|value)|requires an argument|: usage|^[Uu]sage/;

/** The rest: what the packets meet on their way. */
const unreached: Row = (s) => {
	if (!of(s) || said(s, ownWords)) return undefined;
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

export const programRows: readonly Row[] = [
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

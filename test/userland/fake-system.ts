/**
 * A system without a kernel: it answers with canned messages and keeps every request, so that the tests of `ip` are
 * about what `ip` asks and prints.
 */
import type { Field } from "../../src/print/field.ts";
import type { Ifaddr, Ifinfo, Message, NetnsFd, Reply, Request, Rtmsg } from "../../src/uapi/message.ts";
import type { Membership } from "../../src/uapi/multicast.ts";
import { ip } from "../../src/userland/ip/ip.ts";
import type { Process, Result, System } from "../../src/userland/process.ts";

export interface Canned {
	readonly links?: readonly Ifinfo[];
	readonly addrs?: readonly Ifaddr[];
	readonly routes?: readonly Rtmsg[];
	readonly files?: Readonly<Record<string, string>>;
	/** Names in /run/netns, and what this namespace calls them. */
	readonly netns?: Readonly<Record<string, number>>;
	readonly memberships?: readonly Membership[];
	/** What the kernel tells a listener, once. */
	readonly heard?: readonly Message[];
	/** An answer that goes before the canned ones. */
	readonly answer?: (request: Request) => Reply | undefined;
	/** Exit status of programs that `netns exec` starts. */
	readonly exec?: (argv: readonly string[]) => number | undefined;
}

export interface Outcome {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
	/** Requests that change something. */
	readonly requests: readonly Request[];
	/** All requests. */
	readonly asked: readonly Request[];
	readonly fields: readonly Field[];
}

export interface Given {
	readonly stdin?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly tty?: boolean;
}

/** Runs `ip` with these words. */
export function runIp(words: string | readonly string[], canned: Canned = {}, given: Given = {}): Outcome {
	const asked: Request[] = [];
	const fields: Field[] = [];
	const written = { stdout: "", stderr: "" };
	const process: Process = {
		sys: fakeSystem(canned, asked),
		args: typeof words === "string" ? words.split(" ").filter((word) => word !== "") : words,
		env: given.env ?? {},
		stdin: given.stdin ?? "",
		tty: given.tty ?? false,
		stdout: (text) => {
			written.stdout += text;
		},
		stderr: (text) => {
			written.stderr += text;
		},
		show: (shown) => {
			fields.push(...shown);
		},
	};
	const heard = [...(canned.heard ?? [])];
	const program = ip(process);
	let step = program.next();
	while (!step.done) {
		const wait = step.value;
		const exit = wait.wait === "exec" ? canned.exec?.(wait.argv) : undefined;
		const messages = wait.wait === "messages" ? heard.splice(0) : [];
		if (messages.length > 0) step = program.next({ messages });
		else step = program.next(exit === undefined ? { errno: "ENOENT" } : { exit });
	}
	const requests = asked.filter(({ type }) => !type.startsWith("RTM_GET"));
	return { ...written, exit: step.value, requests, asked, fields };
}

function fakeSystem(canned: Canned, asked: Request[]): System {
	const names = Object.keys(canned.netns ?? {});
	const fdOf = (name: string): Result<NetnsFd> =>
		names.includes(name) ? { ok: (names.indexOf(name) + 10) as NetnsFd } : { errno: "ENOENT" };
	return {
		netlinkAll: () => [],
		netlink: (request) => {
			asked.push(request);
			return canned.answer?.(request) ?? answer(canned, request);
		},
		openNetns: fdOf,
		openNetnsOfPid: (pid) => (pid === 1 ? { ok: 1 as NetnsFd } : { errno: "ENOENT" }),
		setns: () => ({ ok: undefined }),
		listNetns: () => (canned.netns === undefined ? undefined : names),
		createNetns: (name) => (names.includes(name) ? { errno: "EEXIST" } : { ok: undefined }),
		removeNetns: (name) => (names.includes(name) ? { ok: undefined } : { errno: "ENOENT" }),
		createNetnsFile: () => ({ errno: "ENOENT" }),
		unlinkNetns: () => ({ errno: "ENOENT" }),
		attachNetns: (_, pid) => (pid === 1 ? { ok: undefined } : { errno: "ENOENT" }),
		sameNetns: (a, b) => a === b,
		pidsIn: () => [7, 8],
		currentNetns: () => 1 as NetnsFd,
		cgroupOf: () => ({ ok: { path: "/", device: 0 } }),
		cgroupMembers: () => [],
		joinCgroup: () => {},
		uid: 0,
		pid: 100,
		now: () => 0,
		listDirectory: () => [],
		readFile: (path) => {
			const text = canned.files?.[path];
			return text === undefined ? { errno: "ENOENT" } : { ok: text };
		},
		readSysctl: () => ({ errno: "ENOENT" }),
		writeSysctl: () => ({ ok: undefined }),
		listSysctls: () => [],
		bonds: () => [],
		mib: () => ({ snmp: [], netstat: [], snmp6: [], spokeTcp: false }),
		memberships: () => [...(canned.memberships ?? [])],
		netdevs: () => [],
		changeMembership: () => ({ errno: "ENODEV" }),
		sit: () => ({ errno: "ENODEV" }),
		tuntap: () => ({ ok: undefined }),
		tunnel: () => ({ errno: "ENODEV" }),
		tunDevices: () => [],
		writeFile: () => ({ errno: "EROFS" }),
		removeFile: () => ({ errno: "EROFS" }),
		daemons: {
			list: () => [],
			put: () => {},
			spawn: () => 0,
			give: () => {},
			kill: () => {},
			ask: () => undefined,
		},
		net: {
			socket: () => ({ errno: "EAFNOSUPPORT" }),
			setOptions: () => ({ errno: "EAFNOSUPPORT" }),
			bindToDevice: () => ({ errno: "EAFNOSUPPORT" }),
			receiveAll: () => [],
			join: () => ({ errno: "EAFNOSUPPORT" }),
			leave: () => ({ errno: "EAFNOSUPPORT" }),
			bind: () => ({ errno: "EAFNOSUPPORT" }),
			connect: () => ({ errno: "EAFNOSUPPORT" }),
			name: () => ({ errno: "EAFNOSUPPORT" }),
			send: () => ({ errno: "EAFNOSUPPORT" }),
			sendAll: () => [],
			receive: () => ({ errno: "EAFNOSUPPORT" }),
			receiveError: () => ({ errno: "EAFNOSUPPORT" }),
			sendFrame: () => ({ errno: "EAFNOSUPPORT" }),
			receiveFrame: () => ({ errno: "EAFNOSUPPORT" }),
			setFd: () => {},
			peer: () => ({ errno: "ENOTCONN" }),
			listen: () => ({ errno: "EAFNOSUPPORT" }),
			accept: () => ({ errno: "EAFNOSUPPORT" }),
			error: () => ({ ok: undefined }),
			read: () => ({ errno: "ENOTCONN" }),
			write: () => ({ errno: "EPIPE" }),
			shutdown: () => ({ errno: "ENOTCONN" }),
			own: () => [],
			list: () => [],
			kill: () => ({ errno: "ENOENT" }),
			counts: () => ({
				...{ used: 0, established: 0, orphans: 0, timeWait: 0, allocated: 0 },
				...{ tcp: { inet: 0, inet6: 0 }, udp: { inet: 0, inet6: 0 }, raw: { inet: 0, inet6: 0 } },
			}),
			protocols: () => [],
			close: () => {},
			indexOf: () => ({ errno: "ENODEV" }),
			nameOf: () => ({ errno: "ENXIO" }),
		},
		startService: () => {
			throw new Error("no services here");
		},
		service: () => undefined,
		setService: () => {},
		endService: () => {},
		services: () => [],
		setUid: () => {},
	};
}

function answer(canned: Canned, request: Request): Reply {
	switch (request.type) {
		case "RTM_GETLINK":
			return linkReply(canned, request);
		case "RTM_GETADDR":
			return { messages: (canned.addrs ?? []).map((addr): Message => ({ type: "RTM_NEWADDR", addr })) };
		case "RTM_GETROUTE":
			return { messages: (canned.routes ?? []).map((route): Message => ({ type: "RTM_NEWROUTE", route })) };
		case "RTM_GETNSID": {
			const nsid = Object.values(canned.netns ?? {})[(request.fd ?? 10) - 10];
			return { messages: nsid === undefined ? [] : [{ type: "RTM_NEWNSID", nsid: { nsid } }] };
		}
		default:
			return { messages: [] };
	}
}

function linkReply({ links = [] }: Canned, request: Extract<Request, { type: "RTM_GETLINK" }>): Reply {
	const { index, ifname } = request;
	if (index === undefined && ifname === undefined)
		return { messages: links.map((link): Message => ({ type: "RTM_NEWLINK", link })) };
	const link = links.find(
		(each) => each.index === index || each.ifname === ifname || each.altnames?.includes(ifname ?? ""),
	);
	return link === undefined
		? { messages: [], error: { by: "kernel", errno: "ENODEV" } }
		: { messages: [{ type: "RTM_NEWLINK", link }] };
}

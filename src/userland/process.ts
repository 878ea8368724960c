/**
 * What a program of userland sees of the world: system calls and its three streams. The kernel's side of these calls is
 * kernel/syscall.ts; who drives a program (a door) is session/ or shell/. Programs are generators, so that the same
 * program runs at once in a library call and waits for a real shell in the sandbox: the only things they wait for
 * are the requests in Wait.
 */
import type { Addr } from "../net/addr.ts";
import type { Field } from "../print/field.ts";
import type { Errno } from "../uapi/errno.ts";
import type { KernelError, Message, NetnsFd, Reply, Request } from "../uapi/message.ts";

/** Either a value or why not. */
export type Result<T> = { readonly ok: T } | { readonly errno: Errno };

export interface System {
	/** One rtnetlink transaction in the process's network namespace. */
	netlink(request: Request): Reply;
	/** open("/run/netns/NAME"), and "/proc/PID/ns/net". */
	openNetns(name: string): Result<NetnsFd>;
	openNetnsOfPid(pid: number): Result<NetnsFd>;
	setns(fd: NetnsFd): void;
	/** Names in /run/netns in readdir order; undefined where the directory does not exist. */
	listNetns(): readonly string[] | undefined;
	createNetns(name: string): Result<void>;
	removeNetns(name: string): Result<void>;
	/** A second name for the namespace of a process (`ip netns attach`). */
	attachNetns(name: string, pid: number): Result<void>;
	/** Whether two open files are the same namespace; the processes in one. */
	sameNetns(a: NetnsFd, b: NetnsFd): boolean;
	pidsIn(fd: NetnsFd): readonly number[];
	currentNetns(): NetnsFd;
	readonly uid: number;
	readonly pid: number;
	/** Milliseconds since 1970 on the session's clock. */
	now(): number;
	/** A whole text file, as the process sees it (/etc/iproute2/rt_tables). */
	readFile(path: string): Result<string>;
	/** A sysctl by its path below /proc/sys, e.g. `net/ipv4/ip_forward`. */
	readSysctl(path: string): Result<string>;
	writeSysctl(path: string, value: string): Result<void>;
	/** Every sysctl path there is, sorted. */
	listSysctls(): readonly string[];
	/** ioctl(TUNSETIFF) on /dev/net/tun and those that follow it in `ip tuntap add` and `del`. */
	tuntap(request: TunRequest): Result<void>;
	/** The tun and tap devices of the namespace, as /sys/class/net/NAME/tun_flags, owner and group tell. */
	tunDevices(): readonly TunDevice[];
	/** connect() of an ICMP datagram socket: the way and the source, or the errno. */
	connectEcho(ask: EchoAsk): Result<EchoRoute>;
	/** One ICMP echo: whether an answer came. `unmodelled` names what the model cannot do yet. */
	sendEcho(request: EchoAsk & EchoPacket): Result<EchoReply | undefined> | { readonly unmodelled: string };
}

export interface TunDevice {
	readonly ifname: string;
	readonly mode: "tun" | "tap";
	/** Without IFF_NO_PI. */
	readonly pi: boolean;
	readonly oneQueue: boolean;
	readonly vnetHdr: boolean;
	readonly multiQueue: boolean;
	readonly persist: boolean;
	readonly owner?: number;
	readonly group?: number;
}

export interface TunRequest extends Omit<TunDevice, "persist"> {
	readonly op: "add" | "del";
}

export interface EchoAsk {
	readonly dst: Addr;
	readonly src?: Addr;
	/** Name of the device it must leave by. */
	readonly device?: string;
	/** SO_BROADCAST */
	readonly broadcast: boolean;
}

export interface EchoPacket {
	readonly id: number;
	readonly seq: number;
	/** Bytes with the IP header. */
	readonly length: number;
	readonly ttl: number;
}

export interface EchoRoute {
	readonly src: Addr;
	readonly dst: Addr;
	readonly kind: "local" | "broadcast" | "multicast" | "unicast";
}

export interface EchoReply {
	readonly from: Addr;
	readonly ttl: number;
}

/** A running program: its system, its words and its streams. */
export interface Process {
	readonly sys: System;
	/** argv without the program's own name. */
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** All of standard input. */
	readonly stdin: string;
	stdout(text: string): void;
	stderr(text: string): void;
	/** Is standard output a terminal (`-color=auto`)? */
	readonly tty?: boolean;
	/** Set by a door that explains: is given each field stream that is printed, just before its text goes to stdout. */
	readonly show?: (fields: readonly Field[]) => void;
}

/** What a program may wait for. */
export type Wait =
	/** execvp() in the process's present namespace (netns exec); answers the exit status, or why it could not start. */
	| { readonly wait: "exec"; readonly argv: readonly string[] }
	/** Virtual time passes. */
	| { readonly wait: "sleep"; readonly ms: number }
	/** The next messages to listeners of the process's namespace (ip monitor); never answered by a door that cannot wait. */
	| { readonly wait: "messages" };

export type Answer =
	| { readonly exit: number }
	| { readonly errno: Errno }
	| { readonly messages: readonly Message[] }
	| undefined;

/** A program: gives its exit status. */
export type Program = (process: Process) => Generator<Wait, number, Answer>;

/** Why a command failed, as data: the tool's own word (text is what it prints), or the kernel's. */
export type Failure = { readonly by: "ip"; readonly text: string; readonly exit: number } | KernelError;

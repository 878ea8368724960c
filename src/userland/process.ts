/**
 * What a program of userland sees of the world: system calls and its three streams. The kernel's side of these calls is
 * kernel/syscall.ts; who drives a program (a door) is session/ or shell/. Programs are generators, so that the same
 * program runs at once in a library call and waits for a real shell in the sandbox: the only things they wait for
 * are the requests in Wait.
 */

import type { Addr, AddrFamily } from "../net/addr.ts";
import type { Lladdr } from "../net/lladdr.ts";
import type { Field } from "../print/field.ts";
import type { NetworkPicture } from "../print/network.ts";
import type { Bonding } from "../uapi/bonding.ts";
import type { Errno } from "../uapi/errno.ts";
import type { KernelError, Message, NetnsFd, Reply, Request, RouteRequest } from "../uapi/message.ts";
import type { Mib } from "../uapi/mib.ts";
import type { Membership } from "../uapi/multicast.ts";
import type { Netdev } from "../uapi/netdev.ts";
import type { Frame } from "../uapi/packet.ts";
import type { Service } from "../uapi/service.ts";
import type {
	QueuedError,
	Received,
	ReceivedFrame,
	Sending,
	SocketAddr,
	SocketCounts,
	SocketInfo,
	SocketOptions,
	SocketProtocol,
	SocketType,
} from "../uapi/socket.ts";
import type { TunRequest } from "../uapi/tun.ts";
import type { SitRequest, TunnelAnswer, TunnelRequest } from "../uapi/tunnel.ts";
import type { Daemons } from "./daemon.ts";

/** Either a value or why not. */
export type Result<T> = { readonly ok: T } | { readonly errno: Errno };

export interface System {
	/** One rtnetlink transaction in the process's network namespace. */
	netlink(request: Request): Reply;
	/** Requests about routes that go in one packet. */
	netlinkAll(requests: readonly RouteRequest[]): readonly Reply[];
	/** open("/run/netns/NAME"), and "/proc/PID/ns/net". */
	openNetns(name: string): Result<NetnsFd>;
	openNetnsOfPid(pid: number): Result<NetnsFd>;
	setns(fd: NetnsFd): Result<void>;
	/** Names in /run/netns in readdir order; undefined where the directory does not exist. */
	listNetns(): readonly string[] | undefined;
	createNetns(name: string): Result<void>;
	/** A mere file in /run/netns, and its end. */
	createNetnsFile(name: string): Result<void>;
	unlinkNetns(name: string): Result<void>;
	removeNetns(name: string): Result<void>;
	/** A second name for the namespace of a process (`ip netns attach`). */
	attachNetns(name: string, pid: number): Result<void>;
	/** Whether two open files are the same namespace; the processes in one. */
	sameNetns(a: NetnsFd, b: NetnsFd): boolean;
	pidsIn(fd: NetnsFd): readonly number[];
	currentNetns(): NetnsFd;
	/** The control group of a process, as /proc/PID/cgroup tells it; `/` is the root. */
	cgroupOf(pid: number): Result<Cgroup>;
	/** Who is in a control group, by its path below the mount of cgroup2. */
	cgroupMembers(path: string): readonly { readonly pid: number; readonly comm: string }[];
	/** Goes into a control group, which is made where it is not there yet. */
	joinCgroup(cgroup: Cgroup): void;
	readonly uid: number;
	readonly pid: number;
	/** Milliseconds since 1970 on the session's clock. */
	now(): number;
	/** A whole text file, as the process sees it (/etc/iproute2/rt_tables). */
	readFile(path: string): Result<string>;
	/** Names in a directory, sorted; none where there is none. */
	listDirectory(path: string): readonly string[];
	/** Writes a text file; the directories on the way are made. */
	writeFile(path: string, text: string): Result<void>;
	/** unlink(2) */
	removeFile(path: string): Result<void>;
	/** A sysctl by its path below /proc/sys, e.g. `net/ipv4/ip_forward`. */
	readSysctl(path: string): Result<string>;
	writeSysctl(path: string, value: string): Result<void>;
	/** What the files of /proc/net/bonding say. */
	bonds(): Bonding[];
	/** What /proc/net/dev_mcast, igmp and igmp6 say, one after the other. */
	memberships(): Membership[];
	/** What /sys/class/net says of the devices of the namespace beyond rtnetlink. */
	netdevs(): Netdev[];
	/** What /proc/net/snmp, netstat and snmp6 say. */
	mib(): Mib;
	/** ioctl SIOCADDMULTI, SIOCDELMULTI: a link address that a device listens to. */
	changeMembership(ifname: string, addr: Lladdr, add: boolean): Result<void>;
	/** Every sysctl path there is, sorted. */
	listSysctls(): readonly string[];
	/** ioctl(TUNSETIFF) on /dev/net/tun and those that follow it in `ip tuntap add` and `del`. */
	tuntap(request: TunRequest): Result<void>;
	/** The tun and tap devices of the namespace, as /sys/class/net/NAME/tun_flags, owner and group tell. */
	tunDevices(): readonly TunDevice[];
	/** ioctl(SIOCGETTUNNEL) and its kin: the tunnel that is meant. */
	tunnel(request: TunnelRequest): Result<TunnelAnswer>;
	/** ioctl(SIOCADD6RD), ioctl(SIOCADDPRL) and their kin. */
	sit(request: SitRequest): Result<void>;
	readonly net: Sockets;
	/** fork() of a process that stays between commands: its own system. */
	startService(service: Service): System;
	/** What this process is as a service, and changing it. */
	service(): Service | undefined;
	setService(service: Service): void;
	/** kill(SIGKILL) of a service, or the end of the own one. */
	endService(pid: number): void;
	/** Services of all namespaces by the names they have. */
	services(): readonly { readonly pid: number; readonly comm: string }[];
	/** setresuid() */
	setUid(uid: number): void;
	readonly daemons: Daemons;
}

export interface Cgroup {
	readonly path: string;
	/** Index of the device that sockets made in it are bound to by its program; 0 for none. */
	readonly device: number;
}

/** What /sys/class/net/NAME/{tun_flags,owner,group} say of the devices of a namespace. */
export interface TunDevice extends Omit<TunRequest, "op"> {
	readonly persist: boolean;
}

/** The calls on sockets. A socket is a number; those of a process close with it. */
export interface Sockets {
	socket(family: AddrFamily, type: SocketType, protocol: SocketProtocol): Result<number>;
	setOptions(socket: number, options: SocketOptions): Result<void>;
	/** SO_BINDTODEVICE */
	bindToDevice(socket: number, name: string): Result<void>;
	/** IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP: a group on a device, by index. */
	join(socket: number, group: Addr, ifindex: number): Result<void>;
	leave(socket: number, group: Addr, ifindex: number): Result<void>;
	bind(socket: number, addr: SocketAddr): Result<void>;
	connect(socket: number, addr: SocketAddr): Result<void>;
	name(socket: number): Result<SocketAddr>;
	send(socket: number, sending: Sending): Result<void>;
	/** sendmmsg(): one after the other, whether one of them is refused or not. */
	sendAll(socket: number, sendings: readonly Sending[]): readonly Result<void>[];
	/** dup2(), as far as it gives a socket another number in its process. */
	setFd(socket: number, fd: number): void;
	peer(socket: number): Result<SocketAddr>;
	/** Connections: connect() answers EINPROGRESS where it takes time, then yield `connected` and ask for the error. */
	listen(socket: number, backlog: number): Result<void>;
	/** EAGAIN where nobody waits. */
	accept(socket: number): Result<number>;
	/** SO_ERROR: tells it once. */
	error(socket: number): Result<void>;
	/** One character for each byte; "" at the end, EAGAIN where nothing has come. */
	read(socket: number): Result<string>;
	write(socket: number, data: string): Result<void>;
	/** SHUT_WR */
	shutdown(socket: number): Result<void>;
	/** The sockets of the process itself. */
	own(): readonly SocketInfo[];
	/** sock_diag: all of the namespace, and ending one; /proc/net/sockstat. */
	list(): readonly SocketInfo[];
	kill(socket: number): Result<void>;
	counts(): SocketCounts;
	/** /proc/net/protocols: the transports that this kernel has. */
	protocols(): readonly string[];
	/** Without waiting: EAGAIN. To wait, yield `readable` first. */
	receive(socket: number): Result<Received>;
	/** recvmmsg() without waiting: all that is there. */
	receiveAll(socket: number): readonly Received[];
	receiveError(socket: number): Result<QueuedError>;
	/** Of a packet socket: a frame through a device, by index. */
	sendFrame(socket: number, ifindex: number, frame: Frame): Result<void>;
	receiveFrame(socket: number): Result<ReceivedFrame>;
	close(socket: number): void;
	/** if_nametoindex(), if_indextoname() */
	indexOf(name: string): Result<number>;
	nameOf(index: number): Result<string>;
}

/** A running program: its system, its words and its streams. */
export interface Process {
	readonly sys: System;
	/** argv without the program's own name. */
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** All of standard input. */
	readonly stdin: string;
	/** Standard input is a pipe: nothing in it can be read twice (ESPIPE). */
	readonly piped?: boolean;
	stdout(text: string): void;
	stderr(text: string): void;
	/** Is standard output a terminal (`-color=auto`)? */
	readonly tty?: boolean;
	/** Set by a door that explains: is given each field stream that is printed, just before its text goes to stdout. */
	readonly show?: (fields: readonly Field[]) => void;
	/** Set by a door that explains commands: hears how the words are understood while they are read. */
	readonly ear?: Ear;
}

export type Ear = (mark: Mark) => void;

/** Words of a command that were understood: `word` is the whole keyword, of which a beginning may have been typed. */
export interface Mark {
	readonly as: "option" | "object" | "verb" | "row" | "value";
	readonly word: string;
	readonly from: number;
	/** Behind the last one that belongs to it. */
	to: number;
	/** Its value was taken; else reading stopped at it. */
	closed?: true;
}

/** For what has no end: a hundred years, in milliseconds. */
export const forever = 100 * 365 * 86_400_000;

/** What a program may wait for. */
export type Wait =
	/** execvp() in the process's present namespace (netns exec); answers the exit status, or why it could not start. */
	| { readonly wait: "exec"; readonly argv: readonly string[] }
	/** Virtual time passes. */
	| { readonly wait: "sleep"; readonly ms: number }
	/** Virtual time passes until something has come to a socket, or to one of several, `ms` at most. */
	| { readonly wait: "readable"; readonly socket: number | readonly number[]; readonly ms: number }
	/** Virtual time passes until connect() is over, well or not, `ms` at most. */
	| { readonly wait: "connected"; readonly socket: number; readonly ms: number }
	/** The next messages to listeners of the process's namespace (ip monitor), with allNsid also
	 * those of namespaces that have an id there; never answered by a door that cannot wait. */
	| { readonly wait: "messages"; readonly allNsid?: true }
	/** The next name that comes to /run/netns or goes (inotify of `ip netns monitor`); it is for the program to look. */
	| { readonly wait: "names" }
	/** A network as text, or as SVG; EOPNOTSUPP from a door that draws nothing. */
	| { readonly wait: "picture"; readonly network: NetworkPicture; readonly svg: boolean };

export type Answer =
	| { readonly exit: number }
	| { readonly errno: Errno }
	| { readonly text: string }
	/** `nsids` has the id of each message's namespace, undefined for the own one. */
	| { readonly messages: readonly Message[]; readonly nsids?: readonly (number | undefined)[] }
	| undefined;

/** A program: gives its exit status. */
export type Program = (process: Process) => Generator<Wait, number, Answer>;

/** Why a command failed, as data: the tool's own word (text is what it prints), or the kernel's. */
export type Failure = { readonly by: "ip"; readonly text: string; readonly exit: number } | KernelError;

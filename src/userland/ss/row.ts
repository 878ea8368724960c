/** One socket as a row of ss: misc/ss.c inet_show_sock(), packet_stats_print(), netlink_show_one(). */

import { isUnspecified } from "../../net/addr.ts";
import type { SocketInfo } from "../../uapi/socket.ts";
import { nameOf } from "../host-name.ts";
import type { Process } from "../process.ts";
import { serviceByPort } from "../service-name.ts";
import type { Filter } from "./filter.ts";
import { Ended, type Options } from "./option.ts";
import type { TableName } from "./query.ts";
import type { Table } from "./table.ts";
import { stateText, timerText } from "./text.ts";

/** Netlink sockets that the kernel has in each namespace, and the bytes that wait there while ss asks. */
const netlinks = [
	["rtnl", 0, 0],
	["tcpdiag", 4, 832],
	["xfrm", 6, 0],
	["audit", 9, 0],
	["fiblookup", 10, 0],
	["nft", 12, 0],
	["uevent", 15, 0],
	["genl", 16, 0],
] as const;

/** Of the question itself. */
const asking = 4352;

export class Rows {
	/** What goes to standard error when all has been printed. */
	readonly complaints: string[] = [];
	private readonly process: Process;
	private readonly options: Options;
	private readonly table: Table;
	private readonly range: readonly [number, number];

	constructor(process: Process, options: Options, table: Table) {
		this.process = process;
		this.options = options;
		this.table = table;
		const text = process.sys.readSysctl("net/ipv4/ip_local_port_range");
		const [low = 1024, high = 4999] = "ok" in text ? text.ok.trim().split(/\s+/).map(Number) : [];
		this.range = [low, high];
	}

	private has(option: string): boolean {
		return this.options.shown.has(option);
	}

	add(socket: SocketInfo, name: TableName): void {
		this.state(name, stateText[socket.state], socket.recvQ, socket.sendQ);
		if (socket.type === "packet") this.packet(socket);
		else this.inet(socket, name);
	}

	private state(name: string, state: string, recvQ: number, sendQ: number): void {
		const { table } = this;
		table.field("netid");
		table.out(name === "netlink" ? "nl" : name);
		table.field("state");
		table.out(state);
		table.field("recvQ");
		table.out(String(recvQ).padEnd(6));
		table.field("sendQ");
		table.out(String(sendQ).padEnd(6));
		table.field("addr");
	}

	private place(addr: string, delimiter: string, port: string): void {
		this.table.out(`${addr}${delimiter}`);
		this.table.next();
		this.table.out(port);
		this.table.next();
	}

	private inet(socket: SocketInfo, name: TableName): void {
		const { local, port, peer, peerPort, ifindex } = socket;
		const zone = ifindex === 0 ? "" : `%${this.deviceName(ifindex)}`;
		this.place(`${this.addr(local, socket)}${zone}`, ":", this.port(port, name));
		this.place(this.addr(peer, socket), ":", this.port(peerPort, name));
		this.users(socket);
		if (this.has("o") || this.has("e")) this.timer(socket);
		if (this.has("e")) this.details(socket);
		if (this.has("tos")) this.tos(socket);
		if (this.has("cgroup") && socket.shutdown !== undefined) this.table.out(` cgroup:${this.cgroup()}`);
		if (this.has("inet-sockopt")) this.sockopt(socket);
		if (this.has("m") || (this.has("i") && name !== "udp")) this.memory(socket);
	}

	/** A device that is gone is known by its number alone. */
	private deviceName(index: number): string {
		const name = this.process.sys.net.nameOf(index);
		return "ok" in name ? name.ok : `if${index}`;
	}

	/** `*` is any address of both families; with -r they go by the names that they have (format_host()). */
	private addr(addr: string, { v6only }: SocketInfo): string {
		const name = this.has("r") && !isUnspecified(addr) ? nameOf(this.process.sys, addr) : undefined;
		if (name !== undefined) return name;
		if (addr === "::" && !v6only) return "*";
		return addr.includes(":") ? `[${addr}]` : addr;
	}

	private port(port: number, name: TableName): string {
		if (port === 0) return "*";
		if (this.has("n")) return String(port);
		if (name === "raw") return { 1: "icmp", 58: "ipv6-icmp" }[port] ?? String(port);
		const [low, high] = this.range;
		const known = port >= low && port <= high ? undefined : serviceByPort(port, name);
		return known ?? String(port);
	}

	private users({ owner }: SocketInfo): void {
		if (!owner || !(this.has("p") || this.has("T"))) return;
		const thread = this.has("T") ? `,tid=${owner.pid}` : "";
		this.table.out(` users:(("${owner.comm}",pid=${owner.pid}${thread},fd=${owner.fd}))`);
	}

	private timer({ timer }: SocketInfo): void {
		if (timer) this.table.out(` timer:(${timer.kind},${timerText(timer.ms)},${timer.retransmits})`);
	}

	private details({ uid, inode, cookie, v6only, shutdown }: SocketInfo): void {
		const { table } = this;
		if (uid) table.out(` uid:${uid}`);
		table.out(` ino:${inode} sk:${cookie.toString(16)}`);
		if (shutdown === undefined) return;
		table.out(` cgroup:${this.cgroup()}`);
		if (v6only !== undefined) table.out(` v6only:${Number(v6only)}`);
		table.out(` ${shutdown & 1 ? "-" : "<"}-${shutdown & 2 ? "-" : ">"}`);
	}

	/** There is no cgroup file system in the model's machines: all is in the root group, which cannot be looked up. */
	private cgroup(): string {
		this.complaints.push("Failed to open cgroup2 mount");
		return "unreachable:1";
	}

	private tos({ family, shutdown }: SocketInfo): void {
		if (shutdown === undefined) return;
		this.table.out(` tos:0${family === "inet6" ? " tclass:0" : ""} class_id:0`);
	}

	private sockopt({ type, family, shutdown }: SocketInfo): void {
		if (shutdown === undefined) return;
		const flags = [...(type === "stream" ? ["is_icsk"] : []), "mc_loop", ...(family === "inet" ? ["mc_all"] : [])];
		this.table.out(`${this.has("O") ? " " : "\n\t"}inet-sockopt: (${flags.map((flag) => ` ${flag}`).join("")})`);
	}

	/** Of sockets that hold no data the numbers are those of the buffers; others depend on how the memory was got. */
	private memory(socket: SocketInfo): void {
		const { state, type, recvQ, sendQ } = socket;
		const idle = state === "LISTEN" || (type === "dgram" && recvQ === 0 && sendQ === 0);
		if (!idle && socket.shutdown !== undefined)
			throw new Ended("iplab: 'ss -m' and 'ss -i' of connections are not modelled", 3);
		if (!this.has("O")) this.table.out("\n\t");
		if (socket.shutdown === undefined) return;
		if (this.has("m")) {
			const [receive, send] = type === "stream" ? [131072, 16384] : [212992, 212992];
			this.table.out(` skmem:(r0,rb${receive},t0,tb${send},f0,w0,o0,bl0,d0)`);
		}
		if (!this.has("i") || type !== "stream") return;
		this.table.out(` ${socket.congestion} cwnd:10`);
	}

	private packet(socket: SocketInfo): void {
		const protocol = socket.protocol === "arp" ? "arp" : "*";
		this.place(protocol, ":", socket.ifindex === 0 ? "*" : this.deviceName(socket.ifindex));
		this.place("", "*", "");
		this.users(socket);
		if (this.has("e")) this.table.out(` ino:${socket.inode} sk:${socket.cookie.toString(16)}`);
	}

	netlink(filter: Filter | undefined): void {
		if (!this.options.states.has("CLOSE")) return;
		const { pid } = this.process.sys;
		const own = this.has("n") ? String(pid) : `ss/${pid}`;
		for (const [name, number, waiting] of netlinks) {
			const protocol = this.has("n") ? String(number) : name;
			const kernel = this.has("n") ? "0" : "kernel";
			const rows =
				name === "tcpdiag" ? [[own, asking] as const, [kernel, waiting] as const] : [[kernel, waiting] as const];
			for (const [who, bytes] of rows) {
				const port = who === own ? pid : 0;
				const shown = { family: "netlink", local: "", peer: "", port, peerPort: -1, ifindex: 0 } as const;
				if (filter && !filter(shown)) continue;
				this.state("netlink", "UNCONN", bytes, 0);
				this.place(protocol, ":", who);
				this.place("", "*", "");
			}
		}
	}

	/** A kernel without DCCP says so. */
	dccp(): void {
		if (!this.process.sys.net.protocols().includes("DCCP")) this.complaints.push("RTNETLINK answers: Invalid argument");
	}
}

/**
 * Who may have which port: net/ipv4/inet_connection_sock.c inet_csk_get_port(), net/ipv4/udp.c udp_lib_get_port(), and for
 * connect() net/ipv4/inet_hashtables.c __inet_hash_connect(). Two sockets are in each other's way when their addresses overlap.
 */
import { Refusal } from "./refusal.ts";
import { isV6only, type Socket, setSocket, socketOf, socketsIn } from "./socket.ts";
import { sysctlText } from "./sysctl.ts";
import { random, type Task } from "./task.ts";
import { findEstablished, mayTakeOver } from "./tcp/lookup.ts";

/** EADDRINUSE when others have it; 0 asks for any that is free. */
export function givePort(t: Task, id: number, port: number): void {
	const socket = socketOf(t, id);
	const given = port || freePort(t, socket);
	if (given === undefined || inUse(t, socket, given)) throw new Refusal("EADDRINUSE");
	setSocket(t, id, { port: given });
}

/** inet_autobind(): a datagram socket without a port gets one when it connects or sends. */
export function autobind(t: Task, id: number): Socket {
	const { protocol, type, port } = socketOf(t, id);
	if (protocol === "udp" && type === "dgram" && port === 0) givePort(t, id, 0);
	return socketOf(t, id);
}

/** net.ipv4.ip_local_port_range */
export function portRange(t: Task, netns: number): readonly [number, number] {
	const [low = 32768, high = 60999] = sysctlText(t, netns, "net/ipv4/ip_local_port_range").split(/\s+/).map(Number);
	return [low, high];
}

/** inet_csk_find_open_port(): odd ones first, those of the lower parity are left to connect(). */
function freePort(t: Task, socket: Socket): number | undefined {
	for (const port of ports(t, socket.netns, 1)) if (!inUse(t, socket, port)) return port;
	return undefined;
}

/** The range from a random place on, one parity after the other. */
function* ports(t: Task, netns: number, parity: 0 | 1): Generator<number, undefined> {
	const [low, high] = portRange(t, netns);
	const pairs = Math.ceil((high - low + 1) / 2);
	const start = Math.floor(random(t) * pairs);
	for (const odd of [parity, 1 - parity])
		for (let i = 0; i < pairs; i++) {
			const port = low + 2 * ((start + i) % pairs) + odd;
			if (port <= high) yield port;
		}
	return undefined;
}

/** Of the same protocol, on the same port, not each on a device of its own, and addresses that overlap. */
export function inUse(t: Task, socket: Socket, port: number): boolean {
	for (const other of socketsIn(t, socket.netns)) {
		if (other.id === socket.id || other.port !== port) continue;
		if (other.protocol !== socket.protocol || other.type !== socket.type) continue;
		if (socket.device && other.device && socket.device !== other.device) continue;
		if (!sharesPort(socket, other) && overlaps(t, socket, other)) return true;
	}
	return false;
}

/** SO_REUSEADDR of both: for TCP as long as the other does not listen. */
function sharesPort(socket: Socket, other: Socket): boolean {
	if (!socket.options.reuseAddr || !other.options.reuseAddr) return false;
	return other.tcp?.state !== "LISTEN";
}

/** inet_rcv_saddr_equal(): any address overlaps with all, but for IPv6 alone not with IPv4's. */
function overlaps(t: Task, a: Socket, b: Socket): boolean {
	const [four, six] = [isFour(a), isFour(b)];
	if (four && six) return a.local === b.local || a.local === "" || b.local === "";
	if (four) return coversFour(t, b);
	if (six) return coversFour(t, a);
	return a.local === b.local || a.local === "" || b.local === "";
}

/** Can it have nothing but IPv4 peers? */
function isFour({ family, local }: Socket): boolean {
	return family === "inet" || (local !== "" && !local.includes(":"));
}

/** An IPv6 socket on any address that takes IPv4 too. */
function coversFour(t: Task, socket: Socket): boolean {
	return socket.local === "" && !isV6only(t, socket);
}

/**
 * A port for a connection, given its other end. One that bind() gave stays; EADDRNOTAVAIL when this very connection is there
 * already, or when no port is free.
 */
export function connectPort(t: Task, id: number): void {
	const socket = socketOf(t, id);
	if (socket.port !== 0) {
		const same = findEstablished(t, socket);
		if (same && !(same.tcp && mayTakeOver(t, same))) throw new Refusal("EADDRNOTAVAIL");
		return;
	}
	for (const port of ports(t, socket.netns, 0)) {
		if (isLocked(t, socket, port) || findEstablished(t, { ...socket, port })) continue;
		return void setSocket(t, id, { port });
	}
	throw new Refusal("EADDRNOTAVAIL");
}

/** tb->fastreuse >= 0: bind() has given the port to someone. */
function isLocked(t: Task, { netns, protocol }: Socket, port: number): boolean {
	for (const other of socketsIn(t, netns))
		if (other.port === port && other.protocol === protocol && other.portLocked) return true;
	return false;
}

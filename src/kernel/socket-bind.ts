/**
 * bind(): net/ipv4/af_inet.c __inet_bind(), net/ipv6/af_inet6.c __inet6_bind(), raw_bind(), rawv6_bind(). Only to an address of
 * this host, a broadcast or a group, unless ip_nonlocal_bind says otherwise; who may have which port is socket-port.ts.
 */
import { type Addr, isLinkLocal, isMulticast, isUnspecified, isV4Mapped } from "../net/addr.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../uapi/route-type.ts";
import type { SocketAddr } from "../uapi/socket.ts";
import { isOwn6 } from "./check-address6.ts";
import { addrType4 } from "./fib4-lookup.ts";
import { l3mdevTable } from "./l3mdev.ts";
import { Refusal } from "./refusal.ts";
import { isV6only, type Socket, setSocket, socketOf, wireAddr } from "./socket.ts";
import { givePort } from "./socket-port.ts";
import { sysctlNumber } from "./sysctl.ts";
import { deviceByIndex, netnsOf, type Task } from "./task.ts";

export function bindSocket(t: Task, id: number, { addr, port = 0, scopeId = 0 }: SocketAddr): void {
	const socket = socketOf(t, id);
	const wire = wireAddr(addr);
	if (isMulticast(wire) && socket.type === "stream" && socket.family === "inet6") throw new Refusal("EINVAL");
	if (socket.family === "inet6") privileged(t, socket, port);
	if (isV4Mapped(addr) && isV6only(t, socket)) throw new Refusal("EINVAL");
	if (!wire.includes(":")) bindable4(t, socket, wire);
	else if (!isUnspecified(wire)) bindable6(t, socket, wire, scopeId);
	if (socket.family === "inet") privileged(t, socket, port);
	if (socket.port !== 0 || (socket.tcp && socket.tcp.state !== "CLOSE")) throw new Refusal("EINVAL");
	const local = isUnspecified(wire) ? "" : wire;
	setSocket(t, id, {
		local,
		source: isMulticast(wire) || isBroadcast(t, socket, wire) ? "" : local,
		...(needsScope(wire) && scopeId > 0 && { device: scopeId }),
	});
	if (socket.type !== "raw") givePort(t, id, port);
	if (port !== 0) setSocket(t, id, { port, portLocked: true });
}

/** CAP_NET_BIND_SERVICE for ports below net.ipv4.ip_unprivileged_port_start. */
function privileged(t: Task, { netns, uid }: Socket, port: number): void {
	if (port === 0 || uid === 0) return;
	if (port < sysctlNumber(t, netns, "net/ipv4/ip_unprivileged_port_start")) throw new Refusal("EACCES");
}

function isBroadcast(t: Task, { netns }: Socket, addr: Addr): boolean {
	return !addr.includes(":") && !isUnspecified(addr) && addrType4(t, netnsOf(t, netns), addr) === RTN_BROADCAST;
}

/** inet_addr_valid_or_nonlocal(): as the table of the socket's VRF sees the address, or table local. */
function bindable4(t: Task, { netns, device }: Socket, addr: Addr): void {
	if (isUnspecified(addr) || sysctlNumber(t, netns, "net/ipv4/ip_nonlocal_bind")) return;
	const table = device ? l3mdevTable(t, deviceByIndex(t, netns, device)) : undefined;
	const type = addrType4(t, netnsOf(t, netns), addr, table);
	if (type !== RTN_LOCAL && type !== RTN_MULTICAST && type !== RTN_BROADCAST) throw new Refusal("EADDRNOTAVAIL");
}

/** __ipv6_addr_needs_scope_id() */
function needsScope(addr: Addr): boolean {
	return isLinkLocal(addr) || /^ff[0-9a-f][12]:/.test(addr);
}

function bindable6(t: Task, socket: Socket, addr: Addr, scopeId: number): void {
	const scoped = needsScope(addr);
	const index = (scoped ? scopeId : 0) || socket.device;
	if (scoped && index === 0) throw new Refusal("EINVAL");
	const through = index === 0 ? undefined : deviceByIndex(t, socket.netns, index);
	if (index !== 0 && !through) throw new Refusal("ENODEV");
	if (isMulticast(addr) || sysctlNumber(t, socket.netns, "net/ipv6/ip_nonlocal_bind")) return;
	if (!isOwn6(t, socket.netns, addr, through)) throw new Refusal("EADDRNOTAVAIL");
}

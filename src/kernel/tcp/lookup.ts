/**
 * Whose segment is it? net/ipv4/inet_hashtables.c __inet_lookup(): the connection with these four numbers, else who listens on
 * the very address, else who listens on any; of equals the one that is bound to a device, then the one of the packet's family.
 */

import type { AddrFamily } from "../../net/addr.ts";
import { l3mdevMaster } from "../l3mdev.ts";
import { iifOf, type Skb } from "../path/skb.ts";
import { isV6only, type Socket, socketsIn } from "../socket.ts";
import { sysctlNumber } from "../sysctl.ts";
import { deviceByIndex, type Task } from "../task.ts";
import type { TcpSocket } from "./state.ts";

/** dif and sdif: with a VRF the packet came in by it, and also by its port. */
export interface Incoming {
	readonly dif: number;
	readonly sdif: number;
}

export function incoming(t: Task, skb: Skb): Incoming {
	const index = iifOf(skb);
	const device = deviceByIndex(t, skb.device.netns, index);
	const master = device && l3mdevMaster(t, device);
	if (!master || master.index === index) return { dif: index, sdif: 0 };
	return { dif: master.index, sdif: index };
}

/** inet_bound_dev_eq(): who is bound to none gets what comes in by a VRF only where tcp_l3mdev_accept, udp_l3mdev_accept allow it. */
export function hearsDevice(t: Task, socket: Socket, { dif, sdif }: Incoming): boolean {
	if (socket.device) return socket.device === dif || socket.device === sdif;
	return sdif === 0 || sysctlNumber(t, socket.netns, `net/ipv4/${socket.protocol}_l3mdev_accept`) !== 0;
}

/** The socket, other than this one, that is the connection this one would be. */
export function findEstablished(t: Task, own: Socket): Socket | undefined {
	for (const socket of socketsIn(t, own.netns)) {
		if (!socket.tcp || socket.id === own.id || socket.tcp.state === "CLOSE") continue;
		if (socket.port !== own.port || socket.peer?.port !== own.peer?.port || !socket.peer) continue;
		if (socket.source === own.source && socket.peer.addr === own.peer?.addr && socket.device === own.device)
			return socket;
	}
	return undefined;
}

/** tcp_twsk_unique(): with time stamps a port that was asked for may be used again, though the last connection is remembered. */
export function mayTakeOver(t: Task, { tcp, netns }: Socket): boolean {
	return tcp?.mini === true && sysctlNumber(t, netns, "net/ipv4/tcp_timestamps") !== 0;
}

export function lookupTcp(t: Task, skb: Skb): TcpSocket | undefined {
	const { packet, device } = skb;
	const { payload, src, dst } = packet;
	if (payload.proto !== "tcp") return undefined;
	const by = incoming(t, skb);
	for (const socket of socketsIn(t, device.netns)) {
		if (!socket.tcp || socket.port !== payload.dport) continue;
		const { peer, source, tcp } = socket;
		if (!peer || peer.port !== payload.sport || peer.addr !== src || source !== dst || tcp.state === "CLOSE") continue;
		if (hearsDevice(t, socket, by)) return socket as TcpSocket;
	}
	return lookupListener(t, skb);
}

export function lookupListener(t: Task, skb: Skb): TcpSocket | undefined {
	const { packet, device } = skb;
	const { payload, dst, family } = packet;
	if (payload.proto !== "tcp") return undefined;
	const by = incoming(t, skb);
	let best: { socket: TcpSocket; score: number } | undefined;
	for (const socket of socketsIn(t, device.netns)) {
		if (socket.tcp?.state !== "LISTEN" || socket.port !== payload.dport) continue;
		if (!hearsDevice(t, socket, by) || !takesFamily(t, socket, family)) continue;
		if (socket.local !== "" && socket.local !== dst) continue;
		const score = (socket.local ? 8 : 0) + (socket.device ? 2 : 1) + (socket.family === family ? 1 : 0);
		if (score > (best?.score ?? 0)) best = { socket: socket as TcpSocket, score };
	}
	return best?.socket;
}

/** An IPv6 socket takes IPv4 too, unless it was told not to. */
export function takesFamily(t: Task, socket: Socket, family: AddrFamily): boolean {
	if (socket.family === family) return family === "inet" || socket.local === "" || socket.local.includes(":");
	return family === "inet" && !isV6only(t, socket);
}

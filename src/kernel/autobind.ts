/** A datagram socket without a port gets one when it connects or sends: net/ipv4/af_inet.c inet_autobind(), udp_lib_get_port(). */
import { idValues } from "../net/id-map.ts";
import { type Socket, setSocket, socketOf } from "./socket.ts";
import { random, type Task } from "./task.ts";

/** net.ipv4.ip_local_port_range */
const first = 32_768;
const last = 60_999;

export function autobind(t: Task, id: number): Socket {
	const socket = socketOf(t, id);
	if (socket.protocol !== "udp" || socket.port !== 0) return socket;
	const taken = new Set<number>();
	for (const { protocol, netns, port } of idValues(t.kernel.sockets))
		if (protocol === "udp" && netns === socket.netns) taken.add(port);
	const count = last - first + 1;
	const start = Math.floor(random(t) * count);
	for (let i = 0; i < count; i++) {
		const port = first + ((start + i) % count);
		if (!taken.has(port)) return setSocket(t, id, { port });
	}
	return socket;
}

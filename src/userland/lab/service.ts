/**
 * What a service does when something has come to its sockets: the loop of a small server. `serve` answers an HTTP request, and
 * every datagram, with who it is and whom it sees; one that calls itself sshd says its banner to whoever comes. `hold` does
 * nothing: what comes to it stays unread.
 */

import { latin1OfText } from "../../net/byte.ts";
import type { SocketAddr, SocketInfo } from "../../uapi/socket.ts";
import type { System } from "../process.ts";

/** One turn: everything that can be done without waiting. */
export function act(sys: System): void {
	if (sys.service()?.program !== "serve") return;
	for (const socket of sys.net.own()) {
		if (socket.type === "dgram") answerDatagrams(sys, socket);
		else if (socket.state === "LISTEN") acceptAll(sys, socket.id);
		else readAll(sys, socket.id);
	}
}

function nameOf(sys: System): string {
	return sys.service()?.name ?? "";
}

/** `10.0.0.1:80`, `[::1]:80`; the zone of an address is not said. */
function endpoint({ addr, port = 0 }: SocketAddr): string {
	return addr.includes(":") ? `[${addr}]:${port}` : `${addr}:${port}`;
}

function acceptAll(sys: System, listener: number): void {
	for (;;) {
		const accepted = sys.net.accept(listener);
		// a listening socket that was taken away ends such a server
		if ("errno" in accepted) return accepted.errno === "EAGAIN" ? undefined : sys.endService(sys.pid);
		if (nameOf(sys) === "sshd") sys.net.write(accepted.ok, "SSH-2.0-OpenSSH_9.2p1\r\n");
		readAll(sys, accepted.ok);
	}
}

function readAll(sys: System, socket: number): void {
	for (;;) {
		const got = sys.net.read(socket);
		if ("errno" in got && got.errno === "EAGAIN") return;
		if ("errno" in got || got.ok === "") {
			if (!sys.service()?.keep) sys.net.close(socket);
			return;
		}
		hear(sys, socket, got.ok);
	}
}

/** Answers when the empty line that ends a request has come. */
function hear(sys: System, socket: number, data: string): void {
	const service = sys.service();
	if (!service) return;
	const { [socket]: before = "", ...others } = service.partial ?? {};
	const request = before + data;
	const whole = request.includes("\r\n\r\n");
	sys.setService({ ...service, partial: whole ? others : { ...others, [socket]: request } });
	if (!whole) return;
	const [peer, name] = [sys.net.peer(socket), sys.net.name(socket)];
	if ("errno" in peer || "errno" in name) return;
	const body = `${nameOf(sys)} here, you are ${endpoint(peer.ok)}, you called ${endpoint(name.ok)}\n`;
	const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
	sys.net.write(socket, latin1OfText(head + body));
}

function answerDatagrams(sys: System, { id, port, family }: SocketInfo): void {
	for (;;) {
		const got = sys.net.receive(id);
		if ("errno" in got) {
			if (got.errno === "EAGAIN") return;
			continue;
		}
		const { packet, ifindex } = got.ok;
		if (packet.payload.proto !== "udp") continue;
		const mapped = family === "inet6" && packet.family === "inet";
		const to = { addr: mapped ? `::ffff:${packet.src}` : packet.src, port: packet.payload.sport, scopeId: ifindex };
		const data = latin1OfText(`${nameOf(sys)} here, you are ${endpoint(to)}\n`);
		const payload = { proto: "udp", sport: port, dport: to.port, data } as const;
		sys.net.send(id, { to, payload, size: 8 + data.length });
	}
}

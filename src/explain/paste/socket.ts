/** Lines of `ss`: `LISTEN 0 128 127.0.0.1:631 0.0.0.0:*`. The mirror of misc/ss.c, for sockets of IP. */
import type { Rest } from "./line.ts";
import type { Reader } from "./object.ts";
import type { Words } from "./word.ts";

const kinds = /^(?:tcp|udp|raw|mptcp|dccp|sctp|icmp6?)$/;
const states =
	/^(?:LISTEN|ESTAB|UNCONN|TIME-WAIT|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|CLOSE-WAIT|LAST-ACK|CLOSING)$/;
const place = /^\S+:(?:\d+|\*|[a-z][\w-]*)$/;

function isHeading(words: Words): boolean {
	const first = words.peek() === "Netid" ? 1 : 0;
	return words.peek(first) === "State" && words.peek(first + 1) === "Recv-Q";
}

/** How many words stand before the state. */
function before(words: Words): number {
	return kinds.test(words.peek()) ? 1 : 0;
}

export const socketReader: Reader = {
	object: "socket",
	begins(words) {
		if (isHeading(words)) return true;
		const at = before(words);
		const queues = /^\d+$/.test(words.peek(at + 1)) && /^\d+$/.test(words.peek(at + 2));
		return states.test(words.peek(at)) && queues && place.test(words.peek(at + 3)) && place.test(words.peek(at + 4));
	},
	read(words): Rest {
		if (isHeading(words)) {
			words.topic("socket.heading", words.left);
			return { rows: [] };
		}
		if (before(words) > 0) words.field("netid", words.peek());
		const state = words.peek();
		// UDP has no LISTEN: what is UNCONN waits for anybody, too
		const waits = state === "LISTEN" || state === "UNCONN";
		words.field("state", state);
		words.field(state === "LISTEN" ? "waiting" : "recv_q", Number(words.peek()));
		words.field(state === "LISTEN" ? "backlog" : "send_q", Number(words.peek()));
		words.field(waits ? "listens" : "local", words.peek());
		words.field("peer", words.peek());
		if (words.peek().startsWith("users:")) words.field("users", words.peek());
		return { rows: [] };
	},
};

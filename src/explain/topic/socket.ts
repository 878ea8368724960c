/** Sockets, as `ss` shows them. */
import type { TopicRow } from "./row.ts";

export const socketTopics = {
	"socket.heading": { reference: "ss(8)" },
	"socket.netid": { reference: "ss(8), -A" },
	"sockstate.LISTEN": { reference: "TCP_LISTEN; RFC 9293 section 3.3.2" },
	"sockstate.ESTAB": { reference: "TCP_ESTABLISHED" },
	"sockstate.UNCONN": { reference: "TCP_CLOSE" },
	"sockstate.TIME-WAIT": { reference: "TCP_TIME_WAIT" },
	"sockstate.SYN-SENT": { reference: "TCP_SYN_SENT" },
	"sockstate.SYN-RECV": { reference: "TCP_SYN_RECV" },
	"sockstate.CLOSE-WAIT": { reference: "TCP_CLOSE_WAIT" },
	"sockstate.FIN-WAIT-1": { reference: "TCP_FIN_WAIT1" },
	"sockstate.FIN-WAIT-2": { reference: "TCP_FIN_WAIT2" },
	"sockstate.LAST-ACK": { reference: "TCP_LAST_ACK" },
	"sockstate.CLOSING": { reference: "TCP_CLOSING" },
	"socket.waiting": { reference: "sk_ack_backlog" },
	"socket.backlog": { reference: "sk_max_ack_backlog; listen(2)" },
	"socket.recv_q": { reference: "ss(8)" },
	"socket.send_q": { reference: "ss(8)" },
	"socket.listens.loopback": { reference: "bind(2)" },
	"socket.listens.any": { reference: "INADDR_ANY; IPV6_V6ONLY" },
	"socket.listens.one": { reference: "bind(2)" },
	"socket.local": { reference: "ss(8)" },
	"socket.peer": { reference: "ss(8)" },
	"socket.peer.any": { reference: "ss(8)" },
	"socket.users": { reference: "ss(8), -p" },
} as const satisfies Record<string, TopicRow>;

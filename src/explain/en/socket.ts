/** Sockets, as `ss` shows them, in English. */
import type { Entry } from "../text.ts";
import type { socketTopics } from "../topic/socket.ts";

/** The port of a socket's address. */
const port = (value: string) => value.slice(value.lastIndexOf(":") + 1);

export const socket: Record<keyof typeof socketTopics, Entry> = {
	"socket.heading": "The columns of ss: a line for each socket.",
	"socket.netid": "The kind of socket.",
	"sockstate.LISTEN": {
		what: "A program waits here for connections.",
		why: "Who can reach it is decided by the address it listens on, further right.",
	},
	"sockstate.ESTAB": "A connection that stands.",
	"sockstate.UNCONN": "It has no other end of its own: it takes what comes to its address.",
	"sockstate.TIME-WAIT": {
		what: "A connection that is over, remembered for a minute.",
		why: "So that late pieces of it do no harm. Normal, even in great number.",
	},
	"sockstate.SYN-SENT": {
		what: "A connection that was asked for and has no answer yet.",
		why: "If it stays so, something drops the question or the answer: a refusal would have come at once.",
	},
	"sockstate.SYN-RECV": "Somebody asks for a connection and has been answered; the confirmation is missing.",
	"sockstate.CLOSE-WAIT": {
		what: "The other end has finished, and the program here has not closed it yet.",
		why: "If there are more and more of them, the program forgets to.",
	},
	"sockstate.FIN-WAIT-1": "This end has finished, and that is not confirmed yet.",
	"sockstate.FIN-WAIT-2": "This end has finished, the other has not.",
	"sockstate.LAST-ACK": "Both ends have finished; the last confirmation is missing.",
	"sockstate.CLOSING": "Both ends finish at the same time.",
	"socket.waiting": "Connections that are made and that the program has not accepted yet.",
	"socket.backlog": { what: "How many such may wait.", why: "What comes beyond that is dropped." },
	"socket.recv_q": "Bytes that have arrived and that the program has not read yet.",
	"socket.send_q": "Bytes on their way out: sent and not confirmed, or not sent yet.",
	"socket.listens.loopback": {
		what: "The machine's address for itself: programs of this machine reach it, nobody outside does.",
		why: "What others send to 127.0.0.1 stays with them. iplab explain bind says more.",
		here: (c) => `Port ${port(c.value)}: for this machine alone.`,
	},
	"socket.listens.any": {
		what: "Any address of this machine: whoever reaches one of them reaches the program.",
		why: "0.0.0.0 is all of IPv4, [::] all of IPv6, * both. A firewall may still forbid it.",
		here: (c) => `Port ${port(c.value)}: for all who reach this machine.`,
	},
	"socket.listens.one": {
		what: "This one address: packets to another address of the machine do not find the program.",
		why: "The device it stands on does not matter.",
		here: (c) => `Port ${port(c.value)}: for all who reach this address.`,
	},
	"socket.local": "This end: address and port.",
	"socket.peer": "The other end: address and port.",
	"socket.peer.any": "Anybody.",
	"socket.users": "The programs that have it open: name, process, number among its open files.",
};

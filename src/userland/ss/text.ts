/** How ss writes states, times and its usage. */
import type { TcpState } from "../../uapi/socket.ts";

/** sstate_name */
export const stateText: Readonly<Record<TcpState, string>> = {
	ESTABLISHED: "ESTAB",
	SYN_SENT: "SYN-SENT",
	SYN_RECV: "SYN-RECV",
	FIN_WAIT1: "FIN-WAIT-1",
	FIN_WAIT2: "FIN-WAIT-2",
	TIME_WAIT: "TIME-WAIT",
	CLOSE: "UNCONN",
	CLOSE_WAIT: "CLOSE-WAIT",
	LAST_ACK: "LAST-ACK",
	LISTEN: "LISTEN",
	CLOSING: "CLOSING",
};

/** print_ms_timer(): `1.020ms` is a second and twenty milliseconds. */
export function timerText(timeout: number): string {
	const minutes = Math.floor(timeout / 60_000);
	const seconds = minutes > 9 ? 0 : Math.floor(timeout / 1000) % 60;
	const ms = minutes > 0 || seconds > 9 ? 0 : timeout % 1000;
	const tail = ms === 0 ? "" : `${String(ms).padStart(3, "0")}ms`;
	const middle = seconds === 0 ? "" : `${seconds}${ms === 0 ? "sec" : "."}`;
	return `${minutes === 0 ? "" : `${minutes}min`}${middle}${tail}`;
}

export const usage = `Usage: ss [ OPTIONS ]
       ss [ OPTIONS ] [ FILTER ]
   -h, --help          this text
   -V, --version       the version
   -n, --numeric       numbers instead of names of services
   -a, --all           sockets in every state
   -l, --listening     sockets that listen
   -o, --options       timers
   -e, --extended      owner, inode and cookie
   -m, --memory        memory
   -p, --processes     processes that have a socket open
   -i, --info          what TCP knows of a connection
   -s, --summary       how many there are
   -N, --net           in a network namespace

   -4, --ipv4          IPv4
   -6, --ipv6          IPv6
   -0, --packet        packet sockets
   -t, --tcp           TCP
   -u, --udp           UDP
   -w, --raw           raw IP
   -x, --unix          Unix domain
   -f, --family=FAMILY inet, inet6, link, unix, netlink, vsock, tipc, xdp
   -A, --query=QUERY   tables by name, with a comma between them

   -K, --kill          ends sockets and shows which
   -H, --no-header     without the first line
   -O, --oneline       all of a socket on one line

   FILTER := [ state STATE ] [ EXPRESSION ]
   STATE := all, connected, synchronized, bucket, big, established, syn-sent, syn-recv,
            fin-wait-1, fin-wait-2, time-wait, closed, close-wait, last-ack, listening, closing
   EXPRESSION := src ADDR, dst ADDR, sport = PORT, dport = PORT, dev NAME; and, or, not, ( )
`;

/**
 * /proc/net/tcp, udp, raw and their IPv6 kin, and what there is of them: net/ipv4/tcp_ipv4.c tcp4_seq_show(), net/ipv4/udp.c
 * udp4_seq_show(), net/ipv4/raw.c raw_seq_show(), net/ipv4/proc.c sockstat_seq_show(). Of a connection they tell times and
 * windows that the model does not have: then there is nothing to read.
 */
import type { AddrFamily } from "../../net/addr.ts";
import type { SocketInfo, TcpState } from "../../uapi/socket.ts";
import type { System } from "../../userland/process.ts";
import { littleEndian, netFile } from "./net-file.ts";
import type { View } from "./view.ts";

const states: Readonly<Record<TcpState, number>> = {
	ESTABLISHED: 1,
	SYN_SENT: 2,
	SYN_RECV: 3,
	FIN_WAIT1: 4,
	FIN_WAIT2: 5,
	TIME_WAIT: 6,
	CLOSE: 7,
	CLOSE_WAIT: 8,
	LAST_ACK: 9,
	LISTEN: 10,
	CLOSING: 11,
};

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, "0");

/** The columns that all have; addresses of the kernel's memory are hidden. */
function columns(slot: string, socket: SocketInfo, queues: string): string {
	const { local, port, peer, peerPort, state, uid, inode } = socket;
	const ends = `${littleEndian(local)}:${hex(port, 4)} ${littleEndian(peer)}:${hex(peerPort, 4)} ${hex(states[state], 2)} ${queues}`;
	return `${slot}: ${ends} 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode}`;
}

const queue = ({ recvQ }: SocketInfo): string => `00000000:${hex(recvQ, 8)}`;

interface Table {
	readonly head: string;
	readonly width: number;
	row(socket: SocketInfo, place: number): string;
}

const title = "local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const title6 =
	"local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const pointer = "0000000000000000";

const tcp: Table = {
	head: `  sl  ${title}`,
	width: 149,
	row: (socket, place) => `${columns(String(place).padStart(4), socket, queue(socket))} 1 ${pointer} 100 0 0 10 0`,
};
const datagram = (head: string, width: number): Table => ({
	head,
	width,
	row: (socket) => `${columns(String(socket.port).padStart(5), socket, queue(socket))} 2 ${pointer} 0`,
});

function table(name: string, family: AddrFamily, proto: SocketInfo["protocol"], { head, width, row }: Table): View {
	const type = name.startsWith("raw") ? "raw" : proto === "tcp" ? "stream" : "dgram";
	return netFile(name, (sys) => {
		const own = sys.net
			.list()
			.filter((each) => each.family === family && each.type === type && each.protocol === proto);
		if (proto === "tcp" && own.some(({ state }) => state !== "LISTEN")) return undefined;
		return [head, ...own.map(row)].map((line) => `${line.padEnd(width)}\n`).join("");
	});
}

/** Behind the columns of TCP. */
const tail = "ref pointer drops";

function sockstat(sys: System): string {
	const { used, tcp: inuse, udp, raw, orphans, timeWait, allocated } = sys.net.counts();
	return (
		`sockets: used ${used}\n` +
		`TCP: inuse ${inuse.inet} orphan ${orphans} tw ${timeWait} alloc ${allocated} mem 0\n` +
		`UDP: inuse ${udp.inet} mem 0\nUDPLITE: inuse 0\nRAW: inuse ${raw.inet}\nFRAG: inuse 0 memory 0\n`
	);
}

function sockstat6(sys: System): string {
	const { tcp: inuse, udp, raw } = sys.net.counts();
	return `TCP6: inuse ${inuse.inet6}\nUDP6: inuse ${udp.inet6}\nUDPLITE6: inuse 0\nRAW6: inuse ${raw.inet6}\nFRAG6: inuse 0 memory 0\n`;
}

export const procSocket: readonly View[] = [
	table("tcp", "inet", "tcp", tcp),
	table("tcp6", "inet6", "tcp", { ...tcp, head: `  sl  ${title6}`, width: 0 }),
	table("udp", "inet", "udp", datagram(`   sl  ${title} ${tail}`, 127)),
	table("udp6", "inet6", "udp", datagram(`  sl  ${title6} ${tail}`, 0)),
	table("raw", "inet", "icmp", datagram(`  sl  ${title} ${tail}`, 0)),
	table("raw6", "inet6", "icmp", datagram(`  sl  ${title6} ${tail}`, 0)),
	netFile("sockstat", sockstat),
	netFile("sockstat6", sockstat6),
];

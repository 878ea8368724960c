/**
 * The tables of ss and the families they belong to, with the states that are usual for each: misc/ss.c default_dbs, default_afs,
 * parse_tables() of -A.
 */
import type { TcpState } from "../../uapi/socket.ts";

export type TableName =
	| "tcp"
	| "mptcp"
	| "dccp"
	| "udp"
	| "raw"
	| "u_dgr"
	| "u_str"
	| "u_seq"
	| "p_dgr"
	| "p_raw"
	| "netlink"
	| "sctp"
	| "v_str"
	| "v_dgr"
	| "tipc"
	| "xdp";
export type Family = "inet" | "inet6" | "unix" | "link" | "netlink" | "vsock" | "tipc" | "xdp";

export const allStates: readonly (TcpState | "UNKNOWN")[] = [
	"UNKNOWN",
	"ESTABLISHED",
	"SYN_SENT",
	"SYN_RECV",
	"FIN_WAIT1",
	"FIN_WAIT2",
	"TIME_WAIT",
	"CLOSE",
	"CLOSE_WAIT",
	"LAST_ACK",
	"LISTEN",
	"CLOSING",
];
export type State = (typeof allStates)[number];
export type States = ReadonlySet<State>;

export function without(...states: State[]): States {
	return new Set(allStates.filter((state) => !states.includes(state)));
}

/** SS_CONN */
export const connected = without("LISTEN", "CLOSE", "TIME_WAIT", "SYN_RECV");
export const closed: States = new Set(["CLOSE"]);

const inet: readonly Family[] = ["inet", "inet6"];

/** default_dbs: the usual states and the families of each table. */
export const tables: Readonly<Record<TableName, { readonly states: States; readonly families: readonly Family[] }>> = {
	tcp: { states: connected, families: inet },
	mptcp: { states: connected, families: inet },
	dccp: { states: connected, families: inet },
	udp: { states: new Set(["ESTABLISHED"]), families: inet },
	raw: { states: new Set(["ESTABLISHED"]), families: inet },
	u_dgr: { states: closed, families: ["unix"] },
	u_str: { states: connected, families: ["unix"] },
	u_seq: { states: connected, families: ["unix"] },
	p_dgr: { states: closed, families: ["link"] },
	p_raw: { states: closed, families: ["link"] },
	netlink: { states: closed, families: ["netlink"] },
	sctp: { states: connected, families: inet },
	v_str: { states: connected, families: ["vsock"] },
	v_dgr: { states: connected, families: ["vsock"] },
	tipc: { states: new Set(["ESTABLISHED", "LISTEN", "CLOSE"]), families: ["tipc"] },
	xdp: { states: closed, families: ["xdp"] },
};

const inetTables: readonly TableName[] = ["tcp", "mptcp", "udp", "dccp", "sctp", "raw"];

/** default_afs */
export const families: Readonly<Record<Family, { readonly states: States; readonly tables: readonly TableName[] }>> = {
	inet: { states: connected, tables: inetTables },
	inet6: { states: connected, tables: inetTables },
	unix: { states: connected, tables: ["u_dgr", "u_str", "u_seq"] },
	link: { states: closed, tables: ["p_dgr", "p_raw"] },
	netlink: { states: closed, tables: ["netlink"] },
	vsock: { states: connected, tables: ["v_str", "v_dgr"] },
	tipc: { states: tables.tipc.states, tables: ["tipc"] },
	xdp: { states: closed, tables: ["xdp"] },
};

/** Names of -A. */
export const queries: Readonly<Record<string, readonly TableName[]>> = {
	all: (Object.keys(tables) as TableName[]).filter((name) => name !== "tipc"),
	inet: inetTables,
	...Object.fromEntries(Object.keys(tables).map((name) => [name, [name as TableName]])),
	unix: ["u_str", "u_dgr", "u_seq"],
	unix_stream: ["u_str"],
	unix_dgram: ["u_dgr"],
	unix_seqpacket: ["u_seq"],
	packet: ["p_raw", "p_dgr"],
	packet_raw: ["p_raw"],
	packet_dgram: ["p_dgr"],
	vsock: ["v_str", "v_dgr"],
	vsock_stream: ["v_str"],
	vsock_dgram: ["v_dgr"],
};

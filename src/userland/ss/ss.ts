/**
 * ss of iproute2 6.1: what sockets there are, with whom they are connected, and whose they are. misc/ss.c; the words of its
 * filter are in filter.ts, its columns in table.ts.
 */
import { strerror } from "../../uapi/errno.ts";
import type { SocketInfo } from "../../uapi/socket.ts";
import type { Process, Program } from "../process.ts";
import { type Filter, FilterError, parseFilter } from "./filter.ts";
import { Ended, type Options, parseOptions } from "./option.ts";
import type { TableName } from "./query.ts";
import { Rows } from "./row.ts";
import { summary } from "./summary.ts";
import { Table } from "./table.ts";
import { usage } from "./text.ts";

// biome-ignore lint/correctness/useYield: it asks once and prints
export const ss: Program = function* (process) {
	try {
		return show(process, parseOptions(process.args));
	} catch (error) {
		if (error instanceof FilterError)
			return ended(process, new Ended(error.message, error.usage ? 255 : filterExit(error), error.usage));
		if (error instanceof Ended) return ended(process, error);
		throw error;
	}
};

function filterExit(error: FilterError): number {
	return error.message.startsWith("iplab:") ? 3 : 1;
}

function ended({ stdout, stderr }: Process, { message, exit, usage: withUsage }: Ended): number {
	const out = exit === 0 && !message.startsWith("ss: ") ? stdout : stderr;
	if (message !== "") out(`${message}\n`);
	if (withUsage) out(usage);
	return exit;
}

function show(process: Process, options: Options): number {
	const { sys, stdout, stderr } = process;
	for (const name of options.netns) {
		const fd = sys.openNetns(name);
		if ("errno" in fd) throw new Ended(`Cannot open network namespace "${name}": ${strerror(fd.errno)}`, 1);
		sys.setns(fd.ok);
	}
	if (options.shown.has("s")) {
		stdout(summary(sys));
		if (options.byDefault) return 0;
	}
	const filter = filterOf(process, options);
	const table = new Table();
	if (options.tables.size === 1) table.disable("netid");
	if (options.states.size === 1) table.disable("state");
	if (!options.shown.has("H")) table.header();
	const rows = new Rows(process, options, table);
	for (const name of order) if (options.tables.has(name)) showTable(process, options, rows, name, filter);
	stdout(table.render());
	for (const line of rows.complaints) stderr(`${line}\n`);
	return 0;
}

/** The order in which ss asks for its tables. */
const order: readonly TableName[] = ["netlink", "p_raw", "p_dgr", "raw", "udp", "tcp", "dccp"];

function filterOf({ sys }: Process, { tables, preferred, words }: Options): Filter | undefined {
	const range = sys.readSysctl("net/ipv4/ip_local_port_range");
	const [low = 32768, high = 60999] = "ok" in range ? range.ok.trim().split(/\s+/).map(Number) : [];
	return parseFilter(words, {
		sys,
		tcp: tables.has("tcp"),
		udp: tables.has("udp"),
		family: preferred === "inet" || preferred === "inet6" ? preferred : undefined,
		ephemeral: (port) => port >= low && port <= high,
	});
}

function showTable(process: Process, options: Options, rows: Rows, name: TableName, filter: Filter | undefined): void {
	if (name === "netlink") return rows.netlink(filter);
	if (name === "dccp") return rows.dccp();
	for (const socket of process.sys.net.list()) {
		if (tableOf(socket) !== name || !options.states.has(socket.state)) continue;
		if (socket.type !== "packet" && !asksFor(options, socket.family)) continue;
		if (filter && !filter(socket)) continue;
		if (options.shown.has("K") && "errno" in process.sys.net.kill(socket.id)) continue;
		rows.add(socket, name);
	}
}

/** Of -4 and -6 together the last alone is asked for (inet_show_netlink). */
function asksFor({ families, preferred }: Options, family: SocketInfo["family"]): boolean {
	const only = preferred === "inet" || preferred === "inet6" ? preferred : undefined;
	return families.has(family) && (only === undefined || only === family);
}

function tableOf({ type, protocol }: SocketInfo): TableName {
	if (type === "packet") return "p_dgr";
	if (type === "raw") return "raw";
	return protocol === "tcp" ? "tcp" : "udp";
}

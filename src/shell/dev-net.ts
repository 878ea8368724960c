/**
 * /dev/tcp/HOST/PORT and /dev/udp/HOST/PORT, which are bash's own and no files (lib/sh/netopen.c): a redirection there opens a
 * connection, and what is written goes to the other end.
 */
import { latin1OfText } from "../net/byte.ts";
import type { Errno } from "../uapi/errno.ts";
import { dial, sendDatagram } from "../userland/dial.ts";
import { hostAddrs } from "../userland/host-name.ts";
import type { Answer, System, Wait } from "../userland/process.ts";
import { serviceByName } from "../userland/service-name.ts";
import { capture, drive } from "./execute.ts";
import { FsError } from "./fs-error.ts";
import type { Host } from "./host.ts";

const form = /^\/dev\/(tcp|udp)\/([^/]+)\/([^/]+)$/;

export function isDevNet(path: string): boolean {
	return form.test(path);
}

/** One redirection: opened with nothing to write, then written to. */
interface Opened {
	readonly pid: number;
	readonly socket: number;
}

export class DevNet {
	private readonly host: Host;
	private readonly opened = new Map<string, Opened>();

	constructor(host: Host) {
		this.host = host;
	}

	async write(path: string, text: string): Promise<void> {
		const task = this.host.schedule.current;
		const [, protocol = "", name = "", service = ""] = form.exec(path) ?? [];
		if (task === undefined) throw new FsError("ENOENT", path);
		const known = this.opened.get(path);
		const open = known?.pid === task.pid ? known : undefined;
		let outcome: Errno | undefined;
		let socket = open?.socket;
		const launch = { argv: [path], env: {}, cwd: "/", stdin: "", out: capture() };
		const program = function* ({ sys }: { readonly sys: System }): Generator<Wait, number, Answer> {
			if (socket === undefined) {
				const made = yield* connect(sys, protocol === "udp" ? "udp" : "tcp", name, service);
				if (typeof made === "string") outcome = made;
				else socket = made;
			}
			if (socket !== undefined && text !== "") {
				if (protocol === "udp") sendDatagram(sys, socket, latin1OfText(text));
				else sys.net.write(socket, latin1OfText(text));
				sys.net.close(socket);
			}
			return 0;
		};
		await drive(this.host, task, program, launch);
		if (outcome) throw new FsError(outcome, path, "connect");
		if (text !== "" || socket === undefined) this.opened.delete(path);
		else this.opened.set(path, { pid: task.pid, socket });
	}
}

/** netopen(): each address in turn, and the error of the last. */
function* connect(
	sys: System,
	protocol: "tcp" | "udp",
	name: string,
	service: string,
): Generator<Wait, number | Errno, Answer> {
	const found = hostAddrs(sys, name, undefined);
	const port = /^\d+$/.test(service) ? Number(service) : serviceByName(service, protocol);
	if ("error" in found || port === undefined) return "EINVAL";
	let last: Errno = "EINVAL";
	for (const to of found) {
		const made = sys.net.socket(
			to.addr.includes(":") ? "inet6" : "inet",
			protocol === "tcp" ? "stream" : "dgram",
			protocol,
		);
		if ("errno" in made) return made.errno;
		const errno = yield* dial(sys, made.ok, { ...to, port });
		if (errno === undefined) return made.ok;
		sys.net.close(made.ok);
		last = errno;
	}
	return last;
}

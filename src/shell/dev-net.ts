/**
 * /dev/tcp/HOST/PORT and /dev/udp/HOST/PORT, which are bash's own and no files (lib/sh/netopen.c): a redirection there opens a
 * connection; what is written goes to the other end, and what that says is read.
 */
import { latin1OfText, textOfLatin1 } from "../net/byte.ts";
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

	/** What the other end says at once: nobody waits for more, since a redirection is read before its command runs. */
	async read(path: string): Promise<string> {
		let said = "";
		await this.run(path, undefined, (sys, socket) => {
			for (let got = readSome(sys, socket); got !== ""; got = readSome(sys, socket)) said += got;
			sys.net.close(socket);
		});
		return textOfLatin1(said);
	}

	async write(path: string, text: string): Promise<void> {
		const pid = this.host.schedule.current?.pid;
		const known = this.opened.get(path);
		const open = known?.pid === pid ? known : undefined;
		const socket = await this.run(path, open?.socket, (sys, to) => {
			if (text === "") return;
			if (isUdp(path)) sendDatagram(sys, to, latin1OfText(text));
			else sys.net.write(to, latin1OfText(text));
			sys.net.close(to);
		});
		if (text !== "" || pid === undefined) this.opened.delete(path);
		else this.opened.set(path, { pid, socket });
	}

	/** Does something with a socket that is connected to it, in the process that is running. */
	private async run(
		path: string,
		open: number | undefined,
		then: (sys: System, socket: number) => void,
	): Promise<number> {
		const task = this.host.schedule.current;
		const [, , name = "", service = ""] = form.exec(path) ?? [];
		if (task === undefined) throw new FsError("ENOENT", path);
		let outcome: number | Errno = open ?? "EINVAL";
		const launch = { argv: [path], env: {}, cwd: "/", stdin: "", out: capture() };
		const program = function* ({ sys }: { readonly sys: System }): Generator<Wait, number, Answer> {
			if (open === undefined) outcome = yield* connect(sys, isUdp(path) ? "udp" : "tcp", name, service);
			if (typeof outcome === "number") then(sys, outcome);
			return 0;
		};
		await drive(this.host, task, program, launch);
		if (typeof outcome === "string") throw new FsError(outcome, path, "connect");
		return outcome;
	}
}

function isUdp(path: string): boolean {
	return path.startsWith("/dev/udp/");
}

function readSome({ net }: System, socket: number): string {
	const got = net.read(socket);
	return "ok" in got ? got.ok : "";
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

/**
 * `python3 -m http.server [--bind ADDRESS] [PORT]`, the server that everybody has at hand: Lib/http/server.py. It shows an empty
 * folder. Nothing else of Python is here.
 */
import { type Errno, errnos, strerror } from "../uapi/errno.ts";
import { hostAddrs } from "./host-name.ts";
import { type Answer, forever, type Process, type Program, type Wait } from "./process.ts";

export const python3: Program = function* (process) {
	const { args, stderr } = process;
	const place = args[0] === "-m" && args[1] === "http.server" ? placeOf(args.slice(2)) : undefined;
	if (place === undefined) {
		stderr("iplab: of Python only 'python3 -m http.server [--bind ADDRESS] [PORT]' is modelled\n");
		return 3;
	}
	return yield* serve(process, place.bind, place.port);
};

function placeOf(words: readonly string[]): { bind: string; port: number } | undefined {
	let bind = "0.0.0.0";
	let port = 8000;
	for (let i = 0; i < words.length; i++) {
		const word = words[i] ?? "";
		if (word === "--bind" || word === "-b") bind = words[++i] ?? "";
		else if (/^\d+$/.test(word)) port = Number(word);
		else return undefined;
	}
	return { bind, port };
}

/** The last line of a traceback; the frames before it name files of the installation. */
function raised({ stderr }: Process, errno: Errno): number {
	const kinds: Partial<Record<Errno, string>> = { EACCES: "PermissionError", EPERM: "PermissionError" };
	stderr(
		`Traceback (most recent call last):\n${kinds[errno] ?? "OSError"}: [Errno ${errnos[errno][0]}] ${strerror(errno)}\n`,
	);
	return 1;
}

function* serve(process: Process, bind: string, port: number): Generator<Wait, number, Answer> {
	const { sys, stdout } = process;
	const found = hostAddrs(sys, bind, undefined);
	if ("error" in found) {
		process.stderr(`Traceback (most recent call last):\nsocket.gaierror: [Errno -2] ${found.error}\n`);
		return 1;
	}
	const addr = found[0]?.addr ?? bind;
	const made = sys.net.socket(addr.includes(":") ? "inet6" : "inet", "stream", "tcp");
	if ("errno" in made) return raised(process, made.errno);
	sys.net.setOptions(made.ok, { reuseAddr: true });
	for (const step of [() => sys.net.bind(made.ok, { addr, port }), () => sys.net.listen(made.ok, 5)]) {
		const result = step();
		if ("errno" in result) return raised(process, result.errno);
	}
	const host = addr.includes(":") ? `[${addr}]` : addr;
	stdout(`Serving HTTP on ${addr} port ${port} (http://${host}:${port}/) ...\n`);
	const open = new Map<number, string>();
	for (;;) {
		const client = sys.net.accept(made.ok);
		if ("ok" in client) open.set(client.ok, "");
		for (const socket of open.keys()) answer(process, open, socket);
		if ("errno" in client) yield { wait: "readable", socket: [made.ok, ...open.keys()], ms: forever };
	}
}

function answer(process: Process, open: Map<number, string>, socket: number): void {
	const { net } = process.sys;
	const got = net.read(socket);
	if ("errno" in got && got.errno === "EAGAIN") return;
	const request = `${open.get(socket) ?? ""}${"ok" in got ? got.ok : ""}`;
	open.set(socket, request);
	const ended = "errno" in got || got.ok === "";
	if (!ended && !request.includes("\r\n\r\n")) return;
	if (!ended) respond(process, socket, request);
	net.close(socket);
	open.delete(socket);
}

const page = `<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Directory listing for /</title>
</head>
<body>
<h1>Directory listing for /</h1>
<hr>
<ul>
</ul>
<hr>
</body>
</html>
`;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function respond({ sys, stderr }: Process, socket: number, request: string): void {
	const [line = ""] = request.split("\r\n");
	const [method, path = "/"] = line.split(" ");
	const found = path.split("?")[0] === "/";
	const status = found ? "200 OK" : "404 File not found";
	const date = new Date(sys.now());
	const head = `HTTP/1.0 ${status}\r\nServer: SimpleHTTP/0.6 Python/3.11.2\r\nDate: ${date.toUTCString()}\r\nContent-type: text/html; charset=utf-8\r\nContent-Length: ${found ? page.length : 0}\r\n\r\n`;
	sys.net.write(socket, head + (found && method !== "HEAD" ? page : ""));
	const peer = sys.net.peer(socket);
	const two = (n: number) => String(n).padStart(2, "0");
	const day = `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
	const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
	stderr(`${"ok" in peer ? peer.ok.addr : "-"} - - [${day} ${time}] "${line}" ${status.slice(0, 3)} -\n`);
}

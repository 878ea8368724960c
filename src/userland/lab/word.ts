/** Words of the lab commands: `[::1]`, `127.0.0.53%lo`, `192.168.1.10`. */

import { type Addr, type AddrFamily, inetPton } from "../../net/addr.ts";
import { type Errno, strerror } from "../../uapi/errno.ts";
import type { SocketAddr } from "../../uapi/socket.ts";
import { Failed } from "../failed.ts";
import type { Process, System } from "../process.ts";

/** The kernel has refused a step; what the real commands print of it. */
export function refused(name: string, step: string, errno: Errno): Failed {
	return new Failed(`${name}: ${step}: ${strerror(errno)}`, 1);
}

export function familyOfWord(word: string): AddrFamily {
	return word.startsWith("[") ? "inet6" : "inet";
}

export interface Place extends SocketAddr {
	/** A device to be bound to. */
	readonly device?: string;
}

/** Link-local addresses and groups take the device as their zone, others are bound to it. */
export function placeOf(sys: System, word: string, portWord: string): Place | { readonly errno: Errno } {
	const [text = "", zone] = word.replace(/[[\]]/g, "").split("%", 2);
	const addr: Addr | undefined = inetPton(text, familyOfWord(word));
	if (addr === undefined) throw new Failed(`iplab: '${word}' is not an address`, 2);
	if (!/^\d+$/.test(portWord) || Number(portWord) > 65535) throw new Failed(`iplab: '${portWord}' is not a port`, 2);
	const port = Number(portWord);
	if (zone === undefined) return { addr, port };
	if (!/^(?:fe80|ff02)/i.test(text)) return { addr, port, device: zone };
	const index = sys.net.indexOf(zone);
	return "ok" in index ? { addr, port, scopeId: index.ok } : index;
}

/** Runs a lab command: its complaint, if any, becomes text and status. */
export function complaining(process: Process, error: unknown): number {
	if (!(error instanceof Failed)) throw error;
	process.stderr(`${error.message}\n`);
	return error.exit;
}

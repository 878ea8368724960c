/**
 * A namespace by the file that a word names: a name in /run/netns, or a path. lib/namespace.c netns_get_fd(). Of paths we
 * know those below /run/netns and /proc/PID/ns/net.
 */

import { strerror } from "../../uapi/errno.ts";
import type { NetnsFd } from "../../uapi/message.ts";
import type { Result, System } from "../process.ts";

export function openNetnsFile(sys: System, word: string): Result<NetnsFd> {
	if (!word.includes("/")) return sys.openNetns(word);
	const [, pid, name] = /^\/proc\/(\d+|self)\/ns\/net$|^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(word) ?? [];
	if (name !== undefined) return sys.openNetns(name);
	if (pid === "self") return { ok: sys.currentNetns() };
	return pid === undefined ? { errno: "ENOENT" } : sys.openNetnsOfPid(Number(pid));
}

/** netns_switch(): goes there, or gives the tool's reason why not. */
export function switchNetns(sys: System, name: string): string | undefined {
	const fd = openNetnsFile(sys, name);
	if (!("ok" in fd)) return `Cannot open network namespace "${name}": ${strerror(fd.errno)}`;
	const moved = sys.setns(fd.ok);
	return "ok" in moved ? undefined : `setting the network namespace "${name}" failed: ${strerror(moved.errno)}`;
}

/** The name in /run/netns of a namespace: the last in the directory's order, or nothing. ip/ipnetns.c netns_identify_pid(). */
export function netnsName(sys: System, fd: NetnsFd): string {
	const same = (name: string): boolean => {
		const other = sys.openNetns(name);
		return "ok" in other && sys.sameNetns(fd, other.ok);
	};
	return sys.listNetns()?.filter(same).at(-1) ?? "";
}

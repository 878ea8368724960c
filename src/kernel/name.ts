/** Names of devices: which are allowed, and how `%d` is filled in (net/core/dev.c dev_valid_name, __dev_alloc_name). */
import { byteLength } from "../net/byte.ts";
import { nameGet } from "../net/name-map.ts";
import { Refusal } from "./refusal.ts";
import { netnsOf, type Task } from "./task.ts";

export const IFNAMSIZ = 16;
/** ALTIFNAMSIZ */
export const ALTIFNAMSIZ = 128;

function isValidName(name: string): boolean {
	if (name === "" || byteLength(name) >= IFNAMSIZ || name === "." || name === "..") return false;
	return !/[/:\s]/.test(name);
}

/** Names of sysctl directories that a device may not take: net.ipv4.conf.all and default (devinet_sysctl_register). */
export function checkSysctlName(name: string): void {
	if (name === "all" || name === "default") throw new Refusal("EINVAL");
}

function isTaken(t: Task, netns: number, name: string): boolean {
	return nameGet(netnsOf(t, netns).names, name) !== undefined;
}

/** dev_get_valid_name(): the name itself, or the first free one of its template. Throws EINVAL, EEXIST. */
export function pickName(t: Task, netns: number, wish: string): string {
	if (!isValidName(wish)) throw new Refusal("EINVAL");
	const holes = wish.match(/%/g)?.length ?? 0;
	if (holes === 0) {
		if (isTaken(t, netns, wish)) throw new Refusal("EEXIST");
		return wish;
	}
	if (holes > 1 || !wish.includes("%d")) throw new Refusal("EINVAL");
	for (let n = 0; ; n++) {
		const name = wish.replace("%d", String(n));
		if (byteLength(name) >= IFNAMSIZ) throw new Refusal("ENFILE");
		if (!isTaken(t, netns, name)) return name;
	}
}

/** What may be the name of a link, before the kernel judges it: lib/utils.c check_ifname(), check_altifname(). */
import { byteLength } from "../../net/byte.ts";

/** lib/utils.c check_ifname(); check_altifname() leaves the length to the kernel. */
export function isIfname(name: string, room = Infinity): boolean {
	return name !== "" && byteLength(name) <= room && !/[/\s]/.test(name);
}

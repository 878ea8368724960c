/**
 * The interface identifier that a device joins to prefixes it is told of (net/ipv6/addrconf.c inet6_set_iftoken()): the
 * low 64 bits of an address, asked for through `ip token`.
 */
import { type Addr, fromWords, toWords } from "../net/addr.ts";
import { IFF_LOOPBACK, IFF_NOARP } from "../uapi/link-flags.ts";
import type { Conf6 } from "./conf.ts";
import { Refusal } from "./refusal.ts";
import { deviceOf, setDevice, type Task } from "./task.ts";

export const noToken: Addr = "::";

/** The request goes to a device that has IPv6; `token` has 16 bytes, or is empty where a word stood for no address. */
export function setToken(t: Task, id: number, token: Addr | ""): void {
	if (token === "") throw new Refusal("ERANGE", "Attribute failed policy validation");
	const { flags, inet6 } = deviceOf(t, id);
	if (!inet6) throw new Refusal("EAFNOSUPPORT");
	if (flags & IFF_LOOPBACK) throw new Refusal("EINVAL", "ipv6: Device is loopback");
	if (flags & IFF_NOARP) throw new Refusal("EINVAL", "ipv6: Device does not do neighbour discovery");
	if (!hearsRouters(inet6.conf)) throw new Refusal("EINVAL", "ipv6: Router advertisement is disabled on device");
	// The kernel's own sentence has no "ipv6: " here.
	if (inet6.conf.rtrSolicits === 0) throw new Refusal("EINVAL", "Router solicitation is disabled on device");
	const [, , high = 0, low = 0] = toWords(token);
	setDevice(t, id, { inet6: { ...inet6, token: fromWords([0, 0, high, low]) } });
}

/** include/net/ipv6.h ipv6_accept_ra(): who forwards is told nothing, unless it insists with 2. */
function hearsRouters({ acceptRa, forwarding }: Conf6): boolean {
	return forwarding ? acceptRa === 2 : acceptRa !== 0;
}

/** What a namespace holds, asked for by messages as any program would: what an explanation of a failure looks at. */
import type { Addr } from "../../net/addr.ts";
import { type Ifaddr, type Ifinfo, type Message, NLM_F_DUMP, type Request, type Rtmsg } from "../../uapi/message.ts";
import type { Ndmsg } from "../../uapi/neighbour.ts";
import type { Nhmsg } from "../../uapi/nexthop.ts";
import type { FibRule } from "../../uapi/rule.ts";
import type { SocketInfo } from "../../uapi/socket.ts";
import type { System } from "../../userland/process.ts";

/** A dump's request needs no more than these. */
type Dump = "RTM_GETLINK" | "RTM_GETADDR" | "RTM_GETROUTE" | "RTM_GETRULE" | "RTM_GETNEIGH" | "RTM_GETNEXTHOP";

export class State {
	readonly #sys: System;

	constructor(sys: System) {
		this.#sys = sys;
	}

	#dump<K extends string>(type: Dump, key: K, family: "unspec" | "inet" | "inet6" = "unspec"): never[] {
		const request = { type, flags: NLM_F_DUMP, family } as Request;
		const reply = this.#sys.netlink(request);
		const messages: readonly Message[] = [...reply.messages, ...(reply.more ?? [])];
		return messages.flatMap((message) =>
			key in message ? [(message as unknown as Readonly<Record<string, unknown>>)[key]] : [],
		) as never[];
	}

	get links(): readonly Ifinfo[] {
		return this.#dump("RTM_GETLINK", "link");
	}

	get addrs(): readonly Ifaddr[] {
		return [...this.#dump("RTM_GETADDR", "addr", "inet"), ...this.#dump("RTM_GETADDR", "addr", "inet6")];
	}

	/** Of all tables. */
	get routes(): readonly Rtmsg[] {
		return [...this.#dump("RTM_GETROUTE", "route", "inet"), ...this.#dump("RTM_GETROUTE", "route", "inet6")];
	}

	get rules(): readonly FibRule[] {
		return [...this.#dump("RTM_GETRULE", "rule", "inet"), ...this.#dump("RTM_GETRULE", "rule", "inet6")];
	}

	get neighbours(): readonly Ndmsg[] {
		return this.#dump("RTM_GETNEIGH", "neigh");
	}

	get nexthops(): readonly Nhmsg[] {
		return this.#dump("RTM_GETNEXTHOP", "nexthop");
	}

	get sockets(): readonly SocketInfo[] {
		return this.#sys.net.list();
	}

	/** Names in /run/netns. */
	get netnsNames(): readonly string[] {
		return this.#sys.listNetns() ?? [];
	}

	link(name: string): Ifinfo | undefined {
		return this.links.find((link) => link.ifname === name || link.altnames?.includes(name));
	}

	byIndex(index: number | undefined): Ifinfo | undefined {
		return this.links.find((link) => link.index === index);
	}

	nameOf(index: number | undefined): string {
		return this.byIndex(index)?.ifname ?? (index === undefined ? "" : `if${index}`);
	}

	/** The addresses that are `addr`, on whatever device. */
	withAddr(addr: Addr): readonly Ifaddr[] {
		return this.addrs.filter((ifa) => (ifa.local ?? ifa.address) === addr);
	}
}

/** A kernel to send requests to, for tests that look below `ip`. */
import { bootKernel, initNetns } from "../../src/kernel/boot.ts";
import type { Kernel } from "../../src/kernel/kernel.ts";
import { rtnetlink } from "../../src/kernel/rtnetlink.ts";
import * as syscall from "../../src/kernel/syscall.ts";
import { formatPrefix } from "../../src/net/prefix.ts";
import {
	type Ifaddr,
	type Ifinfo,
	NLM_F_CREATE,
	NLM_F_DUMP,
	NLM_F_EXCL,
	type Reply,
	type Request,
	type Rtmsg,
} from "../../src/uapi/message.ts";

export class TestKernel {
	kernel: Kernel = bootKernel({ profile: "6.18", seed: 1, epoch: 0 });
	readonly netns: number = initNetns;

	ask(request: Request): Reply {
		const { kernel, reply } = rtnetlink(this.kernel, this.netns, request);
		this.kernel = kernel;
		return reply;
	}

	/** The refusal of a request, as `errno` or `errno: sentence`. */
	refusal(request: Request): string | undefined {
		const { error } = this.ask(request);
		return error && (error.extack === undefined ? error.errno : `${error.errno}: ${error.extack}`);
	}

	sleep(ms: number): void {
		this.kernel = syscall.call(this.kernel, this.netns, (t) => syscall.advance(t, ms)).kernel;
	}

	links(): Ifinfo[] {
		const { messages } = this.ask({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
		return messages.flatMap((m) => (m.type === "RTM_NEWLINK" ? [m.link] : []));
	}

	link(ifname: string): Ifinfo {
		const found = this.links().find((l) => l.ifname === ifname);
		if (!found) throw new Error(`no ${ifname}`);
		return found;
	}

	addrs(): Ifaddr[] {
		const { messages } = this.ask({ type: "RTM_GETADDR", flags: NLM_F_DUMP, family: "unspec" });
		return messages.flatMap((m) => (m.type === "RTM_NEWADDR" ? [m.addr] : []));
	}

	routes(): Rtmsg[] {
		const { more = [] } = this.ask({ type: "RTM_GETROUTE", flags: NLM_F_DUMP, family: "unspec" });
		return [...more].flatMap((m) => (m.type === "RTM_NEWROUTE" ? [m.route] : []));
	}

	/** `PREFIX dev INDEX table TABLE` of each route. */
	routeLines(): string[] {
		return this.routes().map((r) => `${formatPrefix(r.dst)} dev ${r.oif} table ${r.table}`);
	}

	up(ifname: string, on = true): void {
		const { index } = this.link(ifname);
		this.ask({ type: "RTM_NEWLINK", flags: 0, family: "unspec", index, ifiFlags: on ? 1 : 0, ifiChange: 1, attrs: {} });
	}

	addAddr(ifname: string, local: string, prefixlen: number): Reply {
		const { index } = this.link(ifname);
		const family = local.includes(":") ? "inet6" : "inet";
		const flags = NLM_F_CREATE | NLM_F_EXCL;
		const base = { type: "RTM_NEWADDR", flags, family, index, prefixlen, scope: 0, ifaFlags: 0 } as const;
		return this.ask({ ...base, local, address: local });
	}

	addLink(ifname: string, kind: string, data?: Record<string, unknown>): Reply {
		const attrs = { ifname, kind, ...(data && { data }) };
		const flags = NLM_F_CREATE | NLM_F_EXCL;
		return this.ask({ type: "RTM_NEWLINK", flags, family: "unspec", index: 0, ifiFlags: 0, ifiChange: 0, attrs });
	}
}

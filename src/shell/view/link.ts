/** The links of the asking namespace, as rtnetlink gives them: what /sys/class/net and /proc/net/dev are made of. */
import type { Ifinfo } from "../../uapi/message.ts";
import { NLM_F_DUMP } from "../../uapi/message.ts";
import type { System } from "../../userland/process.ts";

export function linksOf(sys: System): readonly Ifinfo[] {
	const reply = sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
	return reply.messages.flatMap((message) => ("link" in message ? [message.link] : []));
}

export function linkNamed(sys: System, name: string): Ifinfo | undefined {
	return linksOf(sys).find((link) => link.ifname === name);
}

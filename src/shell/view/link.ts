/** The links of the asking namespace, as rtnetlink gives them: what /sys/class/net and /proc/net/dev are made of. */
import type { Ifinfo, LinkAttrs } from "../../uapi/message.ts";
import { NLM_F_DUMP } from "../../uapi/message.ts";
import type { Result, System } from "../../userland/process.ts";

export function linksOf(sys: System): readonly Ifinfo[] {
	const reply = sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
	return reply.messages.flatMap((message) => ("link" in message ? [message.link] : []));
}

export function linkNamed(sys: System, name: string): Ifinfo | undefined {
	return linksOf(sys).find((link) => link.ifname === name);
}

/** What a file of numbers takes (kstrtoul with base 0; octal is not read as such): one, and perhaps the end of its line. */
export function wholeNumber(text: string): number | undefined {
	return /^(?:0x[\da-f]+|\d+)\n?$/i.test(text) ? Number(text) : undefined;
}

/** Sets attributes, and all flags where they are given. */
export function setLink(sys: System, { index }: Ifinfo, attrs: LinkAttrs, flags?: number): Result<void> {
	const change = flags === undefined ? { ifiFlags: 0, ifiChange: 0 } : { ifiFlags: flags, ifiChange: 0xffffffff };
	const { error } = sys.netlink({ type: "RTM_NEWLINK", flags: 0, family: "unspec", index, ...change, attrs });
	return error === undefined ? { ok: undefined } : { errno: error.errno };
}

/**
 * How `ip` speaks with the kernel, and the one place that prints what the kernel says against it. lib/libnetlink.c of
 * iproute2: rtnl_talk(), rtnl_dump_filter(), nl_dump_ext_ack().
 */
import { type Errno, strerror } from "../../uapi/errno.ts";
import { type KernelError, type Message, NLM_F_DUMP, type Request } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { exited, type Failed, refused } from "./failure.ts";

export const EXIT_REFUSED = 2;

/** One request with its answer; throws the kernel's no. `exits` where the handler exit()s on it. */
export function talk(ctx: Context, request: Request, exits = false): readonly Message[] {
	const reply = ctx.sys.netlink(request);
	if (reply.warning !== undefined) ctx.complain(`Warning: ${sentence(reply.warning)}`);
	if (reply.error !== undefined) throw refused(reply.error, exits);
	return reply.messages;
}

/** A dump. What came before an error is printed by the real tool, so `each` sees it; then this throws. */
export function dump(
	ctx: Context,
	request: Request,
	each: (message: Message) => void,
	last = terminated(),
	/** An error that is none here. */
	allowed?: Errno,
): void {
	const reply = ctx.sys.netlink({ ...request, flags: request.flags | NLM_F_DUMP });
	for (const message of reply.messages) each(message);
	for (const message of reply.more ?? []) each(message);
	if (reply.error === undefined || reply.error.errno === allowed) return;
	if (!isSilent(reply.error)) ctx.complain(complaint(reply.error));
	throw last;
}

/** What most listings say when their dump breaks off. */
function terminated(): Failed {
	return exited("Dump terminated", 1);
}

/** rtnl_dump_done(): these two are not announced when they come without a sentence of the kernel. */
function isSilent(error: KernelError): boolean {
	if (error.unhandled) return false;
	return error.extack === undefined && (error.errno === "ENOENT" || error.errno === "EOPNOTSUPP");
}

/** The line for a refusal. */
export function complaint(error: KernelError): string {
	return error.extack === undefined
		? `RTNETLINK answers: ${strerror(error.errno)}`
		: `Error: ${sentence(error.extack)}`;
}

/** print_ext_ack_msg(): the tool adds the final stop. */
function sentence(extack: string): string {
	return extack.endsWith(".") ? extack : `${extack}.`;
}

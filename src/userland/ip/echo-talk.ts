/** A change, and under -echo the kernel's notice of it. lib/libnetlink.c rtnl_echo_talk() of 6.1. */
import { close, type Field, open } from "../../print/field.ts";
import { type Message, NLM_F_ECHO, type Request } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { talk } from "./talk.ts";

export function echoTalk(ctx: Context, request: Request, describe: (message: Message) => readonly Field[]): number {
	if (!ctx.options.echo) {
		talk(ctx, request);
		return 0;
	}
	const messages = talk(ctx, { ...request, flags: request.flags | NLM_F_ECHO });
	// 6.1 opens the object twice, which is no JSON.
	const twice = (one: (kind: "object") => Field) => [one("object"), one("object")];
	ctx.print([open("array"), ...twice(open), ...messages.flatMap(describe), ...twice(close), close("array")]);
	return 0;
}

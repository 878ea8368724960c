/** -echo: the kernel's notice of a change, printed as `ip monitor` would print it. Only in 6.1 and later. */
import { close, type Field, open } from "../../print/field.ts";
import type { Message } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { describeAddr } from "./ifaddr.ts";
import { describeLink } from "./ifinfo.ts";

export function printEcho(ctx: Context, messages: readonly Message[]): void {
	const objects = messages.flatMap((message) => {
		const fields = describeNotice(ctx, message);
		return fields.length === 0 ? [] : [open("object"), ...fields, close("object")];
	});
	// A change that makes no notice leaves an empty object behind.
	const body = objects.length === 0 ? [open("object"), close("object")] : objects;
	ctx.print([open("array"), ...body, close("array")]);
}

/** A removal has `Deleted ` in front. */
export function describeNotice(ctx: Context, message: Message): Field[] {
	switch (message.type) {
		case "RTM_NEWADDR":
			return describeAddr(ctx, message.addr, { named: true });
		case "RTM_DELADDR":
			return [deleted, ...describeAddr(ctx, message.addr, { named: true })];
		case "RTM_NEWLINK":
			return describeLink(ctx, message.link, notice);
		case "RTM_DELLINK":
			return [deleted, ...describeLink(ctx, message.link, notice)];
		default:
			return [];
	}
}

const notice = { link: false, qlen: false, hardware: true };
const deleted: Field = { key: "deleted", text: "Deleted ", value: true };

/** -echo: the kernel's notice of a change, printed as `ip monitor` would print it. Only in 6.1 and later. */
import { close, type Field, open } from "../../print/field.ts";
import type { Ifaddr, Ifinfo, Message } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { describeAddr, describeAddrBrief } from "./ifaddr.ts";
import { describeLink, describeLinkBrief } from "./ifinfo.ts";

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
			return ofAddr(ctx, message.addr);
		case "RTM_DELADDR":
			return [deleted, ...ofAddr(ctx, message.addr)];
		case "RTM_NEWLINK":
			return ofLink(ctx, message.link);
		case "RTM_DELLINK":
			return [deleted, ...ofLink(ctx, message.link)];
		default:
			return [];
	}
}

/** With -br there is not even an end of the line, which only a listing adds. */
function ofAddr(ctx: Context, addr: Ifaddr): Field[] {
	return ctx.options.brief ? describeAddrBrief(ctx, addr) : describeAddr(ctx, addr, { named: true });
}

function ofLink(ctx: Context, link: Ifinfo): Field[] {
	return (ctx.options.brief ? describeLinkBrief : describeLink)(ctx, link, notice);
}

const notice = { link: false, qlen: false, hardware: true };
const deleted: Field = { key: "deleted", text: "Deleted ", value: true };

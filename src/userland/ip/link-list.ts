/**
 * `ip link show`. One device without a group is asked for by name; the other filters then still decide whether it is
 * printed. The link half of ip/ipaddress.c ipaddr_list_flush_or_save() and iplink_get().
 */
import { close, open } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import { dumpLinks, linkByIndex } from "./address-list.ts";
import type { Context } from "./context.ts";
import { exited, noSuchDevice } from "./failure.ts";
import { parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { describeLink, describeLinkBrief } from "./ifinfo.ts";
import { acceptsLink, emptyFilter, filterGrammar, type ShowFilter } from "./show-filter.ts";
import { complaint } from "./talk.ts";
import type { Words } from "./words.ts";

const view = { link: true, qlen: true, hardware: true } as const;

export function listLinks(ctx: Context, words: Words): number {
	ctx.statics.doLink = true;
	const filter = emptyFilter(ctx, "packet");
	parse(filterGrammar, words, filter, answers(ctx));
	const index = filter.dev === undefined ? undefined : ctx.links.indexOf(filter.dev);
	if (index === 0) throw noSuchDevice(filter.dev ?? "");
	const single = filter.dev !== undefined && filter.group === undefined;
	ctx.print([open("array")]);
	if (single) printLink(ctx, filter, getLink(ctx, filter.dev ?? ""));
	else {
		const links = index === undefined ? dumpLinks(ctx, filter, "packet") : linkByIndex(ctx, index, "packet");
		for (const { link } of links) printLink(ctx, filter, link);
	}
	ctx.print([close("array")]);
	return 0;
}

function getLink(ctx: Context, ifname: string): Ifinfo {
	const { messages, error } = ctx.sys.netlink({ type: "RTM_GETLINK", flags: 0, family: "packet", ifname });
	const [message] = messages;
	if (message?.type === "RTM_NEWLINK") return message.link;
	ctx.print([close("array")]);
	const errno = error?.errno ?? "ENODEV";
	ctx.complain(complaint(error ?? { by: "kernel", errno }));
	throw exited(`Cannot send link get request: ${strerror(errno)}`, 1);
}

function printLink(ctx: Context, filter: ShowFilter, link: Ifinfo): void {
	const shown = acceptsLink(filter, link) && filter.label === undefined;
	const describe = ctx.options.brief ? describeLinkBrief : describeLink;
	ctx.print([open("object"), ...(shown ? describe(ctx, link, view) : []), close("object")]);
}

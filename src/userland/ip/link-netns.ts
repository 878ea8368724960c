/** Which namespace a link goes to, and where its other half is: `netns`, `link-netns` and `link-netnsid` of ip/iplink.c iplink_parse(). */
import type { NetnsFd } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { wrong } from "./failure.ts";
import type { LinkDraft } from "./link-words.ts";
import { openNetnsFile } from "./netns-file.ts";
import { nsidOf } from "./nsid-map.ts";
import { integer } from "./number.ts";
import { complaint } from "./talk.ts";

/** A name in /run/netns goes before a process number. */
export function setNetns({ ctx, attrs }: LinkDraft, value: string): void {
	const file = openNetnsFile(ctx.sys, value);
	const pid = integer(value);
	if ("ok" in file) attrs.netNsFd = file.ok satisfies NetnsFd;
	else if (pid !== undefined) attrs.netNsPid = pid;
	else throw wrong(value, 'Invalid "netns" value\n');
}

/** A namespace without an id here gets one, whatever becomes of the rest of the command. */
function assignNsid(ctx: Context, name: string): void {
	const fd = openNetnsFile(ctx.sys, name);
	if (!("ok" in fd)) return;
	const { error } = ctx.sys.netlink({ type: "RTM_NEWNSID", flags: 0, fd: fd.ok, nsid: -1 });
	if (error !== undefined) ctx.complain(complaint(error));
}

export function setLinkNetns({ ctx, attrs }: LinkDraft, value: string): void {
	if ((nsidOf(ctx, value) ?? -1) < 0) assignNsid(ctx, value);
	const nsid = nsidOf(ctx, value);
	if (nsid === undefined || nsid < 0) throw wrong(value, 'Invalid "link-netns" value\n');
	attrs.linkNetnsid = nsid;
}

export function setLinkNetnsid({ attrs }: LinkDraft, value: string): void {
	const nsid = integer(value);
	if (nsid === undefined) throw wrong(value, 'Invalid "link-netnsid" value\n');
	attrs.linkNetnsid = nsid;
}

/**
 * `ip address show` and `flush`: links first, then addresses, then what is left of both after the filter. Mirrors
 * ip/ipaddress.c ipaddr_list_flush_or_save(). A link whose addresses are all filtered out disappears; a link that is
 * itself filtered out leaves an empty object in JSON.
 */
import { close, type Field, hardLine, open } from "../../print/field.ts";
import { IFA_F_SECONDARY } from "../../uapi/addr-flags.ts";
import { strerror } from "../../uapi/errno.ts";
import { IFF_UP } from "../../uapi/link-flags.ts";
import {
	type Family,
	type Ifaddr,
	type Ifinfo,
	type KernelError,
	type Message,
	NLM_F_DUMP,
} from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { exited, type Failed, noSuchDevice, returned } from "./failure.ts";
import { flush } from "./flush.ts";
import { parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { describeAddr, describeAddrBrief } from "./ifaddr.ts";
import { describeLink, describeLinkBrief } from "./ifinfo.ts";
import { describeStats } from "./link-stats.ts";
import { acceptsAddr, acceptsLink, emptyFilter, filterGrammar, type ShowFilter } from "./show-filter.ts";
import { complaint, dump } from "./talk.ts";
import type { Words } from "./words.ts";

export function listAddresses(ctx: Context, words: Words): number {
	const { filter, index } = parseAddrFilter(ctx, words);
	ctx.print([open("array")]);
	const links = index === 0 ? dumpLinks(ctx, filter) : linkByIndex(ctx, index);
	const bare = filter.family === "packet" || links.length === 0 || showsLinkOnly(ctx, filter);
	const shown = bare ? links : withAddresses(ctx, filter, links, index);
	for (const { link, addrs } of shown) printLink(ctx, filter, link, addrs);
	ctx.print([close("array")]);
	return 0;
}

/** In a batch, once `link` has listed something, one device is listed as `link` does it. */
function showsLinkOnly({ statics }: Context, { dev, group }: ShowFilter): boolean {
	return statics.doLink && dev !== undefined && group === undefined;
}

/** The filter words, and the number of the device among them, or 0. */
export function parseAddrFilter(ctx: Context, words: Words): { filter: ShowFilter; index: number } {
	const filter = emptyFilter(ctx, ctx.options.family);
	parse(filterGrammar, words, filter, answers(ctx));
	return { filter, index: filter.dev === undefined ? 0 : deviceIndex(ctx, filter.dev) };
}

function deviceIndex(ctx: Context, name: string): number {
	const index = ctx.links.indexOf(name);
	if (index === 0) throw noSuchDevice(name);
	return index;
}

interface LinkWithAddrs {
	readonly link: Ifinfo;
	readonly addrs: readonly Ifaddr[];
}

/** One link, asked by number. That it is missing (`if99`) is told, and not counted as a failure. */
export function linkByIndex(ctx: Context, index: number, family = ctx.options.family): LinkWithAddrs[] {
	const { messages, error } = ctx.sys.netlink({ type: "RTM_GETLINK", flags: 0, family, index });
	if (error !== undefined) {
		ctx.complain(complaint(error));
		ctx.complain(`Cannot send link request: ${strerror(error.errno)}`);
	}
	return messages.flatMap((message) => (message.type === "RTM_NEWLINK" ? [{ link: message.link, addrs: [] }] : []));
}

/**
 * With -6 the kernel's IPv6 half answers this dump, with shorter messages: no qdisc, no group. What is wanted is only told to
 * the kernel where no family is named (rtnl_linkdump_req_filter_fn).
 */
export function dumpLinks(ctx: Context, filter: ShowFilter, family: Family = ctx.options.family): LinkWithAddrs[] {
	const links: LinkWithAddrs[] = [];
	const { kind, master } = family === "unspec" || family === "packet" ? filter : {};
	const narrowed = { ...(master === undefined ? {} : { master }), ...(kind === undefined ? {} : { kind }) };
	dump(ctx, { type: "RTM_GETLINK", flags: 0, family, ...narrowed }, (message) => {
		if (message.type !== "RTM_NEWLINK") return;
		links.push({ link: message.link, addrs: [] });
		if (family === "inet6") ctx.statics.names.remember(message.link);
		else ctx.links.remember(message.link);
	});
	return links;
}

/** ip_addr_list() and ipaddr_filter(): which links stay. */
function withAddresses(
	ctx: Context,
	filter: ShowFilter,
	links: readonly LinkWithAddrs[],
	index: number,
): LinkWithAddrs[] {
	const byLink = groupByLink(dumpAddrs(ctx, filter.family, index));
	const all = links.map(({ link }) => ({ link, addrs: byLink.get(link.index) ?? [] }));
	return all.filter(({ addrs }) =>
		addrs.length === 0 ? filter.family === "unspec" : addrs.some((addr) => acceptsAddr(filter, addr)),
	);
}

/** In the kernel's order: the addresses of one family on all links, then those of the other. */
function dumpAddrs(ctx: Context, family: Family, index: number, last?: Failed): Ifaddr[] {
	const addrs: Ifaddr[] = [];
	const which = index === 0 ? {} : { index };
	const keep = (message: Message) => message.type === "RTM_NEWADDR" && addrs.push(message.addr);
	dump(ctx, { type: "RTM_GETADDR", flags: NLM_F_DUMP, family, ...which }, keep, last);
	return addrs;
}

function groupByLink(addrs: readonly Ifaddr[]): Map<number, Ifaddr[]> {
	const byLink = new Map<number, Ifaddr[]>();
	for (const addr of addrs) {
		const those = byLink.get(addr.index);
		if (those === undefined) byLink.set(addr.index, [addr]);
		else those.push(addr);
	}
	return byLink;
}

function printLink(ctx: Context, filter: ShowFilter, link: Ifinfo, addrs: readonly Ifaddr[]): void {
	ctx.print([open("object"), ...describeWithAddrs(ctx, filter, link, addrs), close("object")]);
}

function describeWithAddrs(ctx: Context, filter: ShowFilter, link: Ifinfo, addrs: readonly Ifaddr[]): Field[] {
	const { oneline, brief } = ctx.options;
	const linkOnly = showsLinkOnly(ctx, filter);
	const bare = filter.family === "packet" || linkOnly;
	// no_link: on one line the link is not looked at, so what selects links selects nothing.
	const withoutLink = oneline && !brief && !bare;
	if (!withoutLink && !acceptsLink(filter, link)) return [];
	const header = filter.label !== undefined || withoutLink ? [] : describeHeader(ctx, filter, link);
	const body = bare ? [] : describeAddrs(ctx, filter, link, addrs);
	const { doLink } = ctx.statics;
	const stats =
		header.length > 0 && ctx.options.stats > 0 && !brief && !doLink
			? [...describeStats(ctx.options, link), hardLine]
			: [];
	return [...header, ...body, ...stats];
}

function describeHeader(ctx: Context, filter: ShowFilter, link: Ifinfo): Field[] {
	const hardware = filter.family === "unspec" || filter.family === "packet";
	const view = { link: ctx.statics.doLink, qlen: true, hardware };
	if (!ctx.options.brief) return describeLink(ctx, link, view);
	return describeLinkBrief(ctx, link, { ...view, link: filter.family === "packet" });
}

function describeAddrs(ctx: Context, filter: ShowFilter, link: Ifinfo, addrs: readonly Ifaddr[]): Field[] {
	const { brief, oneline, echo } = ctx.options;
	const ours = addrs.filter((addr) => filter.family === "unspec" || addr.family === filter.family);
	const objects = ours.flatMap((addr) => {
		if (!acceptsAddr(filter, addr)) return [open("object"), close("object")];
		const fields = brief ? describeAddrBrief(ctx, addr) : describeAddr(ctx, addr, { named: oneline || echo });
		return [open("object"), ...fields, close("object")];
	});
	const up = !filter.up || (link.flags & IFF_UP) !== 0;
	return [open("array", "addr_info"), ...(up ? objects : []), close("array"), ...(brief ? [hardLine] : [])];
}

/**
 * Removes whatever the filter accepts, round after round. ipaddr_flush(). It looks at addresses alone: `flush up` and
 * `flush group 9` take them from every link.
 */
export function flushAddresses(ctx: Context, words: Words): number {
	if (!words.more) throw returned("Flush requires arguments.");
	if (ctx.options.family === "packet") throw returned("Cannot flush link addresses.");
	const { filter, index } = parseAddrFilter(ctx, words);
	return flush(ctx, {
		nouns: "addresses",
		failure: 255,
		rounds: ctx.options.loops,
		// Removing a primary address may promote a secondary one, which `flush primary` must not take too.
		once: (filter.flagmask & IFA_F_SECONDARY) !== 0 && (filter.flags & IFA_F_SECONDARY) === 0,
		find: () =>
			dumpAddrs(ctx, filter.family, index, exited("Flush terminated", 1)).filter((addr) => acceptsAddr(filter, addr)),
		describe: (addr) => (ctx.options.brief ? describeAddrBrief(ctx, addr) : describeAddr(ctx, addr, { named: true })),
		remove: (addr) => removeAddr(ctx, addr),
	});
}

/** A secondary address may be gone with its primary; that is no failure. */
function removeAddr(ctx: Context, addr: Ifaddr): KernelError | undefined {
	const { family, index, prefixlen, scope, flags, local, address: whole } = addr;
	const { error } = ctx.sys.netlink({
		type: "RTM_DELADDR",
		flags: 0,
		family,
		index,
		prefixlen,
		scope,
		ifaFlags: flags,
		...(local === undefined ? {} : { local }),
		...(whole === undefined ? {} : { address: whole }),
	});
	return error?.errno === "EADDRNOTAVAIL" ? undefined : error;
}

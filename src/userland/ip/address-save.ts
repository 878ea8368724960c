/**
 * `ip address save`, `showdump` and `restore`: the addresses as the kernel's own messages, in a file. Of the filter words
 * only the device counts. Each ends the program, a batch too. ip/ipaddress.c ipadd_save_prep(), ipaddr_restore().
 */
import { close, field, open, softLine } from "../../print/field.ts";
import { type AddrQuery, type Ifaddr, type Message, NLM_F_CREATE } from "../../uapi/message.ts";
import { decodeAddr, encodeAddr, RTM_NEWADDR } from "./addr-bytes.ts";
import { parseAddrFilter } from "./address-list.ts";
import type { Context } from "./context.ts";
import { exited } from "./failure.ts";
import { describeAddr } from "./ifaddr.ts";
import { readMessages, refuseMagic, writeMagic, writeMessage } from "./nlmsg.ts";
import { complaint, dump } from "./talk.ts";
import type { Words } from "./words.ts";

const MAGIC = 0x47361222;

export function saveAddresses(ctx: Context, words: Words): number {
	const { index } = parseAddrFilter(ctx, words);
	if (ctx.process.tty) throw exited("Not sending a binary stream to stdout", 1);
	writeMagic(ctx, MAGIC);
	const which = index === 0 ? {} : { index };
	const query: AddrQuery = { type: "RTM_GETADDR", flags: 0, family: ctx.options.family, ...which };
	const save = (message: Message) => message.type === "RTM_NEWADDR" && writeMessage(ctx, encodeAddr(message.addr));
	dump(ctx, query, save, exited("Save terminated", 1));
	throw exited("", 0);
}

export function showAddressDump(ctx: Context): number {
	needMagic(ctx);
	ctx.print([open("array"), open("object"), open("array", "addr_info")]);
	const broken = forEachAddr(ctx, (addr) => {
		const index = field("index", `if${addr.index}:`, addr.index);
		ctx.print([open("object"), index, softLine, ...describeAddr(ctx, addr, { named: false }), close("object")]);
		return undefined;
	});
	ctx.print([close("array"), close("object"), close("array")]);
	throw broken ?? exited("", 0);
}

/** An address that is there already is announced, and no failure. */
export function restoreAddresses(ctx: Context): number {
	needMagic(ctx);
	throw forEachAddr(ctx, (addr) => restore(ctx, addr)) ?? exited("", 0);
}

function restore(ctx: Context, addr: Ifaddr): Error | undefined {
	const { flags: ifaFlags, validLft, preferredLft, ...rest } = addr;
	const lifetimes = { validLft, preferredLft };
	const { error } = ctx.sys.netlink({ ...rest, type: "RTM_NEWADDR", flags: NLM_F_CREATE, ifaFlags, lifetimes });
	if (error === undefined) return undefined;
	ctx.complain(complaint(error));
	return error.errno === "EEXIST" ? undefined : exited("");
}

function needMagic(ctx: Context): void {
	const refusal = refuseMagic(ctx, MAGIC);
	if (refusal !== undefined) throw exited(refusal);
}

/** Until `each` says why not to go on, or the stream breaks off. */
function forEachAddr(ctx: Context, each: (addr: Ifaddr) => Error | undefined): Error | undefined {
	const messages = readMessages(ctx);
	let next = messages.next();
	for (; !next.done; next = messages.next()) {
		const failure = next.value.type === RTM_NEWADDR ? each(decodeAddr(next.value.body)) : undefined;
		if (failure !== undefined) return failure;
	}
	return next.value === undefined ? undefined : exited(next.value);
}

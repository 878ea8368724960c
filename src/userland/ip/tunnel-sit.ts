/** `ip tunnel 6rd` and `prl`, of sit tunnels: ip/iptunnel.c do_6rd(), do_prl(). Their words cannot be shortened. */
import { anyAddr } from "../../net/addr.ts";
import { strerror } from "../../uapi/errno.ts";
import type { PrlEntry, SitRequest, Sixrd } from "../../uapi/tunnel.ts";
import type { Context } from "./context.ts";
import { exited, returned, wrong } from "./failure.ts";
import { isIfname } from "./ifname.ts";
import { needAddr32 } from "./kind/option.ts";
import { bytesOfAddr, needPrefix } from "./prefix.ts";
import type { Words } from "./words.ts";

/** What is to be done once the device is known, and its number, which a refusal names (include/uapi/linux/if_tunnel.h). */
interface Wish {
	readonly ioctl: string;
	readonly request: (device: string) => SitRequest;
}

function needDev(words: Words): string {
	const value = words.next();
	if (!isIfname(value, 15)) throw wrong(value, '"dev" not a valid ifname');
	return value;
}

function ask(ctx: Context, device: string | undefined, wish: Wish | undefined): number {
	if (device === undefined) throw exited("Must specify device");
	// Without a wish it asks for number 0, which is no request of any device.
	const answer = wish === undefined ? ({ errno: "ENOTTY" } as const) : ctx.sys.sit(wish.request(device));
	if ("ok" in answer) return 0;
	throw returned(`${device}: ioctl ${wish?.ioctl ?? "0"} failed: ${strerror(answer.errno)}`);
}

export function change6rd(ctx: Context, words: Words): number {
	let device: string | undefined;
	let wish: Wish | undefined;
	let sixrd: Sixrd = { prefix: "::", prefixlen: 0, relayPrefix: "0.0.0.0", relayPrefixlen: 0 };
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "dev") device = needDev(words);
		else if (word === "6rd-reset") wish = { ioctl: "89fa", request: (dev) => ({ op: "delete6rd", device: dev }) };
		else if (word === "6rd-prefix" || word === "6rd-relay_prefix") {
			sixrd = { ...sixrd, ...(word === "6rd-prefix" ? readPrefix(words) : readRelay(words)) };
			wish = { ioctl: "89f9", request: (dev) => ({ op: "add6rd", device: dev, sixrd }) };
		} else throw exited(`Invalid 6RD parameter "${word}"`);
	}
	return ask(ctx, device, wish);
}

function readPrefix(words: Words): Pick<Sixrd, "prefix" | "prefixlen"> {
	const prefix = needPrefix(words.next(), "inet6");
	return { prefix: bytesOfAddr(prefix) || anyAddr("inet6"), prefixlen: prefix.len };
}

function readRelay(words: Words): Pick<Sixrd, "relayPrefix" | "relayPrefixlen"> {
	const relay = needPrefix(words.next(), "inet");
	return { relayPrefix: bytesOfAddr(relay) || anyAddr("inet"), relayPrefixlen: relay.len };
}

export function changePrl(ctx: Context, words: Words): number {
	let device: string | undefined;
	let wish: Wish | undefined;
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "dev") {
			device = needDev(words);
			continue;
		}
		if (!["prl-default", "prl-nodefault", "prl-delete"].includes(word)) throw exited(`Invalid PRL parameter "${word}"`);
		const next = prlWish(word, needAddr32(words.next()));
		if (wish !== undefined) throw exited("One PRL entry at a time");
		wish = next;
	}
	return ask(ctx, device, wish);
}

function prlWish(word: string, addr: PrlEntry["addr"]): Wish {
	if (word === "prl-delete") return { ioctl: "89f6", request: (device) => ({ op: "deletePrl", device, addr }) };
	const entry = { addr, isDefault: word === "prl-default" };
	return { ioctl: "89f5", request: (device) => ({ op: "addPrl", device, entry }) };
}

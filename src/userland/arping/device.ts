/** Which device arping asks through, and with which source: arping.c guess_device(), check_device(), main(). */
import type { Addr } from "../../net/addr.ts";
import { IFF_LOOPBACK, IFF_NOARP, IFF_UP } from "../../uapi/link-flags.ts";
import { type Ifinfo, NLM_F_DUMP } from "../../uapi/message.ts";
import type { Process, System } from "../process.ts";
import { must, type Options, Refused } from "./option.ts";

/** The device that was named, or the one by which the kernel would go. */
export function findDevice({ sys }: Process, options: Options, target: Addr): Ifinfo {
	const { messages } = sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
	const links = messages.flatMap((m) => (m.type === "RTM_NEWLINK" ? [m.link] : []));
	const { device } = options;
	const link = links.find(device === undefined ? byIndex(oifOf(sys, target)) : ({ ifname }) => ifname === device);
	if (!link) throw new Refused(`arping: Device ${device} not available.`);
	if (!(link.flags & IFF_UP)) throw unusable(options, `Interface "${link.ifname}" is down`, 2);
	const exit = options.dad ? 0 : 2;
	if (link.flags & (IFF_NOARP | IFF_LOOPBACK))
		throw unusable(options, `Interface "${link.ifname}" is not ARPable`, exit);
	return link;
}

function unusable({ quiet }: Options, text: string, exit: number): Refused {
	return new Refused(quiet ? "" : text, exit, "stdout");
}

function byIndex(oif: number) {
	return ({ index }: Ifinfo) => index === oif;
}

function oifOf(sys: System, target: Addr): number {
	const dst = { addr: target, len: 32 };
	const [message] = sys.netlink({ type: "RTM_GETROUTE", flags: 0, family: "inet", dst }).messages;
	if (!message || !("route" in message)) throw new Refused("arping: NETLINK_ROUTE unexpected iov element", 1);
	return message.route.oif ?? 0;
}

/** A UDP socket tells which source would be taken; for one's own news it is the address itself. */
export function sourceOf(
	{ sys }: Process,
	{ source, dad, unsolicited }: Options,
	{ ifname = "" }: Ifinfo,
	target: Addr,
): Addr {
	if (dad && source === undefined) return "0.0.0.0";
	if (unsolicited && source === undefined) return target;
	const probe = must(sys.net.socket("inet", "dgram", "udp"), "socket");
	must(sys.net.bindToDevice(probe, ifname), "WARNING: interface is ignored");
	if (source !== undefined) must(sys.net.bind(probe, { addr: source }), "bind");
	else must(sys.net.connect(probe, { addr: target, port: 1025 }), "connect");
	const { addr } = must(sys.net.name(probe), "getsockname");
	sys.net.close(probe);
	return addr;
}

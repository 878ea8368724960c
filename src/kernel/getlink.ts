/** Questions about links, one or all: net/core/rtnetlink.c rtnl_getlink(), rtnl_dump_ifinfo(). */
import { byteLength } from "../net/byte.ts";
import { type LinkQuery, type Message, NLM_F_DUMP } from "../uapi/message.ts";
import type { Device } from "./device.ts";
import { driverByInfoKind, driverOf } from "./drivers/kind.ts";
import { fillLink, fillLink6 } from "./link-message.ts";
import { syncLinkWatch } from "./link-watch.ts";
import { masterOf } from "./master.ts";
import { ALTIFNAMSIZ } from "./name.ts";
import { policyError } from "./policy.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, deviceByName, deviceOf, devicesOf, type Task } from "./task.ts";

/** rtnl_getlink() for one, rtnl_dump_ifinfo() and inet6_dump_ifinfo() for all. */
export function getLink(t: Task, query: LinkQuery): Message[] {
	if ((query.flags & NLM_F_DUMP) !== NLM_F_DUMP) return [getOneLink(t, query)];
	const messages: Message[] = [];
	for (const { id } of [...devicesOf(t, t.netns)]) {
		const device = deviceOf(t, id);
		if (!passes(t, device, query)) continue;
		const link = query.family === "inet6" ? fillLink6(t, device) : fillLink(t, device);
		if (link) messages.push({ type: "RTM_NEWLINK", link });
	}
	return messages;
}

function getOneLink(t: Task, { index, ifname }: LinkQuery): Message {
	if (ifname !== undefined && byteLength(ifname) >= ALTIFNAMSIZ) throw policyError();
	const named = ifname === undefined ? undefined : deviceByName(t, t.netns, ifname);
	const device = index ? deviceByIndex(t, t.netns, index) : named;
	if (!device) throw new Refusal("ENODEV");
	syncLinkWatch(t, device.id);
	return { type: "RTM_NEWLINK", link: fillLink(t, deviceOf(t, device.id)) };
}

/** link_dump_filtered(): a kind that the kernel does not know filters nothing; master -1 is none. */
function passes(t: Task, device: Device, { master, kind }: LinkQuery): boolean {
	const masterIndex = masterOf(t, device)?.index;
	if (master && master !== (masterIndex ?? -1)) return false;
	const driver = kind === undefined ? undefined : driverByInfoKind(kind);
	return !driver || driverOf(device) === driver;
}

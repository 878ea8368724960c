/** Requests that a link goes, or a whole group of them: net/core/rtnetlink.c rtnl_dellink(), rtnl_group_dellink(). */
import { idGet } from "../net/id-map.ts";
import { type LinkAttrs, type LinkRequest, type Message, NLM_F_ECHO } from "../uapi/message.ts";
import type { Device } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { deleteDevice } from "./link.ts";
import { checkPolicy } from "./link-policy.ts";
import { masterOf } from "./master.ts";
import { Refusal } from "./refusal.ts";
import { targetOf } from "./setlink.ts";
import { devicesOf, type Task } from "./task.ts";

/** rtnl_bridge_dellink(): of a port it takes away what was asked for, which is nothing. */
function checkBridgePort(t: Task, device: Device | undefined): void {
	if (!device) throw new Refusal("ENODEV", "unknown ifindex");
	const master = masterOf(t, device);
	if (!master || !driverOf(master).bridge) throw new Refusal("EOPNOTSUPP");
}

/** rtnl_ensure_unique_netns(): a link is sought in the namespace that the request comes from, and in no other. */
function checkNoNetns({ netNsPid, netNsFd }: LinkAttrs): void {
	if ((netNsPid ?? netNsFd) !== undefined) throw new Refusal("EOPNOTSUPP", "specified netns attribute not supported");
}

/** rtnl_dellink() */
export function delLink(t: Task, request: LinkRequest): Message[] | undefined {
	checkPolicy(t.kernel.profile, request.attrs);
	checkNoNetns(request.attrs);
	const device = targetOf(t, request);
	if (request.family === "bridge") {
		checkBridgePort(t, device);
		return undefined;
	}
	if (device) {
		deleteDevice(t, device.id);
		return request.flags & NLM_F_ECHO ? farewells(t, device) : undefined;
	}
	const { group } = request.attrs;
	if (request.index > 0 || request.attrs.ifname !== undefined || group === undefined) throw new Refusal("ENODEV");
	deleteGroup(t, group);
	return undefined;
}

/** rtnl_notify(): who asks with NLM_F_ECHO hears what the listeners of the link are told. */
function farewells(t: Task, { index, netns }: Device): Message[] {
	return t.notifications
		.filter((each) => each.netns === netns)
		.map(({ message }) => message)
		.filter((message) => message.type === "RTM_DELLINK" && message.link.index === index);
}

function deleteGroup(t: Task, group: number): void {
	if (group === 0) throw new Refusal("EPERM");
	const members = [...devicesOf(t, t.netns)].filter((device) => device.group === group);
	if (members.length === 0) throw new Refusal("ENODEV");
	if (members.some((device) => driverOf(device).infoKind === undefined)) throw new Refusal("EOPNOTSUPP");
	for (const device of members) if (idGet(t.kernel.devices, device.id)) deleteDevice(t, device.id);
}

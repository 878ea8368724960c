/** Which namespace a request means by a pid or an open file (net/core/rtnetlink.c rtnl_link_get_net). */
import { idGet } from "../net/id-map.ts";
import { type LinkAttrs, NO_NETNS } from "../uapi/message.ts";
import { Refusal } from "./refusal.ts";
import type { Task } from "./task.ts";

export function openNetnsRef(t: Task, attrs: LinkAttrs): number | undefined {
	if (attrs.netNsFd === NO_NETNS) throw new Refusal("EINVAL");
	if (attrs.netNsFd !== undefined) return attrs.netNsFd;
	if (attrs.netNsPid === undefined) return undefined;
	const task = idGet(t.kernel.tasks, attrs.netNsPid);
	if (!task) throw new Refusal("ESRCH");
	return task.netns;
}

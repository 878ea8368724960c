/** Alternative names of a link: net/core/rtnetlink.c rtnl_linkprop(), rtnl_alt_ifname(). */
import { byteLength } from "../net/byte.ts";
import { nameDelete, nameGet, nameSet } from "../net/name-map.ts";
import type { LinkRequest } from "../uapi/message.ts";
import { stateChange } from "./carrier.ts";
import { ALTIFNAMSIZ } from "./name.ts";
import { policyError } from "./policy.ts";
import { Refusal } from "./refusal.ts";
import { targetOf } from "./setlink.ts";
import { deviceOf, keep, netnsOf, setDevice, setNetns, type Task } from "./task.ts";

/** rtnl_linkprop(): alternative names are added or taken away one by one. */
export function linkProp(t: Task, request: LinkRequest): void {
	const device = targetOf(t, request);
	if (!device) throw new Refusal("ENODEV");
	const altnames = request.attrs.altnames ?? [];
	for (const name of altnames) {
		if (byteLength(name) >= ALTIFNAMSIZ) throw policyError();
		if (request.type === "RTM_NEWLINKPROP") addAltname(t, device.id, name);
		else deleteAltname(t, device.id, name);
		// One after the other: those before a refused one stay done (rtnl_linkprop).
		keep(t);
	}
	if (altnames.length > 0) stateChange(t, device.id);
}

function addAltname(t: Task, id: number, name: string): void {
	const device = deviceOf(t, id);
	const { names } = netnsOf(t, device.netns);
	if (nameGet(names, name) !== undefined) throw new Refusal("EEXIST");
	setNetns(t, device.netns, { names: nameSet(names, name, id) });
	setDevice(t, id, { altnames: [...device.altnames, name] });
}

function deleteAltname(t: Task, id: number, name: string): void {
	const device = deviceOf(t, id);
	if (!device.altnames.includes(name)) {
		// rtnl_alt_ifname(): a name of somebody else, or the device's first one, is no name to take from this device.
		const taken = nameGet(netnsOf(t, device.netns).names, name) !== undefined;
		throw new Refusal(taken ? "EINVAL" : "ENOENT");
	}
	setNetns(t, device.netns, { names: nameDelete(netnsOf(t, device.netns).names, name) });
	setDevice(t, id, { altnames: device.altnames.filter((other) => other !== name) });
}

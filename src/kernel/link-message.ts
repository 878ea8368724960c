/** A device as a message (net/core/rtnetlink.c rtnl_fill_ifinfo; net/ipv6/addrconf.c inet6_fill_ifinfo). */
import { IFF_DORMANT, IFF_LOWER_UP, IFF_RUNNING, IFF_UP } from "../uapi/link-flags.ts";
import type { Ifinfo, LinkData, LinkEvent } from "../uapi/message.ts";
import { IF_OPER_DOWN } from "../uapi/operstate.ts";
import { isOperUp } from "./carrier.ts";
import { statsOf } from "./counter.ts";
import { type Device, isUp } from "./device.ts";
import { driverOf, iflinkOf } from "./drivers/kind.ts";
import { masterOf } from "./master.ts";
import { netnsId } from "./nsid.ts";
import { deviceOf, notify, type Task } from "./task.ts";
import { noToken } from "./token.ts";

/** dev_get_flags(): the flags that are worked out when somebody asks. */
export function flagsOf(device: Device): number {
	if (!isUp(device)) return device.flags;
	const running = isOperUp(device) ? IFF_RUNNING : 0;
	const lowerUp = device.carrier ? IFF_LOWER_UP : 0;
	const dormant = device.dormant ? IFF_DORMANT : 0;
	return device.flags | running | lowerUp | dormant;
}

/** `link` and `linkNetnsid`, where the device has a peer or a lower one. */
function fillLower(t: Task, device: Device): Pick<Ifinfo, "link" | "linkNetnsid"> {
	const iflink = iflinkOf(t, device);
	const there = driverOf(device).linkNetns?.(t, device);
	if (there === undefined || there === device.netns) return iflink === device.index ? {} : { link: iflink };
	// An index of another namespace is told even if it is the device's own number.
	return { link: iflink, linkNetnsid: netnsId(t, device.netns, there) };
}

export function fillLink(t: Task, device: Device): Ifinfo {
	const driver = driverOf(device);
	const data = driver.info?.(t, device);
	const master = masterOf(t, device);
	const slaveData = master && driverOf(master).slaveInfo?.(t, master, device);
	// rtnl_link_slave_info_fill(): a master whose kind has nothing to tell of its ports does not count.
	const slaveKind = master && driverOf(master).slaveInfo && driverOf(master).infoKind;
	const { index, type, mtu, qdisc, linkmode, group, txqlen, alias, altnames, address, broadcast, permaddr } = device;
	return {
		family: "unspec",
		index,
		type,
		flags: flagsOf(device),
		ifname: device.name,
		mtu,
		qdisc,
		operstate: isUp(device) ? device.operstate : IF_OPER_DOWN,
		linkmode,
		group,
		txqlen,
		...fillLower(t, device),
		...(master && { master: master.index }),
		...(address !== "" && { address, broadcast }),
		...(permaddr !== "" && permaddr !== address && { permaddr }),
		...(alias !== "" && { alias }),
		...(altnames.length > 0 && { altnames }),
		promiscuity: device.promiscuity,
		allmulti: device.allmulti,
		minMtu: device.minMtu,
		maxMtu: device.maxMtu,
		numTxQueues: device.numTxQueues,
		numRxQueues: device.numRxQueues,
		gsoMaxSize: device.gsoMaxSize,
		gsoMaxSegs: device.gsoMaxSegs,
		tsoMaxSize: device.tsoMaxSize,
		tsoMaxSegs: device.tsoMaxSegs,
		groMaxSize: device.groMaxSize,
		protoDown: device.protoDown,
		...(device.protoDownReason && { protoDownReason: device.protoDownReason }),
		carrierChanges: device.carrierChanges,
		...(driver.infoKind !== undefined && { kind: driver.infoKind }),
		...(data && { data: data as LinkData }),
		...(slaveKind !== undefined && { slaveKind }),
		...(slaveData && { slaveData: slaveData as LinkData }),
		stats: statsOf(t.kernel, device.id),
		...(device.inet6 && { addrGenMode: device.inet6.conf.addrGenMode }),
	};
}

/** What a dump through IPv6 tells of a device: less (no qdisc, no group, no broadcast). */
export function fillLink6(t: Task, device: Device): Ifinfo | undefined {
	if (!device.inet6) return undefined;
	const { index, type, flags, ifname, mtu, operstate, txqlen, address, link } = fillLink(t, device);
	return {
		family: "inet6",
		index,
		type,
		flags,
		ifname,
		...(mtu !== undefined && { mtu }),
		...(operstate !== undefined && { operstate }),
		...(txqlen !== undefined && { txqlen }),
		...(address !== undefined && { address }),
		// No namespace is told here, so a number equal to the device's own says nothing (inet6_fill_ifinfo).
		...(link !== undefined && link !== index && { link }),
		inet6Token: device.inet6.token ?? noToken,
	};
}

/** Tells the listeners of the device's namespace how it is now, and for a few causes which (rtnl_get_event). */
export function announceLink(t: Task, id: number, event?: LinkEvent): void {
	const device = deviceOf(t, id);
	notify(t, device.netns, { type: "RTM_NEWLINK", link: { ...fillLink(t, device), ...(event && { event }) } });
}

/** The last that is heard of a device; of one that moves, also where it is found (rtmsg_ifinfo_newnet). */
export function announceGone(t: Task, device: Device, moved?: Pick<Ifinfo, "newNetnsid" | "newIndex">): void {
	const link = fillLink(t, { ...device, flags: device.flags & ~IFF_UP });
	notify(t, device.netns, { type: "RTM_DELLINK", link: { ...link, ...moved } });
}

/** Requests about counters beyond a link's own: net/core/rtnetlink.c rtnl_stats_get(), rtnl_stats_dump(), rtnl_stats_set(). */
import { type Message, NLM_F_DUMP } from "../uapi/message.ts";
import type { Ifstats, StatsQuery, StatsRequest } from "../uapi/stats.ts";
import { statsOf } from "./counter.ts";
import type { Device } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { masterOf } from "./master.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, devicesOf, setDevice, type Task } from "./task.ts";

/** rtnl_fill_statsinfo() */
function fillStats(t: Task, device: Device): Ifstats {
	const master = masterOf(t, device);
	const xstats = driverOf(device).xstats?.(t, device);
	const xstatsSlave = master && driverOf(master).slaveXstats?.(t, master, device);
	return {
		index: device.index,
		link64: statsOf(t.kernel, device.id),
		...(xstats && { xstats }),
		...(xstatsSlave && { xstatsSlave }),
		l3Stats: device.l3Stats ?? false,
	};
}

export function getStats(t: Task, { flags, index }: StatsQuery): Message[] {
	const dump = (flags & NLM_F_DUMP) === NLM_F_DUMP;
	const devices = dump ? [...devicesOf(t, t.netns)] : [need(t, index)];
	return devices.map((device) => ({ type: "RTM_NEWSTATS", stats: fillStats(t, device) }));
}

/** netdev_offload_xstats_enable(): it is remembered, though nobody may keep the counters. */
export function setStats(t: Task, { index, l3Stats }: StatsRequest): void {
	setDevice(t, need(t, index).id, { l3Stats });
}

function need(t: Task, index: number): Device {
	const device = deviceByIndex(t, t.netns, index);
	if (!device) throw new Refusal("ENODEV");
	return device;
}

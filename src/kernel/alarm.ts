/**
 * Timers of drivers (struct timer_list in a device's own data), and those that IPv4 and IPv6 have on a device. A device has as many as it has names for; setting one again
 * moves it. The deadlines stand in `Device.alarms`; a timer of the clock that rings at another time is an old one.
 */
import { idGet } from "../net/id-map.ts";
import type { Device } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { dadReport, reportChanges } from "./path/listener.ts";
import { routerTimeout } from "./path/router-solicit.ts";
import { deviceOf, setDevice, type Task } from "./task.ts";
import { startTimer, type Timer } from "./timer.ts";

/** mod_timer(): rings `ms` from now. */
export function setAlarm(t: Task, id: number, name: string, ms: number): void {
	const at = t.kernel.now + Math.max(0, Math.ceil(ms));
	setDevice(t, id, { alarms: withAlarm(deviceOf(t, id).alarms, name, at) });
	startTimer(t, ms, { kind: "alarm", device: id, name });
}

/** Key by key: a spread with a name that is not there yet takes ten times as long, and every device sets a dozen. */
function withAlarm(alarms: Device["alarms"], name: string, at: number): NonNullable<Device["alarms"]> {
	const next: Record<string, number> = {};
	for (const other in alarms) next[other] = alarms[other] as number;
	next[name] = at;
	return next;
}

/** del_timer() */
export function clearAlarm(t: Task, id: number, name: string): void {
	const { alarms } = deviceOf(t, id);
	if (alarms?.[name] === undefined) return;
	const { [name]: _, ...rest } = alarms;
	setDevice(t, id, { alarms: rest });
}

/** timer_pending() */
export function isPending(t: Task, id: number, name: string): boolean {
	return deviceOf(t, id).alarms?.[name] !== undefined;
}

/** Clock ticks of 1/100 s until it rings, 0 when it is not set (br_timer_value). */
export function ticksLeft(t: Task, id: number, name: string): number {
	const at = deviceOf(t, id).alarms?.[name];
	return at === undefined ? 0 : Math.floor(Math.max(0, at - t.kernel.now) / 10);
}

/** The clock has reached a timer: the driver of the device, or for a port that of its master, is told. */
export function ringAlarm(t: Task, timer: Timer & { readonly kind: "alarm" }): void {
	const device = idGet(t.kernel.devices, timer.device);
	if (device?.alarms?.[timer.name] !== timer.at) return;
	clearAlarm(t, device.id, timer.name);
	const [whose, name] = timer.name.split(".", 2) as [string, string];
	const master = device.master === undefined ? undefined : idGet(t.kernel.devices, device.master);
	if (whose === "inet" || whose === "inet6") protocolAlarm(t, device.id, whose, name);
	else if (whose !== "port") driverOf(device).alarm?.(t, deviceOf(t, device.id), timer.name);
	else if (master) driverOf(master).portAlarm?.(t, master, deviceOf(t, device.id), name);
}

/** Timers of IPv4 and IPv6 on a device. */
function protocolAlarm(t: Task, id: number, family: "inet" | "inet6", name: string): void {
	if (name === "report") reportChanges(t, id, family);
	else if (name === "dad-report") dadReport(t, id);
	else if (name === "router") routerTimeout(t, id);
}

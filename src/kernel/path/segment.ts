/** Who hears a frame that a device sends to all: the devices at the other ends of its link. */
import type { Device } from "../device.ts";
import { isUp } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { deviceOf, type Task } from "../task.ts";
import type { Packet } from "./packet.ts";

/** A neighbour solicitation that nobody but the question needs: who else is there? */
const probe: Packet = {
	family: "inet6",
	src: "::",
	dst: "ff02::1",
	ttl: 255,
	length: 72,
	payload: { proto: "icmp", type: "echo", id: 0, seq: 0 },
};

export function hearers(t: Task, device: Device): Device[] {
	if (!isUp(device) || !device.carrier) return [];
	const way = driverOf(device).xmit(t, device, probe);
	return way.to === "receive" && way.device !== device.id ? [deviceOf(t, way.device)] : [];
}

import type { AddrFamily } from "../net/addr.ts";
import type { Device } from "./device.ts";
import type { Task } from "./task.ts";

/** neigh_ifdown(): the device is down, or has lost the protocol. */
export function ifdownNeighbours(_t: Task, _device: Device, _family: AddrFamily): void {}

/** neigh_timer_handler() */
export function neighbourTimer(_t: Task, _id: number, _dst: string): void {}

/** The carrier has come or gone: neigh_carrier_down(). */
export function carrierNeighbours(_t: Task, _device: Device): void {}

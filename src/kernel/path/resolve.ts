/**
 * The last step before the wire: whose link address does the next hop have? net/ipv4/ip_output.c ip_finish_output2(),
 * net/core/neighbour.c neigh_resolve_output(). Packets wait here while solicit.ts asks.
 */
import type { Addr } from "../../net/addr.ts";
import { idGet } from "../../net/id-map.ts";
import type { Lladdr } from "../../net/lladdr.ts";
import { nameDelete, nameGet, nameSet } from "../../net/name-map.ts";
import { NUD_VALID } from "../../uapi/nud.ts";
import type { Device } from "../device.ts";
import { createNeighbour, type Neighbour } from "../neigh.ts";
import { useNeighbour } from "../neigh-timer.ts";
import type { Task } from "../task.ts";
import type { Ip, KeptRoute } from "./packet.ts";
import { pathState, setPathState } from "./state.ts";
import { note } from "./step.ts";
import { transmit } from "./transmit.ts";

/** A packet that waits for its neighbour (neigh->arp_queue). */
export interface Waiting {
	readonly packet: Ip;
	readonly route: KeptRoute;
}

/** unres_qlen: the oldest go when there are more. */
const queueLength = 101;

function keyOf(device: Device, dst: Addr): string {
	return `${device.id} ${dst}`;
}

export function sendTo(t: Task, id: number, nexthop: Addr, packet: Ip, route: KeptRoute): void {
	const device = idGet(t.kernel.devices, id);
	if (!device || !(nexthop.includes(":") ? device.inet6 : device.inet)) return;
	const waiting = { packet, route };
	const { dst, state } = createNeighbour(t, device, nexthop);
	// The question is asked with the address of what waits, so it has to wait before that.
	if (!(state & NUD_VALID)) wait(t, device, dst, waiting);
	const neighbour = useNeighbour(t, device, nexthop);
	if (state & NUD_VALID) return send(t, device, neighbour.lladdr ?? "", waiting);
	if (neighbour.state & NUD_VALID) resolved(t, device, neighbour);
}

function wait(t: Task, device: Device, dst: Addr, waiting: Waiting): void {
	note(t, {
		netns: device.netns,
		device: device.id,
		at: "neigh_resolve_output",
		what: "queued",
		why: dst,
		packet: waiting.packet,
	});
	const { queues } = pathState(t, device.netns);
	const key = keyOf(device, dst);
	const queue = [...(nameGet(queues, key) ?? []), waiting].slice(-queueLength);
	setPathState(t, device.netns, { queues: nameSet(queues, key, queue) });
}

function send(t: Task, device: Device, dst: Lladdr, { packet, route }: Waiting): void {
	transmit(t, device.id, { dst, src: device.address, packet, tags: undefined, route });
}

/** The newest packet that waits: its source is the one to ask with. */
export function newestWaiting(t: Task, device: Device, dst: Addr): Ip | undefined {
	return nameGet(pathState(t, device.netns).queues, keyOf(device, dst))?.at(-1)?.packet;
}

/** Those that waited wait no more. */
export function takeWaiting(t: Task, device: Device, dst: Addr): readonly Waiting[] {
	const { queues } = pathState(t, device.netns);
	const key = keyOf(device, dst);
	const queue = nameGet(queues, key);
	if (!queue) return [];
	setPathState(t, device.netns, { queues: nameDelete(queues, key) });
	return queue;
}

/** neigh_update_process_arp_queue(): the link address is known now. */
export function resolved(t: Task, device: Device, { dst, lladdr = "" }: Neighbour): void {
	for (const waiting of takeWaiting(t, device, dst)) send(t, device, lladdr, waiting);
}

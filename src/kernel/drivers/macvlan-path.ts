/** Frames of macvlans: drivers/net/macvlan.c macvlan_start_xmit(), macvlan_handle_frame(). */
import { isMulticastLladdr } from "../../net/lladdr.ts";
import { type Device, isUp } from "../device.ts";
import type { Frame } from "../path/packet.ts";
import type { Task } from "../task.ts";
import type { Receive, Xmit } from "./driver.ts";
import { isPassthru, type Mode, macvlanOf, siblings } from "./macvlan.ts";
import { lowerOf, sendBelow } from "./stacked.ts";

/** The one that has the address (macvlan_hash_lookup). */
function holder(t: Task, lower: Device, address: string): Device | undefined {
	return siblings(t, lower).find((each) => isUp(each) && each.address === address);
}

/** macvlan_broadcast(): a copy for each other one in one of the modes. */
function broadcast(t: Task, lower: Device, frame: Frame, modes: readonly Mode[], sender?: Device): Xmit[] {
	return siblings(t, lower)
		.filter((each) => each.id !== sender?.id && isUp(each) && modes.includes(macvlanOf(each).mode))
		.map(({ id }) => ({ to: "receive", device: id, frame }));
}

/** macvlan_queue_xmit(): those in bridge mode reach each other without the wire. */
export function xmit(t: Task, device: Device, frame: Frame): Xmit {
	const lower = lowerOf(t, device);
	const outside = sendBelow(t, device, frame);
	if (macvlanOf(device).mode !== "bridge") return outside;
	if (isMulticastLladdr(frame.dst))
		return { to: "each", ways: [...broadcast(t, lower, frame, ["bridge"], device), outside] };
	const other = holder(t, lower, frame.dst);
	// By the device below, so that its taps see it.
	return other && macvlanOf(other).mode === "bridge" ? { to: "receive", device: lower.id, frame } : outside;
}

/** macvlan_handle_frame(): for all that stand on the device. */
export function receiveLower(t: Task, _first: Device, lower: Device, frame: Frame): Receive {
	const bySource = siblings(t, lower)
		.filter((each) => isUp(each) && macvlanOf(each).sources.includes(frame.src))
		.map(({ id }): Xmit => ({ to: "receive", device: id, frame }));
	const rest = isMulticastLladdr(frame.dst) ? receiveMany(t, lower, frame) : receiveOne(t, lower, frame);
	return { to: "each", ways: [...bySource, rest] };
}

function receiveOne(t: Task, lower: Device, frame: Frame): Receive {
	const owner = siblings(t, lower).find(isPassthru) ?? holder(t, lower, frame.dst);
	if (!owner || macvlanOf(owner).mode === "source") return { to: "pass" };
	return { to: "receive", device: owner.id, frame };
}

/** macvlan_process_broadcast(): what one of them sent comes back from a switch in mode vepa. */
function receiveMany(t: Task, lower: Device, frame: Frame): Receive {
	const sender = holder(t, lower, frame.src);
	const mode = sender && macvlanOf(sender).mode;
	if (sender && mode !== "vepa" && mode !== "bridge") return { to: "receive", device: sender.id, frame };
	const modes: readonly Mode[] =
		mode === "bridge" ? ["vepa"] : mode === "vepa" ? ["vepa", "bridge"] : ["private", "vepa", "passthru", "bridge"];
	return { to: "each", ways: [...broadcast(t, lower, frame, modes, sender), { to: "pass" }] };
}

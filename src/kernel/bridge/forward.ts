/**
 * Frames through a bridge: net/bridge/br_input.c br_handle_frame_finish(), br_forward.c br_flood(), br_device.c br_dev_xmit().
 * It learns where a sender is, sends to the one port where the receiver was seen, to all ports where it was not, and up to
 * its own host what is for that.
 */
import { isBroadcastLladdr, isMulticastLladdr, isValidEther } from "../../net/lladdr.ts";
import { count } from "../counter.ts";
import { type Device, isUp } from "../device.ts";
import type { Receive, Xmit } from "../drivers/driver.ts";
import type { Frame, VlanTag } from "../path/packet.ts";
import { deviceOf, type Task } from "../task.ts";
import {
	BR_STATE_FORWARDING,
	BR_STATE_LEARNING,
	type BridgeVlan,
	bridgeOf,
	bridgePortOf,
	bridgePorts,
} from "./bridge.ts";
import { findFdb, learn } from "./fdb.ts";
import { portOption } from "./port-option.ts";

const forHost = { forHost: true } as const;
const nowhere = { to: "nowhere", dropped: false } as const;

/** br_handle_frame() */
export function receiveByPort(t: Task, bridge: Device, port: Device, frame: Frame): Receive {
	const { state } = bridgePortOf(port);
	const passes = state === BR_STATE_FORWARDING || state === BR_STATE_LEARNING;
	if (!isUp(bridge) || !passes || !isValidEther(frame.src)) return nowhere;
	const vlan = ingress(bridge, bridgePortOf(port).vlans, frame);
	if (vlan === undefined) return nowhere;
	if (portOption(port, "learning")) learn(t, bridge.id, port.id, frame.src, vlan);
	if (state === BR_STATE_LEARNING) return nowhere;
	const many = isMulticastLladdr(frame.dst);
	if (many && !isBroadcastLladdr(frame.dst)) count(t, bridge.id, { multicast: 1 });
	const entry = many ? undefined : findFdb(t, bridge.id, frame.dst, vlan);
	if (entry?.kind === "local") return { ...up(bridge, frame, vlan), ...forHost };
	const out = entry ? toPort(t, bridge, entry.port, frame, vlan, port) : flood(t, bridge, frame, vlan, port);
	return { to: "each", ways: many ? [...out, up(bridge, frame, vlan)] : out };
}

/** br_dev_xmit(): the host of the bridge sends. */
export function sendByBridge(t: Task, bridge: Device, frame: Frame): Xmit {
	const vlan = ingress(bridge, bridgeOf(bridge).vlans, frame);
	if (vlan === undefined) return { to: "nowhere", dropped: true };
	const entry = isMulticastLladdr(frame.dst) ? undefined : findFdb(t, bridge.id, frame.dst, vlan);
	return { to: "each", ways: entry ? toPort(t, bridge, entry.port, frame, vlan) : flood(t, bridge, frame, vlan) };
}

/** br_allowed_ingress(): the VLAN that a frame is in, 0 where they do not count; undefined where it may not come in. */
function ingress(bridge: Device, vlans: readonly BridgeVlan[], { tags }: Frame): number | undefined {
	if (!bridgeOf(bridge).vlanFiltering) return 0;
	const vid = tags?.[0]?.id ?? vlans.find(({ pvid }) => pvid)?.vid;
	return vlans.find((vlan) => vlan.vid === vid)?.vid;
}

/** br_handle_vlan(): with its tag or without, as the way out has it; undefined where the VLAN may not leave. */
function egress(bridge: Device, vlans: readonly BridgeVlan[], frame: Frame, vid: number): Frame | undefined {
	if (!bridgeOf(bridge).vlanFiltering) return frame;
	const vlan = vlans.find((each) => each.vid === vid);
	if (!vlan) return undefined;
	const { tags: _, ...bare } = frame;
	const inner = frame.tags?.slice(1) ?? [];
	const tag: VlanTag = frame.tags?.[0] ?? { protocol: "802.1Q", id: vid, priority: 0 };
	const tags = vlan.untagged ? inner : [tag, ...inner];
	return tags.length ? { ...bare, tags } : bare;
}

/** br_pass_frame_up() */
function up(bridge: Device, frame: Frame, vlan: number): Xmit {
	const out = egress(bridge, bridgeOf(bridge).vlans, frame, vlan);
	return out ? { to: "receive", device: bridge.id, frame: out } : nowhere;
}

/** br_forward() */
function toPort(t: Task, bridge: Device, id: number | undefined, frame: Frame, vlan: number, from?: Device): Xmit[] {
	const port = id === undefined ? undefined : deviceOf(t, id);
	return port ? deliver(bridge, port, frame, vlan, from) : [];
}

/** br_flood(): what the bridge's own host sends to many goes out of every port. */
function flood(t: Task, bridge: Device, frame: Frame, vlan: number, from?: Device): Xmit[] {
	const option = !isMulticastLladdr(frame.dst)
		? "unicastFlood"
		: isBroadcastLladdr(frame.dst)
			? "bcastFlood"
			: "mcastFlood";
	const own = from === undefined && option !== "unicastFlood";
	return bridgePorts(t, bridge.id)
		.filter((port) => own || portOption(port, option))
		.flatMap((port) => deliver(bridge, port, frame, vlan, from));
}

/** should_deliver(): not back where it came from, not between isolated ports, and not what is too long for the port. */
function deliver(bridge: Device, port: Device, frame: Frame, vlan: number, from: Device | undefined): Xmit[] {
	if (bridgePortOf(port).state !== BR_STATE_FORWARDING) return [];
	if (from?.id === port.id && !portOption(port, "hairpinMode")) return [];
	if (from && portOption(from, "isolated") && portOption(port, "isolated")) return [];
	if (!isUp(port) || frame.packet.length > port.mtu + vlanRoom) return [];
	const out = egress(bridge, bridgePortOf(port).vlans, frame, vlan);
	return out ? [{ to: "transmit", device: port.id, frame: out }] : [];
}

/** is_skb_forwardable() */
const vlanRoom = 4;

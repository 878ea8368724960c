/** What on a link stops a packet: no carrier, a frame for another link address, a next hop that does not answer. */
import type { Stop } from "../../explain/why/reach.ts";
import { type Device, isUp } from "../../kernel/device.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { findNeighbour } from "../../kernel/neigh.ts";
import type { Step } from "../../kernel/path/step.ts";
import { beginTask } from "../../kernel/task.ts";
import type { Addr } from "../../net/addr.ts";
import { IFF_NOARP } from "../../uapi/link-flags.ts";
import { NUD_PERMANENT } from "../../uapi/nud.ts";
import { isIp, type Packet } from "../../uapi/packet.ts";
import { refusal } from "./decision.ts";
import type { FlowStep } from "./flow.ts";
import type { Scene } from "./scene.ts";
import { deviceById, homesOf, nsName, peerOf } from "./view.ts";

export function noCarrier({ world: { kernel } }: Scene, device: Device, base: { ns: string; back: boolean }): Stop {
	const peer = peerOf(kernel, device);
	return {
		...base,
		kind: "carrier",
		dev: device.name,
		...(peer && { peer: { ns: nsName(kernel, peer.netns), dev: peer.name } }),
	};
}

/** The frame has come to a device that it is not for. */
export function wrongAddress({ world: { kernel }, flow, probe }: Scene, last: FlowStep, device: Device): Stop {
	const sent = flow.steps.findLast(({ what }) => what === "sent");
	const sender = deviceById(kernel, sent?.device);
	const routed = flow.steps.findLast(({ at, back }) => at === "ip_output" && back === last.back);
	const t = beginTask(probe.world.kernel, device.netns);
	const entry =
		sender && (findNeighbour(t, sender, routed?.why ?? last.ip.dst) ?? findNeighbour(t, sender, last.ip.dst));
	if (sender && sender.flags & IFF_NOARP && !((entry?.state ?? 0) & NUD_PERMANENT))
		return { kind: "arp.off", ns: nsName(kernel, sender.netns), back: last.back, dev: sender.name };
	return {
		kind: "lladdr",
		ns: nsName(kernel, device.netns),
		back: last.back,
		dev: device.name,
		lladdr: entry?.lladdr ?? "?",
		sender: { ns: nsName(kernel, sender?.netns ?? 0), dev: sender?.name ?? "?" },
		nexthop: entry?.dst ?? last.ip.dst,
		permanent: Boolean((entry?.state ?? 0) & NUD_PERMANENT),
	};
}

/** `who has …?`, of either family. */
function asksFor(packet: Packet, addr: Addr): boolean {
	if (packet.family === "arp") return packet.op === "request" && packet.tpa === addr;
	if (!isIp(packet)) return false;
	const { payload } = packet;
	return payload.proto === "icmp" && payload.type === "solicitation" && payload.target === addr;
}

/** The address that the question was asked with. */
function askerOf(asked: readonly Step[]): Addr | undefined {
	const packet = asked[0]?.packet;
	if (packet?.family === "arp") return packet.spa;
	return packet && isIp(packet) ? packet.src : undefined;
}

/** The bridge at the other end of its cable: switched off, it takes what comes and passes nothing on. */
const switchOf = (kernel: Kernel, device: Device | undefined): Device | undefined =>
	deviceById(kernel, device && peerOf(kernel, device)?.master);

/** The packet waits for the link address of its next hop, and nobody answers. */
export function unanswered(scene: Scene, last: FlowStep, device: Device): Stop {
	const { kernel } = scene.world;
	const nexthop = last.why ?? last.ip.dst;
	const base = { ns: nsName(kernel, last.netns), back: last.back };
	const asked = scene.probe.steps.filter(({ packet }) => asksFor(packet, nexthop));
	if (!device.carrier || asked.some(({ what, why }) => what === "dropped" && why === "no carrier"))
		return noCarrier(scene, device, base);
	const owner = homesOf(kernel, nexthop).find(({ device: { id } }) => id !== device.id)?.device;
	const bridge = [device, owner].map((end) => switchOf(kernel, end)).find((master) => master && !isUp(master));
	if (bridge) return { kind: "device.down", ns: nsName(kernel, bridge.netns), back: base.back, dev: bridge.name };
	const heard = owner !== undefined && asked.some(({ what, device: id }) => what === "received" && id === owner.id);
	const unbelieved =
		owner && heard
			? refusal(scene, owner.netns, { daddr: nexthop, saddr: askerOf(asked), iif: owner.index }, base.back)
			: undefined;
	if (unbelieved) return unbelieved;
	if (owner && !isUp(owner))
		return { kind: "device.down", ns: nsName(kernel, owner.netns), back: base.back, dev: owner.name };
	return {
		...base,
		kind: "neighbour",
		dev: device.name,
		nexthop,
		direct: nexthop === last.ip.dst,
		heard,
		...(owner && { owner: { ns: nsName(kernel, owner.netns), dev: owner.name } }),
	};
}

/**
 * The first thing that stops a packet, read off the last step it took. Where a routing decision refused it, the reasons of that
 * very decision say why.
 */
import type { Stop } from "../../explain/why/reach.ts";
import { type Device, isUp } from "../../kernel/device.ts";
import { driverOf } from "../../kernel/drivers/kind.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { findNeighbour } from "../../kernel/neigh.ts";
import type { Step } from "../../kernel/path/step.ts";
import { beginTask, netnsOf } from "../../kernel/task.ts";
import { type Addr, anyAddr, isLoopback } from "../../net/addr.ts";
import { idValues } from "../../net/id-map.ts";
import { contains } from "../../net/prefix.ts";
import { IFF_NOARP } from "../../uapi/link-flags.ts";
import { NUD_PERMANENT } from "../../uapi/nud.ts";
import { isIp, type Packet } from "../../uapi/packet.ts";
import type { Reason } from "../../uapi/reason.ts";
import { rowOf } from "../../uapi/row.ts";
import { FR_ACT_TO_TBL } from "../../uapi/rule.ts";
import { scopes } from "../../uapi/scope.ts";
import type { World } from "../machine.ts";
import type { Flow, FlowStep } from "./flow.ts";
import { type Ask, type Probe, type Question, reasonsOf } from "./probe.ts";
import { deviceById, devicesIn, homesOf, homesOn, networkOf, nsName, peerOf } from "./view.ts";

type Of<S extends Reason["step"]> = Extract<Reason, { step: S }>;

export interface Scene {
	readonly world: World;
	readonly question: Question;
	readonly probe: Probe;
	readonly flow: Flow;
}

export function findStop(scene: Scene): Stop | undefined {
	const { flow, probe, question } = scene;
	const stray = straySteps(scene);
	if (stray) return elsewhere(scene, stray);
	if (probe.ok) return undefined;
	const last = flow.steps.at(-1);
	const reset = flow.steps.find(({ at, what }) => at === "tcp_v4_send_reset" && what === "answered");
	if (reset) return nobodyListens(scene, reset);
	if (!last) return decision(scene, question.netns, { daddr: question.daddr, saddr: question.saddr }, false);
	return narrowSource(scene, last) ?? circle(scene, last) ?? atStep(scene, last);
}

/** It has come back to where it was: to its own sender, which does not believe it, or to a router until its time is over. */
function circle({ flow, question, world: { kernel } }: Scene, last: FlowStep): Stop | undefined {
	const legs = flow.steps.filter(({ what, back }) => what === "forwarded" && back === last.back);
	const turned = legs.at(-1);
	const home = last.back ? flow.steps.find(({ what }) => what === "delivered")?.netns : question.netns;
	const over = last.why === "ttl" || last.why === "hop limit";
	if (!turned || !(over || (last.netns === home && last.what === "dropped"))) return undefined;
	const first = legs.find((step, i) => legs.slice(0, i).some(({ netns }) => netns === step.netns));
	const back = legs[legs.indexOf(first ?? turned) - (first ? 1 : 0)] ?? turned;
	return { kind: "circle", ns: nsName(kernel, back.netns), back: last.back };
}

/** The packet was taken in by a namespace that is not the one that was meant. */
function straySteps({ flow, question: { meant } }: Scene): FlowStep | undefined {
	return flow.steps.find(
		({ what, netns, back }) => what === "delivered" && !back && meant !== undefined && netns !== meant,
	);
}

function elsewhere({ world: { kernel }, question }: Scene, { netns }: FlowStep): Stop {
	const home = homesOf(kernel, question.daddr).find(({ device }) => device.netns === netns);
	const meant = question.meant === undefined ? "" : nsName(kernel, question.meant);
	return {
		kind: "elsewhere",
		ns: nsName(kernel, netns),
		back: false,
		dev: home?.device.name ?? "lo",
		addr: question.daddr,
		meant,
	};
}

/** The connection is refused: no program listens on the port, or only on another address. */
function nobodyListens({ world: { kernel }, question }: Scene, { netns }: FlowStep): Stop {
	const { daddr: addr, port = 0 } = question;
	const listening = [...idValues(kernel.sockets)].find(
		(socket) => socket.netns === netns && socket.port === port && socket.tcp?.state === "LISTEN",
	);
	const base = { ns: nsName(kernel, netns), back: false, addr, port } as const;
	return listening
		? { ...base, kind: "port.bound", bound: listening.local || anyAddr(listening.family) }
		: { ...base, kind: "port.closed" };
}

/** No address of the device reaches as far as the route: the source is another's, or none. */
function narrowSource({ world, question, flow }: Scene, last: FlowStep): Stop | undefined {
	const { netns, saddr, daddr } = question;
	if (saddr !== undefined || !(last.back || flow.saddr === "0.0.0.0")) return undefined;
	const select = reasonsOf(world, netns, { daddr }).find((reason) => reason.step === "select");
	if (select?.step !== "select") return undefined;
	const own = devicesIn(world.kernel, netns).find(({ name }) => name === select.dev);
	const chosen = select.sources.find(({ fate }) => fate === "chosen");
	const narrow =
		own &&
		homesOn(own).find(({ addr }) => select.sources.some((other) => other.addr === addr && other.fate === "narrow"));
	if (!narrow || chosen?.dev === select.dev) return undefined;
	const scope = rowOf(scopes, narrow.scope)?.name ?? String(narrow.scope);
	return {
		kind: "source.narrow",
		ns: nsName(world.kernel, netns),
		back: false,
		dev: select.dev,
		addr: narrow.addr,
		scope,
	};
}

function atStep(scene: Scene, last: FlowStep): Stop {
	const { kernel } = scene.world;
	const { at, what, why = "", netns, back, ip } = last;
	const ns = nsName(kernel, netns);
	const device = deviceById(kernel, last.device);
	const dev = device?.name ?? "?";
	const base = { ns, back };
	if (at === "ip_queue_xmit" || at === "tcp_v4_send_reset")
		return decision(scene, netns, { daddr: ip.dst, saddr: ip.src }, back);
	if (at === "icmp_reply" || at === "icmpv6_echo_reply")
		return decision(scene, netns, { daddr: ip.src, saddr: ip.dst }, true);
	if (at.startsWith("icmp") && what === "dropped") return { ...base, kind: "ignored", sysctl: sysctlOf(why) };
	if (at === "ip6_forward" && why === "forwarding")
		return { ...base, kind: "forwarding", dev, sysctl: forwardingOf(kernel, netns, "ipv6", dev) };
	if (at === "ip_route_input_slow" || at === "ip6_route_input")
		return decision(scene, netns, { daddr: ip.dst, saddr: ip.src, ...(device && { iif: device.index }) }, back);
	if (at === "dev_hard_start_xmit" && device && driverOf(device).infoKind === "dummy")
		return { ...base, kind: "swallowed", dev };
	if (what === "dropped" && why === "mtu")
		return { ...base, kind: "mtu", dev, length: ip.length, mtu: device?.mtu ?? 0 };
	if (what === "dropped" && device && !isUp(device))
		return { ...base, kind: at === "____dev_forward_skb" ? "peer.down" : "device.down", dev };
	if (what === "dropped" && why === "no carrier" && device) return noCarrier(scene, device, base);
	if (at === "__netif_receive_skb_core" && why === "otherhost" && device) return wrongAddress(scene, last, device);
	if ((what === "queued" || at === "neigh_invalidate") && device) return unanswered(scene, last, device);
	return { ...base, kind: "unknown", at, why: why || what };
}

/** Where forwarding is on for all, the device has been taken out. */
function forwardingOf(kernel: Kernel, netns: number, family: "ipv4" | "ipv6", dev: string): string {
	const net = netnsOf(beginTask(kernel, netns), netns);
	const { all } = family === "ipv4" ? net.conf4 : net.conf6;
	if (all.forwarding) return `net.${family}.conf.${dev.replaceAll(".", "/")}.forwarding`;
	return family === "ipv4" ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
}

function sysctlOf(why: string): string {
	return why.startsWith("icmp_") ? `net.ipv4.${why}` : `net.ipv6.icmp.${why}`;
}

function noCarrier({ world: { kernel } }: Scene, device: Device, base: { ns: string; back: boolean }): Stop {
	const peer = peerOf(kernel, device);
	return {
		...base,
		kind: "carrier",
		dev: device.name,
		...(peer && { peer: { ns: nsName(kernel, peer.netns), dev: peer.name } }),
	};
}

/** The frame has come to a device that it is not for. */
function wrongAddress({ world: { kernel }, flow, probe }: Scene, last: FlowStep, device: Device): Stop {
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
function unanswered(scene: Scene, last: FlowStep, device: Device): Stop {
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

/** A check of a routing decision that refuses the packet. */
function refusal({ world }: Scene, netns: number, ask: Ask, back: boolean): Stop | undefined {
	const reasons = reasonsOf(world, netns, ask);
	const base = { ns: nsName(world.kernel, netns), back };
	const refused = reasons.findLast((reason) => reason.step === "refused");
	if (refused?.step === "refused" && refused.check === "forwarding") {
		const { dev = "?" } = refused;
		return { ...base, kind: "forwarding", dev, sysctl: forwardingOf(world.kernel, netns, "ipv4", dev) };
	}
	if (refused?.step === "refused") return ofCheck(refused, ask, base);
	const judged = reasons.findLast((reason) => reason.step === "back");
	return judged?.step === "back" && !judged.ok ? notBelieved(reasons, judged, ask, base) : undefined;
}

/** A routing decision that refuses: its reasons say why. */
function decision(scene: Scene, netns: number, ask: Ask, back: boolean): Stop {
	const checked = refusal(scene, netns, ask, back);
	if (checked) return checked;
	const { kernel } = scene.world;
	const reasons = reasonsOf(scene.world, netns, ask);
	const base = { ns: nsName(kernel, netns), back };
	const { daddr } = ask;
	const rule = reasons.findLast((reason): reason is Of<"rule"> => reason.step === "rule" && !reason.mismatch)?.rule;
	if (rule && rule.action !== FR_ACT_TO_TBL) return { ...base, kind: "rule", daddr, rule };
	const chosen = reasons.findLast((reason) => reason.step === "chosen");
	if (chosen?.step === "chosen" && chosen.error && chosen.error !== "next")
		return {
			...base,
			kind: "route.type",
			daddr,
			route: chosen.route,
			...(rule && isOwnRule(rule.priority) && { rule }),
		};
	const down = devicesIn(kernel, netns).find(
		(device) => !isUp(device) && homesOn(device).some((home) => contains(networkOf(home), daddr)),
	);
	if (down) return { ...base, kind: "device.down", dev: down.name };
	return { ...base, kind: "route.none", daddr };
}

/** A rule that is not of the three that every namespace has. */
export function isOwnRule(priority = 0): boolean {
	return priority !== 0 && priority !== 32766 && priority !== 32767;
}

function notBelieved(
	reasons: readonly Reason[],
	judged: Of<"back">,
	{ saddr = "" }: Ask,
	base: { ns: string; back: boolean },
): Stop {
	const asked = reasons.findLast((reason) => reason.step === "believe");
	const dev = asked?.step === "believe" ? asked.dev : "?";
	return {
		...base,
		kind: "rp_filter",
		dev,
		saddr,
		value: judged.rpFilter,
		...(judged.dev !== undefined && { way: judged.dev }),
	};
}

function ofCheck(
	{ check, dev = "?", errno }: Of<"refused">,
	{ saddr = "", daddr }: Ask,
	base: { ns: string; back: boolean },
): Stop {
	switch (check) {
		case "source.foreign":
		case "source.invalid":
			return { ...base, kind: "source", addr: saddr };
		case "source.loopback":
			return { ...base, kind: "source.loopback", addr: saddr, dev };
		case "source.own":
			return { ...base, kind: "martian", dev, addr: saddr, own: true };
		case "source.martian":
		case "destination.loopback":
			return { ...base, kind: "martian", dev, addr: isLoopback(saddr) ? saddr : daddr, own: false };
		case "device.down":
			return { ...base, kind: "device.down", dev };
		default:
			return { ...base, kind: "unknown", at: check, why: errno };
	}
}

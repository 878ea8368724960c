/**
 * The first thing that stops a packet, read off the last step it took. Where a routing decision refused it,
 * decision.ts says why; where a link did, link-stop.ts.
 */
import type { Stop } from "../../explain/why/reach.ts";
import { isUp } from "../../kernel/device.ts";
import { driverOf } from "../../kernel/drivers/kind.ts";
import { anyAddr } from "../../net/addr.ts";
import { idValues } from "../../net/id-map.ts";
import { rowOf } from "../../uapi/row.ts";
import { scopes } from "../../uapi/scope.ts";
import { decision, forwardingOf } from "./decision.ts";
import type { FlowStep } from "./flow.ts";
import { noCarrier, unanswered, wrongAddress } from "./link-stop.ts";
import { reasonsOf } from "./probe.ts";
import type { Scene } from "./scene.ts";
import { deviceById, devicesIn, homesOf, homesOn, nsName } from "./view.ts";

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

function sysctlOf(why: string): string {
	return why.startsWith("icmp_") ? `net.ipv4.${why}` : `net.ipv6.icmp.${why}`;
}

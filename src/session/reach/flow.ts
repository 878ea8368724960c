/** The packets of one question among all that moved: there and back, through tunnels too, namespace by namespace. */

import type { Leg } from "../../explain/why/reach.ts";
import type { Step } from "../../kernel/path/step.ts";
import type { Addr } from "../../net/addr.ts";
import { type Ip, isIp, type Packet } from "../../uapi/packet.ts";
import type { World } from "../machine.ts";
import { decidingRoute, type Probe, type Question, reasonsOf } from "./probe.ts";
import { deviceById, nsName } from "./view.ts";

/** A step of the packet (or, `back`, of the answer). */
export interface FlowStep extends Step {
	readonly back: boolean;
	readonly ip: Ip;
	/** Its place among all steps. */
	readonly index: number;
}

export interface Flow {
	readonly steps: readonly FlowStep[];
	/** The source that the packet really had. */
	readonly saddr: Addr | undefined;
}

/** A packet that asks or answers, as it is without the tunnels around it. */
function innermost(packet: Packet): Ip | undefined {
	if (!isIp(packet)) return undefined;
	const { payload } = packet;
	return "inner" in payload && payload.inner ? innermost(payload.inner.packet) : packet;
}

export function flowOf({ steps }: Probe, question: Question): Flow {
	const all = steps.flatMap((step, i): FlowStep[] => {
		const ip = innermost(step.packet);
		const kind = ip && kindOf(ip, question);
		return ip && kind ? [{ ...step, ip, back: kind === "back", index: i }] : [];
	});
	const own = firstOnly(all, question);
	return { steps: own, saddr: own.find(({ back }) => !back)?.ip.src };
}

/** Without what is sent again, and without the rest of a connection; a tunnel sends what is in it already. */
function firstOnly(steps: readonly FlowStep[], { netns }: Question): FlowStep[] {
	const sent = steps.flatMap(({ at, back, netns: where, packet, ip }, i) =>
		at === "ip_output" && !back && where === netns && packet === ip ? [i] : [],
	);
	return steps.slice(0, sent[1] ?? steps.length);
}

function kindOf({ src, dst, payload }: Ip, { daddr, port }: Question): "there" | "back" | undefined {
	if (port !== undefined) {
		if (payload.proto !== "tcp") return undefined;
		if (dst === daddr && payload.dport === port) return "there";
		return src === daddr && payload.sport === port ? "back" : undefined;
	}
	if (payload.proto !== "icmp") return undefined;
	if (payload.type === "echo" && dst === daddr) return "there";
	return payload.type === "echo-reply" && src === daddr ? "back" : undefined;
}

type Draft = { -readonly [K in keyof Leg]: Leg[K] };

/** The namespaces that the packet and its answer have passed. */
export function legsOf(world: World, { steps }: Flow): Leg[] {
	const legs: (Draft & { netns: number; iif?: number })[] = [];
	for (const { netns, device, at, what, why, back, ip } of steps) {
		const dev = deviceById(world.kernel, device);
		let leg = legs.at(-1);
		const arrives = at === "__netif_receive_skb_core" || at === "____dev_forward_skb";
		if (
			!leg ||
			leg.netns !== netns ||
			leg.back !== back ||
			(arrives && (leg.to !== undefined || leg.from !== undefined))
		) {
			leg = { netns, ns: nsName(world.kernel, netns), back };
			legs.push(leg);
		}
		if (arrives && dev) Object.assign(leg, { from: dev.name, iif: dev.index });
		if (what === "delivered") leg.delivered = true;
		if ((at === "ip_output" || what === "sent" || what === "queued") && dev && leg.to === undefined) {
			leg.to = dev.name;
			if (at === "ip_output" && why !== undefined) leg.nexthop = why;
			if (what === "queued" && why !== undefined) leg.nexthop ??= why;
			const ask = { daddr: ip.dst, ...(leg.iif !== undefined && { saddr: ip.src, iif: leg.iif }) };
			const route = decidingRoute(reasonsOf(world, netns, ask));
			if (route) leg.route = route;
		}
	}
	return legs.map(({ netns: _n, iif: _i, ...leg }) => leg);
}

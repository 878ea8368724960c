/**
 * `iplab why [NS:]SRC [NS:]DST[:PORT]`: does a packet get there, and the answer back? It is sent in a copy of the world, which
 * costs nothing, since a world is a value; what it met on its way is read off (stop.ts), and what mends it is tried out (mend.ts).
 */
import type { Mend, Reach, Stop } from "../../explain/why/reach.ts";
import type { World } from "../machine.ts";
import { flowOf, legsOf } from "./flow.ts";
import { findMend, reasonsAt, targetOf } from "./mend.ts";
import { decidingRoute, probe, type Question, settled } from "./probe.ts";
import type { Scene } from "./scene.ts";
import { findStop } from "./stop.ts";
import { nsName } from "./view.ts";

export interface Found {
	readonly answer: Reach;
	/** What was seen: the way of the packet. */
	readonly scene: Scene;
}

export function reach(now: World, question: Question): Found {
	const world = settled(now);
	const scene = look(world, question);
	const first = findStop(scene);
	const mend = first && findMend(scene, first, (other) => findStop(look(other, question)));
	const stop = first && (hijacked(scene, first, mend) ?? first);
	const { kernel } = world;
	const { daddr } = question;
	const place = (netns: number | undefined, addr: string) =>
		netns === undefined ? addr : placeName(nsName(kernel, netns), addr);
	const answer: Reach = {
		from: place(question.netns, question.saddr ?? ""),
		to: place(question.meant, question.port !== undefined && daddr.includes(":") ? `[${daddr}]` : daddr),
		...(question.port !== undefined && { port: question.port }),
		ok: stop === undefined,
		legs: legsOf(scene.world, scene.flow),
		...(stop && { stop }),
		...(mend && { mend }),
	};
	return { answer, scene };
}

function look(world: World, question: Question): Scene {
	const seen = probe(world, question);
	return { world, question, probe: seen, flow: flowOf(seen, question) };
}

/** `blue:10.0.0.1`; a namespace alone where the kernel chooses the source. */
function placeName(ns: string, addr: string): string {
	return ns === "" ? addr : addr === "" ? ns : `${ns}:${addr}`;
}

/** Without a rule the packet would get there: then it is the rule that stops it, whatever it ran into afterwards. */
function hijacked(scene: Scene, stop: Stop, mend: Mend | undefined): Stop | undefined {
	const pref = mend?.whole ? / rule del pref (\d+)$/.exec(mend.command)?.[1] : undefined;
	if (pref === undefined || stop.kind === "rule" || stop.kind === "route.type") return undefined;
	const reasons = reasonsAt(scene, stop);
	const rule = reasons.find((reason) => reason.step === "rule" && reason.rule.priority === Number(pref));
	const route = decidingRoute(reasons);
	if (rule?.step !== "rule" || !route) return undefined;
	const { ns, back } = stop;
	return { kind: "hijack", ns, back, daddr: targetOf(scene, stop), rule: rule.rule, route };
}

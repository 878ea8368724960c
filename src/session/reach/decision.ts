/** What in a routing decision stops a packet: its reasons (uapi/reason.ts) say which check, rule or route it was. */
import type { Stop } from "../../explain/why/reach.ts";
import { isUp } from "../../kernel/device.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { beginTask, netnsOf } from "../../kernel/task.ts";
import { isLoopback } from "../../net/addr.ts";
import { contains } from "../../net/prefix.ts";
import type { Reason } from "../../uapi/reason.ts";
import { FR_ACT_TO_TBL } from "../../uapi/rule.ts";
import { type Ask, reasonsOf } from "./probe.ts";
import type { Scene } from "./scene.ts";
import { devicesIn, homesOn, networkOf, nsName } from "./view.ts";

type Of<S extends Reason["step"]> = Extract<Reason, { step: S }>;

/** A check of a routing decision that refuses the packet. */
export function refusal({ world }: Scene, netns: number, ask: Ask, back: boolean): Stop | undefined {
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
export function decision(scene: Scene, netns: number, ask: Ask, back: boolean): Stop {
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

/** Where forwarding is on for all, the device has been taken out. */
export function forwardingOf(kernel: Kernel, netns: number, family: "ipv4" | "ipv6", dev: string): string {
	const net = netnsOf(beginTask(kernel, netns), netns);
	const { all } = family === "ipv4" ? net.conf4 : net.conf6;
	if (all.forwarding) return `net.${family}.conf.${dev.replaceAll(".", "/")}.forwarding`;
	return family === "ipv4" ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
}

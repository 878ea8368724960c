/**
 * Whether two places reach each other, as data for a page: the way of the packet and of the answer, the first thing that stops
 * them, and the command that would mend it. session/reach/ finds all this out on a copy of the world.
 */
import type { Addr } from "../../net/addr.ts";
import { wrap } from "../../print/wrap.ts";
import type { RouteFact } from "../../uapi/reason.ts";
import type { FibRule } from "../../uapi/rule.ts";
import type { Lang } from "../text.ts";
import { typeset } from "../typeset.ts";
import { reach as en } from "./en.ts";
import { routeText, ruleText } from "./fact.ts";
import { reach as fr } from "./fr.ts";
import type { PageStyle } from "./page.ts";
import type { ReachTexts } from "./text.ts";

/** One namespace that a packet passes. */
export interface Leg {
	readonly ns: string;
	/** The packet, or the answer to it. */
	readonly back: boolean;
	/** The device it came in by; missing where it begins. */
	readonly from?: string;
	/** The device it leaves by, the next hop, and the route that said so. */
	readonly to?: string;
	readonly nexthop?: Addr;
	readonly route?: RouteFact;
	/** It is for this namespace itself. */
	readonly delivered?: true;
}

/** What stops a packet: in the words of the field, each with what a sentence about it needs. */
export type Stop = { readonly ns: string; readonly back: boolean } & (
	| { readonly kind: "source"; readonly addr: Addr }
	| { readonly kind: "source.narrow"; readonly dev: string; readonly addr: Addr; readonly scope: string }
	| { readonly kind: "source.loopback"; readonly addr: Addr; readonly dev: string }
	| { readonly kind: "route.none"; readonly daddr: Addr }
	| { readonly kind: "route.type"; readonly daddr: Addr; readonly route: RouteFact; readonly rule?: FibRule }
	| { readonly kind: "rule"; readonly daddr: Addr; readonly rule: FibRule }
	/** By the setting of all, or of that device alone. */
	| { readonly kind: "forwarding"; readonly dev: string; readonly sysctl: string }
	/** A device that asks for no link addresses sends to its own. */
	| { readonly kind: "arp.off"; readonly dev: string }
	| {
			readonly kind: "rp_filter";
			readonly dev: string;
			readonly saddr: Addr;
			readonly way?: string;
			readonly value: number;
	  }
	| { readonly kind: "martian"; readonly dev: string; readonly addr: Addr; readonly own: boolean }
	| { readonly kind: "device.down"; readonly dev: string }
	| { readonly kind: "carrier"; readonly dev: string; readonly peer?: { readonly ns: string; readonly dev: string } }
	| { readonly kind: "peer.down"; readonly dev: string }
	/** Nobody answers for the next hop; whoever has the address, if anyone, and that it is the destination itself. */
	| {
			readonly kind: "neighbour";
			readonly dev: string;
			readonly nexthop: Addr;
			readonly direct: boolean;
			readonly owner?: { readonly ns: string; readonly dev: string };
			readonly heard: boolean;
	  }
	| {
			readonly kind: "lladdr";
			readonly dev: string;
			readonly lladdr: string;
			readonly sender: { readonly ns: string; readonly dev: string };
			readonly nexthop: Addr;
			readonly permanent: boolean;
	  }
	| { readonly kind: "mtu"; readonly dev: string; readonly length: number; readonly mtu: number }
	/** It is sent back to where it has been. */
	| { readonly kind: "circle" }
	/** A rule sends it into a table that leads nowhere. */
	| { readonly kind: "hijack"; readonly daddr: Addr; readonly rule: FibRule; readonly route: RouteFact }
	/** A dummy has taken it. */
	| { readonly kind: "swallowed"; readonly dev: string }
	| { readonly kind: "ignored"; readonly sysctl: string }
	| { readonly kind: "elsewhere"; readonly dev: string; readonly addr: Addr; readonly meant: string }
	| { readonly kind: "port.closed"; readonly addr: Addr; readonly port: number }
	| { readonly kind: "port.bound"; readonly addr: Addr; readonly port: number; readonly bound: Addr }
	| { readonly kind: "unknown"; readonly at: string; readonly why: string }
);

export interface Mend {
	readonly command: string;
	/** With it the answer comes; else only something else stops it. */
	readonly whole: boolean;
}

export interface Reach {
	readonly from: string;
	readonly to: string;
	readonly port?: number;
	readonly ok: boolean;
	readonly legs: readonly Leg[];
	readonly stop?: Stop;
	readonly mend?: Mend;
}

const languages: Readonly<Record<Lang, ReachTexts>> = { en, fr };

/** What it came to, in sentences and a command, which is indented: that the answer comes, or what stops it and what mends it. */
export function verdictOf({ ok, port, stop, mend }: Reach, lang: Lang): string[] {
	const texts = languages[lang];
	if (ok) return [typeset(port === undefined ? texts.answered : texts.connected(port), lang)];
	if (!stop) return [];
	const mends = mend ? [typeset(texts.mends, lang), `    ${mend.command}`] : [typeset(texts.noMend, lang)];
	return [typeset(stopSentence(stop, lang), lang), ...mends];
}

/** Where a packet is stopped, and by what. */
export function stopSentence(stop: Stop, lang: Lang): string {
	const texts = languages[lang];
	const where = stop.ns === "" ? texts.here : texts.namespace(stop.ns);
	return `${where}${stop.back ? texts.onTheWayBack : ""} ${stopText(stop, texts)}`;
}

export function explainReach(reach: Reach, lang: Lang, { width, color }: PageStyle): string {
	const texts = languages[lang];
	const bold = (text: string) => (color ? `\x1b[1m${text}\x1b[22m` : text);
	const paragraph = (text: string) => wrap(typeset(text, lang), width - 2).map((line) => `  ${line}`);
	const { from, to, port, ok, stop, mend } = reach;
	const lines = [bold(`${from} → ${to}${port === undefined ? "" : `:${port}`}`), ...legLines(reach.legs, texts)];
	if (ok) lines.push("", bold(typeset(port === undefined ? texts.answered : texts.connected(port), lang)));
	if (stop) lines.push("", bold(typeset(texts.stops, lang)), ...paragraph(stopSentence(stop, lang)));
	if (mend)
		lines.push(
			"",
			bold(typeset(texts.mends, lang)),
			`    ${mend.command}`,
			...paragraph(mend.whole ? texts.whole : texts.part),
		);
	else if (stop) lines.push("", ...paragraph(texts.noMend));
	return lines.map((line) => `${line}\n`).join("");
}

/** One line for each namespace; a circle once. */
function legLines(legs: readonly Leg[], texts: ReachTexts): string[] {
	const lines = legs.map((leg) => legLine(leg, texts));
	const again = lines.findIndex((line, i) => lines.indexOf(line) < i);
	return again < 0 ? lines : [...lines.slice(0, again), "  …"];
}

function legLine({ ns, back, from, to, route, delivered, nexthop }: Leg, texts: ReachTexts): string {
	const name = ns === "" ? "–" : ns;
	const by = [...(from === undefined ? [] : [from]), ...(to === undefined ? [] : ["▸", to])].join(" ");
	const why = route ? routeText(route) : (nexthop ?? "");
	return `  ${back ? "←" : "→"} ${name.padEnd(10)} ${by.padEnd(16)} ${delivered ? texts.delivered : why}`.trimEnd();
}

function stopText(stop: Stop, { stop: texts }: ReachTexts): string {
	switch (stop.kind) {
		case "source":
			return texts.source(stop.addr);
		case "source.narrow":
			return texts.sourceNarrow(stop.addr, stop.dev, stop.scope);
		case "source.loopback":
			return texts.sourceLoopback(stop.addr, stop.dev);
		case "route.none":
			return texts.routeNone(stop.daddr);
		case "route.type":
			return texts.routeType(stop.daddr, routeText(stop.route), stop.rule && ruleText(stop.rule));
		case "rule":
			return texts.rule(stop.daddr, ruleText(stop.rule));
		case "forwarding":
			return texts.forwarding(stop.dev, stop.sysctl);
		case "arp.off":
			return texts.arpOff(stop.dev);
		case "rp_filter":
			return texts.rpFilter(stop.dev, stop.saddr, stop.way, stop.value);
		case "martian":
			return stop.own ? texts.martianOwn(stop.dev, stop.addr) : texts.martian(stop.dev, stop.addr);
		case "device.down":
			return texts.deviceDown(stop.dev);
		case "carrier":
			return texts.carrier(stop.dev, stop.peer && placeName(stop.peer));
		case "peer.down":
			return texts.peerDown(stop.dev);
		case "neighbour":
			return texts.neighbour(stop.dev, stop.nexthop, stop.direct, stop.owner && placeName(stop.owner), stop.heard);
		case "lladdr":
			return texts.lladdr(stop.dev, stop.lladdr, placeName(stop.sender), stop.nexthop, stop.permanent);
		case "mtu":
			return texts.mtu(stop.dev, stop.length, stop.mtu);
		case "circle":
			return texts.circle;
		case "hijack":
			return texts.hijack(stop.daddr, ruleText(stop.rule), routeText(stop.route));
		case "swallowed":
			return texts.swallowed(stop.dev);
		case "ignored":
			return texts.ignored(stop.sysctl);
		case "elsewhere":
			return texts.elsewhere(stop.addr, stop.dev, stop.meant);
		case "port.closed":
			return texts.portClosed(stop.addr, stop.port);
		case "port.bound":
			return texts.portBound(stop.addr, stop.port, stop.bound);
		case "unknown":
			return texts.unknown(stop.at, stop.why);
		default:
			return stop satisfies never;
	}
}

function placeName({ ns, dev }: { readonly ns: string; readonly dev: string }): string {
	return ns === "" ? dev : `${ns}:${dev}`;
}

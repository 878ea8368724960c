/**
 * The speed of links in Mbit/s, as their drivers tell zebra (SIOCETHTOOL; zebra/interface.c if_zebra_speed_update()). It asks at the
 * start, or 15 s after a link was made; again when a link comes up; and every 5 s while the answer changes or is unknown, for
 * 4 minutes. The drivers' answers are the same all the time, but a bridge's, which is that of its ports. Recording: zebra-links.
 */
import { idGet, idSet, idValues } from "../../net/id-map.ts";
import { IFF_RUNNING, IFF_UP } from "../../uapi/link-flags.ts";
import { ARPHRD_LOOPBACK } from "../../uapi/link-type.ts";
import { type Ifinfo, NLM_F_DUMP } from "../../uapi/message.ts";
import { type Link, patch, type Speed, say, type Zebra, type ZebraTurn } from "./zebra.ts";

const first = 15_000;
const again = 5_000;
const most = 48;

/** SPEED_UNKNOWN */
const unknown = 0xffffffff;

/** What drivers of these kinds answer (drivers/net/veth.c); 0 is no answer (dummy.c). */
const speeds: Readonly<Record<string, number>> = { veth: 10_000, dummy: 0 };

/** Of a link that is none of those, undefined: a card's speed is not modelled. */
function driverSpeed(info: Ifinfo, infos: readonly Ifinfo[]): number | undefined {
	if (info.kind === "vlan") {
		const lower = infos.find(({ index }) => index === info.link);
		return lower && lower.kind !== "bridge" ? driverSpeed(lower, infos) : undefined;
	}
	if (info.kind === "bridge") return bridgeSpeed(info, infos);
	return info.type === ARPHRD_LOOPBACK ? 0 : speeds[info.kind ?? ""];
}

/** net/bridge/br_device.c br_get_link_ksettings(): the fastest of the ports that run. */
function bridgeSpeed({ index }: Ifinfo, infos: readonly Ifinfo[]): number | undefined {
	const running = (flags: number) => (flags & IFF_UP) !== 0 && (flags & IFF_RUNNING) !== 0;
	const ports = infos.filter(({ master, flags }) => master === index && running(flags));
	const told = ports.map((port) => (port.kind === "dummy" ? unknown : driverSpeed(port, infos)));
	if (told.includes(undefined)) return undefined;
	const known = (told as number[]).filter((speed) => speed !== unknown);
	return known.length > 0 ? Math.max(...known) : unknown;
}

/** What zebra shows now; undefined where it is not modelled. */
export function speedOf(link: Link, info: Ifinfo, infos: readonly Ifinfo[], now: number): number | undefined {
	const told = driverSpeed(info, infos);
	if (told === undefined || info.kind !== "bridge") {
		const young = link.madeAt !== undefined && now < link.madeAt + first;
		return told !== undefined && young ? 0 : told;
	}
	return link.speed?.mbps ?? 0;
}

/** At zebra's start, and for a bridge that has come since. */
export function beginSpeeds(turn: ZebraTurn, infos: readonly Ifinfo[]): void {
	for (const info of infos) {
		const link = idGet(turn.zebra.links, info.index);
		if (!link || link.speed || info.kind !== "bridge") continue;
		const mbps = link.madeAt === undefined ? (bridgeSpeed(info, infos) ?? 0) : 0;
		put(turn, link, { mbps, askAt: turn.now + first, asked: 0 });
	}
}

function put(turn: ZebraTurn, link: Link, speed: Speed): void {
	patch(turn, { links: idSet(turn.zebra.links, link.index, { ...link, speed }) });
}

/** The link has come up: at once, unless zebra is to ask anyway. */
export function askAgain(speed: Speed, now: number): Speed {
	return { ...speed, askAt: speed.askAt ?? now };
}

export function askSpeeds(turn: ZebraTurn): void {
	if (speedDue(turn.zebra) > turn.now) return;
	const { messages, more = [] } = say(turn, { type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
	const infos = [...messages, ...more].flatMap((each) => (each.type === "RTM_NEWLINK" ? [each.link] : []));
	for (const link of [...idValues(turn.zebra.links)]) {
		const { speed } = link;
		const info = infos.find(({ index }) => index === link.index);
		if (!speed || !info || speed.askAt === undefined || speed.askAt > turn.now) continue;
		put(turn, link, answered(speed, bridgeSpeed(info, infos) ?? 0, turn.now));
	}
}

function answered({ mbps: before, asked }: Speed, mbps: number, now: number): Speed {
	const over = mbps === before && mbps !== unknown;
	if (over || (mbps === unknown && asked === most)) return { mbps, asked };
	return { mbps, asked: asked + 1, askAt: now + again };
}

/** Links are asked for at each turn, and few have a bridge among them. */
export function speedDue({ links }: Zebra): number {
	const known = dues.get(links);
	if (known !== undefined) return known;
	let due = Number.POSITIVE_INFINITY;
	for (const { speed } of idValues(links)) due = Math.min(due, speed?.askAt ?? Number.POSITIVE_INFINITY);
	dues.set(links, due);
	return due;
}

const dues = new WeakMap<Zebra["links"], number>();

/**
 * The way of a packet as a picture wants it: the steps of the trace (kernel/path/step.ts), namespace by namespace, as stages
 * between a program and the wire. Bridges leave no step of their own: a frame that comes in by the other end of a pair and
 * leaves by another port has crossed one.
 */
import { path as en } from "../../explain/path/en.ts";
import { path as fr } from "../../explain/path/fr.ts";
import type { PathTexts } from "../../explain/path/text.ts";
import type { Lang } from "../../explain/text.ts";
import { typeset } from "../../explain/typeset.ts";
import { routeText, ruleText, tableName } from "../../explain/why/fact.ts";
import { type Reach, type Stop, verdictOf } from "../../explain/why/reach.ts";
import { type Device, isLoopbackDevice } from "../../kernel/device.ts";
import { driverOf } from "../../kernel/drivers/kind.ts";
import { idGet, idValues } from "../../net/id-map.ts";
import type { Journey, Stage, Visit } from "../../picture/path/journey.ts";
import { isIp } from "../../uapi/packet.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { World } from "../machine.ts";
import type { Flow, FlowStep } from "./flow.ts";
import { type Ask, decidingRoute, type Question, reasonsOf } from "./probe.ts";
import { isOwnRule, type Scene } from "./stop.ts";
import { deviceById, devicesIn, homesOf, nsName, peerOf } from "./view.ts";

/** More untouched cards are counted. */
const mostIdle = 5;

const languages: Readonly<Record<Lang, PathTexts>> = { en, fr };

interface Draft {
	readonly netns: number;
	readonly back: boolean;
	readonly stages: Stage[];
	/** Index of the device it came in by. */
	iif?: number;
	last?: Device;
}

export function journeyOf(scene: Scene, reach: Reach, lang: Lang): Journey {
	const trip = new Trip(scene, reach, languages[lang]);
	const visits = trip.visits();
	const { kernel } = scene.world;
	const shown = ({ netns, stages }: Draft): Visit => ({
		ns: shownName(nsName(kernel, netns)),
		stages: stages.map((stage) => typesetStage(stage, lang)),
	});
	const [there, back] = [visits.filter((visit) => !visit.back), visits.filter((visit) => visit.back)];
	const { layer, there: packet, back: answer, untouched, stopped } = languages[lang];
	const missed = trip.missed(visits);
	return {
		title: `${reach.from} → ${reach.to}${reach.port === undefined ? "" : `:${reach.port}`}`,
		there: there.map(shown),
		back: back.map(shown),
		idle: trip.idle(visits),
		...(missed && { missed: { ns: missed.ns, line: typeset(missed.line, lang) } }),
		verdict: [...trip.remarks(visits).map((text) => typeset(text, lang)), ...verdictOf(reach, lang)],
		words: { layer, there: packet, back: answer, untouched, stopped },
	};
}

function shownName(ns: string): string {
	return ns === "" ? "host" : ns;
}

function typesetStage(stage: Stage, lang: Lang): Stage {
	const { lines, stopped } = stage;
	return {
		...stage,
		lines: lines.map((line) => typeset(line, lang)),
		...(stopped !== undefined && { stopped: typeset(stopped, lang) }),
	};
}

class Trip {
	readonly #scene: Scene;
	readonly #reach: Reach;
	readonly #texts: PathTexts;
	readonly #drafts: Draft[] = [];

	constructor(scene: Scene, reach: Reach, texts: PathTexts) {
		this.#scene = scene;
		this.#reach = reach;
		this.#texts = texts;
	}

	get #world(): World {
		return this.#scene.world;
	}

	get #question(): Question {
		return this.#scene.question;
	}

	get #flow(): Flow {
		return this.#scene.flow;
	}

	visits(): Draft[] {
		this.#begin();
		for (const step of uncircled(this.#flow.steps)) this.#add(step);
		this.#end();
		return this.#drafts;
	}

	#open(netns: number, back: boolean): Draft {
		const draft: Draft = { netns, back, stages: [] };
		this.#drafts.push(draft);
		return draft;
	}

	#at(netns: number, back: boolean): Draft {
		const last = this.#drafts.at(-1);
		return last && last.netns === netns && last.back === back ? last : this.#open(netns, back);
	}

	/** The program that asks, and its socket. */
	#begin(): void {
		const { netns, daddr, saddr, port } = this.#question;
		const source = this.#flow.saddr ?? saddr;
		const target = port === undefined ? daddr : `${daddr.includes(":") ? `[${daddr}]` : daddr}:${port}`;
		const ends = source === undefined ? `→ ${target}` : `${source} → ${target}`;
		this.#open(netns, false).stages.push(
			{ layer: "process", lines: [port === undefined ? "ping" : this.#texts.client] },
			{ layer: "socket", lines: [port === undefined ? this.#texts.echo : "TCP", ends] },
		);
	}

	#add(step: FlowStep): void {
		const { at, what, netns, back } = step;
		const device = deviceById(this.#world.kernel, step.device);
		if (what === "queued") return;
		if (what === "routed") this.#routed(step);
		else if (what === "sent" && device) this.#sent(this.#arrived(netns, back, device), device);
		else if (what === "received" && at !== "tcp_v4_rcv" && device) this.#received(netns, back, device);
		else if (what === "forwarded") this.#forwarded(step);
		else if (what === "delivered") this.#delivered(step);
		else if (what === "answered") this.#answered(step);
		else if ((what === "dropped" || what === "refused") && device && isOnDevice(at))
			this.#received(netns, back, device);
	}

	/** The visit of a frame that appears on a device: it has come in by the other end of the line, and perhaps over a bridge. */
	#arrived(netns: number, back: boolean, device: Device): Draft {
		const before = this.#drafts.at(-1);
		const here = this.#at(netns, back);
		const entry = before?.last && before !== here ? peerOf(this.#world.kernel, before.last) : undefined;
		if (here.stages.length > 0 || !entry || entry.netns !== netns || entry.id === device.id) return here;
		here.stages.push(this.#deviceStage(entry));
		const master = deviceById(this.#world.kernel, entry.master);
		if (master && master.id !== device.id) here.stages.push(this.#deviceStage(master));
		return here;
	}

	#deviceStage(device: Device): Stage {
		const kind = driverOf(device).infoKind;
		return { layer: "device", lines: [kind === undefined ? device.name : `${device.name} (${kind})`] };
	}

	#sent(draft: Draft, device: Device): void {
		const stage = this.#deviceStage(device);
		const turns = isLoopbackDevice(device);
		draft.stages.push(turns ? { ...stage, lines: [...stage.lines, ...this.#texts.handedBack], turns } : stage);
		draft.last = device;
	}

	#received(netns: number, back: boolean, device: Device): void {
		const draft = this.#arrived(netns, back, device);
		draft.iif = device.index;
		if (draft.stages.at(-1)?.turns || draft.last?.id === device.id) return;
		draft.stages.push(this.#deviceStage(device));
		draft.last = device;
	}

	#routed({ netns, back, packet }: FlowStep): void {
		const draft = this.#at(netns, back);
		if (!isIp(packet)) return;
		if (back && draft.stages.length === 0) this.#answers(draft);
		draft.stages.push({ layer: "routing", lines: this.#decision(netns, { daddr: packet.dst, saddr: packet.src }) });
	}

	#answers(draft: Draft): void {
		const { port } = this.#question;
		if (port === undefined) draft.stages.push({ layer: "process", lines: [this.#texts.echoReply] });
		else draft.stages.push({ layer: "socket", lines: [this.#noListener ? "TCP RST" : "TCP SYN+ACK"] });
	}

	#forwarded({ netns, back, ip }: FlowStep): void {
		const draft = this.#at(netns, back);
		const ask = { daddr: ip.dst, saddr: ip.src, ...(draft.iif !== undefined && { iif: draft.iif }) };
		draft.stages.push({ layer: "routing", lines: [this.#texts.passedOn, ...this.#decision(netns, ask)] });
	}

	#delivered({ netns, back, ip, packet }: FlowStep): void {
		const draft = this.#at(netns, back);
		const { forLocal, keptRoute, hasAnswer, accepted } = this.#texts;
		const turned = draft.stages.some(({ turns }) => turns);
		const { dst: daddr, src: saddr } = isIp(packet) ? packet : ip;
		const ask = { daddr, saddr, ...(draft.iif !== undefined && { iif: draft.iif }) };
		const why = turned ? [keptRoute] : this.#decision(netns, ask);
		draft.stages.push({ layer: "routing", lines: [forLocal, ...why] });
		// A tunnel's own packet: what is in it comes to its device now.
		if (packet !== ip) return;
		const { port } = this.#question;
		const { refused } = this.#texts;
		const met = port === undefined ? hasAnswer : this.#noListener ? refused : accepted;
		if (back) draft.stages.push({ layer: "socket", lines: [] }, { layer: "process", lines: [met] });
		else if (port !== undefined) this.#listener(draft, netns, port);
	}

	#listener(draft: Draft, netns: number, port: number): void {
		const { kernel } = this.#scene.probe.world;
		const found = [...idValues(kernel.sockets)].find(
			(socket) => socket.netns === netns && socket.port === port && socket.tcp?.state === "LISTEN",
		);
		const local = found && `${found.local === "" ? (found.family === "inet" ? "0.0.0.0" : "*") : found.local}:${port}`;
		const stopped = this.#noListener && this.#texts.stop[this.#noListener];
		draft.stages.push({ layer: "socket", lines: [`TCP ${local ?? `:${port}`}`], ...(stopped && { stopped }) });
		const comm = found && idGet(kernel.tasks, found.pid)?.comm;
		if (comm !== undefined && !stopped) draft.stages.push({ layer: "process", lines: [this.#texts.listens(comm)] });
	}

	get #noListener(): "port.closed" | "port.bound" | undefined {
		const kind = this.#reach.stop?.kind;
		return kind === "port.closed" || kind === "port.bound" ? kind : undefined;
	}

	#answered({ at, netns }: FlowStep): void {
		if (at === "tcp_v4_send_reset") return;
		const draft = this.#drafts.at(-1);
		if (draft?.netns === netns && !draft.back) draft.stages.push({ layer: "process", lines: [this.#texts.kernel] });
	}

	/** The rule, the table and the route that decide. */
	#decision(netns: number, ask: Ask): string[] {
		const reasons = reasonsOf(this.#world, netns, ask);
		const route = decidingRoute(reasons);
		if (!route) return [];
		const doubt = reasons.findIndex(({ step }) => step === "believe");
		const matched = reasons
			.slice(0, doubt < 0 ? undefined : doubt)
			.findLast((reason) => reason.step === "rule" && reason.mismatch === undefined);
		const table = this.#texts.table(tableName(route.table));
		const rule = matched?.step === "rule" ? matched.rule : undefined;
		const first =
			rule === undefined
				? table
				: isOwnRule(rule.priority)
					? `${this.#texts.rule} ${ruleText(rule)}`
					: this.#texts.ownRule(rule.priority ?? 0, table);
		const { prefsrc: _, ...short } = route;
		return [first, routeText({ ...short, table: RT_TABLE_MAIN })];
	}

	/** Marks where it stops; a decision that refuses leaves no stage, so it gets one. */
	#end(): void {
		const { stop } = this.#reach;
		if (!stop || this.#noListener) return;
		const step = this.#flow.steps.at(-1);
		if (stop.kind === "elsewhere") this.#drafts.splice(this.#drafts.findIndex(({ back }) => back) >>> 0);
		const last = this.#drafts.at(-1) as Draft;
		const { netns } = last;
		const where = shownName(stop.ns);
		const foreign = stop.kind !== "circle" && where !== shownName(nsName(this.#world.kernel, netns));
		const stopped = `${foreign ? `${where} – ` : ""}${this.#texts.stop[stop.kind]}`;
		if (step?.what === "queued" && stop.kind !== "elsewhere") return this.#waiting(step, stopped);
		if (stop.kind === "ignored") last.stages.push({ layer: "process", lines: [this.#texts.kernel], stopped });
		else if (stop.back && !last.back) this.#noAnswer(netns, stopped);
		else if (isDecision(step) && stop.kind !== "elsewhere") last.stages.push(this.#refusal(stop, stopped));
		else last.stages.push({ ...(last.stages.pop() as Stage), stopped });
	}

	#noAnswer(netns: number, stopped: string): void {
		const draft = this.#open(netns, true);
		this.#answers(draft);
		draft.stages.push({ layer: "routing", lines: [], stopped });
	}

	/** What the decision found, if anything. */
	#refusal(stop: Stop, stopped: string): Stage {
		if (stop.kind === "device.down") return { layer: "device", lines: [stop.dev], stopped };
		const lines =
			stop.kind === "route.type" ? [routeText(stop.route)] : stop.kind === "rule" ? [ruleText(stop.rule)] : [];
		return { layer: "routing", lines, stopped };
	}

	/** The packet lies in the queue of a neighbour that has no link address. */
	#waiting({ device: id, netns, back, ip }: FlowStep, stopped: string): void {
		const draft = this.#at(netns, back);
		const device = deviceById(this.#world.kernel, id);
		if (draft.iif !== undefined && draft.stages.at(-1)?.layer === "device") {
			const ask = { daddr: ip.dst, saddr: ip.src, iif: draft.iif };
			draft.stages.push({ layer: "routing", lines: [this.#texts.passedOn, ...this.#decision(netns, ask)] });
		}
		draft.stages.push({ ...(device ? this.#deviceStage(device) : { layer: "device", lines: [] }), stopped });
	}

	/** Where the packet was to go and has not come. */
	missed(visits: readonly Draft[]): Journey["missed"] {
		const { daddr, meant } = this.#question;
		if (this.#reach.ok) return undefined;
		const { kernel } = this.#world;
		const netns = meant ?? homesOf(kernel, daddr)[0]?.device.netns;
		if (netns === undefined || visits.some((visit) => visit.netns === netns && !visit.back)) return undefined;
		return { ns: shownName(nsName(kernel, netns)), line: this.#texts.notReached(daddr) };
	}

	/** The cards beside lo, where lo has turned the packet round. */
	idle(visits: readonly Draft[]): Map<string, string[]> {
		const { kernel } = this.#world;
		const turned = visits.filter(({ stages }) => stages.some(({ turns }) => turns));
		const namesIn = (netns: number) => {
			const names = devicesIn(kernel, netns)
				.filter((device) => !isLoopbackDevice(device))
				.flatMap((device) => this.#deviceStage(device).lines);
			return names.length > mostIdle ? [...names.slice(0, mostIdle), `… ${names.length - mostIdle}`] : names;
		};
		return new Map(turned.map(({ netns }) => [shownName(nsName(kernel, netns)), namesIn(netns)]));
	}

	remarks(visits: readonly Draft[]): string[] {
		const only = visits.every(({ stages }) => stages.some(({ turns }) => turns));
		if (!only || !(this.#reach.ok || this.#noListener)) return [];
		return [this.#texts.noCard, this.#texts.sameWay];
	}
}

/** As far as the first namespace that passes it on a second time. */
function uncircled(steps: readonly FlowStep[]): readonly FlowStep[] {
	const seen = new Set<string>();
	const again = steps.findIndex(({ what, netns, back }) => {
		const key = `${back} ${netns}`;
		return what === "forwarded" && (seen.has(key) || !seen.add(key));
	});
	return again < 0 ? steps : steps.slice(0, again + 1);
}

/** Steps at which a device itself drops. */
function isOnDevice(at: string): boolean {
	return /^(?:__dev_queue_xmit|dev_hard_start_xmit|____dev_forward_skb|__netif_receive_skb_core|neigh_)/.test(at);
}

/** Nothing was sent, or a routing decision was the last word. */
function isDecision(step: FlowStep | undefined): boolean {
	return step === undefined || (step.what === "dropped" && !isOnDevice(step.at));
}

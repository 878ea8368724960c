/**
 * The way of a packet as a picture wants it: the steps of the trace (kernel/path/step.ts), namespace by namespace, as stages
 * between a program and the wire. Bridges leave no step of their own: a frame that comes in by the other end of a pair and
 * leaves by another port has crossed one.
 */
import type { PathTexts } from "../../explain/path/text.ts";
import { routeText, ruleText, tableName } from "../../explain/why/fact.ts";
import type { Reach, Stop } from "../../explain/why/reach.ts";
import { type Device, isLoopbackDevice } from "../../kernel/device.ts";
import { driverOf } from "../../kernel/drivers/kind.ts";
import { idGet, idValues } from "../../net/id-map.ts";
import type { Stage } from "../../picture/path/journey.ts";
import { isIp } from "../../uapi/packet.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { World } from "../machine.ts";
import { isOwnRule } from "./decision.ts";
import type { Flow, FlowStep } from "./flow.ts";
import { type Ask, decidingRoute, type Question, reasonsOf } from "./probe.ts";
import type { Scene } from "./scene.ts";
import { deviceById, nsName, peerOf } from "./view.ts";

/** What a picture shows of one namespace. */
export interface Draft {
	readonly netns: number;
	readonly back: boolean;
	readonly stages: Stage[];
	/** Index of the device it came in by. */
	iif?: number;
	last?: Device;
}

export function stagesOf(scene: Scene, reach: Reach, texts: PathTexts): readonly Draft[] {
	return new Trip(scene, reach, texts).visits();
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
		here.stages.push(deviceStage(entry));
		const master = deviceById(this.#world.kernel, entry.master);
		if (master && master.id !== device.id) here.stages.push(deviceStage(master));
		return here;
	}

	#sent(draft: Draft, device: Device): void {
		const stage = deviceStage(device);
		const turns = isLoopbackDevice(device);
		draft.stages.push(turns ? { ...stage, lines: [...stage.lines, ...this.#texts.handedBack], turns } : stage);
		draft.last = device;
	}

	#received(netns: number, back: boolean, device: Device): void {
		const draft = this.#arrived(netns, back, device);
		draft.iif = device.index;
		if (draft.stages.at(-1)?.turns || draft.last?.id === device.id) return;
		draft.stages.push(deviceStage(device));
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
		else draft.stages.push({ layer: "socket", lines: [noListener(this.#reach) ? "TCP RST" : "TCP SYN+ACK"] });
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
		const met = port === undefined ? hasAnswer : noListener(this.#reach) ? refused : accepted;
		if (back) draft.stages.push({ layer: "socket", lines: [] }, { layer: "process", lines: [met] });
		else if (port !== undefined) this.#listener(draft, netns, port);
	}

	#listener(draft: Draft, netns: number, port: number): void {
		const { kernel } = this.#scene.probe.world;
		const found = [...idValues(kernel.sockets)].find(
			(socket) => socket.netns === netns && socket.port === port && socket.tcp?.state === "LISTEN",
		);
		const local = found && `${found.local === "" ? (found.family === "inet" ? "0.0.0.0" : "*") : found.local}:${port}`;
		const refused = noListener(this.#reach);
		const stopped = refused && this.#texts.stop[refused];
		draft.stages.push({ layer: "socket", lines: [`TCP ${local ?? `:${port}`}`], ...(stopped && { stopped }) });
		const comm = found && idGet(kernel.tasks, found.pid)?.comm;
		if (comm !== undefined && !stopped) draft.stages.push({ layer: "process", lines: [this.#texts.listens(comm)] });
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
		if (!stop || noListener(this.#reach)) return;
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
		draft.stages.push({ ...(device ? deviceStage(device) : { layer: "device", lines: [] }), stopped });
	}
}

export function deviceStage(device: Device): Stage {
	const kind = driverOf(device).infoKind;
	return { layer: "device", lines: [kind === undefined ? device.name : `${device.name} (${kind})`] };
}

export function noListener({ stop }: Reach): "port.closed" | "port.bound" | undefined {
	return stop?.kind === "port.closed" || stop?.kind === "port.bound" ? stop.kind : undefined;
}

export function shownName(ns: string): string {
	return ns === "" ? "host" : ns;
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

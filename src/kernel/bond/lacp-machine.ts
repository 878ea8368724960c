/**
 * The machines of one port in mode 802.3ad: drivers/net/bonding/bond_3ad.c ad_rx_machine() and its like, IEEE 802.3ad-2000 43.4.
 * Each looks at the port and changes it; together they are one tick (lag.ts).
 */
import {
	LACP_ACTIVITY,
	LACP_AGGREGATION,
	LACP_COLLECTING,
	LACP_DEFAULTED,
	LACP_DISTRIBUTING,
	LACP_EXPIRED,
	LACP_SYNCHRONIZATION,
	LACP_TIMEOUT,
	type LacpEnd,
} from "../../uapi/bonding.ts";
import type { Lacp } from "../../uapi/packet.ts";
import { aggregatorOf, hasPartner, updateReady } from "./aggregator.ts";
import { type Churn, FULL_DUPLEX, isSameSystem, noPartner, ticksBetween } from "./lacp.ts";
import { disablePort, enablePort, type Lag, type Port } from "./lag.ts";

/** Ticks: AD_SHORT_TIMEOUT_TIME and its like. */
const shortTimeout = 30;
const longTimeout = 900;
const fastPeriodic = 9;
const slowPeriodic = 299;
const waitWhile = 20;
const churnDetection = 600;

function setActor(port: Port, on: number, off = 0): void {
	port.actor = { ...port.actor, state: (port.actor.state & ~off) | on };
}

function setPartner(port: Port, on: number, off = 0): void {
	port.partner = { ...port.partner, state: (port.partner.state & ~off) | on };
}

function isOver(lag: Lag, until: number | undefined): boolean {
	return until !== undefined && lag.tick >= until;
}

/** ad_rx_machine() without a message. */
export function rxMachine(lag: Lag, port: Port): void {
	if (port.begin) return initialize(port);
	if (!port.enabled) return disable(port);
	if (isOver(lag, port.rxUntil)) {
		port.rxUntil = undefined;
		if (port.rx === "expired") return fallBack(port);
		if (port.rx === "current") return expire(lag, port);
	} else if (port.rx === "disabled") {
		if (port.speaks) expire(lag, port);
		else stopSpeaking(port);
	}
}

function initialize(port: Port): void {
	port.churned = true;
	port.speaks = (port.actor.key & FULL_DUPLEX) !== 0;
	port.selected = false;
	recordDefault(port);
	setActor(port, 0, LACP_EXPIRED);
	port.rx = "disabled";
}

/** The partner's word counts no longer (recording link-bond-lacp-peers). */
function disable(port: Port): void {
	if (port.rx === "disabled") return;
	port.rx = "disabled";
	setPartner(port, 0, LACP_SYNCHRONIZATION);
}

function stopSpeaking(port: Port): void {
	port.rx = "lacp-disabled";
	port.selected = false;
	recordDefault(port);
	setPartner(port, 0, LACP_AGGREGATION);
	setActor(port, 0, LACP_EXPIRED);
}

function expire(lag: Lag, port: Port): void {
	port.rx = "expired";
	setPartner(port, LACP_TIMEOUT, LACP_SYNCHRONIZATION);
	port.rxUntil = lag.tick + shortTimeout;
	setActor(port, LACP_EXPIRED);
	port.churned = true;
}

function fallBack(port: Port): void {
	port.rx = "defaulted";
	if (!isSameEnd(port.partner, noPartner)) port.selected = false;
	recordDefault(port);
	setActor(port, 0, LACP_EXPIRED);
}

function recordDefault(port: Port): void {
	port.partner = noPartner;
	setActor(port, LACP_DEFAULTED);
}

/** Whether two descriptions are of one end that may be bundled alike. */
function isSameEnd(a: LacpEnd, b: LacpEnd): boolean {
	return (
		a.port === b.port &&
		a.priority === b.priority &&
		isSameSystem(a.system, b.system) &&
		a.key === b.key &&
		((a.state ^ b.state) & LACP_AGGREGATION) === 0
	);
}

/** ad_rx_machine() of a message. */
export function rxMessage(lag: Lag, port: Port, message: Lacp): void {
	port.received++;
	if (port.begin) return initialize(port);
	if (!port.enabled) return disable(port);
	if (port.rx !== "expired" && port.rx !== "defaulted" && port.rx !== "current") return rxMachine(lag, port);
	if (port.rx !== "current") port.churned = true;
	port.rx = "current";
	port.rxUntil = undefined;
	// Its own message has come back: somebody has tied two ends of one system together.
	if (message.actor.system.mac === port.actor.system.mac) return;
	if (!isSameEnd(message.actor, port.partner)) port.selected = false;
	if (isNews(message.partner, port.actor)) port.ntt = true;
	record(port, message);
	port.rxUntil = lag.tick + (port.actor.state & LACP_TIMEOUT ? shortTimeout : longTimeout);
	setActor(port, 0, LACP_EXPIRED);
}

const told = LACP_ACTIVITY | LACP_TIMEOUT | LACP_SYNCHRONIZATION | LACP_AGGREGATION;

/** __update_ntt(): the partner has another picture of this end. */
function isNews(seen: LacpEnd, actor: LacpEnd): boolean {
	return !isSameEnd(seen, actor) || ((seen.state ^ actor.state) & told) !== 0;
}

/** __choose_matched(), __record_pdu() */
function record(port: Port, { actor, partner }: Lacp): void {
	const matched = isSameEnd(partner, port.actor) || (actor.state & LACP_AGGREGATION) === 0;
	port.partner = actor;
	setActor(port, 0, LACP_DEFAULTED);
	if (!matched) setPartner(port, 0, LACP_SYNCHRONIZATION);
}

/** ad_periodic_machine() */
export function periodicMachine(lag: Lag, port: Port): void {
	const last = port.periodic;
	port.periodic = nextPeriodic(lag, port);
	if (port.periodic === last) return;
	if (port.periodic === "tx") port.ntt = true;
	const length = { none: undefined, tx: undefined, fast: fastPeriodic, slow: slowPeriodic }[port.periodic ?? "none"];
	port.periodicUntil = length === undefined ? undefined : lag.tick + length;
}

function nextPeriodic(lag: Lag, port: Port): Port["periodic"] {
	const nobodySpeaksFirst = ((port.actor.state | port.partner.state) & LACP_ACTIVITY) === 0;
	if (port.begin || !port.speaks || !port.enabled || nobodySpeaksFirst) return "none";
	const fast = (port.partner.state & LACP_TIMEOUT) !== 0;
	if (port.periodicUntil === undefined) {
		if (port.periodic === "none") return "fast";
		return port.periodic === "tx" ? (fast ? "fast" : "slow") : port.periodic;
	}
	if (isOver(lag, port.periodicUntil)) return "tx";
	if (port.periodic === "fast" && !fast) return "slow";
	return port.periodic === "slow" && fast ? "tx" : port.periodic;
}

/** ad_mux_machine() */
export function muxMachine(lag: Lag, port: Port): void {
	const last = port.mux;
	port.mux = port.begin ? "detached" : nextMux(lag, port);
	if (port.mux !== last) enterMux(lag, port);
}

function nextMux(lag: Lag, port: Port): Port["mux"] {
	const { active } = aggregatorOf(lag, port) ?? { active: false };
	const inSync = (port.partner.state & LACP_SYNCHRONIZATION) !== 0;
	switch (port.mux) {
		case "detached":
			return port.selected ? "waiting" : "detached";
		case "waiting":
			if (!port.selected) return leave(lag, port);
			if (isOver(lag, port.muxUntil)) {
				port.muxUntil = undefined;
				port.readyN = true;
			}
			updateReady(lag, port);
			return port.ready && port.muxUntil === undefined ? "attached" : "waiting";
		case "attached":
			if (port.selected && inSync && lag.selectUntil === undefined)
				return active ? "collecting-distributing" : "attached";
			if (!port.selected) return leave(lag, port);
			if (active) setActor(port, LACP_SYNCHRONIZATION);
			return "attached";
		case "collecting-distributing":
			if (!port.selected || !inSync || !(port.actor.state & LACP_SYNCHRONIZATION)) return "attached";
			if (active && port.backup) enablePort(port);
			return "collecting-distributing";
		default:
			return port.mux;
	}
}

function leave(lag: Lag, port: Port): "detached" {
	port.readyN = false;
	updateReady(lag, port);
	return "detached";
}

const used = LACP_COLLECTING | LACP_DISTRIBUTING;

function enterMux(lag: Lag, port: Port): void {
	const aggregator = aggregatorOf(lag, port);
	const stop = () => {
		if (aggregator && hasPartner(aggregator)) disablePort(port);
		port.ntt = true;
	};
	switch (port.mux) {
		case "detached":
			setActor(port, 0, LACP_SYNCHRONIZATION | used);
			return stop();
		case "waiting":
			port.muxUntil = lag.tick + waitWhile;
			return;
		case "attached":
			if (aggregator?.active) setActor(port, LACP_SYNCHRONIZATION, used);
			else setActor(port, 0, LACP_SYNCHRONIZATION | used);
			return stop();
		case "collecting-distributing":
			setActor(port, LACP_SYNCHRONIZATION | used);
			if (aggregator?.active) enablePort(port);
			port.ntt = true;
			return;
		default:
	}
}

/** ad_tx_machine() */
export function txMachine(lag: Lag, port: Port): void {
	if (port.txUntil !== undefined && !isOver(lag, port.txUntil)) return;
	port.txUntil = undefined;
	if (!port.ntt || !port.speaks) return;
	lag.send(port);
	port.ntt = false;
	port.txUntil = lag.tick + ticksBetween;
}

/** ad_churn_machine(): a minute after it began to watch it judges whether each end has come to agree. */
export function churnMachine(lag: Lag, port: Port): void {
	if (port.churned) {
		port.churned = false;
		const watch = (churn: Churn): Churn => ({
			...churn,
			state: "monitoring",
			until: lag.tick + churnDetection,
		});
		port.actorChurn = watch(port.actorChurn);
		port.partnerChurn = watch(port.partnerChurn);
		return;
	}
	port.actorChurn = judge(lag, port.actorChurn, port.actor);
	port.partnerChurn = judge(lag, port.partnerChurn, port.partner);
}

function judge(lag: Lag, churn: Churn, end: LacpEnd): Churn {
	if (!isOver(lag, churn.until)) return churn;
	if (churn.state !== "monitoring") return { ...churn, until: undefined };
	const agrees = (end.state & LACP_SYNCHRONIZATION) !== 0;
	return agrees ? { state: "none", count: churn.count } : { state: "churned", count: churn.count + 1 };
}

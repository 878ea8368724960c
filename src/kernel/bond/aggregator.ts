/**
 * Which ports of a bond in mode 802.3ad are bundled, and which bundle is used: drivers/net/bonding/bond_3ad.c
 * ad_port_selection_logic(), ad_agg_selection_logic(). Only the ports of one aggregator carry anything.
 */
import { LACP_SYNCHRONIZATION } from "../../uapi/bonding.ts";
import { type Aggregator, emptyAggregator, FULL_DUPLEX, isSameSystem, nobody } from "./lacp.ts";
import { disablePort, enablePort, type Lag, type Port } from "./lag.ts";

/** BOND_AD_* */
const stable = 0;
const byCount = 2;

export function portAt(lag: Lag, id: number | undefined): Port | undefined {
	return lag.ports.find((port) => port.id === id);
}

export function aggregatorOf(lag: Lag, port: Port): Aggregator | undefined {
	return portAt(lag, port.joined)?.own;
}

/** __agg_has_partner() */
export function hasPartner({ partnerSystem }: Aggregator): boolean {
	return partnerSystem.mac !== nobody.mac;
}

function members(lag: Lag, { ports }: Aggregator): Port[] {
	return ports.flatMap((id) => portAt(lag, id) ?? []);
}

/** __agg_active_ports() */
function activePorts(lag: Lag, aggregator: Aggregator): number {
	return members(lag, aggregator).filter(({ enabled }) => enabled).length;
}

/** __get_agg_bandwidth() */
function bandwidth(lag: Lag, aggregator: Aggregator): number {
	const [first] = members(lag, aggregator);
	return first ? first.speed * activePorts(lag, aggregator) : 0;
}

/** agg_device_up() */
function isAlive(lag: Lag, aggregator: Aggregator): boolean {
	return members(lag, aggregator).some(({ works }) => works);
}

/** __set_agg_ports_ready(): all of a bundle wait for the last. */
export function updateReady(lag: Lag, port: Port): void {
	const aggregator = aggregatorOf(lag, port);
	if (!aggregator) return;
	const all = members(lag, aggregator);
	const ready = all.every(({ readyN }) => readyN);
	for (const member of all) member.ready = ready;
}

/** ad_port_selection_logic(): a port that has not chosen joins the bundle that suits it, or begins one. */
export function choose(lag: Lag, port: Port): void {
	if (port.selected) return;
	leaveAggregator(lag, port);
	const owner = lag.ports.find(({ own }) => own.ports.length > 0 && suits(port, own)) ?? beginAggregator(lag, port);
	if (!owner) return;
	owner.own = { ...owner.own, ports: [port.id, ...owner.own.ports] };
	port.joined = owner.id;
	port.selected = true;
	updateReady(lag, port);
	selectAggregator(lag);
	if (!owner.own.active) port.actor = { ...port.actor, state: port.actor.state & ~LACP_SYNCHRONIZATION };
}

function leaveAggregator(lag: Lag, port: Port): void {
	const owner = portAt(lag, port.joined);
	port.joined = undefined;
	if (!owner) return;
	const ports = owner.own.ports.filter((id) => id !== port.id);
	owner.own = ports.length === 0 ? cleared(owner.own) : { ...owner.own, ports };
}

function cleared({ identifier }: Aggregator): Aggregator {
	return { ...emptyAggregator, identifier };
}

function suits({ actor, partner }: Port, own: Aggregator): boolean {
	return (
		own.actorKey === actor.key &&
		isSameSystem(own.partnerSystem, partner.system) &&
		own.partnerKey === partner.key &&
		hasPartner(own) &&
		!own.individual
	);
}

/** The first that nobody uses, whoever's it is. */
function beginAggregator(lag: Lag, { actor, partner }: Port): Port | undefined {
	const owner = lag.ports.find(({ own }) => own.ports.length === 0);
	if (!owner) return undefined;
	owner.own = {
		...owner.own,
		individual: (actor.key & FULL_DUPLEX) === 0,
		actorKey: actor.key,
		partnerSystem: partner.system,
		partnerKey: partner.key,
	};
	return owner;
}

/** ad_agg_selection_logic() */
export function selectAggregator(lag: Lag): void {
	const active = lag.ports.find(({ own }) => own.active);
	let best = active && isAlive(lag, active.own) ? active : undefined;
	for (const port of lag.ports) {
		port.own = { ...port.own, active: false };
		if (activePorts(lag, port.own) > 0 && isAlive(lag, port.own)) best = better(lag, best, port);
	}
	if (best && active && lag.select === stable && mayStay(lag, active.own, best.own)) best = active;
	if (best) best.own = { ...best.own, active: true };
	if (best && active && best !== active) for (const port of members(lag, active.own)) disablePort(port);
	if (best && !hasPartner(best.own)) for (const port of members(lag, best.own)) enablePort(port);
}

/** The present one, while it has an answering partner, or as long as nobody answers the better one either. */
function mayStay(lag: Lag, active: Aggregator, best: Aggregator): boolean {
	if (activePorts(lag, active) === 0) return false;
	return (hasPartner(active) || !hasPartner(best)) && !(active.actorKey === 0 && best.actorKey !== 0);
}

/** ad_agg_selection_test() */
function better(lag: Lag, best: Port | undefined, port: Port): Port {
	if (!best) return port;
	const [a, b] = [port.own, best.own];
	if (a.individual !== b.individual) return b.individual ? port : best;
	if (hasPartner(a) !== hasPartner(b)) return hasPartner(a) ? port : best;
	const [countA, countB] = [activePorts(lag, a), activePorts(lag, b)];
	if (lag.select === byCount && countA !== countB) return countA > countB ? port : best;
	return bandwidth(lag, a) > bandwidth(lag, b) ? port : best;
}

/** bond_3ad_unbind_slave(): a port goes, and what was in its aggregator moves to one that is free. */
export function unbind(lag: Lag, port: Port): void {
	const { own } = port;
	if (own.ports.some((id) => id !== port.id)) moveAggregator(lag, port);
	else if (own.ports.length > 0) {
		port.own = cleared(own);
		if (own.active) selectAggregator(lag);
	}
	const owner = lag.ports.find(({ own }) => own.ports.includes(port.id));
	if (!owner) return;
	owner.own = { ...owner.own, ports: owner.own.ports.filter((id) => id !== port.id) };
	if (activePorts(lag, owner.own) > 0) return;
	const { active } = owner.own;
	if (owner.own.ports.length === 0) owner.own = cleared(owner.own);
	if (active) selectAggregator(lag);
}

function moveAggregator(lag: Lag, port: Port): void {
	const heir = lag.ports.find(({ own }) => own.ports.every((id) => id === port.id));
	if (!heir || heir === port) return;
	const wasActive = heir.own.active;
	heir.own = { ...port.own, identifier: heir.own.identifier };
	for (const member of members(lag, heir.own)) member.joined = heir.id;
	port.own = cleared(port.own);
	if (wasActive) selectAggregator(lag);
}

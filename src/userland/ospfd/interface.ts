/**
 * The interfaces of a router (RFC 2328, 9; ospfd/ospf_ism.c): which there are, what state they are in, their hellos. What zebra
 * knows of links and addresses decides: there is an interface while its link has carrier, for zebra takes the addresses of a link
 * that has lost it away (zebra/interface.c if_down()), and ospfd then forgets the interface (ospf_interface_address_delete()): one
 * that is back is the last of all. Recording: ospf-parallel-links.
 */
import { netmask } from "../../net/prefix.ts";
import { byName } from "../zebra/interface.ts";
import type { Connected } from "../zebra/zebra.ts";
import { type InterfaceConfig, type OspfConfig, settingsOf } from "./config.ts";
import { dropNeighbour } from "./neighbour.ts";
import { touchLsa } from "./originate.ts";
import { type InterfaceState, intervals, type OspfInterface, patch, setInterface, type Turn } from "./ospf.ts";
import { AllSPFRouters } from "./packet.ts";
import { send } from "./send.ts";

/** Link speed where none is known, in Mbit/s: a veth says so, too (ospfd/ospf_interface.c OSPF_DEFAULT_BANDWIDTH). */
const bandwidth = 10_000;

function costOf(config: OspfConfig, own: InterfaceConfig, loopback: boolean): number {
	if (own.cost !== undefined) return own.cost;
	if (loopback) return 0;
	return Math.min(65535, Math.max(1, Math.floor(config.referenceBandwidth / bandwidth)));
}

/** Makes the interfaces those that there are now. */
export function followLinks(turn: Turn, connected: readonly Connected[]): void {
	const { config } = turn.ospf;
	// in the order in which zebra tells of them at the start: by name
	const wanted = connected.toSorted(byName).flatMap((each) => {
		const own = each.secondary || !each.up ? undefined : settingsOf(config, each.name, each.addr);
		return own ? [{ each, own }] : [];
	});
	for (const one of [...turn.ospf.interfaces]) {
		const now = wanted.find(({ each }) => each.addr === one.addr && each.ifindex === one.ifindex);
		if (now && now.own.area === one.config.area) follow(turn, one, now.each, now.own);
		else remove(turn, one);
	}
	for (const { each, own } of wanted)
		if (!turn.ospf.interfaces.some(({ addr }) => addr === each.addr)) add(turn, each, own);
}

/** What it is told now, by the kernel or by a user. Another mtu lets it begin anew (ospf_if_reset), as does another kind of network. */
function follow(turn: Turn, one: OspfInterface, { mtu, loopback }: Connected, own: InterfaceConfig): void {
	const old = { ...one };
	const cost = costOf(turn.ospf.config, own, loopback);
	const anew = mtu !== old.mtu || own.network !== old.config.network || own.passive !== old.config.passive;
	if (anew) down(turn, one);
	setInterface(one, { mtu, config: own, cost });
	if (anew) up(turn, one);
	if (cost !== old.cost) touchLsa(turn);
	// ospf_reset_hello_timer(): a hello goes out at once
	if (one.helloAt !== undefined && own.hello !== old.config.hello) setInterface(one, { helloAt: turn.now });
}

function add(turn: Turn, connected: Connected, config: InterfaceConfig): void {
	const { ifindex, name, addr, prefixlen, mtu, loopback } = connected;
	const cost = costOf(turn.ospf.config, config, loopback);
	const state = stateOf(name, config);
	const added: OspfInterface = { ifindex, name, addr, prefixlen, mtu, config, cost, state, acks: [] };
	patch(turn, { interfaces: [...turn.ospf.interfaces, added] });
	up(turn, added);
}

function remove(turn: Turn, one: OspfInterface): void {
	down(turn, one);
	patch(turn, { interfaces: turn.ospf.interfaces.filter((each) => each !== one) });
}

function stateOf(name: string, { network }: InterfaceConfig): InterfaceState {
	if (name === "lo") return "Loopback";
	return network === "point-to-point" ? "Point-To-Point" : "Waiting";
}

/** InterfaceUp. The first hello goes out at once (ospfd/ospf_ism.c ism_timer_set: after 1 ms). */
function up(turn: Turn, one: OspfInterface): void {
	const state = stateOf(one.name, one.config);
	const speaks = state === "Point-To-Point" && !one.config.passive;
	setInterface(one, {
		state,
		...(speaks && { helloAt: turn.now + 1 }),
		...(state === "Waiting" && { waitUntil: turn.now + 1000 * intervals(one).dead }),
	});
	if (speaks) turn.sys.net.join(turn.ospf.socket, AllSPFRouters, one.ifindex);
	touchLsa(turn);
}

/** InterfaceDown: the neighbours are gone with it. */
function down(turn: Turn, one: OspfInterface): void {
	dropNeighbour(turn, one);
	if (one.helloAt !== undefined) turn.sys.net.leave(turn.ospf.socket, AllSPFRouters, one.ifindex);
	setInterface(one, { helloAt: undefined, waitUntil: undefined, acks: [], ackAt: undefined });
	touchLsa(turn);
}

export function interfaceTimers(turn: Turn, one: OspfInterface): void {
	if (one.helloAt !== undefined && one.helloAt <= turn.now) sendHello(turn, one);
	if (one.waitUntil !== undefined && one.waitUntil <= turn.now)
		setInterface(one, { state: "DR", waitUntil: undefined });
}

function sendHello(turn: Turn, one: OspfInterface): void {
	const { hello, dead } = intervals(one);
	send(turn, one, {
		type: "hello",
		mask: netmask(one.prefixlen),
		helloInterval: hello,
		deadInterval: dead,
		priority: one.config.priority ?? 1,
		neighbours: one.neighbour ? [one.neighbour.id] : [],
	});
	setInterface(one, { helloAt: turn.now + 1000 * hello });
}

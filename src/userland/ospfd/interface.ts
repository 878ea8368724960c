/**
 * The interfaces of a router (RFC 2328, 9; ospfd/ospf_ism.c): which there are, what state they are in, their hellos. What zebra
 * knows of links and addresses decides: an interface is up while its link has carrier.
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
		const own = each.secondary ? undefined : settingsOf(config, each.name, each.addr);
		return own ? [{ each, own }] : [];
	});
	for (const one of [...turn.ospf.interfaces]) {
		const now = wanted.find(({ each }) => each.addr === one.addr && each.ifindex === one.ifindex);
		if (now && now.own.area === one.config.area) follow(turn, one, now.each, now.own);
		else remove(turn, one);
	}
	const present = ({ addr }: Connected) => turn.ospf.interfaces.find((one) => one.addr === addr);
	for (const { each, own } of wanted) {
		const one = present(each) ?? add(turn, each, own);
		if ((one.state !== "Down") !== each.up) (each.up ? up : down)(turn, one);
	}
}

/** What it is told now, by the kernel or by a user. Another mtu lets it begin anew (ospf_if_reset), as does another kind of network. */
function follow(turn: Turn, one: OspfInterface, { mtu, adminUp, loopback }: Connected, own: InterfaceConfig): void {
	const old = { ...one };
	const cost = costOf(turn.ospf.config, own, loopback);
	const anew = mtu !== old.mtu || own.network !== old.config.network || own.passive !== old.config.passive;
	if (anew && old.state !== "Down") down(turn, one);
	setInterface(one, { mtu, adminUp, config: own, cost });
	if (cost !== old.cost) touchLsa(turn);
	// ospf_reset_hello_timer(): a hello goes out at once
	if (one.helloAt !== undefined && own.hello !== old.config.hello) setInterface(one, { helloAt: turn.now });
}

function add(
	turn: Turn,
	{ ifindex, name, addr, prefixlen, mtu, adminUp, loopback }: Connected,
	config: InterfaceConfig,
): OspfInterface {
	const cost = costOf(turn.ospf.config, config, loopback);
	const added: OspfInterface = { ifindex, name, addr, prefixlen, mtu, adminUp, config, cost, state: "Down", acks: [] };
	patch(turn, { interfaces: [...turn.ospf.interfaces, added] });
	return added;
}

function remove(turn: Turn, one: OspfInterface): void {
	if (one.state !== "Down") down(turn, one);
	patch(turn, { interfaces: turn.ospf.interfaces.filter((each) => each !== one) });
}

/** InterfaceUp. The first hello goes out at once (ospfd/ospf_ism.c ism_timer_set: after 1 ms). */
function up(turn: Turn, one: OspfInterface): void {
	const state: InterfaceState =
		one.name === "lo" ? "Loopback" : one.config.network === "point-to-point" ? "Point-To-Point" : "Waiting";
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
	setInterface(one, { state: "Down", helloAt: undefined, waitUntil: undefined, acks: [], ackAt: undefined });
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

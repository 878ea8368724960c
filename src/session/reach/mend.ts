/**
 * The one command that would mend it. What could help is written down by the kind of the obstacle, the likeliest first, and then
 * tried on copies of the world: only what was seen to help is named.
 */
import type { Mend, Stop } from "../../explain/why/reach.ts";
import { type Device, isUp } from "../../kernel/device.ts";
import { type Addr, bitsOf, familyOf } from "../../net/addr.ts";
import { contains, formatPrefix, maskAddr, type Prefix } from "../../net/prefix.ts";
import type { Reason, RouteFact } from "../../uapi/reason.ts";
import { RTN_UNICAST, routeTypes } from "../../uapi/route-type.ts";
import { rowOf } from "../../uapi/row.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import { runProgram } from "../drive.ts";
import { createMachine, initNetns, type World } from "../machine.ts";
import { isOwnRule } from "./decision.ts";
import { decidingRoute, reasonsOf } from "./probe.ts";
import type { Scene } from "./scene.ts";
import { deviceById, devicesIn, type Home, homes, homesOf, homesOn, nsByName, nsName, sameFamily } from "./view.ts";

/** What is found out about a world in which a command was run. */
export type Judge = (world: World) => Stop | undefined;

/** The first command that mends it whole, else the first that takes this obstacle away. */
export function findMend(scene: Scene, stop: Stop, judge: Judge): Mend | undefined {
	let part: Mend | undefined;
	for (const command of new Set(candidates(scene, stop))) {
		const world = tried(scene.world, command);
		if (!world) continue;
		const next = judge(world);
		if (!next) return { command, whole: true };
		if (next.kind !== stop.kind || next.ns !== stop.ns || next.back !== stop.back) part ??= { command, whole: false };
	}
	return part;
}

/** The world after a command; undefined where it is refused. */
function tried(world: World, command: string): World | undefined {
	const machine = createMachine(world);
	const { exit } = runProgram(machine, command.split(" "), { netns: initNetns });
	return exit === 0 ? machine.world : undefined;
}

function ip(ns: string, words: string): string {
	return ns === "" ? `ip ${words}` : `ip -n ${ns} ${words}`;
}

function setting(ns: string, name: string, value: number): string {
	return `${ns === "" ? "" : `ip netns exec ${ns} `}sysctl -w ${name}=${value}`;
}

function candidates(scene: Scene, stop: Stop): string[] {
	const { ns } = stop;
	switch (stop.kind) {
		case "source":
			return devices(scene, ns).map(({ name }) =>
				ip(ns, `addr add ${stop.addr}/${lengthFor(scene, stop.addr)} dev ${name}`),
			);
		case "source.narrow":
			return [...preferring(scene, stop.addr), ...ruleDeletions(scene, stop)];
		case "route.none":
			return [...ruleDeletions(scene, stop), ...routesTo(scene, ns, stop.daddr), ...links(scene, ns)];
		case "route.type":
			return [...ruleDeletions(scene, stop), ip(ns, `${familyWord(stop.daddr)}route del ${typedRoute(stop.route)}`)];
		case "rule":
			return ruleDeletions(scene, stop);
		case "forwarding":
			return [setting(ns, stop.sysctl, 1)];
		case "arp.off":
			return [ip(ns, `link set ${stop.dev} arp on`)];
		case "rp_filter":
			return stop.way === undefined
				? [...routesTo(scene, ns, stop.saddr), setting(ns, `net.ipv4.conf.${stop.dev}.rp_filter`, 0)]
				: [
						setting(ns, `net.ipv4.conf.${stop.dev}.rp_filter`, 2),
						...routeDeletion(stop, decidingRoute(reasonsOf(scene.world, idOf(scene, ns), { daddr: stop.saddr }))),
					];
		case "martian":
			return stop.own ? deletions(scene, ns, stop.addr) : [setting(ns, `net.ipv4.conf.${stop.dev}.route_localnet`, 1)];
		case "device.down":
		case "peer.down":
			return [ip(ns, `link set ${stop.dev} up`)];
		case "carrier":
			return stop.peer ? [ip(stop.peer.ns, `link set ${stop.peer.dev} up`)] : [];
		case "neighbour":
			return [
				...ruleDeletions(scene, stop),
				...forNeighbour(scene, stop),
				...routeDeletion(stop, routeAt(scene, stop)),
			];
		case "lladdr":
			return stop.permanent
				? [ip(stop.sender.ns, `neigh del ${stop.nexthop} dev ${stop.sender.dev}`)]
				: homesOf(scene.world.kernel, stop.nexthop).flatMap(({ device }) =>
						deletions(scene, nsName(scene.world.kernel, device.netns), stop.nexthop),
					);
		case "mtu":
			return [ip(ns, `link set ${stop.dev} mtu ${Math.max(1500, stop.length)}`)];
		case "circle":
			return [
				...routeDeletion(stop, routeAt(scene, stop)),
				...ruleDeletions(scene, stop),
				...routesTo(scene, ns, targetOf(scene, stop)),
			];
		case "hijack":
			return [];
		case "ignored":
			return [setting(ns, stop.sysctl, 0)];
		case "elsewhere":
			return [...deletions(scene, ns, stop.addr), ...ruleDeletions(scene, stop)];
		case "port.closed":
		case "port.bound":
			return [service(stop)];
		case "source.loopback":
		case "swallowed":
		case "unknown":
			return [];
		default:
			return stop satisfies never;
	}
}

/** A program that listens on the very address. */
function service({ ns, addr, port }: Extract<Stop, { kind: "port.closed" | "port.bound" }>): string {
	const place = familyOf(addr) === "inet6" ? `[${addr}]` : addr;
	return `${ns === "" ? "" : `ip netns exec ${ns} `}serve service tcp ${place} ${port}`;
}

function idOf({ world: { kernel } }: Scene, ns: string): number {
	return ns === "" ? initNetns : (nsByName(kernel, ns) ?? initNetns);
}

function devices(scene: Scene, ns: string): Device[] {
	return devicesIn(scene.world.kernel, idOf(scene, ns)).filter(({ name }) => name !== "lo");
}

function links(scene: Scene, ns: string): string[] {
	return devicesIn(scene.world.kernel, idOf(scene, ns))
		.filter((device) => !isUp(device))
		.map(({ name }) => ip(ns, `link set ${name} up`));
}

function familyWord(addr: Addr): string {
	return familyOf(addr) === "inet6" ? "-6 " : "";
}

/** The length that others on the same network give it. */
function lengthFor({ world: { kernel } }: Scene, addr: Addr): number {
	const around = homes(kernel).filter(
		(home) => sameFamily(home.addr, addr) && contains({ addr: home.addr, len: home.len }, addr),
	);
	return around.find(({ len }) => len < bitsOf(familyOf(addr)))?.len ?? (familyOf(addr) === "inet" ? 24 : 64);
}

/** The network of an address, as whoever has it sees it. */
function networkTo({ world: { kernel } }: Scene, addr: Addr): Prefix {
	const len = homesOf(kernel, addr)[0]?.len ?? bitsOf(familyOf(addr));
	return { addr: maskAddr(addr, len), len };
}

/** Addresses of others that this namespace has a network with. */
function gateways({ world: { kernel } }: Scene, netns: number, daddr: Addr): { gateway: Home; dev: string }[] {
	const own = devicesIn(kernel, netns)
		.filter(({ name }) => name !== "lo")
		.flatMap(homesOn);
	return homes(kernel)
		.filter(
			({ device, addr, scope }) => device.netns !== netns && sameFamily(addr, daddr) && addr !== daddr && scope < 253,
		)
		.flatMap((gateway) => {
			const mine = own.find(
				(home) => sameFamily(home.addr, gateway.addr) && contains({ addr: home.addr, len: home.len }, gateway.addr),
			);
			return mine ? [{ gateway, dev: mine.device.name }] : [];
		});
}

/** Routes to the network of an address: by each possible gateway, then as on a link. */
function routesTo(scene: Scene, ns: string, daddr: Addr): string[] {
	const family = familyWord(daddr);
	const to = formatPrefix(networkTo(scene, daddr));
	const ways = gateways(scene, idOf(scene, ns), daddr);
	const via = ways.map(({ gateway, dev }) => ip(ns, `${family}route replace ${to} via ${gateway.addr} dev ${dev}`));
	const direct = devices(scene, ns).map(({ name }) => ip(ns, `${family}route replace ${to} dev ${name}`));
	const add = (command: string) => command.replace("route replace", "route add");
	return [...via.map(add), ...direct.map(add), ...via, ...direct];
}

/** `[TYPE] PREFIX [table T] [metric M]`, as it is deleted. */
function typedRoute({ type, dst, table, metric }: RouteFact): string {
	const name = type === RTN_UNICAST ? "" : `${rowOf(routeTypes, type)?.name ?? type} `;
	const more = [table === RT_TABLE_MAIN ? "" : ` table ${table}`, metric === 0 ? "" : ` metric ${metric}`].join("");
	return `${name}${dst.len === 0 ? "default" : formatPrefix(dst)}${more}`;
}

function deletions({ world: { kernel } }: Scene, ns: string, addr: Addr): string[] {
	const netns = ns === "" ? initNetns : nsByName(kernel, ns);
	return homesOf(kernel, addr)
		.filter(({ device }) => device.netns === netns)
		.map(({ device, len }) => ip(ns, `addr del ${addr}/${len} dev ${device.name}`));
}

/** Where the packet that is stopped is going. */
export function targetOf({ question, flow }: Scene, { back }: Stop): Addr {
	return back ? (flow.saddr ?? question.saddr ?? question.daddr) : question.daddr;
}

/** Why the namespace where it stops decides as it does. */
export function reasonsAt(scene: Scene, stop: Stop): readonly Reason[] {
	const { question, flow, world } = scene;
	const netns = idOf(scene, stop.ns);
	const saddr = stop.back ? question.daddr : (question.saddr ?? flow.saddr);
	const arrival = flow.steps.findLast(
		(step) => step.netns === netns && step.back === stop.back && step.at === "__netif_receive_skb_core",
	);
	const device = arrival && deviceById(world.kernel, arrival.device);
	return reasonsOf(world, netns, { daddr: targetOf(scene, stop), saddr, ...(device && { iif: device.index }) });
}

/** The route that decides where it stops. */
function routeAt(scene: Scene, stop: Stop): RouteFact | undefined {
	return decidingRoute(reasonsAt(scene, stop));
}

/** The rules of their own that had a say where it stopped. */
function ruleDeletions(scene: Scene, stop: Stop): string[] {
	const rules = reasonsAt(scene, stop).flatMap((reason) =>
		reason.step === "rule" && !reason.mismatch ? [reason.rule] : [],
	);
	return rules
		.filter(({ priority }) => isOwnRule(priority))
		.map(({ priority, family }) => ip(stop.ns, `${family === "inet6" ? "-6 " : ""}rule del pref ${priority}`));
}

/** The route that leads astray, unless it is a default route or one of a link. */
function routeDeletion({ ns }: Stop, route: RouteFact | undefined): string[] {
	if (!route || route.dst.len === 0 || route.ways[0]?.gateway === undefined) return [];
	return [ip(ns, `${familyWord(route.dst.addr)}route del ${typedRoute(route)}`)];
}

/** The route that would be taken, with the address as its source. */
function preferring(scene: Scene, addr: Addr): string[] {
	const { netns, daddr } = scene.question;
	const route = decidingRoute(reasonsOf(scene.world, netns, { daddr }));
	if (!route) return [];
	const { dst, ways, table, metric } = route;
	const [way] = ways;
	const words = [
		`route replace ${dst.len === 0 ? "default" : formatPrefix(dst)}`,
		...(way?.gateway === undefined ? [] : [`via ${way.gateway}`]),
		...(way?.dev === undefined ? [] : [`dev ${way.dev}`]),
		...(table === RT_TABLE_MAIN ? [] : [`table ${table}`]),
		`src ${addr}`,
		...(metric === 0 ? [] : [`metric ${metric}`]),
	];
	return [ip(nsName(scene.world.kernel, netns), words.join(" "))];
}

function forNeighbour(scene: Scene, stop: Extract<Stop, { kind: "neighbour" }>): string[] {
	const { ns, owner, nexthop, dev, direct, heard } = stop;
	const { kernel } = scene.world;
	const target = targetOf(scene, stop);
	const home = homesOf(kernel, nexthop)[0];
	const six = familyOf(nexthop) === "inet6";
	const answering =
		owner && heard && home
			? [
					ip(owner.ns, `link set ${owner.dev} arp on`),
					...(six
						? []
						: [
								setting(owner.ns, `net.ipv4.conf.${owner.dev}.arp_ignore`, 0),
								setting(owner.ns, "net.ipv4.conf.all.arp_ignore", 0),
							]),
					ip(ns, `neigh replace ${nexthop} lladdr ${home.device.address} dev ${dev} nud permanent`),
				]
			: [];
	const missing =
		direct && !owner
			? devices(scene, nsName(scene.world.kernel, scene.question.meant ?? -1)).map(({ name, netns }) =>
					ip(nsName(scene.world.kernel, netns), `addr add ${nexthop}/${lengthFor(scene, nexthop)} dev ${name}`),
				)
			: [];
	return [...answering, ...otherGateway(scene, stop), ...routesTo(scene, ns, target), ...missing];
}

/** The same route by another gateway. */
function otherGateway(scene: Scene, stop: Extract<Stop, { kind: "neighbour" }>): string[] {
	const { ns, direct, nexthop } = stop;
	const route = direct ? undefined : routeAt(scene, stop);
	if (!route) return [];
	const daddr = targetOf(scene, stop);
	const to = route.dst.len === 0 ? "default" : formatPrefix(route.dst);
	const suffix = route.table === RT_TABLE_MAIN ? "" : ` table ${route.table}`;
	return gateways(scene, idOf(scene, ns), daddr)
		.filter(({ gateway }) => gateway.addr !== nexthop)
		.map(({ gateway, dev }) =>
			ip(ns, `${familyWord(daddr)}route replace ${to} via ${gateway.addr} dev ${dev}${suffix}`),
		);
}

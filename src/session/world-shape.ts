/**
 * What a world that is read must have for everything else to rely on it: each member that its types call for, of the right kind.
 * The tables are held against the types by the compiler, so none can be forgotten. world-file.ts asks.
 */
import type { Device } from "../kernel/device.ts";
import type { Kernel, TaskStruct } from "../kernel/kernel.ts";
import type { Netns } from "../kernel/netns.ts";
import { profiles } from "../kernel/profile.ts";
import { type IdMap, idValues } from "../net/id-map.ts";
import type { DaemonProcess } from "../userland/daemon.ts";
import type { Ospf, OspfInterface } from "../userland/ospfd/ospf.ts";
import type { Link, LinkAddr, Zebra } from "../userland/zebra/zebra.ts";

type Kind = "number" | "string" | "boolean" | "list" | "map" | "object";

type KindOf<V> = [V] extends [number]
	? "number"
	: [V] extends [string]
		? "string"
		: [V] extends [boolean]
			? "boolean"
			: [V] extends [readonly unknown[]]
				? "list"
				: [V] extends [IdMap<unknown>]
					? "map"
					: "object";

type Shape<T> = { readonly [K in keyof T as object extends Pick<T, K> ? never : K]: KindOf<T[K]> };

const kernel: Shape<Kernel> = {
	profile: "string",
	now: "number",
	epoch: "number",
	seed: "number",
	netns: "map",
	lastNetns: "number",
	devices: "map",
	lastDevice: "number",
	timers: "map",
	lastTimer: "number",
	tasks: "map",
	lastPid: "number",
	sockets: "map",
	lastSocket: "number",
};

const device: Shape<Device> = {
	id: "number",
	netns: "number",
	index: "number",
	name: "string",
	altnames: "list",
	alias: "string",
	kind: "string",
	data: "object",
	type: "number",
	flags: "number",
	carrier: "boolean",
	carrierChanges: "number",
	operstate: "number",
	linkmode: "number",
	mtu: "number",
	minMtu: "number",
	maxMtu: "number",
	address: "string",
	addressFrom: "string",
	broadcast: "string",
	permaddr: "string",
	qdisc: "string",
	txqlen: "number",
	group: "number",
	noQueue: "boolean",
	netnsImmutable: "boolean",
	liveAddress: "boolean",
	promiscuity: "number",
	allmulti: "number",
	protoDown: "boolean",
	numTxQueues: "number",
	numRxQueues: "number",
	gsoMaxSize: "number",
	gsoMaxSegs: "number",
	tsoMaxSize: "number",
	tsoMaxSegs: "number",
	groMaxSize: "number",
};

const netns: Shape<Netns> = {
	id: "number",
	devices: "map",
	names: "map",
	lastIndex: "number",
	nsids: "list",
	fib4: "object",
	fib6: "object",
	nexthops: "object",
	neighbours: "object",
	rules4: "list",
	rules6: "list",
	conf4: "object",
	conf6: "object",
	sysctls: "map",
};

const task: Shape<TaskStruct> = { pid: "number", netns: "number", comm: "string" };

const daemon: Shape<DaemonProcess> = {
	program: "string",
	name: "string",
	pids: "list",
	netns: "number",
	state: "object",
};

const zebra: Shape<Zebra> = {
	pid: "number",
	hostname: "string",
	links: "map",
	addrs: "list",
	upSince: "map",
	kernelRoutes: "list",
	rib: "list",
	nexthops: "list",
	lastNexthop: "number",
	heard: "number",
};

const link: Shape<Link> = {
	index: "number",
	name: "string",
	mtu: "number",
	up: "boolean",
	adminUp: "boolean",
	loopback: "boolean",
};

const linkAddr: Shape<LinkAddr> = { ifindex: "number", addr: "string", prefixlen: "number", since: "number" };

const ospf: Shape<Ospf> = {
	pid: "number",
	config: "object",
	routerId: "string",
	socket: "number",
	since: "number",
	interfaces: "list",
	database: "object",
	walkAt: "number",
	spf: "object",
	routes: "list",
	borderRouters: "list",
	ddSeq: "number",
};

const ospfInterface: Shape<OspfInterface> = {
	ifindex: "number",
	name: "string",
	addr: "string",
	prefixlen: "number",
	mtu: "number",
	config: "object",
	state: "string",
	cost: "number",
	acks: "list",
};

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** net/patricia.ts: a node is a leaf, or a fork whose bits are behind those of the forks above it. */
function isMap(value: unknown): boolean {
	return isObject(value) && typeof value.size === "number" && (value.root === null || isNode(value.root, -1));
}

function isNode(node: unknown, above: number): boolean {
	if (!isObject(node)) return false;
	if (!("left" in node)) return typeof node.len === "number" && node.bits !== undefined && "value" in node;
	const { bit, here } = node;
	if (typeof bit !== "number" || bit <= above) return false;
	return [here, node.left, node.right].every((next) => next === null || isNode(next, bit));
}

const tests: Readonly<Record<Kind, (value: unknown) => boolean>> = {
	number: (value) => typeof value === "number",
	string: (value) => typeof value === "string",
	boolean: (value) => typeof value === "boolean",
	list: (value) => Array.isArray(value),
	map: isMap,
	object: isObject,
};

function has(value: unknown, shape: Readonly<Record<string, Kind>>): boolean {
	return isObject(value) && Object.entries(shape).every(([key, kind]) => tests[kind](value[key]));
}

function all(values: Iterable<unknown>, shape: Readonly<Record<string, Kind>>): boolean {
	for (const value of values) if (!has(value, shape)) return false;
	return true;
}

/** A map that is no map may fail anyhow. */
function whole(test: () => boolean): boolean {
	try {
		return test();
	} catch {
		return false;
	}
}

export function isKernel(value: unknown): value is Kernel {
	return whole(() => {
		const own = value as Kernel;
		return (
			has(own, kernel) &&
			Object.hasOwn(profiles, own.profile) &&
			all(idValues(own.netns), netns) &&
			all(idValues(own.devices), device) &&
			all(idValues(own.tasks), task)
		);
	});
}

export function areFiles(value: unknown): boolean {
	return isObject(value) && tests.map(value.entries);
}

export function areDaemons(value: unknown): value is readonly DaemonProcess[] {
	return whole(
		() => Array.isArray(value) && all(value, daemon) && value.every((each: DaemonProcess) => isState(each.state)),
	);
}

/** Of routers, the only daemons that there are. */
function isState(state: unknown): boolean {
	const own = state as { readonly zebra?: Zebra; readonly ospf?: Ospf };
	const isZebra = (z: Zebra) =>
		has(z, zebra) && all(idValues(z.links), link) && all([...z.addrs, ...(z.addrs6 ?? [])], linkAddr);
	const isOspf = (o: Ospf) => has(o, ospf) && all(o.interfaces, ospfInterface);
	return (!own.zebra || isZebra(own.zebra)) && (!own.ospf || isOspf(own.ospf));
}

/**
 * A random network of up to twelve namespaces as lines of a shell: hosts, routers and switches, joined by veth pairs and bridges,
 * with addresses, routes that are right, wrong or missing, and settings that stop packets. And pings between them.
 */
import { type Dice, rollWith } from "./dice.ts";

export interface Topology {
	readonly setup: readonly string[];
	/** `ip netns exec NAME ping …` */
	readonly pings: readonly string[];
}

interface Port {
	readonly host: number;
	readonly device: string;
	readonly segment: number;
	readonly addrs: string[];
}

interface Draft {
	readonly dice: Dice;
	readonly lines: string[];
	/** Hosts and routers, by number. */
	readonly hosts: number;
	/** Namespaces that there may still be: switches take one each. */
	room: number;
	readonly ports: Port[];
	segments: number;
}

const name = (host: number) => `n${host}`;
const net4 = (segment: number) => `10.0.${segment}`;
const net6 = (segment: number) => `2001:db8:${segment.toString(16)}:`;

export function drawTopology(seed: number): Topology {
	const dice = rollWith(seed);
	const total = 2 + dice.below(11);
	const hosts = Math.max(2, total - dice.below(Math.ceil(total / 3)));
	const draft: Draft = { dice, lines: [], hosts, room: total - hosts, ports: [], segments: 0 };
	for (let host = 0; host < hosts; host++) {
		draft.lines.push(`ip netns add ${name(host)}`);
		if (dice.chance(0.85)) draft.lines.push(`ip -n ${name(host)} link set lo up`);
	}
	connect(draft);
	settings(draft);
	for (const port of draft.ports) address(draft, port);
	loopbacks(draft);
	for (const { host, device } of draft.ports)
		if (dice.chance(0.96)) draft.lines.push(`ip -n ${name(host)} link set ${device} up`);
	routes(draft);
	rules(draft);
	mishaps(draft);
	return { setup: draft.lines, pings: pings(draft) };
}

/** Every host is joined to an earlier one, and some to one more. */
function connect(draft: Draft): void {
	const { dice, hosts } = draft;
	for (let host = 1; host < hosts; host++) join(draft, [host, dice.below(host)]);
	const more = dice.below(Math.ceil(hosts / 2));
	for (let i = 0; i < more && hosts > 2; i++) {
		const [a = 0, b = 1, ...others] = dice.shuffled(Array.from({ length: hosts }, (_, n) => n));
		join(draft, [a, b, ...others.slice(0, dice.below(3))]);
	}
}

/** Two hosts by a pair, or by a bridge in a namespace of its own; more of them always by a bridge. */
function join(draft: Draft, hosts: readonly number[]): void {
	const { dice, lines } = draft;
	const segment = draft.segments++;
	const switched = draft.room > 0 && (hosts.length > 2 || dice.chance(0.25));
	const members = switched ? hosts : hosts.slice(0, 2);
	const ports = members.map((host): Port => ({ host, device: `e${segment}`, segment, addrs: [] }));
	draft.ports.push(...ports);
	const [a, b] = members.map(name) as [string, string];
	if (!switched) {
		lines.push(`ip link add e${segment} netns ${a} type veth peer name e${segment} netns ${b}`);
		return;
	}
	draft.room--;
	const sw = `s${segment}`;
	lines.push(`ip netns add ${sw}`, `ip -n ${sw} link add br0 type bridge`);
	if (dice.chance(0.97)) lines.push(`ip -n ${sw} link set br0 up`);
	for (const { host, device } of ports) {
		lines.push(`ip link add ${device} netns ${name(host)} type veth peer name p${host} netns ${sw}`);
		if (dice.chance(0.97)) lines.push(`ip -n ${sw} link set p${host} master br0`);
		if (dice.chance(0.96)) lines.push(`ip -n ${sw} link set p${host} up`);
		if (dice.chance(0.06)) lines.push(`bridge -n ${sw} link set dev p${host} isolated on`);
	}
}

function sysctl(draft: Draft, host: number, setting: string): void {
	draft.lines.push(`ip netns exec ${name(host)} sysctl -qw ${setting}`);
}

/** What may be set before there is any address: forwarding most of all. */
function settings(draft: Draft): void {
	const { dice } = draft;
	for (let host = 0; host < draft.hosts; host++) {
		const own = draft.ports.filter((port) => port.host === host);
		const any = () => dice.one(["all", "default", ...own.map(({ device }) => device)]);
		if (dice.chance(own.length > 1 ? 0.85 : 0.15)) sysctl(draft, host, "net.ipv4.ip_forward=1");
		if (dice.chance(own.length > 1 ? 0.85 : 0.15)) sysctl(draft, host, "net.ipv6.conf.all.forwarding=1");
		if (dice.chance(0.06)) sysctl(draft, host, `net.ipv4.conf.${any()}.forwarding=${dice.below(2)}`);
		if (dice.chance(0.25)) sysctl(draft, host, `net.ipv4.conf.${any()}.rp_filter=${dice.below(3)}`);
		if (dice.chance(0.04)) sysctl(draft, host, `net.ipv4.conf.${any()}.proxy_arp=1`);
		if (dice.chance(0.04)) sysctl(draft, host, `net.ipv4.conf.${any()}.arp_ignore=${dice.below(3)}`);
		if (dice.chance(0.04)) sysctl(draft, host, `net.ipv4.conf.${any()}.arp_announce=${dice.below(3)}`);
		if (dice.chance(0.04)) sysctl(draft, host, `net.ipv4.conf.${any()}.arp_filter=1`);
		if (dice.chance(0.03)) sysctl(draft, host, `net.ipv4.conf.${any()}.accept_local=1`);
		if (dice.chance(0.03)) sysctl(draft, host, `net.ipv4.conf.${any()}.route_localnet=1`);
		if (dice.chance(0.03)) sysctl(draft, host, `net.ipv6.conf.${any()}.disable_ipv6=1`);
		if (dice.chance(0.02)) sysctl(draft, host, "net.ipv4.icmp_echo_ignore_all=1");
		if (dice.chance(0.02)) sysctl(draft, host, "net.ipv6.icmp.echo_ignore_all=1");
	}
}

function address(draft: Draft, port: Port): void {
	const { dice, lines } = draft;
	const { host, device, segment } = port;
	const add = (addr: string, len: number, more = "") => {
		port.addrs.push(addr);
		lines.push(`ip -n ${name(host)} addr add ${addr}/${len} dev ${device}${more}`);
	};
	const where = () => (dice.chance(0.94) ? segment : dice.below(draft.segments + 1));
	const last = () => (dice.chance(0.97) ? host + 1 : 1 + dice.below(draft.hosts));
	if (dice.chance(0.95)) add(`${net4(where())}.${last()}`, dice.chance(0.9) ? 24 : dice.one([8, 16, 25, 28, 30, 32]));
	if (dice.chance(0.08)) add(`${net4(where())}.${100 + host}`, 24);
	if (dice.chance(0.92)) add(`${net6(where())}:${last()}`, dice.chance(0.92) ? 64 : dice.one([48, 126, 128]), " nodad");
}

/** Addresses that belong to no wire. */
function loopbacks({ dice, lines, hosts, ports }: Draft): void {
	for (let host = 0; host < hosts; host++) {
		if (!dice.chance(0.25)) continue;
		const addrs = [`10.255.0.${host + 1}`, `2001:db8:ff::${host + 1}`];
		ports.push({ host, device: "lo", segment: -1, addrs });
		lines.push(
			`ip -n ${name(host)} addr add ${addrs[0]}/32 dev lo`,
			`ip -n ${name(host)} addr add ${addrs[1]}/128 dev lo`,
		);
	}
}

/** The first step of a shortest way to a segment: the port to leave by, and the neighbour's port on the same wire. */
function stepTo(draft: Draft, from: number, segment: number): { out: Port; via: Port } | undefined {
	const seen = new Set([from]);
	let edge = [{ host: from, first: undefined as { out: Port; via: Port } | undefined }];
	while (edge.length > 0) {
		const next: typeof edge = [];
		for (const { host, first } of edge) {
			const own = draft.ports.filter((port) => port.host === host && port.segment >= 0);
			if (first && own.some((port) => port.segment === segment)) return first;
			for (const out of own)
				for (const via of draft.ports)
					if (via.segment === out.segment && !seen.has(via.host)) {
						seen.add(via.host);
						next.push({ host: via.host, first: first ?? { out, via } });
					}
		}
		edge = next;
	}
	return undefined;
}

function routes(draft: Draft): void {
	const { dice, hosts } = draft;
	for (let host = 0; host < hosts; host++) {
		const near = draft.ports.filter((port) => port.host === host && port.segment >= 0);
		const around = draft.ports.filter((via) => via.host !== host && near.some((out) => out.segment === via.segment));
		if (near.length === 1 || dice.chance(0.3)) {
			for (const family of [4, 6] as const)
				if (dice.chance(0.85) && around.length > 0) route(draft, host, family, "default", dice.one(around));
			if (dice.chance(0.7)) continue;
		}
		for (let segment = 0; segment < draft.segments; segment++) {
			if (near.some((port) => port.segment === segment)) continue;
			const step = stepTo(draft, host, segment);
			for (const family of [4, 6] as const) {
				if (!dice.chance(0.85)) continue;
				const via = dice.chance(0.92) || around.length === 0 ? step?.via : dice.one(around);
				const dst = family === 4 ? `${net4(segment)}.0/24` : `${net6(segment)}:/64`;
				if (via) route(draft, host, family, dst, via);
			}
		}
		for (const port of draft.ports.filter(({ segment, host: other }) => segment < 0 && other !== host)) {
			const target = draft.ports.find((each) => each.host === port.host && each.segment >= 0);
			const step = target && stepTo(draft, host, target.segment);
			const direct = near.find((each) => each.segment === target?.segment);
			const via = step?.via ?? (direct ? target : undefined);
			if (via && dice.chance(0.7)) route(draft, host, 4, `${port.addrs[0]}/32`, via);
			if (via && dice.chance(0.7)) route(draft, host, 6, `${port.addrs[1]}/128`, via);
		}
	}
}

function route(draft: Draft, host: number, family: 4 | 6, dst: string, via: Port): void {
	const { dice, lines } = draft;
	const ip = `ip -n ${name(host)} ${family === 4 ? "" : "-6 "}route add`;
	const own = draft.ports.find((port) => port.host === host && port.segment === via.segment);
	const gateway = via.addrs.find((addr) => addr.includes(":") === (family === 6));
	if (dice.chance(0.03)) lines.push(`${ip} ${dice.one(["blackhole", "unreachable", "prohibit", "throw"])} ${dst}`);
	else if (dice.chance(0.04) && own) lines.push(`${ip} ${dst} dev ${own.device}`);
	else if (gateway !== undefined) {
		const metric = dice.chance(0.05) ? ` metric ${dice.one([50, 300, 2000])}` : "";
		const source = own?.addrs.find((addr) => addr.includes(":") === (family === 6));
		const src = dice.chance(0.05) && source !== undefined ? ` src ${source}` : "";
		lines.push(`${ip} ${dst} via ${gateway}${own && dice.chance(0.2) ? ` dev ${own.device}` : ""}${src}${metric}`);
	}
}

/** Policy routing, now and then. */
function rules(draft: Draft): void {
	const { dice, lines } = draft;
	for (let host = 0; host < draft.hosts; host++) {
		if (!dice.chance(0.08)) continue;
		const other = dice.one(draft.ports);
		const addr = dice.one(other.addrs.length > 0 ? other.addrs : ["10.0.0.1"]);
		const six = addr.includes(":") ? "-6 " : "";
		const what = dice.one([`from ${addr}`, `to ${addr}`, `iif ${other.device}`]);
		lines.push(
			`ip -n ${name(host)} ${six}rule add ${what} ${dice.one(["lookup 100", "lookup 100", "prohibit", "blackhole"])}`,
		);
		const near = draft.ports.filter((port) => port.host === host && port.segment >= 0);
		const around = draft.ports.filter((via) => via.host !== host && near.some((out) => out.segment === via.segment));
		const gateway = around.flatMap(({ addrs }) => addrs).find((each) => each.includes(":") === (six !== ""));
		if (gateway) lines.push(`ip -n ${name(host)} ${six}route add default via ${gateway} table 100`);
	}
}

/** What goes wrong afterwards. */
function mishaps(draft: Draft): void {
	const { dice, lines } = draft;
	for (const { host, device, addrs } of draft.ports) {
		if (device === "lo") continue;
		if (dice.chance(0.04)) lines.push(`ip -n ${name(host)} link set ${device} down`);
		if (dice.chance(0.03)) lines.push(`ip -n ${name(host)} link set ${device} mtu ${dice.one([1280, 1400, 600])}`);
		if (dice.chance(0.02)) lines.push(`ip -n ${name(host)} link set ${device} arp off`);
		if (dice.chance(0.02) && addrs[0] !== undefined) lines.push(`ip -n ${name(host)} addr flush dev ${device}`);
		if (dice.chance(0.02))
			lines.push(
				`ip -n ${name(host)} neigh replace ${dice.one(draft.ports).addrs[0] ?? "10.0.0.9"} lladdr 02:00:00:00:99:99 dev ${device}`,
			);
	}
}

const count = 24;

function pings(draft: Draft): string[] {
	const { dice, ports } = draft;
	const addrs = ports.flatMap((port) => port.addrs.map((addr) => ({ addr, host: port.host })));
	return Array.from({ length: count }, () => {
		const from = dice.below(draft.hosts);
		const { addr } =
			dice.chance(0.97) && addrs.length > 0 ? dice.one(addrs) : { addr: dice.one(["127.0.0.1", "10.0.0.250", "::1"]) };
		const own = addrs.filter((each) => each.host === from && each.addr.includes(":") === addr.includes(":"));
		const source = dice.chance(0.12) && own.length > 0 ? ` -I ${dice.one(own).addr}` : "";
		const size = dice.chance(0.12) ? ` -s ${dice.one([1300, 1452, 1472, 3000])}` : "";
		return `ip netns exec ${name(from)} ping -c1 -W2 -n -q${source}${size} ${addr}`;
	});
}

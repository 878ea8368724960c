/**
 * `zebra -d -N NAME` and `ospfd -d -N NAME`: the daemons as their own command lines start them. Their configuration is read from
 * /etc/frr/NAME; options that have no meaning here are taken and left.
 */
import { type Addr, compareAddr } from "../../net/addr.ts";
import type { DaemonProcess } from "../daemon.ts";
import { type OspfConfig, settingsOf } from "../ospfd/config.ts";
import { parseOspfConfig } from "../ospfd/config-line.ts";
import { newOspf } from "../ospfd/ospf.ts";
import type { Process, Program, System } from "../process.ts";
import { isUnnumbered } from "../zebra/address.ts";
import { connectedOf } from "../zebra/connected.ts";
import { readKernel } from "../zebra/listen.ts";
import { install } from "../zebra/rib.ts";
import { beginZebra, newZebra, type Zebra } from "../zebra/zebra.ts";
import type { Router } from "./router.ts";

export const program = "frr";

export function routerNamed(sys: System, name: string): { daemon: DaemonProcess; router: Router } | undefined {
	const daemon = sys.daemons.list().find((each) => each.program === program && each.name === name);
	return daemon && { daemon, router: daemon.state as Router };
}

/** Where a daemon's files are. */
export function folder(name: string): string {
	return name === "" ? "/etc/frr" : `/etc/frr/${name}`;
}

/** Where a daemon writes its pid. */
export function pidFile(name: string, daemon: "zebra" | "ospfd"): string {
	return `/run/frr/${name === "" ? "" : `${name}/`}${daemon}.pid`;
}

function spawn(sys: System, name: string, daemon: "zebra" | "ospfd"): number {
	const pid = sys.daemons.spawn(daemon);
	sys.writeFile(pidFile(name, daemon), `${pid}\n`);
	return pid;
}

function put(sys: System, name: string, pids: readonly number[], state: Router): void {
	sys.daemons.put({ program, name, pids, state });
}

/** Starts zebra in the present namespace; gives why not. */
export function startZebra(sys: System, name: string): string | undefined {
	const { daemon, router } = routerNamed(sys, name) ?? {};
	if (router?.zebra) return `Could not lock pid_file /var/run/frr/${name === "" ? "" : `${name}/`}zebra.pid, exiting`;
	const conf = sys.readFile(`${folder(name)}/zebra.conf`);
	const hostname = /^hostname (\S+)/m.exec("ok" in conf ? conf.ok : "")?.[1] ?? name;
	const pid = spawn(sys, name, "zebra");
	const turn = beginZebra(sys, newZebra(pid, hostname));
	readKernel(turn);
	install(turn, []);
	put(sys, name, [pid, ...(daemon?.pids ?? [])], { ...router, zebra: turn.zebra });
	return undefined;
}

/** ospfd waits for a zebra that is not there; here it must be there first. */
export function startOspfd(sys: System, name: string): string | undefined {
	const { daemon, router } = routerNamed(sys, name) ?? {};
	if (!daemon || !router?.zebra) return `iplab: ospfd: no zebra runs as '${name}': start it first`;
	if (router.ospf) return `Could not lock pid_file /var/run/frr/${name === "" ? "" : `${name}/`}ospfd.pid, exiting`;
	const file = `${folder(name)}/ospfd.conf`;
	const text = sys.readFile(file);
	const config = parseOspfConfig("ok" in text ? text.ok : "");
	if ("line" in config) return `iplab: ospfd: ${file}: line ${config.line}: not modelled: ${config.text}`;
	const wrong = unsupported(config, router.zebra);
	if (wrong !== undefined) return `iplab: ospfd: ${file}: ${wrong}`;
	const socket = sys.net.socket("inet", "raw", "ospf");
	if ("errno" in socket) return `ospfd: socket: ${socket.errno}`;
	sys.net.setOptions(socket.ok, { headerIncluded: true, multicastLoop: false, tos: 0xc0 });
	const pid = spawn(sys, name, "ospfd");
	sys.daemons.give(socket.ok, pid);
	const ospf = newOspf(pid, socket.ok, config, routerId(config, router.zebra), sys.now());
	put(sys, name, [...daemon.pids, pid], { ...router, ospf });
	return undefined;
}

/** Networks with designated routers are not modelled: an interface is point-to-point, passive, or lo. Nor are routers between areas. */
export function unsupported(config: OspfConfig, zebra: Zebra): string | undefined {
	const areas = new Set<Addr>();
	for (const each of connectedOf(zebra)) {
		const { name, addr } = each;
		const { area, passive, network } = settingsOf(config, name, addr) ?? {};
		if (area === undefined) continue;
		areas.add(area);
		if (!passive && network !== "point-to-point" && name !== "lo")
			return `interface ${name}: only point-to-point networks are modelled: say first 'ip ospf network point-to-point' or 'ip ospf passive'`;
		if (!passive && isUnnumbered(each, each.loopback))
			return `interface ${name}: ${addr} has no network of its own (unnumbered): routers that meet by it are not modelled`;
	}
	if (areas.size > 1) return `a router in ${areas.size} areas is not modelled: all its interfaces are in one`;
	return undefined;
}

/** lib/zclient router_id: the greatest address of lo, else the greatest of all. */
function routerId(config: OspfConfig, zebra: Zebra): Addr {
	if (config.routerId !== undefined) return config.routerId;
	const greatest = (addrs: Addr[]) => addrs.sort(compareAddr).at(-1);
	const all = connectedOf(zebra).filter(({ up }) => up);
	const loopbacks = all.filter(({ loopback }) => loopback).map(({ addr }) => addr);
	return greatest(loopbacks) ?? greatest(all.map(({ addr }) => addr)) ?? "0.0.0.0";
}

/** The pathspace that the words name. */
export function pathspace(args: readonly string[]): string {
	const at = args.findIndex((word) => word === "-N" || word === "--pathspace");
	return at < 0 ? "" : (args[at + 1] ?? "");
}

function daemon(name: string, start: (sys: System, pathspace: string) => string | undefined): Program {
	return function* ({ sys, args, stderr }: Process) {
		if (!args.some((word) => word === "-d" || word === "--daemon")) {
			stderr(`iplab: ${name}: only as a daemon: ${name} -d\n`);
			return 3;
		}
		const wrong = start(sys, pathspace(args));
		if (wrong !== undefined) stderr(`${wrong}\n`);
		return wrong === undefined ? 0 : wrong.startsWith("iplab:") ? 3 : 1;
	};
}

export const zebra = daemon("zebra", startZebra);
export const ospfd = daemon("ospfd", startOspfd);

/** A lab as a person sees it: nodes are the named namespaces, a link is a veth between two of them; asked over rtnetlink. */
import type { Addr } from "../../net/addr.ts";
import { IFF_UP } from "../../uapi/link-flags.ts";
import { type Ifinfo, type Message, type NetnsFd, NLM_F_DUMP, type Request } from "../../uapi/message.ts";
import type { System } from "../process.ts";

export interface Port {
	readonly ifindex: number;
	readonly ifname: string;
	readonly up: boolean;
	/** The node at the other end; missing for lo and what leads out of the lab. */
	readonly peer?: string;
	readonly addrs: readonly Addr[];
}

export interface Node {
	readonly name: string;
	readonly fd: NetnsFd;
	readonly ports: readonly Port[];
}

function ask(sys: System, request: Request): Message[] {
	const { messages, more = [] } = sys.netlink(request);
	return [...messages, ...more];
}

/** Does something in a node's namespace. */
export function within<T>(sys: System, fd: NetnsFd, body: () => T): T {
	const home = sys.currentNetns();
	sys.setns(fd);
	const result = body();
	sys.setns(home);
	return result;
}

/** All nodes, in the order in which they were made. */
export function readNodes(sys: System): Node[] {
	const fds = [...(sys.listNetns() ?? [])].reverse().flatMap((name) => {
		const fd = sys.openNetns(name);
		return "ok" in fd ? [{ name, fd: fd.ok }] : [];
	});
	return fds.map((node) => ({ ...node, ports: within(sys, node.fd, () => readPorts(sys, fds)) }));
}

function readPorts(sys: System, fds: readonly { readonly name: string; readonly fd: NetnsFd }[]): Port[] {
	const dump = { flags: NLM_F_DUMP, family: "inet" } as const;
	const addrs = ask(sys, { ...dump, type: "RTM_GETADDR" }).flatMap((each) => ("addr" in each ? [each.addr] : []));
	const links = ask(sys, { ...dump, type: "RTM_GETLINK", family: "unspec" });
	const names = new Map(fds.map(({ name, fd }) => [nsidOf(sys, fd), name]));
	return links
		.flatMap((each) => ("link" in each ? [each.link] : []))
		.map((link) => ({
			ifindex: link.index,
			ifname: link.ifname,
			up: (link.flags & IFF_UP) !== 0,
			...peerOf(link, names),
			addrs: addrs.flatMap(({ index, local }) => (index === link.index && local !== undefined ? [local] : [])),
		}));
}

function peerOf({ linkNetnsid }: Ifinfo, names: ReadonlyMap<number, string>): { peer?: string } {
	const peer = linkNetnsid === undefined ? undefined : names.get(linkNetnsid);
	return peer === undefined ? {} : { peer };
}

function nsidOf(sys: System, fd: NetnsFd): number {
	const [message] = ask(sys, { type: "RTM_GETNSID", flags: 0, fd });
	return message && "nsid" in message ? message.nsid.nsid : -1;
}

/** The node that an address belongs to. */
export function ownerOf(nodes: readonly Node[], addr: Addr): Node | undefined {
	return nodes.find(({ ports }) => ports.some(({ addrs }) => addrs.includes(addr)));
}

/** What names a node: its address on lo that is not 127/8. */
export function loopbackOf({ ports }: Node): Addr | undefined {
	return ports.find(({ ifname }) => ifname === "lo")?.addrs.find((addr) => !addr.startsWith("127."));
}

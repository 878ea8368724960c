/** What is unusual about the addresses of a machine, one by one and compared with each other. */
import { isLinkLocal, isLoopback } from "../../net/addr.ts";
import { contains, lastAddr, maskAddr, type Prefix } from "../../net/prefix.ts";
import { isLo } from "../context.ts";
import type { AddrSeen, LinkSeen } from "../survey.ts";
import { notice, type Unusual } from "./notice.ts";

export function unusualAddrs(link: LinkSeen, all: readonly LinkSeen[]): Unusual[] {
	const others = all.filter(({ section, name }) => section === link.section && name !== link.name);
	return [
		...link.addrs.flatMap((seen) => [...byItself(seen, link), ...compared(seen, link, others)]),
		...(isLo(link.link) || link.link.flags?.has("UP") !== false ? [] : asleep(link)),
	];
}

/** The kernel keeps its local route: this machine goes on answering for it. net/ipv4/fib_frontend.c fib_netdev_event() */
function asleep({ addrs, name }: LinkSeen): Unusual[] {
	const [first] = addrs;
	return first === undefined ? [] : notice("addr.down", first.place, { dev: name });
}

function byItself(seen: AddrSeen, { link, addrs, name }: LinkSeen): Unusual[] {
	const { addr, words } = seen;
	const flags = ["dadfailed", "tentative", "deprecated"] as const;
	return [
		...flags.flatMap((flag) =>
			flag === "tentative" && words.has("dadfailed")
				? []
				: notice(`addr.${flag}`, words.get(flag), { value: addr.local, dev: link.ifname ?? "" }),
		),
		...scope(seen, isLo(link)),
		...(isAlone(seen, link.flags) && !isLo(link) ? alone(seen, addrs) : []),
		...broadcast(seen),
		...unanswered(seen, addrs),
		...label(seen, name),
	];
}

function scope({ addr, family, place, words }: AddrSeen, onLo: boolean): Unusual[] {
	if (family === "inet6") return isLinkLocal(addr.local) && addr.scope === "global" ? notice("addr.scope6", place) : [];
	if (isLoopback(addr.local) && !onLo) return notice("addr.127", place);
	if (isLoopback(addr.local) && addr.scope !== undefined && addr.scope !== "host")
		return notice("addr.127scope", words.get("scope"), { value: addr.scope });
	return addr.scope === "host" && !onLo ? notice("addr.host", words.get("scope"), { value: addr.local }) : [];
}

/** A /32 with nobody at the other end: the kernel makes no route to any neighbour for it. */
function isAlone({ addr, family }: AddrSeen, flags: ReadonlySet<string> | undefined): boolean {
	const whole = family === "inet" && addr.prefixlen === 32 && addr.peer === undefined && !isLoopback(addr.local);
	return whole && flags?.has("POINTOPOINT") !== true && flags?.has("NOARP") !== true;
}

/** keepalived, kube-vip and their kin add a service's address so, beside that of the machine. */
function alone({ addr, place }: AddrSeen, addrs: readonly AddrSeen[]): Unusual[] {
	const beside = addrs.find(({ addr: other }) => {
		const subnet = prefixOf(other);
		return subnet !== undefined && subnet.len < 32 && !subnet.addr.includes(":") && contains(subnet, addr.local);
	});
	return beside === undefined ? notice("addr.alone", place) : notice("addr.vip", place, { other: textOf(beside) });
}

/** 169.254/16 as a whole (RFC 3927), and nothing else of IPv4: the client made it up for want of an answer. */
function unanswered({ addr, place }: AddrSeen, addrs: readonly AddrSeen[]): Unusual[] {
	const isMadeUp = addr.local.startsWith("169.254.") && addr.prefixlen === 16;
	return isMadeUp && addrs.filter(({ family }) => family === "inet").length === 1 ? notice("addr.apipa", place) : [];
}

/** Nothing refuses such a label, but who sets one begins it with the name; net/ipv4/devinet.c inetdev_changename() keeps it in step. */
function label({ words }: AddrSeen, name: string): Unusual[] {
	const shown = words.get("label");
	return shown === undefined || shown.value.startsWith(name) ? [] : notice("addr.label", shown, { dev: name });
}

/** The last address of the subnet, or the first, as old systems had it; 0.0.0.0 is: none. */
function broadcast({ addr, words, family }: AddrSeen): Unusual[] {
	const shown = words.get("broadcast");
	const prefix = prefixOf(addr);
	if (shown === undefined || prefix === undefined || family !== "inet" || prefix.len >= 31) return [];
	const fitting = lastAddr(prefix);
	if (shown.value === fitting || shown.value === "0.0.0.0") return [];
	return notice("addr.broadcast", shown, { other: fitting, value: shown.value });
}

function compared(seen: AddrSeen, { link }: LinkSeen, others: readonly LinkSeen[]): Unusual[] {
	const { addr, place } = seen;
	if (isLo(link) || isLinkLocal(addr.local) || addr.peer !== undefined) return [];
	for (const other of others.filter((each) => !isLo(each.link))) {
		const twin = other.addrs.find((each) => each.addr.local === addr.local);
		// each pair is told once, at its second
		if (twin !== undefined && isAfter(place, twin)) return notice("addr.twice", place, { other: other.name });
		const near = other.addrs.find((each) => each.addr.peer === undefined && overlaps(addr, each.addr));
		if (near !== undefined && isAfter(place, near))
			return notice("addr.overlap", place, { other: `${other.name} (${textOf(near)})` });
	}
	return [];
}

const isAfter = (place: { line: number }, { place: other }: AddrSeen) => place.line > other.line;
const textOf = ({ addr }: AddrSeen) => `${addr.local}/${addr.prefixlen}`;

function prefixOf(addr: AddrSeen["addr"]): Prefix | undefined {
	const { local, prefixlen, peer } = addr;
	if (prefixlen === undefined || peer !== undefined || isLinkLocal(local)) return undefined;
	const bits = local.includes(":") ? 128 : 32;
	return prefixlen > bits ? undefined : { addr: maskAddr(local, prefixlen), len: prefixlen };
}

/** Subnets only: an address of full length lies in many. */
function overlaps(one: AddrSeen["addr"], two: AddrSeen["addr"]): boolean {
	const [a, b] = [prefixOf(one), prefixOf(two)];
	if (a === undefined || b === undefined || a.addr.includes(":") !== b.addr.includes(":")) return false;
	const bits = a.addr.includes(":") ? 128 : 32;
	return a.len < bits && b.len < bits && (contains(a, b.addr) || contains(b, a.addr));
}

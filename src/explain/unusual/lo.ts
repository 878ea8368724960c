/** What is unusual about a loopback interface: it should be up, and have 127.0.0.1 and ::1 and no others. */
import { isLoopback } from "../../net/addr.ts";
import { isLo, isUp } from "../context.ts";
import type { AddrSeen, LinkSeen } from "../survey.ts";
import { nameOf, notice, type Unusual } from "./notice.ts";

export function unusualLo(lo: LinkSeen, all: readonly LinkSeen[]): Unusual[] {
	if (!isLo(lo.link)) return [];
	const here = all.filter(({ section }) => section === lo.section);
	return [...unusualState(lo), ...missing(lo, here), ...lo.addrs.flatMap(extra), ...unusualMtu(lo)];
}

function unusualState(lo: LinkSeen): Unusual[] {
	const isShown = lo.link.flags !== undefined || lo.link.operstate === "DOWN";
	return isShown && !isUp(lo.link) ? notice("lo.down", nameOf(lo)) : [];
}

/** Only output that shows all of lo tells that something is not there: -4 leaves out the line of its hardware. */
function missing(lo: LinkSeen, here: readonly LinkSeen[]): Unusual[] {
	if (!isUp(lo.link)) return [];
	const shows = (family: string) => here.some(({ addrs }) => addrs.some((addr) => addr.family === family));
	const has = (local: string) => lo.addrs.some(({ addr }) => addr.local === local);
	const whole = lo.words.has("link_type") || lo.words.has("operstate");
	const no127 = shows("inet") && whole && !has("127.0.0.1");
	const no6 = lo.words.has("link_type") && has("127.0.0.1") && !has("::1");
	const other = here.find(({ addrs }) => addrs.some((addr) => addr.family === "inet6"));
	const kind = other === undefined ? "lo.no6" : "lo.only4";
	return [
		...(no127 ? notice("lo.no127", nameOf(lo)) : []),
		...(no6 ? notice(kind, nameOf(lo), { other: other?.name ?? "" }) : []),
	];
}

/** The address that Windows' subsystem for Linux puts on lo, for its DNS. */
const wsl = "10.255.255.254";

function extra({ addr, place, words }: AddrSeen): Unusual[] {
	if (addr.local === "127.0.0.1" && addr.prefixlen !== undefined && addr.prefixlen !== 8)
		return notice("lo.prefix", words.get("prefixlen"), { value: String(addr.prefixlen) });
	if (addr.local === wsl) return notice("lo.wsl", place);
	if (isLoopback(addr.local) || (addr.scope !== undefined && addr.scope !== "global")) return [];
	return notice("lo.global", place);
}

/** 65536 since Linux 3.5, 16436 before. */
function unusualMtu(lo: LinkSeen): Unusual[] {
	const mtu = lo.words.get("mtu");
	return mtu === undefined || mtu.value === "65536" || mtu.value === "16436" ? [] : notice("lo.mtu", mtu);
}

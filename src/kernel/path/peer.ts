/**
 * How many ICMP errors a host may still get: net/ipv4/inetpeer.c inet_peer_xrlim_allow(), net/ipv4/route.c ip_error() and
 * ip_rt_send_redirect(). All three keep their account with the same two numbers, and get in each other's way there.
 */
import type { Addr } from "../../net/addr.ts";
import { nameGet, nameSet } from "../../net/name-map.ts";
import { has } from "../profile.ts";
import type { Task } from "../task.ts";
import { pathState, setPathState } from "./state.ts";

/** Times in ms; a token is one ms of waiting. */
export interface Peer {
	readonly tokens: number;
	readonly last: number;
	readonly redirects: number;
}

/** inet_initpeer(): who was never heard of has waited for a minute. */
function peerOf(t: Task, netns: number, addr: Addr): Peer {
	return nameGet(pathState(t, netns).peers, addr) ?? { tokens: 0, last: t.kernel.now - 60_000, redirects: 0 };
}

function setPeer(t: Task, netns: number, addr: Addr, peer: Peer): void {
	setPathState(t, netns, { peers: nameSet(pathState(t, netns).peers, addr, peer) });
}

function spend(t: Task, netns: number, addr: Addr, cost: number, burst: number, isError: boolean): boolean {
	const peer = peerOf(t, netns, addr);
	const waited = t.kernel.now - peer.last;
	const uncapped = waited === 0 && isError && has(t.kernel.profile, "creditCappedLater");
	const tokens = uncapped ? peer.tokens : Math.min(peer.tokens + waited, burst);
	const allowed = tokens >= cost;
	setPeer(t, netns, addr, { ...peer, tokens: allowed ? tokens - cost : tokens, last: t.kernel.now });
	return allowed;
}

/** Six in a row, then one for each `ms`; with 0 every one, which leaves no tokens at all. */
export function allowsError(t: Task, netns: number, addr: Addr, ms: number): boolean {
	return spend(t, netns, addr, ms, 6 * ms, true);
}

/** ip_rt_error_cost, ip_rt_error_burst: one second each, five at most; no sysctl changes it. */
export function allowsRouteError(t: Task, netns: number, addr: Addr): boolean {
	return spend(t, netns, addr, 1000, 5000, false);
}

/** ip_rt_redirect_load, _number, _silence of a kernel that ticks 250 times a second: 20 ms doubled each time, nine times, 20 s. */
export function allowsRedirect(t: Task, netns: number, addr: Addr): boolean {
	const { now } = t.kernel;
	let peer = peerOf(t, netns, addr);
	if (now > peer.last + 20_480) peer = { ...peer, tokens: 0, redirects: 0 };
	const tooMany = peer.redirects >= 9;
	const allowed = !tooMany && (peer.redirects === 0 || now > peer.last + 20 * 2 ** peer.redirects);
	if (allowed) peer = { ...peer, last: now, redirects: peer.redirects + 1 };
	setPeer(t, netns, addr, tooMany ? { ...peer, last: now } : peer);
	return allowed;
}

/** Lifetimes of addresses on the virtual clock: what is left of them when somebody asks. */
import { INFINITY_LIFE_TIME } from "../uapi/message.ts";

interface Lifetimes {
	readonly validLft: number;
	readonly preferredLft: number;
	readonly since: number;
}

/** Seconds left, never below 0 (net/ipv4/devinet.c put_cacheinfo; net/ipv6/addrconf.c inet6_fill_ifaddr). */
export function secondsLeft(now: number, lifetimes: Lifetimes): { validLft: number; preferredLft: number } {
	const passed = Math.floor((now - lifetimes.since) / 1000);
	const left = (lft: number) => (lft === INFINITY_LIFE_TIME ? lft : Math.max(0, lft - passed));
	return { validLft: left(lifetimes.validLft), preferredLft: left(lifetimes.preferredLft) };
}

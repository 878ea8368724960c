/** What netlink itself checks of attributes before a handler sees them (lib/nlattr.c validate_nla). */
import type { Addr } from "../net/addr.ts";
import { Refusal } from "./refusal.ts";

export function policyError(): Refusal {
	return new Refusal("ERANGE", "Attribute failed policy validation");
}

/** Attributes of addresses: one without bytes (`any`) is too short. */
export function checkAddrBytes(...addrs: readonly (Addr | undefined)[]): void {
	if (addrs.includes("")) throw policyError();
}

/** Routes to this host itself (RTF_LOCAL, RTF_ANYCAST): packets that follow one come back by lo. */
import { RTPROT_KERNEL } from "../uapi/protocol.ts";
import { RTN_ANYCAST, RTN_BLACKHOLE, RTN_LOCAL, RTN_PROHIBIT, RTN_THROW, RTN_UNREACHABLE } from "../uapi/route-type.ts";
import type { Info6 } from "./fib6.ts";

/** The kernel's own anycast addresses count, those that a user routes do not. */
export function isHostRoute6({ type, protocol }: Info6): boolean {
	return type === RTN_LOCAL || (type === RTN_ANYCAST && protocol === RTPROT_KERNEL);
}

/**
 * Routes that carry nothing (RTF_REJECT): blackhole and its kin, and any way out by lo that is not to this host, which would
 * be a loop (fib6_is_reject). The latter are found by lookups all the same.
 */
export function carriesNothing(info: Info6, oif: number | undefined): boolean {
	return rejects.has(info.type) || info.blackhole === true || (oif === 1 && !isHostRoute6(info));
}

const rejects = new Set([RTN_BLACKHOLE, RTN_UNREACHABLE, RTN_PROHIBIT, RTN_THROW]);

/** Routes to this host itself (RTF_LOCAL, RTF_ANYCAST): packets that follow one come back by lo. */
import { RTPROT_KERNEL } from "../uapi/protocol.ts";
import { RTN_ANYCAST, RTN_LOCAL } from "../uapi/route-type.ts";
import type { Info6 } from "./fib6.ts";

/** The kernel's own anycast addresses count, those that a user routes do not. */
export function isHostRoute6({ type, protocol }: Info6): boolean {
	return type === RTN_LOCAL || (type === RTN_ANYCAST && protocol === RTPROT_KERNEL);
}

/** Sends a router's packets through its raw socket, with a header of its own (ospfd/ospf_packet.c ospf_write()): on a point-to-point network all of them to AllSPFRouters (RFC 2328, 8.1). */
import type { OspfInterface, Turn } from "./ospf.ts";
import { AllSPFRouters, lengthOf, type OspfBody, payloadOf } from "./packet.ts";

export function send(turn: Turn, via: OspfInterface, body: OspfBody): void {
	const packet = { router: turn.ospf.routerId, area: via.config.area ?? "0.0.0.0", body };
	turn.out.push({
		to: { addr: AllSPFRouters },
		ifindex: via.ifindex,
		from: via.addr,
		payload: payloadOf(packet),
		size: lengthOf(body),
	});
}

/** Bytes of OSPF in one packet, with its header. */
export function roomOf({ mtu }: OspfInterface): number {
	return mtu - 20;
}

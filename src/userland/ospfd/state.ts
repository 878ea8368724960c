/** A neighbour's state changes (ospfd/ospf_nsm.c nsm_change_state()): to Full and from Full it matters to the whole area. */
import type { Addr } from "../../net/addr.ts";
import { touchLsa } from "./originate.ts";
import { interfaceOf, type Neighbour, type NeighbourState, setNeighbour, type Turn } from "./ospf.ts";

export function changeState(
	turn: Turn,
	addr: Addr,
	state: NeighbourState,
	more: { readonly [K in keyof Neighbour]?: Neighbour[K] | undefined } = {},
): void {
	const old = interfaceOf(turn, addr)?.neighbour;
	if (!old) return;
	setNeighbour(turn, addr, { ...more, state, changes: old.changes + 1, changed: turn.now });
	if ((old.state === "Full") !== (state === "Full")) touchLsa(turn);
}

/** A neighbour's state changes (ospfd/ospf_nsm.c nsm_change_state()): to Full and from Full it matters to the whole area. */
import { touchLsa } from "./originate.ts";
import { type Neighbour, type NeighbourState, type OspfInterface, setNeighbour, type Turn } from "./ospf.ts";

export function changeState(
	turn: Turn,
	one: OspfInterface,
	state: NeighbourState,
	more: { readonly [K in keyof Neighbour]?: Neighbour[K] | undefined } = {},
): void {
	if (!one.neighbour) return;
	const { state: old, changes } = one.neighbour;
	setNeighbour(one, { ...more, state, changes: changes + 1, changed: turn.now });
	if ((old === "Full") !== (state === "Full")) touchLsa(turn);
}

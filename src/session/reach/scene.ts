/** What was asked, and all that was found out by trying it: what every reading of the answer looks at. */
import type { World } from "../machine.ts";
import type { Flow } from "./flow.ts";
import type { Probe, Question } from "./probe.ts";

export interface Scene {
	readonly world: World;
	readonly question: Question;
	readonly probe: Probe;
	readonly flow: Flow;
}

/** Where the sets of programs stand. Apart from load.ts, so that a bundle which is given them from outside has none of them in it. */
import type { SetName } from "./program-name.ts";
import type { ProgramSet } from "./programs.ts";

export type SetLoaders = Readonly<Record<SetName, () => Promise<ProgramSet>>>;

export const loaders: SetLoaders = {
	frr: async () => (await import("./frr/frr.ts")).frr,
	tools: async () => (await import("./tools.ts")).tools,
};

/** Loads programs of the model when a door meets one that is not there yet. */
import type { SetName } from "../src/userland/program-name.ts";
import { addPrograms, NotLoaded, type ProgramSet } from "../src/userland/programs.ts";

/** How a door comes by each set. */
export type SetLoaders = Readonly<Record<SetName, () => Promise<ProgramSet>>>;

/** `open` must do nothing that cannot be done twice before it has run its programs. */
export async function withPrograms(loaders: SetLoaders, open: () => number | Promise<number>): Promise<number> {
	for (;;) {
		try {
			return await open();
		} catch (error) {
			if (!(error instanceof NotLoaded)) throw error;
			addPrograms(await loaders[error.set]());
		}
	}
}

/** They stand in bundles of their own. */
export const loaders: SetLoaders = {
	frr: async () => (await import("../src/userland/frr/frr.ts")).frr,
	tools: async () => (await import("../src/userland/tools.ts")).tools,
};

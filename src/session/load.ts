/** Loads programs of the model where a try on a copy of the world meets one that is not there yet. */

import type { SetName } from "../userland/program-name.ts";
import { addPrograms, NotLoaded, type ProgramSet } from "../userland/programs.ts";

const loaders: Readonly<Record<SetName, () => Promise<ProgramSet>>> = {
	frr: async () => (await import("../userland/frr/frr.ts")).frr,
	tools: async () => (await import("../userland/tools.ts")).tools,
};

/** `ask` must do nothing that cannot be done twice. */
export async function withPrograms<T>(ask: () => T): Promise<T> {
	for (;;) {
		try {
			return ask();
		} catch (error) {
			if (!(error instanceof NotLoaded)) throw error;
			addPrograms(await loaders[error.set]());
		}
	}
}

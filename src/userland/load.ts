/** Loads programs of the model when somebody meets one that is not there yet. */
import { addPrograms, NotLoaded } from "./programs.ts";
import type { SetLoaders } from "./set-loaders.ts";

/** `open` must do nothing that cannot be done twice before it has run its programs. */
export async function withPrograms<T>(from: SetLoaders, open: () => T | Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await open();
		} catch (error) {
			if (!(error instanceof NotLoaded)) throw error;
			addPrograms(await from[error.set]());
		}
	}
}

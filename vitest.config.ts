/** Property tests draw the same cases each time, so that a change is judged and not the dice; SEED=N or SEED=random draws others. */
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: { testTimeout: 30_000, setupFiles: ["test/seed.ts"] },
});

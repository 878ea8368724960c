/** The seed of every property test: one for all runs, or the one in SEED (a number, or `random`). A failure prints the seed it had. */
import fc from "fast-check";

const { SEED = "1" } = process.env;
if (SEED !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(SEED) });

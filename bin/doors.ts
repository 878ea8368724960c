/**
 * All doors but the quick one and the terminal, each run when it opens: one bundle, loaded with V8's code cache (bundle.ts), since
 * to parse the shell, the texts and the programs takes longer than most of what one command asks of them.
 */

export { loaders } from "../src/userland/set-loaders.ts";
export { openCommand } from "./command.ts";

/** Notes for the output of one command. */
export const annotate = () => import("./door/annotate.ts");

/** Pictures of networks. */
export const network = () => import("../src/picture/network.ts");

/**
 * iplab as a library, in Node or in a browser: boot a world, run commands in it, keep any state you like.
 *
 *     let session = boot({ world: "fresh" });
 *     const up = run(session, "ip link set lo up");
 *     run(up.session, "ip addr show lo").stdout;
 *
 * A session is an immutable value: undo is keeping the old one.
 */

import { frr } from "./userland/frr/frr.ts";
import { addPrograms } from "./userland/programs.ts";
import { tools } from "./userland/tools.ts";

addPrograms(frr);
addPrograms(tools);

export { type AnnotateOptions, annotate } from "./explain/annotate.ts";
export type { World } from "./session/machine.ts";
export { type BootOptions, boot, type Outcome, type RunOptions, run, type Session } from "./session/session.ts";
export { decodeWorld, encodeWorld, WorldFileError } from "./session/world-file.ts";

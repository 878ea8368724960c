/** All views, as one list. A new one is a row in its file, a new file a line here. */
import { procBonding } from "./bonding.ts";
import { classNet } from "./class-net.ts";
import { procNet } from "./proc-net.ts";
import { procSys } from "./proc-sys.ts";
import { runNetns } from "./run-netns.ts";

export const views = { rows: [...procNet, ...procBonding, ...classNet, ...runNetns], deeps: [procSys] };

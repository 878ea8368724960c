/** FRR's programs, and the commands of a lab that starts them: one set, which a door loads when it meets one of them. */
import type { Daemon } from "../daemon.ts";
import type { ProgramSet } from "../programs.ts";
import { vtysh } from "../vtysh/vtysh.ts";
import { frrKill, frrSettle, frrStart } from "./lab.ts";
import { router } from "./router.ts";
import { ospfd, zebra } from "./start.ts";

export const frr: ProgramSet = {
	programs: { frr_kill: frrKill, frr_settle: frrSettle, frr_start: frrStart, ospfd, vtysh, zebra },
	daemons: { frr: router as Daemon },
};

/** FRR's programs, and the commands of a lab that starts them: one set, which a door loads when it meets one of them. */
import type { Daemon } from "../daemon.ts";
import type { Program } from "../process.ts";
import type { ProgramSet } from "../programs.ts";
import { vtysh } from "../vtysh/vtysh.ts";
import { failProgram, healProgram } from "./fail.ts";
import { frrKill, frrSettle, frrStart } from "./lab.ts";
import { router } from "./router.ts";
import { ospfd, zebra } from "./start.ts";

/** `iplab fail R2` inside a world is `fail R2`, so that one spelling serves everywhere. */
const iplab: Program = function* (process) {
	const [word = "", ...args] = process.args;
	const program = word === "fail" ? failProgram : word === "heal" ? healProgram : undefined;
	if (program) return yield* program({ ...process, args });
	process.stderr("iplab: inside a world: iplab fail NODE, iplab heal NODE\n");
	return 3;
};

export const frr: ProgramSet = {
	programs: {
		fail: failProgram,
		frr_kill: frrKill,
		frr_settle: frrSettle,
		frr_start: frrStart,
		heal: healProgram,
		iplab,
		ospfd,
		vtysh,
		zebra,
	},
	daemons: { frr: router as Daemon },
};

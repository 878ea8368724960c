/** `vtysh [-N PATHSPACE] -c COMMAND …`: asks the daemons of one namespace (vtysh/vtysh_main.c). */
import { folder, pathspace, program, routerNamed } from "../frr/start.ts";
import type { Program } from "../process.ts";

/** FRR has such a command, or may have. */
const known = /^(?:sh|cl|conf|deb|no|wr|cop|fi|ping|trace|term|un|en|dis|li|e|q|mt|ou|rp|sa|st)/;

export const vtysh: Program = function* ({ sys, args, stdout, stderr }) {
	const name = pathspace(args);
	const lines = args.flatMap((word, i) => (args[i - 1] === "-c" || args[i - 1] === "--command" ? [word] : []));
	const conf = `${folder(name)}/vtysh.conf`;
	if ("errno" in sys.readFile(conf))
		stderr(`% Can't open configuration file ${conf} due to 'No such file or directory'.\n`);
	if (!routerNamed(sys, name)) {
		stderr("Exiting: failed to connect to any daemons.\n");
		return 1;
	}
	if (lines.length === 0) {
		stderr("iplab: vtysh: only with commands: vtysh -N NODE -c 'show ip route'\n");
		return 3;
	}
	for (const line of lines) {
		const answer = sys.daemons.ask(program, name, line);
		if (answer === undefined && known.test(line.trim())) {
			stderr(`iplab: vtysh: '${line.trim()}' is not modelled\n`);
			return 3;
		}
		stdout(answer ?? `% Unknown command: ${line.trim()}\n`);
		if (answer === undefined) return 1;
	}
	return 0;
};

/** drop NAME: ends the services of that name, in whatever namespace, and lets the other ends of their connections notice. */
import type { Program } from "../process.ts";

const pause = 100;

export const drop: Program = function* ({ sys, args, stderr }) {
	const [name, ...more] = args;
	if (name === undefined || more.length > 0) {
		stderr("usage: drop NAME\n");
		return 2;
	}
	for (const { pid, comm } of sys.services()) if (comm === name) sys.endService(pid);
	yield { wait: "sleep", ms: pause };
	return 0;
};

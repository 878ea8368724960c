/** on NETNS serve|hold ...: the lab command in a namespace, as `ip netns exec` would run it. */
import { strerror } from "../../uapi/errno.ts";
import type { Process, Program } from "../process.ts";
import { hold } from "./hold.ts";
import { serve } from "./serve.ts";

const commands: Readonly<Record<string, Program>> = { serve, hold };

export const on: Program = function* (process) {
	const { sys, args, stderr } = process;
	const [netns, name = "", ...words] = args;
	const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (netns === undefined || command === undefined) {
		stderr("usage: on NETNS serve|hold ...\n");
		return 2;
	}
	const fd = sys.openNetns(netns);
	if ("errno" in fd) {
		stderr(`Cannot open network namespace "${netns}": ${strerror(fd.errno)}\n`);
		return 99;
	}
	sys.setns(fd.ok);
	// a copy would read standard input
	return yield* command(Object.create(process, { args: { value: words } }) as Process);
};

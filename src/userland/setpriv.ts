/** setpriv of util-linux: runs a program as another user. `--reuid`, and the groups that nobody sees here. */
import { strerror } from "../uapi/errno.ts";
import type { Program } from "./process.ts";

const users: Readonly<Record<string, number>> = { root: 0, nobody: 65534 };
const passedOver: ReadonlySet<string> = new Set(["--clear-groups", "--init-groups", "--keep-groups", "--no-new-privs"]);

export const setpriv: Program = function* ({ sys, args, stderr }) {
	const words = [...args];
	while (words[0]?.startsWith("--")) {
		const [name = "", joined] = (words.shift() as string).split("=", 2);
		if (passedOver.has(name)) continue;
		if (name !== "--reuid" && name !== "--regid" && name !== "--ruid" && name !== "--euid") {
			stderr(`iplab: 'setpriv ${name}' is not modelled\n`);
			return 3;
		}
		const value = joined ?? words.shift() ?? "";
		const id = Object.hasOwn(users, value) ? users[value] : /^\d+$/.test(value) ? Number(value) : undefined;
		if (id === undefined) {
			stderr(`setpriv: failed to parse ${name.slice(2)}: '${value}'\n`);
			return 1;
		}
		if (name !== "--regid") sys.setUid(id);
	}
	if (words.length === 0) {
		stderr("setpriv: No program specified\n");
		return 1;
	}
	const answer = yield { wait: "exec", argv: words };
	if (answer && "exit" in answer) return answer.exit;
	stderr(
		`setpriv: failed to execute ${words[0]}: ${strerror(answer && "errno" in answer ? answer.errno : "ENOENT")}\n`,
	);
	return 127;
};

/**
 * A program that `ip` becomes, after it has gone to another namespace or vrf: lib/exec.c cmd_exec(). In a batch that is a
 * child, so that the next line is at home again; here the caller always comes home.
 */
import { strerror } from "../../uapi/errno.ts";
import type { Answer, Wait } from "../process.ts";
import { returned } from "./failure.ts";

/** The program's own status is the answer; `home` is called when it has ended, or could not start. */
export function* runProgram(argv: readonly string[], home: () => void): Generator<Wait, number, Answer> {
	const answer = yield { wait: "exec", argv };
	home();
	if (answer !== undefined && "exit" in answer) return answer.exit;
	const why = answer !== undefined && "errno" in answer ? answer.errno : "ENOENT";
	throw returned(`exec of "${argv[0]}" failed: ${strerror(why)}`);
}

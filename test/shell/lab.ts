/** A shell on a fresh machine with small programs of its own, so that these tests are about the shell and not about `ip`. */
import { createMachine, type Machine } from "../../src/session/machine.ts";
import { boot } from "../../src/session/session.ts";
import { openShell, type Shell, type ShellOptions } from "../../src/shell/shell.ts";
import { formatStep } from "../../src/shell/transcript.ts";
import type { Message } from "../../src/uapi/message.ts";
import type { Program } from "../../src/userland/process.ts";
import { sleep } from "../../src/userland/sleep.ts";
import { sysctl } from "../../src/userland/sysctl.ts";

export interface Lab {
	readonly machine: Machine;
	readonly shell: Shell;
	/** What jobs wrote after their line was over. */
	readonly late: string[];
	/** Types rows and gives the transcript. */
	type(...rows: readonly string[]): Promise<string>;
}

const message = (ifname: string): Message => ({
	type: "RTM_NEWLINK",
	link: { family: "unspec", index: 1, type: 772, flags: 0, ifname },
});

/** `shout WORD…` makes a kernel message of each word; `watch` prints them as they come, like `ip monitor`. */
function programsOf(machine: Machine): Record<string, Program> {
	return {
		sleep,
		sysctl,
		// biome-ignore lint/correctness/useYield: it waits for nothing
		*shout({ sys, args }) {
			for (const word of args)
				for (const listen of machine.listeners) listen(Number(sys.currentNetns()), [message(word)]);
			return 0;
		},
		*watch({ stdout }) {
			for (;;) {
				const answer = yield { wait: "messages" };
				if (answer === undefined || !("messages" in answer)) return 1;
				for (const heard of answer.messages) if ("link" in heard) stdout(`heard ${heard.link.ifname}\n`);
			}
		},
		/** Prints a word every second. */
		*tick({ args, stdout }) {
			const [count = "1", word = "tick"] = args;
			for (let i = 1; i <= Number(count); i++) {
				yield { wait: "sleep", ms: 1000 };
				stdout(`${word} ${i}\n`);
			}
			return 0;
		},
		*ns({ sys, args, stderr }) {
			const [action, name = "", ...argv] = args;
			if (action === "add") return "ok" in sys.createNetns(name) ? 0 : 1;
			const fd = sys.openNetns(name);
			if ("errno" in fd) return 1;
			sys.setns(fd.ok);
			const answer = yield { wait: "exec", argv };
			if (answer !== undefined && "exit" in answer) return answer.exit;
			stderr(`exec of "${argv[0]}" failed\n`);
			return 255;
		},
		*pids({ sys, args, stdout }) {
			const fd = sys.openNetns(args[0] ?? "");
			if ("ok" in fd)
				stdout(
					sys
						.pidsIn(fd.ok)
						.map((pid) => `${pid}\n`)
						.join(""),
				);
			return 0;
		},
		// biome-ignore lint/correctness/useYield: it waits for nothing
		*bytes({ args, stdin, stdout }) {
			if (args[0] === "write") stdout("\udcff\udc80\0é\n");
			else stdout(`${stdin === "\udcff\udc80\0é\n"}\n`);
			return 0;
		},
	};
}

export function openLab(options: Omit<ShellOptions, "programs"> = {}): Lab {
	const machine = createMachine(boot({ world: "fresh" }).world);
	const late: string[] = [];
	const shell = openShell(machine, {
		cwd: "/tmp",
		late: (stream, text) => late.push(`${stream === "stdout" ? "|" : "!"} ${text}`),
		...options,
		programs: programsOf(machine),
	});
	return {
		machine,
		shell,
		late,
		async type(...rows) {
			let text = "";
			for (const row of rows) {
				const { stdout, stderr, exit } = await shell.exec(row);
				text += formatStep({ command: row, stdout, stderr, exit });
			}
			return text;
		},
	};
}

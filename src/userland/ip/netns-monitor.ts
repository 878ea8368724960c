/**
 * `ip netns monitor`: names in /run/netns as they come and go. ip/ipnetns.c netns_monitor(). It never flushes its output, so
 * what does not go to a terminal stays in the buffer of stdio until that is full, and is lost when the program is killed.
 */
import type { Answer, Wait } from "../process.ts";
import type { Context } from "./context.ts";

const BUFSIZ = 4096;

export function* monitorNames({ sys, process }: Context): Generator<Wait, number, Answer> {
	let buffer = "";
	const print = (line: string): void => {
		buffer += line;
		const ready = process.tty ? buffer.length : buffer.length - (buffer.length % BUFSIZ);
		if (ready > 0) process.stdout(buffer.slice(0, ready));
		buffer = buffer.slice(ready);
	};
	for (let before = sys.listNetns() ?? []; ; ) {
		yield { wait: "names" };
		const now = sys.listNetns() ?? [];
		for (const name of before) if (!now.includes(name)) print(`delete ${name}\n`);
		for (const name of [...now].reverse()) if (!before.includes(name)) print(`add ${name}\n`);
		before = now;
	}
}

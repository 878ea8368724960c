/** What `ip monitor` puts before its lines: `[nsid 0]`, `[ROUTE]`, a time, `Deleted`. The mirror of ip/ipmonitor.c. */
import type { Words } from "./word.ts";

const label = /^\[(LINK|ADDR|ROUTE|NEIGH|RULE|PREFIX|NETCONF|NEXTHOP|NSID|MROUTE|TOKEN|STATS)\]/;
const stamp = /^\[\d{4}-\d\d-\d\dT[\d:.]+\]/;

const nsid = /^(\d+|current)\]/;

/** Takes them; the line itself follows. */
export function readMarks(words: Words): void {
	for (;;) {
		const word = words.peek();
		const [mark] = label.exec(word) ?? stamp.exec(word) ?? [];
		if (mark !== undefined) words.glued(mark, stamp.test(word) ? "monitor.time" : "monitor.label");
		else if (word === "[nsid" && nsid.test(words.peek(1))) readNsid(words);
		else if (word === "Deleted" && words.left > 1) words.topic("monitor.deleted");
		else return;
	}
}

function readNsid(words: Words): void {
	words.topic("monitor.nsid");
	words.glued(nsid.exec(words.peek())?.[0] ?? "", "silent");
}

/** `Timestamp: Sun Nov 22 03:54:52 2026 123456 usec`, a line of its own. */
export function readTime(words: Words): boolean {
	if (words.peek() !== "Timestamp:" || words.left < 5) return false;
	words.topic("monitor.time", words.left);
	return true;
}

/** What ip says of its own doing: `*** Flush is complete after 1 round ***`, `Flushed 2 nexthops`, its version. */
import type { Rest } from "./line.ts";
import type { Reader } from "./object.ts";

const sentences: readonly (readonly [sentence: RegExp, topic: string])[] = [
	[
		/^\*\*\* (Round \d+, deleting \d+ (?:addresses|entries)|Flush (is complete|remains incomplete|not complete).*) \*\*\*$/,
		"message.flush",
	],
	[/^\*\*\* IPv4 routing cache is flushed\.$/, "message.flush"],
	[/^(Flushed \d+ nexthops?|Nothing to flush\.?)$/, "message.flush"],
	[/^WARNING: Kernel does not support filtering by master device$/, "message.masterFilter"],
	[/^No VRF has been configured$/, "vrf.none"],
	[/^ip utility, iproute2-\S+/, "message.version"],
];

const topicFor = (text: string) => sentences.find(([sentence]) => sentence.test(text))?.[1];

export const messageReader: Reader = {
	object: "message",
	begins: (_, { text }) => topicFor(text.trim()) !== undefined,
	read(words): Rest {
		const text = Array.from({ length: words.left }, (_, i) => words.peek(i)).join(" ");
		words.topic(topicFor(text) ?? "unknown", words.left);
		return { rows: [] };
	},
};

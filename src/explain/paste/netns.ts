/** Lines of `ip netns` and `ip netns list-id`. A name alone is believed only below a command that asked for names. */
import type { Rest } from "./line.ts";
import type { Reader } from "./object.ts";
import { isNumber } from "./row.ts";

export const netnsReader: Reader = {
	object: "netns",
	begins(words, { asked, text }) {
		const id = words.left >= 3 && /\(id: \d+\)$/.test(text.trim());
		return id || (asked === "netns" && words.left <= 3 && /^[^\s:$#>*[\]][^:$#>]*$/.test(text.trim()));
	},
	/** A name may have blanks in it: it is a file name. */
	read(words): Rest {
		const id = words.peek(words.left - 2) === "(id:" ? 2 : 0;
		const name = Array.from({ length: words.left - id }, (_, i) => words.peek(i));
		words.field("name", name.join(" "), name.length);
		if (!words.done) words.field("id", Number.parseInt(words.peek(1), 10), 2);
		return { rows: [] };
	},
};

/** `nsid 7 current-nsid 2 (iproute2 netns name: a)`. */
export const nsidReader: Reader = {
	object: "netns",
	begins: (words) =>
		words.peek() === "nsid" &&
		(isNumber(words.peek(1)) || words.peek(1) === "unassigned") &&
		(words.left === 2 || words.peek(2) === "current-nsid" || words.peek(2) === "(iproute2"),
	read(words): Rest {
		while (!words.done) {
			const key = words.peek();
			if (key === "(iproute2") words.field("name", words.peek(3).replace(/\)$/, ""), 4);
			else words.field(key, isNumber(words.peek(1)) ? Number(words.peek(1)) : words.peek(1), 2);
		}
		return { rows: [] };
	},
};

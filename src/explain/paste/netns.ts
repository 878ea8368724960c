/** Lines of `ip netns` and `ip netns list-id`. A name alone is believed only below a command that asked for names. */
import type { Rest } from "./line.ts";
import type { Reader } from "./object.ts";
import { isNumber } from "./row.ts";

export const netnsReader: Reader = {
	object: "netns",
	begins(words, { asked, text }) {
		const id = words.left >= 3 && /\(id: \d+\)$/.test(text.trim());
		return id || (asked === "netns" && words.left <= 3 && /^[^\s:$#>*][^:$#>]*$/.test(text.trim()));
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

/** `nsid 0 (iproute2 netns name: a)`. */
export const nsidReader: Reader = {
	object: "netns",
	begins: (words) =>
		words.peek() === "nsid" &&
		isNumber(words.peek(1)) &&
		(words.left === 2 || /^\((current-nsid|iproute2)$/.test(words.peek(2))),
	read(words): Rest {
		words.field("nsid", Number(words.peek(1)), 2);
		while (!words.done) {
			if (words.peek() === "(current-nsid") words.field("current-nsid", Number.parseInt(words.peek(1), 10), 2);
			else words.field("name", words.peek(3).replace(/\)$/, ""), 4);
		}
		return { rows: [] };
	},
};

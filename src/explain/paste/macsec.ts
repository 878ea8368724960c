/** `ip macsec show`: a line of settings, and below it the cipher, the senders and their keys. The mirror of ip/ipmacsec.c. */
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import { name, type PasteRow } from "./row.ts";
import type { Words } from "./word.ts";

/** `sc` and `sa` say nothing of their own: print_attrs() reads them from numbers of attributes that mean other things here. */
const quiet = (word: string): PasteRow => ({
	word,
	key: word,
	read(words) {
		words.topic("silent", 2);
		return true;
	},
});

const macsecRows: readonly PasteRow[] = [
	name("protect"),
	name("validate", "validation"),
	quiet("sc"),
	quiet("sa"),
	name("encrypt"),
	name("send_sci", "inc_sci"),
	name("end_station", "es"),
	name("scb"),
	name("replay", "replay_protect"),
	name("window"),
];

/** The lines below, by their first words. */
const below: readonly (readonly [RegExp, (words: Words) => void])[] = [
	[
		/^cipher suite:/,
		(words) => {
			words.topic("macsec.cipher_suite", 3);
			words.topic("macsec.icv_len", words.left);
		},
	],
	[
		/^TXSC:/,
		(words) => {
			words.topic("macsec.sci", 2);
			words.topic("macsec.encoding_sa", words.left);
		},
	],
	[/^RXSC:/, (words) => words.topic("macsec.rxsc", words.left)],
	[/^[0-3]: PN/, (words) => words.topic("macsec.key", words.left)],
	[/^offload: /, (words) => words.topic("macsec.offload", words.left)],
	[/^stats: (?:In|Out)Pkts|^stats: (?:In|Out)Octets/, (words) => words.topic("macsec.stats", words.left)],
	[/^\d+ ?\d*$/, (words) => words.topic("silent", words.left)],
];

function readerBelow(words: Words) {
	const start = `${words.peek()} ${words.peek(1)}`.trim();
	return below.find(([pattern]) => pattern.test(start))?.[1];
}

export const macsecReader: Reader = {
	object: "macsec",
	begins: (words) => /^\d+:$/.test(words.peek()) && /^\S+:$/.test(words.peek(1)) && words.peek(2) === "protect",
	read(words): Rest {
		const read = readerBelow(words);
		if (read && words.peek(2) !== "protect") {
			read(words);
			return { rows: [] };
		}
		words.field("ifindex", Number(words.peek().replace(":", "")));
		words.field("ifname", words.peek().replace(/:$/, ""));
		return readRows(words, macsecRows);
	},
	goesOn: (words) => words.peek(2) !== "protect" && readerBelow(words) !== undefined,
};

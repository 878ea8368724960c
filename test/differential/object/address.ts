/** `ip address`: changes of one address, flushes and listings. */
import type { Arbitrary } from "fast-check";
import { address } from "../../../src/userland/ip/address.ts";
import {
	type Command,
	type Drawn,
	device,
	devOrBare,
	grammarOf,
	joined,
	lines,
	objectWord,
	one,
	perhaps,
	rowsOf,
	show,
	verbWord,
	words,
} from "../draw.ts";

const object = objectWord("address", "a", "addr", "ad");

function change(word: string): Arbitrary<Command> {
	const dev = joined(lines("dev"), device);
	const more = rowsOf(grammarOf(address, word), 2, ["dev"]);
	return joined(object, verbWord(address, word), one("PREFIX"), dev, more);
}

const flush = joined(object, verbWord(address, "flush"), perhaps(devOrBare, 3), rowsOf(grammarOf(address, "flush"), 2));

export const addresses: Drawn = {
	name: "address",
	draws: [
		[8, change("add")],
		[2, change("change")],
		[3, change("replace")],
		[4, change("delete")],
		[2, flush],
		[4, show(address, object, perhaps(verbWord(address, "show"), 2), 2)],
	],
	pipes: [
		[1, joined(lines("ip address save"), rowsOf(grammarOf(address, "save"), 1), lines("| ip address showdump"))],
		[1, joined(lines("ip address save"), perhaps(devOrBare), lines("| ip address restore"))],
	],
	opening: ["ip address add 192.0.2.1/24 dev v0", "ip address add 2001:db8::1/64 dev v0"].map(words),
	closing: ["ip -d addr", "ip -n n1 addr"].map(words),
};

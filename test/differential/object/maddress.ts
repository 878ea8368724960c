/** `ip maddress`: groups of a device, and link addresses added by hand. */
import { maddress } from "../../../src/userland/ip/maddress.ts";
import {
	type Drawn,
	device,
	joined,
	lines,
	objectWord,
	one,
	perhaps,
	show,
	verbWord,
	weighted,
	words,
} from "../draw.ts";

const object = objectWord("maddress", "maddr", "m");
const verb = weighted([2, verbWord(maddress, "add")], [1, verbWord(maddress, "delete")]);
const group = weighted([3, lines("33:33:00:00:00:05", "01:00:5e:00:00:05")], [1, one("LLADDR")]);

export const maddresses: Drawn = {
	name: "maddress",
	draws: [
		[2, joined(object, verb, perhaps(lines("address")), group, lines("dev"), device)],
		[2, show(maddress, object, perhaps(verbWord(maddress, "show")), 1)],
	],
	closing: ["ip maddress"].map(words),
};

/** `ip tuntap`: devices whose wire is a program. */
import { tuntap } from "../../../src/userland/ip/tuntap.ts";
import { type Drawn, grammarOf, joined, lines, objectWord, perhaps, rowsOf, verbWord, weighted } from "../draw.ts";

const object = objectWord("tuntap", "tunt", "tap");
const mode = lines("mode tun", "mode tap");
const name = weighted([4, lines("t0", "t1", "dev t0", "name t1")], [1, lines("v0", "tun%d", "", "nope", "a/b")]);

export const tuntaps: Drawn = {
	name: "tuntap",
	draws: [
		[2, joined(object, verbWord(tuntap, "add"), name, mode, rowsOf(grammarOf(tuntap, "add"), 1, ["mode", "dev"]))],
		[1, joined(object, verbWord(tuntap, "delete"), name, mode, rowsOf(grammarOf(tuntap, "delete"), 1, ["dev"]))],
		[1, joined(object, perhaps(verbWord(tuntap, "show")))],
	],
};

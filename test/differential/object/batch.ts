/** `ip -batch -`: a few lines of other objects' commands, right and wrong ones. */
import fc, { type Arbitrary } from "fast-check";
import { type Command, type Drawn, joined, lines, weighted } from "../draw.ts";
import { quoted } from "../line.ts";
import { addresses } from "./address.ts";
import { links } from "./link.ts";
import { tuntaps } from "./tuntap.ts";

const inside = weighted(...[addresses, links, tuntaps].flatMap(({ draws }) => draws));
const odd = lines(
	"",
	"# nothing",
	"-4 addr",
	"link show lo # and more",
	"nope",
	"link show 'lo",
	"-br link",
	"address help",
);

/** As a batch file has it: no word of it can hold both kinds of quotes. */
const line: Arbitrary<Command> = weighted(
	[6, inside.map((words) => [words.map(quoted).join(" ")])],
	[1, odd.map((words) => [words.join(" ")])],
);
const several = fc.array(line, { minLength: 1, maxLength: 4 }).map((all) => all.flat());

export const batches: Drawn = {
	name: "batch",
	draws: [],
	pipes: [
		[
			3,
			joined(
				lines("printf %s\\n"),
				several,
				lines("| ip"),
				lines("", "-force", "-j", "-4", "-o", "-d", "-n n1"),
				lines("-batch -"),
			),
		],
	],
};

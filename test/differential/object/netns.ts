/** `ip netns`: names for namespaces, and ids. */
import { type Drawn, joined, lines, one, weighted, words } from "../draw.ts";

const name = one("NETNS");

const verb = weighted(
	[3, joined(lines("add", "a"), name)],
	[2, joined(lines("delete", "del", "d"), name)],
	[2, lines("list", "show", "", "list-id", "ls", "nope")],
	[
		2,
		lines(
			"list-id nsid 0",
			"list-id nsid 5",
			"list-id target-nsid 0",
			"list-id target-nsid 0 nsid 0",
			"list-id target-nsid 7",
			"list-id nsid x",
			"list-id nope",
		),
	],
	[1, joined(lines("set"), name, lines("5", "auto", "-1", "x", ""))],
	[1, joined(lines("pids"), name)],
);

export const netns: Drawn = {
	name: "netns",
	draws: [
		[4, joined(lines("netns", "netn"), verb)],
		[1, lines("netns")],
	],
	closing: ["ip netns"].map(words),
};

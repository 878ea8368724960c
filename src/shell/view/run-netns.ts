/** /run/netns: a file for each name of a namespace. The directory is there from the first name on. */
import { errno, type View } from "./view.ts";

export const runNetns: readonly View[] = [
	{
		path: "/run/netns",
		names: ({ sys }) => sys.listNetns(),
		create: ({ sys }, name) => sys.createNetnsFile(name),
		remove: ({ sys }, name) => sys.unlinkNetns(name),
	},
	{ path: "/run/netns/*", read: () => errno("EINVAL") },
];

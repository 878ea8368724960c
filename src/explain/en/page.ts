/** Where reading stops, in English. */
import { misread } from "../misread.ts";
import type { Text } from "../text.ts";
import type { pageTopics } from "../topic/page.ts";

export const page: Record<keyof typeof pageTopics, Text> = {
	unreadable: {
		what: ({ value }) => {
			const meant = misread(value);
			return meant === undefined
				? "Cannot be read: cut off or masked."
				: `Cannot be read: letters stand where digits belong. Perhaps it was ${meant}.`;
		},
		why: "Nothing is guessed about it.",
	},
	unknown: { what: "Not a word of ip that iplab knows.", why: "It may be newer, or mistyped." },
};

/** Là où la lecture s'arrête, en français. */
import { misread } from "../misread.ts";
import type { Text } from "../text.ts";
import type { pageTopics } from "../topic/page.ts";

export const page: Record<keyof typeof pageTopics, Text> = {
	unreadable: {
		what: ({ value }) => {
			const meant = misread(value);
			return meant === undefined
				? "Illisible : coupé ou masqué."
				: `Illisible : des lettres à la place de chiffres. C'était peut-être ${meant}.`;
		},
		why: "On n'en devine rien.",
	},
	unknown: { what: "Ce n'est pas un mot de ip qu'iplab connaisse.", why: "Il est peut-être plus récent, ou mal tapé." },
};

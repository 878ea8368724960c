/** Where reading stops, in English. */
import type { Text } from "../text.ts";
import type { pageTopics } from "../topic/page.ts";

export const page: Record<keyof typeof pageTopics, Text> = {
	unreadable: { what: "Cannot be read: cut off or masked.", why: "Nothing is guessed about it." },
	unknown: { what: "Not a word of ip that iplab knows.", why: "It may be newer, or mistyped." },
};

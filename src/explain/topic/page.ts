/** Where reading stops. */
import type { TopicRow } from "./row.ts";

export const pageTopics = {
	unreadable: {},
	unknown: {},
} as const satisfies Record<string, TopicRow>;

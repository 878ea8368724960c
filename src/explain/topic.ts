/**
 * The things of `ip` output that can be explained, one row each: the kernel's own constant, where to read on, and whether
 * it is `major` (worth more than one line to somebody who has never seen it). One file a subject, in topic/, en/ and fr/:
 * en/link.ts must have a text for every row of topic/link.ts or tsc refuses it. Topics are `kind.word`, so that a word of
 * the output leads to its topic (which.ts) without a table in between.
 */
import { addressTopics } from "./topic/address.ts";
import { bondTopics } from "./topic/bond.ts";
import { bridgeTopics } from "./topic/bridge.ts";
import { detailTopics } from "./topic/detail.ts";
import { kindTopics } from "./topic/kind.ts";
import { linkTopics } from "./topic/link.ts";
import { neighTopics } from "./topic/neigh.ts";
import { nexthopTopics } from "./topic/nexthop.ts";
import { otherTopics } from "./topic/other.ts";
import { pageTopics } from "./topic/page.ts";
import { routeTopics } from "./topic/route.ts";
import { ruleTopics } from "./topic/rule.ts";
import { settingTopics } from "./topic/setting.ts";
import { socketTopics } from "./topic/socket.ts";
import { statsTopics } from "./topic/stats.ts";

export const topics = {
	...linkTopics,
	...detailTopics,
	...kindTopics,
	...settingTopics,
	...bridgeTopics,
	...bondTopics,
	...statsTopics,
	...addressTopics,
	...routeTopics,
	...ruleTopics,
	...neighTopics,
	...nexthopTopics,
	...socketTopics,
	...otherTopics,
	...pageTopics,
};

export type Topic = keyof typeof topics;

export function isTopic(word: string): word is Topic {
	return Object.hasOwn(topics, word);
}

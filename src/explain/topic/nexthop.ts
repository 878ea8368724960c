/** The lines of `ip nexthop`. */
import type { TopicRow } from "./row.ts";

export const nexthopTopics = {
	"nexthop.id": { reference: "NHA_ID" },
	"nexthop.group": { reference: "NHA_GROUP" },
	"nexthop.weight": { reference: "NHA_GROUP" },
	"nexthop.type": { reference: "NHA_GROUP_TYPE" },
	"nexthop.buckets": { reference: "NHA_RES_GROUP" },
	"nexthop.idle_timer": { reference: "NHA_RES_GROUP" },
	"nexthop.unbalanced_timer": { reference: "NHA_RES_GROUP" },
	"nexthop.unbalanced_time": { reference: "NHA_RES_GROUP" },
	"nexthop.blackhole": { reference: "NHA_BLACKHOLE" },
	"nexthop.fdb": { reference: "NHA_FDB" },
	"nexthop.index": { reference: "NHA_RES_BUCKET" },
	"nexthop.idle_time": { reference: "NHA_RES_BUCKET" },
	"nexthop.nhid": { reference: "NHA_RES_BUCKET" },
} as const satisfies Record<string, TopicRow>;

/** The lines of `ip nexthop`, in English. */
import type { Entry } from "../text.ts";
import type { nexthopTopics } from "../topic/nexthop.ts";

export const nexthop: Record<keyof typeof nexthopTopics, Entry> = {
	"nexthop.id": {
		what: "A next hop by itself, with a number: routes point at it (nhid).",
		why: "Changed once, it is changed for a million routes.",
	},
	"nexthop.group": "A group: flows are shared out among these next hops.",
	"nexthop.weight": "Its share.",
	"nexthop.type": "How the group shares out; resilient: flows stay where they are when members change.",
	"nexthop.buckets": "Into how many buckets flows are sorted.",
	"nexthop.idle_timer": "A bucket unused for so many seconds may move to another member.",
	"nexthop.unbalanced_timer": "After so many seconds out of balance, buckets move by force; 0: never.",
	"nexthop.unbalanced_time": "For how many seconds it has been out of balance.",
	"nexthop.blackhole": "What comes here is thrown away.",
	"nexthop.fdb": "For VXLAN: the far ends of a tunnel, not routers.",
	"nexthop.index": "Which bucket.",
	"nexthop.idle_time": "For how many seconds it has been unused.",
	"nexthop.nhid": "To which next hop it leads now.",
};

/** Lines of `ip nexthop`: `id 1 via 10.0.0.2 dev eth0 scope link`. The mirror of ip/ipnexthop.c. */

import { devRow, encapRow, flagRows, protoRow, scopeRow, viaRow } from "./hop.ts";
import { type Rest, readRows } from "./line.ts";
import { groupRows, time } from "./nexthop-group.ts";
import type { Reader } from "./object.ts";
import { isNumber, number, type PasteRow, rowFor } from "./row.ts";

const nexthopRows: readonly PasteRow[] = [
	...groupRows,
	encapRow,
	viaRow,
	devRow,
	scopeRow,
	{ word: "blackhole", key: "blackhole", is: null },
	protoRow,
	...flagRows,
	{ word: "fdb", key: "fdb", is: null },
	number("index"),
	time("idle_time"),
	number("nhid"),
];

export const nexthopReader: Reader = {
	object: "nexthop",
	begins: (words) =>
		words.peek() === "id" &&
		isNumber(words.peek(1)) &&
		(words.left === 2 || rowFor(nexthopRows, words.peek(2)) !== undefined),
	read(words): Rest {
		words.field("id", Number(words.peek(1)), 2);
		return readRows(words, nexthopRows);
	},
};

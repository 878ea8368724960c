/**
 * The explanations in English. One sentence of what it is, one of why it matters, for somebody who has never seen one;
 * `here` speaks of this very address or link. What is claimed here was tried on the real kernel; the sources are in the
 * topic rows. fr.ts says the same.
 */
import { address } from "./en/address.ts";
import { bond } from "./en/bond.ts";
import { bridge } from "./en/bridge.ts";
import { detail } from "./en/detail.ts";
import { kind } from "./en/kind.ts";
import { link } from "./en/link.ts";
import { neigh } from "./en/neigh.ts";
import { nexthop } from "./en/nexthop.ts";
import { other } from "./en/other.ts";
import { page } from "./en/page.ts";
import { route } from "./en/route.ts";
import { rule } from "./en/rule.ts";
import { setting } from "./en/setting.ts";
import { stats } from "./en/stats.ts";
import type { Language, Texts } from "./text.ts";

const texts: Texts = {
	...link,
	...detail,
	...kind,
	...setting,
	...bridge,
	...bond,
	...stats,
	...address,
	...route,
	...rule,
	...neigh,
	...nexthop,
	...other,
	...page,
};

export const en: Language = {
	texts,
	page: {
		nothing: "nothing here looks like output of ip",
		empty: "nothing to annotate: the input is empty",
		binary: "this is not text: it holds NUL bytes",
	},
	typeset: (text) => text,
};

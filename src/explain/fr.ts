/**
 * Les explications en français : les mêmes que dans en.ts, phrase pour phrase. Écrites avec des espaces et des apostrophes
 * simples ; typeset() y met les espaces insécables et l'apostrophe typographique. Les mots de `ip` ne se traduisent pas.
 */
import { address } from "./fr/address.ts";
import { bond } from "./fr/bond.ts";
import { bridge } from "./fr/bridge.ts";
import { detail } from "./fr/detail.ts";
import { kind } from "./fr/kind.ts";
import { link } from "./fr/link.ts";
import { neigh } from "./fr/neigh.ts";
import { nexthop } from "./fr/nexthop.ts";
import { other } from "./fr/other.ts";
import { page } from "./fr/page.ts";
import { route } from "./fr/route.ts";
import { rule } from "./fr/rule.ts";
import { setting } from "./fr/setting.ts";
import { stats } from "./fr/stats.ts";
import type { Language, Texts } from "./text.ts";
import { french as typeset } from "./typeset.ts";

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

export const fr: Language = {
	texts,
	page: {
		nothing: typeset("rien ici ne ressemble à ce qu'affiche ip"),
		empty: typeset("rien à annoter : l'entrée est vide"),
		binary: typeset("ce n'est pas du texte : il s'y trouve des octets NUL"),
	},
	typeset,
};

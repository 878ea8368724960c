/** Les lignes de ip nexthop, en français. */
import type { Entry } from "../text.ts";
import type { nexthopTopics } from "../topic/nexthop.ts";

export const nexthop: Record<keyof typeof nexthopTopics, Entry> = {
	"nexthop.id": {
		what: "Un prochain saut à part, avec un numéro : les routes y renvoient (nhid).",
		why: "Changé une fois, il l'est pour un million de routes.",
	},
	"nexthop.group": "Un groupe : les flux se partagent entre ces prochains sauts.",
	"nexthop.weight": "Sa part.",
	"nexthop.type": "Comment le groupe partage ; resilient : les flux restent en place quand les membres changent.",
	"nexthop.buckets": "Dans combien de seaux les flux sont triés.",
	"nexthop.idle_timer": "Un seau inutilisé depuis tant de secondes peut changer de membre.",
	"nexthop.unbalanced_timer": "Après tant de secondes de déséquilibre, les seaux changent de force ; 0 : jamais.",
	"nexthop.unbalanced_time": "Depuis combien de secondes le déséquilibre dure.",
	"nexthop.blackhole": "Ce qui vient ici est jeté.",
	"nexthop.fdb": "Pour VXLAN : les bouts lointains d'un tunnel, pas des routeurs.",
	"nexthop.index": "Quel seau.",
	"nexthop.idle_time": "Depuis combien de secondes il est inutilisé.",
	"nexthop.nhid": "Vers quel prochain saut il mène à présent.",
};

/** The lines of `ip neigh`. */
import { major, type TopicRow } from "./row.ts";

export const neighTopics = {
	"neigh.dst": { reference: "NDA_DST" },
	"neigh.lladdr": { reference: "NDA_LLADDR" },
	"neigh.router": { reference: "NTF_ROUTER" },
	"neigh.proxy": { reference: "NTF_PROXY" },
	"neigh.managed": { reference: "NTF_EXT_MANAGED" },
	"neigh.extern_learn": { reference: "NTF_EXT_LEARNED" },
	"neigh.extern_valid": { reference: "NTF_EXT_EXT_VALIDATED" },
	"neigh.offload": { reference: "NTF_OFFLOADED" },
	"neigh.refcnt": { reference: "NDA_CACHEINFO" },
	"neigh.used": { reference: "NDA_CACHEINFO" },
	"neigh.confirmed": { reference: "NDA_CACHEINFO" },
	"neigh.updated": { reference: "NDA_CACHEINFO" },
	"neigh.probes": { reference: "NDA_PROBES" },
	"nud.INCOMPLETE": { constant: "NUD_INCOMPLETE = 0x01" },
	"nud.REACHABLE": { constant: "NUD_REACHABLE = 0x02" },
	"nud.STALE": { constant: "NUD_STALE = 0x04", major },
	"nud.DELAY": { constant: "NUD_DELAY = 0x08" },
	"nud.PROBE": { constant: "NUD_PROBE = 0x10" },
	"nud.FAILED": { constant: "NUD_FAILED = 0x20", major },
	"nud.NOARP": { constant: "NUD_NOARP = 0x40" },
	"nud.PERMANENT": { constant: "NUD_PERMANENT = 0x80" },
} as const satisfies Record<string, TopicRow>;

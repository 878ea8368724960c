/** The lines of `ip neigh`, in English. */
import type { Entry } from "../text.ts";
import type { neighTopics } from "../topic/neigh.ts";

export const neigh: Record<keyof typeof neighTopics, Entry> = {
	"neigh.dst": {
		what: "A neighbour's address: somebody on the same link.",
		why: "Asked for by ARP (IPv4) or neighbour discovery (IPv6).",
	},
	"neigh.lladdr": "That neighbour's hardware address (MAC): frames for it go there.",
	"neigh.router": "It said of itself that it is a router (IPv6).",
	"neigh.proxy": "This machine answers in its place.",
	"neigh.managed": "The kernel keeps it fresh by itself.",
	"neigh.extern_learn": "A program told the kernel of it.",
	"neigh.extern_valid": "A program vouches for it: the kernel does not let it go stale by itself.",
	"neigh.offload": "The hardware knows it too.",
	"neigh.refcnt": "How many hold on to it.",
	"neigh.used": "Seconds since it was used …",
	"neigh.confirmed": "… since it last answered …",
	"neigh.updated": "… and since it last changed.",
	"neigh.probes": "How often it has been asked.",
	"nud.INCOMPLETE": { what: "Being asked for; no answer yet.", why: "Packets for it wait meanwhile." },
	"nud.REACHABLE": "It answered not long ago: all is well.",
	"nud.STALE": { what: "Known, but not confirmed lately.", why: "No fault: it is checked when it is next needed." },
	"nud.DELAY": "Just used while stale: given a few seconds to show that it is there.",
	"nud.PROBE": "Being asked again, directly.",
	"nud.FAILED": {
		what: "It did not answer.",
		why: "Nobody there, or on another link: packets for it come back as “No route to host”.",
	},
	"nud.NOARP": "Needs no asking: the hardware address is plain.",
	"nud.PERMANENT": "Set by hand: never asked for, never forgotten.",
};

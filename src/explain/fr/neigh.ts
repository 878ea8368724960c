/** Les lignes de ip neigh, en français. */
import type { Entry } from "../text.ts";
import type { neighTopics } from "../topic/neigh.ts";

export const neigh: Record<keyof typeof neighTopics, Entry> = {
	"neigh.dst": {
		what: "L'adresse d'un voisin : quelqu'un du même lien.",
		why: "Cherché par ARP (IPv4) ou par la découverte de voisins (IPv6).",
	},
	"neigh.lladdr": "L'adresse matérielle (MAC) de ce voisin : ses trames vont là.",
	"neigh.router": "Il a dit de lui-même qu'il est routeur (IPv6).",
	"neigh.proxy": "Cette machine répond à sa place.",
	"neigh.managed": "Le noyau le tient à jour de lui-même.",
	"neigh.extern_learn": "Un programme l'a appris au noyau.",
	"neigh.extern_valid": "Un programme s'en porte garant : le noyau ne la laisse pas vieillir de lui-même.",
	"neigh.offload": "Le matériel le connaît aussi.",
	"neigh.refcnt": "Combien y tiennent.",
	"neigh.used": "Secondes depuis qu'il a servi…",
	"neigh.confirmed": "… depuis sa dernière réponse…",
	"neigh.updated": "… et depuis son dernier changement.",
	"neigh.probes": "Combien de fois on l'a demandé.",
	"nud.INCOMPLETE": { what: "On le cherche ; pas encore de réponse.", why: "Les paquets pour lui attendent." },
	"nud.REACHABLE": "Il a répondu il y a peu : tout va bien.",
	"nud.STALE": {
		what: "Connu, mais pas confirmé ces temps-ci.",
		why: "Ce n'est pas une panne : on vérifiera au prochain besoin.",
	},
	"nud.DELAY": "Servi alors que périmé : on lui laisse quelques secondes pour se montrer.",
	"nud.PROBE": "On le redemande, directement.",
	"nud.FAILED": {
		what: "Il n'a pas répondu.",
		why: "Personne là, ou sur un autre lien : les paquets pour lui reviennent en « No route to host ».",
	},
	"nud.NOARP": "Rien à demander : l'adresse matérielle va de soi.",
	"nud.PERMANENT": "Posé à la main : jamais cherché, jamais oublié.",
};

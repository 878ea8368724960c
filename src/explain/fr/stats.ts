/** Les compteurs de -s, en français. */
import type { Entry } from "../text.ts";
import type { statsTopics } from "../topic/stats.ts";
import { number } from "./word.ts";

const zero = (value: string) => /^0*$/.test(value);

export const stats: Record<keyof typeof statsTopics, Entry> = {
	"stats.rx": {
		what: "Reçu depuis sa création, selon les comptes du noyau.",
		why: "Sur lo, égal à TX : tout ce qui part revient.",
	},
	"stats.tx": { what: "Envoyé depuis sa création.", why: "Comparer deux fois dit si quelque chose bouge." },
	"stats.rx-errors": { what: "Les erreurs de réception, une par une.", why: "Elles désignent le câble ou la carte." },
	"stats.tx-errors": { what: "Les erreurs d'envoi, une par une.", why: "Elles désignent le câble ou la carte." },
	"stats.bytes": { what: "Combien d'octets.", why: "Le volume de tout cela." },
	"stats.packets": { what: "Combien de paquets.", why: "Chacun compté une fois." },
	"stats.errors": {
		what: "Paquets arrivés abîmés, ou qu'on n'a pas pu envoyer.",
		why: "Devrait être 0.",
		here: ({ value }) =>
			/^\d+$/.test(value) && !zero(value)
				? `${number(value)} : cela vaut un regard au câble et à la carte.`
				: undefined,
	},
	"stats.dropped": {
		what: "Paquets jetés.",
		why: "Faute de place, ou parce que personne n'en voulait.",
	},
	"stats.over_errors": { what: "Venus plus vite qu'on ne pouvait les prendre.", why: "Le tampon était plein." },
	"stats.missed_errors": { what: "Perdus par la carte, faute de place.", why: "La machine n'a pas suivi." },
	"stats.multicast": { what: "Paquets pour des groupes.", why: "Il est normal qu'il y en ait beaucoup." },
	"stats.broadcast": { what: "Paquets pour tous.", why: "En nombre, ils pèsent à tout le monde." },
	"stats.compressed": { what: "Paquets comprimés.", why: "Seulement sur de vieilles lignes, SLIP ou PPP." },
	"stats.carrier_errors": { what: "Le signal s'est perdu pendant l'envoi.", why: "Désigne le câble." },
	"stats.collisions": { what: "Deux ont émis à la fois.", why: "0 sur tout réseau d'aujourd'hui." },
	"stats.length_errors": { what: "D'une longueur impossible.", why: "Souvent un mauvais mtu." },
	"stats.crc_errors": { what: "Somme de contrôle fausse : abîmés en route.", why: "Désigne le câble." },
	"stats.frame_errors": { what: "Pas un nombre entier d'octets.", why: "Désigne le câble." },
	"stats.fifo_errors": {
		what: "Le tampon de la carte a débordé, ou s'est vidé.",
		why: "La machine n'a pas suivi.",
	},
	"stats.nohandler": { what: "Personne n'était là pour le prendre.", why: "Un membre inactif d'un bond, par exemple." },
	"stats.aborted_errors": { what: "Envoi interrompu.", why: "Rare sur les cartes d'aujourd'hui." },
	"stats.window_errors": { what: "Collisions tardives.", why: "Rare sur les cartes d'aujourd'hui." },
	"stats.heartbeat_errors": { what: "Un autotest de vieilles cartes a échoué.", why: "Toujours 0 aujourd'hui." },
	"stats.carrier_changes": {
		what: "Combien de fois le signal est venu ou parti.",
		why: "Un grand nombre : un câble mal mis.",
	},
	"stats.otherhost_dropped": {
		what: "Destinés à une autre machine, jetés.",
		why: "Se voit là où l'on entend toutes les trames.",
	},
	"stats.csum_errors": "Somme de contrôle absente ou fausse.",
	"stats.sequence_errors": "Dans le désordre, ou numéro trop bas.",
	"stats.loop_errors": "Le tunnel aurait mené en lui-même.",
	"stats.route_errors": "Pas de chemin vers l'autre bout.",
	"stats.buffer_errors": "Pas de mémoire pour le paquet.",
};

/** `follow` en français. */
import type { FollowTexts } from "./text.ts";

const because = (why: string | undefined) => (why ? ` : ${why}` : "");

export const fr: FollowTexts = {
	way: "Le chemin des paquets",
	counters: "Compteurs qui ont bougé",
	unmoved: "aucun",
	what: {
		routed: (dev, why) => `doit partir par ${dev}${why ? `, prochain saut ${why}` : ""}`,
		sent: (dev) => `${dev} l'émet`,
		received: (dev) => `est arrivé par ${dev}`,
		delivered: () => "est pour cette machine",
		forwarded: () => "est pour une autre machine : transmis",
		answered: () => "reçoit sa réponse",
		queued: (_dev, why) => `attend que l'adresse de lien de ${why} soit connue`,
		dropped: (_dev, why) => `est jeté${because(why)}`,
		refused: (_dev, why) => `est refusé${because(why)}`,
	},
	handedBack: (dev) => `${dev} le rend aussitôt comme reçu`,
	carried: (devices) => `Transporté par : ${devices}.`,
	nothingCarried: "Aucune interface n'a rien transporté.",
	note: {
		loopback: [
			"Aucun matériel n'a été sollicité : lo n'en a pas. Son pilote tient en une courte fonction, loopback_xmit(), qui range chaque paquet qu'on lui donne à émettre dans la file de ceux qui sont arrivés, sur la même machine.",
			"Un paquet pour 127.0.0.1 peut-il quitter cette machine ? Non, et trois choses y veillent. La table local envoie tout 127.0.0.0/8 vers lo, et elle est consultée avant toutes les autres. Ce qui est donné à lo revient et n'atteint jamais une carte. Enfin, une autre machine qui enverrait ici un tel paquet, ou qui en recevrait un d'ici, le verrait jeté : venant d'un câble, une adresse de 127.0.0.0/8 est un « martien » (route_localnet lève cette règle pour une interface ; rien ne la lève pour le réseau tout entier).",
		],
		own: [
			"Quelle que soit l'interface qui porte l'adresse, c'est lo qui a transporté le paquet : pour chacune de ses propres adresses, la machine a une route de type local, et une telle route mène à lo. Les compteurs de l'autre interface n'ont pas bougé, son câble peut être débranché, et aucun matériel n'a été sollicité.",
		],
		wire: [
			"Les paquets ont quitté cette machine : une autre interface que lo les a pris, et c'est ici qu'une carte aurait été sollicitée. Ils sont arrivés sur une autre interface, dans un autre espace de noms, qui a ses tables, ses voisins et son lo à lui.",
		],
		nowhere: ["Rien n'a été émis."],
	},
};

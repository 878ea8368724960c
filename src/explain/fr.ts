/**
 * Les explications en français : les mêmes que dans en.ts, phrase pour phrase. Écrites avec des espaces et des apostrophes
 * simples ; typeset() y met les espaces insécables et l'apostrophe typographique. Les mots de `ip` ne se traduisent pas.
 */
import { address, reach } from "./fr/address.ts";
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
import { socket } from "./fr/socket.ts";
import { stats } from "./fr/stats.ts";
import { unusual } from "./fr/unusual.ts";
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
	...socket,
	...other,
	...page,
};

const lines = (n: number) => `${n} ${n < 2 ? "ligne" : "lignes"}`;

export const fr: Language = {
	texts,
	unusual,
	page: {
		nothing: typeset("rien ici ne ressemble à ce qu'affiche ip"),
		mac: typeset("Ceci vient de macOS (iproute2mac) : ce que les notes disent du noyau est dit de Linux."),
		foreign: (tool, command) => typeset(`c'est ce qu'affiche ${tool}, et non ip : ${command} montre la même chose`),
		empty: typeset("rien à annoter : l'entrée est vide"),
		binary: typeset("ce n'est pas du texte : il s'y trouve des octets NUL"),
		absent: (word) => typeset(`aucun mot n'y est « ${word} »`),
		unusual: "Inhabituel ici",
		ordinary: typeset("Rien d'inhabituel."),
		line: (line) => `ligne ${line}`,
		look: typeset("Regarder plus loin :"),
		summary: "Lu",
		repaired: typeset("Réparé à la lecture"),
		cut: (lines) =>
			typeset(`Trop long : il n'y a ici que les ${lines.toLocaleString("fr")} premières lignes, ou 4 Mo.`),
		output: "La sortie",
		words: typeset("Mot à mot"),
		counts: {
			links: (n) => `${n} ${n < 2 ? "lien" : "liens"}`,
			addresses: (n) => `${n} ${n < 2 ? "adresse" : "adresses"}`,
			routes: (n) => `${n} ${n < 2 ? "route" : "routes"}`,
			rules: (n) => `${n} ${n < 2 ? "règle" : "règles"}`,
			neighbours: (n) => `${n} ${n < 2 ? "voisin" : "voisins"}`,
			nexthops: (n) => `${n} ${n < 2 ? "prochain saut" : "prochains sauts"}`,
			namespaces: (n) => `${n} ${n < 2 ? "espace de noms" : "espaces de noms"}`,
			sockets: (n) => `${n} ${n < 2 ? "socket" : "sockets"}`,
			unknown: (n) => `${n} ${n < 2 ? "mot inconnu" : "mots inconnus"}`,
		},
		repairs: {
			escapes: (n) => typeset(`séquences de terminal ôtées de ${lines(n)}`),
			returns: (n) => typeset(`fins de ligne de Windows sur ${lines(n)}`),
			marks: (n) => typeset(`marques devant ${lines(n)} laissées de côté`),
			wrapped: (n) => `${n} ${n < 2 ? "ligne coupée rattachée" : "lignes coupées rattachées"} à la précédente`,
			torn: (n) => `${n} ${n < 2 ? "mot déchiré recollé" : "mots déchirés recollés"}`,
			entities: (n) => typeset(`entités HTML lues sur ${lines(n)}`),
			tags: (n) => typeset(`balises HTML ôtées de ${lines(n)}`),
			indent: (n) => typeset(`retrait perdu sur ${lines(n)}`),
			layout: () => "JSON mis en page, un membre par ligne",
		},
		scopes: {
			title: "Adresses par scope",
			addresses: "adresses",
			good: "valables, pour le noyau",
			reach,
			number: "un scope sans nom : plus son numéro est petit, plus il va loin",
			unknown: "pas un scope qu'iplab connaisse",
			notShown: "cette sortie ne montre pas leur scope",
			more: (n) => `… et ${n.toLocaleString("fr")} de plus`,
		},
	},
	colon: "\u00a0: ",
	typeset,
};

/** What `fail` and `heal` say, in each language. */

export interface FailTexts {
	readonly usage: (name: string) => string;
	readonly unknown: (word: string) => string;
	readonly noFlow: (word: string) => string;
	/** Of what `fail` is asked to break, and of what `heal` is asked to mend. */
	readonly broken: { readonly fail: (word: string) => string; readonly heal: (word: string) => string };
	readonly routes: string;
	readonly none: string;
	readonly networks: (count: number) => string;
	readonly noRoute: string;
	readonly onLink: string;
	readonly ways: string;
	readonly before: string;
	readonly after: string;
	readonly lost: string;
	readonly only: (node: string, next: string) => string;
	readonly several: (node: string, choices: string, next: string) => string;
	/** Where someone had to choose. */
	readonly flow: string;
	readonly knowledge: (count: number) => string;
	readonly same: string;
	readonly noPicture: string;
	readonly link: string;
	readonly dead: string;
}

const en: FailTexts = {
	usage: (name) => `usage: ${name} NODE | NODE-NODE ... [--show [FROM-TO ...]] [--picture | --svg] [--lang en|fr]`,
	unknown: (word) => `${word}: neither a node nor a link between two nodes`,
	noFlow: (word) => `${word}: after --show stand two nodes each, FROM-TO`,
	broken: {
		fail: (word) => `${word}: has failed already`,
		heal: (word) => `${word}: nothing of it has failed`,
	},
	routes: "Routes that changed",
	none: "  none",
	networks: (count) => `and ${count} to networks between routers`,
	noRoute: "no route",
	onLink: "on its own link",
	ways: "The way of a packet",
	before: "before",
	after: "after",
	lost: "and no further: no route",
	only: (node, next) => `${node} sends it to ${next}: the shortest way it knows`,
	several: (node, choices, next) =>
		`${node} has equal ways by ${choices}: its kernel hashes the addresses and takes ${next}`,
	flow: "The hash of two addresses is always the same: a flow keeps to one way.",
	knowledge: (count) =>
		`Every router decides for itself, from its own table, which it computed
from the same map (${count} routers' announcements).`,
	same: "as before",
	link: "link",
	dead: "link that carries nothing",
	noPicture: "pictures are drawn in scenarios and in the sandbox",
};

const fr: FailTexts = {
	usage: (name) => `usage : ${name} NŒUD | NŒUD-NŒUD ... [--show [DE-À ...]] [--picture | --svg] [--lang en|fr]`,
	unknown: (word) => `${word} : ni un nœud, ni un lien entre deux nœuds`,
	noFlow: (word) => `${word} : après --show viennent deux nœuds, DE-À`,
	broken: {
		fail: (word) => `${word} : déjà en panne`,
		heal: (word) => `${word} : rien n'y est en panne`,
	},
	routes: "Routes qui ont changé",
	none: "  aucune",
	networks: (count) => `et ${count} vers des réseaux entre routeurs`,
	noRoute: "pas de route",
	onLink: "sur son propre lien",
	ways: "Le chemin d'un paquet",
	before: "avant",
	after: "après",
	lost: "et pas plus loin : pas de route",
	only: (node, next) => `${node} l'envoie à ${next} : le plus court chemin qu'il connaisse`,
	several: (node, choices, next) =>
		`${node} a des chemins égaux par ${choices} : son noyau hache les adresses et prend ${next}`,
	flow: "Le hachage de deux adresses est toujours le même : un flux garde un seul chemin.",
	knowledge: (count) =>
		`Chaque routeur décide pour lui-même, d'après sa propre table,
calculée sur la même carte (les annonces de ${count} routeurs).`,
	same: "comme avant",
	link: "lien",
	dead: "lien qui ne porte rien",
	noPicture: "les dessins se font dans les scénarios et le bac à sable",
};

export const failTexts: Readonly<Record<"en" | "fr", FailTexts>> = { en, fr };

/** What `fail` and `heal` say, in each language. */
import type { Stop } from "./way.ts";

export interface FailTexts {
	readonly usage: (name: string) => string;
	readonly help: string;
	/** No node has this name; no link is between these two. */
	readonly noNode: (word: string, nodes: string) => string;
	readonly noLink: (from: string, to: string, peers: string) => string;
	readonly noLang: (word: string) => string;
	readonly noFlow: (word: string) => string;
	/** Of what `fail` is asked to break, and of what `heal` is asked to mend. */
	readonly broken: { readonly fail: (word: string) => string; readonly heal: (word: string) => string };
	readonly routes: string;
	readonly none: string;
	/** `alone`: no row stands before it. */
	readonly networks: (count: number, alone: boolean) => string;
	/** Of a node that has lost every route. */
	readonly off: (count: number) => string;
	readonly noRoute: string;
	readonly onLink: string;
	readonly ways: string;
	readonly before: string;
	readonly after: string;
	readonly stops: Readonly<Record<Stop, string>>;
	readonly only: (node: string, next: string) => string;
	/** Of a node without daemons. */
	readonly given: (node: string, next: string) => string;
	readonly several: (node: string, choices: string, next: string) => string;
	readonly questions: string;
	readonly asked: Questions;
	readonly same: string;
	readonly noPicture: string;
	readonly link: string;
	readonly dead: string;
}

/** What people ask about a network of routers in which something fails, each with its answer, about an address on a node's lo. */
export interface Questions {
	readonly owner: (addr: string, nodes: readonly string[]) => string;
	readonly gone: (addr: string, node: string) => string;
	readonly knows: (router: string, addr: string, node: string, count: number) => string;
	/** Who has to choose, among which next hops. */
	readonly both: (choosers: readonly (readonly [node: string, choices: string])[]) => string;
	readonly one: string;
	/** Of a packet that gets as far as this node. */
	readonly neither: (node: string) => string;
	/** Of nodes whose kernels have fewer ways than their daemons have found (zebra/nexthop.ts forgetLink()). */
	readonly lean: (nodes: readonly string[]) => string;
	readonly default: (nodes: readonly string[]) => string;
	readonly lo: string;
}

const en: FailTexts = {
	usage: (name) => `usage: ${name} NODE|NODE-NODE ... [--show [FROM-TO ...]] [--picture|--svg]; --help`,
	help: `fail R2      a power cut: its daemons are killed, all its links go down
fail R2-R3   the link between R2 and R3 is cut, at R2's end
heal ...     undoes what fail did
--show       waits until the network is quiet; tells which routes changed and
             which way packets take now, from the first node to the last and
             back, or FROM-TO ...
--picture    draws the network, with the ways before and after; --svg as SVG
--lang       en or fr`,
	noNode: (word, nodes) => `${word}: no node of that name; there are: ${nodes}`,
	noLink: (from, to, peers) => `${from}-${to}: no link between them; ${from} is linked to: ${peers}`,
	noLang: (word) => `--lang: en or fr, not '${word}'`,
	noFlow: (word) => `${word}: after --show stand two nodes each, FROM-TO`,
	broken: {
		fail: (word) => `${word}: has failed already`,
		heal: (word) => `${word}: nothing of it has failed`,
	},
	routes: "Routes that changed",
	none: "  none",
	networks: (count, alone) => `${alone ? "" : "and "}${count} to networks between routers`,
	off: (count) => `all its ${count} routes are gone: none of its links is up`,
	noRoute: "no route",
	onLink: "on its own link",
	ways: "The way of a packet",
	before: "before",
	after: "after",
	stops: {
		route: "and no further: no route",
		link: "and no further: the link carries nothing",
		loop: "and so on: a loop",
	},
	only: (node, next) => `${node} sends it to ${next}: the shortest way it knows`,
	given: (node, next) => `${node} sends it to ${next}: its table says so, though no routing daemon runs there`,
	several: (node, choices, next) =>
		`${node} has equal ways by ${choices}: its kernel hashes the addresses and takes ${next}`,
	questions: "What people ask",
	asked: {
		owner: (addr, nodes) =>
			nodes.length === 1
				? `Is ${addr} on several devices? No: it is on ${nodes[0]} alone.`
				: `Is ${addr} on several devices? Yes, on ${nodes.length}: ${nodes.join(", ")}.`,
		gone: (addr, node) =>
			`And ${addr}? It was on ${node} alone. With ${node} gone it is nobody's, and in no other table.`,
		knows: (router, addr, node, count) =>
			`How does ${router} know that ${node} is responsible for it? ${node} announced ${addr}; the ${count} routers in reach of each other pass announcements on and so hold the same map, and ${router} computed its own table from it. No packet asks around.`,
		both: (choosers) =>
			`Do both alternatives carry the packet? No. ${choosers.map(([node, choices]) => `${node} has ${choices}`).join("; ")}: its kernel hashes source and destination and takes one. The hash of two addresses is always the same, so a flow keeps to one way.`,
		one: "Do both alternatives carry the packet? There is one next hop at each step of this way; longer ways are in the map, not in a table.",
		neither: (node) => `Do both alternatives carry the packet? Neither does: it gets as far as ${node}.`,
		lean: (nodes) =>
			`Is all as OSPF has it? Not yet: ${nodes.join(", ")} ${nodes.length === 1 ? "uses" : "use"} fewer next hops to some networks than OSPF has found. FRR 8.4.4 leaves a group of next hops as it is when one has gone and come back; restarting the daemons mends it.`,
		default: (nodes) =>
			nodes.length === 0
				? "Does it return to the default route? There is none: what a router has no route for it refuses."
				: `Does it return to the default route? ${nodes.join(", ")} has one, for what no other route fits.`,
		lo: "What is the address on lo for? It names the router, not one of its cables: it is reached as long as any link of the router is up. A packet that is passed on goes through no lo.",
	},
	same: "as before",
	link: "link",
	dead: "link that carries nothing",
	noPicture: "pictures are drawn in scenarios and in the sandbox",
};

const fr: FailTexts = {
	usage: (name) => `usage : ${name} NŒUD|NŒUD-NŒUD ... [--show [DE-À ...]] [--picture|--svg] ; --help`,
	help: `fail R2      coupure de courant : ses démons sont tués, ses liens tombent
fail R2-R3   le lien entre R2 et R3 est coupé, du côté de R2
heal ...     défait ce que fail a fait
--show       attend que le réseau soit calme ; dit quelles routes ont changé et
             quel chemin prennent les paquets, du premier nœud au dernier et
             retour, ou DE-À ...
--picture    dessine le réseau, avec les chemins avant et après ; --svg en SVG
--lang       en ou fr`,
	noNode: (word, nodes) => `${word} : aucun nœud de ce nom ; il y a : ${nodes}`,
	noLink: (from, to, peers) => `${from}-${to} : aucun lien entre eux ; ${from} est relié à : ${peers}`,
	noLang: (word) => `--lang : en ou fr, pas « ${word} »`,
	noFlow: (word) => `${word} : après --show viennent deux nœuds, DE-À`,
	broken: {
		fail: (word) => `${word} : déjà en panne`,
		heal: (word) => `${word} : rien n'y est en panne`,
	},
	routes: "Routes qui ont changé",
	none: "  aucune",
	networks: (count, alone) => `${alone ? "" : "et "}${count} vers des réseaux entre routeurs`,
	off: (count) => `ses ${count} routes ont toutes disparu : aucun de ses liens n'est actif`,
	noRoute: "pas de route",
	onLink: "sur son propre lien",
	ways: "Le chemin d'un paquet",
	before: "avant",
	after: "après",
	stops: {
		route: "et pas plus loin : pas de route",
		link: "et pas plus loin : le lien ne porte rien",
		loop: "et ainsi de suite : une boucle",
	},
	only: (node, next) => `${node} l'envoie à ${next} : le plus court chemin qu'il connaisse`,
	given: (node, next) => `${node} l'envoie à ${next} : sa table le dit, bien qu'aucun démon de routage n'y tourne`,
	several: (node, choices, next) =>
		`${node} a des chemins égaux par ${choices} : son noyau hache les adresses et prend ${next}`,
	questions: "Ce que l'on se demande",
	asked: {
		owner: (addr, nodes) =>
			nodes.length === 1
				? `${addr} est-elle sur plusieurs appareils ? Non : elle est sur ${nodes[0]} seul.`
				: `${addr} est-elle sur plusieurs appareils ? Oui, sur ${nodes.length} : ${nodes.join(", ")}.`,
		gone: (addr, node) =>
			`Et ${addr} ? Elle était sur ${node} seul. Sans ${node}, elle n'est plus à personne, et dans aucune autre table.`,
		knows: (router, addr, node, count) =>
			`Comment ${router} sait-il que ${node} en est responsable ? ${node} a annoncé ${addr} ; les ${count} routeurs à portée les uns des autres se transmettent les annonces et ont donc la même carte, et ${router} en a calculé sa propre table. Aucun paquet ne demande à la ronde.`,
		both: (choosers) =>
			`Les deux possibilités portent-elles le paquet ? Non. ${choosers.map(([node, choices]) => `${node} a ${choices}`).join(" ; ")} : son noyau hache la source et la destination et n'en prend qu'une. Le hachage de deux adresses est toujours le même : un flux garde un seul chemin.`,
		one: "Les deux possibilités portent-elles le paquet ? À chaque étape de ce chemin il n'y a qu'un prochain saut ; les chemins plus longs sont sur la carte, dans aucune table.",
		neither: (node) => `Les deux possibilités portent-elles le paquet ? Aucune : il ne va que jusqu'à ${node}.`,
		lean: (nodes) =>
			`Tout est-il comme OSPF le veut ? Pas encore : vers certains réseaux, ${nodes.join(", ")} ${nodes.length === 1 ? "utilise" : "utilisent"} moins de prochains sauts qu'OSPF n'en a trouvé. FRR 8.4.4 laisse tel quel un groupe de prochains sauts dont l'un est parti puis revenu ; relancer les démons y remédie.`,
		default: (nodes) =>
			nodes.length === 0
				? "Revient-on à la route par défaut ? Il n'y en a pas : ce pour quoi un routeur n'a pas de route, il le refuse."
				: `Revient-on à la route par défaut ? ${nodes.join(", ")} en a une, pour ce à quoi aucune autre route ne convient.`,
		lo: "À quoi sert l'adresse sur lo ? Elle nomme le routeur, et non un de ses câbles : on l'atteint tant qu'un lien du routeur est actif. Un paquet qui ne fait que passer ne traverse aucun lo.",
	},
	same: "comme avant",
	link: "lien",
	dead: "lien qui ne porte rien",
	noPicture: "les dessins se font dans les scénarios et le bac à sable",
};

export const failTexts: Readonly<Record<"en" | "fr", FailTexts>> = { en, fr };

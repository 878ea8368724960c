/** What the sandbox itself says, in each language. Words of `ip`, of the shell and of the sandbox are never translated. */
import type { Lang } from "../explain/text.ts";

interface Moves {
	readonly did: (line: string) => string;
	readonly nothing: string;
	readonly usage: string;
}

export interface SandboxTexts {
	/** What is there before the first prompt. */
	readonly welcome: readonly string[];
	/** One screen of 80 by 24. */
	readonly help: string;
	readonly undone: Moves;
	readonly redone: Moves;
	readonly history: { readonly empty: string; readonly undone: string };
	readonly explain: {
		readonly on: string;
		readonly off: string;
		readonly nothing: string;
		/** Below what a line would change. */
		readonly notDone: string;
	};
	readonly ask: { readonly usage: string; readonly nothing: string; readonly keys: string };
	readonly scopes: { readonly nothing: string };
	readonly why: { readonly usage: string };
	readonly picture: { readonly usage: string };
	readonly lang: { readonly set: string; readonly usage: string };
	readonly world: { readonly fresh: string; readonly host: string; readonly usage: string };
	/** Stands where an output was cut. */
	readonly cut: (lines: number) => string;
	/** A job wrote or ended while the prompt was there. */
	readonly tooMany: (count: number) => string;
}

const en: SandboxTexts = {
	welcome: [
		"A Linux machine of your own, made of data: nothing you do here touches yours.",
		"Type ip commands, for example ip addr; help says what else there is.",
	],
	help: `This is ip of iproute2 on a Linux made of data. Break what you like, undo it.
Most of a shell works too: pipes, variables, for, files, ping, sysctl.

What lo is good for, in three commands:
  ip link set lo down        ip addr before and after: what is gone?
  ping -c 1 127.0.0.1        nobody can talk to himself any more
  undo                       as if it had never been

Words of the sandbox:
  undo [N|all]      take back the last line that changed something, or more
  redo, history     do it again; show these lines
  explain           notes on what was printed last, or why the line failed
  explain LINE      what it asks, and what it would change; runs nothing
  explain on|off    notes on every output; explain scope: a page; also lo, 127
  ask [WORD]        all about a word; alone, or Ctrl-O: choose it by key, mouse
  why A, why A B    why packets go that way, what stops them; A is [NS:]ADDR
  picture [A B]     draws this machine, or the way of a packet from A to B
  scopes            every address here, by how far it is good
  world fresh|host  another machine: only lo, down; or with an eth0
  lang en|fr        language of the notes; exit, or Ctrl-D, leaves
Tab completes, Up recalls, Ctrl-R searches, Ctrl-C stops. \\help is bash's own.`,
	undone: {
		did: (line) => `undone: ${line}`,
		nothing: "nothing to undo: no line has changed anything",
		usage: "undo takes a number of lines, or all",
	},
	redone: {
		did: (line) => `done again: ${line}`,
		nothing: "nothing to redo: nothing was undone, or a new change came after it",
		usage: "redo takes a number of lines, or all",
	},
	history: {
		empty: "no line has changed anything yet",
		undone: "- was undone; redo does it again",
	},
	explain: {
		on: "every output of ip now gets notes; explain off ends it",
		off: "no more notes",
		nothing: "nothing to explain yet: nothing was printed",
		notDone: "Nothing of it was done: type the line without explain to do it.",
	},
	ask: {
		usage: "ask takes a word of what was printed last: ask 127.0.0.1",
		nothing: "the last output has no word of ip to choose",
		keys: "Arrows or a click choose a word, PgDn reads on, Enter keeps the text, Esc goes back. Shift-drag selects text.",
	},
	scopes: { nothing: "no table: there are fewer than two addresses" },
	why: { usage: "why takes an address, with words of ip route get, or two: why NS:A NS:B[:PORT]" },
	picture: { usage: "picture takes nothing, or two addresses: picture [NS:]A [NS:]B[:PORT]" },
	lang: { set: "notes are in English now", usage: "lang takes en or fr" },
	world: {
		fresh: "a new machine: only lo, down",
		host: "a new machine: lo up, eth0 with an address and a default route",
		usage: "world takes fresh (only lo, down) or host (lo up, eth0, a default route)",
	},
	cut: (lines) =>
		`[cut here: ${lines} more ${lines === 1 ? "line" : "lines"}; | head, | tail or a file keeps it short]`,
	tooMany: (count) => `[${count} candidates: type a little more]`,
};

const fr: SandboxTexts = {
	welcome: [
		"Une machine Linux à vous, faite de données\u00a0: rien ici ne touche à la vôtre.",
		"Tapez des commandes ip, par exemple ip addr\u00a0; help dit ce qu’il y a d’autre.",
	],
	help: `Voici ip, d’iproute2, sur un Linux fait de données. Cassez, puis annulez.
L’essentiel d’un shell marche aussi\u00a0: tubes, variables, for, ping, sysctl.

À quoi sert lo, en trois commandes\u00a0:
  ip link set lo down        ip addr avant et après\u00a0: que manque-t-il\u202f?
  ping -c 1 127.0.0.1        on ne peut même plus se parler à soi-même
  undo                       comme si de rien n’était

Mots du bac à sable\u00a0:
  undo [N|all]      annuler la dernière ligne qui a changé quelque chose
  redo, history     la refaire\u00a0; montrer ces lignes
  explain           notes sur le dernier affichage, ou sur son échec
  explain LINE      ce qu’elle demande et changerait\u00a0; n’exécute rien
  explain on|off    notes à chaque affichage\u00a0; explain scope, lo\u00a0: une page
  ask [WORD]        tout sur un mot\u00a0; seul, ou Ctrl-O\u00a0: à choisir, ou cliquer
  why A, why A B    pourquoi ce chemin, ce qui l’arrête\u00a0; A est [NS:]ADDR
  picture [A B]     dessine cette machine, ou le chemin d’un paquet de A à B
  scopes            toutes les adresses d’ici, selon leur portée
  world fresh|host  une autre machine\u00a0: lo seule, désactivée\u00a0; ou avec eth0
  lang en|fr        langue des notes\u00a0; exit, ou Ctrl-D, pour quitter
Tab complète, Haut rappelle, Ctrl-R cherche, Ctrl-C arrête. \\help est de bash.`,
	undone: {
		did: (line) => `annulé\u00a0: ${line}`,
		nothing: "rien à annuler\u00a0: aucune ligne n’a rien changé",
		usage: "undo attend un nombre de lignes, ou all",
	},
	redone: {
		did: (line) => `refait\u00a0: ${line}`,
		nothing: "rien à refaire\u00a0: rien n’a été annulé, ou un autre changement l’a suivi",
		usage: "redo attend un nombre de lignes, ou all",
	},
	history: {
		empty: "aucune ligne n’a encore rien changé",
		undone: "- est annulé\u00a0; redo le refait",
	},
	explain: {
		on: "chaque affichage d’ip reçoit maintenant des notes\u00a0; explain off y met fin",
		off: "plus de notes",
		nothing: "rien à expliquer\u00a0: rien n’a encore été affiché",
		notDone: "Rien n’en a été fait\u00a0: tapez la ligne sans explain pour la faire.",
	},
	ask: {
		usage: "ask attend un mot du dernier affichage\u00a0: ask 127.0.0.1",
		nothing: "le dernier affichage n’a pas de mot d’ip à choisir",
		keys: "Les flèches ou un clic choisissent un mot, PgDn lit la suite, Entrée garde le texte, Échap revient. Maj-glisser sélectionne.",
	},
	scopes: { nothing: "pas de table\u00a0: il y a moins de deux adresses" },
	why: { usage: "why attend une adresse, avec des mots de ip route get, ou deux\u00a0: why NS:A NS:B[:PORT]" },
	picture: { usage: "picture n’attend rien, ou deux adresses\u00a0: picture [NS:]A [NS:]B[:PORT]" },
	lang: { set: "les notes sont maintenant en français", usage: "lang attend en ou fr" },
	world: {
		fresh: "une machine neuve\u00a0: lo seule, désactivée",
		host: "une machine neuve\u00a0: lo activée, eth0 avec une adresse et une route par défaut",
		usage: "world attend fresh (lo seule, désactivée) ou host (lo activée, eth0, une route par défaut)",
	},
	cut: (lines) =>
		`[coupé ici\u00a0: encore ${lines} ${lines < 2 ? "ligne" : "lignes"}\u00a0; | head, | tail ou un fichier abrègent]`,
	tooMany: (count) => `[${count} possibilités\u00a0: tapez-en un peu plus]`,
};

export const sandboxTexts: Readonly<Record<Lang, SandboxTexts>> = { en, fr };

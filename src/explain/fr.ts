/**
 * Les explications en français : les mêmes que dans en.ts, phrase pour phrase. Écrites avec des espaces et des apostrophes
 * simples ; typeset() y met les espaces insécables et l'apostrophe typographique. Les mots de `ip` ne se traduisent pas.
 */
import { address } from "./fr/address.ts";
import { detail } from "./fr/detail.ts";
import { kind } from "./fr/kind.ts";
import { link } from "./fr/link.ts";
import { page } from "./fr/page.ts";
import { stats } from "./fr/stats.ts";
import type { Language, Texts } from "./text.ts";

const texts: Texts = { ...link, ...detail, ...kind, ...stats, ...address, ...page };

/** Espace fine insécable devant ; ! ?, espace insécable devant : et dans les guillemets, apostrophe typographique. */
export function typeset(text: string): string {
	return text
		.replace(/ ([;!?])(?=\s|\)|$)/g, "\u202f$1")
		.replace(/ :(?=\s|$)/g, "\u00a0:")
		.replace(/« /g, "«\u00a0")
		.replace(/ »/g, "\u00a0»")
		.replace(/'/g, "’");
}

export const fr: Language = {
	texts,
	page: {
		nothing: typeset("rien ici ne ressemble à ce qu'affichent ip addr ou ip link"),
		empty: typeset("rien à annoter : l'entrée est vide"),
		binary: typeset("ce n'est pas du texte : il s'y trouve des octets NUL"),
	},
	typeset,
};

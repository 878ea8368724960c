/** How programs are told the language of their user: by LANG, as everywhere; nothing is said of the one that they speak anyway. */
import type { Lang } from "../explain/text.ts";

export const localeOf: Readonly<Record<Lang, string>> = { en: "en_US.UTF-8", fr: "fr_FR.UTF-8" };

export function languageEnv(lang: Lang | undefined): Record<string, string> {
	return lang === "fr" ? { LANG: localeOf.fr } : {};
}

/** Letters that stand where digits belong: text recognition took 1 for l, and 0 for O. It is told, and never read so. */

export const asDigits = (word: string): string =>
	word.replace(/[lI|](?=[\dlIoO.:/]|$)/g, "1").replace(/[oO](?=[\d.:/]|$)/g, "0");

/** What may have stood there; undefined where the word has other letters too, or none. */
export function misread(words: string): string | undefined {
	const word = words.split(" ").at(-1) ?? "";
	const digits = asDigits(word);
	return digits !== word && /^[\d.:/]+$/.test(digits) ? digits.replace(/:$/, "") : undefined;
}

/** What there is, in a sentence: a few names, and how many more. */

/** A reader takes in a dozen; the command that lists them shows the rest. */
const most = 12;

export function list(text: string | undefined, none: string): string {
	if (!text) return none;
	const names = text.split(", ");
	return names.length <= most ? text : `${names.slice(0, most).join(", ")}, … (+${names.length - most})`;
}

/**
 * A paste made harmless: what a terminal would obey is taken out or made visible, before anything else looks at it.
 * Whole escape sequences are taken out, since `ip -c` colours its output and recorded terminals are full of them; a stray
 * escape shows as ␛, other control characters as their pictures, marks that turn the direction of writing as numbers.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const sequence = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\0-\x08\x0b-\x1f\x7f]/g;
const hidden = /[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2065-\u2069\ufff9-\ufffb]|\p{Cs}/gu;
const invisible = /[\u00ad\u180e\u200b\u2060-\u2064\ufeff]|[\u200c\u200d](?=[\0-\x7f])/g;
/** A no-break space that was taken for two characters of Latin-1 on its way. */
const misread = /\u00c2(?=\u00a0)/g;
const tag = /<\/?(?:a|b|br|code|div|em|font|i|kbd|li|p|pre|samp|span|strong|td|th|tr|tt|u)(?:\s[^<>]*)?\/?>/g;

export const lineEnd = (text: string): string => (text.includes("\n") ? "\n" : "\r");

/** The lines of a paste as they came; old Macs and some serial consoles end them with a CR alone. */
export function linesOf(text: string): string[] {
	const lines = text.split(lineEnd(text));
	if (lines.at(-1) === "") lines.pop();
	return lines;
}

/** Whether it was copied as HTML: a tag is closed somewhere. `<UP>` is none. */
export const isTagged = (text: string): boolean => /<\/(?:b|code|em|i|p|pre|span|strong)>/.test(text);

export const cleanLines = (text: string): string[] => linesOf(text).map((line) => clean(line, isTagged(text)));

export function clean(line: string, tagged = false): string {
	let end = line.length;
	while (line[end - 1] === "\r") end--;
	return (tagged ? line.slice(0, end).replace(tag, "") : line.slice(0, end))
		.replace(misread, "")
		.replace(sequence, "")
		.replace(control, picture)
		.replace(hidden, numbered)
		.replace(invisible, "");
}

/** U+2400 and on: one visible character for each control character. */
function picture(char: string): string {
	return char === "\x7f" ? "␡" : String.fromCharCode(0x2400 + char.charCodeAt(0));
}

function numbered(char: string): string {
	return `<U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>`;
}

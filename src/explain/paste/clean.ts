/**
 * A paste made harmless: what a terminal would obey is taken out or made visible, before anything else looks at it.
 * Whole escape sequences are taken out, since `ip -c` colours its output and recorded terminals are full of them; a stray
 * escape shows as ␛, other control characters as their pictures, marks that turn the direction of writing as numbers.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const sequence = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\0-\x08\x0b-\x1f\x7f]/g;
const hidden = /[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufff9-\ufffb]|\p{Cs}/gu;
const invisible = /[\u200b\ufeff]/g;

/** The lines of a paste, without their ends. */
export function cleanLines(text: string): string[] {
	const lines = text.split("\n");
	if (lines.at(-1) === "") lines.pop();
	return lines.map(clean);
}

export function clean(line: string): string {
	let end = line.length;
	while (line[end - 1] === "\r") end--;
	return line
		.slice(0, end)
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

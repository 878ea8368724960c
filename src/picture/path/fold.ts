/** Texts of a path in lines of so many columns. */

export function folded(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		if (line !== "" && line.length + 1 + word.length > width) {
			lines.push(line);
			line = "";
		}
		line = line === "" ? word : `${line} ${word}`;
	}
	return [...lines, line];
}

/** A command stands indented, and whole. */
export function verdictLines(verdict: readonly string[], width: number): string[] {
	return verdict.flatMap((text) => (text.startsWith(" ") ? [text] : folded(text, width)));
}

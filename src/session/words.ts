/** Splits one plain command into its words: blanks, quotes and backslashes as a shell has them, and nothing else of a shell. */

export type Words = { readonly words: readonly string[] } | { readonly error: string };

/** Characters that ask for a real shell (shell/), when they are not quoted. */
const shellOnly = /[|&;<>()$`]/;

export function splitWords(line: string): Words {
	const words: string[] = [];
	let word: string | undefined;
	for (let i = 0; i < line.length; i++) {
		const c = line[i] as string;
		if (c === "#" && word === undefined) break;
		if (/\s/.test(c)) {
			if (word !== undefined) words.push(word);
			word = undefined;
		} else if (c === '"' || c === "'") {
			const end = line.indexOf(c, i + 1);
			if (end < 0) return { error: `unterminated ${c}` };
			word = (word ?? "") + line.slice(i + 1, end);
			i = end;
		} else if (c === "\\" && i + 1 < line.length) word = (word ?? "") + line[++i];
		else if (shellOnly.test(c)) return { error: `'${c}' needs a shell: use a scenario or the sandbox` };
		else word = (word ?? "") + c;
	}
	if (word !== undefined) words.push(word);
	return { words };
}

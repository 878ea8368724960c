/** What people and programs put around a line of output: quoting marks, comments, numbers of lines, rows of a table. */

const before = /^\s*(?:>+|\||\/\/|#|\*|--|[-+;'"`“”„«‹‘’]|\d{1,6}[:.)|]?(?=\s)|(?:stdout|stderr|INFO\S*):)\s?/;

/** Columns where the output may begin: after indentation, and after what may stand before it. */
export function starts(line: string, numbered: number): number[] {
	const found = numbered === 0 ? [0] : [0, numbered];
	let at = numbered;
	for (let i = 0; i < 4; i++) {
		const mark = before.exec(line.slice(at));
		if (mark === null) break;
		at += mark[0].length;
		found.push(at);
	}
	return found;
}

/** What closes behind the output, of the marks that may have opened before it. */
export function tailOf(line: string, start: number): string {
	const closing = line.slice(0, start).includes("|") ? /\s*\|\s*$/ : /[“”»›’]\s*$/;
	return closing.exec(line)?.[0] ?? "";
}

/**
 * How much of each line is its number, as `grep -n` and `nl` write them (`4:    inet …`): only where the line before or
 * after has the number before or after. The kernel's numbers of links stand so as well; the line is first read whole.
 */
export function numbering(lines: readonly string[]): readonly number[] {
	const found = lines.map((line) => /^\s*(\d{1,6})[:.)|]/.exec(line));
	const number = (i: number) => Number(found[i]?.[1] ?? Number.NaN);
	return found.map((mark, i) =>
		mark !== null && (number(i - 1) === number(i) - 1 || number(i + 1) === number(i) + 1) ? mark[0].length : 0,
	);
}

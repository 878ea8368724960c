/** Which known word a mistyped one may have meant: the fewest letters to change, leave out, add or swap. */

/** Optimal string alignment by the textbook's table. */
export function distance(a: string, b: string): number {
	const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
	const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
	for (let j = 0; j <= b.length; j++) (rows[0] as number[])[j] = j;
	for (let i = 1; i <= a.length; i++)
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				least = Math.min(least, at(i - 2, j - 2) + 1);
			(rows[i] as number[])[j] = least;
		}
	return at(a.length, b.length);
}

/** The nearest first; what is half another word is not near. */
export function nearest(word: string, known: readonly string[], most = 3): string[] {
	const near = [...new Set(known)]
		.filter((other) => other !== word)
		.map((other) => ({ other, far: distance(word.toLowerCase(), other.toLowerCase()) }))
		.filter(({ other, far }) => far <= Math.max(1, Math.floor(Math.min(word.length, other.length) / 2)));
	return near
		.sort((a, b) => a.far - b.far)
		.slice(0, most)
		.map(({ other }) => other);
}

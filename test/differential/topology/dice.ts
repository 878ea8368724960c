/** Random choices that a seed repeats (mulberry32). */
export interface Dice {
	/** In [0, 1). */
	next(): number;
	/** An integer in [0, n). */
	below(n: number): number;
	/** True so often. */
	chance(p: number): boolean;
	one<T>(list: readonly T[]): T;
	/** In any order. */
	shuffled<T>(list: readonly T[]): T[];
}

export function rollWith(seed: number): Dice {
	let state = seed | 0;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let x = Math.imul(state ^ (state >>> 15), 1 | state);
		x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
		return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (n: number) => Math.floor(next() * n);
	return {
		next,
		below,
		chance: (p) => next() < p,
		one: (list) => list[below(list.length)] as (typeof list)[number],
		shuffled: (list) =>
			list
				.map((each) => ({ each, at: next() }))
				.sort((a, b) => a.at - b.at)
				.map(({ each }) => each),
	};
}

/**
 * Undo and redo as a value: the lines that changed something, each with what was before and after it. What a snapshot is
 * does not matter here, since all of them are immutable. sandbox.ts says which lines are recorded.
 */

export interface Entry<S> {
	readonly line: string;
	readonly before: S;
	readonly after: S;
	/** Hardly a change (a ping): it is undone together with the line before it. */
	readonly slight?: boolean;
}

export interface History<S> {
	/** Oldest first. */
	readonly done: readonly Entry<S>[];
	/** What was undone, the next one to be redone first. */
	readonly undone: readonly Entry<S>[];
}

/** Where a step through history leads. */
export interface Step<S> {
	readonly history: History<S>;
	/** What must be restored. */
	readonly snapshot: S;
	/** The lines undone or redone, in the order in which that happened. */
	readonly entries: readonly Entry<S>[];
}

/** Lines that can be undone at most; snapshots share nearly everything, so many cost little. */
const LONGEST = 10_000;

export function emptyHistory<S>(): History<S> {
	return { done: [], undone: [] };
}

/** A new line begins another future: what was undone is gone. For a slight one that would be a pity. */
export function record<S>(history: History<S>, entry: Entry<S>): History<S> {
	if (entry.slight && canRedo(history)) return history;
	return { done: [...history.done, entry].slice(-LONGEST), undone: [] };
}

export function canUndo(history: History<unknown>): boolean {
	return history.done.length > 0;
}

export function canRedo(history: History<unknown>): boolean {
	return history.undone.length > 0;
}

/** Takes back the last `count` lines, or all there are. Undefined where there is nothing to undo. */
export function undo<S>(history: History<S>, count = 1): Step<S> | undefined {
	const { done } = history;
	let keep = done.length;
	for (let left = count; left > 0 && keep > 0; left--) {
		do keep--;
		while (keep > 0 && done[keep]?.slight);
	}
	const taken = done.slice(keep);
	const [first] = taken;
	if (first === undefined) return undefined;
	return {
		history: { done: done.slice(0, keep), undone: [...taken, ...history.undone] },
		snapshot: first.before,
		entries: taken.toReversed(),
	};
}

export function redo<S>(history: History<S>, count = 1): Step<S> | undefined {
	const { undone } = history;
	let take = 0;
	for (let left = count; left > 0 && take < undone.length; left--) {
		do take++;
		while (undone[take]?.slight);
	}
	const entries = undone.slice(0, take);
	const last = entries.at(-1);
	if (last === undefined) return undefined;
	return {
		history: { done: [...history.done, ...entries], undone: undone.slice(take) },
		snapshot: last.after,
		entries,
	};
}

/** The shape of a page. */
export interface Attempt {
	/** A command of the recording. */
	readonly line: string;
	/** What to look at in its answer. */
	readonly note?: string;
}

export interface LessonText {
	readonly title: string;
	readonly answers: readonly (readonly [question: string, answer: string])[];
	/** At most 78 columns. */
	readonly picture: string;
	readonly experiment: readonly Attempt[];
}

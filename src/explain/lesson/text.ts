/** The shape of a page in one language; its experiment is experiment.ts, what is drawn of it drawing.ts. */
export interface LessonText {
	readonly title: string;
	readonly answers: readonly (readonly [question: string, answer: string])[];
	/** What no world shows: the order of a lookup, a life in states. At most 78 columns. */
	readonly sketch?: string;
}

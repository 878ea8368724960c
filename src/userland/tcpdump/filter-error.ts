/** What a filter expression says cannot be understood, or is not modelled. */
export class FilterError extends Error {
	readonly isModelled: boolean;

	constructor(text: string, isModelled = true) {
		super(text);
		this.isModelled = isModelled;
	}
}

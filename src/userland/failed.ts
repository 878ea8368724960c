/** Ends a program: what it says last, on standard error where nothing else is meant, and its exit status. */
export class Failed extends Error {
	readonly exit: number;

	constructor(text: string, exit = 1) {
		super(text);
		this.exit = exit;
	}
}

/** One line on the terminal, on standard error, for work that takes over a second; it is gone when the work is done. */
import { write } from "./stream.ts";
import { isTerminal } from "./terminal.ts";

export interface Progress {
	/** From 0 to 1. */
	tell(share: number): void;
	end(): void;
}

const patience = 1000;
const often = 200;

export function progressLine(text: (percent: number) => string): Progress {
	let next = performance.now() + patience;
	let isShown = false;
	return {
		tell(share) {
			const now = performance.now();
			if (now < next || !isTerminal(2)) return;
			write(2, `\r${text(Math.floor(share * 100))}\x1b[K`);
			isShown = true;
			next = now + often;
		},
		end() {
			if (isShown) write(2, "\r\x1b[K");
		},
	};
}

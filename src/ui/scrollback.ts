/**
 * What a terminal shows above its prompt, for good: answers, made harmless and not endless, and the lines they answer. While a
 * page lies over the screen, it keeps them. Read first: sanitise.ts.
 */
import type { SandboxTexts } from "../session/sandbox-text.ts";
import { continued } from "./frame.ts";
import type { Reader } from "./reader.ts";
import { cut, sanitise } from "./sanitise.ts";

/** Where a terminal shows itself. */
export interface Screen {
	/** Above the prompt, for good. */
	write(text: string): void;
	/** A page over all of the screen; undefined ends it. */
	page(rows: readonly string[] | undefined): void;
	leave(exit: number): void;
}

interface Scrolled {
	readonly color: boolean;
	/** Undefined where no page lies over the screen; else it is told what is to be shown later. */
	readonly hold: () => ((text: string) => void) | undefined;
}

/** Ctrl-L: to the top of an empty screen; what has scrolled away stays. */
const clearScreen = "\x1b[2J\x1b[H";
const styles = { error: "\x1b[31m", prompt: "\x1b[32m", end: "\x1b[0m" };

export class Scrollback {
	screen: Screen | undefined;
	readonly #options: Scrolled;

	constructor(options: Scrolled) {
		this.#options = options;
	}

	/** As it is. */
	write(text: string): void {
		this.screen?.write(text);
	}

	clear(): void {
		this.write(clearScreen);
	}

	/** The prompt and its line as they stay. */
	echo(prompt: string, { edit }: Reader, end = ""): void {
		const shown = this.#options.color && prompt !== continued ? `${styles.prompt}${prompt}${styles.end}` : prompt;
		const line = edit.text.replaceAll("\n", `\n${continued}`);
		this.write(`${shown}${sanitise(line, false)}${end}\n`);
	}

	/** Whatever a command wrote, as a terminal may have it: harmless, not endless, and with an end of line. */
	print(stream: "stdout" | "stderr", text: string, words: Pick<SandboxTexts, "cut">): void {
		if (text === "") return;
		const { color, hold } = this.#options;
		const short = cut(text);
		const safe = sanitise(short.text, color && stream === "stdout");
		const whole = safe.endsWith("\n") || short.text.endsWith("\n") ? safe : `${safe}\n`;
		const more = short.left > 0 ? `${words.cut(short.left)}\n` : "";
		const red = color && stream === "stderr";
		const shown = `${red ? styles.error + whole.replace(/\n$/, `${styles.end}\n`) : whole}${more}`;
		const keep = hold();
		if (keep === undefined) this.write(shown);
		else keep(shown);
	}
}

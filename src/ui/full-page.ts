/**
 * A page over the whole screen, on the terminal's other screen (xterm's ctlseqs, 1049): the scrollback stays as it was. The mouse
 * is asked for only while the page is there (1000, 1006), so that text is selected as ever at the prompt. Whatever ends the
 * process ends the page.
 */

const begin = "\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h";
const end = "\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[?1049l";

export interface FullPage {
	/** Undefined: the page is over. */
	show(rows: readonly string[] | undefined): void;
}

export function fullPage(stdout: NodeJS.WriteStream): FullPage {
	let open = false;
	const close = (): void => {
		if (!open) return;
		open = false;
		process.off("exit", close);
		stdout.write(end);
	};
	return {
		show(rows) {
			if (rows === undefined) return close();
			if (!open) {
				open = true;
				process.on("exit", close);
				stdout.write(begin);
			}
			stdout.write(`\x1b[H${rows.map((row) => `${row}\x1b[K`).join("\r\n")}\x1b[J`);
		},
	};
}

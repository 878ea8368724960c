/** The keyboard of a terminal: raw mode, bracketed paste, and bytes decoded as keys (key.ts). */
import { decodeKeys, type Key } from "./key.ts";

export interface Keyboard {
	close(): void;
}

const bracketedPaste = { on: "\x1b[?2004h", off: "\x1b[?2004l" };

/** A sequence that has not come whole by now was the Escape key alone. */
const PATIENCE_MS = 50;

export function openKeyboard(
	stdin: NodeJS.ReadStream,
	stdout: NodeJS.WriteStream,
	press: (keys: readonly Key[]) => void,
	gone: () => void,
): Keyboard {
	let pending = "";
	let timer: NodeJS.Timeout | undefined;
	const read = (chunk: string): void => {
		clearTimeout(timer);
		const decoded = decodeKeys(pending + chunk);
		pending = decoded.pending;
		if (pending !== "" && !isPaste(pending)) timer = setTimeout(forget, PATIENCE_MS);
		if (decoded.keys.length > 0) press(decoded.keys);
	};
	const forget = (): void => {
		if (pending === "\x1b") press([{ is: "key", name: "escape" }]);
		pending = "";
	};
	stdin.setEncoding("utf8");
	stdin.setRawMode?.(true);
	stdin.on("data", read);
	stdin.on("end", gone);
	stdout.write(bracketedPaste.on);
	const restore = (): void => void stdout.write(bracketedPaste.off);
	process.on("exit", restore);
	return {
		close() {
			clearTimeout(timer);
			stdin.off("data", read);
			stdin.off("end", gone);
			process.off("exit", restore);
			restore();
			stdin.setRawMode?.(false);
			stdin.pause();
		},
	};
}

function isPaste(pending: string): boolean {
	return pending.startsWith("\x1b[200~");
}

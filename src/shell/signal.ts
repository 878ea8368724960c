/** Signals: numbers as Linux has them on x86 (signal(7)), and what bash calls the end of a job by one (strsignal). */

export interface Signal {
	readonly number: number;
	readonly name: string;
	readonly text: string;
	/** What a background job of a shell without job control ignores (bash jobs.c setup_async_signals), or nothing does. */
	readonly harmless?: boolean;
}

export const signals: readonly Signal[] = [
	{ number: 1, name: "HUP", text: "Hangup" },
	{ number: 2, name: "INT", text: "Interrupt", harmless: true },
	{ number: 3, name: "QUIT", text: "Quit", harmless: true },
	{ number: 4, name: "ILL", text: "Illegal instruction" },
	{ number: 5, name: "TRAP", text: "Trace/breakpoint trap" },
	{ number: 6, name: "ABRT", text: "Aborted" },
	{ number: 7, name: "BUS", text: "Bus error" },
	{ number: 8, name: "FPE", text: "Floating point exception" },
	{ number: 9, name: "KILL", text: "Killed" },
	{ number: 10, name: "USR1", text: "User defined signal 1" },
	{ number: 11, name: "SEGV", text: "Segmentation fault" },
	{ number: 12, name: "USR2", text: "User defined signal 2" },
	{ number: 13, name: "PIPE", text: "Broken pipe" },
	{ number: 14, name: "ALRM", text: "Alarm clock" },
	{ number: 15, name: "TERM", text: "Terminated" },
	{ number: 17, name: "CHLD", text: "Child exited", harmless: true },
	{ number: 18, name: "CONT", text: "Continued", harmless: true },
	{ number: 19, name: "STOP", text: "Stopped (signal)", harmless: true },
	{ number: 20, name: "TSTP", text: "Stopped", harmless: true },
];

export const SIGINT = 2;
export const SIGKILL = 9;
export const SIGTERM = 15;

/** `9`, `KILL`, `SIGKILL`, `kill`. */
export function signalNamed(word: string): Signal | undefined {
	const name = word.toUpperCase().replace(/^SIG/, "");
	return signals.find((signal) => signal.name === name || String(signal.number) === word);
}

/**
 * The sandbox terminal: a shell on a world of its own, a keyboard, and ink for the prompt. Gives the exit status when the
 * user leaves. Read next: terminal.ts, what happens; prompt.tsx, what is drawn; keyboard.ts.
 */
import "./not-ci.ts";
import { constants } from "node:os";
import { render } from "ink";
import { languageEnv } from "../session/locale.ts";
import { createMachine, type World } from "../session/machine.ts";
import type { Session } from "../session/session.ts";
import type { ShellOptions } from "../shell/shell.ts";
import { fullPage } from "./full-page.ts";
import { openKeyboard } from "./keyboard.ts";
import { Prompt } from "./prompt.tsx";
import { type Engine, Terminal } from "./terminal.ts";

export interface SandboxOptions {
	readonly session: Session;
	readonly lang: "en" | "fr";
	/** Colours of our own and of commands (`ip -c`). */
	readonly color: boolean;
	/** Is given the world after every command (a world that is kept in a file). */
	readonly keep?: (world: World) => void;
	/** Where it is; the process's own streams if missing. */
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
}

export async function openSandbox(options: SandboxOptions): Promise<number> {
	const { session, lang, color, keep, stdin = process.stdin, stdout = process.stdout } = options;
	const terminal = new Terminal({
		lang,
		color,
		netns: session.netns,
		size: () => ({ width: stdout.columns || 80, height: stdout.rows || 24 }),
		...(keep && { ran: ({ world }) => keep(world) }),
	});
	let status = 0;
	const leave = (exit: number): void => {
		status = exit;
		ink.unmount();
	};
	const { show: page } = fullPage(stdout);
	const prompt = <Prompt terminal={terminal} color={color} page={page} leave={leave} />;
	const ink = render(prompt, { stdin, stdout, exitOnCtrlC: false, patchConsole: false, maxFps: 500 });
	const keyboard = openKeyboard(
		stdin,
		stdout,
		(keys) => terminal.press(keys),
		() => void terminal.leave(0),
	);
	// after ink, which draws its prompt anew
	const redraw = () => setImmediate(() => terminal.redraw());
	stdout.on("resize", redraw);
	for (const signal of signals) process.on(signal, ended);
	const over = ink.waitUntilExit();
	try {
		terminal.start(await openEngine(session, lang, (stream, text) => terminal.late(stream, text)));
		await over;
	} finally {
		keyboard.close();
		stdout.off("resize", redraw);
		for (const signal of signals) process.off(signal, ended);
	}
	return status;
}

/** They end the process as they would anyway, but by way of its "exit", where the terminal gets its modes back. */
const signals = ["SIGHUP", "SIGINT", "SIGTERM"] as const;
const ended = (signal: NodeJS.Signals): void => process.exit(128 + constants.signals[signal]);

/** Loaded while the prompt is there already. */
async function openEngine(
	session: Session,
	lang: SandboxOptions["lang"],
	late: NonNullable<ShellOptions["late"]>,
): Promise<Engine> {
	const { needsMore, openShell } = await import("../shell/shell.ts");
	const machine = createMachine(session.world);
	return {
		needsMore,
		shell: openShell(machine, { netns: session.netns, interactive: true, env: languageEnv(lang), late }),
	};
}

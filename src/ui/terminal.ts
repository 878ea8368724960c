/**
 * The sandbox terminal without its drawing: keys come in, a view and text for the scrollback go out. It has a life: while a
 * command runs, keys wait for their turn, and Ctrl-C goes to the command. Read first: reader.ts, session/sandbox.ts.
 */
import { choiceOf } from "../explain/choice.ts";
import { interpret, newSandbox } from "../session/sandbox.ts";
import { sandboxTexts } from "../session/sandbox-text.ts";
import type { InterpretOptions, Sandbox } from "../session/turn.ts";
import type { Shell, Snapshot } from "../shell/shell.ts";
import { Chooser } from "./chooser.ts";
import { columns, complete } from "./complete.ts";
import { replaced } from "./edit.ts";
import { promptOf } from "./frame.ts";
import { isKey, type Key, typedKeys } from "./key.ts";
import type { Size } from "./picker.ts";
import { entered, forgotten, newReader, press, type Reader, type Wish } from "./reader.ts";
import { sanitise } from "./sanitise.ts";
import { type Screen, Scrollback } from "./scrollback.ts";

type Lang = Sandbox<Snapshot>["lang"];

/** What can be seen of it. */
export interface View {
	readonly reader: Reader;
	readonly prompt: string;
	/** A command runs: there is no prompt. */
	readonly busy: boolean;
}

/** What runs the lines. */
export interface Engine {
	readonly shell: Shell;
	readonly needsMore: (text: string) => boolean;
}

export interface TerminalOptions {
	readonly lang: Lang;
	readonly color: boolean;
	/** Number of the namespace that the shell is in, for completion. */
	readonly netns: number;
	/** Of the screen, now. */
	readonly size: () => Size;
	/** Is told when a command has ended. */
	readonly ran?: (snapshot: Snapshot) => void;
}

export class Terminal {
	view: View;
	readonly #options: TerminalOptions;
	#sandbox: Sandbox<Snapshot>;
	#engine: Engine | undefined;
	readonly #scrollback: Scrollback;
	readonly #watchers = new Set<() => void>();
	#waiting: Key[] = [];
	#running: AbortController | undefined;
	/** When the user could begin to type (performance.now()). */
	#idleSince = performance.now();
	/** The last key was a TAB that had nothing to add: another one shows the candidates. */
	#tabbed = false;
	#left = false;
	readonly #chooser: Chooser;

	constructor(options: TerminalOptions) {
		this.#options = options;
		this.#sandbox = newSandbox(options.lang);
		this.#chooser = new Chooser(options.size, (rows) => this.#scrollback.screen?.page(rows));
		this.#scrollback = new Scrollback({
			color: options.color,
			hold: () => (this.#chooser.isOpen ? (text) => this.#chooser.hold(text) : undefined),
		});
		this.view = this.#seen(newReader, false);
	}

	/** To be told of every new view; gives the way to end it. */
	readonly subscribe = (watcher: () => void): (() => void) => {
		this.#watchers.add(watcher);
		return () => this.#watchers.delete(watcher);
	};

	/** Shows itself there from now on. */
	open(screen: Screen): void {
		this.#scrollback.screen = screen;
		screen.write(`${this.#texts.welcome.join("\n")}\n\n`);
	}

	/** The shell is there. It may come after the first keys: it takes longer to load than the prompt. */
	start(engine: Engine): void {
		this.#engine = engine;
		this.#next();
	}

	/** Keys as they were typed; what belongs to a later line waits. */
	press(keys: readonly Key[]): void {
		for (const key of keys.flatMap(typedKeys)) {
			if (this.#running !== undefined && isKey(key, "C-c")) this.interrupt();
			else this.#waiting.push(key);
		}
		this.#next();
	}

	/** Stops the command; what was typed ahead is forgotten with it. */
	interrupt(): void {
		this.#waiting = [];
		this.#running?.abort();
	}

	/** What a background job writes. */
	late(stream: "stdout" | "stderr", text: string): void {
		this.#print(stream, text);
	}

	/** The terminal is gone, or Ctrl-D. */
	async leave(exit: number): Promise<void> {
		if (this.#left) return;
		this.#left = true;
		this.#print("stdout", this.#chooser.close());
		const last = await this.#engine?.shell.close();
		this.#print("stdout", last?.stdout ?? "");
		this.#print("stderr", last?.stderr ?? "");
		this.#scrollback.screen?.leave(exit);
	}

	get #texts() {
		return sandboxTexts[this.#sandbox.lang];
	}

	#next(): void {
		while (this.#engine !== undefined && this.#running === undefined && !this.#left) {
			const key = this.#waiting.shift();
			if (key === undefined) return;
			if (this.#chooser.isOpen) {
				this.#pick(key);
				continue;
			}
			if (key.is === "paste" || key.is === "mouse") continue;
			const { reader, wish } = press(this.view.reader, key);
			const before = this.view;
			this.#show(reader);
			if (wish !== undefined) this.#grant(wish, before, this.#engine);
			this.#tabbed = wish?.wish === "complete";
		}
	}

	#show(reader: Reader, busy = false): void {
		this.view = this.#seen(reader, busy);
		for (const watcher of this.#watchers) watcher();
	}

	#seen(reader: Reader, busy: boolean): View {
		return { reader, busy, prompt: promptOf(reader, this.#engine?.shell.cwd ?? "/root") };
	}

	/** `before` is what was to be seen when the key was pressed. */
	#grant(wish: Wish, before: View, engine: Engine): void {
		switch (wish.wish) {
			case "enter":
				return this.#enter(wish.line, before, engine);
			case "cancel":
				return this.#scrollback.echo(before.prompt, before.reader, "^C");
			case "leave":
				return this.#leaveLine(before);
			case "clear":
				return this.#scrollback.clear();
			case "complete":
				return this.#complete(engine);
			case "choose":
				return this.#choose();
			default:
				return wish satisfies never;
		}
	}

	#enter(line: string, before: View, engine: Engine): void {
		const command = `${before.reader.above}${line}`;
		this.#scrollback.echo(before.prompt, before.reader);
		if (command.trim() === "") return this.#show(entered(this.view.reader, ""));
		if (engine.needsMore(command)) return this.#show({ ...this.view.reader, above: `${command}\n` });
		const reader = entered(this.view.reader, command);
		if (command.trim() === "clear") {
			this.#show(reader);
			return this.#scrollback.clear();
		}
		if (command.trim() === "ask") {
			this.#show(reader);
			return this.#choose();
		}
		this.#show(reader, true);
		void this.#run(command, engine);
	}

	/** Opens the last output for choosing words in it. */
	#choose(): void {
		const { last, lang } = this.#sandbox;
		const choice = last === "" ? undefined : choiceOf(last, lang);
		const { ask, explain } = this.#texts;
		if (choice === undefined) return this.#print("stderr", last === "" ? explain.nothing : ask.nothing);
		this.#chooser.open(choice, ask.keys);
	}

	#pick(key: Key): void {
		const over = this.#chooser.press(key);
		if (over === undefined) return;
		if (over.held !== "") this.#scrollback.write(over.held);
		this.#print("stdout", over.keep);
	}

	/** The screen has changed. */
	redraw(): void {
		this.#chooser.redraw();
	}

	async #run(command: string, { shell }: Engine): Promise<void> {
		const running = new AbortController();
		this.#running = running;
		const { color, size, ran } = this.#options;
		const options: InterpretOptions = {
			signal: running.signal,
			width: size().width,
			color,
			idle: performance.now() - this.#idleSince,
			table: async (summary, style) => (await import("./scope-table.ts")).scopeTable(summary, style),
		};
		const answer = await interpret(shell, this.#sandbox, command, options).catch((error: unknown) =>
			crash(this.#sandbox, error),
		);
		this.#sandbox = answer.sandbox;
		this.#print("stdout", answer.stdout);
		if (running.signal.aborted) this.#scrollback.write("^C\n");
		this.#print("stderr", answer.stderr);
		ran?.(shell.snapshot());
		this.#running = undefined;
		this.#idleSince = performance.now();
		if (answer.ended) return this.leave(/\d/.test(command) ? answer.exit : 0);
		this.#show(this.view.reader);
		this.#next();
	}

	/** Ctrl-D on an empty line; bash gives up an unfinished command first. */
	#leaveLine(before: View): void {
		if (before.reader.above !== "") {
			this.#scrollback.echo(before.prompt, before.reader);
			return this.#show(forgotten(before.reader));
		}
		this.#scrollback.write(`${before.prompt}exit\n`);
		void this.leave(0);
	}

	#complete({ shell }: Engine): void {
		const { reader } = this.view;
		const { size, netns } = this.#options;
		const session = { world: shell.snapshot().world, netns };
		const { text, cursor } = reader.edit;
		const found = complete(text.slice(0, cursor), { session, commands: shell.commands });
		const completed = text.slice(0, found.from) + found.text;
		if (completed !== text.slice(0, cursor)) {
			const edit = replaced(reader.edit, completed + text.slice(cursor));
			return this.#show({ ...reader, edit: { ...edit, cursor: completed.length } });
		}
		if (!this.#tabbed || found.candidates.length < 2) return;
		this.#scrollback.echo(this.view.prompt, this.view.reader);
		const many = found.candidates.length > MOST_CANDIDATES;
		const list = many ? `${this.#texts.tooMany(found.candidates.length)}\n` : columns(found.candidates, size().width);
		this.#scrollback.write(sanitise(list, false));
	}

	#print(stream: "stdout" | "stderr", text: string): void {
		this.#scrollback.print(stream, text, this.#texts);
	}
}

const MOST_CANDIDATES = 150;

/** A bug of ours must not take the user's world along. */
function crash(sandbox: Sandbox<Snapshot>, error: unknown) {
	const text = error instanceof Error ? error.message : String(error);
	return { sandbox, stdout: "", stderr: `iplab: internal error: ${text} (a bug in iplab)\n`, exit: 3, ended: false };
}

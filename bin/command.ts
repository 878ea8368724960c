/** iplab's own argv, all but the quick way to `ip` (iplab.ts): one row of commander for each door, each loaded when it opens. */
import { Command, CommanderError, Option } from "commander";
import { version } from "../package.json";
import { FAILURE, Failure } from "./failure.ts";
import { leading, optionRows, optionsOf, type Values } from "./option.ts";
import { write } from "./stream.ts";
import { isTerminal } from "./terminal.ts";

/** What commander reads for `annotate`; the choices are the door's. */
interface AnnotateValues {
	readonly full?: true;
	readonly brief?: true;
	readonly ask?: string;
	readonly format?: "text" | "json" | "markdown" | "html";
}

interface PictureValues {
	readonly svg?: true;
	readonly diff?: string;
	readonly path?: true;
}

/** Loads the door of the terminal: what draws there cannot be in a bundle with a code cache (it waits while it loads). */
type SandboxLoader = () => Promise<typeof import("./door/sandbox.ts")>;

/** Gives the exit status. `words` without `iplab`. */
export async function openCommand(words: readonly string[], sandbox: SandboxLoader): Promise<number> {
	let exit = 0;
	const program = build(sandbox, (status) => {
		exit = status;
	});
	try {
		await program.parseAsync(words, { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		return error.exitCode === 0 ? 0 : FAILURE;
	}
	return exit;
}

function build(sandbox: SandboxLoader, end: (exit: number) => void): Command {
	const program = ours(new Command("iplab"))
		.description(
			`Linux's \`ip\` on a Linux that is only data: try commands, undo them, script them, have their output explained.
Without a command it is the sandbox; without a terminal it reads commands from standard input.`,
		)
		.usage("[options] [command]")
		.version(version, "--version", "its own version")
		.helpOption("--help", "this text")
		.enablePositionalOptions()
		.allowExcessArguments()
		.action(async (_, command: Command) => {
			const [word] = command.args;
			if (word !== undefined)
				throw new Failure(`no command '${word}'; the words of the real tool come after ip: iplab ip ${word}`);
			const options = optionsOf(all(command));
			if (isTerminal(0) && isTerminal(1)) end(await (await sandbox()).openSandboxDoor(options));
			else end(await (await import("./door/pipe.ts")).openPipe(options));
		});
	// Only for the help: every call that reaches them has gone the quick way, or has an unknown option before it.
	program
		.command("ip")
		.argument("[words...]")
		.description("one command of the real tool, all words its own; --explain as the last one adds notes");
	program
		.command("ping|ss|…")
		.argument("[words...]")
		.description(
			"the same for the other programs of the model (ping, ss, tcpdump, sysctl …); sleep lets its virtual time pass",
		);
	ours(program.command("run"))
		.argument("<FILE...>", "shell scripts")
		.description("run scenarios, each in a world of its own; - is standard input")
		.option("--transcript", "show every command with what it answered")
		.option("--check", "compare with the .transcript beside the FILE")
		.action(async (files: string[], values: { transcript?: true; check?: true }, command: Command) => {
			const { openRun } = await import("./door/run.ts");
			end(await openRun(files, { ...optionsOf(all(command)), ...values }));
		});
	ours(program.command("annotate"))
		.argument("[FILE]", "pasted output; standard input where it is missing")
		.description("show pasted output of ip: what is unusual in it, and a note for each word")
		.option("--full", "say also what ordinary words are for")
		.option("--brief", "say only what is unusual")
		.option("--ask <WORD>", "say all about one word of it")
		.addOption(new Option("--format <F>", "what the page is made as").choices(["text", "json", "markdown", "html"]))
		.action(async (file: string | undefined, values: AnnotateValues, command: Command) => {
			const { openAnnotate } = await import("./door/annotate.ts");
			end(await openAnnotate(file ?? "-", { ...optionsOf(all(command)), ...values }));
		});
	ours(program.command("why"))
		.argument("<ADDRESS>", "or NS:ADDRESS, in a network namespace; NS alone where the kernel is to choose the source")
		.argument("[words...]", "DST, NS:DST or DST:PORT; or words of `ip route get`: from, iif, oif, mark, tos …")
		.description("why packets to ADDRESS go where they go; with DST, what stops them between the two and what mends it")
		.passThroughOptions()
		.action(async (address: string, rest: string[], _: unknown, command: Command) => {
			const { openWhy } = await import("./door/why.ts");
			const [words, values] = ourEnd([address, ...rest]);
			end(await openWhy(words, optionsOf({ ...all(command), ...values })));
		});
	ours(program.command("picture"))
		.argument("[SRC]", "with --path: as for why")
		.argument("[DST]")
		.description("draw the world: namespaces, devices, addresses and the wires between them")
		.option("--path", "draw the way of a packet from SRC to DST[:PORT], and of its answer")
		.option("--svg", "as SVG instead of text")
		.option("--diff <WORLD>", "mark what is new, changed or gone since that world")
		.action(async (from: string | undefined, to: string | undefined, values: PictureValues, command: Command) => {
			const { openPath, openPicture } = await import("./door/picture.ts");
			const { path, ...rest } = values;
			const options = { ...optionsOf(all(command)), ...rest };
			const ends = [from, to].filter((word) => word !== undefined);
			end(path || ends.length > 0 ? await openPath(ends, path === true, options) : await openPicture(options));
		});
	ours(program.command("explain"))
		.argument("<WORDS...>", "a topic (lo, scope, netns …), a command (ip route add …), or a message as one word")
		.description(
			"a page about a topic; why a command would fail in the world, and what would mend it; what a message means",
		)
		.passThroughOptions()
		.allowUnknownOption()
		.action(async (words: string[], _values: object, command: Command) => {
			const { openExplain } = await import("./door/explain.ts");
			const [rest, values] = words[0] === "ip" ? [words, {}] : ourEnd(words);
			end(await openExplain(rest, optionsOf({ ...all(command), ...values })));
		});
	return program;
}

/** A topic, a message or two addresses have no options of their own: `explain lo --lang fr`, `why A B --world FILE`. */
function ourEnd(words: readonly string[]): readonly [rest: readonly string[], values: Values] {
	const at = words.findIndex((word, i) => i > 0 && word.startsWith("--"));
	const found = at < 0 ? undefined : leading(words.slice(at));
	return found?.rest === words.length - at ? [words.slice(0, at), found.values] : [words, {}];
}

/** What every door takes; each may stand before the door's name or after it. */
function ours(command: Command): Command {
	for (const { flag, takes, help } of optionRows) command.option(takes ? `${flag} <${takes}>` : flag, help);
	return command.exitOverride().configureOutput({
		writeOut: (text) => write(1, text),
		writeErr: (text) => write(2, text),
		outputError: (text, put) => put(`iplab: ${text.replace(/^error: /, "").replace(/\n\(/, " (")}`),
	});
}

/** commander says `color: true` where `--no-color` was not given; nearer options win. */
function all(command: Command): Values {
	const values: Record<string, unknown> = {};
	for (let each: Command | null = command; each; each = each.parent) {
		for (const { name } of optionRows) {
			if (each.getOptionValueSource(name) === "cli" && !(name in values)) values[name] = each.getOptionValue(name);
		}
	}
	return values as Values;
}

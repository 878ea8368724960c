/**
 * `vtysh [-N PATHSPACE] -c COMMAND …`: asks the daemons of one namespace (vtysh/vtysh_main.c). Commands stand in a mode, which some
 * of them change; the first that fails is the last.
 */
import { machineName } from "../frr/running.ts";
import { folder, pathspace, program, routerNamed } from "../frr/start.ts";
import type { Process, Program } from "../process.ts";
import { mayBeCommand, mayBeConfiguration } from "./word.ts";

/** The mode: missing outside of configuration, else the lines that lead to where we are. */
type Mode = readonly string[] | undefined;

/** What a line that only moves between modes leads to; undefined for any other. */
function moved(line: string, mode: Mode): { readonly mode: Mode } | undefined {
	if (/^(?:conf|confi|config|configu|configur|configure)(?: t\S*)?$/.test(line)) return { mode: [] };
	if (line === "end") return { mode: undefined };
	if (line === "exit" || line === "quit") return { mode: mode && mode.length > 0 ? [] : undefined };
	return undefined;
}

/** What people shorten in configuration, in full. */
function inFull(line: string): string {
	const long = (word: string, full: string) => (word.length > 1 && full.startsWith(word) ? full : word);
	return line
		.replace(/^\S+/, (word) => long(word, "interface"))
		.replace(/^(no )?(\S+)$/, (_, no = "", word) => `${no}${long(word, "shutdown")}`);
}

/** Has the line opened a part of the configuration? Each stands beside the others, wherever it is said. */
function opens(line: string): boolean {
	return /^(?:interface \S+|router ospf)$/.test(line);
}

export const vtysh: Program = function* (process) {
	const { sys, args, stderr } = process;
	const name = pathspace(args);
	const lines = args.flatMap((word, i) => (args[i - 1] === "-c" || args[i - 1] === "--command" ? [word] : []));
	const conf = `${folder(name)}/vtysh.conf`;
	if ("errno" in sys.readFile(conf))
		stderr(`% Can't open configuration file ${conf} due to 'No such file or directory'.\n`);
	if (!routerNamed(sys, name)) {
		stderr("Exiting: failed to connect to any daemons.\n");
		return 1;
	}
	if (lines.length === 0) return converse(process, name);
	let mode: Mode;
	for (const line of lines) {
		const said = follow(process, name, line, mode);
		if (said.exit !== 0) return said.exit;
		mode = said.mode;
	}
	return 0;
};

/** Carries out a line in its mode; gives the mode of the next one. */
function follow(
	process: Process,
	name: string,
	row: string,
	mode: Mode,
): { readonly exit: number; readonly mode: Mode } {
	const said = row.trim().replace(/\s+/g, " ");
	if (said === "") return { exit: 0, mode };
	const line = mode ? inFull(said) : said;
	const next = moved(line, mode);
	if (next) return { exit: 0, mode: next.mode };
	const exit = say(process, name, { row: said, line }, mode);
	return { exit, mode: exit === 0 && mode && opens(line) ? [line] : mode };
}

/**
 * Lines of standard input, each behind a prompt as readline shows it (vtysh_main.c vtysh_rl_gets()); an error is not the end.
 * Recording: ospf-stdin.
 */
function converse(process: Process, name: string): number {
	const { sys, stdin, stdout, stderr, tty } = process;
	if (tty && stdin === "") {
		stderr(
			`iplab: vtysh: has no prompt here: vtysh -N ${name} -c 'show ip route', or lines by vtysh -N ${name} <<EOF\n`,
		);
		return 3;
	}
	stdout("\nHello, this is FRRouting (version 8.4.4).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.\n\n");
	let mode: Mode;
	const lines = stdin.split("\n");
	if (lines.at(-1) === "") lines.pop();
	for (const line of lines) {
		stdout(`${machineName(sys)}${prompt(mode)}# ${line}\n`);
		const said = line.trim();
		if (mode === undefined && (said === "exit" || said === "quit")) return 0;
		if (said !== "" && !/^[!#]/.test(said)) mode = follow(process, name, line, mode).mode;
	}
	stdout(`${machineName(sys)}${prompt(mode)}# \n`);
	return 0;
}

function prompt(mode: Mode): string {
	if (!mode) return "";
	const [part = ""] = mode;
	return part === "" ? "(config)" : part.startsWith("interface") ? "(config-if)" : "(config-router)";
}

/** Says one line in its mode, and prints the answer; gives the exit status. */
function say(
	{ sys, stdout, stderr }: Process,
	name: string,
	{ row, line }: { readonly row: string; readonly line: string },
	mode: Mode,
): number {
	const show = mode === undefined ? line : /^do (.*)$/.exec(line)?.[1];
	if (mode && line === "interface") return print(stdout, stderr, `% Command incomplete: ${row}\n`);
	const said = show ?? ["configure", ...(opens(line) ? [] : (mode ?? [])), line].join("\n");
	const answer = sys.daemons.ask(program, name, said);
	if (answer?.refused) stderr(`iplab: vtysh: ${answer.text}\n`);
	else if (answer) return print(stdout, stderr, answer.text);
	else if (show === undefined ? mayBeConfiguration(line, mode?.[0]) : mayBeCommand(show))
		stderr(`iplab: vtysh: '${line}' is not modelled\n`);
	else {
		stdout(`% Unknown command: ${row}\n`);
		return 1;
	}
	return 3;
}

/** CMD_WARNING_CONFIG_FAILED and its kin: what a daemon has not done. */
const refused = /^(?:% (?:Unknown command|Command incomplete)|Please remove all |Can't find |There is already )/;

/** A daemon that is not there is named on the other stream. */
function print(stdout: Process["stdout"], stderr: Process["stderr"], text: string): number {
	const missing = / is not running\n$/.test(text);
	(missing ? stderr : stdout)(text);
	return missing || refused.test(text) ? 1 : 0;
}

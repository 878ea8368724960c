/**
 * A scenario is a text that a bash runs in a world of its own. As a script it may hold anything a script may; for a
 * transcript each row is one command, as the recorder of the oracle feeds them, and rows that begin with # are kept.
 */
import type { Lang } from "../explain/text.ts";
import { languageEnv } from "../session/locale.ts";
import { createMachine, type World } from "../session/machine.ts";
import { type BootOptions, boot } from "../session/session.ts";
import type { Program } from "../userland/process.ts";
import { piecesOf } from "./script.ts";
import { openShell, type Shell } from "./shell.ts";
import { formatHeader, formatStep } from "./transcript.ts";

export interface ScenarioOptions {
	readonly kernel?: NonNullable<BootOptions["kernel"]>;
	/** A world by name, or one that is there already. */
	readonly world?: NonNullable<BootOptions["world"]> | World;
	/** Print a transcript instead of the script's own output. */
	readonly transcript?: boolean;
	/** What the messages call it: the file. */
	readonly name: string;
	/** Is given the output as it comes; the result's texts are then empty. */
	readonly write?: (stream: "stdout" | "stderr", text: string) => void;
	readonly programs?: Readonly<Record<string, Program>>;
	/** What programs speak (`fail --show`). */
	readonly lang?: Lang;
}

export interface ScenarioResult {
	readonly stdout: string;
	readonly stderr: string;
	/** Of a script its own; of a transcript 0, since the statuses stand in it. */
	readonly exit: number;
	readonly world: World;
}

/** What rows like `# @backends: qemu` say. */
export interface Directives {
	/** The recorder's backends that can run it; any if missing. */
	readonly backends?: readonly string[];
	/** New namespaces have tunl0, gre0, sit0, … as where the tunnel modules are loaded. */
	readonly fallbackTunnels: boolean;
}

export function directivesOf(text: string): Directives {
	const backends = /^# @backends:\s*(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/);
	return { fallbackTunnels: /^# @fallback-tunnels\b/m.test(text), ...(backends && { backends }) };
}

export async function runScenario(text: string, options: ScenarioOptions): Promise<ScenarioResult> {
	const { world = "fresh", name } = options;
	const output = collector(options.write);
	const start = typeof world === "string" ? firstWorld(text, world, options.kernel) : world;
	const bad = unreadable(text);
	if (bad !== undefined) {
		output.write("stderr", `iplab: ${name}: line ${bad}: this is no text\n`);
		return { ...output.text, exit: 126, world: start };
	}
	const machine = createMachine(start);
	const transcript = options.transcript === true;
	const shell = openShell(machine, {
		cwd: transcript ? "/tmp" : "/root",
		env: languageEnv(options.lang),
		...(options.programs && { programs: options.programs }),
		...(transcript ? { name: "bash", evaluated: true } : { name, late: output.write }),
	});
	const exit = transcript
		? await runRows(shell, text, machine.world, { ...options, write: output.write })
		: await runText(shell, text, output.write);
	return { ...output.text, exit, world: machine.world };
}

/** A world by its name, as the scenario's own first rows want it. */
function firstWorld(text: string, world: "fresh" | "host", kernel: ScenarioOptions["kernel"]): World {
	const { fallbackTunnels } = directivesOf(text);
	return boot({ world, ...(fallbackTunnels && { fallbackTunnels }), ...(kernel && { kernel }) }).world;
}

type Write = (stream: "stdout" | "stderr", text: string) => void;

function collector(listen: Write | undefined): { text: { stdout: string; stderr: string }; write: Write } {
	const text = { stdout: "", stderr: "" };
	const write: Write = (stream, more) => {
		if (more === "") return;
		if (listen !== undefined) listen(stream, more);
		else text[stream] += more;
	};
	return { text, write };
}

/** The line with a byte that no text has. */
function unreadable(text: string): number | undefined {
	const at = text.search(/[\0\ufffd\udc80-\udcff]/u);
	return at < 0 ? undefined : text.slice(0, at).split("\n").length;
}

async function runText(shell: Shell, text: string, write: Write): Promise<number> {
	let exit = 0;
	for (const piece of piecesOf(text.replace(/\r\n/g, "\n"))) {
		const result = await shell.exec(piece.text, { line: piece.line });
		write("stdout", result.stdout);
		write("stderr", result.stderr);
		exit = result.exit;
		if (result.ended) break;
	}
	const last = await shell.close();
	write("stdout", last.stdout);
	write("stderr", last.stderr);
	return exit;
}

/** The recorder's bash has each row evaluated in this line of the recorder, and its messages say so. */
const recorderLine = 22;

/** As the recorder does it: one bash, `set -o pipefail`, each row by itself. */
async function runRows(
	shell: Shell,
	text: string,
	world: World,
	options: ScenarioOptions & { write: Write },
): Promise<number> {
	const scenario = options.name.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
	options.write(
		"stdout",
		formatHeader({ scenario, kernel: world.kernel.profile, iproute2: "6.1.0", backend: "iplab" }),
	);
	await shell.exec("set -o pipefail");
	for (const row of text.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n")) {
		if (row === "" || row.startsWith("#")) {
			options.write("stdout", `${row}\n`);
			continue;
		}
		const { stdout, stderr, exit, ended } = await shell.exec(row, { line: recorderLine });
		options.write("stdout", formatStep({ command: row, stdout, stderr, exit }));
		if (ended) break;
	}
	await shell.close();
	return 0;
}

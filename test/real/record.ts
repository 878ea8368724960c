/**
 * `npm run record [-- NAME …]`: asks the real tool on this machine again for our recordings, or for some of them, and writes
 * down what it says (fixtures/oracle/NAME.host.transcript). Comments of a scenario stay where they are. What differs from
 * run to run (MAC addresses, times) differs in the file too: look at the change before it is kept.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { fileURLToPath } from "node:url";
import { formatHeader, formatStep } from "../../src/shell/transcript.ts";
import { missing, runLines } from "../differential/real.ts";

const folder = fileURLToPath(new URL("../../fixtures/oracle/", import.meta.url));
const wanted = process.argv.slice(2);
const known = readdirSync(folder)
	.filter((file) => file.endsWith(".host.transcript"))
	.map((file) => file.slice(0, -".host.transcript".length));
const names = wanted.length > 0 ? wanted : known;
const unknown = names.find((name) => !known.includes(name));
const why = missing();

if (unknown !== undefined) fail(`no recording of this kind of machine: ${unknown}`);
else if (why !== undefined) fail(why);
else for (const [i, name] of names.entries()) await record(name, `${i + 1}/${names.length}`);

function fail(message: string): void {
	console.error(`record: ${message}`);
	process.exitCode = 1;
}

async function record(name: string, progress: string): Promise<void> {
	console.error(`record: ${progress} ${name}`);
	const rows = readFileSync(`${folder}${name}.cmds`, "utf8").replace(/\n$/, "").split("\n");
	const isCommand = (row: string) => row.trim() !== "" && !row.startsWith("#");
	const steps = await runLines(["set -o pipefail", ...rows.filter(isCommand)]);
	const said = steps.slice(1).map(formatStep);
	const header = formatHeader({
		scenario: name,
		kernel: `${release().split(".").slice(0, 3).join(".").replace(/-.*/, "")} (${release()})`,
		iproute2: "6.1.0",
		backend: "host",
	});
	const body = rows.map((row) => (isCommand(row) ? said.shift() : `${row}\n`)).join("");
	writeFileSync(`${folder}${name}.host.transcript`, header + body);
}

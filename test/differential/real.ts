/**
 * The real tool on this machine's kernel: each sequence in a fresh network, mount and process namespace, as
 * the recorder makes it, with one bash for all its commands.
 */
import { execFile, spawnSync } from "node:child_process";
import { parseTranscript, type Step } from "../../src/shell/transcript.ts";
import type { Command } from "./draw.ts";
import { lineOf, partsOf } from "./line.ts";
import { isSafe } from "./safe.ts";

/** Longest life of one world, in seconds. */
const limit = 120;

/** Standard input: one command a line. Standard output: a transcript. */
const script = String.raw`
exec 3>&1 4<&0 >/dev/null 2>&1 </dev/null
mount -t tmpfs -o mode=755 tmpfs /run || exit 70
mkdir /run/.etc-iproute2
cp -a /etc/iproute2/. /run/.etc-iproute2/ && mount --bind /run/.etc-iproute2 /etc/iproute2 || exit 71
mount -t sysfs sysfs /sys || exit 72
mkdir /run/.record
cd /
emit() {
  local line
  while IFS= read -r line; do printf '%s %s\n' "$1" "$line"; done
  if [ -n "$line" ]; then printf '%s\\ %s\n' "$1" "$line"; fi
}
while IFS= read -r command <&4; do
  eval "$command" </dev/null >/run/.record/out 2>/run/.record/err 3>&- 4>&-
  status=$?
  printf '$ %s\n' "$command" >&3
  emit '|' </run/.record/out >&3
  emit '!' </run/.record/err >&3
  printf '? %s\n' "$status" >&3
done
`;

const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LC_ALL: "C", TERM: "dumb" };

const world = ["-n", "-m", "-p", "--fork", "--kill-child", "--mount-proc", "--propagation", "private"];

/** Why the real thing cannot be asked here, or undefined. */
export function missing(): string | undefined {
	const version = spawnSync("ip", ["-V"], { env, encoding: "utf8" });
	if (version.error !== undefined) return "there is no ip on this machine";
	if (!version.stdout.includes("iproute2-6.1.0")) return `ip is ${version.stdout.trim()}, not iproute2-6.1.0`;
	const fresh = spawnSync("unshare", [...world, "true"], { env });
	if (fresh.error !== undefined || fresh.status !== 0) return "unshare cannot make namespaces here (it needs root)";
	return undefined;
}

/** The parts of a pipe one after the other, so that their complaints come in order. */
function inTurn(command: Command): string {
	return partsOf(command).map(lineOf).join(" >/run/.record/pipe; </run/.record/pipe ");
}

export function runReal(commands: readonly Command[]): Promise<Step[]> {
	const unsafe = commands.find((command) => !isSafe(command));
	if (unsafe !== undefined) throw new Error(`not for a real machine: ${lineOf(unsafe)}`);
	return runLines(commands.map(inTurn));
}

/** Lines of a shell, each as it stands: what they do to the machine is for the caller to know. */
export function runLines(lines: readonly string[]): Promise<Step[]> {
	// bash with a socket for its input takes itself for a remote shell, and would read ~/.bashrc
	const argv = ["-k", "5", String(limit), "unshare", ...world, "bash", "--norc", "-c", script];
	return new Promise((resolve, reject) => {
		const child = execFile("timeout", argv, { env, maxBuffer: 1 << 26 }, (error, stdout) => {
			if (error !== null) reject(new Error(`the world ended with ${error.code}: ${lines.join("; ")}`));
			else resolve(parseTranscript(stdout).flatMap((row) => ("step" in row ? [row.step] : [])));
		});
		child.stdin?.end(lines.map((line) => `${line}\n`).join(""));
	});
}

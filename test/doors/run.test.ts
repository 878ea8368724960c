/** Scenarios, and commands on standard input. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, iplab } from "./command.ts";

const up = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever
`;

const br = "lo               DOWN           \n";

function folderWith(files: Readonly<Record<string, string>>): string {
	const folder = emptyFolder();
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return folder;
}

test("commands on standard input run as in a shell", () => {
	const stdin = "ip link set lo up\nip addr show lo\n";
	expect(iplab(["--world", "fresh"], { stdin })).toEqual({ stdout: up, stderr: "", exit: 0 });
});

test("their world stays in its file, and their status is the last command's", () => {
	const cwd = emptyFolder();
	expect(iplab(["--world", "w"], { stdin: "ip link set lo up\nfalse", cwd })).toEqual({
		stdout: "",
		stderr: "",
		exit: 1,
	});
	expect(iplab(["--world", "w", "ip", "addr"], { cwd }).stdout).toBe(up);
});

test("a scenario is a shell script in a fresh world, with the script's own streams and status", () => {
	const cwd = folderWith({ "a.sh": "ip -br addr\necho oops >&2\nexit 7\n" });
	expect(iplab(["run", "a.sh"], { cwd })).toEqual({ stdout: br, stderr: "oops\n", exit: 7 });
});

test("each of several has a world of its own, and a failure of any is told", () => {
	const cwd = folderWith({ a: "ip link set lo up\nfalse\n", b: "ip -br addr\n" });
	expect(iplab(["run", "a", "b"], { cwd })).toEqual({ stdout: br, stderr: "", exit: 1 });
});

test("programs inside speak the language that is asked for; a transcript is nobody's", () => {
	const script = 'echo "[$LANG]"\n';
	const folder = folderWith({ s: script });
	const said = (args: string[], options = {}) => iplab(args, { cwd: folder, ...options }).stdout;
	expect(said(["run", "--lang", "fr", "s"])).toBe("[fr_FR.UTF-8]\n");
	expect(said(["--lang", "fr"], { stdin: script })).toBe("[fr_FR.UTF-8]\n");
	expect(said(["run", "s"])).toBe("[]\n");
	expect(said(["run", "--transcript", "--lang", "fr", "s"])).toContain("| []\n");
});

test("a transcript tells command by command what was answered", () => {
	const cwd = folderWith({ "a.cmds": "# about\n\nip -br addr\nip adr\n" });
	expect(iplab(["run", "--kernel", "6.1", "--transcript", "a.cmds"], { cwd })).toEqual({
		stdout: `# scenario: a
# kernel: 6.1
# iproute2: 6.1.0
# backend: iplab

# about

$ ip -br addr
| ${br}? 0
$ ip adr
! Object "adr" is unknown, try "ip help".
? 1
`,
		stderr: "",
		exit: 0,
	});
});

test("--check is silent where a recording is met, shows the difference where it is not, and takes its kernel from it", () => {
	const cwd = folderWith({ "a.cmds": "ip -br addr\n" });
	const { stdout } = iplab(["run", "--kernel", "6.1", "--transcript", "a.cmds"], { cwd });
	writeFileSync(join(cwd, "a.transcript"), stdout);
	expect(iplab(["run", "--check", "a.cmds"], { cwd })).toEqual({ stdout: "", stderr: "", exit: 0 });
	writeFileSync(join(cwd, "a.transcript"), stdout.replace("DOWN", "UP"));
	expect(iplab(["run", "--check", "a.cmds"], { cwd })).toEqual({
		stdout: `a.transcript
@@ line 6 @@
 $ ip -br addr
-| lo               UP           
+| lo               DOWN           
 ? 0
1 of 1 commands differ (- recorded, + here)
`,
		stderr: "",
		exit: 1,
	});
	expect(readFileSync(join(cwd, "a.cmds"), "utf8")).toBe("ip -br addr\n");
});

test("a scenario that is no text, or has no recording, is one line", () => {
	const cwd = folderWith({ binary: "ip addr\nip\0 addr\n", "lonely.cmds": "ip addr\n" });
	expect(iplab(["run", "binary"], { cwd })).toEqual({
		stdout: "",
		stderr: "iplab: binary: line 2: not text\n",
		exit: 3,
	});
	expect(iplab(["run", "--check", "lonely.cmds"], { cwd })).toEqual({
		stdout: "",
		stderr: "iplab: lonely.transcript: No such file or directory\n",
		exit: 3,
	});
});

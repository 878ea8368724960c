/** Scenarios as scripts and as transcripts. */
import { expect, test } from "vitest";
import { directivesOf, runScenario } from "../../src/shell/scenario.ts";

test("as a script: its output, its messages with file and line, its status", async () => {
	const script = "x=1\nif true; then\n  echo $x\n  nosuch\nfi\ncd /nowhere\nfalse\n";
	expect(await runScenario(script, { name: "dir/s.sh" })).toMatchObject({
		stdout: "1\n",
		stderr: "dir/s.sh: line 4: nosuch: command not found\ndir/s.sh: line 6: cd: /nowhere: No such file or directory\n",
		exit: 1,
	});
});

test("a mistake further down does not undo what ran before it", async () => {
	expect(await runScenario("echo a\nif true; then\n  )\nfi\necho b\n", { name: "s.sh" })).toMatchObject({
		stdout: "a\n",
		stderr: "s.sh: line 3: syntax error near unexpected token `)'\ns.sh: line 3: `  )'\n",
		exit: 2,
	});
	expect(await runScenario("echo a\nif true; then\n", { name: "s.sh" })).toMatchObject({
		stdout: "a\n",
		stderr: "s.sh: line 3: syntax error: unexpected end of file\n",
		exit: 2,
	});
});

test("as a transcript: every row with its answer, comments kept, jobs and pipefail as in the recorder", async () => {
	const text =
		"# area: x\n\nfalse | true\npwd\nsleep 9 &\n# now\nkill %1\nnosuch\necho 'open\necho next\nexit 3\necho never\n";
	expect(
		(await runScenario(text, { name: "a/jobs.cmds", transcript: true, kernel: "6.1" })).stdout,
	).toBe(`# scenario: jobs
# kernel: 6.1
# iproute2: 6.1.0
# backend: iplab

# area: x

$ false | true
? 1
$ pwd
| /tmp
? 0
$ sleep 9 &
? 0
# now
$ kill %1
? 0
$ nosuch
! bash: line 22: nosuch: command not found
? 127
$ echo 'open
! bash: line 22: unexpected EOF while looking for matching \`''
? 2
$ echo next
| next
? 0
$ exit 3
? 3
`);
});

test("output can be had as it comes", async () => {
	const heard: string[] = [];
	const write = (stream: string, text: string): number => heard.push(`${stream} ${text}`);
	const result = await runScenario("echo a\necho b >&2\ntrap 'echo c' EXIT\n", { name: "s", write });
	expect(heard).toEqual(["stdout a\n", "stderr b\n", "stdout c\n"]);
	expect(result.stdout).toBe("");
});

test("what is no text is refused with file and line", async () => {
	expect(await runScenario("echo a\n\0\x01", { name: "bin" })).toMatchObject({
		stdout: "",
		stderr: "iplab: bin: line 2: this is no text\n",
		exit: 126,
	});
});

test("Windows line ends do no harm", async () => {
	expect((await runScenario("for i in 1 2; do\r\n echo $i\r\ndone\r\n", { name: "s" })).stdout).toBe("1\n2\n");
});

test("directives are read", () => {
	expect(directivesOf("# a\n# @backends: qemu\n# @fallback-tunnels\n")).toEqual({
		backends: ["qemu"],
		fallbackTunnels: true,
	});
	expect(directivesOf("ip a\n")).toEqual({ fallbackTunnels: false });
});

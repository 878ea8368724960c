/** One bash that lives on: namespaces, nested shells, undo, and scripts without end. (What bash does is in bash.test.ts.) */
import { expect, test } from "vitest";
import { openLab } from "./lab.ts";

test("a command in a namespace sees that namespace in /proc and /sys, whatever kind of command it is", async () => {
	const { type } = openLab();
	const where = "readlink /proc/self/ns/net";
	const result = await type(
		"ns add a",
		`ns exec a ${where} > a; ns exec a sh -c '${where}' > b; ${where} > c; cmp=$(diff a b); echo "[$cmp]"; diff a c | wc -l`,
	);
	expect(result).toContain("| []\n| 4\n? 0\n");
});

test("a sysctl written through /proc/sys belongs to the namespace of who wrote it", async () => {
	const { type } = openLab();
	expect(
		await type(
			"ns add a",
			"ns exec a sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'",
			"ns exec a sysctl net.ipv4.ip_forward; sysctl -n net.ipv4.ip_forward",
			"echo yes > /proc/sys/net/ipv4/ip_forward",
			"echo 1 > /proc/sys/net/ipv4/nope",
		),
	).toBe(`$ ns add a
? 0
$ ns exec a sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
? 0
$ ns exec a sysctl net.ipv4.ip_forward; sysctl -n net.ipv4.ip_forward
| net.ipv4.ip_forward = 1
| 0
? 0
$ echo yes > /proc/sys/net/ipv4/ip_forward
! bash: echo: write error: Invalid argument
? 1
$ echo 1 > /proc/sys/net/ipv4/nope
! bash: /proc/sys/net/ipv4/nope: No such file or directory
? 1
`);
});

test("exec in a namespace passes streams, exit status and failure through", async () => {
	const { type } = openLab();
	expect(
		await type(
			"ns add a",
			"echo typed | ns exec a sh -c 'cat; echo oops >&2; exit 3'",
			"ns exec a ns exec a true; echo $?",
			"ns exec a nosuch",
			"ns exec a cd /",
		),
	).toBe(`$ ns add a
? 0
$ echo typed | ns exec a sh -c 'cat; echo oops >&2; exit 3'
| typed
! oops
? 3
$ ns exec a ns exec a true; echo $?
| 0
? 0
$ ns exec a nosuch
! exec of "nosuch" failed
? 255
$ ns exec a cd /
! exec of "cd" failed
? 255
`);
});

test("programs are files, and are found by path, by which, by xargs and by env", async () => {
	const { type } = openLab();
	expect(
		await type(
			"which sysctl sleep cat",
			"/usr/sbin/sysctl -n net.ipv4.ip_default_ttl",
			"echo net.ipv4.ip_forward | xargs sysctl",
			"env A=1 sysctl -n net.ipv4.ip_forward",
		),
	).toBe(
		`$ which sysctl sleep cat
| /usr/sbin/sysctl
| /usr/bin/sleep
| /usr/bin/cat
? 0
$ /usr/sbin/sysctl -n net.ipv4.ip_default_ttl
| 64
? 0
$ echo net.ipv4.ip_forward | xargs sysctl
| net.ipv4.ip_forward = 0
? 0
$ env A=1 sysctl -n net.ipv4.ip_forward
| 0
? 0
`,
	);
});

test("bytes that are no text go through files and pipes unharmed", async () => {
	const { type } = openLab();
	expect(await type("bytes write > f; bytes read < f; cat f | bytes read; cp f g; bytes read < g; od -An -tx1 f")).toBe(
		"$ bytes write > f; bytes read < f; cat f | bytes read; cp f g; bytes read < g; od -An -tx1 f\n| true\n| true\n| true\n|  ff 80 00 c3 a9 0a\n? 0\n",
	);
});

test("sleep costs no time but moves the clock", async () => {
	const { type } = openLab();
	const begin = performance.now();
	expect(await type("date; sleep 1d 2h; date; echo $SECONDS")).toBe(
		"$ date; sleep 1d 2h; date; echo $SECONDS\n| Mon Jan  1 00:00:00 UTC 2024\n| Tue Jan  2 02:00:00 UTC 2024\n| 0\n? 0\n",
	);
	expect(performance.now() - begin).toBeLessThan(2000);
});

test("restore brings back the shell and the world, and ends the jobs that came since", async () => {
	const { shell, machine, type } = openLab({ interactive: true });
	await shell.exec(
		"x=1; f() { echo old; }; echo text > file; alias ll='echo aliased'; a=(1 2); set -o pipefail; cd /etc",
	);
	const snapshot = shell.snapshot();
	const { world } = machine;
	await shell.exec(
		"x=2; f() { echo new; }; rm /tmp/file; unalias ll; a+=(3); set +o pipefail; cd /; watch > /tmp/m & sysctl -qw net.ipv4.ip_forward=1",
	);
	expect(machine.world).not.toBe(world);
	await shell.restore(snapshot);
	expect(machine.world).toBe(world);
	expect(
		await type(`echo $x \${a[@]} $PWD; f; cat /tmp/file; ll; false | true`, "jobs; sysctl -n net.ipv4.ip_forward"),
	).toBe(
		`$ echo $x \${a[@]} $PWD; f; cat /tmp/file; ll; false | true\n` +
			"| 1 1 2 /etc\n| old\n| text\n| aliased\n? 1\n" +
			"$ jobs; sysctl -n net.ipv4.ip_forward\n| 0\n? 0\n",
	);
});

test("a snapshot stays as it was, whatever the shell does with it afterwards", async () => {
	const { shell } = openLab();
	await shell.exec("x=1; declare -A m=([k]=v)");
	const snapshot = shell.snapshot();
	for (const value of ["2", "3"]) {
		await shell.restore(snapshot);
		await shell.exec(`x=${value}; m[k]=${value}; export y=${value}; g() { :; }`);
	}
	await shell.restore(snapshot);
	expect((await shell.exec(`echo "$x \${m[k]} [$y]"; g`)).stdout).toBe("1 v []\n");
});

test.each([
	["while true; do :; done", "iplab: stopped: too many commands executed (>100000)\n"],
	["f() { f; }; f", "iplab: stopped: f: maximum recursion depth (100) exceeded\n"],
	["while true; do sleep 1; done", "iplab: stopped after 10000 programs were started: this seems to have no end\n"],
	["tick 1000000 > /dev/null", "iplab: stopped after 10000 waits began: this seems to have no end\n"],
	["echo 'bash r.sh' > r.sh; bash r.sh", "iplab: stopped since shells start shells without end\n"],
])("%s comes to an end with one clear line, and the shell lives on", async (line, stderr) => {
	const { shell } = openLab({ interactive: true });
	const result = await shell.exec(line);
	expect(result.stderr).toBe(stderr);
	expect(result.ended).toBe(false);
	expect((await shell.exec("echo alive")).stdout).toBe("alive\n");
});

test("a shell ends by exit, set -e and an unset variable, and then does what trap EXIT left", async () => {
	for (const [line, exit] of [
		["exit 3", 3],
		["set -e; false; echo no", 1],
		["set -u; echo $no; echo no", 1],
		["set -u; for i in 1; do echo $no; done; echo no", 1],
		["fi", 2],
	] as const) {
		const { shell } = openLab();
		await shell.exec("trap 'echo bye' EXIT");
		const result = await shell.exec(line);
		expect({ line, stdout: result.stdout, exit: result.exit, ended: result.ended }).toEqual({
			line,
			stdout: "",
			exit,
			ended: true,
		});
		expect((await shell.close()).stdout).toBe("bye\n");
	}
});

test("lines typed at the same time wait for each other", async () => {
	const { shell } = openLab();
	const results = await Promise.all(["sleep 1; x=1", "echo $x", "x=2", "echo $x"].map((line) => shell.exec(line)));
	expect(results.map(({ stdout }) => stdout)).toEqual(["", "1\n", "", "2\n"]);
});

test("the shell tells its directory and its commands", async () => {
	const { shell } = openLab();
	await shell.exec("cd /etc");
	expect(shell.cwd).toBe("/etc");
	expect(shell.commands).toContain("sysctl");
	expect(shell.commands).toContain("grep");
});

test("process substitution works for every kind of command", async () => {
	const { type } = openLab();
	expect(await type("diff <(echo a) <(echo b); cat <(sysctl -n net.ipv4.ip_forward); ls /dev/fd")).toBe(
		"$ diff <(echo a) <(echo b); cat <(sysctl -n net.ipv4.ip_forward); ls /dev/fd\n| 1c1\n| < a\n| ---\n| > b\n| 0\n? 0\n",
	);
});

/** Background jobs on the virtual clock. */
import { expect, test } from "vitest";
import { openLab } from "./lab.ts";

test("what a job has written so far is in its file when the next command reads it", async () => {
	const { type } = openLab();
	expect(
		await type("watch > m &", "shout one", "cat m", "shout two three", "cat m", "kill %1", "shout four", "cat m"),
	).toBe(
		`$ watch > m &
? 0
$ shout one
? 0
$ cat m
| heard one
? 0
$ shout two three
? 0
$ cat m
| heard one
| heard two
| heard three
? 0
$ kill %1
? 0
$ shout four
? 0
$ cat m
| heard one
| heard two
| heard three
? 0
`,
	);
});

test("a job's file may be named by a variable, appended to, and take stderr along", async () => {
	const { type, shell } = openLab();
	await shell.exec('F=log; echo first > log; watch >> "$F" 2>&1 &');
	await shell.exec("shout x");
	expect(await type("cat log")).toBe("$ cat log\n| first\n| heard x\n? 0\n");
});

test("a job under ip netns exec keeps the namespace's process, and writes at once", async () => {
	const { type } = openLab();
	expect(await type("ns add a", "ns exec a sleep 30 &", "pids a | wc -l", "kill $!", "pids a | wc -l")).toBe(
		"$ ns add a\n? 0\n$ ns exec a sleep 30 &\n? 0\n$ pids a | wc -l\n| 1\n? 0\n$ kill $!\n? 0\n$ pids a | wc -l\n| 0\n? 0\n",
	);
});

test("jobs take turns by the clock, the same way every time", async () => {
	const { type } = openLab();
	const once = await type("tick 3 a > log & sleep 0.5; tick 3 b >> log & wait; cat log", "date +%S");
	expect(once).toBe(
		"$ tick 3 a > log & sleep 0.5; tick 3 b >> log & wait; cat log\n" +
			"| a 1\n| b 1\n| a 2\n| b 2\n| a 3\n| b 3\n? 0\n$ date +%S\n| 03\n? 0\n",
	);
	expect(await openLab().type("tick 3 a > log & sleep 0.5; tick 3 b >> log & wait; cat log", "date +%S")).toBe(once);
});

test("a job works on a copy of the shell", async () => {
	const { type } = openLab();
	expect(await type("x=1; { x=2; cd /; echo $x > /tmp/f; } & wait; echo $x $PWD; cat f")).toBe(
		"$ x=1; { x=2; cd /; echo $x > /tmp/f; } & wait; echo $x $PWD; cat f\n| 1 /tmp\n| 2\n? 0\n",
	);
});

test("a job that nobody redirected writes to the line that started it, and later to whoever listens", async () => {
	const { type, late } = openLab();
	expect(await type("watch & shout in-time", "shout later")).toBe(
		"$ watch & shout in-time\n| heard in-time\n? 0\n$ shout later\n? 0\n",
	);
	expect(late).toEqual(["| heard later\n"]);
});

test("eval, functions, loops and scripts can start jobs too", async () => {
	const { type } = openLab();
	const rows = [
		"eval 'tick 1 e > e &'",
		"f() { tick 1 f > f & }; f",
		"for i in 1 2; do tick 1 $i > l$i & done",
		"echo 'tick 1 s > s & wait' > s.sh; bash s.sh; cat s",
		"wait; cat e f l1 l2",
	];
	expect((await type(...rows)).split("\n").slice(-9).join("\n")).toBe(
		"| s 1\n? 0\n$ wait; cat e f l1 l2\n| e 1\n| f 1\n| 1 1\n| 2 1\n? 0\n",
	);
});

test("timeout ends a program at its time and gives what it had printed", async () => {
	const { type } = openLab();
	expect(
		await type(
			"timeout 2.5 tick 9",
			"timeout 5 tick 1",
			"timeout -s KILL 1 watch",
			"timeout 1 sh -c 'tick 5; echo no'; echo $?",
		),
	).toBe(
		"$ timeout 2.5 tick 9\n| tick 1\n| tick 2\n? 124\n$ timeout 5 tick 1\n| tick 1\n? 0\n" +
			"$ timeout -s KILL 1 watch\n? 124\n$ timeout 1 sh -c 'tick 5; echo no'; echo $?\n| 124\n? 0\n",
	);
});

test("waiting for what will never happen is given up, with a reason", async () => {
	const { shell } = openLab();
	expect(await shell.exec("watch")).toEqual({
		stdout: "",
		stderr: 'iplab: stopped "watch": nothing more happens here that it could wait for\n',
		exit: 130,
		ended: true,
	});
});

test("wait for a job without end is given up too", async () => {
	const { type } = openLab({ interactive: true });
	expect(await type("watch > m & wait", "jobs; kill %1")).toBe(
		'$ watch > m & wait\n! iplab: stopped "wait": "watch > m" will never end\n? 130\n' +
			"$ jobs; kill %1\n| [1]+  Running                 watch > m &\n? 0\n",
	);
});

test("Ctrl-C ends the line and not the shell", async () => {
	const { shell } = openLab({ interactive: true });
	await shell.exec("x=kept");
	const controller = new AbortController();
	const line = shell.exec("while true; do tick 1; done; echo no", { signal: controller.signal });
	setTimeout(() => controller.abort(), 60);
	const { exit, ended, stderr } = await line;
	expect({ exit, ended, stderr }).toEqual({ exit: 130, ended: false, stderr: "" });
	expect((await shell.exec("echo $x $?")).stdout).toBe("kept 130\n");
});

/** sysctl and sleep, in the words of procps 4.0.2 and coreutils 9.1. */
import { expect, test } from "vitest";
import { openLab } from "./lab.ts";

test("sysctl reads and writes by dots or slashes, one or a whole directory", async () => {
	const { type } = openLab();
	expect(
		await type(
			"sysctl net.ipv4.ip_forward net/ipv4/ip_forward",
			"sysctl -w net.ipv4.ip_forward=1",
			"sysctl -qw net.ipv4.ip_forward=0",
			"sysctl -n net.ipv4.ip_forward; sysctl -N net.ipv4.ip_forward; sysctl -b net.ipv4.ip_forward",
			"sysctl net.ipv4.conf.lo.forwarding=1 | tail -1",
			"sysctl -ar 'ip_forward$'",
			"sysctl -a | grep -c conf.lo",
		),
	).toMatch(`$ sysctl net.ipv4.ip_forward net/ipv4/ip_forward
| net.ipv4.ip_forward = 0
| net.ipv4.ip_forward = 0
? 0
$ sysctl -w net.ipv4.ip_forward=1
| net.ipv4.ip_forward = 1
? 0
$ sysctl -qw net.ipv4.ip_forward=0
? 0
$ sysctl -n net.ipv4.ip_forward; sysctl -N net.ipv4.ip_forward; sysctl -b net.ipv4.ip_forward
| 0
| net.ipv4.ip_forward
|\\ 0
? 0
$ sysctl net.ipv4.conf.lo.forwarding=1 | tail -1
| net.ipv4.conf.lo.forwarding = 1
? 0
$ sysctl -ar 'ip_forward$'
| net.ipv4.ip_forward = 0
? 0
`);
});

test.each([
	["sysctl nope.x", "sysctl: cannot stat /proc/sys/nope/x: No such file or directory\n", 1],
	["sysctl -e nope.x", "", 0],
	["sysctl -w net.ipv4.nope=1", "sysctl: cannot stat /proc/sys/net/ipv4/nope: No such file or directory\n", 1],
	["sysctl -w nope", "sysctl: command line(0): invalid syntax, continuing...\n", 1],
	["sysctl -w net.ipv4.ip_forward=zz", 'sysctl: setting key "net.ipv4.ip_forward": Invalid argument\n', 1],
	["sysctl -w net.ipv4.ip_forward=", 'sysctl: setting key "net.ipv4.ip_forward": Invalid argument\n', 1],
	["sysctl =1", "sysctl: Path is not under /proc/sys/: /proc/sys/\n", 1],
	["sysctl -w", "sysctl: no variables specified\nTry `sysctl --help' for more information.\n", 1],
	["sysctl -p /nope", 'sysctl: cannot open "/nope": No such file or directory\n', 1],
	["sleep", "sleep: missing operand\nTry 'sleep --help' for more information.\n", 1],
	[
		"sleep 1x a",
		"sleep: invalid time interval '1x'\nsleep: invalid time interval 'a'\nTry 'sleep --help' for more information.\n",
		1,
	],
	["sleep -1", "sleep: invalid option -- '1'\nTry 'sleep --help' for more information.\n", 1],
	["sleep --bogus", "sleep: unrecognized option '--bogus'\nTry 'sleep --help' for more information.\n", 1],
	["sleep .5 1e-2 0x1 2m 1h", "", 0],
])("%s", async (line, stderr, exit) => {
	const { shell } = openLab();
	expect(await shell.exec(line)).toEqual({ stdout: "", stderr, exit, ended: false });
});

test("sysctl -p does what a file says", async () => {
	const { type } = openLab();
	const rows = [
		"printf '# c\\nnet.ipv4.ip_forward = 1\\n-net.nope=1\\nnet.nope=1\\ngarbage\\n' > f",
		"sysctl -p f",
		"sysctl -p /tmp/f",
	];
	expect((await type(...rows)).split("$ ").at(-1)).toBe(`sysctl -p /tmp/f
| net.ipv4.ip_forward = 1
! sysctl: /tmp/f(5): invalid syntax, continuing...
! sysctl: cannot stat /proc/sys/net/nope: No such file or directory
! sysctl: cannot stat /proc/sys/net/nope: No such file or directory
? 1
`);
});

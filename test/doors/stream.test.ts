/** The command as a citizen of a shell: its streams, its exit status, its last words. */
import { describe, expect, test } from "vitest";
import { lineOf } from "../../bin/failure.ts";
import { iplab, shell } from "./command.ts";

describe("streams and exit status are the tool's own", () => {
	test("what it prints goes to stdout", () => {
		expect(iplab(["--world", "fresh", "ip", "-br", "addr"])).toEqual({
			stdout: "lo               DOWN           \n",
			stderr: "",
			exit: 0,
		});
	});

	test("the tool's own refusal", () => {
		expect(iplab(["ip", "adr"])).toEqual({ stdout: "", stderr: 'Object "adr" is unknown, try "ip help".\n', exit: 1 });
	});

	test("the kernel's refusal", () => {
		expect(iplab(["ip", "link", "del", "lo"])).toEqual({
			stdout: "",
			stderr: "RTNETLINK answers: Operation not supported\n",
			exit: 2,
		});
	});

	test("options that look like ours belong to ip after the word ip", () => {
		expect(iplab(["ip", "--world", "x"]).stderr).toBe('Option "-world" is unknown, try "ip -help".\n');
	});
});

test("a reader that goes away ends it as it ends the real one: silently, by SIGPIPE's status", () => {
	// biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
	expect(shell('iplab ip addr | head -0; echo "${PIPESTATUS[0]}"')).toEqual({ stdout: "141\n", stderr: "", exit: 0 });
});

test("annotate reads no further than it shows: an endless paste ends", () => {
	const { stderr, exit } = shell("yes '10.0.0.0/8 via 192.0.2.1 dev eth0' | iplab annotate --brief");
	expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 });
}, 60_000);

test("annotate ends its page with the addresses by scope; what was asked of it more narrowly has no table", () => {
	const file = "fixtures/annotate/4-addr-container.txt";
	const table = `
Addresses by scope
+--------+------------------------+--------------------------------+
| scope  | addresses              | the kernel holds them good     |
+--------+------------------------+--------------------------------+
| host   | 127.0.0.1/8 dev lo     | inside this machine only       |
+--------+------------------------+--------------------------------+
| global | 172.17.0.2/16 dev eth0 | everywhere, behind routers too |
+--------+------------------------+--------------------------------+
`;
	const { stdout } = iplab(["annotate", file]);
	expect(stdout.slice(-table.length)).toBe(table);
	for (const more of [["--brief"], ["--ask", "lo"], ["--format", "json"], ["--format", "html"]])
		expect(iplab(["annotate", ...more, file]).stdout).not.toContain("Addresses by scope");
}, 60_000);

test("a topic may be followed by our options", () => {
	const { stdout } = iplab(["explain", "dad", "--lang", "fr"]);
	expect(stdout.split("\n")[0]).toBe("tentative et dadfailed\u00a0: l’adresse est-elle libre\u202f?");
	expect(iplab(["--lang", "fr", "explain", "dad"]).stdout).toBe(stdout);
});

test("a standard output that takes nothing is one line", () => {
	expect(shell("iplab ip addr > /dev/full")).toEqual({
		stdout: "",
		stderr: "iplab: standard output: No space left on device\n",
		exit: 3,
	});
});

test("closed streams are no reason to fail", () => {
	expect(shell("iplab ip addr >&-; iplab ip adr 2>&-; iplab ip -br link <&- | head -c2")).toEqual({
		stdout: "lo",
		stderr: "",
		exit: 0,
	});
});

describe("wrong words of our own: one line, status 3", () => {
	const cases: readonly (readonly [string, string])[] = [
		["addr show", "no command 'addr'; the words of the real tool come after ip: iplab ip addr"],
		["--bogus ip addr", "unknown option '--bogus'"],
		["--kernel 5.4 ip addr", "--kernel 5.4: it is one of 6.18, 6.1"],
		["--lang de annotate", "--lang de: it is one of en, fr"],
		["--world", "option '--world <W>' argument missing"],
		["--world= ip addr", "--world: it is a file, fresh or host"],
		["run", "missing required argument 'FILE'"],
		["run no-such-file", "no-such-file: No such file or directory"],
		["annotate /", "/: Is a directory"],
	];
	for (const [words, line] of cases) {
		test(`iplab ${words}`, () => {
			expect(iplab(words.split(" "))).toEqual({ stdout: "", stderr: `iplab: ${line}\n`, exit: 3 });
		});
	}
});

describe("a bug of ours is one line too", () => {
	test("it says so, and how to see more", () => {
		expect(lineOf(new TypeError("x is not\n  a function"))).toBe(
			"iplab: internal error: x is not a function (a bug in iplab: IPLAB_DEBUG=1 shows where)",
		);
	});

	test("nothing in it drives a terminal", () => {
		expect(lineOf("\x1b[2J\x07")).toBe(
			"iplab: internal error: \\x1b[2J\\x07 (a bug in iplab: IPLAB_DEBUG=1 shows where)",
		);
	});
});

test("what is saved is bytes, and can be restored", () => {
	const magic = "iplab --world w.world ip route save table local | head -c4 | od -An -tx1; ";
	const restore =
		"iplab --world w.world ip route save table local > saved; iplab --world w.world ip route restore < saved; ";
	expect(shell(`cd "$(mktemp -d)"; iplab --world w.world ip link set lo up; ${magic}${restore}wc -c < saved`)).toEqual({
		stdout: " 24 12 31 45\n184\n",
		stderr: "RTNETLINK answers: File exists\n".repeat(3),
		exit: 0,
	});
});

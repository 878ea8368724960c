/** The terminal at its keys, on a real shell; only the drawing is missing. */
import { expect, test } from "vitest";
import { createMachine } from "../../src/session/machine.ts";
import { boot } from "../../src/session/session.ts";
import { needsMore, openShell } from "../../src/shell/shell.ts";
import { decodeKeys } from "../../src/ui/key.ts";
import { Terminal } from "../../src/ui/terminal.ts";

class Desk {
	readonly terminal: Terminal;
	scrollback = "";
	left: number | undefined;
	page: readonly string[] | undefined;

	constructor(options: { color?: boolean; lang?: "en" | "fr"; world?: "fresh" | "host" } = {}) {
		const { color = false, lang = "en", world = "fresh" } = options;
		const session = boot({ world });
		this.terminal = new Terminal({ lang, color, netns: session.netns, size: () => ({ width: 80, height: 24 }) });
		this.terminal.open({
			write: (text) => {
				this.scrollback += text;
			},
			page: (rows) => {
				this.page = rows;
			},
			leave: (exit) => {
				this.left = exit;
			},
		});
		this.scrollback = "";
		const shell = openShell(createMachine(session.world), { interactive: true });
		this.terminal.start({ shell, needsMore });
	}

	/** What these bytes add to the scrollback, once all commands have ended. */
	async type(bytes: string): Promise<string> {
		this.scrollback = "";
		this.terminal.press(decodeKeys(bytes).keys);
		while (this.terminal.view.busy && this.left === undefined) await new Promise((done) => setTimeout(done, 1));
		await new Promise((done) => setTimeout(done, 1));
		return this.scrollback;
	}

	/** The prompt and the line, its cursor as |. */
	get line(): string {
		const { prompt, reader } = this.terminal.view;
		const { text, cursor } = reader.edit;
		return `${prompt}${text.slice(0, cursor)}|${text.slice(cursor)}`;
	}
}

test("it says where one is, and waits at a prompt", () => {
	const terminal = new Terminal({ lang: "en", color: false, netns: 1, size: () => ({ width: 80, height: 24 }) });
	let text = "";
	terminal.open({ write: (more) => (text += more), page: () => {}, leave: () => {} });
	expect(text).toBe(
		"A Linux machine of your own, made of data: nothing you do here touches yours.\n" +
			"Type ip commands, for example ip addr; help says what else there is.\n\n",
	);
	expect(terminal.view.prompt).toBe("root@iplab:~# ");
});

test("a command stays in the scrollback with its prompt and its output", async () => {
	const desk = new Desk();
	expect(await desk.type("ip -br link\r")).toBe(
		"root@iplab:~# ip -br link\nlo               DOWN           00:00:00:00:00:00 <LOOPBACK> \n",
	);
	expect(desk.line).toBe("root@iplab:~# |");
});

test("the prompt tells the directory", async () => {
	const desk = new Desk();
	await desk.type("cd /etc\r");
	expect(desk.line).toBe("root@iplab:/etc# |");
});

test("keys typed ahead wait for the command to end", async () => {
	const desk = new Desk();
	expect(await desk.type("echo 1\recho 2\rec")).toBe("root@iplab:~# echo 1\n1\nroot@iplab:~# echo 2\n2\n");
	expect(desk.line).toBe("root@iplab:~# ec|");
});

test("an unfinished command asks for more, and comes back as a whole", async () => {
	const desk = new Desk();
	expect(await desk.type("for i in 1 2; do\r")).toBe("root@iplab:~# for i in 1 2; do\n");
	expect(desk.line).toBe("> |");
	expect(await desk.type("echo $i\rdone\r")).toBe("> echo $i\n> done\n1\n2\n");
	await desk.type("\x1b[A");
	expect(desk.line).toBe("root@iplab:~# for i in 1 2; do\necho $i\ndone|");
});

test("Ctrl-C gives an unfinished command up", async () => {
	const desk = new Desk();
	await desk.type("for i in 1 2; do\r");
	expect(await desk.type("ec\x03")).toBe("> ec^C\n");
	expect(desk.line).toBe("root@iplab:~# |");
});

test("a paste runs line by line, and its last line is left to be edited", async () => {
	const desk = new Desk();
	const paste = "echo a\r\nif true\nthen echo b\nfi\necho\tc";
	expect(await desk.type(`\x1b[200~${paste}\x1b[201~`)).toBe(
		"root@iplab:~# echo a\na\nroot@iplab:~# if true\n> then echo b\n> fi\nb\n",
	);
	expect(desk.line).toBe("root@iplab:~# echo c|");
});

test("a paste cannot press keys", async () => {
	const desk = new Desk();
	await desk.type("\x1b[200~ip a\x03\x1b[A\x04\x7f\x1b[201~");
	expect(desk.line).toBe("root@iplab:~# ip a[A|");
});

test("Ctrl-C stops a command and what was typed ahead", async () => {
	const desk = new Desk();
	const running = desk.type("for i in $(seq 1000); do ip a > /dev/null; done; echo end\recho never\r");
	await new Promise((done) => setTimeout(done, 60));
	desk.terminal.press([{ is: "key", name: "C-c" }]);
	expect(await running).toBe("root@iplab:~# for i in $(seq 1000); do ip a > /dev/null; done; echo end\n^C\n");
	expect(await desk.type("echo $?\r")).toBe("root@iplab:~# echo $?\n130\n");
});

test("undo and redo work at the prompt, in the language of the user", async () => {
	const desk = new Desk({ lang: "fr" });
	await desk.type("ip link set lo up\r");
	expect(await desk.type("undo\r")).toBe("root@iplab:~# undo\nannulé\u00a0: ip link set lo up\n");
	expect(await desk.type("ip -br a\r")).toBe("root@iplab:~# ip -br a\nlo               DOWN           \n");
});

test("what a command prints cannot drive the terminal", async () => {
	const desk = new Desk({ color: true });
	expect(await desk.type("printf '\\033[2J\\007\\033[31mred'\r")).toBe(
		"\x1b[32mroot@iplab:~# \x1b[0mprintf '\\033[2J\\007\\033[31mred'\n^[[2J^G\x1b[31mred\x1b[0m\n",
	);
});

test("without colours nothing is coloured, not even what asks for it", async () => {
	const desk = new Desk();
	expect(await desk.type("ip -c -br a\r")).not.toContain("\x1b");
	expect(await new Desk({ color: true }).type("ip -c -br a; ip foo\r")).toContain("\x1b[31mObject");
});

test("an endless output is cut, and says so", async () => {
	const shown = await new Desk().type("seq 20000\r");
	expect(shown.split("\n").length).toBe(10_003);
	expect(shown).toMatch(/\n10000\n\[cut here: 10000 more lines; \| head, \| tail or a file keeps it short\]\n$/);
});

test.each([
	["exit\r", 0],
	["quit\r", 0],
	["exit 4\r", 4],
	["\x04", 0],
])("%j leaves with status %i", async (bytes, status) => {
	const desk = new Desk();
	await desk.type("false\r");
	await desk.type(bytes);
	expect(desk.left).toBe(status);
});

test("what was to be done at the exit is done", async () => {
	const desk = new Desk();
	await desk.type("trap 'echo bye' EXIT\r");
	expect(await desk.type("\x04")).toBe("root@iplab:~# exit\nbye\n");
});

test("Ctrl-L and clear empty the screen", async () => {
	const desk = new Desk();
	expect(await desk.type("\x0c")).toBe("\x1b[2J\x1b[H");
	expect(await desk.type("clear\r")).toBe("root@iplab:~# clear\n\x1b[2J\x1b[H");
});

test("TAB completes a word, and shows the candidates when it is pressed twice", async () => {
	const desk = new Desk();
	await desk.type("ip li\tse\tlo\tmt\t");
	expect(desk.line).toBe("root@iplab:~# ip link set lo mtu |");
	await desk.type("\x15ip l\x01\x05 ");
	expect(await desk.type("\t")).toBe("");
	expect(await desk.type("\t")).toMatch(/^root@iplab:~# ip l \nadd +[a-z]/);
	expect(desk.line).toBe("root@iplab:~# ip l |");
});

test("ask opens the last output for choosing, and what is kept stays in the scrollback", async () => {
	const desk = new Desk({ world: "host" });
	expect(await desk.type("ask\r")).toBe("root@iplab:~# ask\nnothing to explain yet: nothing was printed\n");
	await desk.type("echo hello\r");
	expect(await desk.type("ask\r")).toBe("root@iplab:~# ask\nthe last output has no word of ip to choose\n");
	await desk.type("ip -br addr show lo\r");
	expect(await desk.type("ask\r")).toBe("root@iplab:~# ask\n");
	expect(desk.page?.[0]).toBe("\x1b[7mlo\x1b[27m               UNKNOWN        127.0.0.1/8 ::1/128 ");
	expect(desk.page).toHaveLength(9);
	desk.terminal.late("stdout", "a job has ended\n");
	expect(await desk.type("\x1b[C\x1b[C")).toBe("");
	expect(desk.page?.join("\n")).toContain("“Myself”");
	expect(await desk.type("\r")).toMatch(/^a job has ended\nlo .*\n {2}│ 127\.0\.0\.1 +“Myself”[\s\S]*\n$/);
	expect(desk.page).toBeUndefined();
	expect(desk.line).toBe("root@iplab:~# |");
});

test("Ctrl-O does so while a line is being typed, a click chooses, and Escape goes back to the line", async () => {
	const desk = new Desk({ world: "host", lang: "fr" });
	await desk.type("ip -br addr show lo\r");
	await desk.type("ip ro\x0f");
	expect(desk.page?.join("\n")).toContain("Maj-glisser sélectionne.");
	expect(await desk.type("\x1b[<0;34;1M\x1b[<0;34;1m\x1b[<65;1;9M")).toBe("");
	expect(desk.page?.[0]).toContain("\x1b[7m127.0.0.1");
	desk.terminal.press([{ is: "key", name: "escape" }]);
	expect(desk.page).toBeUndefined();
	expect(desk.line).toBe("root@iplab:~# ip ro|");
	expect(desk.scrollback).toBe("");
});

test("scopes draws the addresses of every namespace by their scope", async () => {
	const desk = new Desk({ world: "host" });
	await desk.type("ip netns add red; ip -n red link set lo up\r");
	expect(await desk.type("scopes\r")).toBe(`\
root@iplab:~# scopes
Addresses by scope
+--------+-------------------------------------+----------------------------+
| scope  | addresses                           | the kernel holds them good |
+--------+-------------------------------------+----------------------------+
| host   | 127.0.0.1/8 dev lo                  | inside this machine only   |
|        | ::1/128 dev lo                      |                            |
+--------+-------------------------------------+----------------------------+
| link   | fe80::5054:ff:fe12:3456/64 dev eth0 | on one link, as far as the |
|        |                                     | first router               |
+--------+-------------------------------------+----------------------------+
| global | 192.168.1.10/24 dev eth0            | everywhere, behind routers |
|        |                                     | too                        |
+--------+-------------------------------------+----------------------------+

Addresses by scope (netns red)
+-------+--------------------+----------------------------+
| scope | addresses          | the kernel holds them good |
+-------+--------------------+----------------------------+
| host  | 127.0.0.1/8 dev lo | inside this machine only   |
|       | ::1/128 dev lo     |                            |
+-------+--------------------+----------------------------+
`);
});

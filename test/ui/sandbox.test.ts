/** The whole terminal, ink and all, on streams that say they are a terminal. */
import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import { boot } from "../../src/session/session.ts";
import { openSandbox } from "../../src/ui/sandbox.tsx";

/** A terminal of 80 by 24 that remembers all that was written, and its modes. */
class Tty extends Duplex {
	readonly isTTY = true;
	columns = 80;
	rows = 24;
	raw = false;
	written = "";

	setRawMode(raw: boolean): this {
		this.raw = raw;
		return this;
	}

	override _read(): void {}

	override _write(chunk: Buffer, _: string, done: () => void): void {
		this.written += chunk.toString();
		done();
	}

	ref(): void {}
	unref(): void {}

	/** Waits until a text was written since it was last asked. */
	async shows(text: string): Promise<string> {
		for (let i = 0; i < 500 && !this.plain.includes(text); i++) await new Promise((done) => setTimeout(done, 10));
		const { plain } = this;
		this.written = "";
		expect(plain).toContain(text);
		return plain;
	}

	private get plain(): string {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
		return this.written.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "");
	}
}

function open(world: "fresh" | "host" = "fresh") {
	const tty = new Tty();
	const streams = { stdin: tty as unknown as NodeJS.ReadStream, stdout: tty as unknown as NodeJS.WriteStream };
	return { tty, over: openSandbox({ session: boot({ world }), lang: "en", color: false, ...streams }) };
}

test("a session from the first prompt to exit", async () => {
	const { tty, over } = open();
	await tty.shows("root@iplab:~#");
	expect(tty.raw).toBe(true);
	tty.push("ip link set lo up\r");
	await tty.shows("root@iplab:~# ip link set lo up\n");
	tty.push("ip -br addr\r");
	await tty.shows("lo               UNKNOWN        127.0.0.1/8 ::1/128 \n");
	tty.push("undo\r");
	await tty.shows("undone: ip link set lo up\n");
	tty.push("ip -br addr\r");
	await tty.shows("lo               DOWN           \n");
	tty.push("exit 2\r");
	expect(await over).toBe(2);
	expect(tty.raw).toBe(false);
});

test("the line is drawn while it is typed, and breaks where a narrow terminal ends", async () => {
	const { tty, over } = open();
	await tty.shows("root@iplab:~#");
	tty.columns = 20;
	tty.emit("resize");
	tty.push("ip link show");
	await tty.shows("root@iplab:~# ip lin\nk show\n");
	tty.push("\x15\x04");
	expect(await over).toBe(0);
});

test("a terminal that goes away ends the session", async () => {
	const { tty, over } = open();
	await tty.shows("root@iplab:~#");
	tty.push(null);
	expect(await over).toBe(0);
});

test("bracketed paste is switched on, and off again", async () => {
	const { tty, over } = open();
	expect(tty.written).toContain("\x1b[?2004h");
	await tty.shows("root@iplab:~#");
	tty.push("\x04");
	await over;
	expect(tty.written).toContain("\x1b[?2004l");
});

test("a page has the mouse and a screen of its own, and gives both back however the session ends", async () => {
	const { tty, over } = open("host");
	await tty.shows("root@iplab:~#");
	tty.push("ip addr show lo\r");
	await tty.shows("127.0.0.1/8");
	tty.push("\x0f");
	for (let i = 0; i < 200 && !tty.written.includes("\x1b[?1049h"); i++)
		await new Promise((done) => setTimeout(done, 10));
	expect(tty.written).toContain("\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[H");
	const [exit] = process.listeners("exit").slice(-1);
	tty.written = "";
	exit?.call(process, 0);
	expect(tty.written).toBe("\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[?1049l");
	tty.push(null);
	expect(await over).toBe(0);
});

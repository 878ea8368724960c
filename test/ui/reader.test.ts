import { expect, test } from "vitest";
import { decodeKeys } from "../../src/ui/key.ts";
import { entered, newReader, press, type Reader } from "../../src/ui/reader.ts";

/** The line after these bytes, its cursor shown as |, and what the last key wished. */
function typed(input: string, from: Reader = newReader) {
	let reader = from;
	let wish: string | undefined;
	for (const key of decodeKeys(input).keys) {
		if (key.is === "paste" || key.is === "mouse") throw new Error("only keys here");
		const pressed = press(reader, key);
		reader = pressed.reader;
		wish = pressed.wish?.wish;
	}
	const { text, cursor } = reader.edit;
	return { reader, wish, line: `${text.slice(0, cursor)}|${text.slice(cursor)}` };
}

/** A reader that remembers these lines. */
const after = (...lines: string[]) => lines.reduce((reader, line) => entered(reader, line), newReader);

const [up, down, left, home] = ["\x1b[A", "\x1b[B", "\x1b[D", "\x1b[H"];

test.each([
	["ip adr\x1b[Dd", "ip add|r"],
	["\x01ip a\x05 show", "ip a show|"],
	["link\x01ip ", "ip |link"],
	["ip addr show\x17", "ip addr |"],
	["ip addr show\x17\x17link", "ip link|"],
	["ip a dev lo\x1bb\x1bb\x0b", "ip a |"],
	["ip a dev lo\x1bb\x1bb\x0b\x01\x19", "dev lo|ip a "],
	["ip a\x15ip l", "ip l|"],
	["ip 10.0.0.1\x1b\x7f", "ip 10.0.0.|"],
	["abc\x1b[H\x1b[3~\x04", "|c"],
	["abc\x1b[D\x7f", "a|c"],
	["pi\x14", "ip|"],
	["日本\x1b[D\x7f", "|本"],
	["e\u0301x\x1b[D\x1b[D\x1b[3~", "|x"],
	["👩‍🔬\x7f", "|"],
	["\x7f\x17\x15\x0b\x1b[3~\x1bd", "|"],
])("%j leaves %j", (input, line) => {
	expect(typed(input).line).toBe(line);
});

test("Enter gives the line and leaves an empty one", () => {
	expect(typed("ip a\x1b[D\r")).toMatchObject({ line: "|", wish: "enter" });
});

test("Ctrl-D on an empty line asks to leave, elsewhere it deletes", () => {
	expect(typed("\x04").wish).toBe("leave");
	expect(typed(`ab${left}\x04`)).toMatchObject({ line: "a|", wish: undefined });
});

test("Up and Down walk through the lines typed before, and come back to the one being typed", () => {
	const reader = after("ip a", "ip l");
	expect(typed(`x${up}`, reader).line).toBe("ip l|");
	expect(typed(`x${up}${up}${up}`, reader).line).toBe("ip a|");
	expect(typed(`x${up}${up}${down}${down}`, reader).line).toBe("x|");
	expect(typed(`x${up}${down}${down}`, reader).line).toBe("x|");
});

test("the same line twice is remembered once, and an empty one never", () => {
	expect(after("ip a", "ip a", "", " ").recall.lines).toEqual(["ip a"]);
});

test("Ctrl-R finds the newest line with a text in it, and older ones when it is pressed again", () => {
	const reader = after("ip link set lo up", "ip a", "ip link set lo down");
	expect(typed("\x12set", reader).line).toBe("ip link |set lo down");
	expect(typed("\x12set\x12", reader).line).toBe("ip link |set lo up");
	expect(typed("\x12set\x12\x12", reader).line).toBe("ip link |set lo up");
	expect(typed("\x12lo up\r", reader)).toMatchObject({ line: "|", wish: "enter" });
});

test("Ctrl-C gives a search up, and any other key keeps what it has found", () => {
	const reader = after("ip link");
	expect(typed("abc\x12link\x03", reader)).toMatchObject({ line: "abc|", wish: undefined });
	expect(typed(`abc\x12link${home}`, reader).line).toBe("|ip link");
});

test("a search without a find keeps the line", () => {
	expect(typed("abc\x12zzz", after("ip link"))).toMatchObject({
		line: "abc|",
		reader: { search: { query: "zzz", at: undefined } },
	});
});

test("Ctrl-C forgets the line and what stands above it", () => {
	const reader = { ...newReader, above: "for i in 1; do\n" };
	expect(typed("abc\x03", reader)).toMatchObject({ line: "|", wish: "cancel", reader: { above: "" } });
});

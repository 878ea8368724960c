import { describe, expect, test } from "vitest";
import { boot, run } from "../../src/session/session.ts";
import { decodeWorld, encodeWorld, WorldFileError } from "../../src/session/world-file.ts";

function refusalOf(text: string): string {
	try {
		decodeWorld(text);
	} catch (error) {
		if (error instanceof WorldFileError) return error.message;
		throw error;
	}
	return "accepted";
}

describe("a world file", () => {
	const { world } = run(boot({ world: "host" }), "ip link add d0 type dummy").session;
	const text = encodeWorld(world);

	test("gives back the very world that was written", () => {
		expect(decodeWorld(text)).toEqual(world);
	});

	test("is refused with its line when it is empty, foreign, cut off or changed", () => {
		expect(refusalOf("")).toBe("line 1: the file is empty");
		expect(refusalOf("hello\n")).toBe("line 1: damaged or not a world file");
		expect(refusalOf("[1,2]")).toBe("line 1: not a world file of iplab");
		expect(refusalOf(text.slice(0, text.length / 2))).toMatch(/^line \d: damaged or not a world file$/);
		expect(refusalOf(text.replace('"version":1', '"version":9'))).toBe(
			"line 1: a world file of version 9, this iplab reads version 1",
		);
		expect(refusalOf(text.replace('"eth0"', '"eth1"'))).toMatch(/^line 1: the world was changed or damaged/);
	});
});

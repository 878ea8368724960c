import { describe, expect, it } from "vitest";
import { batchLines } from "../../../src/userland/ip/batch.ts";
import { runIp } from "../fake-system.ts";
import { lo } from "../world.ts";

function lines(text: string): [string, number][] {
	return [...batchLines(text, () => {})].map(({ words, number }) => [words.join("|"), number]);
}

describe("the lines of a batch", () => {
	it("skips blank lines and comments, and counts them", () => {
		expect(lines("# all\n\nlink show # end\n")).toEqual([["link|show", 3]]);
	});

	it("joins a line with a backslash at its end to the next, and names the last", () => {
		expect(lines("addr add \\\n 10.0.0.1/24 \\\n dev lo\nlink")).toEqual([
			["addr|add|10.0.0.1/24|dev|lo", 3],
			["link", 4],
		]);
	});

	it("keeps a quoted word together only where the quote starts it", () => {
		expect(lines(`link set lo alias "two words"`)).toEqual([["link|set|lo|alias|two words", 1]]);
		expect(lines(`link set lo alias it's`)).toEqual([["link|set|lo|alias|it's", 1]]);
	});

	it("cuts at # even inside quotes, which are then unterminated", () => {
		expect(() => lines(`link set lo alias "a#b"`)).toThrow("Unterminated quoted string");
	});
});

describe("ip -batch", () => {
	const world = { links: [lo] };

	it("stops at the first line that fails", () => {
		const ran = runIp("-batch -", world, { stdin: "link show nosuch\nlink show lo\n" });
		expect(ran).toMatchObject({
			stdout: "",
			stderr: 'Device "nosuch" does not exist.\nCommand failed -:1\n',
			exit: 1,
		});
	});

	it("goes on with -force, and still fails", () => {
		const ran = runIp("-force -o -batch -", world, { stdin: "bogus\nlink show lo\n" });
		expect(ran.stdout).toContain("1: lo: ");
		expect(ran).toMatchObject({ stderr: 'Object "bogus" is unknown, try "ip help".\nCommand failed -:1\n', exit: 1 });
	});

	it("ends at once where the real tool exits, -force or not", () => {
		const ran = runIp("-force -batch -", world, { stdin: "link set\nlink show lo\n" });
		expect(ran).toMatchObject({
			stdout: "",
			stderr: 'Not enough information: "dev" argument is required.\n',
			exit: 255,
		});
	});

	it("prints a document of JSON for each line", () => {
		const ran = runIp("-j -br -batch -", world, { stdin: "link\nlink\n" });
		expect(ran.stdout.split("\n")).toHaveLength(3);
	});

	it("reads a file, and says when it cannot", () => {
		expect(runIp("-br -b /tmp/b", { ...world, files: { "/tmp/b": "link\n" } }).stdout).toMatch(/^lo /);
		expect(runIp("-b /tmp/no")).toMatchObject({
			stderr: 'Cannot open file "/tmp/no" for reading: No such file or directory\n',
			exit: 1,
		});
	});
});

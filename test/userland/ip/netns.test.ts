import { describe, expect, it } from "vitest";
import { type Canned, runIp } from "../fake-system.ts";
import { lo } from "../world.ts";

const world: Canned = {
	links: [lo],
	netns: { blue: -1, red: 5 },
	exec: ([program]) => ({ true: 0, false: 1 })[program ?? ""],
};

describe("ip netns", () => {
	it("lists names in the directory's order, with ids where there are any", () => {
		expect(runIp("netns", world).stdout).toBe("blue\nred (id: 5)\n");
		expect(runIp("-j netns", world).stdout).toBe('[{"name":"blue"},{"name":"red","id":5}]\n');
		expect(runIp("-j netns").stdout).toBe("");
	});

	it.each([
		["add", "No netns name specified\n", 1],
		["add red", 'Cannot create namespace file "/run/netns/red": File exists\n', 1],
		["add a/b", 'Invalid netns name "a/b"\n', 255],
		["exec ..", 'Invalid netns name ".."\n', 255],
		["del green", 'Cannot remove namespace file "/run/netns/green": No such file or directory\n', 1],
		["set red", "No nsid specified\n", 1],
		["set red x", 'Error: argument "x" is wrong: Invalid "netnsid" value\n', 255],
		["set red -1", 'Error: argument "-1" is wrong: "netnsid" value should be >= 0\n', 255],
		["exec red", "No command specified\n", 1],
		["exec green true", 'Cannot open network namespace "green": No such file or directory\n', 255],
		["exec red nosuch", 'exec of "nosuch" failed: No such file or directory\n', 1],
		["identify x", "Specified string 'x' is not a pid\n", 1],
		["pids green", "Cannot open network namespace: No such file or directory\n", 1],
		["attach new 99", "Bind /proc/99/ns/net -> /run/netns/new failed: No such file or directory\n", 1],
		["remove x", 'Command "remove" is unknown, try "ip netns help".\n', 255],
	])("refuses %s", (words, stderr, exit) => {
		expect(runIp(`netns ${words}`, world)).toMatchObject({ stdout: "", stderr, exit, requests: [] });
	});

	it("gives the status of the program it runs", () => {
		expect(runIp("netns exec red false", world).exit).toBe(1);
		expect(runIp("-all netns exec false", world)).toMatchObject({ stdout: "\nnetns: blue\n\nnetns: red\n", exit: 0 });
	});

	it("asks for an id", () => {
		expect(runIp("netns set red auto", world).requests).toEqual([{ type: "RTM_NEWNSID", flags: 0, fd: 11, nsid: -1 }]);
	});

	it("prints an empty line for a namespace without a name", () => {
		expect(runIp("netns identify", world).stdout).toBe("\n");
	});
});

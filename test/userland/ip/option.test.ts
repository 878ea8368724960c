import { describe, expect, it } from "vitest";
import { runIp } from "../fake-system.ts";
import { recorded, withoutHelp } from "../recording.ts";
import { lo } from "../world.ts";

describe("options before the object", () => {
	// In this recording lo is down, and never used: -d of a route and of neighbours would need a kernel.
	const down = { ...lo, flags: lo.flags & ~0x10041, operstate: 2, qdisc: "noop" };
	const plain = recorded("global-options.host").filter(({ command }) => !/[|>&]/.test(command));

	it.each(plain)("$command answers as the real tool", ({ command, stdout, stderr, exit }) => {
		const ran = runIp(command.slice("ip ".length), { links: [down] });
		expect({ ...ran, stderr: withoutHelp(ran.stderr) }).toMatchObject({ stdout, stderr, exit });
	});

	it("reads the double dash as a single one, and names it so", () => {
		expect(runIp("--foo link").stderr).toBe('Option "-foo" is unknown, try "ip -help".\n');
	});

	it("stops at a lone double dash", () => {
		expect(runIp("-- -4 link").stderr).toBe('Object "-4" is unknown, try "ip help".\n');
	});

	it("colours on a terminal only, where it is asked to be automatic", () => {
		const word = "-c=auto link show lo";
		expect(runIp(word, { links: [lo] }, { tty: true }).stdout).toContain("\u001b[36mlo: \u001b[0m");
		expect(runIp(word, { links: [lo] }).stdout).not.toContain("\u001b");
	});

	it("never colours JSON", () => {
		expect(runIp("-c -j link show lo", { links: [lo] }).stdout).not.toContain("\u001b");
	});
});

describe("objects", () => {
	it.each([
		["a", "address"],
		["r", "route"],
		["l", "link"],
		["netn", "netns"],
	])("%s is %s", (typed, object) => {
		expect(runIp(`${typed} help`).stderr).toMatch(new RegExp(`^Usage: ip ${object} `));
	});

	it.each([
		["n", "neighbor"],
		["s", "sr"],
		["t", "tunnel"],
		["m", "maddress"],
		["ru", "rule"],
		["ta", "tap"],
	])("%s means %s", (typed, object) => {
		const { stderr } = runIp(typed);
		if (stderr.startsWith("iplab:")) expect(stderr).toBe(`iplab: 'ip ${object}' is not modelled\n`);
	});

	it("says in its own name what is not modelled, with a status of its own", () => {
		expect(runIp("xfrm state")).toMatchObject({
			stdout: "",
			stderr: "iplab: 'ip xfrm state' is not modelled\n",
			exit: 3,
		});
	});

	it("does not know the empty word", () => {
		expect(runIp([""])).toMatchObject({ stderr: 'Object "" is unknown, try "ip help".\n', exit: 1 });
	});
});

/** `iplab why`, and `--explain` behind `ip route get`: the decision by the door of the command. What they say is test/explain. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { iplab, shell } from "./command.ts";

const golden = (name: string) => readFileSync(new URL(`../../fixtures/why/${name}.txt`, import.meta.url), "utf8");

test("why an address, in both languages", () => {
	expect(iplab(["why", "127.0.0.1"])).toEqual({ stdout: golden("loopback.en"), stderr: "", exit: 0 });
	expect(iplab(["--lang", "fr", "why", "8.8.8.8"])).toEqual({ stdout: golden("default.fr"), stderr: "", exit: 0 });
});

test("a refusal is the tool's own, and its reasons follow", () => {
	const { stdout, stderr, exit } = iplab(["why", "8.8.8.8", "from", "192.168.1.99"]);
	expect({ stderr, exit }).toEqual({ stderr: "RTNETLINK answers: Network is unreachable\n", exit: 2 });
	expect(stdout + stderr).toBe(golden("source-foreign.en"));
});

test("--explain as the last word says the same", () => {
	expect(iplab(["ip", "route", "get", "8.8.8.8", "--explain"]).stdout).toContain(
		golden("default.en").slice(golden("default.en").indexOf("\n\n")),
	);
});

test("between two places: status 1 where something stops it, and the world stays as it is", () => {
	const lines = [
		'cd "$(mktemp -d)"; export IPLAB_WORLD=w.world',
		"iplab ip netns add a; iplab ip -n a link add e type veth peer name p",
		"iplab ip -n a addr add 10.0.0.1/24 dev e; iplab ip -n a link set e up",
		"cksum < w.world > before",
		"iplab why a:10.0.0.1 a:10.0.0.2 > said; echo $?",
		'cksum < w.world | cmp - before && grep -c "^What stops it:" said',
	];
	expect(shell(lines.join("\n"))).toEqual({ stdout: "1\n1\n", stderr: "", exit: 0 });
});

test("words that are no question are one line, status 3", () => {
	expect(iplab(["why"])).toEqual({ stdout: "", stderr: "iplab: missing required argument 'ADDRESS'\n", exit: 3 });
	expect(iplab(["why", "nobody", "10.0.0.1"])).toEqual({
		stdout: "",
		stderr: "iplab: nobody: neither an address nor a network namespace\n",
		exit: 3,
	});
});

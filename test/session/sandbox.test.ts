/** The sandbox's words and its undo, on a real shell and a real world. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { explainCommand } from "../../src/session/asked/asked.ts";
import { createMachine } from "../../src/session/machine.ts";
import { interpret, newSandbox } from "../../src/session/sandbox.ts";
import { boot } from "../../src/session/session.ts";
import type { Sandbox } from "../../src/session/turn.ts";
import { encodeWorld } from "../../src/session/world-file.ts";
import { openShell, type Snapshot } from "../../src/shell/shell.ts";

/** Types lines one after another. */
class User {
	readonly shell;
	sandbox: Sandbox<Snapshot>;

	constructor(world: "fresh" | "host" = "fresh", lang: "en" | "fr" = "en") {
		const session = boot({ world });
		this.shell = openShell(createMachine(session.world), { interactive: true });
		this.sandbox = newSandbox(lang);
	}

	/** All that the line printed, and its exit status if that is not 0. */
	async types(line: string, idle?: number): Promise<string> {
		const answer = await interpret(this.shell, this.sandbox, line, idle === undefined ? {} : { idle });
		this.sandbox = answer.sandbox;
		return `${answer.stdout}${answer.stderr}${answer.exit === 0 ? "" : `[${answer.exit}]`}`;
	}

	/** Everything that undo has to bring back. */
	get all() {
		const { world, state, jobs } = this.shell.snapshot();
		return { world: encodeWorld(world), state, jobs };
	}
}

const linkOf = (user: User) => user.types("ip -br addr show lo");

test("undo takes back the last line that changed something, past all that only looked", async () => {
	const user = new User();
	await user.types("ip link set lo up");
	await user.types("ip addr");
	await user.types("cat /etc/hostname | wc -c");
	expect(await user.types("undo")).toBe("undone: ip link set lo up\n");
	expect(await linkOf(user)).toBe("lo               DOWN           \n");
});

test("time passes while the user reads and types, and undo goes back before it", async () => {
	const user = new User();
	for (const line of ["ip link add v0 type veth peer name v1", "ip link set v0 up", "ip link set v1 up"])
		await user.types(line, 10);
	expect(await user.types("ip -6 -o addr show dev v0", 10)).toContain("tentative");
	expect(await user.types("ip -6 -o addr show dev v0", 60_000)).not.toContain("tentative");
	expect(await user.types("undo", 2000)).toBe("undone: ip link set v1 up\n");
	expect(await user.types("ip -br link show v0", 10)).toContain("NO-CARRIER");
	expect(await user.types("redo", 10)).toBe("done again: ip link set v1 up\n");
});

test("redo brings it back, also after a look", async () => {
	const user = new User();
	await user.types("ip link set lo up");
	const up = await linkOf(user);
	await user.types("undo");
	await user.types("ip addr");
	expect(await user.types("redo")).toBe("done again: ip link set lo up\n");
	expect(await linkOf(user)).toBe(up);
	expect(await user.types("redo")).toBe("nothing to redo: nothing was undone, or a new change came after it\n[1]");
});

test("a refused command is nothing to undo", async () => {
	const user = new User();
	expect(await user.types("ip link del lo")).toBe("RTNETLINK answers: Operation not supported\n[2]");
	expect(await user.types("undo")).toBe("nothing to undo: no line has changed anything\n[1]");
});

test("time that a ping has taken goes back with the change before it", async () => {
	const user = new User();
	await user.types("ip link set lo up");
	await user.types("ping -c 2 127.0.0.1");
	expect(await user.types("undo")).toBe("undone: ping -c 2 127.0.0.1\nundone: ip link set lo up\n");
	expect(await user.types("redo")).toBe("done again: ip link set lo up\ndone again: ping -c 2 127.0.0.1\n");
});

test("several lines are undone by number, or all", async () => {
	const user = new User();
	for (const line of ["x=1", "ip netns add blue", "echo a > /tmp/f"]) await user.types(line);
	expect(await user.types("undo 2")).toBe("undone: echo a > /tmp/f\nundone: ip netns add blue\n");
	expect(await user.types("redo all")).toBe("done again: ip netns add blue\ndone again: echo a > /tmp/f\n");
	expect(await user.types("undo all")).toBe("undone: echo a > /tmp/f\nundone: ip netns add blue\nundone: x=1\n");
	expect(await user.types("echo $x; ls /tmp; ip netns")).toBe("\n");
	expect(await user.types("undo two")).toBe("undo takes a number of lines, or all\n[1]");
});

test("history shows the lines that changed something, and which of them are undone", async () => {
	const user = new User();
	expect(await user.types("history")).toBe("no line has changed anything yet\n");
	for (const line of ["x=1", "ip link", "for i in 1 2\ndo y=$i\ndone", "undo"]) await user.types(line);
	expect(await user.types("history")).toBe("    1  x=1\n-   2  for i in 1 2 …\n- was undone; redo does it again\n");
});

test("a new machine can be had, and undo brings the old one back", async () => {
	const user = new User();
	await user.types("ip netns add blue");
	expect(await user.types("world host")).toMatch(/^a new machine: lo up/);
	expect(await user.types("ip netns; ip -br link | wc -l")).toBe("2\n");
	await user.types("undo");
	expect(await user.types("ip netns; ip -br link | wc -l")).toBe("blue\n1\n");
	expect(await user.types("world")).toMatch(/^world takes fresh .*\[1\]$/s);
});

test("explain gives notes on what was printed last, in the language of the user", async () => {
	const user = new User("host");
	expect(await user.types("explain")).toBe("nothing to explain yet: nothing was printed\n[1]");
	await user.types("ip addr show lo");
	const shown = await user.types("explain");
	expect(shown).toContain("inet 127.0.0.1/8 scope host");
	expect(shown).toContain("RT_SCOPE_HOST");
	await user.types("lang fr");
	expect(await user.types("explain")).toContain("scope host");
	expect(await user.types("explain")).not.toBe(shown);
	expect(await user.types("fail R9 2>&1")).toBe("fail: R9\u00a0: aucun nœud de ce nom\u00a0; il y a\u00a0: -\n[1]");
	await user.types("lang en");
	expect(await user.types("fail R9 2>&1")).toBe("fail: R9: no node of that name; there are: -\n[1]");
});

test("explain LINE tells what it asks and what it would change, and does nothing of it", async () => {
	const user = new User("host");
	const before = user.all;
	const line = "ip addr add 10.0.0.1/24 dev lo";
	const page = explainCommand(boot({ world: "host" }), line.split(" "), { lang: "en", width: 80 });
	expect(page).toContain("  + 1: lo inet 10.0.0.1/24 scope global lo\n");
	expect(await user.types(`explain ${line}`)).toBe(
		`${page}\nNothing of it was done: type the line without explain to do it.\n`,
	);
	expect(await user.types("explain ip link del lo")).toContain(
		"It would fail:\nRTNETLINK answers: Operation not supported",
	);
	expect(await user.types("explain sysctl -w net.ipv4.ip_forward=1")).toBe(`\
net.ipv4.ip_forward = 1

What it would change:
  - net.ipv4.conf.all.accept_redirects = 1
  - net.ipv4.conf.all.forwarding = 0
  - net.ipv4.conf.default.forwarding = 0
  - net.ipv4.conf.eth0.forwarding = 0
  - net.ipv4.conf.lo.forwarding = 0
  - net.ipv4.ip_forward = 0
  + net.ipv4.conf.all.accept_redirects = 0
  + net.ipv4.conf.all.forwarding = 1
  + net.ipv4.conf.default.forwarding = 1
  + net.ipv4.conf.eth0.forwarding = 1
  + net.ipv4.conf.lo.forwarding = 1
  + net.ipv4.ip_forward = 1

Nothing of it was done: type the line without explain to do it.
`);
	expect(await user.types("explain for i in 1 2; do ip link add d$i type dummy; done")).toContain(
		"+ 4: d2: <BROADCAST,NOARP>",
	);
	expect(user.all).toEqual(before);
	expect(await user.types("history")).toBe("no line has changed anything yet\n");
});

test("explain LINE shows what a line shows, with notes", async () => {
	const shown = await new User("host").types("explain ip addr show lo");
	expect(shown).toContain("It only shows, and would change nothing.\n\n1: lo:");
	expect(shown).toContain("RT_SCOPE_HOST");
	expect(await new User("host").types("explain ip -br link | grep lo")).toContain("The loopback interface");
});

test("explain tells why a line failed, whatever program it was", async () => {
	const user = new User("host");
	await user.types("ip link set lo down");
	await user.types("ping -c 1 -W 1 127.0.0.1");
	expect(await user.types("explain")).toContain("lo is down");
	await user.types("nc -w 1 192.168.1.10 81");
	expect(await user.types("explain")).toMatch(/81/);
	await user.types("ss -tn sport");
	expect(await user.types("explain")).toMatch(/filter/);
	await user.types("bridge link set dev nowhere state 3");
	expect(await user.types("explain")).toMatch(/no device|eth0/);
	await user.types("sysctl -w net.ipv4.conf.eht0.forwarding=1");
	expect(await user.types("explain")).toContain("eth0");
	await user.types("sysctl net.ipv4.ip_forward");
	expect(await user.types("explain")).toBe("nothing here looks like output of ip\n[1]");
});

test("ask tells all about one word of the last output", async () => {
	const user = new User("host");
	expect(await user.types("ask lo")).toBe("nothing to explain yet: nothing was printed\n[1]");
	await user.types("ip addr show lo");
	expect(await user.types("ask 127.0.0.1")).toMatch(/^ {4}inet 127\.0\.0\.1\/8[\s\S]*“Myself”/);
	expect(await user.types("ask eth0")).toMatch(/eth0[\s\S]*\[1\]$/);
	expect(await user.types("ask")).toBe("ask takes a word of what was printed last: ask 127.0.0.1\n[1]");
});

test("with explain on every output of ip has notes, and other output has none", async () => {
	const user = new User("host");
	await user.types("explain on");
	expect(await user.types("ip addr show lo")).toContain("RT_SCOPE_HOST");
	expect(await user.types("echo hello")).toBe("hello\n");
	await user.types("explain off");
	expect(await user.types("ip addr show lo")).not.toContain("RT_SCOPE_HOST");
});

test("a line that is more than a word of the sandbox goes to the shell", async () => {
	const user = new User();
	expect(await user.types("undo | cat")).toBe("bash: undo: command not found\n");
	expect(await user.types("echo undo")).toBe("undo\n");
	expect(await user.types("\\undo")).toBe("bash: undo: command not found\n[127]");
});

test("exit and quit leave, with a status if one is given", async () => {
	const user = new User();
	const leaves = async (line: string) => {
		const { ended, exit } = await interpret(new User().shell, user.sandbox, line);
		return { ended, exit };
	};
	expect(await leaves("exit")).toEqual({ ended: true, exit: 0 });
	expect(await leaves("quit")).toEqual({ ended: true, exit: 0 });
	expect(await leaves("exit 3")).toEqual({ ended: true, exit: 3 });
	expect(await leaves("(exit 3)")).toEqual({ ended: false, exit: 3 });
});

test.each(["en", "fr"] as const)("help fits on one screen of 80 by 24 (%s)", async (lang) => {
	const lines = (await new User("host", lang).types("help")).split("\n");
	expect(lines.length).toBeLessThanOrEqual(23);
	expect(lines.filter((line) => line.length > 79)).toEqual([]);
});

test("why tells step by step, in the world as it is, and is nothing to undo", async () => {
	const user = new User("host");
	await user.types("ip route del default");
	expect(await user.types("why 8.8.8.8")).toMatch(
		/^\nWhy, step by step:\n[\s\S]*ENETUNREACH[\s\S]*Network is unreachable\n\[2\]$/,
	);
	expect(await user.types("why 192.168.1.10 8.8.8.8")).toMatch(/no route leads to 8\.8\.8\.8/);
	expect(await user.types("why")).toMatch(/^why takes an address/);
	expect(await user.types("undo")).toBe("undone: ip route del default\n");
});

test("undo ends a job, and all is as it was", async () => {
	const user = new User();
	const before = user.all;
	await user.types("sleep 100 &");
	expect(await user.types("undo")).toBe("undone: sleep 100 &\n");
	expect(user.all).toEqual(before);
	expect(await user.types("jobs")).toBe("");
});

test("a look, a refusal or an exit status is no change, and a ping hardly one", async () => {
	const user = new User("host");
	for (const line of ["ip a", "ls /nope", "ip link set nope up", "false", "[[ a =~ a ]]", ":", "undo", "exit 1 | true"])
		await user.types(line);
	expect(user.sandbox.history.done).toEqual([]);
	await user.types("ping -c 1 127.0.0.1");
	await user.types("sleep 3");
	expect(user.sandbox.history.done.map(({ line, slight }) => [line, slight])).toEqual([
		["ping -c 1 127.0.0.1", true],
		["sleep 3", true],
	]);
	expect(await user.types("undo")).toBe("undone: sleep 3\nundone: ping -c 1 127.0.0.1\n");
});

const name = fc.constantFrom("a", "b", "lo", "eth0", "nope");
const line = fc.oneof(
	fc.tuple(fc.constantFrom("up", "down"), name).map(([state, dev]) => `ip link set ${dev} ${state}`),
	fc.tuple(name, fc.constantFrom("dummy", "veth", "nokind")).map(([dev, kind]) => `ip link add ${dev} type ${kind}`),
	name.map((dev) => `ip link del ${dev}`),
	fc
		.tuple(fc.nat(255), fc.integer({ min: 8, max: 33 }), name)
		.map(([a, len, dev]) => `ip addr add 10.0.0.${a}/${len} dev ${dev}`),
	name.map((dev) => `ip addr flush dev ${dev}`),
	fc.tuple(fc.constantFrom("add", "del"), name).map(([verb, net]) => `ip netns ${verb} ${net}`),
	fc.tuple(name, name).map(([net, dev]) => `ip -n ${net} link set ${dev} up`),
	fc.tuple(name, fc.nat(9)).map(([variable, value]) => `${variable}=${value}; export ${variable}`),
	fc.tuple(name, name).map(([text, file]) => `echo ${text} | tee -a /tmp/${file} | wc -c > /tmp/n`),
	fc.constantFrom(
		"ip addr",
		"ip a | head -1; false",
		"rm -f /tmp/a",
		"cd /tmp",
		"cd /nope",
		"f() { echo $1; }",
		"f hi",
	),
	fc.constantFrom(
		"set -o pipefail",
		"alias l=ls",
		"list=(1 2 3)",
		"sleep 2",
		"ping -c 1 127.0.0.1",
		"for i in 1 2; do x=$i; done",
	),
	fc.constantFrom(
		"sysctl -w net.ipv4.ip_forward=1",
		"echo 1 > /proc/sys/net/ipv4/ip_forward",
		"ip foo",
		"if",
		"world host",
	),
);

test("law: after any lines, every undo restores the world and the shell exactly, and every redo brings them back", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), async (lines) => {
			const user = new User("host");
			const steps: { before: unknown; after: unknown }[] = [];
			for (const each of lines) {
				const before = user.all;
				const recorded = user.sandbox.history.done.length;
				await user.types(each);
				if (user.sandbox.history.done.length > recorded) steps.push({ before, after: user.all });
			}
			const slight = user.sandbox.history.done.map((entry) => entry.slight === true);
			const end = steps.at(-1)?.after;
			for (let i = steps.length; i > 0; ) {
				do i--;
				while (i > 0 && slight[i]);
				await user.types("undo");
				expect(user.all).toEqual(steps[i]?.before);
			}
			await user.types("redo all");
			if (end !== undefined) expect(user.all).toEqual(end);
		}),
		{ numRuns: 60 },
	);
}, 60_000);

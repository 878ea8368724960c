/** A world in a file: what one command leaves is what the next one finds, whatever happens in between. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Netns } from "../../src/kernel/netns.ts";
import { idSet, idValues } from "../../src/net/id-map.ts";
import { decodeWorld, encodeWorld } from "../../src/session/world-file.ts";
import { emptyFolder, env, iplab, program, shell } from "./command.ts";

const nothing = { stdout: "", stderr: "", exit: 0 };
const add = (name: string) => ["ip", "link", "add", name, "type", "dummy"];

function names(world: string): string[] {
	const { stdout } = iplab(["--world", world, "ip", "-br", "link"]);
	return stdout.split("\n").flatMap((line) => line.match(/^\w+/) ?? []);
}

test("a command finds what the one before it left", () => {
	const world = join(emptyFolder(), "w");
	expect(iplab(["--world", world, ...add("d1")])).toEqual(nothing);
	expect(iplab([`--world=${world}`, ...add("d2")])).toEqual(nothing);
	expect(names(world)).toEqual(["lo", "d1", "d2"]);
});

test("IPLAB_WORLD names the world where --world does not", () => {
	const folder = emptyFolder();
	iplab(add("d1"), { env: { IPLAB_WORLD: "w" }, cwd: folder });
	expect(names(join(folder, "w"))).toEqual(["lo", "d1"]);
});

test("without a world it is host, anew each time", () => {
	expect(iplab(add("d1"))).toEqual(nothing);
	expect(iplab(["ip", "link", "show", "d1"])).toMatchObject({ stdout: "", exit: 1 });
	expect(iplab(["ip", "-br", "link"]).stdout).toMatch(/^lo .*\neth0/);
});

test("a new world is fresh and has the kernel that was asked for, and keeps it", () => {
	const world = join(emptyFolder(), "w");
	iplab(["--world", world, "--kernel", "6.1", ...add("d1")]);
	expect(names(world)).toEqual(["lo", "d1"]);
	expect(iplab(["--world", world, "--kernel", "6.18", "ip", "link"])).toEqual({
		stdout: "",
		stderr: `iplab: ${world}: this world has kernel 6.1; --kernel 6.18 is for a new one\n`,
		exit: 3,
	});
});

test("a command that changes nothing leaves the very same file, one that does keeps its mode, and nothing stays beside it", () => {
	const folder = emptyFolder();
	const world = join(folder, "w");
	iplab(["--world", world, ...add("d1")]);
	chmodSync(world, 0o640);
	const before = statSync(world);
	iplab(["--world", world, "ip", "addr"]);
	iplab(["--world", world, "ip", "link", "add", "d1", "type", "dummy"]);
	expect(statSync(world)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
	iplab(["--world", world, ...add("d2")]);
	expect(statSync(world).mode).toBe(before.mode);
	expect(readdirSync(folder)).toEqual(["w"]);
});

test("a symbolic link stays one", () => {
	const folder = emptyFolder();
	iplab(["--world", "w", ...add("d1")], { cwd: folder });
	symlinkSync("w", join(folder, "link"));
	iplab(["--world", "link", ...add("d2")], { cwd: folder });
	expect(names(join(folder, "w"))).toEqual(["lo", "d1", "d2"]);
});

test("commands at the same time lose nothing of each other", async () => {
	const folder = emptyFolder();
	const all = Array.from({ length: 8 }, (_, i) => `d${i}`);
	const ends = all.map((name) =>
		once(spawn(process.execPath, [program, "--world", "w", ...add(name)], { cwd: folder, env }), "close"),
	);
	expect((await Promise.all(ends)).map(([exit]) => exit)).toEqual(all.map(() => 0));
	expect(names(join(folder, "w")).sort()).toEqual([...all, "lo"]);
	expect(readdirSync(folder)).toEqual(["w"]);
});

test("the lock of a process that was killed is taken over", () => {
	const folder = emptyFolder();
	const dead = shell("sh -c 'echo $$'").stdout;
	writeFileSync(join(folder, ".w.lock"), dead);
	writeFileSync(join(folder, ".w.new"), "half a wor");
	expect(iplab(["--world", "w", ...add("d1")], { cwd: folder })).toEqual(nothing);
	expect(readdirSync(folder)).toEqual(["w"]);
});

describe("what is no world is refused in one line and left alone", () => {
	const folder = emptyFolder();
	const whole = () => {
		iplab(["--world", "whole", ...add("d1")], { cwd: folder });
		return readFileSync(join(folder, "whole"), "utf8");
	};
	const cases: readonly (readonly [string, string | Uint8Array])[] = [
		["empty", ""],
		["prose", "hello\nworld\n"],
		["other-json", '{"iplab":"letter","version":1}\n'],
		["list", "[1,2,3]\n"],
		["null", "null\n"],
		["too-new", whole().replace('"version":1', '"version":999')],
		["truncated", whole().slice(0, -20)],
		["binary", Uint8Array.from({ length: 300 }, (_, i) => i & 255)],
		["escapes", "\x1b[2J\x1b]0;title\x07"],
	];
	for (const [name, content] of cases) {
		test(name, () => {
			writeFileSync(join(folder, name), content);
			const ended = iplab(["--world", name, ...add("d2")], { cwd: folder });
			expect(ended).toMatchObject({ stdout: "", exit: 3 });
			expect(ended.stderr).toMatch(new RegExp(`^iplab: ${name}: line \\d+: [^\\x00-\\x1f]+\\n$`));
			expect(readFileSync(join(folder, name))).toEqual(Buffer.from(content));
		});
	}

	test("a folder, a device", () => {
		mkdirSync(join(folder, "folder"));
		expect(iplab(["--world", "folder", "ip", "link"], { cwd: folder })).toEqual({
			stdout: "",
			stderr: "iplab: folder: not a regular file\n",
			exit: 3,
		});
		expect(iplab(["--world", "/dev/zero", "ip", "link"]).stderr).toBe("iplab: /dev/zero: not a regular file\n");
	});

	test("a folder that is not there", () => {
		expect(iplab(["--world", "no/where", ...add("d1")], { cwd: folder })).toEqual({
			stdout: "",
			stderr: "iplab: no/where: No such file or directory; the world is as it was before\n",
			exit: 3,
		});
	});
});

/** A file system of 64 kB, filled up: in a namespace of its own, where this machine lets us have one. */
const full = (line: string) => `unshare -rm bash -ec '
	mount -t tmpfs -o size=64k none . && cd "$PWD"
	iplab() { "$NODE" "$IPLAB" "$@"; }
	iplab --world w ip link add d1 type dummy
	sum=$(cksum < w)
	cat /dev/zero > filler 2>/dev/null || true
	${line}
'`;

test.skipIf(shell("unshare -rm mount -t tmpfs none /mnt").exit !== 0)(
	"a full disk: the output is shown, one line says why, the old world stays whole",
	() => {
		const { stdout, stderr } = shell(
			full(
				'iplab --world w ip -batch - <<< "link add d2 type dummy\nlink show d2" || echo $?; [ "$sum" = "$(cksum < w)" ] && ls -A',
			),
			emptyFolder(),
		);
		expect(stdout).toMatch(/^\d+: d2: [^\n]*\n {4}link[^\n]*\n3\nfiller\nw\n$/);
		expect(stderr).toBe("iplab: w: No space left on device; the world is as it was before\n");
	},
);

test("a failure in a world can be drawn, and is there once", () => {
	const lines = [
		'cd "$(mktemp -d)"; export IPLAB_WORLD=w.world',
		"for n in A B; do iplab ip netns add $n; done; iplab ip -n A link add to-B type veth peer name to-A netns B",
		"iplab ip -n A link set to-B up; iplab ip -n B link set to-A up",
		'iplab fail A-B --svg | sed -n "1s/ .*//p; \\$p"; iplab fail A-B --picture',
	];
	const { stdout, stderr, exit } = shell(lines.join("\n"));
	expect({ stdout, exit }).toEqual({ stdout: "<svg\n</svg>\n", exit: 1 });
	expect(stderr).toMatch(/^fail: A-B: .*\n$/);
});

test("a world that is whole by its sum, but not what this version makes, is named in one line", () => {
	const folder = emptyFolder();
	iplab(["--world", "w", ...add("d1")], { cwd: folder });
	const file = join(folder, "w");
	const world = decodeWorld(readFileSync(file, "utf8"));
	const [first] = [...idValues(world.kernel.netns)];
	const netns = idSet(world.kernel.netns, first?.id as number, { ...(first as Netns), fib4: {} as Netns["fib4"] });
	writeFileSync(file, encodeWorld({ ...world, kernel: { ...world.kernel, netns } }));
	for (const [args, stdin] of [
		[["--world", "w", "ip", "route"], ""],
		[["--world", "w"], "ip route\n"],
	] as const)
		expect(iplab(args, { cwd: folder, stdin }).stderr).toMatch(
			/^iplab: w: iplab fails on this world \(.*\): it is damaged, another version of iplab saved it, or iplab has a bug: IPLAB_DEBUG=1 shows where\n$/,
		);
});

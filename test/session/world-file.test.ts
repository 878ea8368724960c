import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type ByName, byName, type Counters } from "../../src/kernel/mib/counters.ts";
import { type IdMap, idEntries, idSet } from "../../src/net/id-map.ts";
import type { World } from "../../src/session/machine.ts";
import { boot, run } from "../../src/session/session.ts";
import { decodeWorld, encodeWorld, WorldFileError } from "../../src/session/world-file.ts";
import { runScenario } from "../../src/shell/scenario.ts";

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

	test("is read where it was saved with counters by name", () => {
		let mib = world.kernel.mib as IdMap<Counters | ByName>;
		for (const [netns, counters] of idEntries(mib)) mib = idSet(mib, netns, byName(counters as Counters));
		expect(idEntries(mib).next().value?.[1]).toMatchObject({ Ip6OutRequests: 6 });
		const old = { ...world, kernel: { ...world.kernel, mib } } as World;
		expect(decodeWorld(encodeWorld(old))).toEqual(world);
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

const lab = `ip netns add A; ip netns add B
ip link add to-B netns A type veth peer name to-A netns B
ip -n A addr add 10.0.1.1/30 dev to-B; ip -n B addr add 10.0.1.2/30 dev to-A
ip -n A link set to-B up; ip -n B link set to-A up; ip -n A link set lo up; ip -n B link set lo up
ip -n B addr add 10.255.0.2/32 dev lo
frr_start A 10.255.0.1; frr_start B 10.255.0.2; frr_settle
`;

type Plain = Record<string, unknown>;

/** Where each member is: below lists and maps only the first one. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
	if (typeof value !== "object" || value === null) return [];
	const keys = Array.isArray(value) ? ["0"].slice(0, value.length) : Object.keys(value);
	return keys.flatMap((key) => [[...path, key], ...pathsOf((value as Plain)[key], [...path, key])]);
}

function without(world: World, path: readonly string[]): World {
	const copy = structuredClone(world);
	let at = copy as unknown as Plain;
	for (const key of path.slice(0, -1)) at = at[key] as Plain;
	delete at[path.at(-1) as string];
	return copy;
}

describe("a world with routers", () => {
	let world: World;
	beforeAll(async () => {
		world = (await runScenario(lab, { name: "lab" })).world;
	}, 30_000);

	test("is refused where its routers are of another version", () => {
		const old = encodeWorld(world).replace('"daemonsVersion":3,', "");
		const sum = (text: string) => {
			let all = 0x811c9dc5;
			for (const c of text.slice(text.indexOf("\n") + 1)) all = Math.imul(all ^ c.charCodeAt(0), 0x01000193);
			return text.replace(/"sum":"\w+"/, `"sum":"${(all >>> 0).toString(16)}"`);
		};
		expect(refusalOf(sum(old))).toBe(
			"line 4: its routers were saved by another version of iplab: make this world anew",
		);
	});

	test("is refused in one line where a member is missing that everything needs", () => {
		const refused = (path: string) => refusalOf(encodeWorld(without(world, path.split("."))));
		const kernel = "line 2: the kernel is damaged, or was saved by another version of iplab";
		for (const path of [
			"kernel.now",
			"kernel.netns",
			"kernel.devices.root",
			"kernel.sockets",
			"kernel.profile",
			"kernel.timers.root.bit",
			"kernel.tasks.root.left",
		])
			expect(refused(path)).toBe(kernel);
		expect(refused("files.entries")).toBe("line 3: the files are damaged");
		for (const path of ["0.name", "0.pids", "0.state.zebra.links", "1.state.ospf.database", "1.state.ospf.interfaces"])
			expect(refused(`daemons.${path}`)).toBe("line 4: the daemons are damaged");
	});

	/** Where this fails, what routers keep has changed: raise daemonsVersion of world-file.ts, and write the new sum here. */
	test("keeps of its routers what this version of daemons keeps", () => {
		const { state } = (world.daemons ?? [])[0] as { state: unknown };
		const members = [
			...new Set(
				pathsOf(state).map((path) =>
					path.join(".").replace(/(\.(?:root|left|right|value|bits|bit|len|here|size|\d+))+/g, ".*"),
				),
			),
		];
		const sum = createHash("sha256").update(members.sort().join("\n")).digest("hex").slice(0, 12);
		expect(sum).toBe("70c9e05a959f");
	});
});

/** Daemons are part of the world: they are saved with it, and go on where they were. */
import { expect, test } from "vitest";
import { createMachine } from "../../../src/session/machine.ts";
import { decodeWorld, encodeWorld } from "../../../src/session/world-file.ts";
import { buildNetwork, command, startRouters } from "./network.ts";

const edges = [
	{ a: 1, b: 2, cost: [1, 1] },
	{ a: 2, b: 3, cost: [1, 1] },
	{ a: 1, b: 3, cost: [5, 5] },
] as const;

test("routers in a world that was written and read again go on talking, and notice a cut", () => {
	const first = buildNetwork(3, edges);
	startRouters(first, 3, edges);
	command(first, "frr_settle");
	const machine = createMachine(decodeWorld(encodeWorld(first.world)));
	expect(command(machine, "ip -n R1 route show 10.255.0.3")).toMatch(/ dev to-R2 /);
	command(machine, "ip -n R2 link set to-R3 down");
	command(machine, "frr_settle");
	expect(command(machine, "ip -n R1 route show 10.255.0.3")).toMatch(/ dev to-R3 /);
});

test("an old world is as it was, whatever happens in the next ones", () => {
	const machine = buildNetwork(3, edges);
	startRouters(machine, 3, edges);
	command(machine, "frr_settle");
	const before = machine.world;
	command(machine, "fail R2");
	command(machine, "frr_settle");
	expect(command(machine, "ip -n R1 route show 10.255.0.3")).toMatch(/ dev to-R3 /);
	const again = createMachine(before);
	command(again, "sleep 30");
	expect(command(again, "ip -n R1 route show 10.255.0.3")).toMatch(/ dev to-R2 /);
});

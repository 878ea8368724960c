import { beforeAll, expect, test } from "vitest";
import { boot, run, type Session } from "../../src/session/session.ts";
import { columns, complete } from "../../src/ui/complete.ts";

let session: Session;

beforeAll(() => {
	session = boot({ world: "fresh" });
	for (const line of ["ip link add dummy0 type dummy", "ip netns add blue", "ip -n blue link add inside type dummy"])
		session = run(session, line).session;
});

const offered = (before: string) => complete(before, { session, commands: ["ifdown", "ip", "ping", "pwd"] });
const candidates = (before: string) => offered(before).candidates;
/** The line after one TAB. */
const completed = (before: string) => before.slice(0, offered(before).from) + offered(before).text;

test.each([
	["i", "i"],
	["ip", "ip "],
	["und", "undo "],
	["ip ad", "ip addr"],
	["ip addre", "ip address "],
	["ip -d addre", "ip -d address "],
	["ip --br", "ip --br"],
	["ip -bri", "ip -brief "],
	["ip link se", "ip link set "],
	["ip l s", "ip l s"],
	["ip link set d", "ip link set d"],
	["ip link set du", "ip link set dummy0 "],
	["ip link show dev du", "ip link show dev dummy0 "],
	["ip -n bl", "ip -n blue "],
	["ip -n blue link show in", "ip -n blue link show inside "],
	["ip -netns blue addr add 1.2.3.4/8 dev ins", "ip -netns blue addr add 1.2.3.4/8 dev inside "],
	["ip netns exec b", "ip netns exec blue "],
	["ip netns exec blue ip li", "ip netns exec blue ip link "],
	["ip netns del ", "ip netns del blue "],
	["ip addr add 1.2.3.4/8 dev lo scope ho", "ip addr add 1.2.3.4/8 dev lo scope host "],
	["ip link add x type dum", "ip link add x type dummy "],
	["ip link set lo up; ip addr show du", "ip link set lo up; ip addr show dummy0 "],
	["for d in 1; do ip li", "for d in 1; do ip link "],
	["X=1 sudo ip li", "X=1 sudo ip link "],
	["explain ip li", "explain ip link "],
	["world f", "world fresh "],
	["ip nonsense x", "ip nonsense x"],
	["echo ip li", "echo ip li"],
])("%j becomes %j", (before, after) => {
	expect(completed(before)).toBe(after);
});

test("devices come first where a device may stand", () => {
	expect(candidates("ip link set ").slice(0, 2)).toEqual(["lo", "dummy0"]);
	expect(candidates("ip link set lo ")).not.toContain("dummy0");
	expect(candidates("ip link set lo ")).toContain("up");
});

test("only what is modelled is offered", () => {
	expect(candidates("ip ")).toContain("address");
	expect(candidates("ip ")).not.toContain("l2tp");
});

test("a sandbox word is offered only where it would be one", () => {
	expect(candidates("undo")).toEqual(["undo"]);
	expect(candidates("true; undo")).toEqual([]);
});

test("candidates stand in columns that fit", () => {
	expect(columns(["a", "bb", "ccc", "d", "e"], 12)).toBe("a    d\nbb   e\nccc\n");
	expect(columns(["a", "bb"], 2)).toBe("a\nbb\n");
});

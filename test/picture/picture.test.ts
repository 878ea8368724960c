/** The world as a picture: what is there, what is joined, what does not carry. */
import { expect, test } from "vitest";
import { difference, sceneOf } from "../../src/picture/scene.ts";
import { drawSvg } from "../../src/picture/svg.ts";
import { drawText } from "../../src/picture/text.ts";
import { boot, run, type Session } from "../../src/session/session.ts";

function after(session: Session, ...lines: readonly string[]): Session {
	return lines.reduce((now, line) => {
		const ran = run(now, line);
		expect(ran.stderr).toBe("");
		return ran.session;
	}, session);
}

const joined = () =>
	after(
		boot(),
		"ip link set lo up",
		"ip netns add red",
		"ip link add v0 type veth peer name eth0 netns red",
		"ip link add br0 type bridge",
		"ip link set v0 master br0 up",
		"ip -n red link set eth0 up",
		"ip -n red addr add 10.0.0.2/24 dev eth0",
		"ip link add w0 type veth peer name w1",
	);
const sceneAfter = (session: Session) => sceneOf(session.world.kernel);

test("a box for each namespace, ports below their bridge, a lane for each pair, dots where nothing is carried", () => {
	expect(drawText(sceneAfter(joined()), 60)).toBe(`\
┌─ host ─────────────────────────────────────────────┐
│  ● lo          127.0.0.1/8 ::1/128                 │
│  ○ br0         bridge                              │
│    ● v0        veth ═ red/eth0                     ├───┐
│  ○ w1          veth ═ host/w0                      ├┄┐ │
│  ○ w0          veth ═ host/w1                      ├┄┘ │
└────────────────────────────────────────────────────┘   │
┌─ red ──────────────────────────────────────────────┐   │
│  ○ lo                                              │   │
│  ● eth0        veth ═ host/v0 10.0.0.2/24          ├───┘
└────────────────────────────────────────────────────┘
`);
});

test("against an earlier world what is new, changed or gone is marked", () => {
	const before = joined();
	const now = after(before, "ip link del w0", "ip link set v0 down", "ip link add n0 type dummy");
	const text = drawText(difference(sceneAfter(before), sceneAfter(now)), 80);
	const marked = text.split("\n").filter((line) => /^│ [-+*]/.test(line));
	expect(marked.map((line) => line.slice(2, 15).trimEnd())).toEqual(["*  ○ v0", "+○ n0", "-○ w1", "-○ w0", "*◐ eth0"]);
});

test("a picture is as wide as the terminal at most, with many wires too", () => {
	const many = Array.from({ length: 20 }, (_, i) => [
		`ip netns add n${i}`,
		`ip link add v${i} type veth peer name e netns n${i}`,
	]);
	const text = drawText(sceneAfter(after(boot(), ...many.flat())), 80);
	expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
	expect(text).toContain("v19         veth ═ n19/e");
});

test("the SVG has every device and every wire, and no name can break it", () => {
	const session = after(joined(), "ip link add 'a<b&c' type dummy");
	const svg = drawSvg(sceneAfter(session));
	expect(svg).toContain("a&lt;b&amp;c");
	expect(svg).not.toContain("a<b");
	expect(svg.match(/<path /g)).toHaveLength(2);
	expect(svg).toContain('class="pair dead"');
	expect(svg).toContain("10.0.0.2/24");
	expect(svg).not.toMatch(/NaN|undefined|https?:\/\/(?!www\.w3\.org)/);
});

test("thirty containers on a bridge are wider than high, none over another, and lo is said once where it is ordinary", () => {
	const containers = Array.from({ length: 29 }, (_, i) => [
		`ip netns add n${i}`,
		`ip link add v${i} type veth peer name eth0 netns n${i}`,
		`ip link set v${i} master br0 up`,
		`ip -n n${i} link set lo up`,
		`ip -n n${i} link set eth0 up`,
	]);
	const svg = drawSvg(sceneAfter(after(boot(), "ip link add br0 type bridge", ...containers.flat())));
	const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
	expect(width).toBeGreaterThan(height);
	expect(width).toBeLessThan(1400);
	const boxes = [...svg.matchAll(/<rect class="ns" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map(
		([, ...numbers]) => numbers.map(Number) as [number, number, number, number],
	);
	expect(boxes).toHaveLength(30);
	for (const [i, [x, y, w, h]] of boxes.entries())
		for (const [x2, y2, w2, h2] of boxes.slice(i + 1))
			expect(x + w <= x2 || x2 + w2 <= x || y + h <= y2 || y2 + h2 <= y).toBe(true);
	expect(svg.match(/<path /g)).toHaveLength(29);
	expect(svg).not.toContain("127.0.0.1");
});

test("a VLAN stands on its device, though the other end of that one has the VLAN's number elsewhere", () => {
	const scene = sceneAfter(
		after(
			boot(),
			"ip netns add c",
			"ip link add x type dummy",
			"ip link add vc type veth peer name eth0 netns c",
			"ip -n c link add link eth0 name v7 type vlan id 7",
		),
	);
	const roles = scene.wires.map(({ a, b, role }) => `${a} ${role} ${b}`);
	expect(roles).toEqual(["host/vc pair c/eth0", "c/v7 lower c/eth0"]);
	expect(drawSvg(scene)).toContain("v7 vlan on eth0");
});

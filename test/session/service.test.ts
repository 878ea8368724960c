/** Servers outlive the command that started them: they are part of the world, and go where it goes. */
import { expect, test } from "vitest";
import { boot, run, type Session } from "../../src/session/session.ts";
import { decodeWorld, encodeWorld } from "../../src/session/world-file.ts";
import { addPrograms } from "../../src/userland/programs.ts";
import { tools } from "../../src/userland/tools.ts";

addPrograms(tools);

function after(session: Session, ...lines: string[]): { session: Session; stdout: string; stderr: string } {
	let [now, stdout, stderr] = [session, "", ""];
	for (const line of lines) {
		const ran = run(now, line);
		[now, stdout, stderr] = [ran.session, ran.stdout, ran.stderr];
	}
	return { session: now, stdout, stderr };
}

const served = () => after(boot(), "ip link set lo up", "serve web tcp 127.0.0.1 80").session;

test("a server is in the world that is saved, and answers when it is read again", () => {
	const { world, netns } = served();
	const again: Session = { world: decodeWorld(encodeWorld(world)), netns };
	expect(run(again, "curl -sS --local-port 50001 http://127.0.0.1/").stdout).toBe(
		"web here, you are 127.0.0.1:50001, you called 127.0.0.1:80\n",
	);
});

test("the world before a server was started has none", () => {
	const before = after(boot(), "ip link set lo up").session;
	run(before, "serve web tcp 127.0.0.1 80");
	expect(run(before, "nc -v -z 127.0.0.1 80").stderr).toBe(
		"nc: connect to 127.0.0.1 port 80 (tcp) failed: Connection refused\n",
	);
});

test("a server that is ended sends its clients the end, and is gone", () => {
	const { session } = after(served(), "hold c tcp 127.0.0.1 40001 127.0.0.1 80", "drop web");
	expect(run(session, "ss -Htan").stdout).toBe(
		"FIN-WAIT-2 0      0      127.0.0.1:80    127.0.0.1:40001\nCLOSE-WAIT 1      0      127.0.0.1:40001 127.0.0.1:80   \n",
	);
});

test("a connection nobody answers is given up after all its SYNs: 131 s on Linux 6.18, 127 s on 6.1", () => {
	const takes = (kernel: "6.18" | "6.1") => {
		const silent = after(
			boot({ kernel }),
			"ip netns add a",
			"ip link add v0 type veth peer name v1 netns a",
			"ip addr add 10.0.0.1/24 dev v0",
			"ip link set v0 up",
			"ip -n a link set v1 up",
			"ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0",
		).session;
		const { session, stderr } = run(silent, "nc -v -z 10.0.0.2 80");
		return [stderr, Math.round((session.world.kernel.now - silent.world.kernel.now) / 1000)];
	};
	const text = "nc: connect to 10.0.0.2 port 80 (tcp) failed: Connection timed out\n";
	expect(takes("6.18")).toEqual([text, 131]);
	expect(takes("6.1")).toEqual([text, 127]);
});

test("a command alone that would wait for ever says so instead", () => {
	const start = after(
		boot({ world: "fresh" }),
		"ip link set lo up",
		"ip link add br0 type bridge",
		"ip link set br0 up",
	);
	for (const line of ["nc -l 80", "sleep infinity", "tcpdump -i lo", "python3 -m http.server"]) {
		const { stderr, exit } = run(start.session, line);
		expect(stderr).toContain("would wait for ever: run '");
		expect(exit).toBe(3);
	}
});

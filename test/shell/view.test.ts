/** /proc, /sys and /run/netns as files. */
import { expect, test } from "vitest";
import { createMachine } from "../../src/session/machine.ts";
import { boot } from "../../src/session/session.ts";
import { openShell } from "../../src/shell/shell.ts";

async function type(...rows: readonly string[]): Promise<string> {
	const shell = openShell(createMachine(boot({ world: "fresh" }).world), { cwd: "/tmp" });
	let text = "";
	for (const row of rows) {
		const { stdout, stderr } = await shell.exec(row);
		text += stdout + stderr.replace(/^/gm, "! ").replace(/! $/, "");
	}
	return text;
}

test("/sys/class/net shows the links of the shell's namespace", async () => {
	expect(
		await type(
			"ls /sys/class/net; cd /sys/class/net/lo; cat operstate flags mtu address carrier",
			"ip link set lo up",
			"cat operstate flags carrier type statistics/rx_packets",
			"ip netns add a; ip netns exec a cat /sys/class/net/lo/flags",
		),
	).toBe(`bonding_masters
lo
down
0x8
65536
00:00:00:00:00:00
! cat: carrier: Invalid argument
unknown
0x9
1
772
0
0x8
`);
});

test("what can be written there changes the link, and a bad value is refused as the kernel refuses it", async () => {
	expect(
		await type(
			"echo 1400 > /sys/class/net/lo/mtu; ip -o link show lo | grep -o 'mtu [0-9]*'",
			"echo many > /sys/class/net/lo/mtu",
			"echo x > /sys/class/net/lo/addr_len",
			"echo x > /sys/class/net/lo/new",
			"rm /sys/class/net/lo/mtu",
		),
	).toBe(`mtu 1400
! bash: echo: write error: Invalid argument
! bash: /sys/class/net/lo/addr_len: Permission denied
! bash: /sys/class/net/lo/new: Permission denied
! rm: cannot remove '/sys/class/net/lo/mtu': Permission denied
`);
});

test("/run/netns is there from the first name on", async () => {
	expect(
		await type(
			"ls /run/netns",
			"ip netns add b; ip netns add a; ls /run/netns /run",
			"ip netns del a; ls /var/run/netns",
		),
	).toBe("! ls: cannot access '/run/netns': No such file or directory\n/run/netns:\na\nb\n\n/run:\nnetns\nb\n");
});

test("/proc/sys is a tree of settings", async () => {
	expect(
		await type(
			"ls /proc/sys/net",
			"ls -d /proc/sys/net/ipv4/conf/*",
			"cat /proc/sys/net/ipv4/ip_default_ttl",
			"cat /proc/sys/net/nope",
		),
	).toBe(
		"core\nipv4\nipv6\nunix\n/proc/sys/net/ipv4/conf/all\n/proc/sys/net/ipv4/conf/default\n/proc/sys/net/ipv4/conf/lo\n64\n! cat: /proc/sys/net/nope: No such file or directory\n",
	);
});

test("/proc/net tells the same as ip", async () => {
	expect(
		await type(
			"ip link set lo up; cat /proc/net/if_inet6; head -1 /proc/net/route | sed 's/ *$//'; tail -1 /proc/net/dev",
		),
	).toBe(
		"00000000000000000000000000000001 01 80 10 80       lo\n" +
			"Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n" +
			"    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0\n",
	);
});

test("devices are there", async () => {
	expect(await type("echo x > /dev/null; cat /dev/null; ls /dev | tr '\\n' ' '; echo")).toBe(
		"fd full null random stderr stdin stdout tty urandom zero \n",
	);
});

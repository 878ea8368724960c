/** A lab of lines, for tests of what packets do: runs each, and says so when one that should work does not. */
import { boot, run, type Session } from "../../src/session/session.ts";

export class Lab {
	session: Session = boot();

	/** Lines that must succeed in silence. */
	setup(lines: string): this {
		for (const line of lines.trim().split("\n")) {
			const { exit, stderr } = this.do(line.trim());
			if (exit !== 0 || stderr !== "") throw new Error(`${line}: ${stderr}`);
		}
		return this;
	}

	do(line: string): { stdout: string; stderr: string; exit: number } {
		const { session, stdout, stderr, exit } = run(this.session, line);
		this.session = session;
		return { stdout, stderr, exit };
	}

	/** What a command prints, both streams. */
	says(line: string): string {
		const { stdout, stderr } = this.do(line);
		return stderr + stdout;
	}

	/** `received/sent`, and the lines that ping says of errors. */
	ping(from: string, to: string, options = "-c1 -W1 -n"): string {
		const { stdout, stderr } = this.do(`ip netns exec ${from} ping ${options} ${to}`);
		const [, sent, received] = /(\d+) packets transmitted, (\d+) received/.exec(stdout) ?? [];
		const notes = stdout.split("\n").filter((text) => text.startsWith("From "));
		return [...(sent === undefined ? [] : [`${received}/${sent}`]), ...notes, ...stderr.trim().split("\n")]
			.filter(Boolean)
			.join("; ");
	}

	/** The RX and TX rows of a link's counters: bytes and packets. */
	counters(netns: string, device: string): number[] {
		const rows = this.says(`ip -n ${netns} -s link show ${device}`).split("\n");
		return rows
			.filter((row) => /^ +\d+ +\d+ /.test(row))
			.flatMap((row) => row.trim().split(/ +/).slice(0, 2).map(Number));
	}
}

/** Two hosts with a router between them; ICMP errors without limit. */
export function routerLab(): Lab {
	return new Lab().setup(`
		ip netns add a
		ip netns add r
		ip netns add b
		ip link add eth0 netns a type veth peer name ra netns r
		ip link add eth0 netns b type veth peer name rb netns r
		ip -n a addr add 10.0.1.2/24 dev eth0
		ip -n b addr add 10.0.2.2/24 dev eth0
		ip -n r addr add 10.0.1.1/24 dev ra
		ip -n r addr add 10.0.2.1/24 dev rb
		ip -n a link set eth0 up
		ip -n b link set eth0 up
		ip -n r link set ra up
		ip -n r link set rb up
		ip -n a link set lo up
		ip -n a route add default via 10.0.1.1
		ip -n b route add default via 10.0.2.1
		ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv4.icmp_ratemask=0
		sleep 3
	`);
}

/** ss -s: how many sockets there are (misc/ss.c print_summary()), as /proc/net/sockstat and /proc/net/snmp count them. */
import type { System } from "../process.ts";

export function summary(sys: System): string {
	const { used, tcp, udp, raw, established, orphans, timeWait, allocated } = sys.net.counts();
	const hashed = tcp.inet + tcp.inet6;
	const closed = allocated - (hashed - timeWait);
	const row = (name: string, inet: number, inet6: number) =>
		`${name}\t  ${[inet + inet6, inet, inet6].map((n) => String(n).padEnd(9)).join(" ")}\n`;
	return (
		`Total: ${used}\n` +
		`TCP:   ${allocated + timeWait} (estab ${established}, closed ${closed}, orphaned ${orphans}, timewait ${timeWait})\n\n` +
		"Transport Total     IP        IPv6\n" +
		row("RAW", raw.inet, raw.inet6) +
		row("UDP", udp.inet, udp.inet6) +
		row("TCP", tcp.inet, tcp.inet6) +
		row("INET", raw.inet + udp.inet + tcp.inet, raw.inet6 + udp.inet6 + tcp.inet6) +
		row("FRAG", 0, 0) +
		"\n"
	);
}

/** /proc/net/igmp, igmp6: who listens to which groups. net/ipv4/igmp.c igmp_mc_seq_show(), net/ipv6/mcast.c igmp6_mc_seq_show(). */
import { hexDigits } from "../../net/addr.ts";
import type { Membership } from "../../uapi/multicast.ts";
import type { System } from "../../userland/process.ts";
import { littleEndian, netFile } from "./net-file.ts";
import type { View } from "./view.ts";

/** The group as a little-endian machine holds it; timers of reports are over, and IGMPv3 remembers no reporter. */
function igmp(sys: System): string {
	const own = sys.memberships().filter(({ family }) => family === "inet");
	const devices = [...new Set(own.map(({ ifindex }) => ifindex))];
	const blocks = devices.map((ifindex) => {
		const groups = own.filter((each) => each.ifindex === ifindex);
		const head = `${ifindex}\t${(groups[0]?.ifname ?? "").padEnd(10)}: ${String(groups.length).padStart(5)} ${"V3".padStart(7)}\n`;
		return head + groups.map(group4).join("");
	});
	return `Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n${blocks.join("")}`;
}

function group4({ addr, users }: Membership): string {
	return `\t\t\t\t${littleEndian(addr)} ${String(users).padStart(5)} 0:00000000\t\t0\n`;
}

const [MAF_LOADED, MAF_NOREPORT] = [0x4, 0x8];

/** mca_alloc(), igmp6_group_added(): what all are in, or stays on the node, is not reported. */
function flagsOf({ addr, loaded }: Membership): number {
	const scope = Number.parseInt(addr.slice(2, 4), 16) & 0xf;
	return (loaded ? MAF_LOADED : 0) | (scope < 2 || addr === "ff02::1" ? MAF_NOREPORT : 0);
}

function igmp6(sys: System): string {
	return sys
		.memberships()
		.filter(({ family }) => family === "inet6")
		.map((membership) => {
			const { ifindex, ifname, addr, users } = membership;
			const flags = flagsOf(membership).toString(16).toUpperCase().padStart(8, "0");
			return `${String(ifindex).padEnd(4)} ${ifname.padEnd(15)} ${hexDigits(addr)} ${String(users).padStart(5)} ${flags} 0\n`;
		})
		.join("");
}

/** No socket names the sources that it wants, so these are headings (igmp_mcf_seq_show, igmp6_mcf_seq_show). */
const filters = "Idx Device        MCA        SRC    INC    EXC\n";
const filters6 = "Idx Device                Multicast Address                   Source Address    INC    EXC\n";

export const igmpViews: readonly View[] = [
	netFile("igmp", igmp),
	netFile("igmp6", igmp6),
	netFile("mcfilter", () => filters),
	netFile("mcfilter6", () => filters6),
];

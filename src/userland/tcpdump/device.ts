/**
 * What `tcpdump -D` lists, the best first, which is also what it listens to when nobody says: libpcap's pcap.c
 * get_figure_of_merit(), pcap-linux.c get_if_flags(). What comes with libpcap as Debian builds it stands among them.
 */
import { IFF_LOOPBACK, IFF_RUNNING, IFF_UP } from "../../uapi/link-flags.ts";
import type { Ifinfo } from "../../uapi/message.ts";

interface Row {
	readonly text: string;
	readonly merit: number;
}

const pseudo: readonly Row[] = [
	{ text: "any (Pseudo-device that captures on all interfaces) [Up, Running]", merit: 0.5 },
	...[
		"bluetooth-monitor (Bluetooth Linux Monitor) [Wireless]",
		"nflog (Linux netfilter log (NFLOG) interface) [none]",
		"nfqueue (Linux netfilter queue (NFQUEUE) interface) [none]",
		"dbus-system (D-Bus system bus) [none]",
		"dbus-session (D-Bus session bus) [none]",
	].map((text) => ({ text, merit: 12 })),
];

export function deviceList(links: readonly Ifinfo[]): string[] {
	const rows = [...[...links].sort((a, b) => a.index - b.index).map(rowOf), ...pseudo];
	return rows.sort((a, b) => a.merit - b.merit).map(({ text }) => text);
}

function rowOf({ ifname, flags, kind }: Ifinfo): Row {
	const [up, running, loop] = [flags & IFF_UP, flags & IFF_RUNNING, flags & IFF_LOOPBACK].map((flag) => flag !== 0);
	const isLost = !loop && tellsLink(kind) && !running;
	const status = loop ? [] : !tellsLink(kind) ? ["Connection status unknown"] : [isLost ? "Disconnected" : "Connected"];
	const words = [...(up ? ["Up"] : []), ...(running ? ["Running"] : []), ...(loop ? ["Loopback"] : [])];
	const text = `${ifname} [${[...(words.length > 0 ? words : ["none"]), ...status].join(", ")}]`;
	return { text, merit: (running ? 0 : 8) + (up ? 0 : 4) + (isLost ? 2 : 0) + (loop ? 1 : 0) };
}

/** Drivers with an ethtool_ops.get_link; cards of a machine (no kind) have it. */
function tellsLink(kind: string | undefined): boolean {
	const drivers = "bond bridge geneve ipvlan ipvtap macvlan macvtap team tun tap veth vlan vxlan";
	return kind === undefined || drivers.split(" ").includes(kind);
}

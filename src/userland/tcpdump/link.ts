/** Frames as tcpdump 4.99 prints them on the kinds of link there are: print-ether.c, print-sll.c, print-raw.c. */
import type { Frame, Packet, VlanTag } from "../../uapi/packet.ts";
import type { ReceivedFrame } from "../../uapi/socket.ts";
import { wireLength } from "./header-byte.ts";
import { lacpText } from "./lacp.ts";
import { arpText, ipText, type Printer, packetText } from "./packet.ts";

/** The kind of header that a capture has (DLT_*). */
export type LinkKind = "ethernet" | "raw" | "cooked" | "any";

export const linkNames: Readonly<Record<LinkKind, string>> = {
	ethernet: "EN10MB (Ethernet)",
	raw: "RAW (Raw IP)",
	cooked: "LINUX_SLL (Linux cooked v1)",
	any: "LINUX_SLL2 (Linux cooked v2)",
};

const cookedHeader = { cooked: 16, any: 20 } as const;

const etherTypes: Readonly<Record<Packet["family"], string>> = {
	inet: "IPv4 (0x0800)",
	inet6: "IPv6 (0x86dd)",
	arp: "ARP (0x0806)",
	lacp: "Slow Protocols (0x8809)",
};
const tagTypes: Readonly<Record<VlanTag["protocol"], string>> = {
	"802.1Q": "802.1Q (0x8100)",
	"802.1ad": "802.1Q-QinQ (0x88a8)",
};

const nobody = "00:00:00:00:00:00";

function inside(packet: Packet, printer: Printer): string {
	if (packet.family === "arp") return arpText(packet, printer.style);
	return packet.family === "lacp" ? lacpText(packet, printer.style) : ipText(packet, printer);
}

export function etherText(frame: Frame, printer: Printer): string {
	const { src, dst, packet, tags = [] } = frame;
	if (!printer.style.link) return packetText(packet, printer);
	const length = wireLength(frame);
	const outer = tags[0] ? tagTypes[tags[0].protocol] : etherTypes[packet.family];
	const steps = tags.map((tag, i) => {
		const below = tags[i + 1];
		return `vlan ${tag.id}, p ${tag.priority}, ethertype ${below ? tagTypes[below.protocol] : etherTypes[packet.family]}, `;
	});
	const body = inside(packet, printer);
	const header = `${src || nobody} > ${dst || nobody}, ethertype ${outer}, length ${length}: `;
	// Behind tags the last ethertype is followed as the first one is.
	return (
		header +
		steps.join("").replace(/, $/, tags.length > 0 ? ", " : "") +
		(tags.length > 0 ? inside(packet, printer) : body)
	);
}

const ways: Readonly<Record<ReceivedFrame["type"], string>> = {
	host: "In",
	broadcast: "B",
	multicast: "M",
	otherhost: "P",
	loopback: "In",
	outgoing: "Out",
};

export function frameText(kind: LinkKind, received: ReceivedFrame, name: string, printer: Printer): string {
	const { frame, type } = received;
	const { packet, src } = frame;
	switch (kind) {
		case "ethernet":
			return etherText(frame, printer);
		case "raw":
			return `${printer.style.link ? "ip: " : ""}${packetText(packet, printer)}`;
		case "cooked":
		case "any": {
			const device = kind === "any" ? `${name.padEnd(5)} ` : "";
			const way = ways[type].padEnd(3);
			if (!printer.style.link)
				return kind === "any" ? `${device}${way} ${packetText(packet, printer)}` : packetText(packet, printer);
			const index = kind === "any" ? ` ifindex ${received.ifindex}` : "";
			const from = src === "" ? "" : ` ${src}`;
			return `${device}${way}${index}${from} ethertype ${etherTypes[packet.family]}, length ${packet.length + cookedHeader[kind]}: ${inside(packet, printer)}`;
		}
		default:
			return kind satisfies never;
	}
}

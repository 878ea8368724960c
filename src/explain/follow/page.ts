/**
 * The way that packets took, told from the kernel's own steps: which functions they passed, which device carried them, which
 * counters moved, and what that means. `follow COMMAND` shows it (session/follow.ts).
 */
import { isLoopback } from "../../net/addr.ts";
import { wrap } from "../../print/wrap.ts";
import { isIp, type Packet, type What } from "../../uapi/packet.ts";
import type { Lang } from "../text.ts";
import { typeset } from "../typeset.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { FollowTexts, Verdict } from "./text.ts";

export interface Passage {
	/** The namespace by its name; "" for the first one. */
	readonly netns: string;
	readonly device: string | undefined;
	/** The kind of the device (`loopback`, `veth` …). */
	readonly kind: string | undefined;
	readonly at: string;
	readonly what: What;
	readonly why: string | undefined;
	readonly packet: Packet;
}

/** By how much a device's counters have grown. */
export interface Moved {
	readonly netns: string;
	readonly device: string;
	readonly rxPackets: number;
	readonly rxBytes: number;
	readonly txPackets: number;
	readonly txBytes: number;
}

export interface Followed {
	readonly passages: readonly Passage[];
	readonly moved: readonly Moved[];
}

/** Which function of a driver sends. */
const drivers: Readonly<Record<string, string>> = {
	loopback: "loopback_xmit",
	dummy: "dummy_xmit",
	veth: "veth_xmit",
	bridge: "br_dev_xmit",
	vlan: "vlan_dev_hard_start_xmit",
	bond: "bond_start_xmit",
	macvlan: "macvlan_start_xmit",
	vxlan: "vxlan_xmit",
	ipip: "ipip_tunnel_xmit",
	gre: "ipgre_xmit",
	vrf: "vrf_xmit",
};

const languages: Readonly<Record<Lang, FollowTexts>> = { en, fr };

export function followPage({ passages, moved }: Followed, { lang, width }: { lang: Lang; width: number }): string {
	const texts = languages[lang];
	const paragraphs = [...carriedBy(passages, texts), ...texts.note[verdictOf(passages)]];
	const told = paragraphs.flatMap((text) => ["", ...wrap(typeset(text, lang), width)]);
	const lines = [
		typeset(`${texts.way} :`.replace(" :", lang === "fr" ? " :" : ":"), lang),
		...wayLines(passages, texts).map((line) => typeset(line, lang)),
		"",
		typeset(`${texts.counters} :`.replace(" :", lang === "fr" ? " :" : ":"), lang),
		...counterLines(moved, texts),
		...told,
	];
	return `${lines.join("\n")}\n`;
}

/** The packet once, and under it what it meets until another one follows. */
function wayLines(passages: readonly Passage[], texts: FollowTexts): string[] {
	const lines: string[] = [];
	const room = Math.max(0, ...passages.map(({ netns }) => netns.length));
	const functionRoom = Math.max(0, ...passages.map((passage) => functionOf(passage).length));
	let last: string | undefined;
	for (const passage of passages) {
		const packet = packetName(passage.packet);
		if (packet !== last) lines.push("", `  ${packet}`);
		last = packet;
		lines.push(
			`    ${passage.netns.padEnd(room)}  ${functionOf(passage).padEnd(functionRoom)}  ${meaning(passage, texts)}`,
		);
	}
	return lines;
}

function functionOf({ at, what, kind }: Passage): string {
	return what === "sent" && kind !== undefined ? (drivers[kind] ?? at) : at;
}

function meaning({ what, device = "?", kind, why }: Passage, texts: FollowTexts): string {
	if (what === "sent" && kind === "loopback") return texts.handedBack(device);
	return texts.what[what](device, why);
}

function counterLines(moved: readonly Moved[], texts: FollowTexts): string[] {
	if (moved.length === 0) return ["", `    ${texts.unmoved}`];
	const room = Math.max(...moved.map(({ netns }) => netns.length));
	const deviceRoom = Math.max(...moved.map(({ device }) => device.length));
	const side = (name: string, packets: number, bytes: number) => `${name} +${packets} / +${bytes} B`;
	return [
		"",
		...moved.map(({ netns, device, rxPackets, rxBytes, txPackets, txBytes }) => {
			const received = side("RX", rxPackets, rxBytes).padEnd(20);
			return `    ${netns.padEnd(room)}  ${device.padEnd(deviceRoom)}  ${received}  ${side("TX", txPackets, txBytes)}`;
		}),
	];
}

function senders(passages: readonly Passage[]): Passage[] {
	return passages.filter(({ what }) => what === "sent");
}

function carriedBy(passages: readonly Passage[], texts: FollowTexts): string[] {
	const names = new Set(senders(passages).map(({ netns, device }) => (netns === "" ? device : `${netns} ${device}`)));
	return [names.size === 0 ? texts.nothingCarried : texts.carried([...names].join(", "))];
}

function verdictOf(passages: readonly Passage[]): Verdict {
	const sent = senders(passages);
	if (sent.length === 0) return "nowhere";
	if (sent.some(({ kind }) => kind !== "loopback")) return "wire";
	return sent.every(({ packet }) => isIp(packet) && isLoopback(packet.dst)) ? "loopback" : "own";
}

/** The packet in a few words; numbers of bits and bytes are for tcpdump. */
function packetName(packet: Packet): string {
	if (packet.family === "arp")
		return packet.op === "request"
			? `ARP who-has ${packet.tpa} tell ${packet.spa}`
			: `ARP ${packet.spa} is-at ${packet.sha}`;
	if (packet.family === "lacp") return "LACP";
	const { payload, src, dst } = packet;
	const protocol = packet.family === "inet6" && payload.proto === "icmp" ? "ICMPv6" : payload.proto.toUpperCase();
	const type = "type" in payload ? ` ${payload.type}` : "";
	const ports = "sport" in payload ? ` ${payload.sport} > ${payload.dport}` : "";
	return `${protocol}${type} ${src} > ${dst}${ports}`;
}

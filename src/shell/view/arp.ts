/** /proc/net/arp: the neighbours of IPv4 and the addresses answered for, as net/ipv4/arp.c arp_seq_show() writes them. */
import { type Ifinfo, NLM_F_DUMP } from "../../uapi/message.ts";
import { type Ndmsg, NTF_PROXY } from "../../uapi/neighbour.ts";
import { NUD_NOARP, NUD_PERMANENT, NUD_VALID } from "../../uapi/nud.ts";
import type { System } from "../../userland/process.ts";
import { linksOf } from "./link.ts";

/** include/uapi/linux/if_arp.h */
const [ATF_COM, ATF_PERM, ATF_PUBL] = [0x02, 0x04, 0x08];

const nobody = "00:00:00:00:00:00";

export function arpTable(sys: System): string {
	const links = new Map(linksOf(sys).map((link) => [link.index, link]));
	const neighbours = dump(sys, 0).filter(({ state }) => (state & NUD_NOARP) === 0);
	const lines = [
		...neighbours.map((entry) => line(entry, links, flagsOf(entry), entry.lladdr ?? nobody)),
		...dump(sys, NTF_PROXY).map((entry) => line(entry, links, ATF_PUBL | ATF_PERM, nobody)),
	];
	return ["IP address       HW type     Flags       HW address            Mask     Device\n", ...lines].join("");
}

function dump(sys: System, ndmFlags: number): Ndmsg[] {
	const { messages } = sys.netlink({ type: "RTM_GETNEIGH", flags: NLM_F_DUMP, family: "inet", ndmFlags });
	return messages.flatMap((message) => ("neigh" in message ? [message.neigh] : []));
}

/** arp_state_to_flags() */
function flagsOf({ state }: Ndmsg): number {
	if (state & NUD_PERMANENT) return ATF_PERM | ATF_COM;
	return state & NUD_VALID ? ATF_COM : 0;
}

function line(entry: Ndmsg, links: ReadonlyMap<number, Ifinfo>, flags: number, lladdr: string): string {
	const link = links.get(entry.ifindex);
	const type = `0x${(link?.type ?? 0).toString(16)}`;
	const columns = [entry.dst.padEnd(16), type.padEnd(11), `0x${flags.toString(16)}`.padEnd(11), lladdr.padEnd(17)];
	return `${columns.join(" ")}     *        ${link?.ifname ?? "*"}\n`;
}

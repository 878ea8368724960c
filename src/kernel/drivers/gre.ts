/** GRE over IPv4: net/ipv4/ip_gre.c. gre carries IP packets, gretap and erspan Ethernet frames. Read tunnel.ts first. */
import type { TunnelData } from "../../uapi/link-data.ts";
import { ARPHRD_ETHER, ARPHRD_IPGRE, ARPHRD_NONE } from "../../uapi/link-type.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { Refusal } from "../refusal.ts";
import { validateEther } from "./ether.ts";
import { tunnelDriver } from "./tunnel.ts";
import { greHeader, judgeMtu4 } from "./tunnel-mtu.ts";
import { GRE_KEY, GRE_SEQ, sameEnds, sameKey, type TunnelSort } from "./tunnel-sort.ts";

/** ipgre_fill_info() */
function info(data: TunnelData): TunnelData {
	const keys = { iflags: 0, oflags: 0, ikey: 0, okey: 0 };
	return { ...keys, ttl: 0, tos: 0, pmtudisc: true, encapType: "none", ...withoutErspan(data) };
}

/** What only erspan has to tell. */
export function withoutErspan({
	erspanVer: _v,
	erspanIndex: _i,
	erspanDir: _d,
	erspanHwid: _h,
	...data
}: TunnelData): TunnelData {
	return data;
}

/** ipgre_netlink_parms(): to say that no packet may be cut up, and not to care for those that say so, exclude each other. */
function judge({ pmtudisc = true, ignoreDf }: TunnelData, old: TunnelData | undefined): void {
	if (pmtudisc && (ignoreDf || old?.ignoreDf)) throw new Refusal("EINVAL");
}

const plain = {
	family: "inet",
	header: greHeader,
	info,
	judge,
	judgeMtu: judgeMtu4,
	minMtu: 0,
	maxMtu: 0,
	setsMtu: true,
	tellsChange: true,
	externalRefusal: "Enabling collect_md on an existing device is not supported",
} as const;
const nothing: TunnelData = { pmtudisc: false };

export const gre = tunnelDriver({
	...plain,
	kind: "gre",
	carries: "gre",
	broadcasts: true,
	mtuFollowsHeader: true,
	type: ARPHRD_IPGRE,
	externalType: ARPHRD_NONE,
	same: (a, b) => sameEnds(a, b) && sameKey(a, b),
	mtuComesLater: true,
	fallback: { name: "gre0", data: nothing },
});

/** ipgre_tap_validate() */
function validateTap(attrs: LinkAttrs): void {
	validateEther(attrs);
}

const tap = { ...plain, type: ARPHRD_ETHER, minMtu: 68, validate: validateTap } satisfies Partial<TunnelSort>;

export const gretap = tunnelDriver({
	...tap,
	kind: "gretap",
	carries: "gre",
	mtuFollowsHeader: true,
	same: (a, b) => sameEnds(a, b) && sameKey(a, b),
	fallback: { name: "gretap0", data: nothing },
});

/** erspan_validate(): exactly a sequence number and a key of ten bits. */
export function validateErspan(attrs: LinkAttrs): void {
	validateEther(attrs);
	const data = attrs.data as TunnelData | undefined;
	if (!data || data.external || data.erspanVer === 0) return;
	const needed = GRE_SEQ | GRE_KEY;
	if ((data.iflags ?? 0) !== needed || (data.oflags ?? 0) !== needed) throw new Refusal("EINVAL");
	if ((data.ikey ?? 0) > 1023 || (data.okey ?? 0) > 1023) throw new Refusal("EINVAL");
}

/** erspan_netlink_parms(): what only one of the versions has, is judged for that one. */
export function judgeErspan({ erspanVer = 1, erspanIndex = 0, erspanDir = 0, erspanHwid = 0 }: TunnelData): void {
	const wrong = erspanVer === 1 ? erspanIndex >= 1 << 20 : erspanVer === 2 && (erspanDir > 1 || erspanHwid >= 1 << 6);
	if (wrong || erspanVer > 2) throw new Refusal("EINVAL");
}

/** erspan_hdr_len(): the GRE header with its sequence number, and what erspan adds. */
export function erspanHeader({ erspanVer = 1 }: TunnelData): number {
	// erspan_hdr_len(): the first version has no header of its own, and GRE no sequence number.
	if (erspanVer === 0) return 4;
	return 8 + (erspanVer === 2 ? 12 : 8);
}

/** erspan_fill_info(): what goes out always has a key, but in the first version. */
export function erspanInfo(data: TunnelData): TunnelData {
	const { erspanVer = 1, oflags = 0 } = data;
	const version = erspanVer === 1 ? { erspanIndex: data.erspanIndex ?? 0 } : {};
	return {
		...data,
		...info(data),
		...(!data.external && erspanVer !== 0 && { oflags: oflags | GRE_KEY }),
		erspanVer,
		...version,
	};
}

export const erspan = tunnelDriver({
	...tap,
	kind: "erspan",
	carries: "erspan",
	header: erspanHeader,
	info: erspanInfo,
	validate: validateErspan,
	judge: (data, old) => {
		judge(data, old);
		judgeErspan(data);
	},
	same: (a, b) => sameEnds(a, b) && sameKey(a, b),
	fallback: { name: "erspan0", data: { pmtudisc: false, erspanVer: 1 } },
});

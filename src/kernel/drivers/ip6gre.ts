/** GRE over IPv6: net/ipv6/ip6_gre.c. ip6gre carries IP packets, ip6gretap and ip6erspan Ethernet frames. Read tunnel.ts first. */
import type { TunnelData } from "../../uapi/link-data.ts";
import { ARPHRD_ETHER, ARPHRD_IP6GRE } from "../../uapi/link-type.ts";
import { Refusal } from "../refusal.ts";
import { validateEther } from "./ether.ts";
import { erspanHeader, judgeErspan, validateErspan, withoutErspan } from "./gre.ts";
import { tunnelDriver } from "./tunnel.ts";
import { greHeader } from "./tunnel-mtu.ts";
import { GRE_KEY, sameEnds, sameKey, type TunnelSort } from "./tunnel-sort.ts";

/** ip6gre_fill_info() */
function info(data: TunnelData): TunnelData {
	const keys = { iflags: 0, oflags: 0, ikey: 0, okey: 0 };
	return { ...keys, ttl: 0, encapLimit: 0, flowinfo: 0, flags: 0, encapType: "none", ...withoutErspan(data) };
}

const plain = {
	family: "inet6",
	mtuNeedsRoute: true,
	header: greHeader,
	info,
	same: (a: TunnelData, b: TunnelData) => sameEnds(a, b) && sameKey(a, b),
} satisfies Partial<TunnelSort>;

export const ip6gre = tunnelDriver({
	...plain,
	kind: "ip6gre",
	carries: "gre",
	type: ARPHRD_IP6GRE,
	minMtu: 0,
	maxMtu: 0,
	fallback: { name: "ip6gre0", data: {} },
});

const tap = {
	...plain,
	type: ARPHRD_ETHER,
	minMtu: 68,
	maxMtu: 0,
	validate: validateEther,
} satisfies Partial<TunnelSort>;

export const ip6gretap = tunnelDriver({ ...tap, kind: "ip6gretap", carries: "gre", twinKind: "ip6erspan" });

/** ip6gre_fill_info(), ip6erspan_set_version() */
function infoErspan(data: TunnelData): TunnelData {
	const { erspanVer = 1, oflags = 0, external } = data;
	return {
		...data,
		...info(data),
		...(!external && { oflags: oflags | GRE_KEY }),
		erspanVer,
		...(erspanVer === 1 && { erspanIndex: data.erspanIndex ?? 0 }),
	};
}

export const ip6erspan = tunnelDriver({
	...tap,
	kind: "ip6erspan",
	carries: "erspan",
	twinKind: "ip6gretap",
	// ip6erspan_tap_validate(): there is no version 0.
	validate: (attrs) => {
		const data = attrs.data as TunnelData | undefined;
		const { erspanVer, ...rest } = data ?? {};
		validateErspan({ ...attrs, ...(data && { data: rest }) });
		if (erspanVer === 0) throw new Refusal("EINVAL");
		if (erspanVer !== undefined) judgeErspan({ ...rest, erspanVer });
	},
	header: erspanHeader,
	info: infoErspan,
});

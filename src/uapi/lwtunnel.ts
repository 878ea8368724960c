/**
 * Light-weight tunnels, which a next hop puts its packets into (`encap`): include/uapi/linux/lwtunnel.h, mpls_iptunnel.h,
 * seg6_iptunnel.h. What a request leaves out the kernel fills in.
 */
import type { Addr } from "../net/addr.ts";

export interface IpEncap {
	readonly type: "ip" | "ip6";
	/** 64 bits, in decimal. */
	readonly id?: string;
	readonly src?: Addr;
	readonly dst?: Addr;
	/** `ttl` or `hoplimit`. */
	readonly ttl?: number;
	/** `tos` or `tc`. */
	readonly tos?: number;
	readonly key?: true;
	readonly csum?: true;
	readonly seq?: true;
}

export interface MplsEncap {
	readonly type: "mpls";
	readonly labels: readonly number[];
	readonly ttl?: number;
}

export const seg6Modes = ["inline", "encap", "l2encap", "encap.red", "l2encap.red"] as const;

export interface Seg6Encap {
	readonly type: "seg6";
	readonly mode: (typeof seg6Modes)[number];
	/** In the order of the way. */
	readonly segs: readonly Addr[];
	/** Id of a key; 0 is none. */
	readonly hmac: number;
}

export type Encap = IpEncap | MplsEncap | Seg6Encap;

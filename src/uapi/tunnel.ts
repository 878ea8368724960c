/**
 * The ioctls by which `ip tunnel` makes and asks for tunnels: SIOCGETTUNNEL, SIOCADDTUNNEL, SIOCCHGTUNNEL, SIOCDELTUNNEL of
 * include/uapi/linux/if_tunnel.h. They go to a device: the tunnel itself, or the fallback one of its kind (gre0, sit0 …).
 */
import type { Addr } from "../net/addr.ts";
import type { TunnelData } from "./link-data.ts";

/** struct ip_tunnel_parm, struct ip6_tnl_parm2 */
export interface TunnelParm {
	/** "" where the kernel is to choose. */
	readonly ifname: string;
	readonly data: TunnelData;
}

export interface TunnelRequest {
	readonly op: "get" | "add" | "change" | "delete";
	/** ifr_name: the device that is asked. */
	readonly device: string;
	readonly parm: TunnelParm;
}

/** The tunnel that the device knows under these parameters; its kind is what the device is. */
export interface TunnelAnswer extends TunnelParm {
	readonly kind: string;
}

/** struct ip_tunnel_6rd */
export type Sixrd = NonNullable<TunnelData["sixrd"]>;

/** struct ip_tunnel_prl: a router that hosts of ISATAP may ask. */
export interface PrlEntry {
	readonly addr: Addr;
	/** PRL_DEFAULT */
	readonly isDefault: boolean;
}

/** SIOCADD6RD, SIOCDEL6RD, SIOCADDPRL and SIOCDELPRL, of sit tunnels only. */
export type SitRequest = { readonly device: string } & (
	| { readonly op: "add6rd"; readonly sixrd: Sixrd }
	| { readonly op: "delete6rd" }
	| { readonly op: "addPrl"; readonly entry: PrlEntry }
	| { readonly op: "deletePrl"; readonly addr: Addr }
);

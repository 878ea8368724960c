/** What a program asks of /dev/net/tun (include/uapi/linux/if_tun.h). */

/** TUNSETIFF with what `ip tuntap` sets afterwards: TUNSETOWNER, TUNSETGROUP, TUNSETPERSIST. */
export interface TunRequest {
	readonly op: "add" | "del";
	/** Name or template; "" is the kernel's choice. */
	readonly ifname: string;
	readonly mode: "tun" | "tap";
	readonly pi: boolean;
	readonly oneQueue: boolean;
	readonly vnetHdr: boolean;
	readonly multiQueue: boolean;
	readonly owner?: number;
	readonly group?: number;
}

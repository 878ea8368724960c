/** What /sys/class/net/NAME tells of a device and rtnetlink does not (net/core/net-sysfs.c). */
export interface Netdev {
	readonly index: number;
	/** Of a driver that can tell: Mbit/s, -1 where it does not know. */
	readonly speed?: number;
	readonly duplex?: "full" | "unknown";
	/** NET_ADDR_* */
	readonly addrAssignType: number;
	/** NET_NAME_*; missing where it is not told. */
	readonly nameAssignType?: number;
}

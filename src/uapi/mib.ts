/**
 * What a namespace has counted of packets (struct netns_mib): the files /proc/net/snmp, netstat and snmp6, which `nstat` reads
 * too. A counter's name is its group's and its own, as nstat writes it: `IpInReceives`.
 */

export type MibRow = readonly [name: string, value: number];

/** A pair of lines of /proc/net/snmp or netstat. */
export interface MibGroup {
	readonly name: string;
	readonly rows: readonly MibRow[];
}

export interface Mib {
	readonly snmp: readonly MibGroup[];
	readonly netstat: readonly MibGroup[];
	readonly snmp6: readonly MibRow[];
	/** TCP has spoken here; what it counts of itself is not known: the groups Tcp and TcpExt but for what is IP's and ARP's in it. */
	readonly spokeTcp: boolean;
}

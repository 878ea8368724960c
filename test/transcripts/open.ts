/** Recordings that are not met in every command yet, each with what is missing. */
export const open: ReadonlyMap<string, string> = new Map([
	["bridge-mdb", "bridge mdb and bridge vlan global are refused"],
	["bridge-monitor", "bridge monitor is refused"],
	["packets-icmp-rate-limit", "the last errors of a ping depend on how late its packets are"],
	["packets-own-address", "a router solicitation is drawn to come a moment earlier there"],
	["socket-dual-stack", "ports that the kernel chose"],
	["socket-established", "ss -s counts sockets of the whole recording machine"],
	["socket-ss-listening", "ss -s counts sockets of the whole recording machine"],
]);

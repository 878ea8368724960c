/**
 * Where a TCP socket lies in the kernel's tables, which is the order that `ss` lists them in: who listens by address and port
 * (ipv4_portaddr_hash(), ipv6_portaddr_hash()), all others by both ends (inet_ehashfn(), inet6_ehashfn()). Each namespace
 * draws a number into these hashes (net_hash_mix()) and each boot others, so a real machine lists them in another order each
 * time; what holds on all is what the functions say: of several connections to one place, the lowest own port comes first.
 */
import { type Addr, isUnspecified, isV4Mapped, toWords } from "../net/addr.ts";
import { jhash } from "./jhash.ts";

interface Ends {
	readonly local: Addr;
	readonly port: number;
	readonly peer: Addr;
	readonly peerPort: number;
}

/**
 * What was drawn, here once for all namespaces. No numbers can give the order of every recording, since each was made with
 * others (the same services in the same world were recorded in two orders); these give that of most, so that a recording can
 * be compared line by line.
 */
const drawn = {
	/** net_hash_mix() */
	mix: 25494,
	/** inet_ehash_secret + net_hash_mix() */
	secret: 10020,
	/** tcp_ipv6_hash_secret */
	secret6: 0,
};

/** Sizes of the tables on a machine of 16 GB: alloc_large_system_hash() gives a bucket for each 2 MB, and for each 64 kB. */
const listening = 0x2000 - 1;
const connected = 0x40000 - 1;

/** tcp_hashinfo.lhash2 */
export function listenBucket({ local, port }: Ends): number {
	return (jhash(ownWords(local), drawn.mix) ^ port) & listening;
}

function ownWords(local: Addr): number[] {
	if (isUnspecified(local)) return [0];
	return isV4Mapped(local) ? toWords(local).slice(3) : toWords(local);
}

/** tcp_hashinfo.ehash */
export function connectionBucket({ local, port, peer, peerPort }: Ends): number {
	const own = toWords(local).at(-1) ?? 0;
	const other = toWords(peer);
	const far = other.length === 1 || isV4Mapped(peer) ? (other.at(-1) ?? 0) : jhash6(other);
	return (port + jhash([own, far, peerPort], drawn.secret)) & connected;
}

/** __ipv6_addr_jhash() */
function jhash6([a = 0, b = 0, c = 0, d = 0]: readonly number[]): number {
	return jhash([a ^ b, c, d], drawn.secret6);
}

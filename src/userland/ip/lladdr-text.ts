/** How a hardware address prints: lib/ll_addr.c ll_addr_n2a(). That of an IP tunnel is an IP address. */
import { fromWords } from "../../net/addr.ts";
import { bytesOf, type Lladdr } from "../../net/lladdr.ts";
import { ARPHRD_IP6GRE, ARPHRD_IPGRE, ARPHRD_SIT, ARPHRD_TUNNEL, ARPHRD_TUNNEL6 } from "../../uapi/link-type.ts";

const ends: ReadonlyMap<number, number> = new Map([
	[ARPHRD_TUNNEL, 4],
	[ARPHRD_SIT, 4],
	[ARPHRD_IPGRE, 4],
	[ARPHRD_TUNNEL6, 16],
	[ARPHRD_IP6GRE, 16],
]);

/** `type` is the link's ARPHRD_*. */
export function lladdrText(address: Lladdr, type: number): string {
	const length = ends.get(type);
	const bytes = length === undefined ? [] : bytesOf(address);
	if (length === undefined || bytes.length !== length) return address;
	const view = new DataView(Uint8Array.from(bytes).buffer);
	return fromWords(Array.from({ length: length / 4 }, (_, i) => view.getUint32(i * 4)));
}

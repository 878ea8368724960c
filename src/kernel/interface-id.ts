/**
 * The lower half of a link-local address: net/ipv6/addrconf.c ipv6_generate_eui64(), by the hardware type of the device. Some kinds
 * of link have no address that could give one.
 */
import { type Addr, fromWords, toWords } from "../net/addr.ts";
import { bytesOf } from "../net/lladdr.ts";
import { IFF_POINTOPOINT } from "../uapi/link-flags.ts";
import {
	ARPHRD_ETHER,
	ARPHRD_IP6GRE,
	ARPHRD_IPGRE,
	ARPHRD_NONE,
	ARPHRD_SIT,
	ARPHRD_TUNNEL,
	ARPHRD_TUNNEL6,
} from "../uapi/link-type.ts";
import type { Device } from "./device.ts";

/** The link-local address a device gets in mode eui64, if any. */
export function linkLocalOf(device: Device): Addr | undefined {
	const bytes = interfaceId(device);
	if (!bytes) return undefined;
	const word = (at: number) => bytes.slice(at, at + 4).reduce((all, byte) => ((all << 8) | byte) >>> 0, 0);
	return fromWords([0xfe800000, 0, word(0), word(4)]);
}

/** Types of hardware on which IPv6 configures itself (addrconf_dev_config). */
const configured: readonly number[] = [
	ARPHRD_ETHER,
	ARPHRD_IPGRE,
	ARPHRD_IP6GRE,
	ARPHRD_TUNNEL,
	ARPHRD_TUNNEL6,
	ARPHRD_SIT,
	ARPHRD_NONE,
];

export function mayHaveLinkLocal({ type }: Device): boolean {
	return configured.includes(type);
}

function interfaceId(device: Device): number[] | undefined {
	switch (device.type) {
		case ARPHRD_ETHER:
			return ofEther(bytesOf(device.address), device.devId ?? 0);
		case ARPHRD_SIT:
			return ofSit(device);
		case ARPHRD_IPGRE:
		case ARPHRD_TUNNEL:
			return ofV4(bytesOf(device.address));
		case ARPHRD_TUNNEL6:
		case ARPHRD_IP6GRE:
			return ofPermanent(bytesOf(device.permaddr));
		default:
			return undefined;
	}
}

/** addrconf_ifid_eui48(): devices that share an address are told apart by their number instead of ff:fe. */
function ofEther(mac: readonly number[], devId: number): number[] | undefined {
	const [a = 0, b = 0, c = 0, ...rest] = mac;
	if (mac.length !== 6) return undefined;
	return devId ? [a, b, c, devId >> 8, devId & 0xff, ...rest] : [a ^ 2, b, c, 0xff, 0xfe, ...rest];
}

/** sit_add_v4_addrs(): the address of this end, of a tunnel to one other. */
function ofSit({ address, flags }: Device): number[] | undefined {
	const v4 = bytesOf(address);
	return flags & IFF_POINTOPOINT && v4.some(Boolean) ? [0, 0, 0, 0, ...v4] : undefined;
}

/** __ipv6_isatap_ifid(): a private address does not claim to be unique. */
function ofV4(v4: readonly number[]): number[] | undefined {
	if (!v4.some(Boolean)) return undefined;
	return [isPrivate(v4) ? 0 : 2, 0, 0x5e, 0xfe, ...v4];
}

/** IPv4 ranges that ISATAP counts as not global. */
function isPrivate([a = 0, b = 0, c = 0]: readonly number[]): boolean {
	return (
		a === 0 ||
		a === 10 ||
		a === 127 ||
		(a === 169 && b === 254) ||
		(a === 172 && b >= 16 && b < 32) ||
		(a === 192 && (b === 168 || (b === 88 && c === 99) || (b === 0 && c === 2))) ||
		(a === 198 && ((b === 51 && c === 100) || b === 18 || b === 19)) ||
		(a === 203 && b === 0 && c === 113) ||
		a >= 224
	);
}

/** addrconf_ifid_ip6tnl() */
function ofPermanent(bytes: readonly number[]): number[] | undefined {
	const [a = 0, b = 0, c = 0, ...rest] = bytes.slice(0, 6);
	return [a ^ 2, b, c, 0xff, 0xfe, ...rest];
}

/** The bytes of an address as a link-layer address has them: a tunnel's ends are its addresses. */
export function lladdrOf(addr: Addr): string {
	const bytes = toWords(addr).flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
	return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

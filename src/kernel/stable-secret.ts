/**
 * IPv6 addresses made of a secret instead of the link address (RFC 7217): net/ipv6/addrconf.c ipv6_generate_stable_address(),
 * addrconf_sysctl_stable_secret(). The secret is the device's, else the one of net.ipv6.conf.default.
 */
import { type Addr, fromWords, toWords, unabbreviated } from "../net/addr.ts";
import { parse6 } from "../net/inet.ts";
import { bytesOf } from "../net/lladdr.ts";
import { sha1Block } from "../net/sha1.ts";
import type { Conf6 } from "./conf.ts";
import type { Device } from "./device.ts";
import { Refusal } from "./refusal.ts";
import { sysctlNumber } from "./sysctl.ts";
import { deviceByName, devicesOf, netnsOf, random, setDevice, setNetns, type Task } from "./task.ts";

/** IN6_ADDR_GEN_MODE_STABLE_PRIVACY */
export const addrGenStable = 2;

/** MAX_ADDR_LEN */
const maxAddrLen = 32;

const secretPath = /^net\/ipv6\/conf\/([^/]+)\/stable_secret$/;

export function isSecretPath(path: string): boolean {
	return secretPath.test(path);
}

export function secretOf(t: Task, device: Device): Addr | undefined {
	return device.inet6?.conf.stableSecret ?? netnsOf(t, device.netns).conf6.default.stableSecret;
}

/** The address with these upper 64 bits, after so many that were taken; undefined where there is no secret, or none is left. */
export function stableAddress(t: Task, device: Device, prefix: Addr, taken = 0): Addr | undefined {
	const secret = secretOf(t, device);
	if (secret === undefined) return undefined;
	const [a = 0, b = 0] = toWords(prefix);
	for (let count = taken; count <= retries(t, device); count++) {
		const [c = 0, d = 0] = sha1Block(blockOf(secret, [a, b], device, count)).map(swapped);
		if (!isReserved(c, d)) return fromWords([a, b, c, d]);
	}
	return undefined;
}

export function retries(t: Task, device: Device): number {
	return sysctlNumber(t, device.netns, "net/ipv6/idgen_retries");
}

/** Secret, prefix, burnt-in link address and count, in a block of 64 bytes. */
function blockOf(secret: Addr, prefix: readonly number[], device: Device, count: number): number[] {
	const hardware = device.permaddr === "" ? [] : bytesOf(device.permaddr);
	const padded = [...hardware, ...new Array<number>(maxAddrLen).fill(0)].slice(0, maxAddrLen);
	const block = [...[...toWords(secret), ...prefix].flatMap(bytesOfWord), ...padded, count];
	return [...block, ...new Array<number>(64).fill(0)].slice(0, 64);
}

function bytesOfWord(word: number): number[] {
	return [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
}

/** Words of the digest go into the address as a little-endian machine has them. */
function swapped(word: number): number {
	const [a = 0, b = 0, c = 0, d = 0] = bytesOfWord(word);
	return ((d << 24) | (c << 16) | (b << 8) | a) >>> 0;
}

/** ipv6_reserved_interfaceid() */
function isReserved(c: number, d: number): boolean {
	if ((c | d) === 0) return true;
	if (c === 0x02005eff) return d >>> 25 === 0x7f;
	return c === 0xfdffffff && d >>> 7 === 0x1ffffff;
}

/** ipv6_gen_mode_random_init(): a secret that nobody knows. */
export function drawSecret(t: Task, device: Device): void {
	const { inet6 } = device;
	if (!inet6 || inet6.conf.stableSecret !== undefined) return;
	const word = () => Math.floor(random(t) * 2 ** 32) >>> 0;
	const stableSecret = fromWords([word(), word(), word(), word()]);
	setDevice(t, device.id, { inet6: { ...inet6, conf: { ...inet6.conf, stableSecret } } });
}

/** The file, all of its digits shown; one that nobody has written cannot be read. */
export function readSecret(t: Task, path: string): string {
	const secret = confAt(t, path).stableSecret;
	if (secret === undefined) throw new Refusal("EIO");
	return `${unabbreviated(secret)}\n`;
}

function confAt(t: Task, path: string): Conf6 {
	const who = secretPath.exec(path)?.[1] as string;
	const { conf6 } = netnsOf(t, t.netns);
	const conf = who === "all" || who === "default" ? conf6[who] : deviceByName(t, t.netns, who)?.inet6?.conf;
	if (!conf) throw new Refusal("ENOENT");
	return conf;
}

/** Whoever gets a secret makes addresses of it from now on; a default one is for all that are there, and for those to come. */
export function writeSecret(t: Task, path: string, text: string): void {
	confAt(t, path);
	const who = secretPath.exec(path)?.[1] as string;
	const words = parse6(text.trim());
	if (who === "all" || words === undefined) throw new Refusal("EIO");
	const stableSecret = fromWords(words);
	const { conf6 } = netnsOf(t, t.netns);
	if (who === "default") setNetns(t, t.netns, { conf6: { ...conf6, default: { ...conf6.default, stableSecret } } });
	for (const { id, name, inet6 } of [...devicesOf(t, t.netns)]) {
		if (!inet6 || (who !== "default" && name !== who)) continue;
		const conf = { ...inet6.conf, addrGenMode: addrGenStable, ...(who !== "default" && { stableSecret }) };
		setDevice(t, id, { inet6: { ...inet6, conf } });
	}
}

/**
 * What a request about a link is judged by before anything of it is done: net/core/rtnetlink.c ifla_policy, each attribute by
 * itself, and validate_linkmsg(), against the device that exists or is about to.
 */
import { byteLength } from "../net/byte.ts";
import { bytesOf } from "../net/lladdr.ts";
import type { LinkAttrs } from "../uapi/message.ts";
import type { Device } from "./device.ts";
import { IFNAMSIZ } from "./name.ts";
import { policyError } from "./policy.ts";
import { has, type ProfileName, profiles } from "./profile.ts";
import { Refusal } from "./refusal.ts";

/** nla_validate_parse() goes by the message: ip puts the name and then the kind behind what was asked for (iplink_parse). */
export function checkPolicy(profile: ProfileName, { ifname, gsoMaxSize, kind }: LinkAttrs): void {
	if (gsoMaxSize !== undefined && gsoMaxSize <= profiles[profile].maxTcpHeader)
		throw new Refusal("ERANGE", "integer out of range");
	if (ifname !== undefined && byteLength(ifname) >= IFNAMSIZ) throw policyError();
	// linkinfo_policy, read without a place for a sentence.
	if (kind === "") throw new Refusal("ERANGE");
}

/** What validate_linkmsg() looks at. A device in the making has no IPv6 yet. */
export type Judged = Pick<Device, "address" | "broadcast" | "tsoMaxSize" | "inet6">;

/** GRO_MAX_SIZE */
const groLimit = 8 * 65535;

/** `hasSecret`: there is something that addresses could be made of. */
export function validateLink(profile: ProfileName, device: Judged, attrs: LinkAttrs, hasSecret = false): void {
	const { address, broadcast, addrGenMode, gsoMaxSize = 0, groMaxSize = 0 } = attrs;
	const length = bytesOf(device.address || device.broadcast).length;
	for (const lladdr of [address, broadcast])
		if (lladdr !== undefined && bytesOf(lladdr).length < length) throw new Refusal("EINVAL");
	if (has(profile, "earlyGsoCheck")) {
		if (gsoMaxSize > device.tsoMaxSize) throw new Refusal("EINVAL", "too big gso_max_size");
		if (groMaxSize > groLimit) throw new Refusal("EINVAL", "too big gro_max_size");
	}
	if (addrGenMode === undefined) return;
	if (!device.inet6) throw new Refusal("EAFNOSUPPORT");
	if (addrGenMode > 3) throw new Refusal("EINVAL");
	// addrconf.c check_stable_privacy()
	if (addrGenMode === 2 && !hasSecret) throw new Refusal("EINVAL");
}

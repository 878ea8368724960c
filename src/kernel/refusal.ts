/**
 * How the kernel says no: an errno, and since some version a sentence of its own (extended acknowledgement). Handlers
 * throw a Refusal where the C returns -EEXIST; rtnetlink() catches it once. The sentences that differ by version are
 * rows here (oracle/README.md, "Only the text of an error"); all others stand where they are thrown.
 */
import type { Errno } from "../uapi/errno.ts";
import { type ProfileName, profiles } from "./profile.ts";

export class Refusal extends Error {
	readonly errno: Errno;
	readonly extack: string | undefined;

	constructor(errno: Errno, extack?: string) {
		super(extack ?? errno);
		this.errno = errno;
		this.extack = extack;
	}
}

/** net/core/rtnetlink.c rtnetlink_rcv_msg(): no handler is registered for this message of this family. */
export class Unhandled extends Refusal {
	constructor() {
		super("EOPNOTSUPP");
	}
}

interface RefusalRow {
	readonly errno: Errno;
	/** Without a final stop: the tool adds it. */
	readonly extack: string;
	/** Before this version the kernel sent only `before`. */
	readonly since: number;
	readonly before: Errno;
}

/** net/ipv4/devinet.c, net/ipv6/addrconf.c, net/core/dev.c: since 6.6 (addresses) and 6.9 (links) with a sentence. */
const refusals = {
	address4Exists: { errno: "EEXIST", extack: "ipv4: Address already assigned", since: 6006, before: "EEXIST" },
	address4Scope: { errno: "EINVAL", extack: "ipv4: Invalid scope value", since: 6006, before: "EINVAL" },
	address6Exists: { errno: "EEXIST", extack: "ipv6: address already assigned", since: 6006, before: "EEXIST" },
	address4NoDevice: { errno: "ENODEV", extack: "ipv4: Device not found", since: 6006, before: "ENODEV" },
	address6NoDevice: { errno: "ENODEV", extack: "ipv6: Unable to find the interface", since: 6006, before: "ENODEV" },
	address4NoLocal: { errno: "EINVAL", extack: "ipv4: Local address is not supplied", since: 6006, before: "EINVAL" },
	address4Missing: { errno: "EADDRNOTAVAIL", extack: "ipv4: Address not found", since: 6006, before: "EADDRNOTAVAIL" },
	address6Missing: { errno: "EADDRNOTAVAIL", extack: "ipv6: address not found", since: 6006, before: "EADDRNOTAVAIL" },
	address6Any: { errno: "EADDRNOTAVAIL", extack: "ipv6: Invalid address", since: 6006, before: "EADDRNOTAVAIL" },
	address6Multicast: {
		errno: "EADDRNOTAVAIL",
		extack: 'ipv6: Cannot assign multicast address without "IFA_F_MCAUTOJOIN" flag',
		since: 6006,
		before: "EADDRNOTAVAIL",
	},
	address6Loopback: {
		errno: "EADDRNOTAVAIL",
		extack: "ipv6: Cannot assign loopback address on this device",
		since: 6006,
		before: "EADDRNOTAVAIL",
	},
	address6Disabled: { errno: "EACCES", extack: "ipv6: IPv6 is disabled on this device", since: 6006, before: "EACCES" },
	address6DisabledDelete: {
		errno: "ENXIO",
		extack: "ipv6: IPv6 is disabled on this device",
		since: 6006,
		before: "ENXIO",
	},
	moveNameTaken: {
		errno: "EEXIST",
		extack: "An interface with the same name exists in the target netns",
		since: 6009,
		before: "EEXIST",
	},
	moveAltnameTaken: {
		errno: "EEXIST",
		extack: "An interface with the altname %s exists in the target netns",
		since: 6009,
		before: "EEXIST",
	},
	moveWishTaken: {
		errno: "EEXIST",
		extack: "Unable to use '%s' for the new interface name in the target netns",
		since: 6009,
		before: "EEXIST",
	},
	moveIndexTaken: {
		errno: "EBUSY",
		extack: "The ifindex %s is not available in the target netns",
		since: 6009,
		before: "EBUSY",
	},
	netnsImmutable: { errno: "EINVAL", extack: "The interface netns is immutable", since: 6009, before: "EINVAL" },
} as const satisfies Record<string, RefusalRow>;

/** The refusal of this row as this kernel words it; `what` fills the gap of its sentence. */
export function refusal(profile: ProfileName, key: keyof typeof refusals, what = ""): Refusal {
	const row: RefusalRow = refusals[key];
	if (profiles[profile].version < row.since) return new Refusal(row.before);
	return new Refusal(row.errno, row.extack.replace("%s", what));
}

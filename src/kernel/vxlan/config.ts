/**
 * How a VXLAN device is set up, and what it may be told: drivers/net/vxlan/vxlan_core.c vxlan_validate(), vxlan_config_validate().
 * Devices of one namespace share a socket where port, family and receiving flags are the same. Read next: fdb.ts, drivers/vxlan.ts.
 */
import { type Addr, familyOf, isLinkLocal, isMulticast } from "../../net/addr.ts";
import { idValues } from "../../net/id-map.ts";
import type { Errno } from "../../uapi/errno.ts";
import type { VxlanData } from "../../uapi/link-data.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import type { Device } from "../device.ts";
import { validateEtherAloud } from "../drivers/ether.ts";
import { vxlan } from "../drivers/vxlan.ts";
import { Refusal } from "../refusal.ts";
import type { Task } from "../task.ts";
import type { VxlanEntry } from "./fdb.ts";
import type { VxlanMembership } from "./membership.ts";

/** struct vxlan_config, with the defaults filled in. */
export interface Vxlan extends Omit<VxlanData, "link"> {
	readonly id: number;
	readonly port: number;
	/** Namespace its packets travel in. */
	readonly net: number;
	readonly ipv6: boolean;
	/** The forwarding database, oldest first (fdb.ts). */
	readonly fdb?: readonly VxlanEntry[];
	/** What its socket has joined for it (membership.ts). */
	readonly joined?: VxlanMembership | undefined;
}

export function vxlanOf(device: Device): Vxlan {
	return device.data as unknown as Vxlan;
}

export function refuse(errno: Errno, text: string): Refusal {
	return new Refusal(errno, text);
}

export function validate(attrs: LinkAttrs): void {
	validateEtherAloud(attrs);
	if (attrs.mtu !== undefined && (attrs.mtu < 68 || attrs.mtu > 65535))
		throw refuse("EINVAL", "MTU must be between 68 and 65535");
	const data = attrs.data as VxlanData | undefined;
	if (!data) throw refuse("EINVAL", "Required attributes not provided to perform the operation");
	if ((data.id ?? 0) >= 1 << 24) throw refuse("ERANGE", "VXLAN ID must be lower than 16777216");
	if (data.portLow !== undefined && (data.portHigh ?? 0) < data.portLow)
		throw refuse("EINVAL", "Invalid source port range");
}

/** What a config may carry when nothing is changed: all members that were given. */
const gpeMembers = new Set(["gpe", "external", "udpZeroCsum6Rx", "udpZeroCsum6Tx", "udpCsum"]);
const switches = [
	"learning",
	"proxy",
	"rsc",
	"l2miss",
	"l3miss",
	"ttlInherit",
	"remcsumTx",
	"remcsumRx",
	"gbp",
	"gpe",
] as const satisfies readonly (keyof VxlanData)[];

/** vxlan_config_validate(): gives the config with what the kernel makes of it. */
export function judge(t: Task, data: VxlanData, net: number, lower: Device | undefined, self?: number): Vxlan {
	if (data.vnifilter && !data.external) throw refuse("EINVAL", "vxlan vnifilter only valid in collect metadata mode");
	if (data.gpe && (!data.external || switches.some((name) => data[name] && !gpeMembers.has(name))))
		throw refuse("EINVAL", "VXLAN GPE does not support this combination of attributes");
	const families = [data.local, data.group].filter((addr) => addr !== undefined).map(familyOf);
	if (new Set(families).size > 1) throw refuse("EINVAL", "Local and remote address must be from the same family");
	if (data.local !== undefined && isMulticast(data.local)) throw refuse("EINVAL", "Local address cannot be multicast");
	const ipv6 = families.includes("inet6");
	if (ipv6 && !data.external) checkScopes(data.local, data.group);
	if (data.label && !ipv6) throw refuse("EINVAL", "Label attribute only applies to IPv6 VXLAN devices");
	if (data.link && !lower) throw refuse("ENODEV", "Invalid local interface, device not found");
	if (!lower && data.group !== undefined && isMulticast(data.group))
		throw refuse("EINVAL", "Local interface required for multicast remote destination");
	if (!lower && data.local !== undefined && ipv6 && isLinkLocal(data.local))
		throw refuse("EINVAL", "Local interface required for link-local local/remote addresses");
	const { link: _, ...rest } = data;
	const port = data.port || (data.gpe ? 4790 : 8472);
	const config: Vxlan = { ...rest, id: data.id ?? 0, port, ageing: data.ageing || 300, net, ipv6 };
	if (others(t, net, self).some((other) => sameTraffic(other, config)))
		throw refuse("EEXIST", "A VXLAN device with the specified VNI already exists");
	return config;
}

function checkScopes(local: Addr | undefined, remote: Addr | undefined): void {
	const near = (addr: Addr | undefined) => addr !== undefined && isLinkLocal(addr);
	const wrong = near(local) ? remote !== undefined && !near(remote) : near(remote) && !isMulticast(remote ?? "");
	if (wrong) throw refuse("EINVAL", "Invalid combination of local and remote address scopes");
}

function others(t: Task, net: number, self: number | undefined): Vxlan[] {
	return vxlans(t, net)
		.filter((device) => device.id !== self)
		.map(vxlanOf);
}

export function vxlans(t: Task, net: number): Device[] {
	return [...idValues(t.kernel.devices)].filter((device) => device.kind === vxlan.kind && vxlanOf(device).net === net);
}

/** vxlan_vni_in_use(), VXLAN_F_RCV_FLAGS; a device that filters identifiers begins with none. */
function sameTraffic(a: Vxlan, b: Vxlan): boolean {
	return !a.vnifilter && a.id === b.id && a.port === b.port && a.ipv6 === b.ipv6 && receiving(a) === receiving(b);
}

export function receiving({ gbp, gpe, udpZeroCsum6Rx, remcsumRx, external, vnifilter }: Vxlan): string {
	return [gbp, gpe, udpZeroCsum6Rx, remcsumRx, external, vnifilter].map((flag) => Number(Boolean(flag))).join("");
}

/** Members that cannot change, and what the kernel says (vxlan_nl2conf, vxlan_flag_attr_error). */
export const fixed: readonly (readonly [keyof VxlanData, string])[] = [
	["ttlInherit", "vxlan: cannot change TTL_INHERIT flag"],
	["proxy", "vxlan: cannot change PROXY flag"],
	["rsc", "vxlan: cannot change RSC flag"],
	["l2miss", "vxlan: cannot change L2MISS flag"],
	["l3miss", "vxlan: cannot change L3MISS flag"],
	["limit", "Cannot change limit"],
	["external", "vxlan: cannot change COLLECT_METADATA flag"],
	["portLow", "Cannot change port range"],
	["port", "Cannot change port"],
	["udpCsum", "Cannot change UDP_CSUM flag"],
	["udpZeroCsum6Tx", "vxlan: cannot change UDP_ZERO_CSUM6_TX flag"],
	["udpZeroCsum6Rx", "vxlan: cannot change UDP_ZERO_CSUM6_RX flag"],
	["remcsumTx", "vxlan: cannot change REMCSUM_TX flag"],
	["remcsumRx", "vxlan: cannot change REMCSUM_RX flag"],
	["gbp", "vxlan: cannot change GBP flag"],
	["gpe", "vxlan: cannot change GPE flag"],
	["vnifilter", "vxlan: cannot change VNIFILTER flag"],
];

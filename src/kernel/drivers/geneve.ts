/**
 * A Geneve tunnel: drivers/net/geneve.c. Ethernet frames in UDP packets to one other end, told apart by a network identifier;
 * a device that is `external` leaves both to whoever sends through it.
 */
import { familyOf, isLinkLocal, isMulticast } from "../../net/addr.ts";
import { idValues } from "../../net/id-map.ts";
import type { GeneveData } from "../../uapi/link-data.ts";
import { IFF_NOARP } from "../../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../../uapi/link-type.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { routeOutput4 } from "../output4.ts";
import { routeOutput6 } from "../output6.ts";
import type { Frame, Ip } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { setDevice, type Task } from "../task.ts";
import type { Driver, NewLink, Setup, Xmit } from "./driver.ts";
import { etherSetup, setEtherAddress, validateEtherAloud } from "./ether.ts";
import { sendByUdp } from "./udp-tunnel.ts";

/** struct geneve_config */
interface Geneve extends GeneveData {
	readonly id: number;
	readonly port: number;
	/** Namespace its packets travel in. */
	readonly net: number;
}

function geneveOf(device: Device): Geneve {
	return device.data as unknown as Geneve;
}

function validate(attrs: LinkAttrs): void {
	validateEtherAloud(attrs);
	const data = attrs.data as GeneveData | undefined;
	if (!data) throw new Refusal("EINVAL", "Not enough attributes provided to perform the operation");
	if ((data.id ?? 0) >= 1 << 24) throw new Refusal("ERANGE", "Geneve VNI must be lower than 16777216");
}

/** geneve_nl2info(), for what a device will have been told. */
function judge({ remote, label }: GeneveData): void {
	const ipv6 = remote !== undefined && familyOf(remote) === "inet6";
	const name = ipv6 ? "IPv6" : "IPv4";
	if (ipv6 && isLinkLocal(remote)) throw new Refusal("EINVAL", "Remote IPv6 address cannot be link-local");
	if (remote !== undefined && isMulticast(remote))
		throw new Refusal("EINVAL", `Remote ${name} address cannot be Multicast`);
	if (label && !ipv6) throw new Refusal("EINVAL", "Label attribute only applies for IPv6 Geneve devices");
}

/** is_tnl_info_zero(): what is `external` has nothing of its own to say. */
function judgeExternal({ external, id, remote, tos, ttl, label, udpCsum }: GeneveData): void {
	if (external && (id || remote !== undefined || tos || ttl || label || udpCsum))
		throw new Refusal(
			"EINVAL",
			"Device is externally controlled, so attributes (VNI, Port, and so on) must not be specified",
		);
}

const setup: Setup = { ...etherSetup, maxMtu: 65535, liveAddress: true };

/** What the outer headers take: IP, UDP, Geneve and the inner Ethernet header, with room for options left open. */
function roomOf({ remote, external }: GeneveData): number {
	const outer = external || (remote !== undefined && familyOf(remote) === "inet6") ? 40 : 20;
	return 65535 - 8 - 8 - 14 - outer;
}

/** geneve_newlink(), geneve_configure() */
function newlink(t: Task, request: NewLink): number {
	const data = (request.attrs.data ?? {}) as GeneveData;
	judge(data);
	judgeExternal(data);
	const net = request.linkNetns ?? t.netns;
	const own: Geneve = { ...data, id: data.id ?? 0, port: data.port ?? 6081, net };
	checkTwins(t, own);
	const raw = own.innerProtoInherit ? { type: ARPHRD_NONE, flags: IFF_NOARP, address: "", broadcast: "" } : {};
	const maxMtu = roomOf(own);
	const mtu = clamp(request.attrs.mtu ?? roomBelow(t, own) ?? setup.mtu, maxMtu);
	return createDevice(
		t,
		geneve,
		{ ...request, attrs: { ...request.attrs, mtu } },
		{ ...setup, ...raw, maxMtu, mtu },
		{ data: { ...own } },
	);
}

/** geneve_change_mtu() */
function clamp(mtu: number, most: number): number {
	return Math.min(most, Math.max(setup.minMtu, mtu));
}

/** geneve_link_config(): what the way to the other end leaves; to nobody it leads through lo. */
function roomBelow(t: Task, { net, remote = "0.0.0.0" }: Geneve): number | undefined {
	const ipv6 = familyOf(remote) === "inet6";
	const flow = { daddr: remote, oif: 0 };
	const way = ipv6 ? routeOutput6(t, net, flow) : routeOutput4(t, net, { ...flow, tos: 0 });
	if (typeof way === "string") return undefined;
	const room = way.device.mtu - (ipv6 ? 70 : 50);
	return room > 0 ? room : undefined;
}

/** geneve_find_dev(): the same identifier and other end on a port, or an external one there. */
function checkTwins(t: Task, own: Geneve): void {
	const there = [...idValues(t.kernel.devices)]
		.filter((device) => device.kind === geneve.kind)
		.map(geneveOf)
		.filter((other) => other.net === own.net && other.port === own.port);
	if (there.some((other) => other.id === own.id && other.remote === own.remote && !other.external && !own.external))
		throw new Refusal("EBUSY");
	if (own.external && there.length > 0)
		throw new Refusal("EPERM", "There can be only one externally controlled device on a destination port");
	if (there.some((other) => other.external))
		throw new Refusal("EPERM", "There already exists an externally controlled device on the destination port");
}

const unsupported =
	"Changing VNI, Port, endpoint IP address family, external, inner_proto_inherit, and UDP checksum attributes are not supported";

/** geneve_changelink() */
function changelink(t: Task, device: Device, data: GeneveData): void {
	const old = geneveOf(device);
	const family = (config: GeneveData) => config.remote && familyOf(config.remote);
	const moved =
		(data.id !== undefined && data.id !== old.id) ||
		(data.remote !== undefined && family(data) !== family(old)) ||
		[data.port, data.external, data.innerProtoInherit, data.udpCsum, data.udpZeroCsum6Tx, data.udpZeroCsum6Rx].some(
			(member) => member !== undefined,
		);
	if (moved) throw new Refusal("EOPNOTSUPP", unsupported);
	// A ttl that is told is not inherited any more (geneve_nl2info).
	const own: Geneve = { ...old, ...(data.ttl !== undefined && { ttlInherit: false }), ...data } as Geneve;
	judge(own);
	const room = own.remote === old.remote ? undefined : roomBelow(t, own);
	setDevice(t, device.id, { data: { ...own }, ...(room !== undefined && { mtu: clamp(room, device.maxMtu) }) });
}

/** geneve_fill_info(): checksums of the family that is used. */
function info(_t: Task, device: Device): GeneveData {
	const { net: _, ...own } = geneveOf(device);
	const v6 = own.remote !== undefined && familyOf(own.remote) === "inet6";
	const { udpCsum = false, udpZeroCsum6Tx = false, ...shown } = own;
	const checksums = own.external ? {} : v6 ? { udpZeroCsum6Tx } : { udpCsum };
	return {
		ttl: 0,
		tos: 0,
		df: "unset",
		label: 0,
		...shown,
		...checksums,
		udpZeroCsum6Rx: !v6 || (own.udpZeroCsum6Rx ?? false),
	};
}

/** geneve_xmit(): all goes to the one other end. */
function xmit(t: Task, device: Device, frame: Frame): Xmit {
	const { net, remote, port: dport, id: vni, ttl, tos, df, external } = geneveOf(device);
	if (external || remote === undefined) return { to: "nowhere", dropped: true };
	return sendByUdp(t, device, frame, { net, remote, dport, vni, ttl, tos, df: df === "set" });
}

/** geneve_lookup(): by port, identifier and the other end. */
function decapsulate(_t: Task, device: Device, { src, payload }: Ip, netns: number): Frame | undefined {
	const { net, id, port, remote } = geneveOf(device);
	if (net !== netns || payload.proto !== "udp" || payload.dport !== port || payload.vni !== id) return undefined;
	const { inner } = payload;
	return inner && isUp(device) && remote === src && inner.src !== device.address ? inner : undefined;
}

export const geneve: Driver = {
	kind: "geneve",
	infoKind: "geneve",
	setup: () => setup,
	validate,
	newlink,
	changelink: (t, device, data) => changelink(t, device, data as GeneveData),
	info,
	setAddress: setEtherAddress,
	sendsIn: (device) => geneveOf(device).net,
	xmit,
	decapsulate,
	countsPayload: true,
	sendsPayload: true,
};

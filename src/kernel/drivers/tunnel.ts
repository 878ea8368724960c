/**
 * What tunnels have alike: net/ipv4/ip_tunnel.c, net/ipv4/sit.c, net/ipv6/ip6_tunnel.c. Two ends, perhaps a key, and the headers
 * that take their room from the mtu of the device they go out by. A kind is a row of tunnel-sort.ts.
 */
import { anyAddr, isMulticast } from "../../net/addr.ts";
import { idValues } from "../../net/id-map.ts";
import { type Lladdr, randomLladdr } from "../../net/lladdr.ts";
import type { TunnelData } from "../../uapi/link-data.ts";
import { IFF_BROADCAST, IFF_POINTOPOINT } from "../../uapi/link-flags.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { stateChange } from "../carrier.ts";
import { createDevice } from "../create.ts";
import type { Device } from "../device.ts";
import { lladdrOf } from "../interface-id.ts";
import { applyMtu, unregister } from "../link.ts";
import { Refusal } from "../refusal.ts";
import { random, setDevice, type Task } from "../task.ts";
import type { Driver, NewLink } from "./driver.ts";
import { decapsulate, sendByTunnel } from "./encap.ts";
import { etherSetup, setEtherAddress } from "./ether.ts";
import { headers, lowerFor, roomOf, wayOf } from "./tunnel-mtu.ts";
import { endFlags, flagsOf, setupOf } from "./tunnel-setup.ts";
import { isV6, maySend, type Tunnel, type TunnelSort, tunnelOf } from "./tunnel-sort.ts";

export function peers(t: Task, sort: TunnelSort, net: number): Device[] {
	return tunnelsOf(t, [sort.kind], net);
}

function tunnelsOf(t: Task, kinds: readonly string[], net: number): Device[] {
	return [...idValues(t.kernel.devices)].filter(
		(device) => kinds.includes(device.kind) && tunnelOf(device).net === net,
	);
}

/** The same two ends twice, or two that are `external`. */
function checkTwin(t: Task, sort: TunnelSort, data: Tunnel, self?: number): void {
	const kinds = [sort.kind, ...(sort.twinKind === undefined ? [] : [sort.twinKind])];
	const twin = tunnelsOf(t, kinds, data.net).some((device) => {
		const other = tunnelOf(device);
		if (device.id === self || Boolean(other.external) !== Boolean(data.external)) return false;
		return data.external ? true : sort.same(other, data);
	});
	if (twin) throw new Refusal("EEXIST");
}

/** ip_tunnel_newlink() and its like. */
function newlink(t: Task, driver: Driver, sort: TunnelSort, request: NewLink): number {
	const net = request.linkNetns ?? request.netns;
	const { external, ...given } = (request.attrs.data ?? {}) as TunnelData;
	const told = external && !sort.knowsNoExternal ? { ...given, external } : given;
	const data: Tunnel = { ...inherited(t, sort, net), ...told, net };
	checkEnvelope(sort, data);
	sort.judge?.(data, undefined);
	checkTwin(t, sort, data);
	return make(t, driver, sort, request, data);
}

function inherited(t: Task, sort: TunnelSort, net: number): TunnelData {
	const fallback = peers(t, sort, net)
		.map(tunnelOf)
		.find(({ isFallback }) => isFallback);
	return only(fallback ?? {}, sort.inherits ?? []);
}

function make(
	t: Task,
	driver: Driver,
	sort: TunnelSort,
	request: NewLink,
	data: Tunnel,
	own: Partial<Device> = {},
): number {
	const { address, broadcast: _, mtu: wish, ...attrs } = request.attrs;
	const mtu = wish ?? roomOf(t, sort, data);
	const ether = sort.type === ARPHRD_ETHER;
	// ip_tunnel_newlink() sets the mtu of a device that is registered with another, at first 0 or that of Ethernet.
	const early = sort.setsMtu && !data.isFallback ? (wish ?? (ether ? etherSetup.mtu : 0)) : mtu;
	const id = createDevice(
		t,
		driver,
		{ ...request, attrs: { ...attrs, mtu: early, ...(ether && address !== undefined && { address }) } },
		setupOf(sort, data, mtu),
		{ data: { ...data }, permaddr: permanentOf(t, sort, data), ...own },
	);
	applyMtu(t, id, mtu);
	return id;
}

/** register_netdevice(): the first address of a tunnel in IPv4 stays its permanent one; in IPv6 that is drawn (ip6_tnl_dev_setup). */
function permanentOf(t: Task, sort: TunnelSort, { local }: Tunnel): Lladdr {
	if (sort.type === ARPHRD_ETHER) return "";
	if (isV6(sort)) return `${randomLladdr(() => random(t))}${":00".repeat(10)}`;
	return local === undefined ? "" : lladdrOf(local);
}

/** ip_tunnel_changelink(): everything is told again, but a tunnel to one end does not become one to any. */
function changelink(t: Task, sort: TunnelSort, device: Device, data: TunnelData, attrs: LinkAttrs): void {
	const old = tunnelOf(device);
	if (old.isFallback || (sort.keepsExternal && data.external)) throw new Refusal("EINVAL");
	if (sort.externalRefusal !== undefined && data.external && !old.external)
		throw new Refusal("EOPNOTSUPP", sort.externalRefusal);
	changeTunnel(t, sort, device, data, attrs.mtu === undefined);
	// ipip6_tunnel_update_6rd()
	if (data.sixrd) stateChange(t, device.id);
}

/** ip_tunnel_update(); by ioctl the fallback device may be changed too. */
function changeTunnel(t: Task, sort: TunnelSort, device: Device, given: TunnelData, setsMtu: boolean): void {
	const { net, isFallback, ...old } = tunnelOf(device);
	const data: Tunnel = { ...changeable(sort, given, old), net, ...(isFallback && { isFallback }) };
	checkEnvelope(sort, data);
	sort.judge?.(data, old);
	checkTwin(t, sort, data, device.id);
	const kept = IFF_POINTOPOINT | IFF_BROADCAST;
	const flags = flagsOf(sort, data);
	const ether = sort.type === ARPHRD_ETHER;
	if (!ether && !isV6(sort) && (device.flags ^ endFlags(sort, data)) & kept) throw new Refusal("EINVAL");
	const any = anyAddr(sort.family);
	const mtu = boundMtu(t, sort, device, data, setsMtu);
	setDevice(t, device.id, {
		data: { ...data },
		mtu,
		...(!ether && {
			flags: (device.flags & ~kept) | (flags & kept),
			address: lladdrOf(data.local ?? any),
			broadcast: lladdrOf(data.remote ?? any),
		}),
	});
	if (sort.tellsChange) stateChange(t, device.id);
	// ipgre_link_update() follows when all have been told
	if (sort.mtuFollowsHeader && setsMtu)
		setDevice(t, device.id, { mtu: Math.max(68, mtu - sort.header(data) + sort.header(old)) });
}

/** The mtu that a change finds: by the way out, looked for with the header as it was (t->tun_hlen of ip_tunnel_bind_dev). */
function boundMtu(t: Task, sort: TunnelSort, device: Device, data: Tunnel, setsMtu: boolean): number {
	const old = tunnelOf(device);
	if (isV6(sort)) return setsMtu ? boundMtu6(t, sort, device, data) : device.mtu;
	// ip_tunnel_update(): nothing else is a reason to look. ipip6_tunnel_bind_dev() does not mind what mtu is asked for.
	const same = (data.link ?? 0) === (old.link ?? 0) && (data.fwmark ?? 0) === (old.fwmark ?? 0);
	if (same || (sort.mtuNeedsLower ? !lowerFor(t, sort, data) : !setsMtu)) return device.mtu;
	return roomOf(t, sort, {
		...data,
		oflags: old.oflags ?? 0,
		...(old.erspanVer !== undefined && { erspanVer: old.erspanVer }),
	});
}

/** In IPv6 by the way, if there is one (ip6_tnl_link_config, ip6gre_tnl_link_config_route). */
function boundMtu6(t: Task, sort: TunnelSort, device: Device, data: Tunnel): number {
	const lower = sort.mtuNeedsRoute ? wayOf(t, sort, data) : lowerFor(t, sort, data);
	return lower && maySend(data.local, data.remote, data.link ?? 0) ? roomOf(t, sort, data) : device.mtu;
}

/**
 * To be `external` was said for good when it was made, and in IPv4 what is inside and whether it is ISATAP: ip_tunnel_update(),
 * ip6gre_tnl_copy_tnl_parm().
 */
function changeable(sort: TunnelSort, given: TunnelData, old: TunnelData): TunnelData {
	const kept = ["external", ...(isV6(sort) ? [] : ["proto", "flags"])] as (keyof TunnelData)[];
	const others = (Object.keys(given) as (keyof TunnelData)[]).filter((name) => !kept.includes(name));
	return { ...only(given, others), ...only(old, kept) };
}

/** ip6_encap_hlen(): the module that has them for IPv6 (fou6) is not loaded. Recording: tunnel-change-kept. */
function checkEnvelope(sort: TunnelSort, { encapType = "none" }: TunnelData): void {
	if (isV6(sort) && encapType !== "none") throw new Refusal("EINVAL");
}

function only(data: TunnelData, members: readonly (keyof TunnelData)[]): TunnelData {
	return Object.fromEntries(members.filter((name) => data[name] !== undefined).map((name) => [name, data[name]]));
}

/** What no ioctl speaks of. */
const linkMembers = ["encapType", "encapFlags", "encapSport", "encapDport", "sixrd"] as const;

/** Kinds that ioctls may ask for (tunnel-ioctl.ts). */
const sorts = new Map<string, TunnelSort>();

export function changeByIoctl(t: Task, device: Device, data: TunnelData): void {
	const sort = sorts.get(device.kind);
	if (!sort) return;
	changeTunnel(t, sort, device, { ...only(tunnelOf(device), linkMembers), ...data }, true);
	// ip6gre_tunnel_siocdevprivate()
	if (!sort.tellsChange) stateChange(t, device.id);
}

export function tunnelDriver(sort: TunnelSort): Driver {
	sorts.set(sort.kind, sort);
	const driver: Driver = {
		kind: sort.kind,
		infoKind: sort.kind,
		setup: () => setupOf(sort, {}, 1500),
		...(sort.validate && { validate: sort.validate }),
		newlink: (t, request) => newlink(t, driver, sort, request),
		addFallback: (t, netns) => addFallback(t, driver, sort, netns),
		changelink: (t, device, data, attrs) => changelink(t, sort, device, data as TunnelData, attrs),
		// ip_tunnel_dellink(): the fallback device stays, without a word.
		dellink: (t, device) => {
			if (!tunnelOf(device).isFallback) unregister(t, device.id);
		},
		info: (_t, device): TunnelData => {
			const { net: _n, isFallback: _f, ...data } = tunnelOf(device);
			return sort.info(data);
		},
		...(sort.type === ARPHRD_ETHER && { setAddress: setEtherAddress }),
		...(sort.broadcasts && { open: (t: Task, device: Device) => checkGroup(t, sort, device) }),
		changeMtu: (_t, device, mtu) => sort.judgeMtu?.(mtu, headers(sort, tunnelOf(device)), tunnelOf(device)),
		linkNetns: (_t, device) => tunnelOf(device).net,
		iflink: (_t, device) => tunnelOf(device).link ?? 0,
		// vti_tunnel_xmit(), vti6_tnl_xmit(): no policy says how
		xmit: (t, device, frame) =>
			sort.carries
				? sendByTunnel(t, sort, device, frame)
				: { to: "nowhere", dropped: false, lost: "carrier", unreachable: true },
		sendsPayload: true,
		decapsulate: (t, device, packet, netns) => decapsulate(t, sort, device, packet, netns),
	};
	return driver;
}

/** ipgre_open(): a group is heard on the device that leads to it. */
function checkGroup(t: Task, sort: TunnelSort, device: Device): void {
	const data = tunnelOf(device);
	if (data.remote !== undefined && isMulticast(data.remote) && !wayOf(t, sort, data)?.inet)
		throw new Refusal("EADDRNOTAVAIL");
}

/** The device that a tunnel module puts into a namespace: ip_tunnel_init_net() and its like. */
function addFallback(t: Task, driver: Driver, sort: TunnelSort, netns: number): void {
	if (!sort.fallback) return;
	const { name, data } = sort.fallback;
	const request: NewLink = { netns, linkNetns: netns, index: 0, ifiFlags: 0, ifiChange: 0, attrs: { ifname: name } };
	const zero = sort.type === ARPHRD_ETHER ? { address: "00:00:00:00:00:00", addressFrom: "kind" as const } : {};
	const id = make(
		t,
		driver,
		sort,
		request,
		{ ...data, net: netns, isFallback: true },
		{ netnsImmutable: true, ...zero },
	);
	// It is registered before it has an mtu, too small for IP to take note of it (__ip_tunnel_create).
	if (sort.mtuComesLater) setDevice(t, id, { inet: undefined, inet6: undefined });
}

/**
 * Tunnels by ioctl: net/ipv4/ip_tunnel.c ip_tunnel_ctl(), net/ipv6/ip6_tunnel.c ip6_tnl_siocdevprivate(). A request goes to a
 * device: to a tunnel, which it then means, or to the fallback device of its kind, which finds one by its ends or makes one.
 * What they do to a tunnel is what messages do (drivers/tunnel.ts).
 */
import type { TunnelData } from "../uapi/link-data.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../uapi/message.ts";
import type { TunnelAnswer, TunnelRequest } from "../uapi/tunnel.ts";
import { stateChange } from "./carrier.ts";
import type { Device } from "./device.ts";
import { driverOf, fallbackKinds } from "./drivers/kind.ts";
import { changeByIoctl } from "./drivers/tunnel.ts";
import { greHeader } from "./drivers/tunnel-mtu.ts";
import { sameEnds, sameKey } from "./drivers/tunnel-sort.ts";
import { deleteDevice } from "./link.ts";
import { newLink } from "./newlink.ts";
import { Refusal } from "./refusal.ts";
import { deviceByName, deviceOf, devicesOf, setDevice, type Task } from "./task.ts";

export function tunnelIoctl(t: Task, request: TunnelRequest): TunnelAnswer {
	const device = deviceByName(t, t.netns, request.device);
	if (!device) throw new Refusal("ENODEV");
	if (!fallbackKinds().includes(driverOf(device))) throw new Refusal("EOPNOTSUPP");
	switch (request.op) {
		case "get":
			return answer(t, find(t, device, request.parm.data) ?? device);
		case "add":
			return add(t, device, request);
		case "change":
			return change(t, device, request);
		case "delete":
			return remove(t, device, request);
	}
}

function isFallback(device: Device): boolean {
	return device.data.isFallback === true;
}

/** The tunnel that is meant: the device itself, or with its fallback device the one that has these ends and this key. */
function find(t: Task, device: Device, wish: TunnelData): Device | undefined {
	if (!isFallback(device)) return device;
	return [...devicesOf(t, device.netns)].find((each) => each.kind === device.kind && isSame(each, wish));
}

function isSame({ data }: Device, wish: TunnelData): boolean {
	return sameEnds(data as TunnelData, wish) && sameKey(data as TunnelData, wish);
}

function answer(t: Task, device: Device): TunnelAnswer {
	const info = (driverOf(device).info?.(t, device) ?? {}) as TunnelData;
	// A VTI keeps the bit for this, and nothing else tells of it.
	const { pmtudisc } = device.data as TunnelData;
	return { ifname: device.name, kind: device.kind, data: { ...info, ...(pmtudisc !== undefined && { pmtudisc }) } };
}

/** These know one reason only why a tunnel could not be made: ipip6_tunnel_ioctl() and its like. */
const speechless = ["sit", "ip6gre", "vti6"];

function add(t: Task, device: Device, { parm }: TunnelRequest): TunnelAnswer {
	const { ifname, data } = parm;
	if (speechless.includes(device.kind) && (find(t, device, data) || deviceByName(t, t.netns, ifname)))
		throw new Refusal("ENOBUFS");
	const before = new Set([...devicesOf(t, t.netns)].map(({ id }) => id));
	newLink(t, {
		type: "RTM_NEWLINK",
		flags: NLM_F_CREATE | NLM_F_EXCL,
		family: "unspec",
		index: 0,
		ifiFlags: 0,
		ifiChange: 0,
		attrs: { ifname: ifname || (nameless[device.kind] ?? `${device.kind}%d`), kind: device.kind, data: { ...data } },
	});
	const made = [...devicesOf(t, t.netns)].find(({ id }) => !before.has(id));
	if (!made) return answer(t, device);
	setDevice(t, made.id, { nameFrom: "unknown" });
	boundMtu(t, made);
	return answer(t, deviceOf(t, made.id));
}

/** Where the name that the kernel gives is not the kind's (vti6_tnl_create). */
const nameless: Readonly<Record<string, string>> = { vti6: "ip6_vti%d" };

/** ip_tunnel_create(): one that is made this way knows the limits of its mtu. */
function boundMtu(t: Task, device: Device): void {
	const header = { gre: greHeader, ipip: () => 0, vti: () => 0 }[device.kind];
	if (header) setDevice(t, device.id, { minMtu: 68, maxMtu: 65535 - 20 - header(device.data as TunnelData) });
}

/** What is inside stays what it was when the tunnel was made, but for ip6tnl. */
function change(t: Task, device: Device, { parm }: TunnelRequest): TunnelAnswer {
	const tunnel = find(t, device, parm.data);
	if (!tunnel) throw new Refusal("ENOENT");
	if (tunnel.kind === "ip6tnl" && isFallback(tunnel)) {
		changeProto(t, tunnel, parm.data);
		return answer(t, deviceOf(t, tunnel.id));
	}
	const { proto } = tunnel.data as TunnelData;
	// ip6gre_tunnel_siocdevprivate(): one that is found by its ends stays as it is.
	if (tunnel.kind === "ip6gre" && isSame(tunnel, parm.data)) return answer(t, tunnel);
	const data = { ...parm.data, ...(proto !== undefined && tunnel.kind !== "ip6tnl" && { proto }) };
	changeByIoctl(t, tunnel, data);
	return answer(t, deviceOf(t, tunnel.id));
}

/** ip6_tnl0_update(): nothing else of it is for change. */
function changeProto(t: Task, tunnel: Device, { proto }: TunnelData): void {
	setDevice(t, tunnel.id, { data: { ...tunnel.data, ...(proto !== undefined && { proto }) } });
	stateChange(t, tunnel.id);
}

function remove(t: Task, device: Device, { parm }: TunnelRequest): TunnelAnswer {
	const tunnel = find(t, device, parm.data);
	if (!tunnel) throw new Refusal("ENOENT");
	if (isFallback(tunnel)) throw new Refusal("EPERM");
	const gone = answer(t, tunnel);
	deleteDevice(t, tunnel.id);
	return gone;
}

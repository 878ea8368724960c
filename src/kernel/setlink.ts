/**
 * Changes of a link: net/core/rtnetlink.c do_setlink(). A request with several wishes is carried out in the kernel's order, and
 * what came before a refusal stays done.
 */
import { bytesOf } from "../net/lladdr.ts";
import type { LinkAttrs, LinkRequest } from "../uapi/message.ts";
import { setCarrier, stateChange, wishOperstate } from "./carrier.ts";
import type { Device } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { changeAddress, changeFlags, changeMtu, moveDevice, renameDevice } from "./link.ts";
import { announceLink } from "./link-message.ts";
import { checkPolicy, validateLink } from "./link-policy.ts";
import { setMaster } from "./master.ts";
import { openNetnsRef } from "./netns-ref.ts";
import { callNotifiers } from "./notifier.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { secretOf } from "./stable-secret.ts";
import { deviceByIndex, deviceByName, deviceOf, keep, rollBack, setDevice, type Task } from "./task.ts";
import { setToken } from "./token.ts";

/** The device a request means, by index or by name. */
export function targetOf(t: Task, { index, attrs }: LinkRequest, netns = t.netns): Device | undefined {
	if (index > 0) return deviceByIndex(t, netns, index);
	return attrs.ifname === undefined ? undefined : deviceByName(t, netns, attrs.ifname);
}

export function setLink(t: Task, request: LinkRequest): void {
	checkPolicy(t.kernel.profile, request.attrs);
	const device = targetOf(t, request);
	if (!device) throw new Refusal("ENODEV");
	setLinkOf(t, device.id, request);
}

/** One wish of a request: done when it is there. `tells`: by which words all hear of it, whatever the value was. */
interface Step {
	readonly take: (t: Task, id: number, request: LinkRequest) => unknown;
	/** DO_SETLINK_NOTIFY */
	readonly tells?: readonly (keyof LinkAttrs)[];
}

/** In the order of do_setlink(). */
const steps: readonly Step[] = [
	{
		take: (t, id, { attrs }) => {
			const netns = openNetnsRef(t, attrs);
			if (netns !== undefined) moveDevice(t, id, { netns, name: attrs.ifname, index: attrs.newIfindex ?? 0 });
		},
	},
	{ take: (t, id, { attrs }) => attrs.address !== undefined && changeAddress(t, id, attrs.address) },
	{ take: (t, id, { attrs }) => attrs.mtu !== undefined && changeMtu(t, id, attrs.mtu) },
	{
		take: (t, id, { attrs }) => attrs.group !== undefined && setDevice(t, id, { group: attrs.group }),
		tells: ["group"],
	},
	{ take: (t, id, { attrs, index }) => index > 0 && attrs.ifname !== undefined && renameDevice(t, id, attrs.ifname) },
	{
		take: (t, id, { attrs }) => attrs.alias !== undefined && setDevice(t, id, { alias: attrs.alias }),
		tells: ["alias"],
	},
	{ take: (t, id, { attrs }) => attrs.broadcast !== undefined && setBroadcast(t, id, attrs.broadcast) },
	{ take: (t, id, { ifiFlags, ifiChange }) => (ifiFlags || ifiChange) && changeFlags(t, id, ifiFlags, ifiChange) },
	{ take: (t, id, { attrs }) => attrs.master !== undefined && setMaster(t, id, attrs.master) },
	{ take: (t, id, { attrs }) => attrs.carrier !== undefined && setUserCarrier(t, id, attrs.carrier) },
	{ take: (t, id, { attrs }) => attrs.txqlen !== undefined && setTxqlen(t, id, attrs.txqlen) },
	{ take: (t, id, { attrs }) => attrs.gsoMaxSize !== undefined && setGsoMaxSize(t, id, attrs.gsoMaxSize) },
	{ take: (t, id, { attrs }) => attrs.gsoMaxSegs !== undefined && setGsoMaxSegs(t, id, attrs.gsoMaxSegs) },
	{
		take: (t, id, { attrs }) => attrs.groMaxSize !== undefined && setDevice(t, id, { groMaxSize: attrs.groMaxSize }),
	},
	{ take: (t, id, { attrs }) => attrs.operstate !== undefined && setOperstate(t, id, attrs.operstate) },
	{ take: (t, id, { attrs }) => attrs.linkmode !== undefined && setDevice(t, id, { linkmode: attrs.linkmode }) },
	{ take: (_t, _id, { attrs }) => attrs.vfinfo?.some(refuseVf) },
	{
		take: (t, id, { attrs }) => attrs.addrGenMode !== undefined && setAddrGenMode(t, id, attrs.addrGenMode),
		tells: ["addrGenMode"],
	},
	{
		take: (t, id, { attrs }) => attrs.inet6Token !== undefined && setToken(t, id, attrs.inet6Token),
		tells: ["inet6Token"],
	},
	{
		take: (t, id, { attrs }) => (attrs.protoDown ?? attrs.protoDownReason) !== undefined && setProtoDown(t, id, attrs),
		tells: ["protoDown", "protoDownReason"],
	},
	{ take: () => {}, tells: ["xdp"] },
];

/** do_setvfinfo(): no kind of link here has virtual functions (ndo_set_vf_mac and its kin). */
function refuseVf(number: number): never {
	throw new Refusal(number < 0 || number >= 0x7fffffff ? "EINVAL" : "EOPNOTSUPP");
}

/** do_setlink(). `changed`: the kind's own options are set already. Of what was done all hear once, after the rest or its refusal. */
export function setLinkOf(t: Task, id: number, request: LinkRequest, changed = false): void {
	const device = deviceOf(t, id);
	validateLink(t.kernel.profile, device, request.attrs, secretOf(t, device) !== undefined);
	let told = changed;
	const tell = () => {
		if (told || deviceOf(t, id).linkmode !== device.linkmode) stateChange(t, id);
		keep(t);
	};
	try {
		for (const { take, tells } of steps) {
			take(t, id, request);
			keep(t);
			told ||= tells?.some((name) => request.attrs[name] !== undefined) ?? false;
		}
	} catch (error) {
		rollBack(t);
		tell();
		throw error;
	}
	tell();
}

function patch(t: Task, id: number, change: Partial<Device>): void {
	setDevice(t, id, change);
	announceLink(t, id);
}

/** do_setlink(): told as another address of the device, so that nothing known of its neighbours holds. */
function setBroadcast(t: Task, id: number, broadcast: string): void {
	const length = bytesOf(deviceOf(t, id).broadcast).length;
	patch(t, id, { broadcast: broadcast.split(":").slice(0, length).join(":") });
	callNotifiers(t, id, "changeAddress");
}

/** dev_change_carrier() */
function setUserCarrier(t: Task, id: number, carrier: number): void {
	const device = deviceOf(t, id);
	const { changeCarrier } = driverOf(device);
	if (!changeCarrier) throw new Refusal("EOPNOTSUPP");
	changeCarrier(t, device, carrier !== 0);
}

function setTxqlen(t: Task, id: number, txqlen: number): void {
	if (txqlen >>> 0 > 0x7fff && !has(t.kernel.profile, "unboundedTxqlen")) throw new Refusal("ERANGE");
	if (txqlen !== deviceOf(t, id).txqlen) patch(t, id, { txqlen });
}

function setGsoMaxSize(t: Task, id: number, gsoMaxSize: number): void {
	if (gsoMaxSize > deviceOf(t, id).tsoMaxSize) throw new Refusal("EINVAL");
	setDevice(t, id, { gsoMaxSize });
}

function setGsoMaxSegs(t: Task, id: number, gsoMaxSegs: number): void {
	if (gsoMaxSegs > deviceOf(t, id).tsoMaxSegs) throw new Refusal("EINVAL");
	setDevice(t, id, { gsoMaxSegs });
}

function setOperstate(t: Task, id: number, wish: number): void {
	const before = deviceOf(t, id);
	const operstate = wishOperstate(before, wish);
	if (operstate === before.operstate) return;
	setDevice(t, id, { operstate });
	stateChange(t, id);
}

function setAddrGenMode(t: Task, id: number, addrGenMode: number): void {
	const { inet6 } = deviceOf(t, id);
	if (inet6) setDevice(t, id, { inet6: { ...inet6, conf: { ...inet6.conf, addrGenMode } } });
}

/** do_set_proto_down(): reasons are bits, and as long as one is set it cannot be cleared. */
function setProtoDown(t: Task, id: number, { protoDown, protoDownReason }: LinkAttrs): void {
	const device = deviceOf(t, id);
	if (!driverOf(device).protoDown) throw new Refusal("EOPNOTSUPP", "Protodown not supported by device");
	if (protoDownReason) {
		const kept = (device.protoDownReason ?? 0) & ~protoDownReason.mask;
		setDevice(t, id, { protoDownReason: kept | (protoDownReason.value & protoDownReason.mask) });
	}
	if (protoDown !== undefined) {
		if (!protoDown && deviceOf(t, id).protoDownReason)
			throw new Refusal("EBUSY", "Cannot clear protodown, active reasons");
		setCarrier(t, id, !protoDown);
		setDevice(t, id, { protoDown });
	}
}

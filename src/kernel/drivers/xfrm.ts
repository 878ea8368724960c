/** An interface for IPsec policies: net/xfrm/xfrm_interface_core.c. What goes through it is judged by those of its `if_id`. */
import { idGet, idValues } from "../../net/id-map.ts";
import type { XfrmData } from "../../uapi/link-data.ts";
import { IFF_NOARP } from "../../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../../uapi/link-type.ts";
import { stateChange } from "../carrier.ts";
import { createDevice } from "../create.ts";
import type { Device } from "../device.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, setDevice, type Task } from "../task.ts";
import type { Driver, NewLink } from "./driver.ts";

interface Xfrm {
	readonly ifId: number;
	readonly external: boolean;
	/** Namespace its packets travel in, and index of the link there, which may be gone. */
	readonly net: number;
	readonly link: number;
}

function xfrmOf(device: Device): Xfrm {
	return device.data as unknown as Xfrm;
}

/** xfrmi_locate(); one that is `external`, with no id, is alone too (xfrmi_newlink: collect_md_xfrmi). */
function checkId(t: Task, net: number, ifId: number, self?: number): void {
	const twin = [...idValues(t.kernel.devices)].some(
		(device) =>
			device.kind === xfrm.kind && device.id !== self && xfrmOf(device).net === net && xfrmOf(device).ifId === ifId,
	);
	if (twin) throw new Refusal("EEXIST");
}

function newlink(t: Task, request: NewLink): number {
	const data = (request.attrs.data ?? {}) as XfrmData;
	if (data.external && data.ifId) throw new Refusal("EINVAL", "if_id must be zero");
	if (!data.external && !data.ifId) throw new Refusal("EINVAL", "if_id must be non zero");
	const net = request.linkNetns ?? request.netns;
	checkId(t, net, data.ifId ?? 0);
	const own: Xfrm = { ifId: data.ifId ?? 0, external: data.external ?? false, net, link: data.link ?? 0 };
	const lower = data.link ? deviceByIndex(t, net, data.link) : undefined;
	return createDevice(t, xfrm, request, undefined, { data: { ...own }, ...(lower && { lower: lower.id }) });
}

export const xfrm: Driver = {
	kind: "xfrm",
	infoKind: "xfrm",
	setup: () => ({
		type: ARPHRD_NONE,
		flags: IFF_NOARP,
		mtu: 1500,
		minMtu: 68,
		maxMtu: 65535,
		txqlen: 1000,
		address: "",
		broadcast: "",
		noQueue: true,
		tsoMaxSize: 65536,
	}),
	newlink,
	// xfrmi_changelink(), xfrmi_change(): the link below cannot change, and has to be told again.
	changelink: (t, device, data) => {
		const { ifId, link = 0, external } = data as XfrmData;
		const old = xfrmOf(device);
		if (!ifId) throw new Refusal("EINVAL", "if_id must be non zero");
		if (external || old.external) throw new Refusal("EINVAL", "collect_md can't be changed");
		checkId(t, old.net, ifId, device.id);
		if (link !== old.link) throw new Refusal("EINVAL");
		setDevice(t, device.id, { data: { ...device.data, ifId } });
		stateChange(t, device.id); // xfrmi_change()
	},
	info: (_t, device): XfrmData => {
		const { ifId, external } = xfrmOf(device);
		return external ? { external } : { ifId };
	},
	linkNetns: (_t, device) => xfrmOf(device).net,
	iflink: (t, device) => idGet(t.kernel.devices, device.lower ?? -1)?.index ?? xfrmOf(device).link,
	// xfrmi_xmit(): without a policy there is no way, which is counted thrice.
	xmit: () => ({ to: "nowhere", dropped: true, lost: "carrier", unreachable: true }),
};

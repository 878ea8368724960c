/**
 * A MACsec device: drivers/net/macsec.c. Frames leave through the device below encrypted, under the name (SCI) of address and
 * port. Its keys are the business of `ip macsec`.
 */

import { isValidEther } from "../../net/lladdr.ts";
import type { MacsecData } from "../../uapi/link-data.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import type { MacsecRxSc, MacsecSa } from "../../uapi/macsec.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { transferOperstate } from "../carrier.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { offerMtu } from "../link.ts";
import { claimRxHandler } from "../master.ts";
import { hearsThroughLower } from "../multicast.ts";
import { uppersOf } from "../notifier.ts";
import { has } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { addAllmulti, addPromiscuity, addUnicast, passRxFlags, removeUnicast } from "../rx-mode.ts";
import { setDevice, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink, Setup } from "./driver.ts";
import { etherSetup } from "./ether.ts";
import { goesWithLower, linkOf, lowerOf, stacked } from "./stacked.ts";

/** Header and ICV: MACSEC_NEEDED_HEADROOM less the Ethernet header, DEFAULT_ICV_LEN. */
const headers = 16;

function macsecOf(device: Device): Required<Pick<MacsecData, "sci" | "icvLen">> & MacsecData {
	return device.data as never;
}

/** Its channels (../macsec.ts). */
interface Secy {
	readonly txSas: readonly MacsecSa[];
	readonly rxScs: readonly MacsecRxSc[];
}

export function secyOf({ data }: Device): Secy {
	const { txSas = [], rxScs = [] } = data as unknown as Partial<Secy>;
	return { txSas, rxScs };
}

function siblings(t: Task, lower: Device): Device[] {
	return uppersOf(t, lower.id).filter((device) => device.kind === macsec.kind);
}

/** macsec_validate_attr() */
function validate({ data }: LinkAttrs): void {
	const { icvLen, encodingSa = 0, validation = 0, replayProtect, window, es, scb, incSci } = (data ?? {}) as MacsecData;
	if (icvLen !== undefined && (icvLen < 8 || icvLen > 16)) throw new Refusal("EINVAL");
	if (encodingSa > 3 || validation > 2) throw new Refusal("EINVAL");
	if ((es && scb) || (incSci && (es || scb))) throw new Refusal("EINVAL");
	if (replayProtect && window === undefined) throw new Refusal("EINVAL");
}

/** make_sci(): address and port. */
function sciOf(address: string, port: number): string {
	return address.replaceAll(":", "") + port.toString(16).padStart(4, "0");
}

const setup: Setup = { ...etherSetup, minMtu: 0, maxMtu: 65535 };

/** macsec_newlink() */
function newlink(t: Task, request: NewLink): number {
	const data = (request.attrs.data ?? {}) as MacsecData;
	if (request.attrs.link === undefined) throw new Refusal("EINVAL");
	const lower = linkOf(t, request);
	if (!lower) throw new Refusal("ENODEV");
	if (lower.type !== ARPHRD_ETHER) throw new Refusal("EINVAL");
	refuseOffload(data);
	const icvLen = data.icvLen ?? 16;
	if (siblings(t, lower).length === 0) claimRxHandler(t, lower);
	const address = request.attrs.address ?? lower.address;
	const { port, ...options } = data;
	const sci = data.sci ?? sciOf(address, port ?? 1);
	const mtu = request.attrs.mtu ?? Math.max(0, lower.mtu - icvLen - headers);
	const id = createDevice(
		t,
		macsec,
		{ ...request, attrs: { ...request.attrs, mtu } },
		{ ...setup, tsoMaxSize: lower.tsoMaxSize },
		{
			lower: lower.id,
			data: { ...defaults, ...options, sci, icvLen },
			...(request.attrs.address === undefined && { address, addressFrom: "lower" as const }),
		},
	);
	const twin = siblings(t, lower).some((other) => other.id !== id && macsecOf(other).sci === sci);
	if (twin) throw new Refusal("EBUSY");
	transferOperstate(t, lower, id);
	t.watched.push(id);
	return id;
}

/** macsec_check_offload(): no device below can do it. */
function refuseOffload({ offload }: MacsecData): void {
	if (offload) throw new Refusal("EOPNOTSUPP");
}

const defaults: MacsecData = {
	cipher: "gcm-aes-128",
	encodingSa: 0,
	validation: 2,
	encrypt: false,
	protect: true,
	incSci: true,
	es: false,
	scb: false,
	replayProtect: false,
};

/** macsec_changelink(): not what it is named by. */
function changelink(t: Task, device: Device, data: MacsecData): void {
	const { sci, port, icvLen, cipher, ...rest } = data;
	if ([sci, port, icvLen, cipher].some((member) => member !== undefined)) throw new Refusal("EINVAL");
	if (has(t.kernel.profile, "macsecOffloadByLink")) refuseOffload(data);
	setDevice(t, device.id, { data: { ...device.data, ...rest } });
}

/** macsec_fill_info() */
function info(t: Task, device: Device): MacsecData {
	const { txSas: _tx, rxScs: _rx, offload: _o, window, ...data } = macsecOf(device) as MacsecData & Partial<Secy>;
	return {
		...data,
		...(has(t.kernel.profile, "macsecOffloadByLink") && { offload: 0 }),
		...(data.replayProtect && window !== undefined && { window }),
	};
}

function open(t: Task, device: Device): void {
	const lower = lowerOf(t, device);
	addUnicast(t, lower.id, device.address);
	if (device.allmulti > 0) addAllmulti(t, lower.id, 1);
	if (device.promiscuity > 0) addPromiscuity(t, lower.id, 1);
}

function stop(t: Task, device: Device): void {
	const lower = lowerOf(t, device);
	removeUnicast(t, lower.id, device.address);
	if (device.allmulti > 0) addAllmulti(t, lower.id, -1);
	if (device.promiscuity > 0) addPromiscuity(t, lower.id, -1);
}

/** macsec_notify() */
function lowerEvent(t: Task, device: Device, lower: Device, event: NetdevEvent): void {
	const room = lower.mtu - macsecOf(device).icvLen - headers;
	switch (event) {
		case "up":
		case "down":
		case "change":
			return transferOperstate(t, lower, device.id);
		case "changeMtu":
			if (room >= 0 && device.mtu > room) offerMtu(t, device.id, room);
			return;
		case "unregister":
		case "move":
			return goesWithLower(t, device);
		default:
	}
}

export const macsec: Driver = {
	kind: "macsec",
	infoKind: "macsec",
	setup: () => setup,
	validate,
	newlink,
	changelink: (t, device, data) => changelink(t, device, data as MacsecData),
	info,
	open,
	stop,
	setAddress: (t, device, address) => {
		if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
		if (isUp(device)) {
			addUnicast(t, lowerOf(t, device).id, address);
			removeUnicast(t, lowerOf(t, device).id, device.address);
		}
		setDevice(t, device.id, { address });
	},
	changeMtu: (t, device, mtu) => {
		if (mtu > lowerOf(t, device).mtu - macsecOf(device).icvLen - headers) throw new Refusal("ERANGE");
	},
	changeRxFlags: (t, device, change) => {
		if (isUp(device)) passRxFlags(t, device, change);
	},
	unicastFilter: true,
	hearsThrough: hearsThroughLower,
	reducesVlanMtu: true,
	rxHandler: true,
	lowerEvent,
	...stacked,
};

/** Channels and associations of MACsec devices: drivers/net/macsec.c macsec_add_txsa() and its kin, macsec_dump_txsc(). */
import type { MacsecData } from "../uapi/link-data.ts";
import type { MacsecQuery, MacsecRequest, MacsecRxSc, MacsecSa, MacsecSaWish, MacsecSecy } from "../uapi/macsec.ts";
import type { Message } from "../uapi/message.ts";
import { statsOf } from "./counter.ts";
import type { Device } from "./device.ts";
import { macsec, secyOf } from "./drivers/macsec.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, devicesOf, setDevice, type Task } from "./task.ts";

export function getSecys(t: Task, _: MacsecQuery): Message[] {
	return [...devicesOf(t, t.netns)]
		.filter(({ kind }) => kind === macsec.kind)
		.map((device): Message => ({ type: "MACSEC_CMD_GET_TXSC", secy: describe(t, device) }));
}

function describe(t: Task, device: Device): MacsecSecy {
	const { txSas, rxScs } = secyOf(device);
	const { rxPackets, txPackets } = statsOf(t.kernel, device.id);
	const data = macsec.info?.(t, device) as MacsecData;
	return { index: device.index, data, txSas, rxScs, used: rxPackets + txPackets > 0 };
}

export function changeSecy(t: Task, request: MacsecRequest): void {
	const device = deviceByIndex(t, t.netns, request.index);
	if (device?.kind !== macsec.kind) throw new Refusal("ENODEV");
	const secy = secyOf(device);
	const [, , verb, noun] = request.type.split("_");
	switch (noun) {
		case "TXSA":
			return patch(t, device, { txSas: changeSas(device, secy.txSas, verb, request.sa) });
		case "RXSC":
			return patch(t, device, { rxScs: changeRxScs(secy.rxScs, verb, request) });
		case "RXSA": {
			const channel = needChannel(secy.rxScs, request.sci);
			const changed = { ...channel, sas: changeSas(device, channel.sas, verb, request.sa) };
			return patch(t, device, { rxScs: secy.rxScs.map((each) => (each === channel ? changed : each)) });
		}
		default:
			// macsec_upd_offload(): no device below can do it.
			if (request.offload) throw new Refusal("EOPNOTSUPP");
	}
}

function patch(t: Task, device: Device, secy: Partial<ReturnType<typeof secyOf>>): void {
	setDevice(t, device.id, { data: { ...device.data, ...secy } });
}

function needChannel(rxScs: readonly MacsecRxSc[], sci: string | undefined): MacsecRxSc {
	const channel = rxScs.find((each) => each.sci === sci);
	if (!channel) throw new Refusal("ENODEV");
	return channel;
}

/** The newest stands first (create_rx_sc). */
function changeRxScs(
	rxScs: readonly MacsecRxSc[],
	verb: string | undefined,
	{ sci = "", active }: MacsecRequest,
): MacsecRxSc[] {
	if (verb === "ADD") {
		if (rxScs.some((each) => each.sci === sci)) throw new Refusal("EEXIST");
		return [{ sci, active: active ?? true, sas: [] }, ...rxScs];
	}
	const channel = needChannel(rxScs, sci);
	if (verb === "DEL") return rxScs.filter((each) => each !== channel);
	return rxScs.map((each) => (each === channel ? { ...each, active: active ?? each.active } : each));
}

function changeSas(
	device: Device,
	sas: readonly MacsecSa[],
	verb: string | undefined,
	wish: MacsecSaWish | undefined,
): MacsecSa[] {
	if (!wish) throw new Refusal("EINVAL");
	const sa = sas.find(({ an }) => an === wish.an);
	if (verb === "ADD") return addSa(device, sas, wish, sa);
	if (!sa) throw new Refusal("ENODEV");
	const others = sas.filter((each) => each !== sa);
	if (verb === "DEL") {
		if (sa.active) throw new Refusal("EBUSY");
		return others;
	}
	return inOrder([...others, { ...sa, pn: wish.pn ?? sa.pn, active: wish.active ?? sa.active }]);
}

function addSa(device: Device, sas: readonly MacsecSa[], wish: MacsecSaWish, old: MacsecSa | undefined): MacsecSa[] {
	const { an, pn, active = false, key } = wish;
	if (!pn || !key) throw new Refusal("EINVAL");
	if (key.bytes !== keyLength(device)) throw new Refusal("EINVAL");
	if (old) throw new Refusal("EBUSY");
	return inOrder([...sas, { an, pn, active, keyId: key.id }]);
}

function keyLength({ data }: Device): number {
	return /256/.test((data as MacsecData).cipher ?? "") ? 32 : 16;
}

function inOrder(sas: MacsecSa[]): MacsecSa[] {
	return sas.sort((a, b) => a.an - b.an);
}

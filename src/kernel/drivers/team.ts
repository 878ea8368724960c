/**
 * A team: drivers/net/team/team_core.c. Like a bond, but which ports are used a daemon decides (teamd); without one every port that
 * has a carrier counts, and each keeps its own address.
 */
import { isValidEther } from "../../net/lladdr.ts";
import { IFF_LOOPBACK } from "../../uapi/link-flags.ts";
import { setCarrier } from "../carrier.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { applyAddress, applyMtu, changeMtu, closeDevice, openDevice, unregister } from "../link.ts";
import { announceLink } from "../link-message.ts";
import { claimRxHandler, linkMaster, masterOf, unlinkMaster } from "../master.ts";
import { portsOf } from "../notifier.ts";
import { has } from "../profile.ts";
import { Refusal } from "../refusal.ts";
import { addAllmulti, addPromiscuity, shareRxMode } from "../rx-mode.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";
import type { Driver } from "./driver.ts";
import { etherSetup, setEtherAddress, validateEther } from "./ether.ts";
import { driverOf } from "./kind.ts";

/** What a port has of its own and gets back. */
interface TeamPort {
	readonly originalAddress: string;
	readonly originalMtu: number;
	/** IPv6 leaves it alone (IFF_NO_ADDRCONF). */
	readonly noAddrconf: boolean;
}

/** team_port_add() */
function enslave(t: Task, team: Device, port: Device): void {
	if (port.flags & IFF_LOOPBACK) throw new Refusal("EINVAL", "Loopback device can't be added as a team port");
	if (masterOf(t, port)) throw new Refusal("EBUSY", "Device is already a port of a team device");
	if (port.id === team.id) throw new Refusal("EINVAL", "Cannot enslave team device to itself");
	if (isUp(port)) throw new Refusal("EBUSY", "Device is up. Set it down before adding it as a team port");
	claimRxHandler(t, port);
	const data: TeamPort = {
		originalAddress: port.address,
		originalMtu: port.mtu,
		noAddrconf: has(t.kernel.profile, "teamWithoutIpv6"),
	};
	if (port.mtu !== team.mtu) changeMtu(t, port.id, team.mtu);
	openDevice(t, port.id);
	linkMaster(t, port.id, team.id, { ...data });
	shareRxMode(t, team.id, port.id, 1);
	checkCarrier(t, team.id);
	announceLink(t, port.id);
}

/** team_port_del() */
function release(t: Task, team: Device, port: Device): void {
	const { originalAddress, originalMtu } = deviceOf(t, port.id).port as unknown as TeamPort;
	unlinkMaster(t, port.id);
	shareRxMode(t, team.id, port.id, -1);
	closeDevice(t, port.id);
	applyAddress(t, port.id, originalAddress);
	applyMtu(t, port.id, originalMtu);
	checkCarrier(t, team.id);
	announceLink(t, port.id);
}

/** __team_carrier_check() */
function checkCarrier(t: Task, team: number): void {
	setCarrier(
		t,
		team,
		portsOf(t, team).some((port) => isUp(port) && port.carrier),
	);
}

function releaseAll(t: Task, device: Device): void {
	for (const port of portsOf(t, device.id)) release(t, device, port);
}

export const team: Driver = {
	kind: "team",
	infoKind: "team",
	isLag: true,
	setup: () => ({ ...etherSetup, maxMtu: 65535, numQueues: 16, netnsImmutable: true, liveAddress: true }),
	validate: validateEther,
	// team_init(): without ports there is no carrier.
	newlink: (t, request) => createDevice(t, team, request, undefined, { carrier: false }),
	dellink: (t, device) => {
		releaseAll(t, device);
		unregister(t, device.id);
	},
	uninit: releaseAll,
	setAddress: (t, device, address) => {
		if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
		setEtherAddress(t, device, address);
	},
	changeMtu: (t, device, mtu) => {
		for (const port of portsOf(t, device.id)) {
			setDevice(t, device.id, { data: { portMtuAllowed: true } });
			changeMtu(t, port.id, mtu);
		}
		setDevice(t, device.id, { data: {} });
	},
	changeRxFlags: (t, device, { promisc, allmulti }) => {
		for (const port of portsOf(t, device.id)) {
			if (promisc) addPromiscuity(t, port.id, promisc);
			if (allmulti) addAllmulti(t, port.id, allmulti);
		}
	},
	hearsThrough: (t, device) => portsOf(t, device.id).map(({ id }) => id),
	unicastFilter: true,
	changeCarrier: (t, device, carrier) => setCarrier(t, device.id, carrier),
	rxHandler: true,
	speed: (t, device) => {
		const [first] = portsOf(t, device.id);
		return first && driverOf(first).speed?.(t, first);
	},
	enslave,
	release,
	// team_device_event(): the mtu of a port is the team's to change.
	judgePortMtu: (_t, master) => {
		if (!master.data.portMtuAllowed) throw new Refusal("EPERM");
	},
	portEvent: (t, master, port, event) => {
		if (event === "up" || event === "down" || event === "change") checkCarrier(t, master.id);
		if (event === "unregister" || event === "move") release(t, master, port);
	},
	slaveInfo: () => ({}),
	xmit: () => ({ to: "nowhere", dropped: false }),
};

/**
 * Carrier and operational state: net/core/link_watch.c. The driver says whether the wire is alive; from that and the device's
 * lower link follows the RFC 2863 state, which the kernel works out later: link-watch.ts.
 */
import {
	IF_LINK_MODE_DORMANT,
	IF_OPER_DORMANT,
	IF_OPER_DOWN,
	IF_OPER_LOWERLAYERDOWN,
	IF_OPER_TESTING,
	IF_OPER_UNKNOWN,
	IF_OPER_UP,
} from "../uapi/operstate.ts";
import { type Device, isUp } from "./device.ts";
import { iflinkOf } from "./drivers/kind.ts";
import { changeInet6 } from "./inet6.ts";
import { announceLink } from "./link-message.ts";
import { callNotifiers } from "./notifier.ts";
import { has } from "./profile.ts";
import { deviceByIndex, deviceOf, setDevice, type Task } from "./task.ts";

/** netif_carrier_on(), netif_carrier_off(): nothing happens unless it changes. */
export function setCarrier(t: Task, id: number, carrier: boolean): void {
	const before = deviceOf(t, id);
	if (before.carrier === carrier) return;
	setDevice(t, id, { carrier, carrierChanges: before.carrierChanges + 1 });
	t.watched.push(id);
}

/** netif_stacked_transfer_operstate(): a stacked device is as dormant and as connected as the one below. */
export function transferOperstate(t: Task, lower: Device, id: number): void {
	const before = deviceOf(t, id);
	const dormant = lower.operstate === IF_OPER_DORMANT;
	const testing = lower.operstate === IF_OPER_TESTING;
	if (Boolean(before.dormant) !== dormant || Boolean(before.testing) !== testing) {
		setDevice(t, id, { dormant: dormant || undefined, testing: testing || undefined });
		t.watched.push(id);
	}
	setCarrier(t, id, lower.carrier);
}

/** rfc2863_policy(), also of a device that is just being registered (linkwatch_init_dev). */
export function settleOperstate(t: Task, id: number): void {
	const device = deviceOf(t, id);
	const operstate = defaultOperstate(t, device);
	if (operstate === device.operstate) return;
	const dormant = operstate === IF_OPER_UP && device.linkmode === IF_LINK_MODE_DORMANT;
	setDevice(t, id, { operstate: dormant ? IF_OPER_DORMANT : operstate });
}

/** netdev_state_change(): IPv6 and those above are told, then the listeners. */
export function stateChange(t: Task, id: number): void {
	if (!isUp(deviceOf(t, id))) return;
	tellChange(t, id, 0);
	announceLink(t, id);
}

/** NETDEV_CHANGE of a device that is up. */
export function tellChange(t: Task, id: number, flagsChanged: number): void {
	changeInet6(t, id, flagsChanged);
	callNotifiers(t, id, "change");
}

function defaultOperstate(t: Task, device: Device): number {
	if (!device.carrier) return below(t, device) ? IF_OPER_LOWERLAYERDOWN : IF_OPER_DOWN;
	if (device.testing) return IF_OPER_TESTING;
	return device.dormant ? IF_OPER_DORMANT : IF_OPER_UP;
}

/** Whether the cause is a lower layer (default_operstate). */
function below(t: Task, device: Device): boolean {
	const iflink = iflinkOf(t, device);
	if (iflink === device.index) return false;
	if (!has(t.kernel.profile, "operstateLooksBelow")) return true;
	const there = deviceByIndex(t, device.netns, iflink);
	return there !== undefined && !there.carrier;
}

/** set_operstate(): a user may only push a working link to and fro. */
export function wishOperstate(device: Device, wish: number): number {
	const { operstate, dormant, testing } = device;
	const working = operstate === IF_OPER_UP || operstate === IF_OPER_UNKNOWN;
	const held = operstate === IF_OPER_DORMANT || operstate === IF_OPER_TESTING || operstate === IF_OPER_UNKNOWN;
	if (wish === IF_OPER_UP) return held && !dormant && !testing ? IF_OPER_UP : operstate;
	if (wish === IF_OPER_TESTING || wish === IF_OPER_DORMANT) return working ? wish : operstate;
	return operstate;
}

/** A driver that never spoke of a carrier leaves the state unknown, which counts as working (netif_oper_up). */
export function isOperUp(device: Device): boolean {
	return device.operstate === IF_OPER_UP || device.operstate === IF_OPER_UNKNOWN;
}

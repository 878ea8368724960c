/** `type bridge_slave`: the options of a bridge's port, and its -d line. ip/iplink_bridge_slave.c. */
import { type Field, field, text } from "../../../print/field.ts";
import type { BridgePortData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { wrong } from "../failure.ts";
import type { Grammar } from "../grammar.ts";
import { u8, u16, u32 } from "../number.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { bridgeIdText, hexText, numberRow, onOffField, switchRow, timerField } from "./option.ts";

const states = ["disabled", "listening", "learning", "forwarding", "blocking"] as const;

const grammar: Grammar<KindDraft> = {
	rows: [
		{ word: "fdb_flush", match: "prefix", to: ({ data }) => (data.flush = true) },
		numberRow("state", "state", u8, "state is invalid"),
		numberRow("priority", "priority", u16, "priority is invalid"),
		numberRow("cost", "cost", u32, "cost is invalid"),
		switchRow("hairpin", "hairpinMode"),
		switchRow("guard", "guard"),
		switchRow("root_block", "rootBlock"),
		switchRow("fastleave", "fastLeave"),
		switchRow("learning", "learning"),
		switchRow("flood", "unicastFlood"),
		switchRow("mcast_flood", "mcastFlood"),
		switchRow("bcast_flood", "bcastFlood"),
		switchRow("mcast_to_unicast", "mcastToUcast"),
		switchRow("proxy_arp", "proxyarp"),
		switchRow("proxy_arp_wifi", "proxyarpWifi"),
		numberRow("mcast_router", "multicastRouter", u8),
		switchRow("mcast_fast_leave", "fastLeave"),
		switchRow("neigh_suppress", "neighSuppress"),
		numberRow("group_fwd_mask", "groupFwdMask", u16),
		switchRow("vlan_tunnel", "vlanTunnel"),
		switchRow("isolated", "isolated"),
		switchRow("locked", "locked"),
		{ word: "backup_port", match: "prefix", takes: "DEV", to: setBackupPort },
		{ word: "nobackup_port", match: "prefix", to: ({ data }) => (data.backupPort = 0) },
	],
};

function setBackupPort({ ctx, data }: KindDraft, value: string): void {
	data.backupPort = ctx.links.indexOf(value);
	if (data.backupPort === 0) throw wrong(value, "Device does not exist\n");
}

/** One printed thing of the -d line, and when it is there. */
type Part = (data: BridgePortData, ctx: Context) => readonly Field[];

const parts: readonly Part[] = [
	({ state }) => (state === undefined ? [] : describeState(state)),
	number("priority", "priority"),
	number("cost", "cost"),
	onOff("hairpin", "hairpinMode"),
	onOff("guard", "guard"),
	onOff("root_block", "rootBlock"),
	onOff("fastleave", "fastLeave"),
	onOff("learning", "learning"),
	onOff("flood", "unicastFlood"),
	hex("port_id", "id", "id"),
	hex("port_no", "no", "no"),
	number("designated_port", "designatedPort"),
	number("designated_cost", "designatedCost"),
	({ bridgeId }) => (bridgeId === undefined ? [] : [id("designated_bridge", "bridge_id", bridgeIdText(bridgeId))]),
	({ rootId }) => (rootId === undefined ? [] : [id("designated_root", "root_id", bridgeIdText(rootId))]),
	timer("hold_timer", "holdTimer"),
	timer("message_age_timer", "messageAgeTimer"),
	timer("forward_delay_timer", "forwardDelayTimer"),
	number("topology_change_ack", "topologyChangeAck"),
	number("config_pending", "configPending"),
	onOff("proxy_arp", "proxyarp"),
	onOff("proxy_arp_wifi", "proxyarpWifi"),
	number("mcast_router", "multicastRouter", "multicast_router"),
	// Said a second time, and not in JSON.
	({ fastLeave }) => (fastLeave === undefined ? [] : [text(`mcast_fast_leave ${fastLeave ? "on" : "off"} `)]),
	onOff("mcast_flood", "mcastFlood"),
	onOff("bcast_flood", "bcastFlood"),
	onOff("mcast_to_unicast", "mcastToUcast"),
	onOff("neigh_suppress", "neighSuppress"),
	({ groupFwdMask }) => (groupFwdMask === undefined ? [] : describeMask(groupFwdMask)),
	onOff("vlan_tunnel", "vlanTunnel"),
	onOff("isolated", "isolated"),
	onOff("locked", "locked"),
	({ backupPort }, ctx) => (backupPort === undefined ? [] : describeBackup(ctx.links.nameOf(backupPort))),
];

function number(word: string, member: keyof BridgePortData, key = word): Part {
	return (data) => (data[member] === undefined ? [] : [field(key, `${word} ${data[member]} `, data[member] as number)]);
}

function onOff(word: string, member: keyof BridgePortData): Part {
	return (data) => (data[member] === undefined ? [] : [onOffField(word, data[member] as boolean)]);
}

function hex(word: string, member: keyof BridgePortData, key: string): Part {
	return (data) => (data[member] === undefined ? [] : [id(word, key, `0x${(data[member] as number).toString(16)}`)]);
}

function timer(word: string, member: keyof BridgePortData): Part {
	return (data) => (data[member] === undefined ? [] : [timerField(word, data[member] as number)]);
}

function id(word: string, key: string, value: string): Field {
	return field(key, `${word} ${value} `, value);
}

function describeState(state: number): Field[] {
	const name = states[state];
	return name === undefined
		? [field("state_index", `state (${state}) `, state)]
		: [field("state", `state ${name} `, name)];
}

/** By bit: bitmask2str() of iproute2's ip/iplink_bridge_slave.c. */
const groups: Readonly<Record<number, string>> = { 0: "stp", 2: "lacp", 14: "lldp" };

/** Bit by bit from the lowest, those without a name as numbers; no bit at all is 0x0. */
function describeMask(mask: number): Field[] {
	const words: string[] = [];
	for (let bit = 0; mask >> bit !== 0; bit++)
		if (mask & (1 << bit)) words.push(groups[bit] ?? `0x${(1 << bit).toString(16)}`);
	const shown = words.join(",") || "0x0";
	return [id("group_fwd_mask", "group_fwd_mask", hexText(mask)), id("group_fwd_mask_str", "group_fwd_mask_str", shown)];
}

function describeBackup(name: string): Field[] {
	return [field("backup_port", `backup_port ${name} `, name)];
}

export const bridgeSlave: Kind = {
	name: "bridge_slave",
	grammar,
	parse: (ctx, words, creating) => parseKind("bridge_slave", "option", grammar, { ctx, creating, data: {} }, words),
	describe: (ctx, data: LinkData) => parts.flatMap((part) => part(data as BridgePortData, ctx)),
};

/** `bridge link`: the ports of bridges and their options. bridge/link.c print_linkinfo(), brlink_modify(). */

import { close, type Field, field, hardLine, open, softLine, text } from "../../print/field.ts";
import type { BridgeLink } from "../../uapi/bridge.ts";
import type { BridgePortData } from "../../uapi/link-data.ts";
import { NLM_F_DUMP } from "../../uapi/message.ts";
import type { Context } from "../ip/context.ts";
import { duplicate, exited } from "../ip/failure.ts";
import { describeFlags, describeName } from "../ip/ifinfo.ts";
import { parseSwitch } from "../ip/kind/option.ts";
import { atoi } from "../ip/number.ts";
import { talk } from "../ip/talk.ts";
import type { Words } from "../ip/words.ts";
import { type BridgeContext, deviceIndex, failed } from "./device.ts";

const stpStates = ["disabled", "listening", "learning", "forwarding", "blocking"];

export function showLinks(ctx: BridgeContext, words: Words): number {
	let dev: string | undefined;
	for (; words.more; words.skip()) {
		if (words.word !== "dev") continue;
		const value = words.next();
		if (dev !== undefined) throw duplicate("dev", value);
		dev = value;
	}
	const index = dev === undefined ? undefined : deviceIndex(ctx, dev);
	ctx.print([open("array")]);
	for (const message of talk(ctx, { type: "PF_BRIDGE RTM_GETLINK", flags: NLM_F_DUMP }))
		if (message.type === "PF_BRIDGE RTM_NEWLINK" && (index === undefined || message.brport.link.index === index))
			ctx.print(describePort(ctx, message.brport));
	ctx.print([close("array")]);
	return 0;
}

function describePort(ctx: Context, { link, port }: BridgeLink): Field[] {
	if (port === undefined) return [];
	const master = ctx.links.nameOf(link.master ?? 0);
	return [
		open("object"),
		field("ifindex", `${link.index}: `, link.index),
		...describeName(ctx, link, (name) => `${name}: `),
		...describeFlags(ctx, link),
		...(link.mtu === undefined ? [] : [field("mtu", `mtu ${link.mtu} `, link.mtu)]),
		field("master", `master ${master} `, master),
		...(port.state === undefined ? [] : [stateField(port.state)]),
		field("priority", `priority ${port.priority ?? 0} `, port.priority ?? 0),
		field("cost", `cost ${port.cost ?? 0} `, port.cost ?? 0),
		...(ctx.options.details > 0 ? describeDetails(ctx, port) : []),
		hardLine,
		close("object"),
	];
}

/** The switches of the -d line by the words and keys of `bridge`. */
const switches = {
	...{ hairpin: "hairpinMode", guard: "guard", root_block: "rootBlock", fastleave: "fastLeave", learning: "learning" },
	...{ flood: "unicastFlood", mcast_flood: "mcastFlood", bcast_flood: "bcastFlood", mcast_router: "multicastRouter" },
	...{ mcast_to_unicast: "mcastToUcast", neigh_suppress: "neighSuppress", vlan_tunnel: "vlanTunnel" },
	...{ isolated: "isolated", locked: "locked" },
} as const satisfies Record<string, keyof BridgePortData>;

function describeDetails(ctx: Context, port: BridgePortData): Field[] {
	const lines = Object.entries(switches).flatMap(([word, member]): Field[] => {
		const value = port[member];
		if (value === undefined) return [];
		return [field(word, `${word} ${typeof value === "number" ? value : value ? "on" : "off"} `, value)];
	});
	const backup = port.backupPort === undefined ? undefined : ctx.links.nameOf(port.backupPort);
	const last = backup === undefined ? [] : [field("backup_port", `backup_port ${backup} `, backup)];
	return [softLine, text("    "), ...lines, ...last];
}

/** Switches by their words, all of them exact. */
const setters = {
	guard: "guard",
	hairpin: "hairpinMode",
	fastleave: "fastLeave",
	root_block: "rootBlock",
	learning: "learning",
	learning_sync: undefined,
	flood: "unicastFlood",
	mcast_flood: "mcastFlood",
	bcast_flood: "bcastFlood",
	mcast_to_unicast: "mcastToUcast",
	neigh_suppress: "neighSuppress",
	vlan_tunnel: "vlanTunnel",
	isolated: "isolated",
	locked: "locked",
} as const satisfies Record<string, keyof BridgePortData | undefined>;

/** brlink_modify() */
export function setLink(ctx: BridgeContext, words: Words): number {
	const port: Record<string, number | boolean> = {};
	let dev: string | undefined;
	let [self, mode] = [false, false];
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "dev") dev = words.next();
		else if (word in setters) {
			// The -EINVAL of parse_on_off() is the exit status.
			const on = parseSwitch(word, words.next(), 234);
			const member = setters[word as keyof typeof setters];
			if (member !== undefined) port[member] = on;
		} else if (word === "hwmode") {
			mode = isMode(words.next());
			self = true;
		} else if (word === "self") self = true;
		else if (word !== "master") readNumber(ctx, word, words, port);
	}
	if (dev === undefined) throw failed("Device is a required argument.");
	const index = deviceIndex(ctx, dev, "bridge device");
	if (mode) return refuseMode(ctx, index);
	talk(ctx, { type: "PF_BRIDGE RTM_SETLINK", flags: 0, index, self, protinfo: port as BridgePortData });
	return 0;
}

function isMode(word: string): true {
	if (word !== "vepa" && word !== "veb") throw failed('Mode argument must be "vepa" or "veb".');
	return true;
}

/** No kind of link here has a switch of its own (ndo_bridge_setlink). */
function refuseMode(ctx: BridgeContext, index: number): number {
	talk(ctx, { type: "PF_BRIDGE RTM_SETLINK", flags: 0, index, self: true, protinfo: {} });
	return 0;
}

/** What is no number counts as 0, and 0 of a cost as nothing said. */
function readNumber(ctx: BridgeContext, word: string, words: Words, port: Record<string, number | boolean>): void {
	switch (word) {
		case "cost": {
			const cost = atoi(words.next()) >>> 0;
			if (cost > 0) port.cost = cost;
			return;
		}
		case "priority": {
			const priority = (atoi(words.next()) << 16) >> 16;
			if (priority >= 0) port.priority = priority;
			return;
		}
		case "mcast_router":
			port.multicastRouter = atoi(words.next());
			return;
		case "state":
			port.state = parseState(words.next(), "port");
			return;
		case "backup_port": {
			const name = words.next();
			port.backupPort = ctx.links.indexOf(name);
			if (port.backupPort === 0) throw failed(`Error: device ${name} does not exist`);
			return;
		}
		case "nobackup_port":
			port.backupPort = 0;
			return;
		default:
			throw exited("Usage: bridge link");
	}
}

/** A number in decimal, or a name (parse_stp_state). */
export function parseState(word: string, noun: "port" | ""): number {
	if (/^[+-]?\d+$/.test(word)) return Number(word) & 0xff;
	const state = stpStates.indexOf(word);
	if (state < 0) throw failed(`Error: invalid STP ${noun === "" ? "" : `${noun} `}state`);
	return state;
}

/** print_stp_state() */
export function stateField(state: number): Field {
	const name = stpStates[state];
	return name === undefined ? field("state", `state (${state}) `, state) : field("state", `state ${name} `, name);
}

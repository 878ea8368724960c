/** `bridge link`: the ports of bridges and their options. bridge/link.c print_linkinfo(), brlink_modify(). */

import { close, type Field, field, hardLine, open, softLine, text } from "../../print/field.ts";
import type { BridgeLink } from "../../uapi/bridge.ts";
import type { BridgePortData } from "../../uapi/link-data.ts";
import { NLM_F_DUMP } from "../../uapi/message.ts";
import type { Context } from "../ip/context.ts";
import { exited, returned } from "../ip/failure.ts";
import { describeFlags, describeName } from "../ip/ifinfo.ts";
import { bridgeSlave } from "../ip/kind/bridge-slave.ts";
import { talk } from "../ip/talk.ts";
import { Words } from "../ip/words.ts";
import { deviceIndex } from "./device.ts";

const states = ["disabled", "listening", "learning", "forwarding", "blocking"];

export function showLinks(ctx: Context, words: Words): number {
	let dev: string | undefined;
	let master: string | undefined;
	for (; words.more; words.skip()) {
		if (words.word === "dev") dev = words.next();
		else if (words.word === "master") master = words.next();
	}
	const index = dev === undefined ? undefined : deviceIndex(ctx, dev);
	const above = master === undefined ? undefined : deviceIndex(ctx, master);
	ctx.print([open("array")]);
	for (const message of talk(ctx, { type: "PF_BRIDGE RTM_GETLINK", flags: NLM_F_DUMP })) {
		if (message.type !== "PF_BRIDGE RTM_NEWLINK") continue;
		const { link } = message.brport;
		if ((index === undefined || link.index === index) && (above === undefined || link.master === above))
			ctx.print(describePort(ctx, message.brport));
	}
	ctx.print([close("array")]);
	return 0;
}

function describePort(ctx: Context, { link, port }: BridgeLink): Field[] {
	if (port === undefined) return [];
	const master = ctx.links.nameOf(link.master ?? 0);
	const state = states[port.state ?? -1];
	return [
		open("object"),
		field("ifindex", `${link.index}: `, link.index),
		...describeName(ctx, link, (name) => `${name}: `),
		...describeFlags(ctx, link),
		...(link.mtu === undefined ? [] : [field("mtu", `mtu ${link.mtu} `, link.mtu)]),
		field("master", `master ${master} `, master),
		...(state === undefined ? [] : [field("state", `state ${state} `, state)]),
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

/** The words are those of `ip link set … type bridge_slave`, which are read by the same rows. */
export function setLink(ctx: Context, words: Words): number {
	let dev: string | undefined;
	const rest: string[] = [];
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "dev") dev = words.next();
		else if (word === "self" || word === "hwmode")
			throw returned(`iplab: 'bridge link set ${word}' is not modelled`, 3);
		else if (word === "state") rest.push(word, stateNumber(words.next()));
		else if (word !== "master") rest.push(word);
	}
	if (dev === undefined) throw exited("Device is a required argument.");
	const index = deviceIndex(ctx, dev);
	const draft = bridgeSlave.parse?.(ctx, new Words(rest), false, index);
	talk(ctx, { type: "PF_BRIDGE RTM_SETLINK", flags: 0, index, self: false, protinfo: draft as BridgePortData });
	return 0;
}

function stateNumber(word: string): string {
	const at = states.indexOf(word);
	return at < 0 ? word : String(at);
}

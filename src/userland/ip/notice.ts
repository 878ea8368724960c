/**
 * The kernel's notices as `ip monitor` has them: which group a message belongs to, its label, and its text, which is that of
 * the listing. A removal has `Deleted ` in front. ip/ipmonitor.c accept_msg().
 */
import { type Field, field, hardLine } from "../../print/field.ts";
import type { Family, Ifinfo, Message } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { describeNotice } from "./echo.ts";
import { describeRule } from "./fib-rule.ts";
import { describeFdbNeigh, describeNeigh } from "./ndmsg.ts";
import { describeNetconf } from "./netconfmsg.ts";
import { describeBucket, describeNexthop } from "./nhmsg.ts";
import { NsidMap } from "./nsid-map.ts";
import { describeRoute } from "./rtmsg.ts";

/** The words with which one chooses. */
export type Topic =
	| "link"
	| "address"
	| "route"
	| "mroute"
	| "prefix"
	| "neigh"
	| "netconf"
	| "rule"
	| "nsid"
	| "nexthop"
	| "stats";

export interface Notice {
	readonly topic: Topic;
	readonly label: string;
	/** The family whose group it is sent to; of a link and its like there is one group for all. */
	readonly family?: Family;
	/** The device, where `dev` looks at it. */
	readonly ifindex?: number;
	readonly describe: () => readonly Field[];
}

/** Who hears it: `dev` is one device, whose name is not repeated then, or 0. */
export interface Hearer {
	readonly ctx: Context;
	readonly dev: number;
	readonly nsids: Map<number, string>;
}

type Of<Member extends string> = Extract<Message, { readonly [M in Member]: unknown }>;

export function noticeOf(hearer: Hearer, message: Message): Notice {
	if ("link" in message) return ofLink(hearer, message);
	if ("addr" in message) return ofAddr(hearer, message);
	if ("route" in message) return ofRoute(hearer, message);
	if ("neigh" in message) return ofNeigh(hearer, message);
	if ("rule" in message) return ofRule(hearer, message);
	if ("nexthop" in message) return ofNexthop(hearer, message);
	if ("netconf" in message) return ofNetconf(hearer, message);
	if ("nsid" in message) return ofNsid(hearer, message);
	if ("brport" in message) return ofBridgePort(hearer, message);
	if ("fdb" in message) return ofFdb(hearer, message);
	if ("addrLabel" in message || "stats" in message || "secy" in message)
		throw new TypeError(`${message.type} is only an answer`);
	return { topic: "nexthop", label: "[NEXTHOPBUCKET]", describe: () => describeBucket(message.bucket) };
}

const deletion: Field = { key: "deleted", text: "Deleted ", value: true };

function marked({ type }: Message, fields: readonly Field[]): Field[] {
	return isRemoval(type) ? [deletion, ...fields] : [...fields];
}

function isRemoval(type: Message["type"]): boolean {
	return type.includes("RTM_DEL");
}

function ofLink({ ctx }: Hearer, message: Of<"link">): Notice {
	const describe = () => describeNotice(ctx, message);
	return { topic: "link", label: "[LINK]", ifindex: message.link.index, describe };
}

/** br_fill_ifinfo(): a port as its bridge tells of it has less than a link has. */
function ofBridgePort({ ctx }: Hearer, { type, brport }: Of<"brport">): Notice {
	const { index, type: hardware, flags, ifname, mtu, operstate, address, link: lower, master } = brport.link;
	const link: Ifinfo = {
		family: "bridge",
		index,
		type: hardware,
		flags,
		ifname,
		...(mtu !== undefined && { mtu }),
		...(operstate !== undefined && { operstate }),
		...(address !== undefined && { address }),
		...(lower !== undefined && { link: lower }),
		...(master !== undefined && { master }),
	};
	const describe = () => describeNotice(ctx, { type: isRemoval(type) ? "RTM_DELLINK" : "RTM_NEWLINK", link });
	return { topic: "link", label: "[LINK]", ifindex: index, describe };
}

function ofFdb({ ctx, dev }: Hearer, message: Of<"fdb">): Notice {
	const describe = () => marked(message, describeFdbNeigh(ctx, message.fdb, { dev: dev === 0 }));
	return { topic: "neigh", label: "[NEIGH]", family: "bridge", ifindex: message.fdb.ifindex, describe };
}

function ofAddr({ ctx }: Hearer, message: Of<"addr">): Notice {
	const { family, index } = message.addr;
	return { topic: "address", label: "[ADDR]", family, ifindex: index, describe: () => describeNotice(ctx, message) };
}

function ofRoute({ ctx, dev }: Hearer, message: Of<"route">): Notice {
	const { family, oif = 0 } = message.route;
	const view = { fixed: new Set(dev === 0 ? [] : (["dev"] as const)) };
	const describe = () => marked(message, describeRoute(ctx, message.route, view));
	return { topic: "route", label: "[ROUTE]", family, ifindex: oif, describe };
}

function ofNeigh({ ctx, dev }: Hearer, message: Of<"neigh">): Notice {
	const { family, ifindex } = message.neigh;
	const describe = () => marked(message, describeNeigh(ctx, message.neigh, { dev: dev === 0 }));
	return { topic: "neigh", label: "[NEIGH]", family, ifindex, describe };
}

function ofRule({ ctx }: Hearer, message: Of<"rule">): Notice {
	const { family } = message.rule;
	return { topic: "rule", label: "[RULE]", family, describe: () => marked(message, describeRule(ctx, message.rule)) };
}

function ofNexthop({ ctx }: Hearer, message: Of<"nexthop">): Notice {
	const describe = () => marked(message, [...describeNexthop(ctx, message.nexthop), hardLine]);
	return { topic: "nexthop", label: "[NEXTHOP]", describe };
}

function ofNetconf({ ctx }: Hearer, message: Of<"netconf">): Notice {
	const { family, ifindex } = message.netconf;
	const describe = () => marked(message, [...describeNetconf(ctx, message.netconf), hardLine]);
	return { topic: "netconf", label: "[NETCONF]", family, ifindex, describe };
}

/** ip/ipnetns.c print_nsid(): a new id has the name it has now, one that is gone the name it had. */
function ofNsid({ ctx, nsids }: Hearer, message: Of<"nsid">): Notice {
	const { nsid } = message.nsid;
	const name = nsids.get(nsid) ?? (message.type === "RTM_NEWNSID" ? new NsidMap(ctx).nameOf(nsid) : undefined);
	if (name === undefined || message.type === "RTM_DELNSID") nsids.delete(nsid);
	else nsids.set(nsid, name);
	const named = name === undefined ? [] : [field("name", `(iproute2 netns name: ${name})`, name)];
	const describe = () => marked(message, [field("nsid", `nsid ${nsid} `, nsid), ...named, hardLine]);
	return { topic: "nsid", label: "[NSID]", describe };
}

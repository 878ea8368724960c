/**
 * The door of the kernel for messages: one table from RTM_* to a handler, and the one place where a refusal becomes an
 * answer. A handler reads like the C: it changes the task, gives messages back, or throws a Refusal.
 */
import type { Message, Reply, Request, RouteRequest } from "../uapi/message.ts";
import type { Reason } from "../uapi/reason.ts";
import { delAddrLabel, getAddrLabel, newAddrLabel } from "./addrlabel.ts";
import { getBridgeLink, setBridgeLink, setVlanOptions } from "./bridge/netlink.ts";
import { delLink } from "./dellink.ts";
import { delFdb, findFdbEntry, flushFdb, getFdb, newFdb } from "./fdb.ts";
import { getLink } from "./getlink.ts";
import type { Kernel } from "./kernel.ts";
import { linkProp } from "./linkprop.ts";
import { changeSecy, getSecys } from "./macsec.ts";
import { getNetconf } from "./netconf.ts";
import { getNsid, newNsid } from "./netns-life.ts";
import { newLink } from "./newlink.ts";
import { settle } from "./path/softirq.ts";
import { Refusal, Unhandled } from "./refusal.ts";
import { delAddr, getAddr, newAddr } from "./setaddr.ts";
import { setLink } from "./setlink.ts";
import { delNeigh, getNeigh, newNeigh } from "./setneigh.ts";
import { delNexthop, getNexthop, getNexthopBucket, newNexthop } from "./setnexthop.ts";
import { delRoute, getRoute, newRoute } from "./setroute.ts";
import { fitTogether, newRoutes4 } from "./setroute4.ts";
import { delRule, getRule, newRule } from "./setrule.ts";
import { getStats, setStats } from "./stats.ts";
import { beginTask, type Notification, rollBack, type Task } from "./task.ts";

// biome-ignore lint/suspicious/noConfusingVoidType: a handler that only changes things has nothing to give
type Handler<R extends Request> = (t: Task, request: R) => Message[] | Generator<Message, undefined> | void;
type Handlers = { readonly [T in Request["type"]]: Handler<Extract<Request, { type: T }>> };

const handlers: Handlers = {
	RTM_NEWLINK: newLink,
	RTM_SETLINK: setLink,
	RTM_DELLINK: delLink,
	RTM_GETLINK: getLink,
	RTM_NEWLINKPROP: linkProp,
	RTM_DELLINKPROP: linkProp,
	RTM_NEWADDR: newAddr,
	RTM_DELADDR: delAddr,
	RTM_GETADDR: getAddr,
	RTM_NEWROUTE: newRoute,
	RTM_DELROUTE: delRoute,
	RTM_GETROUTE: getRoute,
	RTM_NEWRULE: newRule,
	RTM_DELRULE: delRule,
	RTM_GETRULE: getRule,
	RTM_NEWNEXTHOP: newNexthop,
	RTM_DELNEXTHOP: delNexthop,
	RTM_GETNEXTHOP: getNexthop,
	RTM_GETNEXTHOPBUCKET: getNexthopBucket,
	RTM_NEWNEIGH: newNeigh,
	RTM_DELNEIGH: delNeigh,
	RTM_GETNEIGH: getNeigh,
	RTM_GETNETCONF: getNetconf,
	RTM_NEWADDRLABEL: newAddrLabel,
	RTM_DELADDRLABEL: delAddrLabel,
	RTM_GETADDRLABEL: getAddrLabel,
	RTM_GETSTATS: getStats,
	MACSEC_CMD_GET_TXSC: getSecys,
	MACSEC_CMD_ADD_TXSA: changeSecy,
	MACSEC_CMD_UPD_TXSA: changeSecy,
	MACSEC_CMD_DEL_TXSA: changeSecy,
	MACSEC_CMD_ADD_RXSC: changeSecy,
	MACSEC_CMD_UPD_RXSC: changeSecy,
	MACSEC_CMD_DEL_RXSC: changeSecy,
	MACSEC_CMD_ADD_RXSA: changeSecy,
	MACSEC_CMD_UPD_RXSA: changeSecy,
	MACSEC_CMD_DEL_RXSA: changeSecy,
	MACSEC_CMD_UPD_OFFLOAD: changeSecy,
	RTM_SETSTATS: setStats,
	RTM_NEWNSID: newNsid,
	RTM_GETNSID: getNsid,
	"PF_BRIDGE RTM_GETLINK": getBridgeLink,
	"PF_BRIDGE RTM_GETNEIGH": getFdb,
	"PF_BRIDGE RTM_NEWNEIGH": newFdb,
	"PF_BRIDGE RTM_DELNEIGH": delFdb,
	"PF_BRIDGE RTM_DELNEIGH bulk": flushFdb,
	"PF_BRIDGE RTM_GETNEIGH one": findFdbEntry,
	"PF_BRIDGE RTM_NEWVLAN": setVlanOptions,
	"PF_BRIDGE RTM_SETLINK": setBridgeLink,
	"PF_BRIDGE RTM_DELLINK": setBridgeLink,
};

export interface Outcome {
	readonly kernel: Kernel;
	readonly reply: Reply;
	readonly notifications: readonly Notification[];
	/** Why, if that was asked. */
	readonly reasons?: readonly Reason[];
}

/** One request of a process in a namespace. The kernel given is left as it was. */
export function rtnetlink(kernel: Kernel, netns: number, request: Request, why?: "why"): Outcome {
	const t = beginTask(kernel, netns);
	if (why) t.reasons = [];
	const reply = answer(t, request);
	const { reasons } = t;
	t.reasons = undefined;
	settle(t);
	return { kernel: t.kernel, reply, notifications: t.notifications, ...(reasons && { reasons }) };
}

/** Several requests in one packet, which are answered one after the other. */
export function rtnetlinkAll(kernel: Kernel, netns: number, requests: readonly RouteRequest[]): OutcomeOfAll {
	if (requests.length > 1 && requests[0]?.type === "RTM_NEWROUTE" && fitTogether(requests)) {
		const t = beginTask(kernel, netns);
		const refused = answerWith(t, () => newRoutes4(t, requests)).error;
		settle(t);
		if (!refused)
			return { kernel: t.kernel, replies: requests.map(() => ({ messages: [] })), notifications: t.notifications };
	}
	let at = kernel;
	const notifications: Notification[] = [];
	const replies = requests.map((request) => {
		const outcome = rtnetlink(at, netns, request);
		at = outcome.kernel;
		notifications.push(...outcome.notifications);
		return outcome.reply;
	});
	return { kernel: at, replies, notifications };
}

interface OutcomeOfAll extends Pick<Outcome, "kernel" | "notifications"> {
	readonly replies: readonly Reply[];
}

function answer(t: Task, request: Request): Reply {
	return answerWith(t, () => (handlers[request.type] as Handler<Request>)(t, request));
}

function answerWith(t: Task, handler: () => ReturnType<Handler<Request>>): Reply {
	try {
		const given = handler() ?? [];
		return Array.isArray(given) ? { messages: given } : { messages: [], more: given };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		rollBack(t);
		const { errno, extack } = error;
		const unhandled = error instanceof Unhandled && { unhandled: true as const };
		return { messages: [], error: { by: "kernel", errno, ...(extack !== undefined && { extack }), ...unhandled } };
	}
}

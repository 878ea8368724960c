/** `bridge fdb add`, `append`, `replace`, `del`, `get`, `flush`: bridge/fdb.c fdb_modify(), fdb_get(), fdb_flush(). */
import { type Addr, anyAddr } from "../../net/addr.ts";
import { close, open } from "../../print/field.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/message.ts";
import {
	NTF_EXT_LEARNED,
	NTF_MASTER,
	NTF_OFFLOADED,
	NTF_ROUTER,
	NTF_SELF,
	NTF_STICKY,
	NTF_USE,
} from "../../uapi/neighbour.ts";
import { NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE } from "../../uapi/nud.ts";
import { exited, Failed, returned, wrong } from "../ip/failure.ts";
import { begins } from "../ip/grammar.ts";
import { atoi, integer } from "../ip/number.ts";
import { needAddr } from "../ip/prefix.ts";
import { complaint, talk } from "../ip/talk.ts";
import type { Words } from "../ip/words.ts";
import { type BridgeContext, deviceIndex, duplicated, failed } from "./device.ts";
import { describeFdb } from "./fdb-list.ts";

const requestFlags = {
	add: NLM_F_CREATE | NLM_F_EXCL,
	append: NLM_F_CREATE | NLM_F_APPEND,
	replace: NLM_F_CREATE | NLM_F_REPLACE,
	del: 0,
} as const;

/** An entry in the making. */
interface Draft {
	dev?: string;
	lladdr?: string;
	state: number;
	ndmFlags: number;
	dst?: Addr;
	vlan?: number;
	port?: number;
	vni?: number;
	srcVni?: number;
	via?: number;
}

type Value = (draft: Draft, value: string, ctx: BridgeContext) => void;

/** Exact words with a value. */
const values: Readonly<Record<string, Value>> = {
	dev: (draft, value) => (draft.dev = value),
	dst: (draft, value, ctx) => {
		if (draft.dst !== undefined) throw duplicated("dst", value);
		const parsed = needAddr(
			value,
			ctx.options.family === "inet6" ? "inet6" : ctx.options.family === "inet" ? "inet" : "unspec",
		);
		draft.dst = "any" in parsed ? anyAddr(ctx.options.family === "inet6" ? "inet6" : "inet") : parsed.addr;
	},
	nhid: () => {
		throw returned("iplab: 'bridge fdb … nhid' is not modelled", 3);
	},
	port: (draft, value) => {
		const port = integer(value);
		if (port === undefined || port > 0xffff) throw wrong(value, "invalid port\n");
		draft.port = port;
	},
	vni: (draft, value) => (draft.vni = vniOf(value, "VNI")),
	src_vni: (draft, value) => (draft.srcVni = vniOf(value, "src VNI")),
	via: (draft, value, ctx) => {
		draft.via = ctx.links.indexOf(value);
		if (draft.via === 0) throw exited(`Cannot find device "${value}"`);
	},
};

function vniOf(value: string, noun: string): number {
	const vni = integer(value);
	if (vni === undefined || vni < 0 || vni >= 1 << 24) throw wrong(value, `invalid ${noun}\n`);
	return vni;
}

/** Words of which a beginning is enough, in their order; `self` is exact. */
const flagWords: readonly (readonly [word: string, to: (draft: Draft) => void])[] = [
	["master", (draft) => (draft.ndmFlags |= NTF_MASTER)],
	["router", (draft) => (draft.ndmFlags |= NTF_ROUTER)],
	["local", (draft) => (draft.state |= NUD_PERMANENT)],
	["permanent", (draft) => (draft.state |= NUD_PERMANENT)],
	["temp", (draft) => (draft.state |= NUD_REACHABLE)],
	["static", (draft) => (draft.state |= NUD_REACHABLE)],
	["dynamic", (draft) => (draft.state = (draft.state | NUD_REACHABLE) & ~NUD_NOARP)],
];
const lateWords: readonly (readonly [word: string, flag: number])[] = [
	["use", NTF_USE],
	["extern_learn", NTF_EXT_LEARNED],
	["sticky", NTF_STICKY],
];

function readWord(ctx: BridgeContext, words: Words, draft: Draft): void {
	const word = words.need();
	const value = values[word];
	const flag = flagWords.find(([name]) => begins(word, name));
	const late = lateWords.find(([name]) => begins(word, name));
	if (value) value(draft, words.next(), ctx);
	else if (word === "self") draft.ndmFlags |= NTF_SELF;
	else if (flag) flag[1](draft);
	else if (begins(word, "vlan")) readVlan(words, draft);
	else if (late) draft.ndmFlags |= late[1];
	else readAddress(words, draft);
}

function readVlan(words: Words, draft: { vlan?: number }): void {
	if (draft.vlan !== undefined) throw duplicated("vlan", words.need());
	draft.vlan = atoi(words.next());
}

function readAddress(words: Words, draft: { lladdr?: string }): void {
	const word = words.word === "to" ? words.next() : words.need();
	if (begins(word, "help")) throw exited("Usage: bridge fdb");
	if (draft.lladdr !== undefined) throw duplicated("to", word);
	draft.lladdr = word;
}

/** sscanf("%hhx:…"): what follows the sixth byte is passed over. */
function macOf(word: string): string {
	const match = /^\s*((?:0x)?[0-9a-f]+:){5}(?:0x)?[0-9a-f]+/i.exec(word);
	if (!match) throw failed(`Invalid mac address ${word}`);
	const bytes = match[0].split(":").map((part) => Number.parseInt(part, 16) & 0xff);
	return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

export function changeFdb(what: keyof typeof requestFlags): (ctx: BridgeContext, words: Words) => number {
	return (ctx, words) => {
		const draft: Draft = { state: NUD_NOARP, ndmFlags: 0 };
		for (; words.more; words.skip()) readWord(ctx, words, draft);
		const { dev, lladdr, ...rest } = draft;
		if (dev === undefined || lladdr === undefined) throw failed("Device and address are required arguments.");
		if (!(rest.ndmFlags & (NTF_SELF | NTF_MASTER))) rest.ndmFlags |= NTF_SELF;
		if (!(rest.state & (NUD_PERMANENT | NUD_REACHABLE))) rest.state |= NUD_PERMANENT;
		if (rest.vlan !== undefined && rest.vlan < 0) delete rest.vlan;
		if (rest.port === 0) delete rest.port;
		const address = macOf(lladdr);
		const index = deviceIndex(ctx, dev);
		const type = what === "del" ? "PF_BRIDGE RTM_DELNEIGH" : "PF_BRIDGE RTM_NEWNEIGH";
		talk(ctx, { ...rest, type, flags: requestFlags[what], index, lladdr: address });
		return 0;
	};
}

/** fdb_get(): the kernel's no makes it return -2. */
export function getFdb(ctx: BridgeContext, words: Words): number {
	const draft: { lladdr?: string; vlan?: number; vni?: number; ndmFlags: number } = { ndmFlags: 0 };
	let [dev, br]: (string | undefined)[] = [];
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "brport" || word === "dev") dev = words.next();
		else if (word === "br") br = words.next();
		else if (word === "vni") draft.vni = vniOf(words.next(), "VNI");
		else if (word === "self") draft.ndmFlags |= NTF_SELF;
		else if (begins(word, "master")) draft.ndmFlags |= NTF_MASTER;
		else if (begins(word, "vlan")) readVlan(words, draft);
		else if (!begins(word, "dynamic")) readAddress(words, draft);
	}
	const { lladdr, ...rest } = draft;
	if ((dev === undefined && br === undefined) || lladdr === undefined)
		throw failed("Device or master and address are required arguments.");
	const address = macOf(lladdr);
	const where = {
		...(dev !== undefined && { index: deviceIndex(ctx, dev) }),
		...(br !== undefined && { master: deviceIndex(ctx, br, "bridge device") }),
	};
	ctx.print([open("array")]);
	for (const message of lookUp(ctx, {
		...rest,
		...where,
		type: "PF_BRIDGE RTM_GETNEIGH one",
		flags: 0,
		lladdr: address,
	}))
		if (message.type === "PF_BRIDGE RTM_NEWNEIGH") ctx.print(describeFdb(ctx, message.fdb, true));
	ctx.print([close("array")]);
	return 0;
}

function lookUp(ctx: BridgeContext, request: Parameters<typeof talk>[1]): ReturnType<typeof talk> {
	try {
		return talk(ctx, request);
	} catch (error) {
		if (error instanceof Failed && error.failure.by === "kernel") throw returned(complaint(error.failure), 254);
		throw error;
	}
}

/** What flush may ask for: bits of the state or of the flags, set or not. */
const wishes: Readonly<Record<string, { state?: number; stateMask?: number; flags?: number; flagsMask?: number }>> = {
	permanent: { state: NUD_PERMANENT, stateMask: NUD_PERMANENT },
	nopermanent: { stateMask: NUD_PERMANENT },
	static: { state: NUD_NOARP, stateMask: NUD_NOARP | NUD_PERMANENT },
	nostatic: { stateMask: NUD_NOARP },
	dynamic: { stateMask: NUD_NOARP | NUD_PERMANENT },
	nodynamic: { state: NUD_NOARP, stateMask: NUD_NOARP },
	added_by_user: { flags: NTF_USE, flagsMask: NTF_USE },
	noadded_by_user: { flagsMask: NTF_USE },
	extern_learn: { flags: NTF_EXT_LEARNED, flagsMask: NTF_EXT_LEARNED },
	noextern_learn: { flagsMask: NTF_EXT_LEARNED },
	sticky: { flags: NTF_STICKY, flagsMask: NTF_STICKY },
	nosticky: { flagsMask: NTF_STICKY },
	offloaded: { flags: NTF_OFFLOADED, flagsMask: NTF_OFFLOADED },
	nooffloaded: { flagsMask: NTF_OFFLOADED },
	master: { flags: NTF_MASTER },
	self: { flags: NTF_SELF },
};

export function flushFdb(ctx: BridgeContext, words: Words): number {
	const draft: { vlan?: number } = {};
	const asked = { state: 0, stateMask: 0, ndmFlags: 0, flagsMask: 0 };
	let [dev, port]: (string | undefined)[] = [];
	for (; words.more; words.skip()) {
		const word = words.need();
		const wish = wishes[word];
		if (word.endsWith("added_by_user")) throw returned(`iplab: 'bridge fdb flush … ${word}' is not modelled`, 3);
		if (word === "dev") dev = words.next();
		else if (word === "brport") {
			if (port !== undefined) throw duplicated("brport", words.next());
			port = words.next();
		} else if (word === "vlan") readVlan(words, draft);
		else if (word === "help") words.next();
		else if (wish) {
			const { state = 0, stateMask = 0, flags = 0, flagsMask = 0 } = wish;
			asked.state = (asked.state & ~stateMask) | state;
			asked.stateMask |= stateMask;
			asked.ndmFlags = (asked.ndmFlags & ~flagsMask) | flags;
			asked.flagsMask |= flagsMask;
		}
	}
	if (dev === undefined) throw failed("Device is a required argument.");
	const index = deviceIndex(ctx, dev, "bridge device");
	const brport = port === undefined ? undefined : deviceIndex(ctx, port, "bridge port device");
	if ((draft.vlan ?? 0) >= 4096) throw failed(`Invalid VLAN ID "${draft.vlan}"`);
	if (!(asked.ndmFlags & (NTF_SELF | NTF_MASTER))) asked.ndmFlags |= NTF_SELF;
	talk(ctx, { ...asked, ...draft, type: "PF_BRIDGE RTM_DELNEIGH bulk", flags: 0, index, ...(brport && { brport }) });
	return 0;
}

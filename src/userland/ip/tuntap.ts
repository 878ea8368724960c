/**
 * `ip tuntap`: makes and removes tun and tap devices, whose wire is a program with /dev/net/tun open. No message of
 * rtnetlink: the process opens the device file and sends ioctls. ip/iptuntap.c. What -d says of such a link is kind/tun.ts.
 */
import { close, element, type Field, field, hardLine, open, softLine, text } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import type { TunRequest } from "../../uapi/tun.ts";
import type { TunDevice } from "../process.ts";
import type { Context } from "./context.ts";
import { exited, garbage, returned, wrong } from "./failure.ts";
import { begins, type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { isIfname } from "./ifname.ts";
import type { IpObject, Run } from "./verb.ts";
import type { Words } from "./words.ts";

type Draft = { -readonly [Key in keyof TunRequest]?: TunRequest[Key] } & { readonly ctx: Context };

const delGrammar: Grammar<Draft> = {
	rows: [
		{ word: "mode", match: "prefix", takes: ["tun", "tap"], to: setMode },
		{ word: "pi", match: "prefix", to: (draft) => (draft.pi = true) },
		{ word: "one_queue", match: "prefix", to: (draft) => (draft.oneQueue = true) },
		{ word: "vnet_hdr", match: "prefix", to: (draft) => (draft.vnetHdr = true) },
		{ word: "multi_queue", match: "prefix", to: (draft) => (draft.multiQueue = true) },
		{ word: "dev", match: "prefix", takes: "DEV", to: (draft, value) => (draft.ifname = needIfname("dev", value)) },
	],
	positional: { keyword: { word: "name", match: "prefix" }, takes: "NAME", help: "bare", to: setName },
};

const addGrammar: Grammar<Draft> = {
	rows: [
		...delGrammar.rows.slice(0, 1),
		{
			word: "user",
			match: "prefix",
			takes: "UID",
			to: (draft, value) => (draft.owner = needId(draft.ctx, "user", "/etc/passwd", value)),
		},
		{
			word: "group",
			match: "prefix",
			takes: "GROUP",
			to: (draft, value) => (draft.group = needId(draft.ctx, "group", "/etc/group", value)),
		},
		...delGrammar.rows.slice(1),
	],
	...(delGrammar.positional === undefined ? {} : { positional: delGrammar.positional }),
};

function setMode(draft: Draft, value: string): void {
	const mode = (["tun", "tap"] as const).find((each) => begins(value, each));
	if (mode === undefined) throw exited(`Unknown tunnel mode "${value}"`);
	if (draft.mode !== undefined && draft.mode !== mode)
		throw exited("You managed to ask for more than one tunnel mode.");
	draft.mode = mode;
}

/** What ip/iptuntap.c tap_add_ioctl() takes for none. */
const nobody = 0xffffffff;

/** A number, or a name that the file has. */
function needId(ctx: Context, noun: string, path: string, value: string): number | undefined {
	if (/^\s*[+-]?\d+$/.test(value)) {
		const number = Number(value) >>> 0;
		return number === nobody ? undefined : number;
	}
	const file = ctx.sys.readFile(path);
	const lines = "ok" in file ? file.ok.split("\n").map((line) => line.split(":")) : [];
	const number = lines.find(([name]) => name === value)?.[2];
	if (number === undefined) throw exited(`invalid ${noun} "${value}"`);
	return Number(number);
}

function setName(draft: Draft, value: string): void {
	if (draft.ifname !== undefined) throw garbage("name", value);
	draft.ifname = needIfname("name", value);
}

function needIfname(key: string, value: string): string {
	if (!isIfname(value, 15)) throw wrong(value, `"${key}" not a valid ifname`);
	return value;
}

function changing(op: "add" | "del", grammar: Grammar<Draft>): Run {
	return (ctx, words) => {
		const draft: Draft = { ctx };
		parse(grammar, words, draft, answers(ctx));
		const {
			ifname = "",
			mode,
			pi = false,
			oneQueue = false,
			vnetHdr = false,
			multiQueue = false,
			owner,
			group,
		} = draft;
		if (mode === undefined) throw returned("You failed to specify a tunnel mode");
		const owners = { ...(owner === undefined ? {} : { owner }), ...(group === undefined ? {} : { group }) };
		const answer = ctx.sys.tuntap({ op, ifname, mode, pi, oneQueue, vnetHdr, multiQueue, ...owners });
		if ("errno" in answer) throw returned(`ioctl(TUNSETIFF): ${strerror(answer.errno)}`);
		return 0;
	};
}

/** The words behind `show` are not looked at. */
function list(ctx: Context, _words: Words): number {
	ctx.print([open("array")]);
	for (const device of ctx.sys.tunDevices()) ctx.print(describeTun(ctx, device));
	ctx.print([close("array")]);
	return 0;
}

function describeTun(ctx: Context, device: TunDevice): Field[] {
	const { ifname, owner, group } = device;
	return [
		open("object"),
		field("ifname", `${ifname}:`, ifname, "ifname"),
		open("array", "flags"),
		...flagsOf(device).map((flag) => element(` ${flag}`, flag)),
		close("array"),
		...(owner === undefined ? [] : [field("user", ` user ${owner}`, owner)]),
		...(group === undefined ? [] : [field("group", ` group ${group}`, group)]),
		...(ctx.options.details > 0 ? describeProcesses() : []),
		close("object"),
		hardLine,
	];
}

function flagsOf({ mode, pi, oneQueue, multiQueue, vnetHdr, persist }: TunDevice): string[] {
	return [
		mode,
		...(pi ? ["pi"] : []),
		...(oneQueue ? ["one_queue"] : []),
		...(multiQueue ? ["multi_queue"] : []),
		...(vnetHdr ? ["vnet_hdr"] : []),
		...(persist ? ["persist"] : []),
		// The bit of "no pi" is also that of "no filter".
		...(pi ? ["filter"] : []),
	];
}

/** No program of ours holds one open. */
function describeProcesses(): Field[] {
	return [softLine, text("\tAttached to processes:"), open("array", "processes"), close("array")];
}

export const tuntap: IpObject = {
	title: "ip tuntap",
	verbs: [
		{ word: "add", match: "prefix", run: changing("add", addGrammar), grammar: addGrammar },
		{ word: "delete", match: "prefix", run: changing("del", delGrammar), grammar: delGrammar },
		{ word: "show", match: "prefix", alsoPrefix: ["lst", "list"], run: list },
	],
	otherwise: list,
};

/** `bridge fdb show`: what bridges know of addresses, and what devices listen to. bridge/fdb.c print_fdb(). */
import { close, element, type Field, field, hardLine, open } from "../../print/field.ts";
import type { FdbMessage } from "../../uapi/bridge.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/message.ts";
import { NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE, NUD_STALE } from "../../uapi/nud.ts";
import type { Context } from "../ip/context.ts";
import { exited, returned } from "../ip/failure.ts";
import { talk } from "../ip/talk.ts";
import type { Words } from "../ip/words.ts";
import { deviceIndex } from "./device.ts";

interface Filter {
	master?: number;
	index?: number;
	vlan?: number;
	dynamic?: boolean;
}

export function showFdb(ctx: Context, words: Words): number {
	const filter: Filter = {};
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "br") filter.master = deviceIndex(ctx, words.next(), "bridge device");
		else if (word === "dev" || word === "brport") filter.index = deviceIndex(ctx, words.next());
		else if (word === "vlan") filter.vlan = Number(words.next());
		else if (word === "dynamic") filter.dynamic = true;
		else if (word === "state") throw returned("iplab: 'bridge fdb show state' is not modelled", 3);
	}
	ctx.print([open("array")]);
	for (const message of talk(ctx, { ...filter, type: "PF_BRIDGE RTM_GETNEIGH", flags: NLM_F_DUMP }))
		if (message.type === "PF_BRIDGE RTM_NEWNEIGH" && accepts(filter, message.fdb))
			ctx.print(describeFdb(ctx, filter, message.fdb));
	ctx.print([close("array")]);
	return 0;
}

function accepts({ vlan, dynamic }: Filter, fdb: FdbMessage): boolean {
	return (vlan === undefined || fdb.vlan === vlan) && !(dynamic && fdb.state & (NUD_PERMANENT | NUD_NOARP));
}

/** The state of one that was learned is not said. */
const states: Readonly<Record<number, string>> = {
	[NUD_PERMANENT]: "permanent",
	[NUD_NOARP]: "static",
	[NUD_STALE]: "stale",
	[NUD_REACHABLE]: "",
};

function describeFdb(ctx: Context, filter: Filter, fdb: FdbMessage): Field[] {
	const ifname = ctx.links.nameOf(fdb.ifindex);
	const master = fdb.master === undefined ? undefined : ctx.links.nameOf(fdb.master);
	const state = states[fdb.state] ?? `state=${fdb.state.toString(16)}`;
	return [
		open("object"),
		field("mac", `${fdb.lladdr} `, fdb.lladdr, "mac"),
		...(filter.index === undefined ? [field("ifname", `dev ${ifname} `, ifname, "ifname")] : []),
		...(fdb.vlan === undefined ? [] : [field("vlan", `vlan ${fdb.vlan} `, fdb.vlan)]),
		...(ctx.options.stats > 0 && fdb.updated !== undefined
			? [field("used", `used ${fdb.updated}/`, fdb.updated), field("updated", `${fdb.updated} `, fdb.updated)]
			: []),
		open("array", "flags"),
		...(fdb.self ? [element("self ", "self")] : []),
		close("array"),
		...(master === undefined ? [] : [field("master", `master ${master} `, master)]),
		field("state", state, state),
		hardLine,
		close("object"),
	];
}

const given: Readonly<Record<string, number>> = {
	...{ local: NUD_PERMANENT, permanent: NUD_PERMANENT, static: NUD_NOARP, temp: NUD_NOARP, dynamic: NUD_REACHABLE },
};
const requestFlags = {
	add: NLM_F_CREATE | NLM_F_EXCL,
	append: NLM_F_CREATE | NLM_F_APPEND,
	replace: NLM_F_CREATE | NLM_F_REPLACE,
	del: 0,
} as const;

/** fdb_modify(), as far as entries of a bridge go (`master`). */
export function changeFdb(what: keyof typeof requestFlags): (ctx: Context, words: Words) => number {
	return (ctx, words) => {
		let lladdr: string | undefined;
		let dev: string | undefined;
		let [state, master] = [NUD_PERMANENT, false];
		let vlan: number | undefined;
		for (; words.more; words.skip()) {
			const word = words.need();
			if (word === "dev") dev = words.next();
			else if (word === "master") master = true;
			else if (word === "vlan") vlan = vlanNumber(words.next());
			else if (given[word] !== undefined) state = given[word];
			else if (["self", "dst", "vni", "via", "port", "sticky", "extern_learn", "use", "router"].includes(word))
				throw returned(`iplab: 'bridge fdb ${what} … ${word}' is not modelled`, 3);
			else if (lladdr !== undefined) throw exited(`Error: either "to" is duplicate, or "${word}" is a garbage.`);
			else lladdr = word;
		}
		if (dev === undefined || lladdr === undefined) throw exited("Device and address are required arguments.");
		if (!/^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(lladdr)) throw exited(`Invalid mac address ${lladdr}`);
		const index = deviceIndex(ctx, dev);
		if (!master) throw returned(`iplab: 'bridge fdb ${what}' without master is not modelled`, 3);
		const type = what === "del" ? "PF_BRIDGE RTM_DELNEIGH" : "PF_BRIDGE RTM_NEWNEIGH";
		const address = lladdr.toLowerCase().replace(/\b[0-9a-f]\b/g, "0$&");
		talk(ctx, { type, flags: requestFlags[what], index, lladdr: address, state, ...(vlan !== undefined && { vlan }) });
		return 0;
	};
}

function vlanNumber(word: string): number {
	const vlan = Number(word);
	if (!(vlan >= 0 && vlan < 4096)) throw exited("Error: invalid vlan id.");
	return vlan;
}

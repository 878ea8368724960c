/** `ip maddress`: which multicast groups a device belongs to. ip/ipmaddr.c. Only link addresses can be added by hand. */
import { formatLladdr, parseLladdr } from "../../net/lladdr.ts";
import { close, type Field, field, hardLine, open, softLine, text } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import type { Membership } from "../../uapi/multicast.ts";
import type { Context } from "./context.ts";
import { duplicate, exited, garbage, invalidLladdr } from "./failure.ts";
import { type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { needIfname } from "./rule-word.ts";
import type { IpObject, Run } from "./verb.ts";
import type { Words } from "./words.ts";

interface Filter {
	dev?: string;
}

const filterGrammar: Grammar<Filter> = {
	rows: [],
	positional: { keyword: { word: "dev", match: "exact" }, takes: "DEV", help: "bare", to: setFilter },
};

function setFilter(filter: Filter, value: string): void {
	if (filter.dev !== undefined) throw garbage("dev", value);
	filter.dev = value;
}

function list(ctx: Context, words: Words): number {
	const filter: Filter = {};
	parse(filterGrammar, words, filter, answers(ctx));
	const { family } = ctx.options;
	const wanted = (each: Membership) =>
		(family === "unspec" || family === each.family) && (filter.dev === undefined || filter.dev === each.ifname);
	const found = ctx.sys.memberships().filter(wanted);
	// All of one device stand together: link addresses, IPv4, IPv6.
	ctx.print(
		describeAll(
			ctx,
			found.sort((a, b) => a.ifindex - b.ifindex),
		),
	);
	return 0;
}

/** The device in front of its groups; under -o in front of each. */
function describeAll(ctx: Context, memberships: readonly Membership[]): Field[] {
	const fields: Field[] = [open("array")];
	let ifindex = 0;
	for (const each of memberships) {
		if (each.ifindex !== ifindex || ctx.options.oneline) {
			if (ifindex !== 0) fields.push(close("array"), close("object"));
			fields.push(open("object"), ...describeDevice(each), open("array", "maddr"));
			ifindex = each.ifindex;
		}
		fields.push(...describeGroup(each));
	}
	if (ifindex !== 0) fields.push(close("array"), close("object"));
	return [...fields, close("array")];
}

function describeDevice({ ifindex, ifname }: Membership): Field[] {
	return [field("ifindex", `${ifindex}:`, ifindex), field("ifname", `\t${ifname}`, ifname, "ifname"), softLine];
}

function describeGroup({ family, addr, users, static: byHand }: Membership): Field[] {
	const address =
		family === "packet"
			? [text("link  "), field("link", addr, addr, "mac")]
			: [field("family", `${family.padEnd(5)} `, family), field("address", addr, addr, family)];
	return [
		text("\t"),
		open("object"),
		...address,
		...(users === 1 ? [] : [field("users", ` users ${users}`, users)]),
		...(byHand ? [field("features", " static", "static")] : []),
		hardLine,
		close("object"),
	];
}

interface Draft {
	dev?: string;
	bytes?: readonly number[];
}

const memberGrammar: Grammar<Draft> = {
	rows: [{ word: "dev", match: "exact", takes: "DEV", once: "dev", to: setDev }],
	positional: { keyword: { word: "address", match: "prefix" }, takes: "LLADDR", help: "always", to: setAddress },
};

function setDev(draft: Draft, value: string): void {
	draft.dev = needIfname(value, '"dev"');
}

/** That there is one already is seen by its first byte. */
function setAddress(draft: Draft, value: string): void {
	if (draft.bytes?.[0]) throw duplicate("address", value);
	const parsed = parseLladdr(value, 14);
	if ("invalid" in parsed) throw exited(invalidLladdr(parsed.invalid).message.trimEnd(), 1);
	const { length } = parsed.bytes;
	if (length !== 6) throw exited(`Error: Invalid address length ${length} - must be 6 bytes`, 1);
	draft.bytes = parsed.bytes;
}

/** It ends the program, a batch too, whether it succeeds or not. */
function changing(add: boolean): Run {
	return (ctx, words) => {
		const draft: Draft = {};
		parse(memberGrammar, words, draft, answers(ctx));
		const { dev, bytes = [0, 0, 0, 0, 0, 0] } = draft;
		if (dev === undefined) throw exited('Not enough information: "dev" is required.');
		const changed = ctx.sys.changeMembership(dev, formatLladdr(bytes), add);
		throw "ok" in changed ? exited("", 0) : exited(`ioctl: ${strerror(changed.errno)}`, 1);
	};
}

export const maddress: IpObject = {
	title: "ip maddr",
	verbs: [
		{ word: "add", match: "prefix", run: changing(true), grammar: memberGrammar },
		{ word: "delete", match: "prefix", run: changing(false), grammar: memberGrammar },
		{ word: "show", match: "prefix", alsoPrefix: ["list", "lst"], run: list, grammar: filterGrammar },
	],
	otherwise: list,
};

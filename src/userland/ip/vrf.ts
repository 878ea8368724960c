/**
 * `ip vrf`: the vrf devices with their tables. Which processes belong to one is told by control groups, of which nobody
 * here is in any; putting one in (`exec`) is not modelled. ip/ipvrf.c.
 */
import { close, field, open, text } from "../../print/field.ts";
import type { VrfData } from "../../uapi/link-data.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { Context } from "./context.ts";
import { exited, returned, unmodelled, wrong } from "./failure.ts";
import { usage } from "./help.ts";
import { u32 } from "./number.ts";
import { dump } from "./talk.ts";
import type { IpObject } from "./verb.ts";
import type { Words } from "./words.ts";

function show(ctx: Context, words: Words): number {
	if (words.rest.length > 1) throw usage(ctx.object);
	if (words.word === undefined) return list(ctx);
	const table = tableOf(ctx, words.word);
	if (table === 0) throw returned("Invalid VRF", 255);
	ctx.process.stdout(`${words.word} ${table}\n`);
	return 0;
}

/** ipvrf_get_table(): `default` without a device of that name is the main table. */
function tableOf(ctx: Context, name: string): number {
	const link = ctx.links.find(ctx.links.indexOf(name));
	if (link === undefined) return name === "default" ? RT_TABLE_MAIN : 0;
	return link.kind === "vrf" ? vrfTable(link) : 0;
}

function vrfTable({ data }: Ifinfo): number {
	return (data as VrfData | undefined)?.table ?? 0;
}

function list(ctx: Context): number {
	const vrfs: Ifinfo[] = [];
	dump(ctx, { type: "RTM_GETLINK", flags: 0, family: "unspec", kind: "vrf" }, (message) => {
		if (message.type === "RTM_NEWLINK" && message.link.kind === "vrf") vrfs.push(message.link);
	});
	const ruler = "-".repeat(23);
	ctx.print([open("array"), text(`${"Name".padEnd(16)}  ${"Table".padStart(5)}\n${ruler}\n`)]);
	for (const link of vrfs) ctx.print(describeVrf(link));
	ctx.print([...(vrfs.length === 0 ? [text("No VRF has been configured\n")] : []), close("array")]);
	return 0;
}

function describeVrf(link: Ifinfo) {
	const table = vrfTable(link);
	return [
		open("object"),
		field("name", link.ifname.padEnd(16), link.ifname),
		field("table", ` ${String(table).padStart(5)}`, table),
		text("\n"),
		close("object"),
	];
}

/** The vrf of a process: none. */
function identify(ctx: Context, words: Words): number {
	const [typed, extra] = words.rest;
	if (extra !== undefined) throw wrong(extra, "Extra arguments specified\n");
	if (typed === undefined) return 0;
	const pid = u32(typed, 10);
	if (pid === undefined) throw wrong(typed, "Invalid pid\n");
	if (!("ok" in ctx.sys.openNetnsOfPid(pid)))
		throw returned("Failed to lookup vrf association: No such file or directory");
	return 0;
}

function isVrf(ctx: Context, name: string): boolean {
	return ctx.links.find(ctx.links.indexOf(name))?.kind === "vrf";
}

function pids(ctx: Context, words: Words): number {
	const [name, ...more] = words.rest;
	if (name === undefined || more.length > 0) throw returned("Invalid arguments");
	if (!isVrf(ctx, name)) throw returned("Invalid VRF name");
	return 0;
}

function exec(ctx: Context, words: Words): number {
	const [name, command] = words.rest;
	if (name === undefined) throw returned("No VRF name specified");
	if (command === undefined) throw returned("No command specified");
	if (name !== "default" && !isVrf(ctx, name)) throw exited("Invalid VRF name");
	throw unmodelled(`vrf exec ${name}`);
}

export const vrf: IpObject = {
	title: "ip vrf",
	verbs: [
		{ word: "identify", match: "prefix", run: identify },
		{ word: "pids", match: "prefix", run: pids },
		{ word: "exec", match: "prefix", run: exec },
		{ word: "show", match: "prefix", alsoPrefix: ["lst", "list"], run: show },
	],
	otherwise: list,
};

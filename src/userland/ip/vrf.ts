/**
 * `ip vrf`: the vrf devices with their tables, and the processes whose sockets belong to one (vrf-cgroup.ts). ip/ipvrf.c.
 */
import { close, field, open, text } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import type { VrfData } from "../../uapi/link-data.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { Answer, Wait } from "../process.ts";
import type { Context } from "./context.ts";
import { runProgram } from "./exec.ts";
import { exited, returned, wrong } from "./failure.ts";
import { usage } from "./help.ts";
import { u32 } from "./number.ts";
import { dump } from "./talk.ts";
import type { IpObject } from "./verb.ts";
import { membersOfVrf, switchVrf, vrfOfProcess } from "./vrf-cgroup.ts";
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

function identify(ctx: Context, words: Words): number {
	const [typed, extra] = words.rest;
	if (extra !== undefined) throw wrong(extra, "Extra arguments specified\n");
	const pid = typed === undefined ? ctx.sys.pid : u32(typed, 10);
	if (pid === undefined) throw wrong(typed ?? "", "Invalid pid\n");
	const vrf = vrfOfProcess(ctx.sys, pid);
	if (!("ok" in vrf)) throw returned(`Failed to lookup vrf association: ${strerror(vrf.errno)}`);
	if (vrf.ok !== "") ctx.process.stdout(`${vrf.ok}\n`);
	return 0;
}

function isVrf(ctx: Context, name: string): boolean {
	return ctx.links.find(ctx.links.indexOf(name))?.kind === "vrf";
}

function pids(ctx: Context, words: Words): number {
	const [name, ...more] = words.rest;
	if (name === undefined || more.length > 0) throw returned("Invalid arguments");
	if (!isVrf(ctx, name)) throw returned("Invalid VRF name");
	for (const { pid, comm } of membersOfVrf(ctx.sys, name)) ctx.process.stdout(`${String(pid).padStart(5)}  ${comm}\n`);
	return 0;
}

function* exec(ctx: Context, words: Words): Generator<Wait, number, Answer> {
	const [name, ...argv] = words.rest;
	if (name === undefined) throw returned("No VRF name specified");
	if (argv.length === 0) throw returned("No command specified");
	const leaves = name === "default";
	if (!leaves && !isVrf(ctx, name)) throw exited("Invalid VRF name");
	const home = ctx.sys.cgroupOf(ctx.sys.pid);
	switchVrf(ctx.sys, leaves ? "" : name, leaves ? 0 : ctx.links.indexOf(name));
	return yield* runProgram(argv, () => "ok" in home && ctx.sys.joinCgroup(home.ok));
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

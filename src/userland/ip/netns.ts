/**
 * `ip netns`: names for namespaces in /run/netns, and programs run in them. ip/ipnetns.c. The second word has to be fit for a
 * file name, whatever the verb. Namespaces by file are netns-file.ts, ids of namespaces nsid-map.ts.
 */
import { close, type Field, field, hardLine, open, text } from "../../print/field.ts";
import { type Errno, strerror } from "../../uapi/errno.ts";
import { type Message, NO_NETNS, type Nsid } from "../../uapi/message.ts";
import type { Answer, Wait } from "../process.ts";
import type { Context } from "./context.ts";
import { runProgram } from "./exec.ts";
import { exited, noNetns, returned, unknownCommand, wrong } from "./failure.ts";
import { type Grammar, parse, type Row } from "./grammar.ts";
import { answers } from "./help.ts";
import { netnsName, openNetnsFile, switchNetns } from "./netns-file.ts";
import { monitorNames } from "./netns-monitor.ts";
import { nsidOf } from "./nsid-map.ts";
import { integer } from "./number.ts";
import { dump, talk } from "./talk.ts";
import type { IpObject, Run } from "./verb.ts";
import { leaveVrf } from "./vrf-cgroup.ts";
import type { Words } from "./words.ts";

const directory = "/run/netns";

function list(ctx: Context): number {
	const names = ctx.sys.listNetns();
	if (names === undefined) return 0;
	ctx.nsids.init();
	ctx.print([open("array")]);
	for (const name of names) {
		const nsid = nsidOf(ctx, name);
		const id = nsid === undefined || nsid < 0 ? [] : [field("id", ` (id: ${nsid})`, nsid)];
		ctx.print([open("object"), field("name", name), ...id, hardLine, close("object")]);
	}
	ctx.print([close("array")]);
	return 0;
}

function add(ctx: Context, words: Words): number {
	const name = words.word;
	if (name === undefined) throw returned("No netns name specified");
	const made = ctx.sys.createNetns(name);
	if ("ok" in made) return 0;
	if (made.errno === "EPERM") throw returned(`mount --make-shared ${directory} failed: ${strerror(made.errno)}`);
	throw returned(noFile(name, made.errno));
}

function noFile(name: string, errno: Errno): string {
	return `Cannot create namespace file "${directory}/${name}": ${strerror(errno)}`;
}

/** Only the first name counts; -all takes every one. */
function remove(ctx: Context, words: Words): number {
	if (ctx.options.all) for (const name of ctx.sys.listNetns() ?? []) removeName(ctx, name);
	else if (words.word === undefined) throw returned("No netns name specified");
	else removeName(ctx, words.word);
	return 0;
}

function removeName(ctx: Context, name: string): void {
	const removed = ctx.sys.removeNetns(name);
	if (!("ok" in removed))
		throw returned(`Cannot remove namespace file "${directory}/${name}": ${strerror(removed.errno)}`);
}

function set(ctx: Context, words: Words): number {
	const [name, id] = words.rest;
	if (name === undefined) throw returned("No netns name specified");
	if (id === undefined) throw returned("No nsid specified");
	const nsid = id === "auto" ? -1 : integer(id);
	if (nsid === undefined) throw wrong(id, 'Invalid "netnsid" value');
	if (nsid < 0 && id !== "auto") throw wrong(id, '"netnsid" value should be >= 0');
	const fd = openNetnsFile(ctx.sys, name);
	if (!("ok" in fd)) throw noNetns(name, strerror(fd.errno));
	talk(ctx, { type: "RTM_NEWNSID", flags: 0, fd: fd.ok, nsid });
	return 0;
}

function identify(ctx: Context, words: Words): number {
	const [pid, extra] = words.rest;
	if (extra !== undefined) throw returned("extra arguments specified");
	if (pid !== undefined && !/^\d+$/.test(pid)) throw returned(`Specified string '${pid}' is not a pid`);
	const fd = pid === undefined ? { ok: ctx.sys.currentNetns() } : ctx.sys.openNetnsOfPid(Number(pid));
	if (!("ok" in fd)) throw returned(`Cannot open network namespace: ${strerror(fd.errno)}`);
	ctx.process.stdout(`${netnsName(ctx.sys, fd.ok)}\n`);
	return 0;
}

function pids(ctx: Context, words: Words): number {
	const [name, extra] = words.rest;
	if (name === undefined) throw returned("No netns name specified");
	if (extra !== undefined) throw returned("extra arguments specified");
	const fd = ctx.sys.openNetns(name);
	if (!("ok" in fd)) throw returned(`Cannot open network namespace: ${strerror(fd.errno)}`);
	for (const pid of ctx.sys.pidsIn(fd.ok)) ctx.process.stdout(`${pid}\n`);
	return 0;
}

function attach(ctx: Context, words: Words): number {
	const [name, pid] = words.rest;
	if (name === undefined || pid === undefined) throw returned("No netns name and PID specified");
	if (!/^\d+$/.test(pid)) throw returned(`Invalid PID: ${pid}`);
	const attached = ctx.sys.attachNetns(name, Number(pid));
	if ("ok" in attached) return 0;
	if (attached.errno === "EEXIST") throw returned(noFile(name, attached.errno));
	throw returned(`Bind /proc/${pid}/ns/net -> ${directory}/${name} failed: ${strerror(attached.errno)}`);
}

/** The program's own status is the answer. In a batch it runs in a child, so that the next line is at home again. */
function* exec(ctx: Context, words: Words): Generator<Wait, number, Answer> {
	if (ctx.options.all) return yield* execAll(ctx, words.rest);
	const [name, ...argv] = words.rest;
	if (name === undefined) throw returned("No netns name specified");
	if (argv.length === 0) throw returned("No command specified");
	return yield* execIn(ctx, name, argv);
}

function* execAll(ctx: Context, argv: readonly string[]): Generator<Wait, number, Answer> {
	if (argv.length === 0) throw returned("No command specified");
	yield* execEach(ctx, ctx.sys.listNetns() ?? [], argv);
	return 0;
}

/** A child that cannot go there does not end: it goes on with the rest, and its parent does so once more (lib/exec.c cmd_exec()). */
function* execEach(ctx: Context, names: readonly string[], argv: readonly string[]): Generator<Wait, void, Answer> {
	for (const [i, name] of names.entries()) {
		ctx.process.stdout(`\nnetns: ${name}\n`);
		const fd = openNetnsFile(ctx.sys, name);
		if ("ok" in fd && fd.ok !== NO_NETNS) yield* execIn(ctx, name, argv);
		else {
			ctx.process.stderr(`${switchNetns(ctx.sys, name)}\n`);
			yield* execEach(ctx, names.slice(i + 1), argv);
		}
	}
}

function* execIn(ctx: Context, name: string, argv: readonly string[]): Generator<Wait, number, Answer> {
	const home = ctx.sys.currentNetns();
	const cgroup = ctx.sys.cgroupOf(ctx.sys.pid);
	const refusal = switchNetns(ctx.sys, name);
	if (refusal !== undefined) throw returned(refusal, 255);
	leaveVrf(ctx.sys);
	return yield* runProgram(argv, () => {
		ctx.sys.setns(home);
		if ("ok" in cgroup) ctx.sys.joinCgroup(cgroup.ok);
	});
}

interface IdDraft {
	nsid?: number;
	targetNsid?: number;
}

const idGrammar: Grammar<IdDraft> = {
	rows: [
		idRow("target-nsid", (draft, value) => (draft.targetNsid = value)),
		idRow("nsid", (draft, value) => (draft.nsid = value)),
	],
};

/** Of a negative number it is the next word that is called wrong (netns_list_id). */
function idRow(word: string, set: (draft: IdDraft, value: number) => void): Row<IdDraft> {
	const to = (draft: IdDraft, value: string, words: Words): void => {
		const id = integer(value);
		if (id === undefined) throw wrong(value, `"${word}" value is invalid`);
		if (id < 0) throw wrong(words.rest[1] ?? "(null)", `"${word}" value should be >= 0`);
		set(draft, id);
	};
	return { word, match: "exact", takes: "ID", once: word, early: true, to };
}

function listIds(ctx: Context, words: Words): number {
	const draft: IdDraft = {};
	parse(idGrammar, words, draft, answers(ctx));
	const { nsid, targetNsid } = draft;
	const query = { type: "RTM_GETNSID", flags: 0, ...(targetNsid !== undefined && { targetNsid }) } as const;
	const each = (message: Message) => message.type === "RTM_NEWNSID" && printId(ctx, message.nsid);
	if (nsid !== undefined) {
		const answer = talk(ctx, { ...query, nsid });
		printArray(ctx, () => answer.forEach(each));
	} else printArray(ctx, () => dump(ctx, query, each));
	return 0;
}

/** A list that breaks off is closed all the same (delete_json_obj). */
function printArray(ctx: Context, body: () => void): void {
	ctx.print([open("array")]);
	try {
		body();
	} finally {
		ctx.print([close("array")]);
	}
}

/** print_nsid(): a name is sought by the number that we know, and failing that by the other, as if that were ours. */
function printId(ctx: Context, { nsid, currentNsid }: Nsid): void {
	const name = ctx.nsids.nameOf(currentNsid ?? nsid) ?? ctx.nsids.nameOf(nsid);
	const named = name === undefined ? [] : [field("name", `(iproute2 netns name: ${name})`, name)];
	const current = currentNsid === undefined ? [] : [describeId("current-nsid", currentNsid)];
	ctx.print([open("object"), describeId("nsid", nsid), ...current, ...named, hardLine, close("object")]);
}

function describeId(key: string, id: number): Field {
	return id < 0 ? text(`${key} unassigned `) : field(key, `${key} ${id} `, id);
}

/** invalid_name(): tested on the second word before the verb is looked at; -all has no name. */
function withName(run: Run): Run {
	return (ctx, words) => {
		checkName(ctx, words.word);
		return run(ctx, words);
	};
}

function checkName(ctx: Context, name: string | undefined): void {
	if (!ctx.options.all && name !== undefined && !isName(name)) throw exited(`Invalid netns name "${name}"`);
}

function isName(name: string): boolean {
	return name !== "" && name !== "." && name !== ".." && name.length <= 255 && !name.includes("/");
}

export const netns: IpObject = {
	title: "ip netns",
	verbs: [
		{ word: "list", match: "prefix", alsoPrefix: ["show", "lst"], run: withName(list) },
		{ word: "list-id", match: "prefix", run: withName(listIds), grammar: idGrammar },
		{ word: "add", match: "prefix", run: withName(add), grammar: { rows: [], positional: nameWord() } },
		{ word: "set", match: "prefix", run: withName(set), grammar: { rows: [], positional: nameWord() } },
		{ word: "delete", match: "prefix", run: withName(remove), grammar: { rows: [], positional: nameWord() } },
		{ word: "identify", match: "prefix", run: withName(identify) },
		{ word: "pids", match: "prefix", run: withName(pids), grammar: { rows: [], positional: nameWord() } },
		{ word: "exec", match: "prefix", run: withName(exec), grammar: { rows: [], positional: nameWord() } },
		{ word: "monitor", match: "prefix", run: withName(monitorNames) },
		{ word: "attach", match: "prefix", run: withName(attach), grammar: { rows: [], positional: nameWord() } },
	],
	otherwise: list,
	unknown: (ctx, word, next) => {
		checkName(ctx, next);
		return unknownCommand(word, ctx.object.title);
	},
};

/** For help and completion; these few verbs take their words by place. */
function nameWord() {
	return { takes: "NETNS", help: "never", to: () => {} } as const;
}

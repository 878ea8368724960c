/**
 * The options of ss and what they mean together: misc/ss.c main(), filter_db_set(), filter_af_set(), filter_merge_defaults(),
 * scan_state(). A table (`tcp`, `udp` …) brings the states that are usual for it.
 */

import { Failed } from "../failed.ts";
import { getopt, type LongOption, OptionError } from "../getopt.ts";
import {
	allStates,
	closed,
	connected,
	type Family,
	families,
	queries,
	type State,
	type States,
	type TableName,
	tables,
	without,
} from "./query.ts";

export interface Options {
	readonly tables: ReadonlySet<TableName>;
	readonly families: ReadonlySet<Family>;
	readonly states: ReadonlySet<State>;
	/** The last family that an option named. */
	readonly preferred: Family | undefined;
	/** No table and no family was named. */
	readonly byDefault: boolean;
	/** Letters and names of those that only say what is shown. */
	readonly shown: ReadonlySet<string>;
	readonly netns: readonly string[];
	/** The filter expression. */
	readonly words: readonly string[];
}

/** Ends ss: what it says, with the usage or without it. */
export class Ended extends Failed {
	readonly usage: boolean;

	constructor(text: string, exit: number, usage = false) {
		super(text, exit);
		this.usage = usage;
	}
}

const letters = "dhaletuwxnro460spTbEf:mMiA:D:F:vVzZN:KHSO";
const long: readonly LongOption[] = [
	...[
		..."n numeric|r resolve|o options|e extended|m memory|i info|p processes|T threads|b bpf|E events|d dccp|t tcp".split(
			"|",
		),
	],
	...[
		..."S sctp|u udp|w raw|x unix|tipc tipc|vsock vsock|a all|l listening|4 ipv4|6 ipv6|0 packet|s summary".split("|"),
	],
	...[..."V version|h help|Z context|z contexts|tipcinfo tipcinfo|tos tos|cgroup cgroup|K kill|H no-header".split("|")],
	...[..."xdp xdp|M mptcp|O oneline|inet-sockopt inet-sockopt".split("|")],
]
	.map((row): LongOption => {
		const [option = "", name = ""] = row.split(" ");
		return { name, option };
	})
	.concat(
		["f family", "A socket", "A query", "D diag", "F filter", "N net"].map((row): LongOption => {
			const [option = "", name = ""] = row.split(" ");
			return { name, option, value: true };
		}),
	);

const tableLetters: Readonly<Record<string, TableName>> = {
	d: "dccp",
	t: "tcp",
	S: "sctp",
	u: "udp",
	w: "raw",
	M: "mptcp",
};
const familyLetters: Readonly<Record<string, Family>> = {
	...{ x: "unix", vsock: "vsock", tipc: "tipc", "4": "inet", "6": "inet6", "0": "link", xdp: "xdp" },
};
const shownLetters: ReadonlySet<string> = new Set([..."nroempTisKHO", "tos", "cgroup", "tipcinfo", "inet-sockopt"]);
const unmodelled: Readonly<Record<string, string>> = { b: "-b", E: "-E", D: "-D", F: "-F" };

class Draft {
	tables = new Set<TableName>();
	families = new Set<Family>();
	states = new Set<State>();
	filter: States | undefined;
	preferred: Family | undefined;
	byDefault = true;
	sawQuery = false;
	readonly shown = new Set<string>();
	readonly netns: string[] = [];

	table(name: TableName, enable = true): void {
		this.byDefault = false;
		if (!enable) return void this.tables.delete(name);
		this.tables.add(name);
		for (const state of tables[name].states) this.states.add(state);
	}

	family(name: Family): void {
		this.byDefault = false;
		this.preferred = name;
		this.families.add(name);
		for (const state of families[name].states) this.states.add(state);
	}

	query(text: string): void {
		if (!this.sawQuery) {
			this.tables.clear();
			this.filter ??= connected;
			this.sawQuery = true;
			this.byDefault = false;
		}
		for (const part of text.split(",")) {
			const names = Object.hasOwn(queries, part.replace(/^!/, "")) ? queries[part.replace(/^!/, "")] : undefined;
			if (!names) throw new Ended(`ss: "${part}" is illegal socket table id`, 255, true);
			for (const name of names) this.table(name, !part.startsWith("!"));
		}
	}

	/** filter_merge_defaults(): tables bring their families, families that have no table yet theirs. */
	merge(): void {
		for (const name of Object.keys(tables) as TableName[]) {
			if (!this.tables.has(name)) continue;
			const own = tables[name].families;
			if (!own.some((family) => this.families.has(family))) for (const family of own) this.families.add(family);
		}
		for (const family of Object.keys(families) as Family[]) {
			if (!this.families.has(family)) continue;
			const own = families[family].tables;
			if (!own.some((name) => this.tables.has(name))) for (const name of own) this.tables.add(name);
		}
	}
}

/** `stop` is called for options that end ss at once; it gives what ss prints. */
export function parseOptions(args: readonly string[]): Options {
	const draft = new Draft();
	try {
		const given = getopt(args, letters, long);
		let step = given.next();
		for (; !step.done; step = given.next()) take(draft, step.value.option, step.value.value);
		return complete(draft, step.value);
	} catch (error) {
		if (error instanceof OptionError) throw new Ended(`ss: ${error.message}`, 255, true);
		throw error;
	}
}

function take(draft: Draft, option: string, value: string): void {
	const table = tableLetters[option];
	const family = familyLetters[option];
	if (Object.hasOwn(unmodelled, option)) throw new Ended(`iplab: 'ss ${unmodelled[option]}' is not modelled`, 3);
	if (shownLetters.has(option)) draft.shown.add(option);
	else if (table) draft.table(table);
	else if (family) draft.family(family);
	else if (option === "a") draft.filter = new Set(allStates);
	else if (option === "l") draft.filter = new Set(["LISTEN", "CLOSE"]);
	else if (option === "f") namedFamily(draft, value);
	else if (option === "A") draft.query(value);
	else if (option === "N") draft.netns.push(value);
	else if (option === "v" || option === "V") throw new Ended("ss utility, iproute2-6.1.0", 0);
	else if (option === "h") throw new Ended("", 0, true);
	else throw new Ended("ss: SELinux is not enabled.", 1);
}

function namedFamily(draft: Draft, name: string): void {
	if (name === "help") throw new Ended("", 0, true);
	if (!Object.hasOwn(families, name)) throw new Ended(`ss: "${name}" is invalid family`, 255, true);
	draft.family(name as Family);
}

function complete(draft: Draft, given: readonly string[]): Options {
	const words = [...given];
	const byDefault = draft.byDefault && words.length === 0;
	const named = takeStates(words, draft.filter);
	const filter = draft.byDefault ? (named ?? connected) : named;
	if (draft.byDefault) for (const name of queries.all ?? []) draft.table(name);
	if (filter && filter.size > 0) draft.states = new Set(filter);
	draft.merge();
	if (draft.tables.size === 0) throw new Ended("ss: no socket tables to show with such filter.", 0);
	const { tables: chosen, families: wanted, states, preferred, shown, netns } = draft;
	return { tables: chosen, families: wanted, states, preferred, byDefault, shown, netns, words };
}

/** `state X`, `exclude X` at the beginning of the words. */
function takeStates(words: string[], before: States | undefined): States | undefined {
	let states = before && new Set(before);
	let seen = false;
	while (words[0] === "state" || words[0] === "exclude" || words[0] === "excl") {
		const adds = words.shift() === "state";
		const name = words.shift();
		if (name === undefined) throw new Ended('Command line is not complete. Try option "help"', 255);
		const named = statesNamed(name);
		if (!seen || !states) states = new Set(adds ? [] : allStates);
		for (const state of named)
			if (adds) states.add(state);
			else states.delete(state);
		seen = true;
	}
	return states;
}

const groups: Readonly<Record<string, States>> = {
	all: new Set(allStates),
	close: closed,
	closed,
	connected: without("CLOSE", "LISTEN"),
	synchronized: without("CLOSE", "LISTEN", "SYN_SENT"),
	bucket: new Set(["SYN_RECV", "TIME_WAIT"]),
	big: without("SYN_RECV", "TIME_WAIT"),
	"syn-rcv": new Set(["SYN_RECV"]),
};

const stateNames: Readonly<Record<string, State>> = {
	unknown: "UNKNOWN",
	established: "ESTABLISHED",
	"syn-sent": "SYN_SENT",
	"syn-recv": "SYN_RECV",
	"fin-wait-1": "FIN_WAIT1",
	"fin-wait-2": "FIN_WAIT2",
	"time-wait": "TIME_WAIT",
	unconnected: "CLOSE",
	"close-wait": "CLOSE_WAIT",
	"last-ack": "LAST_ACK",
	listening: "LISTEN",
	closing: "CLOSING",
};

function statesNamed(name: string): States {
	const word = name.toLowerCase();
	if (Object.hasOwn(groups, word)) return groups[word] as States;
	if (Object.hasOwn(stateNames, word)) return new Set([stateNames[word] as State]);
	throw new Ended(`ss: wrong state name: ${name}`, 255);
}
